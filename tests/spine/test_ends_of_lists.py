"""Lists that stand on a page as a whole have an end, however much there is: what is chosen, or newest, or first, is among it."""

from datetime import timedelta

from hub.database import Tx
from hub.goals import actions as goals
from hub.goals import choosing
from hub.goals import queries as goal_pages
from hub.homes import overview
from hub.safeguarding import actions as safeguarding
from hub.safeguarding import queries as reports
from hub.safeguarding.models import Look
from tests.support import many
from tests.support.school import School


def test_goals_to_choose_from_are_the_newest_and_the_chosen_one(school: School) -> None:
    (maya,) = school.people(maya="student")
    ids = maya.does(lambda tx: many.goals(tx, maya, choosing.MOST + 5))
    newest = ids[: -choosing.MOST - 1 : -1]
    assert [one.id for one in maya.reads(choosing.growing)] == newest
    assert [one.id for one in maya.reads(choosing.growing, chosen=ids[0])] == [*newest, ids[0]]
    assert [one.id for one in maya.reads(choosing.growing, chosen=ids[-1])] == newest
    maya.does(goals.change, ids[-1], goals.Wish(title="Goal", supports=ids[0]), 1)
    assert maya.reads(goal_pages.sheet_to_change, ids[-1]).larger[0].id == ids[0]


def test_of_much_that_waits_the_longest_waits_are_shown_and_the_others_counted(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    teachers = school.teachers()
    ids = school.work(lambda tx: many.goals(tx, maya, 9, teachers, waiting_since=tx.now))
    [one] = rivera.reads(overview.overview, school.classes["7B"]).learners
    assert [each.id for each in one.waiting] == sorted(ids)[: overview.WAITING]
    assert one.more_waiting == 9 - overview.WAITING


def test_of_those_who_looked_at_a_report_the_newest_are_shown(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    said = maya.says(maya.writes("…", school.teachers()), "You are slow")
    ids = [rivera.does(lambda tx: safeguarding.report_message(tx, said, "It hurts").id)]

    def looked(tx: Tx) -> None:
        tx.add_all(Look(report_id=ids[0], person_id=rivera.id, at=tx.now - timedelta(days=n)) for n in range(reports.LOOKS + 5))

    school.work(looked)
    found = rivera.reads(reports.opened, ids[0]).looks
    assert len(found) == reports.LOOKS
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert found[-1].at - found[0].at == timedelta(days=reports.LOOKS - 1)
