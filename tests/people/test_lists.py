"""Thirty people at once, from a pasted list."""

from typing import Any

import pytest
from sqlalchemy import func, select

from hub.errors import Forbidden, Gone, Invalid, NotFound
from hub.identity import invitations
from hub.identity.invitations import Given
from hub.identity.keys import digest
from hub.people import classes, lists, office, queries
from hub.people.models import Person
from hub.viewer import Claim
from tests.people.school import Town, hashed


def look(town: Town, who: str, kind: Any, text: str, *, school: bool = False) -> lists.Looked:
    return town.database.read_now(town.enter(who), lists.look, kind, None if school else town.bees, text)


def invite(town: Town, who: str, kind: Any, text: str, *, school: bool = False) -> list[Given]:
    return town.by(town.enter(who), lists.invite, kind, None if school else town.bees, text)


def count(town: Town) -> int:
    return town.do(lambda tx: tx.scalar(select(func.count()).select_from(Person))) or 0


def test_thirty_students_each_get_a_name_a_code_and_a_place_on_the_roster(town: Town) -> None:
    text = "\n".join(f"Student Number{n}" for n in range(30))
    given = invite(town, "rivera", "student", text)

    assert len({one.code for one in given}) == 30
    assert given[0].sign_in_name == "student.number0"
    roster = town.by(town.enter("rivera"), classes.roster, town.bees)
    assert (len(roster.students), roster.waiting) == (32, 30)
    signed_in = town.do(invitations.use, given[7].code, hashed("kite bee otter"), shared=True, device="", old=None)
    me = town.database.read_now(Claim("session", digest(signed_in.secret)), lambda tx: tx.viewer)
    assert (me.name, me.called, me.roles) == ("Student Number7", "Student", frozenset({"student"}))


def test_names_that_many_share_and_names_from_everywhere_get_sign_in_names(town: Town) -> None:
    looked = look(town, "rivera", "student", "Maya Okafor\nMaya Okafor\nZoë Ó Briain\n李小龍\nנועה לוי\nJosé\tjose.p\n  \n\nO'Neil, Shay")
    assert [line.sign_in_name for line in looked.lines] == [
        "maya.okafor",
        "maya.okafor2",
        "zoe.o.briain",
        "李小龍",
        "נועה.לוי",
        "jose.p",
        "shay",
    ]
    assert looked.good
    assert looked.lines[0].remark
    assert looked.lines[1].remark
    assert looked.lines[5].number == 6


def test_problems_stand_beside_their_lines_and_nobody_is_invited(town: Town) -> None:
    text = "Good One\nTwo, maya\nThree, a b\n\u202e\u200b\nFour, four, five\nSix, six\nSeven, SIX"
    looked = look(town, "rivera", "student", text)
    assert [bool(line.problem) for line in looked.lines] == [False, True, True, True, True, False, True]
    before = count(town)
    with pytest.raises(Invalid):
        invite(town, "rivera", "student", text)
    assert count(town) == before


@pytest.mark.parametrize("text", ["", " \n\t\n", "x\n" * 101])
def test_an_empty_or_endless_list_is_refused(town: Town, text: str) -> None:
    with pytest.raises(Invalid):
        look(town, "rivera", "student", text)


def test_the_second_step_makes_what_the_first_one_showed_and_only_once(town: Town) -> None:
    looked = look(town, "rivera", "student", "Zoë Kim\nSam Bo, sammy")
    again = looked.again()
    assert again == "Zoë Kim; zoe.kim\nSam Bo; sammy"
    assert [one.sign_in_name for one in invite(town, "rivera", "student", again)] == ["zoe.kim", "sammy"]
    with pytest.raises(Invalid):
        invite(town, "rivera", "student", again)


def test_a_family_that_a_teacher_invites_waits_for_an_admin(town: Town) -> None:
    text = "Ngozi Okafor, mother, Maya Okafor"
    assert look(town, "rivera", "guardian", text).waits
    (given,) = invite(town, "rivera", "guardian", text)
    signed_in = town.do(invitations.use, given.code, hashed("kite bee otter"), shared=True, device="", old=None)
    ngozi = Claim("session", digest(signed_in.secret))

    def sees_maya() -> bool:
        return town.database.read_now(ngozi, lambda tx: tx.get(Person, town.ids["maya"])) is not None

    assert not sees_maya()
    links = town.by(town.enter("ada"), queries.card, town.ids["maya"]).guardians
    assert [(link.relation, link.approved) for link in links] == [("father", True), ("mother", False)]
    town.by(town.enter("ada"), office.approve_guardianship, town.ids["maya"], given.person_id)
    assert sees_maya()


def test_a_family_that_an_admin_invites_is_approved(town: Town) -> None:
    invite(town, "ada", "guardian", "Ngozi Okafor; mother; maya\nNgozi Okafor; mother; ben", school=True)
    for student in ("maya", "ben"):
        links = town.by(town.enter("ada"), queries.card, town.ids[student]).guardians
        assert ("Ngozi Okafor", True) in [(link.person.name, link.approved) for link in links]
    assert town.do(lambda tx: tx.scalar(select(func.count()).where(Person.name == "Ngozi Okafor"))) == 1


def test_a_guardian_who_is_here_already_is_only_linked(town: Town) -> None:
    looked = look(town, "ada", "guardian", "C. Okafor, uncle, Ben Li, chidi", school=True)
    assert looked.good
    assert looked.lines[0].name == "Chidi Okafor"
    assert invite(town, "ada", "guardian", looked.again(), school=True) == []
    assert town.by(town.enter("ada"), queries.card, town.ids["ben"]).guardians[0].person.id == town.ids["chidi"]


@pytest.mark.parametrize(
    "line",
    ["Ngozi", "Ngozi, mother", "Ngozi, mother, Nobody Here", "Ngozi, mother, Olu Ade", "Ngozi, mother, Ms Rivera", "N, m, Ben Li, ben"],
)
def test_a_guardian_without_a_student_of_the_class_is_a_problem(town: Town, line: str) -> None:
    assert look(town, "rivera", "guardian", line).lines[0].problem


def test_a_teacher_invites_students_and_families_of_their_class_only(town: Town) -> None:
    for who, kind, school in (
        ("rivera", "teacher", False),
        ("rivera", "admin", False),
        ("rivera", "student", True),
        ("stone", "student", False),
        ("maya", "student", False),
        ("chidi", "guardian", False),
    ):
        with pytest.raises((Forbidden, NotFound)):
            invite(town, who, kind, "Some One", school=school)
    invite(town, "ada", "teacher", "Mx Fox")
    assert "Mx Fox" in [one.face.name for one in town.by(town.enter("ada"), classes.roster, town.bees).teachers]


def test_a_lost_sheet_is_printed_anew_and_the_lost_codes_end(town: Town) -> None:
    (first,) = invite(town, "rivera", "student", "Zoë Kim")
    (second,) = town.by(town.enter("rivera"), office.new_codes, town.bees)
    assert second.sign_in_name == "zoe.kim"
    assert first.code != second.code
    with pytest.raises(Gone):
        town.do(invitations.welcome, first.code)
    with pytest.raises(Forbidden):
        town.by(town.enter("stone"), office.new_codes, town.bees)
