"""Compiled templates are kept, and never outlive what they were compiled from."""

import sys
from pathlib import Path
from typing import Any

import jinja2
import pytest

from hub.web.compiled import Compiled


class Counting(jinja2.Environment):
    compiled = 0

    def _generate(self, *asked: Any, **more: Any) -> str:
        self.compiled += 1
        return super()._generate(*asked, **more)


@pytest.fixture
def how(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that says how templates are compiled."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    made = tmp_path / "rendering.py"
    made.write_text("autoescape=True")
    return made


def drawn(how: Path, folder: Path, template: str = "{{ name }}", *, autoescape: bool = True) -> tuple[str, int]:
    """What a process that just began draws, and how many templates it had to compile."""
    made = Counting(loader=jinja2.DictLoader({"a.html": template}), autoescape=autoescape, bytecode_cache=Compiled(how, folder))
    return made.get_template("a.html").render(name="<Maya>"), made.compiled


def test_what_was_compiled_once_is_not_compiled_again(how: Path, tmp_path: Path) -> None:
    assert drawn(how, tmp_path / "kept") == ("&lt;Maya&gt;", 1)
    assert drawn(how, tmp_path / "kept") == ("&lt;Maya&gt;", 0)


def test_a_template_that_changed_is_compiled_anew(how: Path, tmp_path: Path) -> None:
    drawn(how, tmp_path / "kept")
    assert drawn(how, tmp_path / "kept", "Hello {{ name }}") == ("Hello &lt;Maya&gt;", 1)


def test_what_was_compiled_without_escaping_is_not_drawn_once_there_is_escaping(how: Path, tmp_path: Path) -> None:
    how.write_text("autoescape=False")
    assert drawn(how, tmp_path / "kept", autoescape=False) == ("<Maya>", 1)
    how.write_text("autoescape=True")
    assert drawn(how, tmp_path / "kept") == ("&lt;Maya&gt;", 1)


def test_what_was_spoilt_on_the_disk_is_compiled_anew(how: Path, tmp_path: Path) -> None:
    drawn(how, tmp_path / "kept")
    for kept in (tmp_path / "kept").iterdir():
        kept.write_bytes(kept.read_bytes()[:-20])
    assert drawn(how, tmp_path / "kept") == ("&lt;Maya&gt;", 1)


def test_where_nothing_can_be_kept_the_page_is_drawn_all_the_same(how: Path) -> None:
    assert [drawn(how, how / "kept")[1] for _ in range(2)] == [1, 1]
