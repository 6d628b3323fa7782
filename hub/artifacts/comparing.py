"""What two texts have in common, word by word."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

Same = Literal["same", "added", "taken"]
Part = tuple[str, Sequence[str], Sequence[str]]
"""("same" or "other", what stood there, what stands there)."""
MOST = 2_000_000
"""Words of the one times words of the other, between what is alike at both ends: beyond this, looking closer would take too long."""

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class Stretch(msgspec.Struct, frozen=True):
    """Some words that stand in both texts, only in the second (added), or only in the first (taken away)."""

    kind: Same
    words: str

    @property
    def gap(self) -> str:
        """What stands before its first letter: of a stretch that says something, no mark is needed there."""
        said = self.words.lstrip()
        return self.words[: len(self.words) - len(said)] if said else ""

    @property
    def said(self) -> str:
        return self.words[len(self.gap) :]


def stretches(before: str, after: str) -> list[Stretch]:
    """From the beginning to the end of both texts. Lines that are alike hold each other in place; within others, words are compared."""
    found: list[Stretch] = []
    for kind, old, new in _alike(before.splitlines(keepends=True), after.splitlines(keepends=True)):
        if kind == "same":
            _add(found, "same", new)
            continue
        for inner, taken, added in _whole(_alike(_WORDS.findall("".join(old)), _WORDS.findall("".join(new)))):
            if inner == "same":
                _add(found, "same", added)
            else:
                _add(found, "taken", taken)
                _add(found, "added", added)
    return found


def _whole(parts: Iterator[Part]) -> Iterator[Part]:
    """Joins changes between which nothing but gaps and points is alike: nobody reads a sentence of which every second word is new."""
    held: Part | None = None
    between: Part | None = None
    for part in parts:
        kind, taken, added = part
        if kind == "other" and held:
            gap = between[1] if between else []
            held, between = ("other", [*held[1], *gap, *taken], [*held[2], *gap, *added]), None
        elif kind == "other":
            held = part
        elif held and not between and not any(word[0].isalnum() for word in taken):
            between = part
        else:
            yield from (one for one in (held, between, part) if one)
            held = between = None
    yield from (one for one in (held, between) if one)


def _alike(before: Sequence[str], after: Sequence[str]) -> Iterator[Part]:
    """Ends that are alike are set aside first: most changes are small."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    if start:
        yield "same", before[:start], after[:start]
    if len(old) * len(new) > MOST:
        yield "other", old, new
    else:
        from difflib import SequenceMatcher  # Not before two texts are compared.

        for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
            yield "same" if tag == "equal" else "other", old[a:b], new[c:d]
    if end:
        yield "same", before[len(before) - end :], after[len(after) - end :]


def _add(found: list[Stretch], kind: Same, words: Sequence[str]) -> None:
    text = "".join(words)
    if not text:
        return
    if found and found[-1].kind == kind:
        text = found.pop().words + text
    found.append(Stretch(kind, text))
