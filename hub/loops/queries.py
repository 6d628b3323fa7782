"""Who may be asked, and which loops are open: feedback of which nobody has said yet what became of it."""

from collections.abc import Callable
from typing import Generic, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, or_, select

from hub.artifacts.models import ArtifactVersion
from hub.columns import among
from hub.database import Tx
from hub.drafts.queries import Desk, desk
from hub.errors import NotFound
from hub.feedback import queries as feedback
from hub.feedback.models import Message
from hub.feedback.shown import Responded, ShownMessage, responses
from hub.items import audiences, cards
from hub.items import queries as items
from hub.items.models import Item
from hub.loops import requests
from hub.loops.models import Asked, Response
from hub.people.faces import Face, faces
from hub.people.models import Person, RoleHeld
from hub.policy import Verb, named, require, to_item, to_message
from hub.slices import Keyset, Place, Slice, Span
from hub.words import _

MANY = 50
"""Loops in a list that isn't read in parts."""
PAGE = 20
"""Of each list, on one page."""
Shown = TypeVar("Shown")


class AskGroup(msgspec.Struct, frozen=True):
    """People who may be asked, as they see the item together."""

    words: str
    people: list[Face]


class AskPage(msgspec.Struct, frozen=True):
    """The page on which one asks. `versions` is the number of the newest."""

    item: cards.Card
    groups: list[AskGroup]
    versions: int
    desk: Desk


class RespondPage(msgspec.Struct, frozen=True):
    """The page on which one says what became of somebody's words."""

    said: ShownMessage
    item: cards.Card
    versions: int
    grown: bool
    """Whether the newest version came after these words, so that they can show in it."""
    standing: Responded | None
    desk: Desk


class Loop(msgspec.Struct, frozen=True):
    """Feedback of which the learner has not said yet what became of it."""

    said: ShownMessage
    item_id: UUID
    item_href: str
    title: str
    owner: Face


class Part(msgspec.Struct, Generic[Shown], frozen=True):
    """Part of a list. `more` is where the next one begins, or None; `later`: others may stand in front of it."""

    many: list[Shown]
    more: str | None
    later: bool


class LoopsPage(msgspec.Struct, frozen=True):
    """All that is open between the viewer and others: a part of each list."""

    owed: Part[requests.Request]
    open: Part[Loop]
    sent: Part[requests.Request]
    given: Part[Loop]


def page(tx: Tx, owed: str = "", open: str = "", sent: str = "", given: str = "") -> LoopsPage:  # noqa: A002 - its name in the address
    """Each list behind this cursor of it."""
    return LoopsPage(
        _first(tx, requests.owed_part, owed),
        _first(tx, open_part, open),
        _first(tx, requests.sent_part, sent),
        _first(tx, given_part, given),
    )


def open_loops(tx: Tx) -> list[Loop]:
    """The first of the feedback on the viewer's own work that waits for their answer."""
    return open_part(tx, Span(MANY))[1]


def open_part(tx: Tx, span: Span) -> tuple[Slice, list[Loop]]:
    """Feedback on the viewer's own work that waits for their answer: it answers a request of theirs, or is a form; oldest first."""
    return _part(tx, _MINE, span)


def given_part(tx: Tx, span: Span) -> tuple[Slice, list[Loop]]:
    """Feedback that the viewer gave, and whose learner has not answered it yet; oldest first."""
    return _part(tx, _GIVEN, span)


def ask_page(tx: Tx, item_id: UUID | None) -> AskPage:
    """Raises NotFound, Forbidden for who doesn't own it."""
    item = items.find(tx, item_id)
    card = cards.cards(tx, [item])[0]
    require(named(item), to_item(tx.viewer, item, card.audience.principals), Verb.ASK)
    return AskPage(card, may_be_asked(tx, item), version_of(item), desk(tx, f"ask/{item.id}"))


def respond_page(tx: Tx, message_id: UUID | None) -> RespondPage:
    """Raises NotFound, Forbidden for whose work it isn't about."""
    message = feedback.one(tx, message_id)
    item = items.find(tx, message.item_id)
    card = cards.cards(tx, [item])[0]
    require("message", to_message(tx.viewer, message.author_id, to_item(tx.viewer, item, card.audience.principals)), Verb.RESPOND)
    said = feedback.said(tx, [message])[0]
    if said.state != "said":
        raise NotFound(_("These words can't be read any more, so there is nothing to answer."))
    standing = said.response
    before = {"outcome": standing.outcome, "why": standing.why, "version": str(standing.version or 0)} if standing else None
    grown = tx.scalar(_VERSIONS_SINCE, {"item": item.id, "moment": message.created}) != 0
    return RespondPage(said, card, version_of(item), grown, standing, desk(tx, f"respond/{message.id}", before))


