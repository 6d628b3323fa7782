"""Families follow what a team does and what their own child did in it: in words, and nothing of another child's."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from hub.artifacts import actions as artifacts
from hub.database import Tx
from hub.errors import NotFound
from hub.events import Event, EventTopic, home_topic
from hub.handins.models import HandIn
from hub.homes import together
from hub.homes.children import children
from hub.homes.together import Together
from hub.need_to_knows import actions as wonders
from hub.people import actions as office
from hub.people.models import Guardianship, Person, RoleHeld
from hub.projects import actions as projects
from hub.rooms import queries as rooms
from hub.tasks import actions as tasks
from hub.teams import actions as teams
from tests.projects.test_projects import class_of, project_of
from tests.support.school import School, Someone
from tests.support.statements import Statements
from tests.teams.test_handing_in import hand_in, made_by, milestone_of
from tests.teams.test_teams import room_of, team_of

Count = Callable[[], AbstractContextManager[Statements]]


class Bees:
    """Maya and Jonas in a team of Ms Rivera's project; Chidi is Maya's father, Karin Jonas's mother."""

    def __init__(self, school: School) -> None:
        self.maya, self.jonas, self.rivera, self.chidi, self.karin = school.people(
            maya="student", jonas="student", rivera="teacher of maya", chidi="guardian of maya", karin="guardian of jonas"
        )
        self.project = project_of(self.rivera, class_of(school))
        self.rivera.does(lambda tx: projects.move_on(tx, self.project, "active"))
        self.spring = milestone_of(self.rivera, self.project)
        milestone_of(self.rivera, self.project, "Who drinks it?", -2)
        self.team = team_of(self.rivera, self.project, "Bees", self.maya, self.jonas)
        self.room = room_of(self.maya, self.team)

    def card(self, someone: Someone, title: str) -> None:
        made = someone.does(lambda tx: tasks.add(tx, self.team, "doing", tasks.Planned(title=title, owner=someone.id)).id)
        someone.does(lambda tx: tasks.move(tx, made, "done").id)

    def finds_out(self, someone: Someone, question: str) -> UUID:
        made = someone.does(lambda tx: wonders.ask(tx, self.room, question).id)
        self.answers(someone, made, 1)
        return made

    def answers(self, someone: Someone, question: UUID, base: int) -> None:
        someone.does(lambda tx: wonders.answer(tx, question, wonders.Found(words="SECRET-ANSWER", base=base)).id)

    def followed(self, someone: Someone) -> Together:
        [child] = someone.reads(children)
        [team] = child.together
        return team


def deeds(team: Together) -> set[tuple[str, str]]:
    return {(one.what, one.words) for one in team.did}


def test_what_the_team_does_and_what_my_child_did_and_nothing_of_another(school: School) -> None:
    bees = Bees(school)
    bees.maya.says(bees.room, "SECRET-TALK")
    bees.maya.does(lambda tx: wonders.reveal(tx, bees.room).id)
    for someone, what in ((bees.maya, "heron"), (bees.jonas, "otter")):
        bees.card(someone, f"Draw the {what}")
        bees.finds_out(someone, f"Where does the {what} live?")
    work = made_by(bees.maya, bees.team, bees.spring)
    hand_in(bees.jonas, bees.spring, bees.team, work, 1)

    his = bees.followed(bees.chidi)
    assert (his.project, his.team, his.others, his.until) == ("The river", "Bees", ["Jonas"], None)
    assert [one.question for one in his.reached] == ["Where is its spring?"]
    assert his.coming is not None
    assert (his.coming.question, his.coming.late) == ("Who drinks it?", True)
    assert deeds(his) == {("card", "Draw the heron"), ("answered", "Where does the heron live?"), ("version", "Map")}
    hers = bees.followed(bees.karin)
    assert hers.others == ["Maya"]
    assert deeds(hers) == {("card", "Draw the otter"), ("answered", "Where does the otter live?"), ("handed_in", "Map")}
    told = msgspec.json.encode(his).decode()
    assert not re.search("SECRET|otter|[0-9a-f]{8}-[0-9a-f]{4}", told), "no id, no talk, and nothing of another child"
    with pytest.raises(NotFound):
        bees.chidi.reads(lambda tx: rooms.page(tx, bees.room))


def test_of_a_team_that_a_child_left_only_their_own_time(small_school: School) -> None:
    bees = Bees(small_school)
    bees.card(bees.maya, "Measure")
    bees.maya.does(lambda tx: teams.leave(tx, bees.team).id)
    hand_in(bees.jonas, bees.spring, bees.team, made_by(bees.jonas, bees.team, bees.spring), 1)
    left = bees.followed(bees.chidi)
    assert (left.until is not None, left.others, left.reached, left.coming) == (True, [], [], None)
    assert deeds(left) == {("card", "Measure")}


