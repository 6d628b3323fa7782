"""What staff may do for people, and what others may not."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from hub.errors import Forbidden, Gone, Invalid, NotFound, NotSignedIn, Refusal
from hub.events import Event
from hub.identity import actions, invitations
from hub.identity.keys import digest
from hub.identity.queries import credentials
from hub.people import classes, office, queries
from hub.people.models import Class, Person
from hub.viewer import Claim
from tests.people.school import Town, hashed

Work = Callable[..., Any]


def refused(town: Town, who: str, work: Work, *args: Any) -> type[Refusal] | None:
    try:
        town.by(town.enter(who), work, *args)
    except Refusal as refusal:
        return type(refusal)
    return None


def test_a_slip_is_given_by_a_teacher_of_the_student_or_an_admin(town: Town) -> None:
    maya, rivera, ada = town.ids["maya"], town.ids["rivera"], town.ids["ada"]
    assert refused(town, "rivera", office.give_slip, maya) is None
    assert refused(town, "ada", office.give_slip, maya) is None
    assert refused(town, "ada", office.give_slip, rivera) is None
    assert refused(town, "stone", office.give_slip, maya) is Forbidden
    assert refused(town, "rivera", office.give_slip, town.ids["chidi"]) is Forbidden
    assert refused(town, "rivera", office.give_slip, ada) is Forbidden
    assert refused(town, "chidi", office.give_slip, maya) is Forbidden
    assert refused(town, "ben", office.give_slip, maya) is Forbidden
    assert refused(town, "olu", office.give_slip, maya) is NotFound
    assert refused(town, "ada", office.give_slip, ada) is Forbidden
    assert refused(town, "ada", office.give_slip, uuid4()) is NotFound
    assert refused(town, "ada", office.give_slip, None) is NotFound


def test_a_teacher_gives_no_slip_to_staff_even_in_their_own_class(town: Town) -> None:
    ada = town.enter("ada")
    town.by(ada, office.set_roles, town.ids["stone"], frozenset({"teacher", "student"}))
    town.by(ada, office.put_on_roster, town.bees, "stone", "student")
    assert refused(town, "rivera", office.give_slip, town.ids["stone"]) is Forbidden


def test_a_teacher_who_left_the_class_gives_no_slips(town: Town) -> None:
    town.by(town.enter("ada"), office.take_off_roster, town.bees, town.ids["rivera"])
    assert refused(town, "rivera", office.give_slip, town.ids["maya"]) is Forbidden


def test_deactivating_ends_everything_at_once(town: Town) -> None:
    phone, laptop = town.enter("maya"), town.enter("maya")
    _, key = town.by(phone, actions.make_my_token, "robot", 7)
    slip = town.by(town.enter("rivera"), office.give_slip, town.ids["maya"])
    town.by(town.enter("ada"), office.deactivate, town.ids["maya"])

    assert [town.signed_in(one) for one in (phone, laptop, Claim("token", digest(key)))] == [False, False, False]
    assert town.do(credentials, "maya") is None
    with pytest.raises(NotSignedIn):
        town.enter("maya")
    with pytest.raises(Gone):
        town.do(invitations.use, slip.code, hashed("x"), shared=False, device="", old=None)
    assert town.do(lambda tx: tx.scalars(select(Event.kind).where(Event.kind == "signed_out")).first())

    town.by(town.enter("ada"), office.reactivate, town.ids["maya"])
    assert town.signed_in(town.enter("maya"))
    assert not town.signed_in(phone)
    assert not town.signed_in(Claim("token", digest(key)))


@pytest.mark.parametrize("who", ["rivera", "chidi", "ben", "maya"])
def test_only_an_admin_deactivates(town: Town, who: str) -> None:
    assert refused(town, who, office.deactivate, town.ids["maya"]) is Forbidden
    assert town.person("maya").deactivated is None


def test_nobody_shuts_themselves_out(town: Town) -> None:
    assert refused(town, "ada", office.deactivate, town.ids["ada"]) is Forbidden
    assert refused(town, "ada", office.set_roles, town.ids["ada"], frozenset({"teacher"})) is Invalid


def held(town: Town, claim: Claim) -> set[str]:
    return set(town.by(claim, lambda tx: set(tx.viewer.held.values())))


def test_ending_a_guardianship_acts_at_once(town: Town) -> None:
    chidi = town.enter("chidi")
    assert "family" in held(town, chidi)
    town.by(town.enter("ada"), office.end_guardianship, town.ids["maya"], town.ids["chidi"])
    assert "family" not in held(town, chidi)
    assert town.by(chidi, lambda tx: tx.get(Person, town.ids["maya"])) is None
    assert refused(town, "ada", office.end_guardianship, town.ids["maya"], town.ids["chidi"]) is NotFound


def test_a_guardianship_that_ended_is_asked_anew(town: Town) -> None:
    ada = town.enter("ada")
    town.by(ada, office.end_guardianship, town.ids["maya"], town.ids["chidi"])
    town.by(ada, office.add_guardian, town.ids["maya"], " CHIDI ", "father")
    assert "family" in held(town, town.enter("chidi"))


@pytest.mark.parametrize("who", ["rivera", "chidi", "maya", "ben"])
def test_only_an_admin_links_and_cuts_families(town: Town, who: str) -> None:
    maya, chidi = town.ids["maya"], town.ids["chidi"]
    assert refused(town, who, office.end_guardianship, maya, chidi) is Forbidden
    assert refused(town, who, office.approve_guardianship, maya, chidi) is Forbidden
    assert refused(town, who, office.add_guardian, maya, "stone", "uncle") is Forbidden


@pytest.mark.parametrize(("student", "guardian"), [("maya", "nobody"), ("maya", "ben"), ("maya", "maya"), ("rivera", "chidi")])
def test_a_guardian_is_an_adult_of_a_student(town: Town, student: str, guardian: str) -> None:
    assert refused(town, "ada", office.add_guardian, town.ids[student], guardian, "") is Invalid


def test_roles_that_end_take_rosters_and_families_with_them(town: Town) -> None:
    ada = town.enter("ada")
    town.by(ada, office.set_roles, town.ids["chidi"], frozenset({"mentor"}))
    assert "family" not in held(town, town.enter("chidi"))
    town.by(ada, office.set_roles, town.ids["rivera"], frozenset({"guardian"}))
    assert "teachers" not in held(town, town.enter("rivera"))
    assert refused(town, "ada", office.set_roles, town.ids["rivera"], frozenset()) is Invalid


def test_a_roster_takes_all_or_none(town: Town) -> None:
    ada = town.enter("ada")
    with pytest.raises(Invalid, match="nobody"):
        town.by(ada, office.put_on_roster, town.ants, "maya nobody", "student")
    with pytest.raises(Invalid):
        town.by(ada, office.put_on_roster, town.ants, "chidi", "student")
    assert len(town.by(ada, classes.roster, town.ants).students) == 1
    town.by(ada, office.put_on_roster, town.ants, "Maya, ben\nmaya", "student")
    assert len(town.by(ada, classes.roster, town.ants).students) == 3


def test_classes_are_an_admins_to_make(town: Town) -> None:
    made = town.by(town.enter("ada"), office.start_class, "  River   project ")
    assert town.do(lambda tx: tx.get_one(Class, made.id).name) == "River project"
    assert refused(town, "rivera", office.start_class, "x") is Forbidden
    assert refused(town, "ada", office.start_class, "  \u200b ") is Invalid


@pytest.mark.parametrize("who", ["maya", "chidi"])
def test_only_staff_look_people_up(town: Town, who: str) -> None:
    for work in (queries.people, lambda tx: queries.card(tx, town.ids["ben"]), classes.classes, lambda tx: classes.roster(tx, town.bees)):
        assert refused(town, who, work) is Forbidden


def test_people_are_found_by_a_part_of_their_name(town: Town) -> None:
    rivera = town.enter("rivera")

    def names(*args: Any) -> list[str]:
        return [one.face.name for one in town.by(rivera, queries.people, *args).entries]

    assert names("oka") == ["Chidi Okafor", "Maya Okafor"]
    assert names("oka", "student") == ["Maya Okafor"]
    assert names("OLU") == ["Olu Ade"]
    assert names("%") == []
    assert names("_") == []
    assert names("", "nonsense") == sorted(names())


def test_a_long_list_goes_on_where_it_stopped(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    rivera = town.enter("rivera")
    seen, after = [], None
    while True:
        page = town.by(rivera, queries.people, "", "", after)
        seen += [one.face.name for one in page.entries]
        after = page.after
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 7


def test_a_page_of_people_costs_the_same_for_any_number(town: Town, statements: Any) -> None:
    rivera = town.enter("rivera")
    counts = []
    for wanted in ("maya", ""):
        with statements() as seen:
            town.database.read_now(rivera, queries.people, wanted)
        counts.append(seen.count)
    assert counts[0] == counts[1] <= 7, counts


def test_a_card_says_what_this_viewer_may_do(town: Town) -> None:
    def can(who: str, whom: str) -> set[str]:
        return set(town.by(town.enter(who), queries.card, town.ids[whom]).can)

    assert can("rivera", "maya") == {"give_slip"}
    assert can("stone", "maya") == set()
    assert can("ada", "maya") == {"give_slip", "deactivate", "manage"}
    assert can("ada", "ada") == {"manage"}
    assert town.by(town.enter("rivera"), queries.card, town.ids["maya"]).history == []
    assert town.by(town.enter("ada"), queries.card, town.ids["maya"]).guardians[0].relation == "father"


def test_a_key_does_nothing_of_an_office(town: Town) -> None:
    _, secret = town.do(lambda tx: actions.make_token(tx, town.ids["ada"], "robot", 7))
    robot = Claim("token", digest(secret))
    with pytest.raises(Forbidden):
        town.by(robot, office.give_slip, town.ids["maya"])
    with pytest.raises(Forbidden):
        town.by(robot, office.deactivate, town.ids["maya"])
    assert town.person("maya").deactivated is None
