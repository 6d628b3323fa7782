"""The locks answer to pyproject.toml. Asks no registry, so that a check is the same on every day."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+?))? \\\n(?P<hashes>(?: +--hash=.*\n)+)", re.M)


def wanted(group: str) -> list[Requirement]:
    """What a dependency group asks for, with the groups that it includes."""
    found: list[Requirement] = []
    for entry in PROJECT["dependency-groups"][group]:
        found += [Requirement(entry)] if isinstance(entry, str) else wanted(entry["include-group"])
    return found


def pinned(lock: str) -> dict[str, list[Version]]:
    """Several versions of one package stand there when they differ from one Python to another."""
    found: dict[str, list[Version]] = {}
    for pin in PIN.finditer((ROOT / "locks" / lock).read_text()):
        found.setdefault(canonicalize_name(pin["name"]), []).append(Version(pin["version"]))
    return found


DEPENDENCIES = [Requirement(words) for words in PROJECT["project"]["dependencies"]]


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [
        ("run.txt", DEPENDENCIES + wanted("build")),
        ("dev.txt", DEPENDENCIES + wanted("dev")),
        ("node.txt", wanted("node")),
    ],
)
def test_every_requirement_is_locked_at_a_version_that_it_allows(lock: str, requirements: list[Requirement]) -> None:
    pins = pinned(lock)
    stale = [
        str(requirement)
        for requirement in requirements
        if not any(requirement.specifier.contains(version) for version in pins.get(canonicalize_name(requirement.name), []))
    ]
    assert not stale, f"locks/{lock} does not answer to pyproject.toml. Call `make lock`: {stale}"


@pytest.mark.parametrize("lock", ["run.txt", "dev.txt", "node.txt"])
def test_locks_are_whole_and_name_no_place(lock: str) -> None:
    text = (ROOT / "locks" / lock).read_text()
    lines = [line for line in text.splitlines() if line and line[0] not in " #"]
    assert len(lines) == sum(1 for _ in PIN.finditer(text)), "a package in the lock has no hash"
    assert "://" not in text, "a lock must not say where packages come from"


def test_what_serves_is_what_was_tested() -> None:
    run, dev = pinned("run.txt"), pinned("dev.txt")
    apart = {name for name in run if run[name] != dev.get(name)}
    assert not apart, f"locks/dev.txt has other versions than locks/run.txt: {sorted(apart)}"


def test_browser_packages_are_locked_with_hashes() -> None:
    asked = json.loads((ROOT / "package.json").read_text())
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for kind in ("dependencies", "devDependencies"):
        assert lock[""].get(kind, {}) == asked.get(kind, {}), "Call `make lock`: package.json has changed."
    loose = [name for name, package in lock.items() if name and "integrity" not in package]
    assert not loose, f"These have no hash in package-lock.json: {loose}"
    assert not any("resolved" in package for package in lock.values()), "package-lock.json must not say where packages come from"
