"""A school's criteria: written and changed by its staff, offered to everyone, kept as they stood."""

import pytest

from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.rubrics import actions, queries
from hub.rubrics.actions import Criteria
from tests.support.school import School

CLEAR = Criteria("Explaining", ("One can follow it", " ", "Numbers stand where they help"))


def test_staff_write_criteria_and_everyone_at_the_school_is_offered_them(school: School) -> None:
    maya, rivera, chidi = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
    (stranger,) = school.another().people(stranger="teacher of 8A")
    rivera.does(actions.write_rubric, CLEAR)
    for someone in (maya, rivera, chidi):
        (offered,) = someone.reads(queries.offered)
        assert (offered.name, offered.criteria, offered.number) == ("Explaining", ["One can follow it", "Numbers stand where they help"], 1)
    assert stranger.reads(queries.offered) == []


def test_a_change_is_a_version_and_a_stale_one_overwrites_nothing(school: School) -> None:
    (rivera, boateng) = school.people(rivera="teacher of 7B", boateng="teacher of 7B")
    rubric = rivera.does(lambda tx: actions.write_rubric(tx, CLEAR).id)
    boateng.does(actions.change_rubric, rubric, Criteria("Explaining well", ("One can follow it",)), 1)
    with pytest.raises(Conflict):
        rivera.does(actions.change_rubric, rubric, Criteria("Mine", ("Other",)), 1)
    boateng.does(actions.change_rubric, rubric, Criteria("Explaining well", ("One can follow it",)), 2)
    sheet = rivera.reads(queries.sheet, rubric)
    assert (sheet.rubric.number, [one.name for one in sheet.earlier]) == (2, ["Explaining"])
    assert not sheet.earlier[0].current


def test_what_has_ended_is_not_offered_and_can_be_again(school: School) -> None:
    (rivera,) = school.people(rivera="teacher of 7B")
    rubric = rivera.does(lambda tx: actions.write_rubric(tx, CLEAR).id)
    rivera.does(actions.end_rubric, rubric)
    assert rivera.reads(queries.offered) == []
    assert [one.ended is not None for one in rivera.reads(queries.all_of_them)] == [True]
    rivera.does(actions.end_rubric, rubric, False)
    assert len(rivera.reads(queries.offered)) == 1


def test_only_staff_look_after_them(school: School) -> None:
    maya, rivera, chidi = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
    (stranger,) = school.another().people(stranger="teacher of 8A")
    rubric = rivera.does(lambda tx: actions.write_rubric(tx, CLEAR).id)
    for someone in (maya, chidi):
        for refused in (lambda tx: actions.write_rubric(tx, CLEAR), queries.all_of_them, lambda tx: queries.sheet(tx, rubric)):
            with pytest.raises(Forbidden):
                someone.does(refused)
        with pytest.raises(Forbidden):
            someone.does(actions.change_rubric, rubric, CLEAR, 1)
        with pytest.raises(Forbidden):
            someone.does(actions.end_rubric, rubric)
    with pytest.raises(NotFound):
        stranger.does(actions.end_rubric, rubric)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (Criteria(" ", ("One",)), "name"),
        (Criteria("n" * 81, ("One",)), "name"),
        (Criteria("Name", ()), "criteria"),
        (Criteria("Name", ("  ",)), "criteria"),
        (Criteria("Name", ("x" * 201,)), "criteria"),
        (Criteria("Name", tuple(str(n) for n in range(11))), "criteria"),
    ],
)
def test_what_cannot_be_criteria_says_where_and_leaves_nothing(small_school: School, given: Criteria, field: str) -> None:
    (rivera,) = small_school.people(rivera="teacher of 7B")
    with pytest.raises(Invalid) as refusal:
        rivera.does(actions.write_rubric, given)
    assert refusal.value.field == field
    assert rivera.reads(queries.all_of_them) == []
