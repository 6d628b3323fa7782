"""The first minutes of a hub: whoever runs the server makes the school, once, with a code from its console."""

from datetime import timedelta

import msgspec
from sqlalchemy import delete

from hub.database import Tx
from hub.errors import Invalid, NotFound
from hub.identity import limits
from hub.identity.actions import OWN, SignedIn, new_session, note
from hub.identity.keys import digest, new_code, tidy
from hub.identity.models import SetupCode
from hub.identity.queries import any_school
from hub.people.actions import add_person, open_school
from hub.words import _

LASTS = timedelta(days=1)


class Beginning(msgspec.Struct, frozen=True, kw_only=True):
    """What the first admin types."""

    code: str
    school: str
    time_zone: str
    languages: list[str]
    name: str
    sign_in_name: str
    email: str = ""


def new_setup_code(tx: Tx) -> str | None:
    """For the console, at each start; the one before no longer works. None once there is a school."""
    tx.execute(delete(SetupCode).execution_options(synchronize_session=False))
    if any_school(tx):
        return None
    code = new_code()
    tx.make(SetupCode(digest=digest(code), expires=tx.now + LASTS))
    return code


def knock(tx: Tx, address: str) -> None:
    """Counts a try at the code, to be committed before it is looked at. Raises TooMany, and NotFound once there is a school."""
    not_begun(tx)
    limits.knock(tx, (limits.BEGIN_ADDRESS, address), (limits.BEGIN_ANYWHERE, ""))


def not_begun(tx: Tx) -> None:
    if any_school(tx):
        raise NotFound(_("This page is gone: the school is there already. You can sign in."))


def begin(tx: Tx, beginning: Beginning, password_hash: str, *, device: str) -> SignedIn:
    """Raises NotFound once there is a school, Invalid beside what can't be. The code is used up only when all is well."""
    not_begun(tx)
    mine = delete(SetupCode).where(SetupCode.digest == digest(tidy(beginning.code)), SetupCode.expires > tx.now)
    if tx.execute(mine.returning(SetupCode.digest), execution_options={"synchronize_session": False}).one_or_none() is None:
        raise Invalid("code", _("This isn't the code. It stands where the server was started, and lives for a day."))
    school = open_school(tx, beginning.school, beginning.time_zone, beginning.languages)
    admin = add_person(
        tx, school.id, beginning.name, None, beginning.sign_in_name, {"admin"}, password_hash=password_hash, email=beginning.email
    )
    note(tx, admin.id, "made the school", by=admin.id)
    return new_session(tx, admin.id, OWN, device, shared=False, brought="")
