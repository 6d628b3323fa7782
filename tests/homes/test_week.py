"""My week: what I said I'd do, what waits for me, what I owe someone, and one suggestion."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from uuid import UUID

from hub.clock import now
from hub.database import Tx
from hub.goals import actions as goals
from hub.goals import queries as pages
from hub.goals import steps
from hub.goals.actions import Wish
from hub.homes import queries
from hub.homes.week import Week, week
from hub.loops import actions as loops
from hub.projects import actions, milestones
from tests.loops.test_costs import open_up
from tests.projects.test_projects import class_of, project_of
from tests.support import many
from tests.support.school import School, Someone
from tests.support.statements import Statements
from tests.teams.test_teams import team_of

Count = Callable[[], AbstractContextManager[Statements]]


def begins(someone: Someone, title: str, *audience: UUID, **more: object) -> UUID:
    return someone.does(lambda tx: goals.begin(tx, Wish(title=title, audience=audience, **more)).id)  # type: ignore[arg-type]


def steps_of(someone: Someone, goal: UUID) -> list[UUID]:
    return [step.id for step in someone.reads(lambda tx: pages.page(tx, goal).item.steps)]


def in_days(someone: Someone, days: int) -> date:
    return someone.reads(lambda tx: tx.today) + timedelta(days=days)


def test_what_is_due_first_stands_on_top_and_what_was_just_ticked_stays(school: School) -> None:
    (maya,) = school.people(maya="student")
    begins(maya, "Some day", steps=("Think",))
    soon = begins(maya, "By Friday", due=in_days(maya, 5), steps=("One", "Two", "Three", "Four", "Five", "Six"))
    stepwise = begins(maya, "Step by step")
    maya.does(steps.add, stepwise, "Tomorrow", in_days(maya, 1))
    begins(maya, "Far away", due=in_days(maya, 90))
    begins(maya, "Nearly there", due=in_days(maya, 13))
    promises = maya.reads(week).promises
    assert [one.title for one in promises] == ["Step by step", "By Friday", "Nearly there", "Some day"]
    assert ([step.words for step in promises[1].steps], promises[1].more) == (["One", "Two", "Three", "Four"], 2)
    maya.does(steps.tick, steps_of(maya, soon)[1], True)
    shown = maya.reads(week).promises[1].steps
    assert [(step.words, step.done is not None) for step in shown][:3] == [("One", False), ("Two", True), ("Three", False)]
    maya.clock = now() + timedelta(hours=13)
    assert [step.words for step in maya.reads(week).promises[1].steps] == ["One", "Three", "Four", "Five"]
    maya.clock = None
    maya.does(goals.bring_to_an_end, stepwise, "reached", "")
    assert "Step by step" not in [one.title for one in maya.reads(week).promises]


def test_what_waits_for_me_and_what_i_owe(school: School) -> None:
    maya, rivera, chidi = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
    item = maya.writes("…", school.teachers(), maya.family)
    maya.does(loops.ask, loops.Ask(item=item, people=(rivera.id, chidi.id), question="Is it clear?"))
    assert [one.question for one in chidi.reads(week).owed] == ["Is it clear?"]
    assert maya.reads(week).owed == []
    said = rivera.says(item, "Very")
    assert [one.said.id for one in maya.reads(week).open] == [said]
    assert (rivera.reads(week).owed, rivera.reads(week).open) == ([], [])
    maya.does(loops.respond, said, "adopted", "Yes")
    assert maya.reads(week).open == []


def why(someone: Someone) -> str | None:
    found = someone.reads(week).suggestion
    return found.why if found else None


def test_one_suggestion_by_plain_rules_and_else_none(school: School) -> None:
    maya, rivera, chidi = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
    assert (why(maya), why(rivera), why(chidi)) == (None, None, None)
    maya.clock = now() - timedelta(days=20)
    item = maya.writes("…")
    maya.clock = now() - timedelta(days=8)
    goal = begins(maya, "Be heard")
    maya.clock = None
    assert why(maya) == "steps"
    maya.does(steps.add, goal, "Write one line")
    assert why(maya) == "check_in"
    maya.does(goals.check_in, goal, 3)
    assert why(maya) == "share"
    maya.shares(item, school.teachers())
    assert why(maya) is None
    request = maya.does(loops.ask, loops.Ask(item=item, people=(rivera.id,)))
    rivera.says(item, "Very")
    told = maya.reads(week).suggestion
    assert told
    assert (told.why, told.item_id) == ("thanks", item)
    assert "Ms Rivera" in told.words
    maya.does(loops.thank, request.id, rivera.id)
    assert why(maya) is None


def test_a_goal_that_stays_without_steps_stands_in_the_way_of_no_other_thought(school: School) -> None:
    (maya,) = school.people(maya="student")
    maya.clock = now() - timedelta(days=20)
    bare, stepwise = begins(maya, "Read more"), begins(maya, "Be heard", steps=("One",))
    maya.does(goals.check_in, bare, 3)
    maya.clock = now() - timedelta(days=8)
    assert why(maya) == "steps"
    maya.clock = now() - timedelta(days=6)
    maya.does(goals.check_in, bare, 3)
    maya.clock = None
    found = maya.reads(week).suggestion
    assert found
    assert (found.why, found.item_id) == ("check_in", stepwise)
    maya.does(goals.check_in, stepwise, 3)
    assert why(maya) == "share"
    begins(maya, "Begun today")
    assert why(maya) == "steps"


def test_nobody_finds_anothers_week_in_theirs(school: School) -> None:
    maya, rivera, jonas = school.people(maya="student", rivera="teacher of maya", jonas="student")
    begins(maya, "Be heard", school.teachers(), steps=("One",))
    assert rivera.reads(week) == jonas.reads(week) == Week([], [], 0, [], [], None)


def test_the_home_has_it(school: School) -> None:
    (maya,) = school.people(maya="student")
    begins(maya, "Be heard", steps=("One",))
    assert [one.title for one in maya.reads(queries.home).week.promises] == ["Be heard"]


def test_it_costs_the_same_however_much_there_is(school: School, statements: Count) -> None:
    maya, rivera, _chidi = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
    counts = []
    for more in (5, 15, 80):
        open_up(maya, rivera, (school.teachers(), maya.family), more)

        def grow(tx: Tx, more: int = more) -> None:
            made = many.goals(tx, maya, more)
            many.steps(tx, made, "One", "Two")
            many.check_ins(tx, made)

        maya.does(grow)
        for someone in (maya, rivera):
            someone.reads(week)
            with statements() as seen:
                someone.reads(week)
            counts.append(seen.count)
    mine = maya.reads(week)
    assert min(len(mine.promises), mine.further, len(mine.open), len(rivera.reads(week).owed)) > 5
    assert counts == counts[:2] * 3, counts
    assert max(counts) <= 20, counts


def test_a_project_under_way_stands_there_with_what_comes_next(small_school: School) -> None:
    maya, jonas, chidi, rivera = small_school.people(maya="student", jonas="student", chidi="guardian of maya", rivera="teacher of maya")
    project = project_of(rivera, class_of(small_school))
    team_of(rivera, project, "Bees", maya)
    today = rivera.reads(lambda tx: tx.today)
    for question, days in (("Whose was it?", -3), ("Who drinks it?", 9), ("Where is its spring?", 2), ("Who listens?", None)):
        due = None if days is None else today + timedelta(days=days)
        rivera.does(milestones.add, project, milestones.Marked(key_question=question, due=due))

    def coming(someone: Someone) -> list[tuple[str, str]]:
        return [(one.title, one.next.key_question if one.next else "") for one in someone.reads(week).projects]

    assert coming(maya) == []
    rivera.does(actions.move_on, project, "active")
    assert coming(maya) == coming(rivera) == [("The river", "Whose was it?")], "It is late."
    assert coming(jonas) == coming(chidi) == []
    rivera.does(actions.move_on, project, "archived")
    assert coming(rivera) == []
