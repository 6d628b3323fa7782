"""Every route × role has a declared outcome: a route that is not in this table fails, and so does another answer."""

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

from hub import migrations
from hub.app import create_app
from hub.database import Database, Tx
from hub.demo.school import DEMO, fill
from hub.feedback.models import Message
from hub.files.models import File
from hub.files.store import LocalStore
from hub.goals.models import Goal, Step
from hub.identity import actions as identity
from hub.identity.keys import digest
from hub.identity.queries import recognise
from hub.items.models import Item
from hub.loops.models import FeedbackRequest
from hub.people.models import Class, Person
from hub.rubrics.models import Rubric
from hub.safeguarding import actions as safeguarding
from hub.safeguarding.models import Report
from hub.settings import Settings, load
from hub.slices import Place
from hub.viewer import Claim

ROLES = ("nobody", "maya", "jonas", "rivera", "boateng", "chidi", "karin", "haddad")
"""Somebody who isn't signed in; the learner; a classmate; her teacher; a teacher of hers with whom nothing of it is shared;
her father; another child's mother; the school's admin."""

# {item}: Maya's reflection, shared with the teachers of 7B and her family. {own}: one that only she sees. {message}: hers, in the
# thread of {item}. {goal}: Maya's, shared as {item} is, with its first {step}. {teachers}: Ms Rivera's, hers alone. {file}: the
# photo of {item}. {person}: Jonas. {class}: 7B. {report}: of {message}, by her father. {feedback}: what Ms Rivera, the {teacher},
# said about {item}; {request}: Maya's to her, on a letter that only teachers see. {rubric}: the school's.
# 200 looked, 201 and 204 done, 303 done or led elsewhere (nobody: to the sign-in page), 401 sign in first,
# 403 seen but not theirs, 404 not there for them, 422 something is missing in what was sent, 405 not in this way.
TABLE = """
#                                                             nobody maya jonas rivera boateng chidi karin haddad
GET /                                                         303 200 200 200 200 200 200 200
GET /waiting                                                  303 200 200 200 200 200 200 200
GET /answering                                                303 303 303 303 303 303 303 303
GET /answering/{turn}                                         303 200 200 200 200 200 200 200
GET /answering/{turn}/left                                    303 200 200 200 200 200 200 200
GET /answering/{nothing}                                      303 404 404 404 404 404 404 404
GET /space                                                    303 200 200 200 200 200 200 200
GET /health/live                                              200 200 200 200 200 200 200 200
GET /health/ready                                             200 200 200 200 200 200 200 200
GET /static/{nothing}                                         404 404 404 404 404 404 404 404
GET /sign-in                                                  200 200 200 200 200 200 200 200
GET /join                                                     200 200 200 200 200 200 200 200
GET /join/{code}                                              404 404 404 404 404 404 404 404
GET /forgotten                                                200 200 200 200 200 200 200 200
GET /begin                                                    404 404 404 404 404 404 404 404
GET /notifications                                            303 200 200 200 200 200 200 200
GET /letters/{code}                                           404 404 404 404 404 404 404 404
GET /you                                                      303 200 200 200 200 200 200 200
GET /you/tokens                                               303 200 200 200 200 200 200 200
GET /reports                                                  303 403 403 200 200 403 403 200
GET /reports/{report}                                         303 404 404 200 404 403 404 200
GET /classes                                                  303 403 403 200 200 403 403 200
GET /classes/{class}                                          303 403 403 200 200 403 403 200
GET /classes/{class}/roster                                   303 403 403 200 200 403 403 200
GET /classes/{class}/invite                                   303 403 403 200 403 403 403 200
GET /people                                                   303 403 403 200 200 403 403 200
GET /people/invite                                            303 403 403 403 403 403 403 200
GET /people/school                                            303 403 403 403 403 403 403 200
GET /people/{person}                                          303 403 403 200 200 403 403 200
GET /people/{person}/space                                    303 200 200 200 200 404 200 200
GET /reflections/new                                          303 200 200 200 200 200 200 200
GET /reflections/{item}                                       303 200 404 200 404 200 404 404
GET /reflections/{own}                                        303 200 404 404 404 404 404 404
GET /reflections/{item}/history                               303 200 404 200 404 200 404 404
GET /reflections/{item}/edit                                  303 200 404 403 404 403 404 404
GET /goals/new                                                303 200 200 200 200 200 200 200
GET /goals/{goal}                                             303 200 404 200 404 200 404 404
GET /goals/{teachers}                                         303 404 404 200 404 404 404 404
GET /goals/{goal}/history                                     303 200 404 200 404 200 404 404
GET /goals/{goal}/edit                                        303 200 404 403 404 403 404 404
GET /artifacts/import                                         303 200 200 200 200 200 200 200
GET /artifacts/new                                            303 200 200 200 200 200 200 200
GET /artifacts/{artifact}                                     303 200 404 200 404 200 404 404
GET /artifacts/{artifact}/history                             303 200 404 200 404 200 404 404
GET /artifacts/{artifact}/edit                                303 200 404 403 404 403 404 404
GET /artifacts/{artifact}/compare                             303 200 404 200 404 200 404 404
GET /artifacts/{artifact}/versions/new                        303 200 404 403 404 403 404 404
GET /artifacts/{artifact}/versions/{number}                   303 200 404 200 404 200 404 404
GET /items/{item}                                             303 303 404 303 404 303 404 404
GET /items/{own}                                              303 303 404 404 404 404 404 404
GET /items/{item}/audience                                    303 200 404 403 404 403 404 404
GET /loops                                                    303 200 200 200 200 200 200 200
GET /items/{item}/ask                                         303 200 404 403 404 403 404 404
GET /messages/{feedback}/respond                              303 200 404 403 404 403 404 404
GET /messages/{message}/respond                               303 403 404 403 404 403 404 404
GET /rubrics                                                  303 403 403 200 200 403 403 200
GET /rubrics/new                                              303 403 403 200 200 403 403 200
GET /rubrics/{rubric}/edit                                    303 403 403 200 200 403 403 200
GET /items/{item}/reply                                       303 200 404 200 404 200 404 404
GET /messages/{message}/edit                                  303 200 404 403 404 403 404 404
GET /messages/{message}/history                               303 200 404 200 404 200 404 404
GET /messages/{message}/report                                303 200 404 200 404 200 404 404
GET /messages/{message}/hide                                  303 403 404 200 404 403 404 404
GET /files/{file}/{size}                                      303 200 404 200 404 200 404 404
GET /graphql                                                  400 400 400 400 400 400 400 400
POST /graphql                                                 401 200 200 200 200 200 200 200
PUT /graphql                                                  405 405 405 405 405 405 405 405
PATCH /graphql                                                405 405 405 405 405 405 405 405
DELETE /graphql                                               405 405 405 405 405 405 405 405
HEAD /graphql                                                 405 405 405 405 405 405 405 405
PUT /drafts/{place}                                           401 200 200 200 200 200 200 200
DELETE /drafts/{place}                                        401 204 204 204 204 204 204 204
GET /uploads/{item}                                           303 404 404 404 404 404 404 404
POST /uploads/{item}                                          401 404 404 404 404 404 404 404
PATCH /uploads/{item}                                         412 412 412 412 412 412 412 412
DELETE /uploads/{item}                                        412 412 412 412 412 412 412 412
POST /uploads                                                 412 412 412 412 412 412 412 412
POST /files                                                   401 422 422 422 422 422 422 422
DELETE /files/{file}                                          401 204 204 204 204 204 204 204
POST /reflections                                             401 422 422 422 422 422 422 422
POST /reflections/{item}/edit                                 401 409 404 403 404 403 404 404
POST /goals                                                   401 422 422 422 422 422 422 422
POST /goals/{goal}/edit                                       401 409 404 403 404 403 404 404
POST /goals/{goal}/steps step=Ask                             401 303 404 403 404 403 404 404
POST /goals/{goal}/check-ins confidence=3                     401 303 404 403 404 403 404 404
POST /goals/{goal}/help words=How                             401 303 404 403 404 403 404 404
POST /goals/{goal}/helped                                     401 303 404 403 404 403 404 404
POST /goals/{goal}/evidence item={item}                       401 303 404 403 404 403 404 404
POST /goals/{goal}/evidence/away item={item}                  401 303 404 403 404 403 404 404
POST /steps/{step}/tick done=yes                              401 303 404 403 404 403 404 404
POST /steps/{step}/change                                     401 422 404 403 404 403 404 404
POST /steps/{step}/change step=Ask                            401 303 404 403 404 403 404 404
POST /steps/{step}/move to=later                              401 303 404 403 404 403 404 404
POST /steps/{step}/away                                       401 303 404 403 404 403 404 404
POST /steps/{step}/put-back                                   401 303 404 403 404 403 404 404
POST /goals/{goal}/end                                        401 422 404 422 404 422 404 404
POST /goals/{goal}/end progress=reached                       401 303 404 403 404 403 404 404
POST /artifacts/import                                        401 200 200 200 200 200 200 200
POST /artifacts                                               401 422 422 422 422 422 422 422
POST /artifacts title=Poem words=Bends                        401 303 303 303 303 303 303 303
POST /artifacts/{artifact}/edit                               401 409 404 403 404 403 404 404
POST /artifacts/{artifact}/edit title=River version=1         401 303 404 403 404 403 404 404
POST /artifacts/{artifact}/versions                           401 422 404 403 404 403 404 404
POST /artifacts/{artifact}/versions words=New                 401 303 404 403 404 403 404 404
POST /items/{item}/messages words=Hello                       401 303 404 303 404 303 404 404
POST /items/{own}/messages words=Hello                        401 303 404 404 404 404 404 404
POST /items/{item}/reply other=tag                            401 303 404 303 404 303 404 404
POST /items/{item}/ask                                        401 422 404 403 404 403 404 404
POST /requests/{request}/thank person={teacher}               401 409 404 403 404 404 404 404
POST /requests/{request}/remind person={teacher}              401 409 404 403 404 404 404 404
POST /requests/{request}/withdraw                             401 303 404 403 404 404 404 404
POST /messages/{feedback}/respond                             401 422 404 403 404 403 404 404
POST /messages/{feedback}/respond outcome=adopted why=Yes     401 303 404 403 404 403 404 404
POST /rubrics                                                 401 403 403 422 422 403 403 422
POST /rubrics name=New criteria=One                           401 403 403 303 303 403 403 303
POST /rubrics/{rubric}/edit name=Now criteria=One version=9   401 403 403 409 409 403 403 409
POST /rubrics/{rubric}/end                                    401 403 403 303 303 403 403 303
POST /rubrics/{rubric}/offer                                  401 403 403 303 303 403 403 303
POST /items/{item}/read                                       401 303 404 303 404 303 404 404
POST /messages/{message}/edit words=Changed version=1         401 303 404 403 404 403 404 404
POST /messages/{message}/report why=Odd                       401 403 404 303 404 303 404 404
POST /messages/{message}/hide why=Odd                         401 403 404 303 404 403 404 404
POST /messages/{message}/show                                 401 403 404 303 404 403 404 404
POST /messages/{message}/withdraw                             401 303 404 403 404 403 404 404
POST /reports/{report}/hide                                   401 404 404 422 404 403 404 422
POST /reports/{report}/hide why=Odd                           401 404 404 303 404 403 404 303
POST /reports/{report}/show                                   401 404 404 303 404 403 404 303
POST /reports/{report}/close                                  401 404 404 303 404 403 404 303
POST /items/{item}/withdraw                                   401 303 404 403 404 403 404 404
POST /items/{item}/put-back                                   401 303 404 403 404 403 404 404
POST /items/{item}/delete                                     401 303 404 403 404 403 404 404
POST /items/{item}/bring-back                                 401 303 404 403 404 403 404 404
POST /items/{item}/audience                                   401 303 404 403 404 403 404 404
POST /classes name=8A                                         401 403 403 403 403 403 403 303
POST /classes/{class}/invite names=Ola_Nordmann role=student  401 403 403 422 403 403 403 422
POST /classes/{class}/roster person={person}                  401 403 403 403 403 403 403 422
POST /classes/{class}/roster/{person}/end                     401 403 403 403 403 403 403 303
POST /classes/{class}/codes                                   401 403 403 200 403 403 403 200
POST /people/invite names=Ola_Nordmann role=student           401 403 403 403 403 403 403 422
POST /people/school                                           401 403 403 403 403 403 403 422
POST /people/school name=Elm time_zone=UTC languages=en       401 403 403 403 403 403 403 303
POST /people/{person}/slip                                    401 403 403 200 403 404 403 200
POST /people/{person}/names name=Jonas_Lind called=Jonas      401 403 403 403 403 404 403 303
POST /people/{person}/roles role=student                      401 403 403 403 403 404 403 422
POST /people/{person}/guardians                               401 403 403 403 403 404 403 422
POST /people/{person}/guardians/{guardian}/approve            401 403 403 403 403 404 403 303
POST /people/{person}/guardians/{guardian}/end                401 403 403 403 403 404 403 303
POST /people/{person}/deactivate                              401 403 403 403 403 404 403 303
POST /people/{person}/reactivate                              401 403 403 403 403 404 403 303
POST /notifications/seen                                      401 303 303 303 303 303 303 303
POST /letters/{code}                                          404 404 404 404 404 404 404 404
POST /letters/{code}/again                                    404 404 404 404 404 404 404 404
POST /you/letters kind=never                                  401 303 303 303 303 303 303 303
POST /you/email                                               401 422 422 422 422 422 422 422
POST /you/language language=en                                401 303 303 303 303 303 303 303
POST /you/password                                            401 422 422 422 422 422 422 422
POST /you/places/{item}/end                                   401 404 404 404 404 404 404 404
POST /you/tokens                                              401 422 422 422 422 422 422 422
POST /you/tokens/{item}/end                                   401 404 404 404 404 404 404 404
POST /begin                                                   404 404 404 404 404 404 404 404
POST /forgotten name=nobody                                   200 200 200 200 200 200 200 200
POST /join                                                    422 422 422 422 422 422 422 422
POST /join/{code}                                             404 404 404 404 404 404 404 404
POST /sign-in                                                 422 422 422 422 422 422 422 422
POST /sign-out                                                303 303 303 303 303 303 303 303
POST /sign-out-everywhere                                     401 401 401 401 401 401 401 401
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str], dict[str, str]]:
    """A demo school in a folder to be copied; the ids of the table's words; a session secret for each role."""
    folder = tmp_path_factory.mktemp("demo")
    settings = _settings(folder)
    migrations.upgrade(settings.database)
    database = Database(settings.database, recognise)
    try:
        fill(database, LocalStore(folder / "files"))
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


class Row:
    """A line of the table. What a form must hold stands behind its path: `POST /items/{item}/messages words=Hello`."""

    def __init__(self, line: str) -> None:
        words = line.split()
        codes = words[-len(ROLES) :]
        self.method, self.path, *boxes = words[: -len(ROLES)]
        self.boxes = dict(box.split("=", 1) for box in boxes)
        self.outcomes = {role: int(code) for role, code in zip(ROLES, codes, strict=True)}


def rows() -> list[Row]:
    return [Row(line) for line in TABLE.splitlines() if line.strip() and not line.startswith("#")]


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
    return {
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
