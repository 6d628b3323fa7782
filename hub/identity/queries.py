"""Who is it? Turns what a request brings into a viewer."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from hub.database import Tx
from hub.errors import NotSignedIn
from hub.holdings import holdings
from hub.identity.models import AccessToken, BrowserSession
from hub.people.models import Person, School
from hub.viewer import Claim, Viewer
from hub.words import _

_LIVE = {
    "session": (
        select(BrowserSession.id, Person, School)
        .join(Person, Person.id == BrowserSession.person_id)
        .join(School, School.id == Person.school_id)
        .where(BrowserSession.ended.is_(None), Person.deactivated.is_(None))
    ),
    "token": (
        select(AccessToken.id, Person, School)
        .join(Person, Person.id == AccessToken.person_id)
        .join(School, School.id == Person.school_id)
        .where(AccessToken.revoked.is_(None), Person.deactivated.is_(None))
    ),
}
_SECRETS: dict[str, Any] = {"session": BrowserSession, "token": AccessToken}


def recognise(tx: Tx, claim: Claim | None) -> Viewer:
    """The person behind a claim, with the roles and principals that they hold now: three statements.

    Raises NotSignedIn for a stranger, and for a session or token that has ended, expired, or belongs to nobody active.
    """
    if claim is None:
        raise NotSignedIn(_("Please sign in first."))
    secret = _SECRETS[claim.kind]
    live = _LIVE[claim.kind].where(secret.digest == claim.digest, secret.expires > tx.now)
    found = tx.execute(live.options(selectinload(Person.roles))).one_or_none()
    if found is None:
        raise NotSignedIn(_("Your sign-in has ended. Please sign in again."))
    claim_id, person, school = found
    held = tx.execute(select(holdings.c.principal_id, holdings.c.kind).where(holdings.c.person_id == person.id))
    return Viewer(
        id=person.id,
        school_id=school.id,
        school_name=school.name,
        name=person.name,
        called=person.called,
        roles=frozenset(held.role for held in person.roles if held.ended is None),
        held={row.principal_id: row.kind for row in held},
        language=person.language,
        time_zone=school.time_zone,
        claim_id=claim_id,
    )
