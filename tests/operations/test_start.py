"""A start loads what its first page needs, and no more."""

import subprocess
import sys

# By whom it is loaded when somebody wants it.
LATER = {
    "alembic": "a database whose tables must change",
    "graphql": "the first question to /graphql",
    "strawberry": "the first question to /graphql",
    "PIL": "the process that draws a photo anew",
    "pillow_heif": "the process that draws a photo anew",
    "av": "the process that opens a film",
    "pikepdf": "the process that opens a PDF",
    "pypdfium2": "the process that opens a PDF",
    "markdown_it": "the first text that somebody wrote",
    "nh3": "the first text that somebody wrote",
    "psycopg": "a hub on PostgreSQL",
    "redis": "a hub with TRELLIS_REDIS_URL",
    "sqlalchemy.dialects.postgresql": "a hub on PostgreSQL",
    "smtplib": "the first letter to a mail server",
    "email.policy": "the first letter",
    "difflib": "the first two versions that are compared",
    "statistics": "the first page of answer times",
    "bdb": "nobody",
    "click": "nobody",
    "multiprocessing": "nobody",
    "rich.console": "nobody",
    "watchfiles.main": "nobody",
    "yaml.loader": "nobody",
}


def test_what_the_first_page_does_not_need_is_left_for_later() -> None:
    # In a process of its own: this one has long loaded everything.
    code = "import sys, hub.__main__, hub.cli.serve; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    early = {name: why for name, why in LATER.items() if name in loaded}
    assert not early, f"A start loads what only this needs: {early}"


def test_what_is_left_for_later_is_there_when_somebody_wants_it() -> None:
    code = "import hub.__main__, yaml; print(yaml.safe_load('bees: 7')['bees']); import yaml.nodes; print(yaml.nodes.Node.__name__)"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split() == ["7", "Node"]


def test_a_start_does_not_look_for_garbage_while_it_loads_and_does_afterwards() -> None:
    code = "import gc, hub.__main__ as it; print(gc.isenabled()); it.main(['doctor']); print(gc.isenabled(), gc.get_freeze_count() > 1000)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.split()
    assert (told[0], told[-2:]) == ("False", ["True", "True"])
