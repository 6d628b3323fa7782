"""Forms for good feedback: small boxes with a question each, and the same as one text for whoever knows no forms.

What stands in the boxes is kept by key in `Message.parts`; of a rubric, its criteria as they stood are kept with it.
"""

from collections.abc import Mapping
from uuid import UUID

import msgspec
from sqlalchemy import select

from hub.database import Tx
from hub.errors import Invalid, NotFound
from hub.feedback.models import FormKind, Message
from hub.goals.models import Goal, GoalVersion
from hub.items.models import Item
from hub.rubrics import queries as rubrics
from hub.words import _, tidy_words, whole_number

BOXES: dict[FormKind, tuple[str, ...]] = {"free": (), "tag": ("tell", "ask", "give"), "stars": ("star1", "star2", "wish"), "rubric": ()}
SIDES = ("growth", "strength")
LONGEST = 20_000
"""Letters in one message, all its boxes together."""


class Part(msgspec.Struct, frozen=True):
    """One box. `criterion` is what it is about, in a rubric; `hint` helps while it is empty."""

    key: str
    label: str
    words: str = ""
    criterion: str = ""
    hint: str = ""


class Row(msgspec.Struct, frozen=True):
    """One criterion of a rubric, with what still grows and what is strong."""

    criterion: str
    growth: Part
    strength: Part


class Source(msgspec.Struct, frozen=True):
    """Criteria that can be filled in: a version of a rubric, or a goal's own as they stood in one version of it."""

    key: str
    """What a box names it by, whichever version stands: a rubric's id, or "goal"."""
    stands: str
    """What it is sent with: the version's id, or "goal:" and the goal's version."""
    name: str
    number: int
    criteria: list[str]
    rubric_id: UUID | None = None
    """The version of the school's rubric."""
    newer: bool = False
    """Whether it has been changed since this version."""


class Filled(msgspec.Struct, frozen=True):
    """What somebody wrote into a form, ready to be kept."""

    words: str
    parts: dict[str, str]
    rubric_id: UUID | None = None


def names() -> dict[FormKind, str]:
    """What the forms are called, in the order in which they are offered."""
    return {"free": _("In your own words"), "tag": _("Tell, ask, give"), "stars": _("Two stars and a wish"), "rubric": _("With criteria")}


def boxes(kind: FormKind, words: Mapping[str, str] = {}) -> list[Part]:
    """The boxes of a form that has always the same, with what stands in them."""
    return [Part(key, _labels()[key][0], words.get(key, ""), hint=_labels()[key][1]) for key in BOXES[kind]]


def rows(criteria: list[str], words: Mapping[str, str] = {}) -> list[Row]:
    """The boxes of a rubric: two for each criterion."""
    sides = [(f"{side}-{{}}", _labels()[side]) for side in SIDES]
    made = []
    for place, criterion in enumerate(criteria):
        key, other = (name.format(place) for name, _label in sides)
        growth = Part(key, sides[0][1][0], words.get(key, ""), criterion)
        made.append(Row(criterion, growth, Part(other, sides[1][1][0], words.get(other, ""), criterion)))
    return made


def shown(message: Message) -> list[Part]:
    """The filled boxes of a message, in their order."""
    return filled_boxes(message.form, message.parts)


def filled_boxes(kind: FormKind, parts: Mapping[str, str]) -> list[Part]:
    every = (
        [side for row in rows(criteria_in(parts), parts) for side in (row.growth, row.strength)] if kind == "rubric" else boxes(kind, parts)
    )
    return [part for part in every if part.words]


def kind_of(parts: Mapping[str, str]) -> FormKind:
    """Which form has these boxes: of an earlier version of a message its boxes alone are kept."""
    return next((kind for kind, keys in BOXES.items() if set(keys) & set(parts)), "rubric" if parts else "free")


