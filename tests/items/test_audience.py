"""Who sees it, in words and at once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from hub.clock import now
from hub.database import Tx
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.feedback import actions as feedback
from hub.feedback import queries as threads
from hub.homes import news, waits
from hub.homes import queries as homes
from hub.items import actions as items
from hub.items import audiences, links, queries, sets, tags
from hub.items.models import Item
from hub.people.models import ClassMember, Guardianship, Person
from hub.reflections import actions as reflections
from hub.slices import Span
from tests.support.school import School
from tests.support.statements import Statements


def test_new_work_is_its_owners_alone(small_school: School) -> None:
    maya, rivera, chidi = small_school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
    item = maya.writes()
    assert maya.audience(item).words == "Only you"
    assert maya.audience(item).private
    assert not rivera.sees(item)
    assert not chidi.sees(item)


def test_the_audience_is_said_in_names_to_each_as_they_may_know(small_school: School) -> None:
    maya, rivera, chidi, ada = small_school.people(
        maya="student", rivera="teacher of maya", chidi="guardian of maya", ada="guardian of maya"
    )
    item = maya.writes("…", small_school.teachers(), maya.family)
    assert maya.audience(item).words == "Ms Rivera and your family (Ada, Chidi): 3 people besides you"
    assert rivera.audience(item).words == "Maya, Ms Rivera and Maya’s family (Ada, Chidi)"
    assert chidi.audience(item).words == ada.audience(item).words == "Maya, Ms Rivera and Maya’s family"
    assert all(not group.readers for group in chidi.audience(item).groups if group.kind == "family")
    assert {one.called for group in rivera.audience(item).groups for one in group.readers} == {"Ms Rivera", "Ada", "Chidi"}
    maya.shares(item, maya.family)
    assert maya.audience(item).words == "Your family (Ada, Chidi): 2 people besides you"


def test_somebody_who_is_there_twice_is_counted_once(small_school: School) -> None:
    maya, _rivera = small_school.people(maya="student", rivera="teacher of maya")
    small_school.people(ines="guardian of maya")
    small_school.work(lambda tx: small_school._enrol(tx, tx.get_one(Person, maya.id), "Art", "student"))
    small_school.work(lambda tx: small_school._enrol(tx, tx.get_one(Person, small_school.folk["rivera"].id), "Art", "teacher"))
    item = maya.writes("…", small_school.teachers(), small_school.teachers("Art"), maya.family)
    assert maya.audience(item).count == 2


def test_the_reply_box_names_its_readers_and_calls_nobody_elses_family_yours(small_school: School) -> None:
    maya, rivera, chidi, _ada = small_school.people(
        maya="student", rivera="teacher of maya", chidi="guardian of maya", ada="guardian of maya"
    )
    item = maya.writes("…", small_school.teachers(), maya.family)
    assert "your family (Ada, Chidi)" in maya.thread(item).will_read.words
    assert "Maya’s family" in rivera.thread(item).will_read.words
    assert "your family" not in rivera.thread(item).will_read.words
    will_read = chidi.thread(item).will_read
    assert {one.called for group in will_read.groups for one in group.readers} == {"Maya", "Ms Rivera"}
    assert will_read.count == 2


def test_sharing_and_unsharing_act_at_once(school: School) -> None:
    maya, rivera, chidi = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
    item = maya.writes()
    maya.shares(item, maya.family)
    assert chidi.sees(item)
    assert not rivera.sees(item)
    maya.shares(item, school.teachers())
    assert not chidi.sees(item)
    assert rivera.sees(item)
    with pytest.raises(NotFound):
        chidi.thread(item)


def test_leaving_ends_the_sight_and_coming_back_returns_it(school: School) -> None:
    maya, rivera, chidi = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
    item = maya.writes("…", school.teachers(), maya.family)
    membership, link = (school.classes["7B"], rivera.id), (chidi.id, maya.id)
    school.change(ClassMember, membership, ended=now())
    school.change(Guardianship, link, approved=None)
    assert not rivera.sees(item)
    assert not chidi.sees(item)
    assert maya.audience(item).words == "Only you"
    school.change(ClassMember, membership, ended=None)
    school.change(Guardianship, link, approved=now(), ended=now())
    assert rivera.sees(item)
    assert not chidi.sees(item)


def test_nobody_shares_with_a_class_or_family_that_is_not_theirs(small_school: School) -> None:
    maya, jonas, rivera, _karin, _boateng = small_school.people(
        maya="student", jonas="student", rivera="teacher of maya", karin="guardian of jonas", boateng="teacher of 8A"
    )
    elsewhere = small_school.another()
    (theirs,) = elsewhere.people(olu="student")
    item = maya.writes()
    foreign = [jonas.family, small_school.teachers("8A"), jonas.id, rivera.id, small_school.id, elsewhere.id, theirs.family, UUID(int=3)]
    for principal in foreign:
        with pytest.raises(Invalid) as refused:
            maya.shares(item, principal)
        assert refused.value.field == "audience"
        with pytest.raises(Invalid):
            maya.writes("…", principal)
    assert maya.audience(item).private
    rivera.writes("…", small_school.id)  # Staff may share with the whole school.


def test_what_was_shared_before_may_stay_when_the_class_was_left(small_school: School) -> None:
    maya, rivera = small_school.people(maya="student", rivera="teacher of maya")
    small_school.people(chidi="guardian of maya")
    item = maya.writes("…", small_school.teachers())
    small_school.change(ClassMember, (small_school.classes["7B"], maya.id), ended=now())
    maya.shares(item, small_school.teachers(), maya.family)
    assert rivera.sees(item)
    maya.shares(item)
    with pytest.raises(Invalid):
        maya.shares(item, small_school.teachers())


def test_what_was_taken_back_tells_only_that_it_was_there(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    item = maya.writes("The heron's nest", school.teachers(), title="The nest")
    rivera.says(item, "Where?")
    maya.does(items.withdraw, item)
    assert (rivera.shown(item).title, rivera.shown(item).parts, rivera.shown(item).files) == ("Taken back", [], [])
    assert maya.shown(item).parts[0].words == "The heron's nest"
    assert rivera.reads(waits.waits).entries == []
    maya.says(item, "I took it back")
    assert "The nest" not in repr(rivera.reads(homes.home))
    with pytest.raises(Forbidden):
        rivera.says(item, "Why?")
    maya.does(items.put_back, item)
    assert rivera.shown(item).title == "The nest"


def test_a_deleted_item_is_gone_for_all_and_comes_back_within_thirty_days(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    item = maya.writes("…", school.teachers())
    rivera.says(item, "Lovely")
    maya.does(items.delete, item)
    assert not rivera.sees(item)
    assert maya.sees(item)
    with pytest.raises(Conflict, match="Bring it back first"):
        maya.does(lambda tx: reflections.edit(tx, item, reflections.Written(prompts=item, answers={"words": "In another window"}), 1))
    assert maya.reads(lambda tx: sets.of_owners(tx, [maya.id], Span(20))[maya.id][1]) == []
    assert maya.reads(homes.home).answered == []
    assert maya.reads(news.waiting_count) == 0
    assert rivera.reads(news.waiting_count) == 0
    school.change(Item, item, deleted=now() - timedelta(days=29))
    maya.does(items.bring_back, item)
    assert rivera.sees(item)
    assert rivera.hears(item) == ["Lovely"]
    maya.does(items.delete, item)
    school.change(Item, item, deleted=now() - timedelta(days=31))
    with pytest.raises(Forbidden):
        maya.does(items.bring_back, item)


@pytest.mark.parametrize(
    "act",
    [
        lambda tx, item, other: tags.tag(tx, item, ["river"]),
        lambda tx, item, other: links.link(tx, other, item, "led_to"),
        lambda tx, item, other: links.link(tx, item, other, "led_to"),
        lambda tx, item, other: items.share(tx, item, []),
        lambda tx, item, other: feedback.add_message(tx, item, feedback.Answer("One thing more")),
    ],
    ids=["tag", "link to it", "link from it", "share", "message"],
)
def test_nothing_is_added_to_what_was_deleted_until_it_is_brought_back(
    small_school: School, act: Callable[[Tx, UUID, UUID], object]
) -> None:
    maya, _rivera = small_school.people(maya="student", rivera="teacher of maya")
    item, other = maya.writes("…", small_school.teachers()), maya.writes()
    maya.does(items.delete, item)
    with pytest.raises(Conflict, match="Bring it back first"):
        maya.does(act, item, other)
    maya.does(items.bring_back, item)
    maya.does(act, item, other)


def test_a_teachers_own_work_waits_for_another_member_of_staff(small_school: School) -> None:
    rivera, boateng = small_school.people(rivera="teacher of 7B", boateng="teacher of 7B")
    item = rivera.writes()
    assert rivera.shown(item).waiting_since is None
    rivera.shares(item, small_school.teachers())
    assert rivera.shown(item).waiting_since is not None
    assert [one.item_id for one in boateng.reads(waits.waits).entries] == [item]
    assert rivera.reads(waits.waits).entries == []
    rivera.shares(item)
    assert rivera.shown(item).waiting_since is None


@pytest.fixture
def costs(school: School, statements: Callable[[], AbstractContextManager[Statements]]) -> Callable[[int], dict[str, int]]:
    """What each query costs once there are this many reflections, each with messages."""
    maya, rivera, chidi = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
    made: list[UUID] = []

    def measure(number: int) -> dict[str, int]:
        def more(tx: Any) -> None:
            from hub.feedback import actions as feedback
            from hub.reflections import actions
            from hub.reflections import queries as prompt_sets

            prompts = prompt_sets.sets(tx)[2].id
            for _ in range(number - len(made)):
                written = actions.Written(prompts=prompts, answers={"words": "…"}, audience=(school_teachers, maya_family))
                made.append(actions.post(tx, written).id)
                feedback.add_message(tx, made[0], feedback.Answer("…"))
                feedback.add_message(tx, made[-1], feedback.Answer("…"))

        school_teachers, maya_family = school.teachers(), maya.family
        maya.does(more)
        asked: dict[str, tuple[Any, Callable[[Any], Any]]] = {
            "home of the learner": (maya, homes.home),
            "home of the teacher": (rivera, homes.home),
            "home of the guardian": (chidi, homes.home),
            "waiting": (rivera, waits.waits),
            "waiting_count": (chidi, news.waiting_count),
            "reflections": (chidi, lambda tx: sets.of_owners(tx, [maya.id], Span(100))),
            "thread": (rivera, lambda tx: threads.thread(tx, queries.find(tx, made[0]))),
            "audiences": (rivera, lambda tx: audiences.of_items(tx, list(queries.by_ids(tx, made).values()))),
        }
        found = {}
        for name, (who, query) in asked.items():
            with statements() as seen:
                who.reads(query)
            found[name] = seen.count
        return found

    return measure


def test_what_a_page_costs_does_not_depend_on_how_much_there_is(costs: Callable[[int], dict[str, int]]) -> None:
    at_five = costs(5)
    assert costs(20) == at_five
    assert costs(100) == at_five
    assert max(at_five.values()) <= 37, at_five


def test_the_number_of_readers_tells_no_guardian_of_another(school: School) -> None:
    maya, chidi, _ada, rivera = school.people(maya="student", chidi="guardian of maya", ada="guardian of maya", rivera="teacher of maya")
    item = maya.writes("…", maya.family)
    assert [one.audience(item).count for one in (maya, chidi)] == [2, 1]
    maya.shares(item, maya.family, school.teachers())
    assert [one.audience(item).count for one in (maya, chidi, rivera)] == [3, 2, 3]
