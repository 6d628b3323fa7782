"""What the forms about mentors hold when they come."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import msgspec

from hub.clock import start_of
from hub.errors import Invalid
from hub.ids import parse_id
from hub.mentors.actions import Checked, Invited
from hub.mentors.asking import Asking
from hub.web.forms import typed_day
from hub.words import _, whole_number


class InviteForm(msgspec.Struct, frozen=True):
    person: str = ""
    purpose: str = ""
    first_day: str = ""
    last_day: str = ""
    writing: str = ""


class CheckForm(msgspec.Struct, frozen=True):
    """`expires` is the last day on which it holds, and `hour`, where it holds for a part of it, until when."""

    kind: str = ""
    identity: str = ""
    issued: str = ""
    expires: str = ""
    hour: str = ""


class OfferForm(msgspec.Struct, frozen=True):
    """`tags`: with commas between them."""

    words: str = ""
    tags: str = ""
    writing: str = ""


class AskForm(msgspec.Struct, frozen=True):
    """What a mentor is asked about a question."""

    mentor: str = ""
    words: str = ""
    minutes: str = ""
    until: str = ""


class DeclineForm(msgspec.Struct, frozen=True):
    """That a mentor can't this time, with words or without."""

    words: str = ""


def asking_of(question: UUID | None, given: AskForm) -> Asking:
    return Asking(
        question=question,
        mentor=parse_id(given.mentor),
        words=given.words,
        minutes=whole_number(given.minutes),
        until=typed_day("until", given.until),
    )


def invited_of(given: InviteForm) -> Invited:
    return Invited(
        person=parse_id(given.person),
        purpose=given.purpose,
        first_day=typed_day("first_day", given.first_day),
        last_day=typed_day("last_day", given.last_day),
        writing=parse_id(given.writing),
    )


def checked_of(given: CheckForm, zone: str) -> Checked:
    last = typed_day("expires", given.expires)
    return Checked(
        kind=given.kind,
        identity=given.identity,
        issued=typed_day("issued", given.issued),
        expires=_until(last, given.hour, zone) if last else None,
    )


def _until(last: date, hour: str, zone: str) -> datetime:
    """Raises Invalid("expires") for an hour that can't be."""
    try:
        return start_of(last, zone, time.fromisoformat(hour)) if hour.strip() else start_of(last + timedelta(days=1), zone)
    except (ValueError, OverflowError) as problem:
        raise Invalid("expires", _("We can't read this. Please check it.")) from problem
