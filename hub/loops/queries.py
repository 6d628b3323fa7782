"""Who may be asked, and which loops are open: feedback of which nobody has said yet what became of it."""

from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, or_, select

from hub.artifacts.models import ArtifactVersion
from hub.database import Tx
from hub.drafts.queries import Desk, desk
from hub.errors import NotFound
from hub.feedback import queries as feedback
from hub.feedback.models import Message
from hub.feedback.shown import Responded, Said, responses
from hub.items import audiences, cards
from hub.items import queries as items
from hub.items.models import Item
from hub.loops import requests
from hub.loops.models import Asked, Response
from hub.people.faces import Face, faces
from hub.people.models import Person, RoleHeld
from hub.policy import Verb, require, to_item, to_message
from hub.words import _

MANY = 50
"""Loops in one list."""


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

    said: Said
    item: cards.Card
    versions: int
    grown: bool
    """Whether the newest version came after these words, so that they can show in it."""
    standing: Responded | None
    desk: Desk


class Loop(msgspec.Struct, frozen=True):
    """Feedback of which the learner has not said yet what became of it."""

    said: Said
    item_id: UUID
    item_href: str
    title: str
    owner: Face


class LoopsPage(msgspec.Struct, frozen=True):
    """All that is open between the viewer and others."""

    owed: list[requests.Request]
    open: list[Loop]
    sent: list[requests.Request]
    given: list[Loop]


def page(tx: Tx) -> LoopsPage:
    return LoopsPage(requests.owed(tx), open_loops(tx), [one for one in requests.sent(tx) if not one.settled], given(tx))


def open_loops(tx: Tx) -> list[Loop]:
    """Feedback on the viewer's own work that waits for their answer: it answers a request of theirs, or is a form; oldest first."""
    return _loops(tx, _MINE)


def given(tx: Tx) -> list[Loop]:
    """Feedback that the viewer gave, and whose learner has not answered it yet; oldest first."""
    return _loops(tx, _GIVEN)


def ask_page(tx: Tx, item_id: UUID | None) -> AskPage:
    """Raises NotFound, Forbidden for who doesn't own it."""
    item = items.find(tx, item_id)
    card = cards.cards(tx, [item])[0]
    require("item", to_item(tx.viewer, item, card.audience.principals), Verb.ASK)
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


def _loops(tx: Tx, statement: object) -> list[Loop]:
    messages = tx.scalars(statement, {"me": tx.viewer.id}).all()  # type: ignore[call-overload]
    found = items.by_ids(tx, {message.item_id for message in messages})
    owners = faces(tx, {item.owner_id for item in found.values()})
    return [
        Loop(said, item.id, items.href(item.kind, item.id), item.title, owners[item.owner_id])
        for said in feedback.said(tx, [message for message in messages if message.item_id in found])
        for item in [found[said.item_id]]
    ]


CALLS_FOR_A_RESPONSE = or_(Message.form != "free", Message.id.in_(select(Asked.message_id).where(Asked.message_id.is_not(None))))
"""Of a message about somebody else's work: it is a form, or was asked for."""
_ME = bindparam("me", type_=Person.id.type)
_OPEN = (
    select(Message)
    .join(Item, Item.id == Message.item_id)
    .where(
        Message.withdrawn.is_(None),
        Message.hidden.is_(None),
        Item.deleted.is_(None),
        Item.owner_id != Message.author_id,
        CALLS_FOR_A_RESPONSE,
        Message.id.not_in(select(Response.message_id)),
    )
    .order_by(Message.created, Message.id)
    .limit(MANY)
)
_VERSIONS_SINCE = select(func.count(ArtifactVersion.id)).where(
    ArtifactVersion.artifact_id == bindparam("item", type_=Item.id.type),
    ArtifactVersion.created > bindparam("moment", type_=ArtifactVersion.created.type),
)
_MINE = _OPEN.where(Item.owner_id == _ME)
_GIVEN = _OPEN.where(Message.author_id == _ME, Item.state == "posted")
_STAFF = (
    select(Person.id)
    .join(RoleHeld, RoleHeld.person_id == Person.id)
    .where(RoleHeld.role.in_(("teacher", "admin")), RoleHeld.ended.is_(None), Person.deactivated.is_(None))
)
