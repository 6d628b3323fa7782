"""A school in one line: `maya, chidi, rivera = school.people(maya="student", chidi="guardian of maya", rivera="teacher of maya")`.

Everyone acts through the real database with a claim of their own, by the very actions and queries that the faces call.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

import pytest

from hub.clock import now
from hub.database import Database, Tx
from hub.feedback import actions as feedback
from hub.feedback import queries as threads
from hub.files import actions as files
from hub.files.photos.rules import Photo, Rendition
from hub.identity.keys import digest
from hub.identity.models import BrowserSession
from hub.identity.queries import recognise
from hub.ids import new_id
from hub.items import actions as items
from hub.items import audiences
from hub.items import queries as shared
from hub.items.models import Item
from hub.people import actions as office
from hub.people.models import Class, Person
from hub.reflections import actions as reflections
from hub.reflections import queries as pages
from hub.viewer import Claim, System

P = ParamSpec("P")
T = TypeVar("T")
WORK = System("a test")
TITLES = {"teacher": "Ms ", "admin": "Ms "}


class Someone:
    """A person who is signed in."""

    def __init__(self, school: "School", key: str, id_: UUID) -> None:
        self.school, self.key, self.id = school, key, id_
        self.claim = Claim("session", digest(f"{id_} {key}"))
        self.clock: datetime | None = None

    def does(self, action: Callable[Concatenate[Tx, P], T], *args: P.args, **kw: P.kwargs) -> T:
        return self.school.database.write_now(self.claim, self._at(action), *args, **kw)

    def reads(self, query: Callable[Concatenate[Tx, P], T], *args: P.args, **kw: P.kwargs) -> T:
        return self.school.database.read_now(self.claim, self._at(query), *args, **kw)

    def _at(self, work: Callable[..., T]) -> Callable[..., T]:
        if self.clock is None:
            return work
        at = self.clock

        def then(tx: Tx, *args: Any, **kw: Any) -> T:
            tx.now = at
            return work(tx, *args, **kw)

        return then

    # ── Work and words ───────────────────────────────────────────────────────────────────────────────────────────────

    def writes(self, words: str = "We found a heron.", *audience: UUID, title: str = "", **more: Any) -> UUID:
        """Posts a reflection in their own words, for these principals (nobody, at first)."""
        return self.does(
            lambda tx: (
                reflections.post(
                    tx, reflections.Written(prompts=pages.sets(tx)[2].id, answers={"words": words}, title=title, audience=audience, **more)
                ).id
            )
        )

    def says(self, item: UUID, words: str, to: UUID | None = None, writing: UUID | None = None) -> UUID:
        return self.does(lambda tx: feedback.add_message(tx, item, feedback.Answer(words, writing, to)).id)

    def hears(self, item: UUID) -> list[str | None]:
        """What is said in the item's thread, as far as it is theirs to read."""
        return [said.words for said in self.thread(item).messages]

    def thread(self, item: UUID) -> threads.ShownThread:
        return self.reads(lambda tx: threads.thread(tx, shared.find(tx, item)))

    def shares(self, item: UUID, *audience: UUID) -> None:
        self.does(items.share, item, audience)

    def sees(self, item: UUID) -> bool:
        return self.reads(lambda tx: tx.get(Item, item) is not None)

    def audience(self, item: UUID) -> audiences.Audience:
        return self.reads(lambda tx: audiences.of_items(tx, [shared.find(tx, item)])[item])

    def shown(self, item: UUID) -> pages.Shown:
        return self.reads(lambda tx: pages.page(tx, item).item)

    @property
    def family(self) -> UUID:
        return self.school.principal("family", self.id)


def photo_of(someone: Someone, size: int = 1000, quota: int = 10**9) -> UUID:
    """A photo that they have given: its rows, with three renditions of this many bytes together. The store is not asked."""
    full, page, thumb = (Rendition(name, "image/webp", 40, 30, b"x" * (size // 4)) for name in ("full", "page", "thumb"))
    photo = Photo("jpeg", full._replace(bytes=b"x" * (size - 2 * (size // 4))), page, thumb)
    return someone.does(lambda tx: files.keep(tx, new_id(), photo, quota).id)


class School:
    """One school on a hub; `another()` opens a second on the same hub."""

    def __init__(self, database: Database, name: str = "Riverside") -> None:
        self.database = database
        self.id = self.work(lambda tx: office.open_school(tx, name, "Europe/London", ["en"]).id)
        self.name = name
        self.folk: dict[str, Someone] = {}
        self.classes: dict[str, UUID] = {}

    def another(self, name: str = "Hillside") -> "School":
        return School(self.database, name)

    def work(self, job: Callable[Concatenate[Tx, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """The hub's own."""
        return self.database.write_now(WORK, job, *args, **kw)

    def people(self, **who: str) -> tuple[Someone, ...]:
        """ "student", "student of 7B" (the class where none is said), "teacher of 8A", "teacher of maya", "guardian of maya",
        "unapproved guardian of maya", "admin". Names in the order given."""
        return self.work(lambda tx: tuple(self._person(tx, key, words) for key, words in who.items()))

    def principal(self, kind: str, subject: UUID) -> UUID:
        return self.work(lambda tx: items.principal_of(tx, kind, subject))

    def teachers(self, class_name: str = "7B") -> UUID:
        """The principal of a class's teachers."""
        return self.principal("teachers", self.classes[class_name])

    def change(self, model: type[Any], key: Any, **values: Any) -> None:
        """A row, as time or an office would change it."""

        def job(tx: Tx) -> None:
            row = tx.get_one(model, key)
            for name, value in values.items():
                setattr(row, name, value)

        self.work(job)

    def _person(self, tx: Tx, key: str, words: str) -> Someone:
        what, _of, whom = words.partition(" of ")
        role: Any = what.split()[-1]
        called = TITLES.get(role, "") + key.title()
        made = office.add_person(tx, self.id, f"{called} {self.name}", called, f"{key}.{self.name}".lower(), [role])
        someone = Someone(self, key, made.id)
        tx.add(BrowserSession(person_id=made.id, digest=someone.claim.digest, created=now(), expires=now() + timedelta(hours=9)))
        self.folk[key] = someone
        if role == "guardian" and whom:
            admin = None if "unapproved" in what else made.id
            office.link_guardian(tx, made, tx.get_one(Person, self.folk[whom].id), key, admin)
        elif role == "student":
            self._enrol(tx, made, whom or "7B", "student")
        elif role == "teacher" and whom:
            self._enrol(tx, made, "7B" if whom in self.folk else whom, "teacher")
        return someone

    def _enrol(self, tx: Tx, person: Person, name: str, role: Any) -> None:
        if name not in self.classes:
            self.classes[name] = office.open_class(tx, self.id, name).id
        office.enrol(tx, tx.get_one(Class, self.classes[name]), person, role)


@pytest.fixture
def school(database_url: str) -> Iterator[School]:
    """On each engine."""
    database = Database(database_url, recognise)
    yield School(database)
    database.close()


@pytest.fixture
def small_school(sqlite_url: str) -> Iterator[School]:
    """On SQLite alone: for what the database has no say in."""
    database = Database(sqlite_url, recognise)
    yield School(database)
    database.close()
