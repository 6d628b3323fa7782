"""The school that is measured: made by the hub's own actions, the same on every run."""

from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select, text

from hub.database import Database, Tx
from hub.feedback import actions as feedback
from hub.feedback.models import Message
from hub.identity import actions as identity
from hub.identity.keys import digest
from hub.items.actions import principal_of
from hub.people import actions as people
from hub.reflections import actions as reflections
from hub.reflections import queries as prompts
from hub.viewer import Claim, System

BENCH = System("bench")
WORDS = (
    "We filled one jar on Monday and one **after the rain**, and held both against the window. "
    "I thought the rain would make the river cleaner. It did the opposite, and I think the mud comes from the new path. "
)


class School(msgspec.Struct, frozen=True):
    """`secrets` are what a cookie holds, by sign-in name: maya (student), rivera (teacher), chidi (guardian), haddad (admin)."""

    id: UUID
    class_id: UUID
    people: dict[str, UUID]
    secrets: dict[str, str]
    reflections: list[UUID]
    """Maya's, shared with her teachers and her family; each has three messages, one by each of them."""
    messages: list[UUID]
    """Maya's own."""

    def claim(self, name: str) -> Claim:
        return Claim("session", digest(self.secrets[name]))


ROLES = {"maya": "student", "rivera": "teacher", "chidi": "guardian", "haddad": "admin"}


def build(database: Database, many: int) -> School:
    """A class of `many` students besides Maya, each with one reflection; `many` reflections of hers with three messages each."""
    school_id, class_id, made = database.write_now(BENCH, _people, many)
    secrets = {
        name: database.write_now(BENCH, identity.new_session, id_, timedelta(days=1), "bench", shared=False).secret
        for name, id_ in made.items()
    }
    school = School(school_id, class_id, {name: made[name] for name in ROLES}, secrets, [], [])
    audience = (
        database.read_now(BENCH, principal_of, "teachers", class_id),
        database.read_now(BENCH, principal_of, "family", made["maya"]),
    )
    school.reflections.extend(database.write_now(school.claim("maya"), _reflect, audience, many))
    for name in made.keys() - ROLES.keys():
        database.write_now(school.claim(name), _reflect, audience[:1], 1)
    for name in ("rivera", "chidi", "maya"):
        said = database.write_now(school.claim(name), _answer, school.reflections)
    school.messages.extend(said)
    _count_tables(database)
    return school


def _count_tables(database: Database) -> None:
    """PostgreSQL plans by what it has counted, and counts by itself some minute after a table was filled: after a school's, before ours."""
    if database.doors.engine.dialect.name == "postgresql":
        with database.doors.engine.begin() as connection:
            connection.execute(text("ANALYZE"))


def _people(tx: Tx, many: int) -> tuple[UUID, UUID, dict[str, UUID]]:
    school = people.open_school(tx, "Riverside School", "Europe/London", ["en"])
    made = {
        name: people.add_person(tx, school.id, f"{name.title()} Lind", name.title(), name, (role,))  # type: ignore[arg-type]
        for name, role in (ROLES | {f"student{n}": "student" for n in range(many)}).items()
    }
    bees = people.open_class(tx, school.id, "7B")
    for name, person in made.items():
        if ROLES.get(name, "student") == "student":
            people.enrol(tx, bees, person, "student")
    people.enrol(tx, bees, made["rivera"], "teacher")
    people.link_guardian(tx, made["chidi"], made["maya"], "father", made["haddad"].id)
    return school.id, bees.id, {name: person.id for name, person in made.items()}


def _reflect(tx: Tx, audience: tuple[UUID, ...], many: int) -> list[UUID]:
    questions = next(one for one in prompts.sets(tx) if one.key == "what")
    answers = {prompt.key: WORDS * 2 for prompt in questions.prompts}
    begun = tx.now
    made = []
    for number in range(many):
        tx.now = begun + timedelta(seconds=number)
        written = reflections.Written(prompts=questions.id, answers=answers, title=f"What the jars showed me, {number}", audience=audience)
        made.append(reflections.post(tx, written).id)
    tx.now = begun
    return made


def _answer(tx: Tx, items: list[UUID]) -> list[UUID]:
    return [feedback.add_message(tx, item, feedback.Answer(WORDS)).id for item in items]


def all_words(database: Database) -> list[str]:
    """What all messages say, sorted: equal for two databases that were told the same."""
    return sorted(database.read_now(BENCH, lambda tx: list(tx.scalars(select(Message.words)))))
