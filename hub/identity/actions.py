"""Signing in and out, choosing a password, and keys for programs."""

from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, delete, select, update

from hub.calendars.models import CalendarKey
from hub.database import Tx
from hub.errors import Forbidden, Invalid, NotFound, NotSignedIn
from hub.events import home_topic
from hub.identity import known, limits
from hub.identity.keys import digest, new_secret
from hub.identity.models import AccessToken, BrowserSession, Invitation, SignInNote, Way
from hub.identity.queries import Credentials, credentials
from hub.people.models import Person
from hub.people.names import tidy_email, tidy_name
from hub.viewer import Claim
from hub.words import LANGUAGES, _

SHARED, OWN = timedelta(hours=8), timedelta(days=30)
TOKEN_DAYS = (7, 30, 90, 365)
TOKENS_AT_MOST = 50


class SignedIn(msgspec.Struct, frozen=True):
    """The secret goes to the browser and nowhere else. `seconds` None: only until the browser closes.

    `known` is what the browser says from now on about who has signed in there; None where no browser was asked.
    """

    person_id: UUID
    secret: str
    seconds: int | None
    known: str | None = None


class Tried(msgspec.Struct, frozen=True):
    """What a typed password is compared with, if there is anything, and what is to be taken back when it is right."""

    found: Credentials | None
    counted: limits.Knocks
    in_a_known_browser: bool


def knock(tx: Tx, name: str, address: str, brought: str = "") -> Tried:
    """Counts a try, to be committed before the password is looked at. Raises TooMany.

    `brought` is what the browser says about who has signed in there. Tries at those names are counted apart: no stranger
    fills that tally. When it is full, which needs somebody at that very computer, there is still the strangers' way.
    """
    browser = known.browser_of(tx, name, brought)
    if browser is not None and not limits.used_up(tx, limits.SIGN_IN_KNOWN, browser):
        return Tried(credentials(tx, name), ((limits.SIGN_IN_KNOWN, browser),), True)
    everyones = limits.SIGN_IN_SCHOOL if known.people_at(tx, address) >= known.MANY else limits.SIGN_IN_ADDRESS
    anywhere = () if known.knows_place(tx, name, address) else ((limits.SIGN_IN_NAME, name),)
    counted = limits.knock(tx, (everyones, address), (limits.SIGN_IN_HERE, f"{name}|{address}"), *anywhere)
    return Tried(credentials(tx, name), counted, False)


def sign_in(
    tx: Tx,
    person_id: UUID,
    *,
    verified_hash: str,
    name: str = "",
    address: str = "",
    counted: limits.Knocks = (),
    brought: str = "",
    shared: bool = False,
    device: str = "",
    old: Claim | None = None,
) -> SignedIn:
    """After the password was found right against `verified_hash`. The session of this browser until now ends.

    Raises NotSignedIn when the person was deactivated, or their password changed, while theirs was being checked.
    """
    person = tx.get(Person, person_id, with_for_update=True)
    if person is None or person.deactivated is not None or person.password_hash != verified_hash:
        raise NotSignedIn(_("Please sign in again."))
    limits.forgive(tx, *counted)
    known.remember_place(tx, name, address)
    note(tx, person_id, "signed in", by=person_id)
    return new_session(tx, person_id, SHARED if shared else OWN, device, shared=shared, old=old, brought=brought)


def rehash(tx: Tx, person_id: UUID, old_hash: str, new_hash: str) -> None:
    """Keeps the same password with today's parameters, unless it was changed in between."""
    mine = update(Person).where(Person.id == person_id, Person.password_hash == old_hash)
    tx.execute(mine.values(password_hash=new_hash))


def sign_out(tx: Tx, claim: Claim | None) -> None:
    """Here. One that has ended already is as good."""
    if claim is None or claim.kind != "session":
        return
    _end(tx, BrowserSession.digest == claim.digest)


def sign_out_everywhere(tx: Tx) -> None:
    """This browser too. Keys for programs stay: they are ended one by one."""
    in_a_browser(tx)
    with tx.system("sign out everywhere"):
        end_sessions(tx, tx.viewer.id)
    note(tx, tx.viewer.id, "signed out everywhere", by=tx.viewer.id)


def end_one_session(tx: Tx, session_id: UUID | None) -> None:
    """Raises NotFound for one that is not mine."""
    in_a_browser(tx)
    session = tx.get(BrowserSession, session_id) if session_id else None
    if session is None:
        raise NotFound(_("We can't find this sign-in. It may have ended already."))
    with tx.system("end one session"):
        _end(tx, BrowserSession.id == session.id)


def end_sessions(tx: Tx, person_id: UUID, *, but: UUID | None = None) -> None:
    """For a transaction of the hub. Open sockets hear of it by themselves, and are closed. No browser is known any more."""
    known.forget_browsers(tx, person_id)
    wanted = BrowserSession.person_id == person_id
    _end(tx, wanted if but is None else wanted & (BrowserSession.id != but))
    tx.tell("signed_out", [home_topic(person_id)], person=person_id)


def end_everything(tx: Tx, person_id: UUID) -> None:
    """Sessions, keys for programs, the calendar's address, and codes that were not used: for a transaction of the hub."""
    end_sessions(tx, person_id)
    open_tokens = update(AccessToken).where(AccessToken.person_id == person_id, AccessToken.revoked.is_(None))
    tx.execute(open_tokens.values(revoked=tx.now))
    tx.execute(delete(CalendarKey).where(CalendarKey.person_id == person_id))
    end_invitations(tx, person_id)


