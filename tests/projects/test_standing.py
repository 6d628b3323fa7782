"""Where the teams of a project stand, for those who look after them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from hub.clock import now
from hub.database import Tx
from hub.errors import NotFound
from hub.events import home_topic, last_seq
from hub.handins import actions as handins
from hub.ids import new_id
from hub.need_to_knows import actions as wonders
from hub.people.faces import Face
from hub.people.models import Person
from hub.projects import milestones, standing
from hub.projects.stuck import Card, Question, Stuck, busy, stuck
from hub.tasks import actions as tasks
from hub.tasks.models import TaskColumn
from hub.teams import actions as teams
from hub.teams import agreed, contracts
from hub.teams.models import TeamMember
from hub.teams.queries import Member, ShownTeam
from tests.projects.test_projects import class_of, project_of
from tests.support.school import School, Someone
from tests.support.statements import Statements
from tests.teams.test_handing_in import hand_in, made_by, milestone_of
from tests.teams.test_teams import room_of, team_of

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
EMPTY = standing.TeamStanding(
    team=ShownTeam(new_id(), new_id(), "Bees", True, [], [], new_id(), 0, False, frozenset()),
    **{name: [] for name in ("way", "waits", "quiet", "stuck")},
    questions={},
    cards={},
    cards_late=0,
    spoken=None,
)


def card(column: TaskColumn = "todo", due: int | None = None, **given: object) -> Card:
    """`due`: so many days ago."""
    words = {"owner_id": None, "made_by": new_id(), "created": NOW - timedelta(30), **dict.fromkeys(("done", "moved", "moved_by")), **given}
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


def test_what_waits_in_review_for_more_than_three_days_is_stuck_where_that_is_known() -> None:
    team = ShownTeam(new_id(), new_id(), "Bees", True, [], [], new_id(), 0, False, frozenset())
    four = NOW - timedelta(4)
    cards = [card("review", moved=four), card("review", moved=NOW - timedelta(3)), card("review"), card("doing", moved=four)]
    found = stuck(team, [], cards, [], NOW, DAY)
    assert [(one.words, one.href) for one in found] == [
        ("“Ask the farmer” has been in review for 4 days", f"{team.href}/board#task-{cards[0].id}")
    ]
    assert [one.words for one in stuck(team, [], [card("review", 5, moved=four)], [], NOW, DAY)] == [
        "The card “Ask the farmer” is 5 days past its day"
    ], "Once for a card."


def test_what_was_taken_back_is_said_before_its_lateness(small_school: School) -> None:
    maya, rivera = small_school.people(maya="student", rivera="teacher of maya")
    project = project_of(rivera, class_of(small_school))
    bees = team_of(rivera, project, "Bees", maya)
    spring = milestone_of(rivera, project, "Where is its spring?", -2)
    assert standing_words(rivera, project) == ["“Where is its spring?” is 2 days late"]
    hand_in(maya, spring, bees, made_by(maya, bees, spring), 1)
    assert standing_words(rivera, project) == []
    maya.does(lambda tx: handins.take_back(tx, spring, bees).id)
    assert standing_words(rivera, project) == ["“Map” was taken back, and not handed in again"]


def standing_words(someone: Someone, project: UUID) -> list[str]:
    [team] = someone.reads(standing.page, project).teams
    return [one.words for one in team.stuck]


def test_three_things_that_are_stuck_are_shown_and_more_are_counted() -> None:
    things = [Stuck(f"{n}", "/", n) for n in range(5)]
    team = msgspec.structs.replace(EMPTY, stuck=things)
    assert (team.first_stuck, team.more_stuck) == (things[:3], 2)
    assert msgspec.structs.replace(EMPTY, stuck=things[:3]).more_stuck == 0


def test_who_only_moves_cards_or_hands_in_is_not_quiet_and_who_was_deactivated_is_left_out(school: School) -> None:
    maya, jonas, amina, elsa, rivera = school.people(
        maya="student", jonas="student", amina="student", elsa="student", rivera="teacher of maya"
    )
    project = project_of(rivera, class_of(school))
    bees = team_of(rivera, project, "Bees", maya, jonas, amina, elsa)
    spring = milestone_of(rivera, project)
    moved = rivera.does(lambda tx: tasks.add(tx, bees, "todo", tasks.Planned(title="Ask the farmer")).id)
    work = made_by(maya, bees, spring)
    ago(school)
    assert quiet_in(rivera, project) == ["Amina", "Elsa", "Jonas", "Maya"]
    maya.does(lambda tx: tasks.move(tx, moved, "doing").id)
    hand_in(jonas, spring, bees, work, 1)
    school.change(Person, elsa.id, deactivated=now())
    assert quiet_in(rivera, project) == ["Amina"]
    [team] = rivera.reads(standing.page, project).teams
    assert [one.face.called for one in team.team.members] == ["Amina", "Jonas", "Maya"]
    assert [one.face.called for one in team.team.before] == ["Elsa"], "That she was in it is kept."
    maya.does(lambda tx: contracts.write(tx, bees, "We listen.", 0).id)
    assert "Elsa" not in [face.called for face in maya.reads(lambda tx: agreed.of_teams(tx, [bees])[bees]).missing]


def quiet_in(someone: Someone, project: UUID) -> list[str]:
    [team] = someone.reads(standing.page, project).teams
    return [face.called for face in team.quiet]


def ago(school: School) -> None:
    """Who is in a team has been so for three weeks."""

    def job(tx: Tx) -> None:
        for one in tx.query(TeamMember):
            one.since -= timedelta(days=20)

    school.work(job)


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
    ago(school)
    found = rivera.reads(standing.page, project)
    first, second = found.teams
    assert [one.team.name for one in found.teams] == ["Bees", "Ants"]
    assert [face.called for face in first.quiet] == ["Jonas"]
    assert [face.called for face in second.quiet] == ["Amina"]
    assert (first.late, first.team.unread, first.cards, first.questions) == (1, 1, {"todo": 1}, {}), "What is written alone is not counted."
    assert msgspec.structs.replace(found, teams=[msgspec.structs.replace(EMPTY, cards_late=1)]).words == "1 team: 1 card is late"
    assert found.words == "2 teams: 2 are late with a milestone, Amina and Jonas are quiet this week"
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