def criteria_in(parts: Mapping[str, str]) -> list[str]:
    """Those that were kept with a filled rubric."""
    found = sorted((int(key.removeprefix("criterion-")), words) for key, words in parts.items() if key.startswith("criterion-"))
    return [words for _place, words in found]


def fill(kind: FormKind, given: Mapping[str, str], criteria: list[str]) -> Filled:
    """Raises Invalid for boxes that this form hasn't got, for a form without a word, and for one that is too long."""
    keys = BOXES[kind] if kind != "rubric" else tuple(f"{side}-{place}" for place in range(len(criteria)) for side in SIDES)
    if set(given) - set(keys):
        raise Invalid("parts", _("This form has no such box. Please load the page again; your words are kept."))
    parts = {key: text for key in keys if (text := tidy_words(given.get(key, "")))}
    if not parts:
        raise Invalid("parts", _("Write a few words into one of the boxes first."))
    if kind == "rubric":
        parts |= {f"criterion-{place}": criterion for place, criterion in enumerate(criteria)}
    words = as_text(kind, parts)
    return Filled(in_one("parts", words), parts)


def in_one(field: str, words: str) -> str:
    """Raises Invalid beside this box for more than one message can be."""
    if len(words) > LONGEST:
        raise Invalid(field, _("This is longer than one message can be. Please split it in two."))
    return words


def as_text(kind: FormKind, parts: Mapping[str, str]) -> str:
    """All of it as Markdown."""
    told = []
    for part in filled_boxes(kind, parts):
        head = f"{part.criterion}: {part.label}" if part.criterion else part.label
        told.append(f"**{head}**\n\n{part.words}")
    return "\n\n".join(told)


def sources(tx: Tx, item: Item) -> list[Source]:
    """The criteria with which this item can be answered now: a goal's own first, then the school's."""
    return [*_own(item), *(_source(one) for one in rubrics.offered(tx))]


def source(tx: Tx, item: Item, stands: str) -> Source:
    """The criteria that somebody fills in, as they stood when they began. Raises NotFound, or Invalid where it is none."""
    if stands.startswith("goal:"):
        return _of_goal(tx, item, stands.removeprefix("goal:"))
    try:
        return _source(rubrics.version(tx, UUID(stands)))
    except ValueError as problem:
        raise Invalid("rubric", _("Choose criteria first.")) from problem


def _own(item: Item) -> list[Source]:
    if not isinstance(item, Goal) or not item.criteria:
        return []
    return [Source("goal", f"goal:{item.version}", _("This goal’s own criteria"), item.version, list(item.criteria))]


def _of_goal(tx: Tx, item: Item, number: str) -> Source:
    now = _own(item)
    if now and now[0].stands == f"goal:{number}":
        return now[0]
    before = select(GoalVersion).where(GoalVersion.goal_id == item.id, GoalVersion.number == (whole_number(number) or 0))
    stood = tx.scalar(before) if isinstance(item, Goal) else None
    criteria = str(stood.words.get("criteria", "")).splitlines() if stood else []
    if not stood or not criteria:
        raise NotFound(_("We can't find these criteria."))
    return Source("goal", f"goal:{number}", _("This goal’s own criteria"), stood.number, criteria, newer=True)


def _source(one: rubrics.Shown) -> Source:
    return Source(str(one.rubric_id), str(one.id), one.name, one.number, one.criteria, one.id, newer=not one.current)


def _labels() -> dict[str, tuple[str, str]]:
    """Of each box its label, and what helps to begin."""
    return {
        "tell": (_("Something I like"), _("Name one thing that works, and why.")),
        "ask": (_("A question"), _("Something that you wonder about, or didn’t understand.")),
        "give": (_("A suggestion"), _("One thing that could come next.")),
        "star1": (_("A star"), _("Something that is good already.")),
        "star2": (_("Another star"), _("And one more.")),
        "wish": (_("A wish"), _("One thing that would make it better.")),
        "growth": (_("Still grows"), ""),
        "strength": (_("Strong"), ""),
    }
