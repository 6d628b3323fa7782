"""A project beside the school that is measured: its team, with a room full of talk, a full board, questions and a way to go."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select

from benchmarks.school import WORDS, School
from hub.database import Database, Tx
from hub.feedback import actions as feedback
from hub.items.actions import principal_of
from hub.need_to_knows import actions as need_to_knows
from hub.need_to_knows.queries import EACH
from hub.projects import actions as projects
from hub.projects import milestones
from hub.rooms import pins
from hub.rooms.models import Room
from hub.tasks import actions as tasks
from hub.teams import actions as teams


class Project(msgspec.Struct, frozen=True):
    """Of one team, in which Maya is."""

    id: UUID
    team: UUID
    room: UUID
    task: UUID
    need_to_know: UUID


def build(database: Database, school: School, many: int) -> Project:
    """Ms Rivera's, with her class: `many` cards, questions and messages, and a third as many other teams."""
    students = [id_ for name, id_ in school.people.items() if name == "maya"]
    project, team, room = database.write_now(school.claim("rivera"), _begin, school.class_id, students, many)
    said = database.write_now(school.claim("rivera"), _talk, room, many)
    task, question = database.write_now(school.claim("maya"), _work, team, room, many)
    database.write_now(school.claim("maya"), _pin, said[: pins.MOST])
    return Project(project, team, room, task, question)


def addresses(project: Project) -> Iterator[tuple[str, str, str]]:
    """Of its pages, as benchmarks.pages has them."""
    for name in ("maya", "rivera"):
        yield "/", "/", name
        yield "/projects", "/projects", name
        yield "/projects/<id>", f"/projects/{project.id}", name
        yield "/projects/<id>/questions", f"/projects/{project.id}/questions", name
        yield "/teams/<id>/contract", f"/teams/{project.team}/contract", name
        yield "/rooms/<id>", f"/rooms/{project.room}", name
        yield "/rooms/<id>/milestones", f"/rooms/{project.room}/milestones", name
        yield "/rooms/<id>/board", f"/rooms/{project.room}/board", name
        yield "/rooms/<id>/questions", f"/rooms/{project.room}/questions", name
        yield "/tasks/<id>", f"/tasks/{project.task}", name
        yield "/need-to-knows/<id>", f"/need-to-knows/{project.need_to_know}", name
    yield "/", "/", "chidi"
    yield "/projects/<id>/standing", f"/projects/{project.id}/standing", "rivera"
    yield "/projects/<id>/mentors", f"/projects/{project.id}/mentors", "rivera"
    yield "/teams/<id>", f"/teams/{project.team}", "rivera"


def _begin(tx: Tx, class_id: UUID, members: list[UUID], many: int) -> tuple[UUID, UUID, UUID]:
    design = projects.Design(
        title="Our river", driving_question="Who does our river belong to?", audience=(principal_of(tx, "class", class_id),)
    )
    project = projects.begin(tx, design).id
    for number in range(min(many, milestones.MOST)):
        due = tx.today + timedelta(days=number)
        milestones.add(tx, project, milestones.Marked(key_question=f"What lives at bend {number}?", product="A map", due=due))
    projects.move_on(tx, project, "active")
    team = teams.make(tx, project, teams.Made(name="Bees", people=tuple(members))).id
    for number in range(many // 3):
        teams.make(tx, project, teams.Made(name=f"Team {number}"))
    tx.flush()
    return project, team, tx.scalars(select(Room.id).where(Room.team_id == team)).one()


def _talk(tx: Tx, room: UUID, many: int) -> list[UUID]:
    return [feedback.add_message(tx, room, feedback.Answer(WORDS)).id for _ in range(many)]


def _work(tx: Tx, team: UUID, room: UUID, many: int) -> tuple[UUID, UUID]:
    for number in range(many):
        task = tasks.add(tx, team, "todo", tasks.Planned(title=f"Jar {number}", owner=tx.viewer.id, due=tx.today))
        if number < EACH:
            question = need_to_knows.ask(tx, room, f"What is in jar {number}?")
    need_to_knows.reveal(tx, room)
    return task.id, question.id


def _pin(tx: Tx, said: list[UUID]) -> None:
    for message in said:
        pins.pin(tx, message)