def end_invitations(tx: Tx, person_id: UUID, way: Way | None = None) -> None:
    """All that still open something, or those that went one way."""
    still = update(Invitation).where(Invitation.person_id == person_id, Invitation.used.is_(None), Invitation.revoked.is_(None))
    tx.execute((still if way is None else still.where(Invitation.way == way)).values(revoked=tx.now))


def set_password(tx: Tx, person: Person, new_hash: str, what: str, *, by: UUID) -> None:
    """In a transaction of the hub. Codes that would choose another password end with it."""
    person.password_hash = new_hash
    end_invitations(tx, person.id)
    note(tx, person.id, what, by=by)


def change_password(tx: Tx, verified_hash: str, new_hash: str, *, device: str, brought: str = "") -> SignedIn:
    """The old one was found right against `verified_hash`. Everywhere else is signed out; here, the session is a new one."""
    here = in_a_browser(tx)
    with tx.system("password change"):
        person = tx.get_one(Person, tx.viewer.id, with_for_update=True)
        if person.password_hash != verified_hash:
            raise Invalid("current", _("Your password was changed just now, in another window. Please sign in again."))
        limits.forget(tx, (limits.OLD_PASSWORD, str(person.id)))
        left = here.expires - tx.now
        set_password(tx, person, new_hash, "changed the password", by=person.id)
        end_sessions(tx, person.id)
        shared = here.expires - here.created <= SHARED
        return new_session(tx, person.id, left, device or here.device, shared=shared, brought=brought)


def change_email(tx: Tx, verified_hash: str, email: str) -> None:
    """Letters with new passwords go there: therefore the password is asked first. Raises Invalid("email")."""
    in_a_browser(tx)
    me = tx.get_one(Person, tx.viewer.id)
    if me.password_hash != verified_hash:
        raise Invalid("current", _("Your password was changed just now, in another window. Please sign in again."))
    me.email = tidy_email(email)
    with tx.system("email changed"):
        limits.forget(tx, (limits.OLD_PASSWORD, str(me.id)))
        end_invitations(tx, me.id)
    note(tx, me.id, "changed the email address", by=me.id)


def choose_language(tx: Tx, language: str) -> None:
    if language not in LANGUAGES:
        raise Invalid("language", _("Please choose a language from the list."))
    tx.get_one(Person, tx.viewer.id).language = language


def make_token(tx: Tx, person_id: UUID, name: str, days: int) -> tuple[AccessToken, str]:
    """A key for a program; the secret is shown once and never again. Raises Invalid for a name or a time that can't be."""
    if days not in TOKEN_DAYS:
        raise Invalid("days", _("Choose how long it shall work."))
    secret = new_secret()
    token = AccessToken(person_id=person_id, name=tidy_name(name, longest=80), digest=digest(secret), created=tx.now)
    token.expires = tx.now + timedelta(days=days)
    tx.make(token)
    note(tx, person_id, "made a key", by=person_id)
    return token, secret


def make_my_token(tx: Tx, name: str, days: int) -> tuple[AccessToken, str]:
    """Only from a browser: a key that leaked must not make others."""
    in_a_browser(tx)
    open_ones = select(AccessToken.id).where(AccessToken.revoked.is_(None), AccessToken.expires > tx.now)
    if len(tx.scalars(open_ones).all()) >= TOKENS_AT_MOST:
        raise Invalid("name", _("You have very many keys. Please end some that you no longer need."))
    return make_token(tx, tx.viewer.id, name, days)


def revoke_token(tx: Tx, token_id: UUID | None) -> None:
    in_a_browser(tx)
    token = tx.get(AccessToken, token_id) if token_id else None
    if token is None:
        raise NotFound(_("We can't find this key."))
    if token.revoked is None:
        token.revoked = tx.now
        note(tx, tx.viewer.id, "ended a key", by=tx.viewer.id)
        tx.tell("signed_out", [home_topic(tx.viewer.id)], person=tx.viewer.id)


def in_a_browser(tx: Tx) -> BrowserSession:
    """The session that speaks. Raises Forbidden for a key: who finds one must not take over the account with it."""
    session = tx.get(BrowserSession, tx.viewer.claim_id)
    if session is None:
        raise Forbidden(_("A key can't do this. Please sign in with your password, in a browser."))
    return session


def knock_with_old_password(tx: Tx) -> str | None:
    """Counts a try at one's own old password, and gives its hash. To be committed before it is checked."""
    in_a_browser(tx)
    me = tx.viewer.id
    with tx.system("old password"):
        limits.knock(tx, (limits.OLD_PASSWORD, str(me)))
        return tx.scalar(select(Person.password_hash).where(Person.id == me))


def new_session(
    tx: Tx,
    person_id: UUID,
    lasts: timedelta,
    device: str,
    *,
    shared: bool,
    old: Claim | None = None,
    brought: str | None = None,
) -> SignedIn:
    """In a transaction of the hub. Its secret is always a new one; the browser's session until now, whoever's it was, ends.

    `brought` None: there is no browser that could remember.
    """
    sign_out(tx, old)
    secret = new_secret()
    tx.make(BrowserSession(person_id=person_id, digest=digest(secret), created=tx.now, expires=tx.now + lasts, device=device[:120]))
    remembered = known.remember_browser(tx, person_id, brought) if brought is not None else None
    return SignedIn(person_id, secret, None if shared else int(lasts.total_seconds()), remembered)


def note(tx: Tx, person_id: UUID, what: str, *, by: UUID | None) -> None:
    """For the history of an account. Says what, when and by whom, and nothing else."""
    tx.add(SignInNote(person_id=person_id, what=what, by=by, at=tx.now))


def _end(tx: Tx, which: ColumnElement[bool]) -> None:
    tx.execute(update(BrowserSession).where(which, BrowserSession.ended.is_(None)).values(ended=tx.now))