def test_what_got_another_name_after_a_child_left_is_told_without_it(school: School) -> None:
    bees = Bees(school)
    bees.maya.does(lambda tx: wonders.reveal(tx, bees.room).id)
    bees.card(bees.maya, "Measure")
    card = bees.maya.does(lambda tx: tasks.add(tx, bees.team, "doing", tasks.Planned(title="Draw", owner=bees.maya.id)).id)
    bees.maya.does(lambda tx: tasks.move(tx, card, "done").id)
    asked = bees.finds_out(bees.maya, "How deep?")
    work = made_by(bees.maya, bees.team, bees.spring)
    bees.maya.does(lambda tx: teams.leave(tx, bees.team).id)
    assert deeds(bees.followed(bees.chidi)) == {("card", "Measure"), ("card", "Draw"), ("answered", "How deep?"), ("version", "Map")}
    bees.jonas.does(lambda tx: tasks.change(tx, card, tasks.Planned(title="SECRET", owner=bees.maya.id)).id)
    bees.jonas.does(lambda tx: artifacts.edit(tx, work, artifacts.Wording(title="SECRET"), 1).id)
    bees.jonas.does(lambda tx: wonders.reopen(tx, asked, "SECRET").id)
    left = bees.followed(bees.chidi)
    assert deeds(left) == {("card", "Measure"), ("card", ""), ("version", "")}
    assert {one.told for one in left.did} == {"finished “Measure”", "finished a card", "worked on something of the team’s"}
    assert "SECRET" not in msgspec.json.encode(left).decode()


def test_what_the_team_handed_in_before_a_child_came_comes_no_more(small_school: School) -> None:
    bees = Bees(small_school)
    bees.maya.does(lambda tx: teams.leave(tx, bees.team).id)
    hand_in(bees.jonas, bees.spring, bees.team, made_by(bees.jonas, bees.team, bees.spring), 1)
    late = next(one.coming for one in bees.karin.reads(children)[0].together)
    bees.rivera.does(lambda tx: teams.put_in(tx, bees.team, bees.maya.id).id)
    [now_in_it] = [one for one in bees.chidi.reads(children)[0].together if one.until is None]
    assert (now_in_it.reached, now_in_it.coming) == ([], late)


def test_nothing_where_the_project_is_not_under_way_or_one_is_no_guardian_any_more(small_school: School) -> None:
    bees = Bees(small_school)
    assert bees.followed(bees.chidi).did == []
    bees.rivera.does(lambda tx: projects.move_on(tx, bees.project, "archived"))
    assert [child.together for child in bees.chidi.reads(children)] == [[]]
    bees.rivera.does(lambda tx: projects.move_on(tx, bees.project, "active"))
    small_school.change(Guardianship, (bees.chidi.id, bees.maya.id), ended=small_school.work(lambda tx: tx.now))
    assert bees.chidi.reads(children) == []


def test_a_guardians_home_is_told_of_their_own_child_and_of_the_team(small_school: School) -> None:
    bees = Bees(small_school)
    before = told(small_school)
    bees.card(bees.maya, "Measure")
    assert told(small_school)[len(before) :] == [{home_topic(bees.chidi.id)}]
    hand_in(bees.jonas, bees.spring, bees.team, made_by(bees.jonas, bees.team, bees.spring), 1)
    assert told(small_school)[-1] == {home_topic(bees.chidi.id), home_topic(bees.karin.id)}


def test_what_was_found_out_stays_with_who_found_it_however_often_it_is_worded_anew(school: School) -> None:
    bees = Bees(school)
    bees.maya.does(lambda tx: wonders.reveal(tx, bees.room).id)
    asked = bees.finds_out(bees.maya, "Whose mud?")
    [found] = bees.followed(bees.chidi).did
    bees.answers(bees.jonas, asked, 2)
    bees.maya.does(lambda tx: wonders.change(tx, asked, "Whose mud is it?", 3).id)
    [still] = bees.followed(bees.chidi).did
    assert (still.words, still.when) == ("Whose mud is it?", found.when)
    assert bees.followed(bees.karin).did == []
    bees.rivera.does(lambda tx: wonders.reopen(tx, asked, "Which of them?").id)
    assert bees.followed(bees.chidi).did == []
    bees.answers(bees.jonas, asked, 5)
    assert deeds(bees.followed(bees.karin)) == {("answered", "Whose mud is it?")}
    assert bees.followed(bees.chidi).did == [], "What wasn't enough is not told as found out."


