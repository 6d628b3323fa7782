"""What the pages for people say is true, and whole."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from hub.settings import Settings

ROOT = Path(__file__).parent.parent
OPERATE = ROOT / "docs" / "operate.md"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\((?!\w+:)(?P<path>[^)#\s]*)(?:#(?P<part>[^)\s]+))?\)")


@pytest.mark.parametrize("field", Settings.__struct_fields__)
def test_every_setting_is_explained(field: str) -> None:
    assert f"TRELLIS_{field.upper()}" in OPERATE.read_text(), f"docs/operate.md says nothing of TRELLIS_{field.upper()}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_pages_name_only_settings_that_exist(page: Path) -> None:
    named = set(re.findall(r"\bTRELLIS_([A-Z][A-Z_]*[A-Z])\b", page.read_text()))
    unknown = named - {field.upper() for field in Settings.__struct_fields__}
    assert not unknown, f"{page.name} names settings that don't exist: {sorted(unknown)}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    broken = [match.group(0) for match in LINK.finditer(page.read_text()) if not _leads(page, match["path"], match["part"])]
    assert not broken, f"{page.name} has links that lead nowhere: {broken}"


def _leads(page: Path, path: str, part: str | None) -> bool:
    target = page.parent / path if path else page
    return target.exists() and (part is None or part in _parts(target))


def _parts(page: Path) -> set[str]:
    """The names that a forge gives to the headings of a page."""
    headings = re.findall(r"^#+ +(.+?) *$", page.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_make_word_is_listed_and_every_listed_word_exists() -> None:
    listed = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    words = set(re.findall(r"^ +make (\w+)", listed, re.M))
    assert {"run", "test", "check", "journey", "bench", "demo", "clean"} <= words
    used = {word for page in PAGES for word in re.findall(r"`make (\w+)|^make (\w+)", page.read_text(), re.M) for word in word if word}
    assert used <= words, f"the pages speak of make words that don't exist: {sorted(used - words)}"


def test_the_command_answers_for_each_of_its_words() -> None:
    """docs/operate.md has a heading or a line for each word of the `trellis` command, as its own help lists them."""
    done = subprocess.run([sys.executable, "-m", "hub", "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = re.search(r"\{([\w,-]+)\}", done.stdout)
    words = listed[1].split(",") if listed else re.findall(r"^ {2,4}([a-z][a-z-]+) {2,}", done.stdout, re.M)
    assert len(words) >= 10, f"its help lists only {words}"
    silent = [word for word in words if f"trellis {word}" not in OPERATE.read_text()]
    assert not silent, f"docs/operate.md says nothing of: {silent}"
