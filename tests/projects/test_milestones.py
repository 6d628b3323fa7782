"""The milestones of a project, as plain functions, on both databases."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from hub import chores
from hub.clock import now
from hub.database import Tx
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.files.store import LocalStore
from hub.ids import new_id
from hub.items import actions as items
from hub.projects import milestones
from hub.projects.milestones import MOST, Marked
from hub.projects.models import Milestone
from tests.projects.test_projects import class_of, project_of, shown
from tests.support.school import School, Someone


def add(someone: Someone, project: UUID, *questions: str, **more: Any) -> list[UUID]:
    def one(tx: Tx, question: str) -> UUID:
        return milestones.add(tx, project, Marked(key_question=question), **more).id

    return [someone.does(one, question) for question in questions]


def said(someone: Someone, project: UUID) -> list[str]:
    return [one.key_question for one in shown(someone, project).milestones]


def test_milestones_stand_in_a_line_and_move_along_it(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    project = project_of(rivera, class_of(school))
    one, two, three = add(rivera, project, "One?", "Two?", "Three?")
    for which, by, line in (
        (one, 1, ["Two?", "One?", "Three?"]),
        (three, -9, ["Three?", "Two?", "One?"]),
        (three, 10**9, ["Two?", "One?", "Three?"]),
        (two, 0, ["Two?", "One?", "Three?"]),
    ):
        rivera.does(milestones.move, which, by)
        assert said(maya, project) == line
    rivera.does(milestones.take_away, one)
    assert said(maya, project) == said(rivera, project) == ["Two?", "Three?"]
    add(rivera, project, "Four?")
    rivera.does(milestones.put_back, one)
    rivera.does(milestones.put_back, one)
    assert said(maya, project) == ["Two?", "One?", "Three?", "Four?"]
    for act in (
        lambda tx: milestones.add(tx, project, Marked(key_question="Mine?")),
        lambda tx: milestones.change(tx, one, Marked(key_question="Mine?")),
        lambda tx: milestones.move(tx, one, 1),
        lambda tx: milestones.take_away(tx, one),
        lambda tx: milestones.put_back(tx, one),
    ):
        with pytest.raises(Forbidden):
            maya.does(act)


def test_a_milestone_is_asked_anew_and_two_windows_never_overwrite_each_other(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    project = project_of(rivera, class_of(school))
    [id_] = add(rivera, project, " Where  is it? ")
    opened = shown(rivera, project).milestones[0]
    assert (opened.key_question, opened.product, opened.due) == ("Where is it?", "", None)
    anew = Marked(key_question="Where is its spring?", product="A map", due=date(2031, 4, 1))
    rivera.does(milestones.change, id_, anew, opened.edition)
    rivera.does(milestones.change, id_, anew, opened.edition)
    for field, value in (("key_question", "Whose?"), ("product", "A film"), ("due", None)):
        with pytest.raises(Conflict, match="another window"):
            rivera.does(milestones.change, id_, msgspec.structs.replace(anew, **{field: value}), opened.edition)
    seen = shown(maya, project).milestones[0]
    assert (seen.key_question, seen.product, seen.due) == ("Where is its spring?", "A map", date(2031, 4, 1))
    rivera.does(milestones.change, id_, Marked(key_question="Whose?"))
    assert said(maya, project) == ["Whose?"]
    for wrong in (Marked(key_question="\u200b"), Marked(key_question="x" * 301), Marked(key_question="Q", product="x" * 301)):
        with pytest.raises(Invalid):
            rivera.does(milestones.change, id_, wrong)
        with pytest.raises(Invalid):
            rivera.does(milestones.add, project, wrong)
    rivera.does(milestones.take_away, id_)
    with pytest.raises(milestones.TakenAway, match="Put it back first"):
        rivera.does(milestones.change, id_, anew, opened.edition)
    with pytest.raises(NotFound):
        rivera.does(milestones.change, id_, anew)
    assert rivera.reads(milestones.project_of, id_) == project


def test_one_piece_of_writing_adds_one_milestone_and_thirty_are_enough(school: School) -> None:
    (rivera,) = school.people(rivera="teacher of 7B")
    project, writing = project_of(rivera), new_id()
    assert add(rivera, project, "Once?", "Once?", writing=writing)[0] == shown(rivera, project).milestones[0].id
    assert said(rivera, project) == ["Once?"]
    first = shown(rivera, project).milestones[0].id
    school.work(lambda tx: tx.add_all(Milestone(project_id=project, place=n, key_question="Q?", created=tx.now) for n in range(1, MOST)))
    with pytest.raises(Invalid, match="30 milestones"):
        add(rivera, project, "One more?")
    rivera.does(milestones.take_away, first)
    add(rivera, project, "One more?")
    with pytest.raises(Invalid, match="30 milestones"):
        rivera.does(milestones.put_back, first)


def test_the_milestones_of_a_project_are_there_for_its_readers_alone(school: School, tmp_path: Path) -> None:
    maya, rivera, boateng = school.people(maya="student", rivera="teacher of maya", boateng="teacher of 8A")
    project = project_of(rivera, class_of(school))
    kept, away = add(rivera, project, "Kept?", "Away?")
    rivera.does(milestones.take_away, away)
    for act in (milestones.take_away, milestones.put_back, milestones.project_of):
        with pytest.raises(NotFound):
            boateng.does(act, kept)
        with pytest.raises(NotFound):
            rivera.does(act, new_id())
    assert [someone.reads(lambda tx: tx.get(Milestone, away)) for someone in (maya, rivera)] == [None, None]
    rivera.does(items.withdraw, project)
    assert [someone.reads(lambda tx: tx.get(Milestone, kept) is not None) for someone in (maya, rivera)] == [False, True]
    rivera.does(items.put_back, project)
    rivera.does(items.delete, project)
    for which in (kept, away):
        with pytest.raises(Conflict, match="Bring it back"):
            rivera.does(milestones.put_back, which)
    rivera.does(items.bring_back, project)
    chore = next(one for one in chores.CHORES if one.name == "milestones long taken away")
    assert chore.do(school.database, LocalStore(tmp_path)) == 0
    school.change(Milestone, away, taken=now() - timedelta(days=31))
    assert chore.do(school.database, LocalStore(tmp_path)) == 1
    assert said(rivera, project) == ["Kept?"]
    with pytest.raises(NotFound):
        rivera.does(milestones.put_back, away)
