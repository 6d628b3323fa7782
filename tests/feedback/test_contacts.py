"""What counts as a way out of the school, and what doesn't."""

import pytest

from hub.feedback import contacts


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Write to maya.okafor@mail.example", "mail"),
        ("maya at mail dot com, if you like", "mail"),
        ("maya (at) mail (dot) org", "mail"),
        ("maya [at] river-school.co.uk", "mail"),
        ("ｍａｙａ＠ｍａｉｌ．ｃｏｍ", "mail"),
        ("ma\u200bya@ma\u200bil.com", "mail"),
        ("Ring me: 020 7946 0958", "phone"),
        ("+44 20 7946 0958", "phone"),
        ("0049-30-901820", "phone"),
        ("(555) 010-4477 after school", "phone"),
        ("Their office is 020 7946 0958, until noon", "phone"),
        ("Tel:02079460958: ask for Ms Lee", "phone"),
        ("tel.020 7946 0958.", "phone"),
        ("０７７００ ９００１２３", "phone"),
        ("07\u200d700 900 123", "phone"),
        ("٠٧٧٠٠ ٩٠٠١٢٣", "phone"),
        ("07**700** 900 `123`", "phone"),
        ("&#48;7700 900&nbsp;123", "phone"),
        ("0\u03367\u03367\u03360\u03360\u0336 900 123", "phone"),
        ("0️⃣7️⃣7️⃣0️⃣0️⃣9️⃣0️⃣0️⃣1️⃣2️⃣3️⃣", "phone"),
        ("zero seven double seven zero, nine one two three", "phone"),
        ("612 345 678", "phone"),
        ("612345678, after school", "phone"),
        ("2025550143", "phone"),
        ("(202)5550143", "phone"),
        ("0157 1234 5678", "phone"),
        ("7700 900 123", "phone"),
        ("07700_900_123", "phone"),
        ("07700 – 900 – 123", "phone"),
        ("maya(a)gmail.com", "mail"),
        ("chat.whatsapp.com/GxZ", "elsewhere"),
        ("https://signal.group/#abc", "elsewhere"),
        ("fb.com/mayabee", "elsewhere"),
        ("my ig: mayabee", "elsewhere"),
        ("add mayabee on snap", "elsewhere"),
        ("maya\\@mail.com", "mail"),
        ("maya&#64;mail.com", "mail"),
        ("m**aya@ma**il.com", "mail"),
        ("my snap: riverbee7", "elsewhere"),
        ("my insta riverbee7", "elsewhere"),
        ("gmail is river.bee", "elsewhere"),
        ("https://us02web.zoom.us/j/5551234567", "elsewhere"),
        ("meet.google.com/abc-defg-hij", "elsewhere"),
        ("My insta is river.bee", "elsewhere"),
        ("add me on discord", "elsewhere"),
        ("wolf#1234", "elsewhere"),
        ("https://www.instagram.com/riverbee", "elsewhere"),
        ("t.me/riverbee", "elsewhere"),
        ("@riverbee on tiktok", "elsewhere"),
    ],
)
def test_a_way_out_is_found(words: str, kind: contacts.Contact) -> None:
    assert contacts.found(words) == {kind}


@pytest.mark.parametrize(
    "words",
    [
        "We meet on 2026-11-23 at 14:30 in room 0123.",
        "From 23.11.2026 to 27.11.2026",
        "It cost £1,200.50, or 12,000 in all.",
        "51.50720, -0.12760",
        "ISBN 978-3-16-148410-0",
        "ISBN 9783161484100",
        "Look at dot paintings at home.",
        "@Maya, can you look at the bank?",
        "We counted 1000000 bees in 2026.",
        "Snap the twig at the line, and it is wet.",
        "The signal is strong; instagram wasn't there in 1999.",
        "https://river.example/papers/2026/11/bees",
        "3.14159265358979",
        "We saw it on TikTok in 2024, and on Instagram yesterday.",
        "Zero, one, two, three: go!",
        "2 * 3 * 4 * 5 * 6 * 7 = 5040",
        "1 2 3 4 5 6 7 8 9 10",
        "1 200 000 people drank 12 000 000 litres, of 612 345 000.",
        "12.345.678 or 612.345.678",
        "2019–2026, 2019-2020-21, and 1914 1918 1939",
        "1013.25 hPa at 20261123 1430",
        "12 34 56",
        "We measured 120, 135, 142 and 150 cm.",
        "",
    ],
)
def test_what_only_looks_like_one_is_none(words: str) -> None:
    assert contacts.found(words) == frozenset()


def test_a_long_text_of_what_nearly_fits_is_looked_through_quickly() -> None:
    """However it is written, nothing is tried again and again: four times the text takes four times the work, and not sixteen."""
    for piece in ("a.", "1 ", "a at ", "@", "snap ", "snap a", "zero ", "&#48;", "(1) ", "a-b.", "1."):
        assert contacts.found(piece * 10_000) <= {"mail", "phone", "elsewhere"}
