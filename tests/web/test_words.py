"""People's own words on a page: safe, readable, and never a burden to others."""

import pytest

from hub.web import rendering
from hub.web.rendering import words


def test_simple_signs_do_what_people_mean() -> None:
    assert words("It is **clear**!\n\n- one\n- two") == "<p>It is <strong>clear</strong>!</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](https://elsewhere.example/x.png)", "<img src=x onerror=alert(1)>"],
)
def test_nothing_in_them_can_run_or_be_fetched(hostile: str) -> None:
    for text in (hostile, hostile + "[" * (rendering.SIGNS + 1)):
        html = words(text)
        assert "<script" not in html
        assert "<img" not in html
        assert 'href="javascript' not in html


@pytest.mark.parametrize("sign", ["[", "![", "- a\n", "*a ", "`", "~~", "&", "> "])
def test_a_text_of_nothing_but_signs_is_shown_as_it_was_typed(sign: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[int] = []
    monkeypatch.setattr(rendering, "_MARKDOWN", Parser(rendering._MARKDOWN, parsed))
    text = ("\n" + sign) * (rendering.SIGNS + 1) + "\n\nAnd that was all."
    assert "And that was all." in words(text)
    assert not parsed, "the parser was given a text that would hold it for seconds"


class Parser:
    """The real parser, that notes what it was given."""

    def __init__(self, real: object, parsed: list[int]) -> None:
        self._real, self._parsed = real, parsed

    def render(self, text: str) -> str:
        self._parsed.append(len(text))
        return self._real.render(text)  # type: ignore[attr-defined, no-any-return]
