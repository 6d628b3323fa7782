"""The private address of one's calendar: made, made anew, ended."""

from hub.calendars.models import CalendarKey
from hub.database import Tx
from hub.identity import limits
from hub.identity.keys import digest, new_secret


def make_address(tx: Tx) -> str:
    """Its key, which nobody can be shown again. The address before it leads nowhere from now on."""
    key = new_secret()
    stands = tx.get(CalendarKey, tx.viewer.id) or CalendarKey(person_id=tx.viewer.id)
    stands.key_hash, stands.created = digest(key), tx.now
    tx.add(stands)
    return key


def end_address(tx: Tx) -> None:
    """It leads nowhere from now on. Harmless where there is none."""
    if stands := tx.get(CalendarKey, tx.viewer.id):
        tx.delete(stands)


def wrong_key(tx: Tx, address: str) -> None:
    """Counts a key that opened nothing, by where it came from. Raises TooMany; a right one is never held up."""
    limits.knock(tx, (limits.CALENDAR_ADDRESS, address))
