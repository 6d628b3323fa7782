"""The first page of each person, and somebody's space."""

from datetime import datetime
from typing import get_args
from urllib.parse import urlencode
from uuid import UUID

import msgspec

from hub.database import Tx
from hub.drafts import queries as drafts
from hub.errors import NotFound
from hub.homes.answer_times import AnswerTimes, answer_times
from hub.homes.children import Child, children
from hub.homes.news import RECENT, UNREAD, Answered, answered
from hub.homes.office import School, school
from hub.homes.seen import held_open, in_address
from hub.homes.waits import Waits, waits
from hub.homes.week import Week, week
from hub.ids import parse_id
from hub.items import cards, sets
from hub.items.models import ItemKind
from hub.mentors.looking import Mentoring, mentoring
from hub.people.faces import Face, faces
from hub.people.models import Class, Person
from hub.people.sets import my_classes
from hub.safeguarding import waiting as looking
from hub.slices import Place, Span
from hub.teams import invited
from hub.teams.invited import Invited
from hub.words import _, opening, people_write_in

PAGE = 20
"""Cards on one page of a space."""


class Unfinished(msgspec.Struct, frozen=True):
    """Words begun and not sent: where, and how they begin."""

    href: str
    words: str
    saved: datetime


class Home(msgspec.Struct, frozen=True):
    """Everything that a person's first page shows. A part that isn't theirs is None."""

    today: datetime
    waiting: Waits | None
    reports: int
    answered: list[Answered]
    week: Week
    invited: list[Invited]
    """Teams that one is asked into."""
    unfinished: list[Unfinished]
    mine: list[cards.Card]
    children: list[Child] | None
    again: str
    """Where an open page reads itself anew, if not where it was opened."""
    school: School | None
    classes: list[Class]
    answer_times: AnswerTimes | None
    mentoring: Mentoring | None


class Space(msgspec.Struct, frozen=True):
    """Somebody's space, as far as the viewer may see it. `older` is where the next page begins, or None."""

    who: Face
    mine: bool
    cards: list[cards.Card]
    counts: dict[ItemKind, int]
    kind: ItemKind | None
    tag: str
    """Under which all of them are; "" where none was asked for."""
    older: str | None


def home(tx: Tx, after: str = "", held: str = "") -> Home:
    """`after` is where the shown part of those who wait begins; `held` is what an open page brings."""
    viewer = tx.viewer
    guardian = "guardian" in viewer.roles
    unread = answered(tx, UNREAD if guardian else RECENT)
    mine = children(tx, unread, held_open(held)) if guardian else None
    waiting = waits(tx, Place.in_address(after)) if viewer.staff else None
    # What stands further up as somebody's wait, or with a child, isn't told twice.
    told = {one.item_id for one in (waiting.entries if waiting else [])} | {one.item_id for child in mine or [] for one in child.answered}
    return Home(
        today=tx.now,
        waiting=waiting,
        reports=looking.count(tx),
        answered=[one for one in unread[:RECENT] if one.item_id not in told],
        week=week(tx),
        invited=invited.mine(tx),
        unfinished=_unfinished(tx),
        mine=sets.of_owners(tx, [viewer.id], Span(RECENT))[viewer.id][1],
        children=mine,
        again=_again(mine, after) if mine else "",
        school=school(tx) if "admin" in viewer.roles else None,
        classes=my_classes(tx),
        answer_times=answer_times(tx) if viewer.staff else None,
        mentoring=mentoring(tx),
    )


def _again(children: list[Child], after: str) -> str:
    """What was new when it was opened is new there until it is left."""
    held = in_address({child.who.id: child.look for child in children})
    return "/?" + urlencode({"held": held} | ({"after": after} if after else {}))


def space(tx: Tx, person_id: UUID | None, before: str = "", kind: str = "", tag: str = "") -> Space:
    """Of all kinds, or of one, or what is under one tag, as far as it was shared with the viewer. Raises NotFound for someone they
    don't know."""
    person = tx.get(Person, person_id) if person_id else None
    if person is None:
        raise NotFound(_("We can't find this person."))
    wanted: ItemKind | None = kind if kind in get_args(ItemKind) else None  # type: ignore[assignment]
    tag, span = tag.replace("\x00", "").strip(), Span(PAGE, after=Place.in_address(before))
    part, found = cards.tagged(tx, person.id, tag, span) if tag else sets.of_owners(tx, [person.id], span, wanted)[person.id]
    return Space(
        who=faces(tx, {person.id})[person.id],
        mine=person.id == tx.viewer.id,
        cards=found,
        counts=cards.counts_of(tx, person.id),
        kind=wanted,
        tag=tag,
        older=part.places[-1].cursor if part.more_after else None,
    )


def _unfinished(tx: Tx) -> list[Unfinished]:
    found = [(draft, _opening(draft.place, draft.words)) for draft in drafts.unfinished(tx)]
    return [Unfinished(_desk_href(draft.place), words, draft.saved) for draft, words in found if words]


def _opening(place: str, words: dict[str, str]) -> str:
    """How what was typed begins; which item or which criteria it belongs to, or what one chose, isn't typed."""
    chosen = "outcome" if place.startswith("respond/") else ""
    typed = [text for box, text in words.items() if box != chosen and people_write_in(box) and not parse_id(text)]
    return opening(" ".join(typed), 90)


def _desk_href(place: str) -> str:
    kind, _sep, rest = place.partition("/")
    if place in ("reflection/new", "goal/new", "artifact/new", "project/new"):
        return f"/{kind}s/new"
    return {
        "goal": f"/goals/{rest}/edit",
        "check-in": f"/goals/{rest}",
        "step": f"/goals/{rest}#step",
        "help": f"/goals/{rest}#help",
        "end": f"/goals/{rest}#end",
        "artifact": f"/artifacts/{rest}/edit",
        "project": f"/projects/{rest}/edit",
        "milestone": f"/projects/{rest}#milestones",
        "team": f"/projects/{rest}#teams",
        "mentor": f"/projects/{rest}/mentors",
        "contract": f"/teams/{rest}#contract",
        "team-work": f"/teams/{rest}/artifacts/new",
        "question": f"/rooms/{rest}/questions#ask",
        "merge": f"/projects/{rest}/questions#merge",
        "need-to-know": f"/need-to-knows/{rest}#words",
        "finding": f"/need-to-knows/{rest}#finding",
        "reopen": f"/need-to-knows/{rest}#reopen",
        "version": f"/artifacts/{rest}/versions/new",
        "reflection": f"/reflections/{rest}/edit",
        "thread": _thread_href(rest),
        "ask": f"/items/{rest}/ask",
        "respond": f"/messages/{rest}/respond",
        "rubric": "/rubrics/new" if rest == "new" else f"/rubrics/{rest}/edit",
        "message": f"/messages/{rest}/edit",
    }.get(kind, "/")


def _thread_href(place: str) -> str:
    """An answer begun in a form is found in its form: "<item>/rubric/<which>"."""
    item, _sep, form = place.partition("/")
    kind, _sep, criteria = form.partition("/")
    return f"/items/{item}/reply?form={kind}&criteria={criteria}" if form else f"/items/{item}"
