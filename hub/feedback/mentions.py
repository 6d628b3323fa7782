"""Who is named in what is said: "@" and how somebody is called."""

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

SIGN = "@"


def named(words: str, people: Mapping[UUID, Iterable[str]]) -> set[UUID]:
    """Those who are named, of people by their ids with the names by which they go. Of two names the longer one counts; of two
    people who go by one name, both are meant."""
    if SIGN not in words:
        return set()
    by_name: dict[str, set[UUID]] = {}
    for id_, names in people.items():
        for name in names:
            by_name.setdefault(" ".join(name.split()).casefold(), set()).add(id_)
    by_name.pop("", None)
    if not by_name:
        return set()
    longest_first = sorted(by_name, key=len, reverse=True)
    sought = re.compile(rf"(?<!\w){SIGN}({'|'.join(map(re.escape, longest_first))})(?!\w)")
    return {id_ for match in sought.finditer(" ".join(words.split()).casefold()) for id_ in by_name[match[1]]}
