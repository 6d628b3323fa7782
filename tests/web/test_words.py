"""People's own words on a page: safe, readable, and never a burden to others."""

from datetime import UTC, datetime

import pytest

from hub import marks
from hub.errors import Invalid
from hub.people.names import tidy_name
from hub.web import rendering
from hub.web.rendering import clock_of, time, when, words
from hub.words import opening, says_anything, tidy_words


def test_simple_signs_do_what_people_mean() -> None:
    assert words("It is **clear**!\n\n- one\n- two") == "<p>It is <strong>clear</strong>!</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](https://elsewhere.example/x.png)", "<img src=x onerror=alert(1)>"],
)
def test_nothing_in_them_can_run_or_be_fetched(hostile: str) -> None:
    for text in (hostile, hostile + "[" * (marks.SIGNS + 1)):
        html = words(text)
        assert "<script" not in html
        assert "<img" not in html
        assert 'href="javascript' not in html


@pytest.mark.parametrize("sign", ["[", "![", "- a\n", "*a ", "`", "~~", "&", "> ", "x\n\n", "x\r\r", "1. 1. x\n", "<i>*x*\n\n"])
def test_a_text_of_nothing_but_signs_is_shown_as_it_was_typed(sign: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []

    def parse(text: str) -> str:
        parsed.append(text)
        return text

    monkeypatch.setattr(rendering, "_markdown", lambda: parse)
    text = (sign * marks.SIGNS * 2)[: 2 * marks.SIGNS + 1990] + "\n\nAnd that was all."
    assert "And that was all." in words(text)
    assert not parsed, "the parser was given a text that would hold everybody up"


def test_what_somebody_writes_by_hand_is_drawn_however_long_it_is() -> None:
    page = "A *long* day by the river, with **three** jars [of water](https://example.org).\n\n- one jar\n- another\n\n> And rain.\n\n"
    assert words(page * 50).count("<li>") == 100


def test_words_that_were_drawn_are_not_drawn_again_unless_there_are_very_many(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def draw(text: str) -> str:
        drawn.append(text)
        return f"<p>{text}</p>"

    monkeypatch.setattr(rendering, "_markdown", lambda: draw)
    rendering._drawn.cache_clear()
    for text in ("the jar by the window", "the jar " * rendering.USUAL):
        assert words(text) == words(text) == f"<p>{text}</p>"
    assert [len(text) > rendering.USUAL for text in drawn] == [False, True, True]
    rendering._drawn.cache_clear()


def test_one_moment_is_told_by_each_readers_clock() -> None:
    moment = datetime(2026, 1, 5, 9, 2, tzinfo=UTC)

    def told(zone: str) -> str:
        with clock_of(zone):
            return f"{when(moment)} {time(moment)}"

    for _twice in range(2):
        assert "5 January 2026, 09:02:00" in told("Europe/London")
        assert ">09:02<" in told("Europe/London")
        assert ">18:02<" in told("Asia/Tokyo")


SILENT = [
    "",
    " \n\t",
    "\x00\x07",
    "\u202e\u2066\u200f",
    "\u200b\u200d\ufeff\u00ad",
    "\u3000\u2003\u2028",
    "\u115f\u1160\u3164\uffa0",
    "\u2800",
    "\ufe0f\u034f\u0301",
    "\U000e0041\U000e0100",
    "\u200b \u3164\u2800\u202e\x00",
]


@pytest.mark.parametrize("text", SILENT)
def test_a_text_of_which_nothing_is_seen_says_nothing(text: str) -> None:
    assert not says_anything(text)
    assert tidy_words(text) == ""
    with pytest.raises(Invalid):
        tidy_name(text)


@pytest.mark.parametrize("text", ["a", "?", "…", "👍🏽", "❤️", "1️⃣", "名", "नमस्ते", "\u200fשלום", "می‌خواهم", "ㅋㅋ", "\U0001faff"])
def test_a_letter_a_sign_or_an_emoji_of_any_year_says_something(text: str) -> None:
    assert says_anything(text)
    assert tidy_words(f" \x00{text}\n") == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("**Something I like**\n\nThe jars.\n\n**A question**\n\nWhich one?", "Something I like: The jars. A question: Which one?"),
        ("**Why?**\n\nIt rained.", "Why? It rained."),
        ("**Bold** to begin\n\nand on", "Bold to begin and on"),
        ("> snake_case `stays`", "snake_case stays"),
    ],
)
def test_how_words_begin_is_told_in_one_plain_line(text: str, line: str) -> None:
    assert opening(text, 80) == line


def test_what_is_long_is_cut_between_words() -> None:
    assert opening("one two three four", 10) == "one two…"
