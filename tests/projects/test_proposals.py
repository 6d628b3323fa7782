"""Projects that go from one to another: copied with credit, proposed by a student and taken on by a teacher, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import delete, select

from hub.clock import now
from hub.database import Tx
from hub.errors import Conflict, Forbidden, NotFound
from hub.ids import new_id
from hub.items import actions as items
from hub.items import audiences
from hub.items.models import ItemGrant
from hub.loops import actions as loops
from hub.notifications.models import Notification
from hub.people import actions as office
from hub.people.models import Person
from hub.projects import actions, milestones, queries
from hub.projects.actions import Design
from hub.projects.milestones import Marked
from tests.projects.test_projects import RIVER, class_of, project_of, shown
from tests.support.school import School, Someone


def notes(someone: Someone) -> list[str]:
    """What they were told, the first first."""
    return list(someone.reads(lambda tx: tx.scalars(select(Notification.kind).order_by(Notification.created, Notification.id)).all()))


def test_a_copy_has_the_sheet_and_the_milestones_and_says_where_it_came_from(school: School) -> None:
    maya, rivera, boateng = school.people(maya="student", rivera="teacher of maya", boateng="teacher of maya")
    days = {"starts": date(2031, 3, 3), "ends": date(2031, 5, 3)}
    sheet = {"aims": ("To ask",), "design": {"real": "The council waits."}, "product": "A map", **days}
    project = project_of(rivera, school.teachers(), class_of(school), **sheet)
    for question in ("Where is its spring?", "Who drinks it?", "Who owns it?"):
        rivera.does(milestones.add, project, Marked(key_question=question, product="Notes", due=date(2031, 4, 1)))
    rivera.does(milestones.take_away, shown(rivera, project).milestones[1].id)
    rivera.does(actions.move_on, project, "active")
    with pytest.raises(Forbidden):
        maya.does(actions.copy, project)
    writing = new_id()
    copies = {boateng.does(lambda tx: actions.copy(tx, project, writing).id) for _ in range(2)}
    assert len(copies) == 1, "One piece of writing makes one copy."
    [copy] = copies
    seen = shown(boateng, copy)
    assert (seen.title, seen.driving_question, seen.aims, seen.product) == (RIVER.title, RIVER.driving_question, ["To ask"], "A map")
    assert (seen.stage, seen.starts, seen.ends, seen.audience.private, seen.proposed_by) == ("draft", None, None, True, None)
    assert [(one.key_question, one.product, one.due) for one in seen.milestones] == [
        ("Where is its spring?", "Notes", None),
        ("Who owns it?", "Notes", None),
    ]
    assert (seen.credit, seen.copied_from) == ("After “The river” by Ms Rivera", project)
    assert not any(said.words for said in seen.check), "What a colleague said to the check stays theirs."
    boateng.does(actions.change, copy, Design(title="The sea"), 1)
    assert shown(rivera, project).title == RIVER.title
    mine = shown(rivera, rivera.does(lambda tx: actions.copy(tx, project).id))
    assert [said.words for said in mine.check if said.words] == ["The council waits."]

    boateng.does(items.share, copy, [school.teachers()])
    rivera.does(items.delete, project)
    again = shown(rivera, rivera.does(lambda tx: actions.copy(tx, copy).id))
    assert again.credit == "After “The sea” by Ms Boateng · After “The river” by Ms Rivera", (
        "A copy of a copy names both, also when one is gone."
    )
    own = shown(boateng, boateng.does(lambda tx: actions.copy(tx, copy).id))
    twice = shown(boateng, boateng.does(lambda tx: actions.copy(tx, own.id).id))
    assert own.credit == "After “The sea” by Ms Boateng · After “The river” by Ms Rivera"
    assert twice.credit == own.credit, "Nobody is named twice for the same."


def test_what_was_taken_back_or_deleted_is_copied_by_nobody(school: School) -> None:
    rivera, boateng = school.people(rivera="teacher of 7B", boateng="teacher of 7B")
    project = project_of(rivera, school.teachers())
    rivera.does(items.withdraw, project)
    with pytest.raises(Conflict, match="taken back"):
        boateng.does(actions.copy, project)
    rivera.does(items.put_back, project)
    rivera.does(items.delete, project)
    with pytest.raises(NotFound):
        boateng.does(actions.copy, project)
    with pytest.raises(Conflict, match="Bring it back"):
        rivera.does(actions.copy, project)


def test_who_teaches_no_more_copies_and_begins_no_more(school: School) -> None:
    (rivera,) = school.people(rivera="teacher of 7B")
    project = project_of(rivera)

    def leaves(tx: Tx) -> None:
        person = tx.get_one(Person, rivera.id)
        office.end_role(tx, person, "teacher")
        office.give_role(tx, person, "guardian")

    school.work(leaves)
    for act in (lambda tx: actions.copy(tx, project), lambda tx: actions.begin(tx, RIVER)):
        with pytest.raises(Forbidden):
            rivera.does(act)


def test_a_proposal_waits_at_its_teachers_and_is_taken_on_by_one_of_them(school: School) -> None:
    maya, rivera, boateng, chidi = school.people(
        maya="student", rivera="teacher of maya", boateng="teacher of maya", chidi="guardian of maya"
    )
    project = project_of(maya, school.teachers(), maya.family, design={"real": "My aunt asked."})
    assert shown(rivera, project).waiting_since is not None
    assert notes(rivera) == ["item.shared"]
    for someone in (maya, chidi):
        with pytest.raises(Forbidden):
            someone.does(actions.take_on, project)
    rivera.does(actions.take_on, project)
    rivera.does(actions.take_on, project)
    with pytest.raises(Conflict, match="already"):
        boateng.does(actions.take_on, project)

    seen = shown(maya, project)
    assert seen.proposed_by is not None
    assert (seen.owner.id, seen.proposed_by.id, seen.proposal, seen.stage) == (rivera.id, maya.id, False, "draft")
    assert (shown(rivera, project).waiting_since, shown(boateng, project).waiting_since) == (None, None)
    assert [notes(someone) for someone in (maya, rivera, boateng, chidi)] == [
        ["project.taken_on"],
        ["item.shared"],
        ["item.shared"],
        ["item.shared"],
    ]
    assert maya.id in {reader.id for group in rivera.audience(project).groups for reader in group.readers}
    assert maya.id in {group.id for group in rivera.reads(audiences.choices, rivera.audience(project).principals)}, (
        "She can stay shared with."
    )

    for act in (
        lambda tx: actions.change(tx, project, RIVER, 1),
        lambda tx: actions.move_on(tx, project, "active"),
        lambda tx: actions.copy(tx, project),
        lambda tx: milestones.add(tx, project, Marked(key_question="Where is its spring?")),
        lambda tx: items.share(tx, project, ()),
        lambda tx: items.withdraw(tx, project),
        lambda tx: items.delete(tx, project),
    ):
        with pytest.raises(Forbidden):
            maya.does(act)
    maya.says(project, "Thank you!")
    assert rivera.hears(project) == ["Thank you!"]
    rivera.says(project, "Shall we begin on Monday?")
    assert shown(boateng, project).waiting_since is None, "Who leads a project waits for nobody by what they say."
    rivera.does(items.withdraw, project)
    rivera.does(items.put_back, project)
    assert shown(boateng, project).waiting_since is None
    rivera.does(actions.change, project, Design(title="Our river", driving_question="Whose is it?"), 1)
    rivera.does(actions.move_on, project, "active")
    rivera.does(items.share, project, [class_of(school), maya.id])
    assert (shown(maya, project).title, shown(maya, project).stage, chidi.sees(project)) == ("Our river", "active", False)
    assert rivera.does(lambda tx: actions.copy(tx, project).proposed_by) is None
    for chosen in ([class_of(school)], []):
        rivera.does(items.share, project, chosen)
        assert {group.id for group in rivera.audience(project).groups} == {maya.id, *chosen}, "Who proposed it isn't left out."
    school.work(lambda tx: tx.execute(delete(ItemGrant).where(ItemGrant.item_id == project, ItemGrant.principal_id == maya.id)))
    rivera.does(items.share, project, [maya.id])
    assert maya.sees(project), "Who was left out once comes back."


def test_what_was_asked_about_a_proposal_stays_ones_own_to_take_back(school: School) -> None:
    maya, rivera, boateng = school.people(maya="student", rivera="teacher of maya", boateng="teacher of maya")
    project = project_of(maya, school.teachers())
    to_both = loops.Ask(item=project, people=(rivera.id, boateng.id), question="Is it too big?")
    request = maya.does(lambda tx: loops.ask(tx, to_both).id)
    rivera.does(actions.take_on, project)
    with pytest.raises(Forbidden):
        boateng.does(loops.withdraw_request, request)
    boateng.says(project, "It is fine.")
    maya.does(loops.thank, request, boateng.id)
    maya.does(loops.withdraw_request, request)
    with pytest.raises(Forbidden):
        maya.does(loops.ask, msgspec.structs.replace(to_both, people=(boateng.id,)))


def test_a_proposal_that_was_taken_back_is_not_taken_on_and_nothing_else_ever_is(school: School) -> None:
    maya, rivera, boateng = school.people(maya="student", rivera="teacher of maya", boateng="teacher of maya")
    proposal, designed = project_of(maya, school.teachers()), project_of(boateng, school.teachers())
    with pytest.raises(Conflict):
        rivera.does(actions.take_on, designed)
    maya.does(items.withdraw, proposal)
    with pytest.raises(Conflict, match="taken back"):
        rivera.does(actions.take_on, proposal)
    maya.does(items.put_back, proposal)
    assert shown(rivera, proposal).waiting_since is not None
    maya.does(items.delete, proposal)
    with pytest.raises(NotFound):
        rivera.does(actions.take_on, proposal)


def test_of_two_teachers_who_take_it_on_at_once_one_is_the_second(school: School) -> None:
    maya, *teachers = school.people(maya="student", rivera="teacher of maya", boateng="teacher of maya")
    for _ in range(5):
        project = project_of(maya, school.teachers())

        def take(someone: Someone, project: object = project) -> str:
            try:
                return str(someone.does(lambda tx: actions.take_on(tx, project).owner_id))  # type: ignore[arg-type]
            except Conflict:
                return "second"

        with ThreadPoolExecutor(2) as both:
            outcomes = list(both.map(take, teachers))
        assert outcomes.count("second") == 1, outcomes
        assert str(shown(maya, project).owner.id) in outcomes


def test_what_is_shared_with_a_class_is_there_for_its_students_and_teachers_as_long_as_they_are(school: School) -> None:
    maya, jonas, rivera, chidi, amina = school.people(
        maya="student", jonas="student", rivera="teacher of maya", chidi="guardian of maya", amina="student of 8A"
    )
    project = project_of(rivera, class_of(school))
    assert [someone.sees(project) for someone in (maya, jonas, chidi, amina)] == [True, True, False, False]
    assert [notes(someone) for someone in (maya, jonas, chidi, amina, rivera)] == [["item.shared"], ["item.shared"], [], [], []]
    mine, theirs = rivera.audience(project), maya.audience(project)
    assert (mine.words, theirs.words) == ("The class 7B: 2 people besides you", "Ms Rivera and the class 7B")
    assert [reader.called for reader in theirs.groups[0].readers] == ["Jonas", "Maya"]
    assert [group.kind for group in rivera.reads(audiences.choices)] == ["teachers", "class", "school"]
    assert all(group.kind != "class" for group in maya.reads(audiences.choices)), "A student doesn't speak to a whole class."
    with pytest.raises(Exception, match="choose again"):
        project_of(maya, class_of(school))

    maya.says(project, "Can we go there?")
    assert jonas.hears(project) == ["Can we go there?"]
    school.work(lambda tx: office.end_role(tx, tx.get_one(Person, jonas.id), "student"))
    assert (jonas.sees(project), jonas.reads(queries.listed).shown, maya.sees(project)) == (False, [], True)
    with pytest.raises(NotFound):
        jonas.hears(project)
    rivera.clock = now() + timedelta(minutes=1)
    rivera.does(items.share, project, ())
    assert (maya.sees(project), rivera.audience(project).words) == (False, "Only you")
