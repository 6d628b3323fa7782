"""Where the teams of a project stand, for those who look after them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from hub.clock import now
from hub.errors import NotFound
from hub.events import home_topic, last_seq
from hub.ids import new_id
from hub.need_to_knows import actions as wonders
from hub.people.faces import Face
from hub.projects import milestones, standing
from hub.projects.stuck import Card, Question, busy, stuck
from hub.tasks import actions as tasks
from hub.tasks.models import TaskColumn
from hub.teams import actions as teams
from hub.teams.models import TeamMember
from hub.teams.queries import Member, ShownTeam
from tests.projects.test_projects import class_of, project_of
from tests.support.school import School, Someone
from tests.support.statements import Statements
from tests.teams.test_teams import room_of, team_of

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def card(column: TaskColumn = "todo", due: int | None = None, **given: object) -> Card:
    """`due`: so many days ago."""
    words = {"owner_id": None, "made_by": new_id(), "created": NOW - timedelta(30), "done": None, **given}
    return Card(new_id(), "Ask the farmer", column, None if due is None else DAY - timedelta(due), **words)  # type: ignore[arg-type]


def question(stage: str, days: int, by: UUID | None = None) -> Question:
    return Question(new_id(), "Whose mud?", stage, new_id(), NOW - timedelta(30), by, NOW - timedelta(days))


@pytest.mark.parametrize(
    ("column", "due", "late"), [("todo", 0, False), ("todo", 1, True), ("review", 9, True), ("done", 9, False), ("doing", None, False)]
)
def test_a_card_is_late_after_its_day_until_it_is_done(column: TaskColumn, due: int | None, late: bool) -> None:
    assert card(column, due).is_late(DAY) is late


def test_what_has_stood_for_long_is_stuck_the_longest_first() -> None:
    team = ShownTeam(new_id(), new_id(), "Bees", True, [], [], new_id(), 0, False, frozenset())
    cards = [card("doing", 5), card("review", 3), card("doing", 2), card("todo", 20), card("done", 20), card("doing")]
    asked = [question("investigating", 8), question("investigating", 6), question("open", 20), question("answered", 20)]
    found = stuck(team, [], cards, asked, NOW, DAY)
    assert [(one.words, one.href) for one in found] == [
        ("Looking into “Whose mud?” for 8 days", f"/need-to-knows/{asked[0].id}"),
        ("The card “Ask the farmer” is 5 days past its day", f"{team.href}/board#task-{cards[0].id}"),
        ("The card “Ask the farmer” is 3 days past its day", f"{team.href}/board#task-{cards[1].id}"),
    ]


def test_who_did_something_on_the_board_or_with_a_question_is_busy() -> None:
    since, someone, another, third = NOW - standing.QUIET, new_id(), new_id(), new_id()
    cards = [
        card("done", owner_id=someone, done=NOW),
        card(made_by=another, created=NOW),
        card("done", owner_id=third, done=NOW - timedelta(9)),
    ]
    assert busy(cards, [question("answered", 2, someone), question("answered", 9, third)], since) == {someone, another}
    assert busy([], [question("investigating", 2, third)], since) == {third}


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
    maya.does(lambda tx: tasks.add(tx, bees, "todo", tasks.Planned(title="Ask the farmer")).id)

    def weeks_ago(tx: object) -> None:
        for one in tx.query(TeamMember):  # type: ignore[attr-defined]
            one.since -= timedelta(days=20)

    school.work(weeks_ago)
    found = rivera.reads(standing.page, project)
    first, second = found.teams
    assert [one.team.name for one in found.teams] == ["Bees", "Ants"]
    assert [face.called for face in first.quiet] == ["Jonas"]
    assert [face.called for face in second.quiet] == ["Amina"]
    assert (first.late, first.team.unread, first.cards, first.questions) == (1, 1, {"todo": 1}, {}), "What is written alone is not counted."
    assert found.words == "2 teams: 2 are late, Amina and Jonas are quiet this week"
    assert [one.words for one in first.stuck] == ["“Where from?” is 2 days late"]
    assert (first.spoken is not None, second.spoken) == (True, None)
    maya.does(lambda tx: wonders.reveal(tx, room).id)
    assert rivera.reads(standing.page, project).teams[0].questions == {"open": 1}


def test_it_costs_the_same_however_many_teams_there_are(
    small_school: School, statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    (rivera,) = small_school.people(rivera="teacher of 7B")
    pupils = small_school.people(**{f"p{n}": "student" for n in range(20)})
    project = project_of(rivera, class_of(small_school))
    rivera.does(lambda tx: milestones.add(tx, project, milestones.Marked(key_question="Where from?", product="A map")).id)
    counts = []
    for number, pupil in enumerate(pupils, 1):
        room = room_of(pupil, team_of(rivera, project, f"Team {number}", pupil))
        pupil.says(room, "Hello.")
        if number in (1, 5, 20):
            rivera.reads(standing.page, project)
            with statements() as seen:
                assert len(rivera.reads(standing.page, project).teams) == number
            counts.append(seen.count)
    assert counts[0] == counts[1] == counts[2] <= 22


def test_its_teacher_is_told_of_what_moves_there_and_no_other_is(school: School) -> None:
    maya, jonas, rivera, far = school.people(maya="student", jonas="student", rivera="teacher of maya", far="teacher of 8A")
    project = project_of(rivera, class_of(school))
    bees = team_of(rivera, project, "Bees", maya)
    room = room_of(maya, bees)

    def told(who: Someone) -> int:
        return who.reads(lambda tx: last_seq(tx, home_topic(tx.viewer.id)))

    def moves(act: Callable[[], object]) -> None:
        before = told(rivera), told(far)
        act()
        assert told(rivera) > before[0]
        assert told(far) == before[1], "Who teaches others hears nothing."

    card = maya.does(lambda tx: tasks.add(tx, bees, "todo", tasks.Planned(title="Ask the farmer")).id)
    moves(lambda: maya.does(lambda tx: tasks.move(tx, card, "doing").id))
    moves(lambda: maya.says(room, "The mud has a colour."))
    moves(lambda: maya.does(lambda tx: wonders.reveal(tx, room).id))
    asked = maya.does(lambda tx: wonders.ask(tx, room, "Whose mud is it?").id)
    moves(lambda: maya.does(lambda tx: wonders.take_up(tx, asked).id))
    moves(lambda: rivera.does(lambda tx: teams.put_in(tx, bees, jonas.id).id))
    moves(lambda: jonas.does(lambda tx: teams.leave(tx, bees).id))
