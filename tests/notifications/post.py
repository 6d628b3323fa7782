"""What tests of letters share: a post by a clock that is set, and people with an address."""

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import update

from hub import jobs
from hub.database import Tx
from hub.ids import NOTHING
from hub.mail import Letter
from hub.notifications import actions, digests
from hub.people.models import Person
from tests.support.mail import MailServer
from tests.support.school import School, Someone

URL = "https://trellis.elm.example"


def at(text: str) -> datetime:
    """By the clock on the school's wall, in London."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)


MORNING, FIVE = at("2026-11-20 09:00"), at("2026-11-20 17:00")


class Post:
    """A school's letters, by a clock that is set: `comes(when)` are those that a worker sends then."""

    def __init__(self, school: School, server: MailServer) -> None:
        self.school, self.server = school, server

    def gathers(self, when: datetime) -> int:
        def gather(tx: Tx) -> int:
            tx.now = when
            wished = 0
            after: UUID | None = NOTHING
            while after is not None:
                some, after = digests.gather(tx, after)
                wished += some
            # A worker looks at the real clock, by which the day of the test may not have come.
            tx.flush()
            tx.execute(update(jobs.Job).values(due=at("2020-01-01 00:00")))
            return wished

        return self.school.work(gather)

    def comes(self, when: datetime) -> list[Letter]:
        self.gathers(when)
        before = len(self.server.letters)
        while jobs.work_once(self.school.database):
            pass
        return self.server.letters[before:]  # type: ignore[return-value]


def folk(school: School, **who: str) -> tuple[Someone, ...]:
    """With an address for each."""
    people = school.people(**who)
    for one in people:
        school.change(Person, one.id, email=f"{one.key}@example.org")
        one.clock = MORNING
    return people


def text_of(letter: object) -> str:
    return letter.get_body(("plain",)).get_content()  # type: ignore[attr-defined, no-any-return]


def html_of(letter: object) -> str:
    return letter.get_body(("html",)).get_content()  # type: ignore[attr-defined, no-any-return]


def key_of(tx: Tx, person_id: UUID) -> str:
    return actions.sign_off_key(tx.get_one(Person, person_id))
