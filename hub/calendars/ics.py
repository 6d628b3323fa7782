"""Days as a calendar reads them: RFC 5545, as much of it as a day needs."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import msgspec

LONGEST = 75
"""Octets of a line."""
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", **{chr(code): None for code in range(32) if code != 10}})


class Day(msgspec.Struct, frozen=True):
    """Something that is due on a day: without an end, it lasts that day. `uid` stays the same for as long as it exists."""

    uid: str
    day: date
    title: str
    about: str
    href: str
    since: datetime


def calendar(name: str, days: Iterable[Day]) -> str:
    """Lines end with CRLF, and none is longer than LONGEST octets."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Trellis//Trellis//EN", "CALSCALE:GREGORIAN", f"X-WR-CALNAME:{_text(name)}"]
    lines.append("X-PUBLISHED-TTL:PT6H")
    for one in days:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.uid}",
            f"DTSTAMP:{one.since.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            f"SUMMARY:{_text(one.title)}",
            f"DESCRIPTION:{_text(one.about)}",
            f"URL:{one.href}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def folded(line: str) -> str:
    """Further lines begin with a space; no letter is cut in two."""
    parts, part, size = [], "", 0
    for letter in line:
        wide = len(letter.encode())
        if size + wide > LONGEST:
            parts.append(part)
            part, size = " ", 1
        part, size = part + letter, size + wide
    return "\r\n".join([*parts, part])


def _text(words: str) -> str:
    return words.translate(_ESCAPED)
