"""Where the teams of a project stand, for those who look after them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest

from hub.clock import now
from hub.errors import NotFound
from hub.ids import new_id
from hub.need_to_knows import actions as wonders
from hub.need_to_knows.models import NeedToKnow
from hub.people.faces import Face
from hub.projects import milestones, standing
from hub.tasks import actions as tasks
from hub.tasks.models import TaskColumn
from hub.teams.models import TeamMember
from hub.teams.queries import Member
from tests.projects.test_projects import class_of, project_of
from tests.support.school import School
from tests.support.statements import Statements
from tests.teams.test_teams import room_of, team_of

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("column", "due", "late"),
    [
        ("todo", DAY, False),
        ("todo", DAY - timedelta(1), True),
        ("review", DAY - timedelta(9), True),
        ("done", DAY - timedelta(9), False),
        ("doing", None, False),
    ],
)
def test_a_card_is_late_after_its_day_until_it_is_done(column: TaskColumn, due: date | None, late: bool) -> None:
    assert standing.is_late(column, due, DAY) is late


def test_who_came_lately_or_was_heard_of_is_not_quiet() -> None:
    since = now() - standing.QUIET
    old, new, heard = (Face(new_id(), name, name, frozenset({"student"})) for name in ("Old", "New", "Heard"))
    members = [
        Member(old, "", since - timedelta(days=1), None),
        Member(new, "", since + timedelta(days=1), None),
        Member(heard, "", since - timedelta(days=1), None),
    ]
    assert standing.quiet(members, {heard.id}, since) == [old]


def test_staff_see_what_waits_what_is_late_and_who_is_quiet(school: School) -> None:
    maya, jonas, amina, chidi, rivera, far = school.people(
        maya="student", jonas="student", amina="student", chidi="guardian of maya", rivera="teacher of maya", far="teacher of 8A"
    )
    project = project_of(rivera, class_of(school))
    for someone in (maya, chidi, far):
        with pytest.raises(NotFound):
            someone.reads(standing.page, project)
    assert rivera.reads(standing.page, project).teams == []
    bees = team_of(rivera, project, "Bees", maya, jonas)
    team_of(rivera, project, "Ants", amina)
    yesterday = (now() - timedelta(days=2)).date()
    rivera.does(lambda tx: milestones.add(tx, project, milestones.Marked(key_question="Where from?", product="A map", due=yesterday)).id)
    room = room_of(maya, bees)
    maya.says(room, "The mud has a colour.")
    maya.does(lambda tx: wonders.ask(tx, room, "Whose mud is it?", alone=True).id)
    maya.does(lambda tx: tasks.add(tx, bees, "todo", tasks.Planned(title="Ask the farmer", due=yesterday)).id)

    def weeks_ago(tx: object) -> None:
        for one in tx.query(TeamMember):  # type: ignore[attr-defined]
            one.since -= timedelta(days=20)

    def bees_now() -> standing.TeamStanding:
        return next(one for one in rivera.reads(standing.page, project).teams if one.team.id == bees)

    school.work(weeks_ago)
    found = rivera.reads(standing.page, project)
    first, second = found.teams
    assert [one.team.name for one in found.teams] == ["Bees", "Ants"]
    assert [face.called for face in first.quiet] == ["Jonas"]
    assert [face.called for face in second.quiet] == ["Amina"]
    assert (first.late, first.team.unread, first.cards, first.questions) == (1, 1, {"todo": 1}, {}), "What is written alone is not counted."
    assert found.words == "2 teams are late, 2 students are quiet this week"
    assert [(one.what, one.title, one.since) for one in first.stuck] == [("card", "Ask the farmer", yesterday)]
    assert (first.spoken is not None, second.spoken) == (True, None)
    done = jonas.does(lambda tx: tasks.add(tx, bees, "todo", tasks.Planned(title="Measure", owner=jonas.id)).id)
    jonas.does(lambda tx: tasks.move(tx, done, "done").id)
    assert bees_now().quiet == [], "Who finished a card is heard of."
    question = maya.does(lambda tx: wonders.ask(tx, room, "Who drinks it?").id)
    maya.does(lambda tx: wonders.reveal(tx, room).id)
    maya.does(lambda tx: wonders.take_up(tx, question).id)
    school.change(NeedToKnow, question, since=now() - timedelta(days=8))
    assert [one.title for one in bees_now().stuck] == ["Who drinks it?", "Ask the farmer"]
    maya.does(lambda tx: wonders.take_away(tx, question).id)
    assert rivera.reads(standing.page, project).teams[0].questions == {"open": 1}


def test_it_costs_the_same_however_many_teams_there_are(
    small_school: School, statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    (rivera,) = small_school.people(rivera="teacher of 7B")
    pupils = small_school.people(**{f"p{n}": "student" for n in range(20)})
    project = project_of(rivera, class_of(small_school))
    counts = []
    for number, pupil in enumerate(pupils, 1):
        room = room_of(pupil, team_of(rivera, project, f"Team {number}", pupil))
        pupil.says(room, "Hello.")
        if number in (5, 20):
            rivera.reads(standing.page, project)
            with statements() as seen:
                assert len(rivera.reads(standing.page, project).teams) == number
            counts.append(seen.count)
    assert counts[0] == counts[1] <= 30