def test_guardians_are_told_when_an_answer_goes_or_their_teams_work_goes_on(small_school: School) -> None:
    bees = Bees(small_school)
    bees.maya.does(lambda tx: wonders.reveal(tx, bees.room).id)
    asked = bees.finds_out(bees.maya, "Whose mud?")
    work = made_by(bees.maya, bees.team, bees.spring)
    his, both = {home_topic(bees.chidi.id)}, {home_topic(bees.chidi.id), home_topic(bees.karin.id)}
    acts: list[tuple[Someone, Callable[[Tx], UUID], set[str]]] = [
        (bees.maya, lambda tx: wonders.take_away(tx, asked).id, his),
        (bees.maya, lambda tx: wonders.put_back(tx, asked).id, his),
        (bees.rivera, lambda tx: wonders.reopen(tx, asked, "Which of them?").id, his),
        (bees.jonas, lambda tx: artifacts.add_version(tx, work, artifacts.Stand(words="Now with the weir.")).id, both),
    ]
    for who, act, homes in acts:
        before = len(told(small_school))
        who.does(act)
        assert told(small_school)[before:] == [homes]


def test_one_team_that_hands_in_much_takes_no_others_place(small_school: School) -> None:
    bees = Bees(small_school)
    other = project_of(bees.rivera, class_of(small_school))
    bees.rivera.does(lambda tx: projects.move_on(tx, other, "active"))
    mill = milestone_of(bees.rivera, other, "Who built the mill?")
    otters = team_of(bees.rivera, other, "Otters", bees.maya)
    hand_in(bees.maya, mill, otters, made_by(bees.maya, otters, mill), 1)
    work = made_by(bees.maya, bees.team, bees.spring)

    def much(tx: Tx) -> None:
        given = {"milestone_id": bees.spring, "team_id": bees.team, "artifact_id": work, "version": 1, "person_id": bees.maya.id}
        tx.add_all(HandIn(**given, at=tx.now + timedelta(seconds=n)) for n in range(together.AT_ONCE + 1))

    small_school.work(much)
    [child] = bees.chidi.reads(children)
    assert [(one.team, [each.question for each in one.reached]) for one in child.together] == [
        ("Otters", ["Who built the mill?"]),
        ("Bees", ["Where is its spring?"]),
    ]


def test_a_draft_a_guardian_without_children_and_one_who_is_a_mentor_too(school: School) -> None:
    bees = Bees(school)
    bees.card(bees.maya, "Measure")
    alone, both = school.people(alone="guardian", both="guardian of maya")
    school.work(lambda tx: tx.add(RoleHeld(person_id=both.id, school_id=school.id, role="mentor")))
    assert alone.reads(children) == []
    assert deeds(bees.followed(both)) == {("card", "Measure")}
    with pytest.raises(NotFound):
        both.reads(lambda tx: rooms.page(tx, bees.room))
    bees.rivera.does(lambda tx: projects.move_on(tx, bees.project, "draft"))
    assert [child.together for child in bees.chidi.reads(children)] == [[]]


def told(school: School) -> list[set[str]]:
    """To which topics each event of a team's families went, and that it carried nothing."""

    def look(tx: Tx) -> list[set[str]]:
        events = tx.scalars(select(Event).where(Event.kind == "family.team_moved").order_by(Event.id)).all()
        assert all(one.subjects == {} for one in events)
        return [set(tx.scalars(select(EventTopic.topic).where(EventTopic.event_id == one.id))) for one in events]

    return school.work(look)


def test_it_costs_the_same_however_many_teams_and_children_there_are(small_school: School, statements: Count) -> None:
    bees = Bees(small_school)
    counts = []
    for number in range(3):
        bees.card(bees.maya, f"Measure {number}")
        with statements() as seen:
            bees.chidi.reads(children)
        counts.append(seen.count)
        project = project_of(bees.rivera, class_of(small_school))
        bees.rivera.does(lambda tx, project=project: projects.move_on(tx, project, "active"))  # type: ignore[misc]
        team_of(bees.rivera, project, f"Otters {number}", bees.maya, bees.jonas)
        link(small_school, bees.chidi, bees.jonas.id)
    assert len(set(counts[1:])) == 1, counts


def link(school: School, guardian: Someone, child: UUID) -> None:
    def job(tx: Tx) -> None:
        if (
            tx.scalar(select(Guardianship.student_id).where(Guardianship.guardian_id == guardian.id, Guardianship.student_id == child))
            is None
        ):
            office.link_guardian(tx, tx.get_one(Person, guardian.id), tx.get_one(Person, child), "father", guardian.id)

    school.work(job)
