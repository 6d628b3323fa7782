"""Browsers and places in which somebody has signed in of late: there, strangers who guess don't keep them out.

The cookie of such a browser signs nobody in. It holds one random entry for each person, and says to nobody who they are.
"""

import re
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select

from hub.columns import insert_into
from hub.database import Tx
from hub.identity.keys import digest, new_entry
from hub.identity.models import KnownBrowser, KnownPlace
from hub.people.models import Person

BROWSER_FOR = timedelta(days=365)
PLACE_FOR = timedelta(days=30)
NAMES_AT_MOST = 20
"""In one browser: a seat in a computer room has so many pupils. Who was there longest ago is forgotten first."""
MANY = 5
"""People at one address who make it a school's, and no family's."""
_ENTRY = re.compile(r"[\w-]{22}", re.ASCII)


def browser_of(tx: Tx, name: str, brought: str) -> str | None:
    """What tries at this name in this browser are counted by, if it is one in which that person has signed in."""
    if not (digests := _digests(brought)):
        return None
    mine = select(KnownBrowser.digest).join(Person, Person.id == KnownBrowser.person_id)
    return tx.scalar(mine.where(Person.sign_in_name == name, KnownBrowser.digest.in_(digests), KnownBrowser.until > tx.now).limit(1))


def remember_browser(tx: Tx, person_id: UUID, brought: str) -> str:
    """The browser's new cookie. This person's entry is another one each time: a copy that someone took says nothing any more."""
    digests = _digests(brought)
    living = tx.scalars(select(KnownBrowser).where(KnownBrowser.digest.in_(digests), KnownBrowser.until > tx.now)).all() if digests else []
    for one in living:
        if one.person_id == person_id:
            tx.delete(one)
    entry = new_entry()
    tx.make(KnownBrowser(digest=digest(entry), person_id=person_id, until=tx.now + BROWSER_FOR))
    still = {one.digest for one in living if one.person_id != person_id}
    others = [text for key, text in digests.items() if key in still]
    return ".".join([entry, *others][:NAMES_AT_MOST])


def forget_browsers(tx: Tx, person_id: UUID) -> None:
    tx.execute(delete(KnownBrowser).where(KnownBrowser.person_id == person_id).execution_options(synchronize_session=False))


def knows_place(tx: Tx, name: str, address: str) -> bool:
    place = tx.get(KnownPlace, _place(name, address))
    return place is not None and place.until > tx.now


def people_at(tx: Tx, address: str) -> int:
    """How many have signed in from there of late; counted up to MANY."""
    there = select(KnownPlace.key).where(KnownPlace.address == digest(f"place|{address}"), KnownPlace.until > tx.now).limit(MANY)
    return tx.scalar(select(func.count()).select_from(there.subquery())) or 0


def remember_place(tx: Tx, name: str, address: str) -> None:
    statement = insert_into(KnownPlace, tx.get_bind().dialect.name).values(
        key=_place(name, address), address=digest(f"place|{address}"), until=tx.now + PLACE_FOR
    )
    tx.execute(statement.on_conflict_do_update(index_elements=[KnownPlace.key], set_={"until": statement.excluded.until}))


def sweep(tx: Tx) -> None:
    """What was known too long ago is nobody's business any more."""
    for kind in (KnownBrowser, KnownPlace):
        tx.execute(delete(kind).where(kind.until <= tx.now).execution_options(synchronize_session=False))


def _digests(brought: str) -> dict[str, str]:
    """The entries of a cookie, by their digests, newest first. What isn't ours is passed over."""
    return {digest(one): one for one in brought[: 23 * NAMES_AT_MOST].split(".") if _ENTRY.fullmatch(one)}


def _place(name: str, address: str) -> str:
    return digest(f"known|{name}|{address}")
