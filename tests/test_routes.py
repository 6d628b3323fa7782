"""Every route × role has a declared outcome: a route that is not in routes_table.py fails, and so does another answer."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import select

from hub.app import create_app
from hub.database import Database, Tx
from hub.demo.school import DEMO
from hub.feedback.models import Message, MessagePin
from hub.files.models import File
from hub.goals.models import Goal, Step
from hub.identity import actions as identity
from hub.identity.keys import digest
from hub.identity.queries import recognise
from hub.items.models import Item
from hub.loops.models import FeedbackRequest
from hub.mentors.models import MentorAsk, Mentorship, Offer
from hub.need_to_knows.models import NeedToKnow
from hub.people.models import Class, Person
from hub.projects.models import Milestone, Project
from hub.rooms.models import Room
from hub.rubrics.models import Rubric
from hub.safeguarding import actions as safeguarding
from hub.safeguarding.models import Report
from hub.settings import Settings, load
from hub.slices import Place
from hub.tasks.models import Task
from hub.teams.models import Team
from hub.viewer import Claim
from tests.routes_table import ROLES, Row, rows
from tests.support.databases import Databases
from tests.support.demo import open_demo


@pytest.fixture(scope="module")
def demo(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str], dict[str, str]]:
    """A demo school in a folder to be copied; the ids of the table's words; a session secret for each role."""
    folder = tmp_path_factory.mktemp("demo")
    settings = _settings(folder)
    databases.sqlite.copy_to(folder / "trellis.sqlite3")
    open_demo(settings.database, folder)
    database = Database(settings.database, recognise)
    try:
        secrets = {name: database.write_now(DEMO, _sign_in, name) for name in ROLES[1:]}
        ids = database.read_now(DEMO, _ids)
        asked = Claim("session", digest(secrets["chidi"]))
        database.write_now(asked, lambda tx: safeguarding.report_message(tx, tx.get_one(Message, ids["message"]).id, "Please look."))
        ids["report"] = str(database.read_now(DEMO, lambda tx: tx.scalars(select(Report.id)).one()))
    finally:
        database.close()
    return folder, {name: str(id_) for name, id_ in ids.items()}, secrets


def test_every_route_is_in_the_table(demo: tuple[Path, dict[str, str], dict[str, str]], tmp_path: Path) -> None:
    with running(demo[0], tmp_path) as client:
        routes = {f"{method} {_plain(route.path)}" for route in client.app.routes for method in getattr(route, "methods", ())}
    declared = {f"{row.method} {_plain(row.path)}" for row in rows()}
    undeclared = {route for route in routes if not route.startswith("OPTIONS ")} - declared
    assert not undeclared, f"No outcome is declared for: {sorted(undeclared)}"
    assert not declared - routes, f"No such route: {sorted(declared - routes)}"


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_is_declared(demo: tuple[Path, dict[str, str], dict[str, str]], role: str, tmp_path: Path) -> None:
    folder, ids, secrets = demo
    wrong = []
    with running(folder, tmp_path) as client:
        if role != "nobody":
            client.cookies.set("trellis", secrets[role])
        for row in rows():
            status = ask(client, row, ids)
            if status != row.outcomes.get(role):
                wrong.append(f"{row.method} {row.path}: {status}, declared {row.outcomes.get(role)}")
    assert not wrong, f"As {role}:\n" + "\n".join(wrong)


def ask(client: TestClient[Litestar], row: Row, ids: dict[str, str]) -> int:
    boxes = {name: value.format(**ids) for name, value in row.boxes.items()}
    program = row.path == "/graphql"
    headers = {"accept": "application/json" if program else "text/html", "sec-fetch-site": "same-origin"}
    sent: dict[str, Any] = {}
    if row.method == "PUT" and not program:
        sent = {"json": {"writing": ids["item"], "base": 0, "words": {}}}
    elif row.method == "POST":
        sent = {"json": {"query": "{ viewer { person { id } } }"}} if program else {"data": boxes}
    answer = client.request(row.method, row.path.format(**ids), headers=headers, follow_redirects=False, **sent)
    return answer.status_code


