"""Who is it? Turns what a request brings into a viewer; and what someone sees about their own account."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Select, String, bindparam, literal_column, select, type_coerce, union_all

from hub.database import Tx
from hub.errors import Forbidden, NotSignedIn
from hub.holdings import holdings
from hub.identity.models import AccessToken, BrowserSession
from hub.ids import NOTHING
from hub.people.models import Person, RoleHeld, School
from hub.viewer import Claim, Role, Viewer
from hub.words import _


def recognise(tx: Tx, claim: Claim | None) -> Viewer:
    """The person behind a claim, with the roles and principals that they hold now: two statements.

    Before them, in a write on PostgreSQL, one more: what somebody does in two windows at once is done one after the other, as it is
    on SQLite, and whatever an action then reads of their own is as the one before it left it.

    Raises NotSignedIn for a stranger, and for a session or token that has ended, expired, or belongs to nobody active.
    """
    if claim is None:
        raise NotSignedIn(_("Please sign in first."))
    if tx.among_others:  # Apart from what is read: a session that was ended while this waited must be found ended.
        tx.scalar(_TURN[claim.kind], {"digest": claim.digest})
    found = tx.execute(_LIVE[claim.kind], {"digest": claim.digest, "now": tx.now}).one_or_none()
    if found is None:
        raise NotSignedIn(_("Your sign-in has ended. Please sign in again."))
    return _viewer(tx, *found)


def in_a_letter(tx: Tx, person_id: UUID) -> Viewer | None:
    """As whom a letter to this person is written: it tells them what they would see now. For the hub's own work, which takes its
    turn among what they do themselves.

    None for who has no account any more.
    """
    if tx.among_others:
        tx.scalar(_THEIR_TURN, {"person": person_id})
    found = tx.execute(_BY_LETTER, {"person": person_id}).one_or_none()
    return _viewer(tx, NOTHING, *found) if found else None


def _viewer(
    tx: Tx,
    claim_id: UUID,
    person_id: UUID,
    name: str,
    called: str,
    language: str,
    school_id: UUID,
    school_name: str,
    time_zone: str,
    cursor_key: bytes,
) -> Viewer:
    roles: set[Role] = set()
    held: dict[UUID, str] = {}
    for id_, word, is_role in tx.execute(_HELD, {"person": person_id}):
        if is_role:
            roles.add(word)
        else:
            held[id_] = word
    return Viewer(
        id=person_id,
        school_id=school_id,
        school_name=school_name,
        name=name,
        called=called,
        roles=frozenset(roles),
        held=held,
        language=language,
        time_zone=time_zone,
        cursor_key=cursor_key,
        claim_id=claim_id,
    )


# Columns, not models: this runs in every operation, and nothing of it is kept.
_WHO = (
    Person.id,
    Person.name,
    Person.called,
    Person.language,
    School.id,
    School.name,
    School.time_zone,
    School.cursor_key,
)


def _live(secret: Any, ended: Any) -> Select[Any]:
    return (
        select(secret.id, *_WHO)
        .join(Person, Person.id == secret.person_id)
        .join(School, School.id == Person.school_id)
        .where(
            secret.digest == bindparam("digest"),
            secret.expires > bindparam("now", type_=secret.expires.type),
            ended.is_(None),
            Person.deactivated.is_(None),
        )
    )


_LIVE = {"session": _live(BrowserSession, BrowserSession.ended), "token": _live(AccessToken, AccessToken.revoked)}
_PERSON = bindparam("person", type_=Person.id.type)
_THEIR_TURN = select(Person.id).where(Person.id == _PERSON).with_for_update(key_share=True)


def _turn(secret: Any) -> Select[Any]:
    whose = select(secret.person_id).where(secret.digest == bindparam("digest"))
    return select(Person.id).where(Person.id == whose.scalar_subquery()).with_for_update(key_share=True)


_TURN = {"session": _turn(BrowserSession), "token": _turn(AccessToken)}
_BY_LETTER = select(*_WHO).join(School, School.id == Person.school_id).where(Person.id == _PERSON, Person.deactivated.is_(None))
_HELD = union_all(
    select(holdings.c.principal_id, type_coerce(holdings.c.kind, String), literal_column("0")).where(holdings.c.person_id == _PERSON),
    select(RoleHeld.school_id, type_coerce(RoleHeld.role, String), literal_column("1")).where(
        RoleHeld.person_id == _PERSON, RoleHeld.ended.is_(None)
    ),
)


class Credentials(msgspec.Struct, frozen=True):
    """What a typed password is compared with. Of someone who can sign in at all."""

    person_id: UUID
    password_hash: str


def credentials(tx: Tx, sign_in_name: str) -> Credentials | None:
    """For the hub's own work. None for nobody, for the deactivated and for those who have no password yet."""
    person = tx.scalar(select(Person).where(Person.sign_in_name == sign_in_name, Person.deactivated.is_(None)))
    return Credentials(person.id, person.password_hash) if person and person.password_hash else None


def any_school(tx: Tx) -> bool:
    """For the hub's own work: whether this hub has begun."""
    return tx.scalar(select(School.id).limit(1)) is not None


class Place(msgspec.Struct, frozen=True):
    """A browser in which I am signed in. `here`: the one that asks."""

    id: UUID
    device: str
    created: datetime
    expires: datetime
    here: bool


class Key(msgspec.Struct, frozen=True):
    """A key that I gave to a program."""

    id: UUID
    name: str
    created: datetime
    expires: datetime


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What I see about myself."""

    name: str
    called: str
    sign_in_name: str
    email: str
    language: str
    student: bool
    places: list[Place]
    keys: list[Key]


_MY_PLACES = (
    select(BrowserSession)
    .where(BrowserSession.ended.is_(None), BrowserSession.expires > bindparam("now", type_=BrowserSession.expires.type))
    .order_by(BrowserSession.created.desc())
)
_MY_KEYS = (
    select(AccessToken)
    .where(AccessToken.revoked.is_(None), AccessToken.expires > bindparam("now", type_=AccessToken.expires.type))
    .order_by(AccessToken.created.desc())
)


def my_account(tx: Tx) -> Account:
    """Raises Forbidden for a key: what signs one in is shown in a browser only."""
    viewer = tx.viewer
    places = tx.scalars(_MY_PLACES, {"now": tx.now}).all()
    if all(place.id != viewer.claim_id for place in places):
        raise Forbidden(_("A key can't do this. Please sign in with your password, in a browser."))
    me = tx.get_one(Person, viewer.id)
    return Account(
        name=me.name,
        called=me.called,
        sign_in_name=me.sign_in_name,
        email=me.email or "",
        language=me.language,
        student=viewer.roles <= {"student"},
        places=[Place(one.id, one.device, one.created, one.expires, one.id == viewer.claim_id) for one in places],
        keys=[Key(one.id, one.name, one.created, one.expires) for one in tx.scalars(_MY_KEYS, {"now": tx.now})],
    )
