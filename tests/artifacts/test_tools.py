"""Addresses of pages, and texts laid beside each other, without a database."""

import time

import pytest

from hub.artifacts.comparing import stretches
from hub.artifacts.links import checked, host_of
from hub.errors import Invalid
from hub.marks import as_read


@pytest.mark.parametrize(
    ("typed", "kept", "host"),
    [
        ("", "", ""),
        ("  https://example.org/a?b=c#d ", "https://example.org/a?b=c#d", "example.org"),
        ("http://example.org:8080/", "http://example.org:8080/", "example.org"),
        ("example.org/river", "https://example.org/river", "example.org"),
        ("HTTPS://EXAMPLE.ORG", "HTTPS://EXAMPLE.ORG", "example.org"),
        ("https://bücher.example/", "https://bücher.example/", "xn--bcher-kva.example"),
    ],
)
def test_an_address_is_kept_as_a_browser_opens_it(typed: str, kept: str, host: str) -> None:
    assert (checked(typed), host_of(kept)) == (kept, host)


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "data:text/html,hello",
        "ftp://example.org/",
        "file:///etc/passwd",
        "mailto:maya@example.org",
        "https://example.org@elsewhere.example/",
        "https://maya:secret@example.org/",
        "https://",
        "https:///path",
        "https://localhost/",
        "https://example.org:99999/",
        "https://example.org:0/",
        "https://[::1/",
        "https://example.org/with a gap",
        'https://example.org/"onclick="x',
        "https://example.org\\@elsewhere.example",
        "https://example.org/\u202ecod.exe",
        "https://" + "a" * 70 + ".example/",
        "https://example.org/" + "x" * 2000,
        "my homework",
    ],
)
def test_what_nobody_could_open_safely_is_no_address(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked(typed)
    assert refusal.value.field == "link"


def told(before: str, after: str) -> str:
    signs = {"same": "{}", "added": "+{}+", "taken": "-{}-"}
    return "".join(signs[one.kind].format(one.words) for one in stretches(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", ""),
        ("", "New", "+New+"),
        ("Old", "", "-Old-"),
        ("The same", "The same", "The same"),
        ("The river is brown.", "The river is clear.", "The river is -brown-+clear+."),
        ("One\nTwo\nThree\n", "One\nThree\n", "One\n-Two\n-Three\n"),
        ("Please do something about it.", "Could we come and show you?", "-Please do something about it.-+Could we come and show you?+"),
        ("The end. No", "The end! Yes", "The end-. No-+! Yes+"),
        ("One, two, three", "One, four, three", "One, -two-+four+, three"),
        ("Straße", "Strasse", "-Straße-+Strasse+"),
        ("河水是褐色的。", "河水是清的。", "-河水是褐色的-+河水是清的+。"),
    ],
)
def test_words_that_were_added_and_taken_away_are_told(before: str, after: str, expected: str) -> None:
    assert told(before, after) == expected


def test_nothing_of_either_text_is_lost() -> None:
    before = "We filled one jar.\r\n\r\nIt was **brown**,  very brown.\n" * 7
    after = before.replace("brown", "clear", 3).replace("one jar", "two jars") + "The end"
    found = stretches(before, after)
    assert "".join(one.words for one in found if one.kind != "added") == before
    assert "".join(one.words for one in found if one.kind != "taken") == after


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("brown **after every rain**.", "brown after every rain."),
        ("***Both*** and _one_ ~~gone~~ `code`", "Both and one gone code"),
        ("**all _of_ it**", "all of it"),
        ("* One\n- Two\n  + Three", "• One\n• Two\n  • Three"),
        ("See [the map](https://example.org/map).", "See the map (https://example.org/map)."),
        ("> Said\n> twice, **over\ntwo lines**\n\n---\n\n4. \\*not\\* &amp; so", "Said\ntwice, over\ntwo lines\n\n—\n\n4. *not* & so"),
        ("1. One\n1. Two\n\n```py\nx = *1*\n```\n<https://example.org>", "1. One\n2. Two\n\nx = *1*\nhttps://example.org"),
        ("# Not drawn\n\n\n\n![A jar](https://example.org/jar)", "# Not drawn\n\n!A jar (https://example.org/jar)"),
        ("2 * 3 * 4, snake_case, 5 > 4, a*", "2 * 3 * 4, snake_case, 5 > 4, a*"),
    ],
)
def test_a_text_is_compared_as_it_is_read(typed: str, read: str) -> None:
    assert as_read(typed) == read


@pytest.mark.parametrize("typed", ["*a " * 20_000, "**a" * 20_000, "[" * 60_000, "[a](" * 15_000, " " * 60_000, "`a` " * 15_000])
def test_signs_made_to_be_slow_are_read_at_once(typed: str) -> None:
    began = time.perf_counter()
    as_read(typed)
    assert time.perf_counter() - began < 3


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 25_000, "b a " * 12_500),
        ("a\n" * 25_000, "b\na\n" * 12_500),
        (" ".join(str(n % 97) for n in range(1_400)), " ".join(str(n % 89) for n in range(1_400))),
        (" ".join(str(n) for n in range(9_000)), " ".join(str(n) for n in range(9_000, 0, -1))),
    ],
)
def test_texts_made_to_be_slow_are_not(before: str, after: str) -> None:
    began = time.perf_counter()
    found = stretches(before, after)
    assert time.perf_counter() - began < 3
    assert "".join(one.words for one in found if one.kind != "added") == before


def test_the_mark_of_words_stands_at_their_first_letter() -> None:
    told = [(one.kind, one.gap, one.said) for one in stretches("Dear all.", "Dear all.\n\nCome by.")]
    assert told[-1] == ("added", "\n\n", "Come by.")
    assert [(one.gap, one.said) for one in stretches("One", "One\n")][-1] == ("", "\n"), "Of a gap alone, the gap is marked."
