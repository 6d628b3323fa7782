"""Who may still listen, and who may see what is being told: for all who listen at once, in one statement each."""

import json
from collections import defaultdict
from collections.abc import Iterable, Set
from uuid import UUID

from sqlalchemy import Select, Uuid, and_, bindparam, case, cast, func, or_, select, union_all

from hub.columns import Moment, among, entries
from hub.database import Tx
from hub.feedback.models import Message, MessageGrant, VoiceKind
from hub.feedback.queries import voice_of
from hub.holdings import holdings
from hub.identity.models import AccessToken, BrowserSession
from hub.items.models import Item, ItemGrant
from hub.people.models import Person, RoleHeld
from hub.policy import OWN_TEAM, as_holder

Pair = tuple[UUID, UUID]

_person = Person.__table__
_item = Item.__table__
_item_grant = ItemGrant.__table__
_message = Message.__table__
_message_grant = MessageGrant.__table__
_role = RoleHeld.__table__


def standing(tx: Tx, claims: Iterable[UUID]) -> dict[UUID, str]:
    """Of these sessions and tokens, those that still speak for somebody, and the language of each."""
    with tx.system("who may listen"):
        return {claim: language for claim, language in tx.execute(_STANDING, {"claims": list(claims), "now": tx.now})}  # noqa: C416 - a Row is no pair to a type checker


def sights(tx: Tx, pairs: Set[Pair]) -> dict[Pair, VoiceKind]:
    """Of these (person, item), those in which the person may see the item now, and as whom they look at it."""
    if not pairs:
        return {}
    looks: dict[Pair, tuple[UUID, bool, set[str]]] = {}
    with tx.system("who may see"):
        for person, item, owner, staff, kind in tx.execute(_SIGHTS, _bound(pairs)):
            looks.setdefault((person, item), (owner, staff, set()))[2].add(kind)
    return {pair: voice_of(as_holder(owns=pair[0] == owner, staff=staff, by=kinds)) for pair, (owner, staff, kinds) in looks.items()}


def readers(tx: Tx, pairs: Set[Pair]) -> dict[UUID, tuple[UUID, frozenset[UUID]]]:
    """Of these (person, message): each message's item, and the persons who hold one of the message's grants now.

    Whether they may see the item as well is for `sights` to say.
    """
    if not pairs:
        return {}
    items: dict[UUID, UUID] = {}
    persons: dict[UUID, set[UUID]] = defaultdict(set)
    with tx.system("who may see"):
        for person, message, item in tx.execute(_READERS, _bound(pairs)):
            items[message] = item
            persons[message].add(person)
    return {message: (item, frozenset(persons[message])) for message, item in items.items()}


def _bound(pairs: Set[Pair]) -> dict[str, object]:
    return {
        "pairs": json.dumps({person.hex + thing.hex: 1 for person, thing in pairs}),
        "persons": {person for person, _ in pairs},
    }


def _claims_in(kind: type[BrowserSession] | type[AccessToken], gone: str) -> Select[UUID, str]:
    table = kind.__table__
    return (
        select(table.c.id, _person.c.language)
        .join(_person, _person.c.id == table.c.person_id)
        .where(
            among(table.c.id, "claims"),
            table.c[gone].is_(None),
            table.c.expires > bindparam("now", type_=Moment()),
            _person.c.deactivated.is_(None),
        )
    )


_STANDING = union_all(_claims_in(BrowserSession, "ended"), _claims_in(AccessToken, "revoked"))

# Narrowed to the people in question within each of its branches: the whole school's holdings are never gathered.
_held = union_all(
    *(branch.where(among(next(iter(branch.selected_columns)), "persons")) for branch in holdings.element.selects)  # type: ignore[attr-defined]
).cte("held")
_pairs = entries("pairs")
_wanted = select(
    cast(func.substr(_pairs.c.key, 1, 32), Uuid()).label("person_id"), cast(func.substr(_pairs.c.key, 33), Uuid()).label("thing_id")
).cte("wanted")
_holds = _held.c.person_id == _wanted.c.person_id
_is_staff = (
    select(_role.c.person_id)
    .where(_role.c.person_id == _person.c.id, _role.c.role.in_(("teacher", "admin")), _role.c.ended.is_(None))
    .exists()
)

_SIGHTS = (
    select(
        _person.c.id,
        _item.c.id,
        _item.c.owner_id,
        _is_staff,
        case((_held.c.principal_id == _item.c.owner_id, OWN_TEAM), else_=_held.c.kind),
    )
    .select_from(_wanted)
    .join(_person, and_(_person.c.id == _wanted.c.person_id, _person.c.deactivated.is_(None)))
    .join(_item, and_(_item.c.id == _wanted.c.thing_id, or_(_item.c.deleted.is_(None), _item.c.owner_id == _person.c.id)))
    .join(_held, _holds)
    .join(_item_grant, and_(_item_grant.c.item_id == _item.c.id, _item_grant.c.principal_id == _held.c.principal_id))
)
_READERS = (
    select(_held.c.person_id, _message.c.id, _message.c.item_id)
    .select_from(_wanted)
    .join(_message, _message.c.id == _wanted.c.thing_id)
    .join(_held, _holds)
    .join(_message_grant, and_(_message_grant.c.message_id == _message.c.id, _message_grant.c.principal_id == _held.c.principal_id))
    .distinct()
)