def may_be_asked(tx: Tx, item: Item) -> list[AskGroup]:
    """Those who may see it, by name, each once; of a whole school, its staff."""
    audience = audiences.of_items(tx, [item])[item.id]
    named = {group.id: [reader.id for reader in group.readers] for group in audience.groups}
    for group in audience.groups:
        if group.kind == "school":
            named[group.id] = list(tx.scalars(_STAFF))
    people = faces(tx, {id_ for ids in named.values() for id_ in ids} - {item.owner_id})
    found = []
    for group in audience.groups:
        there = sorted((people.pop(id_) for id_ in named[group.id] if id_ in people), key=lambda one: one.called)
        if there:
            found.append(AskGroup(_group_words(group, there), there))
    return found


def staff_among(groups: list[AskGroup]) -> frozenset[UUID]:
    """Of those who may be asked, the members of staff."""
    return frozenset(one.id for group in groups for one in group.people if one.roles & {"teacher", "admin"})


def version_of(item: Item) -> int:
    """The number of the version that stands; 1 for what has none."""
    number: int = getattr(item, "version", 1)
    return number


def response(tx: Tx, message_id: UUID) -> Responded | None:
    return responses(tx, [message_id]).get(message_id)


def _group_words(group: audiences.Group, people: list[Face]) -> str:
    if group.kind == "teachers":
        return _("Teachers of %(class)s") % {"class": group.hint} if group.hint else _("Teachers")
    if group.kind == "family":
        return _("Family")
    if group.kind == "school":
        return _("At the school")
    return people[0].role_words[:1].upper() + people[0].role_words[1:]


def _first(tx: Tx, part: Callable[[Tx, Span], tuple[Slice, list[Shown]]], after: str) -> Part[Shown]:
    place = Place.in_address(after)
    cut, many = part(tx, Span(PAGE, after=place))
    return Part(many, cut.places[-1].cursor if cut.more_after else None, place is not None)


def _part(tx: Tx, of: Keyset, span: Span) -> tuple[Slice, list[Loop]]:
    me = tx.viewer.id
    cut = of.cut(tx, [me], span)[me]
    ids = [place.id for place in cut.places]
    messages = {message.id: message for message in tx.scalars(_MESSAGES, {"ids": ids})}
    found = items.by_ids(tx, {message.item_id for message in messages.values()})
    owners = faces(tx, {item.owner_id for item in found.values()})
    return cut, [
        Loop(said, item.id, items.href(item.kind, item.id), item.title, owners[item.owner_id])
        for said in feedback.said(tx, [messages[id_] for id_ in ids])
        for item in [found[said.item_id]]
    ]


CALLS_FOR_A_RESPONSE = or_(Message.form != "free", Message.id.in_(select(Asked.message_id).where(Asked.message_id.is_not(None))))
"""Of a message about somebody else's work: it is a form, or was asked for."""
_MESSAGES = select(Message).where(among(Message.id, "ids"))
_ITS_ITEM = (Item.id == Message.item_id, Item.deleted.is_(None), Item.owner_id != Message.author_id)
_OPEN = (
    Message.withdrawn.is_(None),
    Message.hidden.is_(None),
    CALLS_FOR_A_RESPONSE,
    Message.id.not_in(select(Response.message_id)),
)
_MINE = Keyset(Item.owner_id, Message.created, Message.id, *_OPEN, *_ITS_ITEM)
_GIVEN = Keyset(Message.author_id, Message.created, Message.id, *_OPEN, select(Item.id).where(*_ITS_ITEM, Item.state == "posted").exists())
_VERSIONS_SINCE = select(func.count(ArtifactVersion.id)).where(
    ArtifactVersion.artifact_id == bindparam("item", type_=Item.id.type),
    ArtifactVersion.created > bindparam("moment", type_=ArtifactVersion.created.type),
)
_STAFF = (
    select(Person.id)
    .join(RoleHeld, RoleHeld.person_id == Person.id)
    .where(RoleHeld.role.in_(("teacher", "admin")), RoleHeld.ended.is_(None), Person.deactivated.is_(None))
)