@contextmanager
def running(demo: Path, copy: Path) -> Iterator[TestClient[Litestar]]:
    folder = copy / "data"
    shutil.copytree(demo, folder)
    with TestClient(create_app(_settings(folder))) as client:
        yield client


def _settings(folder: Path) -> Settings:
    return load({"TRELLIS_DATA": os.fspath(folder), "TRELLIS_BASE_URL": "http://testserver.local"})


def _sign_in(tx: Tx, name: str) -> str:
    person = tx.scalars(select(Person).where(Person.sign_in_name == name)).one()
    return identity.new_session(tx, person.id, timedelta(days=1), "a test", shared=False).secret


def _ids(tx: Tx) -> dict[str, Any]:
    people = {person.sign_in_name: person.id for person in tx.scalars(select(Person))}
    item = tx.scalars(select(Item).where(Item.title == "What the jars showed me")).one()
    own = tx.scalars(select(Item).where(Item.owner_id == people["maya"], Item.title.startswith("I don't"))).one()
    message = tx.scalars(select(Message).where(Message.item_id == item.id, Message.author_id == people["maya"])).one()
    class_ = tx.scalars(select(Class).where(Class.name == "7B")).one()
    file = tx.scalars(select(File).where(File.item_id == item.id)).one()
    goal = tx.scalars(select(Goal).where(Goal.title.startswith("Explain what happens"))).one()
    project = tx.scalars(select(Project.id).where(Project.owner_id == people["rivera"])).one()
    team = tx.scalars(select(Team.id).where(Team.name == "Team Bees")).one()
    return {
        "project": project,
        "proposal": tx.scalars(select(Project.id).where(Project.owner_id == people["amina"])).one(),
        "mentor": people["brandt"],
        "mentorship": tx.scalars(select(Mentorship.id)).one(),
        "offer": tx.scalars(select(Offer.id)).one(),
        "ask": tx.scalars(select(MentorAsk.id)).one(),
        "milestone": tx.scalars(select(Milestone.id).where(Milestone.project_id == project, Milestone.place == 0)).one(),
        "team": team,
        "room": tx.scalars(select(Room.id).where(Room.team_id == team)).one(),
        "pinned": tx.scalars(select(MessagePin.message_id)).one(),
        "task": tx.scalars(select(Task.id).where(Task.team_id == team)).first(),
        "question": tx.scalars(select(NeedToKnow.id).where(NeedToKnow.title.startswith("Who decides"))).one(),
        "alone": tx.scalars(select(NeedToKnow.id).where(NeedToKnow.author_id == people["amina"])).one(),
        "open": tx.scalars(select(Team.id).where(Team.open)).one(),
        "artifact": tx.scalars(select(Item.id).where(Item.title == "Map of the river")).one(),
        "number": 2,
        "goal": goal.id,
        "step": tx.scalars(select(Step).where(Step.goal_id == goal.id).order_by(Step.place)).first().id,  # type: ignore[union-attr]
        "teachers": tx.scalars(select(Goal.id).where(Goal.owner_id == people["rivera"])).one(),
        "feedback": tx.scalars(select(Message.id).where(Message.item_id == item.id, Message.author_id == people["rivera"])).one(),
        "request": tx.scalars(select(FeedbackRequest.id).where(FeedbackRequest.until.is_not(None))).one(),
        "teacher": people["rivera"],
        "rubric": tx.scalars(select(Rubric.id)).one(),
        "item": item.id,
        "own": own.id,
        "message": message.id,
        "file": file.id,
        "person": people["jonas"],
        "guardian": people["karin"],
        "class": class_.id,
        "place": "reflection/new",
        "size": "page",
        "nothing": "nothing.css",
        "turn": Place(item.created, item.id).cursor,
        "code": "AAAA-AAAA-AAAA",
    }


def _plain(path: str) -> str:
    """A route's and a row's path in one spelling: the words in braces don't count."""
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))
