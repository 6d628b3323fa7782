"""Codes on paper or in a link that let one person in, once: to join, or to choose a new password."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from hub import mail
from hub.database import Tx
from hub.errors import Gone, NotFound
from hub.identity import known, limits
from hub.identity.actions import OWN, SHARED, SignedIn, end_everything, end_invitations, new_session, note, set_password
from hub.identity.keys import digest, first_group, new_code, tidy
from hub.identity.models import Invitation, InvitationKind, Way
from hub.mail import Letter
from hub.people.models import Person, School
from hub.viewer import Claim
from hub.words import _, speaking

LASTS: dict[Way, timedelta] = {"paper": timedelta(days=7), "mail": timedelta(hours=1)}


class Given(msgspec.Struct, frozen=True):
    """A new code, in the only moment in which anyone can read it."""

    person_id: UUID
    name: str
    sign_in_name: str
    kind: InvitationKind
    code: str
    until: datetime


class Welcome(NamedTuple):
    """Whom a code lets in, and to what."""

    code: str
    kind: InvitationKind
    name: str
    called: str
    sign_in_name: str
    school: str
    student: bool


def give_code(tx: Tx, person: Person, kind: InvitationKind, *, by: UUID | None, way: Way = "paper") -> Given:
    """In a transaction of the hub. The person's earlier codes that went the same way end: only the newest paper works."""
    if tx.among_others:  # Of two members of staff who give one at once, one is the second.
        tx.refresh(person, with_for_update={"key_share": True})
    end_invitations(tx, person.id, way)
    code = new_code()
    invitation = Invitation(
        school_id=person.school_id,
        kind=kind,
        digest=digest(code),
        person_id=person.id,
        way=way,
        made_by=by,
        created=tx.now,
        expires=tx.now + LASTS[way],
    )
    tx.make(invitation)
    note(tx, person.id, "was given a code", by=by)
    return Given(person.id, person.name, person.sign_in_name, kind, code, invitation.expires)


def knock(tx: Tx, code: str, address: str) -> limits.Knocks:
    """Counts a try at a code, to be committed before the code is looked at. Raises TooMany.

    Where someone of the school has signed in of late, nobody uses up the tries of others: only those at the same paper count.
    """
    here = () if known.people_at(tx, address) else ((limits.JOIN_ADDRESS, address),)
    return limits.knock(tx, (limits.JOIN_CODE, first_group(code)), *here)


def welcome(tx: Tx, code: str, counted: limits.Knocks = ()) -> Welcome:
    """Whom this code lets in; takes back the knock. Raises NotFound for what is no code of ours, Gone for one that is over."""
    invitation, person = _find(tx, code)
    limits.forgive(tx, *counted)
    school = tx.get_one(School, invitation.school_id)
    student = {held.role for held in person.roles if held.ended is None} <= {"student"}
    return Welcome(tidy(code), invitation.kind, person.name, person.called, person.sign_in_name, school.name, student)


def use(tx: Tx, code: str, new_hash: str, *, shared: bool, device: str, old: Claim | None, brought: str = "") -> SignedIn:
    """Gives the person this password and signs them in, here only. Raises NotFound or Gone; of two at once, one wins."""
    invitation, person = _find(tx, code)
    mine = update(Invitation).where(Invitation.id == invitation.id, Invitation.used.is_(None), Invitation.revoked.is_(None))
    won = tx.execute(mine.values(used=tx.now).returning(Invitation.id), execution_options={"synchronize_session": False}).one_or_none()
    if won is None:
        raise _over()
    # Locked before the sessions are looked at: a sign-in with the old password that is under way would slip through.
    tx.refresh(person, with_for_update=True)
    end_everything(tx, person.id)
    joined = invitation.kind == "join"
    set_password(tx, person, new_hash, "joined" if joined else "chose a new password with a code", by=person.id)
    return new_session(tx, person.id, SHARED if shared else OWN, device, shared=shared, old=old, brought=brought)


def forget(tx: Tx, sign_in_name: str, address: str, brought: str = "") -> None:
    """Sends a letter when this name has an account with an address. Tells nobody whether it did. Raises TooMany for the address."""
    browser = known.browser_of(tx, sign_in_name, brought)
    often = False
    if browser is None or limits.used_up(tx, limits.FORGOTTEN_KNOWN, browser):
        limits.knock(tx, (limits.FORGOTTEN_ADDRESS, address))
        often = limits.used_up(tx, limits.FORGOTTEN_NAME, sign_in_name)
    person = tx.scalar(select(Person).where(Person.sign_in_name == sign_in_name, Person.deactivated.is_(None)))
    may = person is not None and person.email and person.password_hash and not often
    # A wish is written either way: the answer takes as long for a name that nobody has.
    mail.send_later(tx, "password", person.id if may and person else None)


@mail.writes("password")
def password_letter(tx: Tx, url: str, person_id: UUID) -> Letter | None:
    """When the letter is sent twice, only the newer link works."""
    person = tx.get(Person, person_id)
    if person is None or person.deactivated is not None or not person.email:
        return None
    given = give_code(tx, person, "password", by=None, way="mail")
    with speaking(person.language):
        text = _(
            "Hello %(called)s,\n\n"
            "someone asked for a new password for your sign-in name “%(name)s”. If it was you, open this page within an hour:\n\n"
            "%(link)s\n\n"
            "If it wasn't you, there is nothing to do: your password stays as it is.\n"
        )
        words = {"called": person.called, "name": person.sign_in_name, "link": f"{url}/join/{given.code}"}
        return Letter(person.email, _("A new password for Trellis"), text % words)


def _find(tx: Tx, code: str) -> tuple[Invitation, Person]:
    found = tx.execute(
        select(Invitation, Person)
        .join(Person, Person.id == Invitation.person_id)
        .where(Invitation.digest == digest(tidy(code)))
        .options(selectinload(Person.roles))
    ).one_or_none()
    if found is None:
        raise NotFound(_("We don't know this code. Please look at it again, letter by letter."))
    invitation, person = found
    if invitation.used is not None or invitation.revoked is not None or invitation.expires <= tx.now or person.deactivated is not None:
        raise _over()
    return invitation, person


def _over() -> Gone:
    return Gone(_("This code has been used, or its time is over. A teacher or your school's admin can give you a new one."))
