"""Feedback that is asked for: of whom, about what, until when; answered, thanked for, taken back."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from hub.clock import now
from hub.database import Tx
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.feedback import actions as feedback
from hub.ids import new_id
from hub.items import actions as items
from hub.items.models import Item, ItemGrant
from hub.jobs import Job, work_once
from hub.loops import actions, queries, reminders, requests
from hub.loops.actions import Ask
from hub.loops.models import Asked, FeedbackRequest
from hub.slices import Span
from tests.support.school import School, Someone

Family = tuple[Someone, Someone, Someone, Someone]


def family(school: School) -> Family:
    """Maya, her teacher, her father, her mother."""
    maya, rivera, chidi, ada = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya", ada="guardian of maya")
    return maya, rivera, chidi, ada


def asks(someone: Someone, item: UUID, *people: Someone, **more: object) -> UUID:
    wanted = Ask(item=item, people=tuple(one.id for one in people), **more)  # type: ignore[arg-type]
    return someone.does(lambda tx: actions.ask(tx, wanted).id)


def waiting(someone: Someone, item: UUID) -> bool:
    return someone.reads(lambda tx: tx.get_one(Item, item).waiting_since is not None)


def request_on(someone: Someone, item: UUID) -> requests.Request:
    (one,) = someone.thread(item).requests
    return one


def test_an_owner_asks_by_name_whoever_may_see_it(school: School) -> None:
    maya, rivera, chidi, ada = family(school)
    item = maya.writes("…", school.teachers(), maya.family)
    groups = maya.reads(lambda tx: queries.ask_page(tx, item)).groups
    assert [[one.called for one in group.people] for group in groups] == [["Ms Rivera"], ["Ada", "Chidi"]]
    asks(maya, item, rivera, chidi, question="Is the second part clear?")
    seen = request_on(rivera, item)
    assert (seen.question, seen.version, seen.asker.called) == ("Is the second part clear?", 1, "Maya")
    assert [one.item_id for one in rivera.reads(requests.owed)] == [item]
    assert [one.item_id for one in maya.reads(requests.sent_part, Span())[1]] == [item]
    assert ada.thread(item).requests == []


def test_a_guardian_never_learns_whom_else_a_child_has_asked(school: School) -> None:
    maya, rivera, chidi, ada = family(school)
    item = maya.writes("…", school.teachers(), maya.family)
    asks(maya, item, rivera, chidi, ada)
    for guardian in (chidi, ada):
        assert [one.who.id for one in request_on(guardian, item).people] == [guardian.id]
        assert len(guardian.reads(lambda tx: tx.scalars(select(Asked)).all())) == 1
    asks(maya, item, chidi)
    assert len(ada.thread(item).requests) == 1
    assert ada.reads(lambda tx: len(tx.scalars(select(FeedbackRequest)).all())) == 1
    assert len(request_on(ada, item).people) == 1
    assert {one.who.id for one in rivera.thread(item).requests[1].people} == {rivera.id, chidi.id, ada.id}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"people": ()}, "people"),
        ({"people": (new_id(),)}, "people"),
        ({"question": "x" * 2001}, "question"),
        ({"until": now().date() - timedelta(days=2)}, "until"),
        ({"until": now().date() + timedelta(days=400)}, "until"),
        ({"version": 2}, "version"),
        ({"version": 0}, "version"),
    ],
)
def test_what_cannot_be_asked_says_where_and_leaves_nothing(small_school: School, given: dict[str, object], field: str) -> None:
    maya, rivera, *_ = family(small_school)
    item = maya.writes("…", small_school.teachers())
    wanted = {"people": (rivera.id,), **given}
    with pytest.raises(Invalid) as refusal:
        maya.does(lambda tx: actions.ask(tx, Ask(item=item, **wanted)))  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert maya.thread(item).requests == []


def test_nobody_is_asked_who_cannot_see_it(school: School) -> None:
    maya, rivera, chidi, _ada = family(school)
    (jonas,) = school.people(jonas="student")
    item = maya.writes("…", school.teachers())
    for stranger in (chidi, jonas, maya):
        with pytest.raises(Invalid, match="whoever may see this"):
            asks(maya, item, rivera, stranger)
    assert rivera.reads(requests.owed) == []


def test_a_mentor_is_never_asked_without_a_teacher(school: School) -> None:
    maya, rivera, *_ = family(school)
    (okoro,) = school.people(okoro="mentor")
    item = maya.writes("…", school.teachers())
    school.work(lambda tx: tx.add(ItemGrant(item_id=item, principal_id=okoro.id)))
    with pytest.raises(Invalid, match="ask a teacher"):
        asks(maya, item, okoro)
    asks(maya, item, okoro, rivera)
    assert len(okoro.reads(requests.owed)) == 1


def test_what_nobody_else_can_see_is_not_asked_about(school: School) -> None:
    maya, rivera, *_ = family(school)
    item = maya.writes("…", school.teachers())
    maya.does(items.withdraw, item)
    with pytest.raises(Conflict, match="Put it back first"):
        asks(maya, item, rivera)
    maya.does(items.put_back, item)
    maya.does(items.delete, item)
    with pytest.raises(Conflict, match="Put it back first"):
        asks(maya, item, rivera)


def test_the_first_thing_somebody_says_answers_theirs_and_nobody_elses(school: School) -> None:
    maya, rivera, chidi, _ada = family(school)
    item = maya.writes("…", school.teachers(), maya.family)
    before = rivera.says(item, "Nice")
    asks(maya, item, rivera, chidi)
    assert waiting(maya, item)
    answer = rivera.says(item, "The second part is clear.")
    rivera.says(item, "And one more thing.")
    seen = request_on(maya, item)
    to_rivera, to_chidi = seen.to(rivera.id), seen.to(chidi.id)
    assert to_rivera
    assert to_chidi
    assert (to_rivera.message_id, to_chidi.answered) == (answer, None)
    assert before != answer
    assert not waiting(maya, item)
    assert rivera.reads(requests.owed) == []
    assert len(chidi.reads(requests.owed)) == 1


def test_an_answer_that_is_taken_back_opens_the_request_again(school: School) -> None:
    maya, rivera, *_ = family(school)
    item = maya.writes("…", school.teachers())
    asks(maya, item, rivera)
    answer = rivera.says(item, "Clear.")
    rivera.does(feedback.withdraw_message, answer)
    assert len(rivera.reads(requests.owed)) == 1
    assert waiting(maya, item)


def test_a_request_to_staff_makes_a_goal_wait_and_one_to_the_family_does_not(school: School) -> None:
    from hub.goals import actions as goals

    maya, rivera, chidi, _ada = family(school)
    wish = goals.Wish(title="Explain the river", audience=(school.teachers(), maya.family))
    goal = maya.does(lambda tx: goals.begin(tx, wish).id)
    asks(maya, goal, chidi)
    assert not waiting(maya, goal)
    asked = asks(maya, goal, rivera)
    assert waiting(maya, goal)
    maya.does(actions.withdraw_request, asked)
    assert not waiting(maya, goal)
    assert rivera.reads(requests.owed) == []
    assert len(chidi.reads(requests.owed)) == 1


def test_taking_a_request_back_leaves_a_wait_that_was_there_before(school: School) -> None:
    maya, rivera, *_ = family(school)
    item = maya.writes("…", school.teachers())
    maya.does(actions.withdraw_request, asks(maya, item, rivera))
    assert waiting(maya, item), "A shared reflection waits by itself."


def test_thanks_come_after_an_answer_and_count_once(school: School) -> None:
    maya, rivera, *_ = family(school)
    item = maya.writes("…", school.teachers())
    asked = asks(maya, item, rivera)
    with pytest.raises(Conflict, match="haven't answered yet"):
        maya.does(actions.thank, asked, rivera.id)
    rivera.says(item, "Clear.")
    maya.does(actions.thank, asked, rivera.id)
    first = request_on(rivera, item).people[0].thanked
    maya.does(actions.thank, asked, rivera.id)
    assert first is not None
    assert request_on(maya, item).people[0].thanked == first
    assert request_on(maya, item).settled


def test_a_learner_reminds_once_a_day_and_never_on_the_first(school: School) -> None:
    maya, rivera, *_ = family(school)
    item = maya.writes("…", school.teachers())
    asked = asks(maya, item, rivera)
    with pytest.raises(Conflict, match="tomorrow"):
        maya.does(actions.remind, asked, rivera.id)
    maya.clock = now() + timedelta(hours=25)
    assert maya.reads(lambda tx: requests.by_ids(tx, [asked]))[asked].people[0].may_be_reminded
    maya.does(actions.remind, asked, rivera.id)
    with pytest.raises(Conflict, match="tomorrow"):
        maya.does(actions.remind, asked, rivera.id)
    rivera.says(item, "Clear.")
    maya.clock = now() + timedelta(hours=60)
    with pytest.raises(Conflict, match="nothing to remind"):
        maya.does(actions.remind, asked, rivera.id)


def test_whoever_has_not_answered_is_reminded_once_the_day_before(school: School) -> None:
    maya, rivera, chidi, _ada = family(school)
    item = maya.writes("…", school.teachers(), maya.family)
    asked = asks(maya, item, rivera, chidi, until=now().date() + timedelta(days=3))
    due = school.work(lambda tx: tx.scalars(select(Job.due).where(Job.kind == "loops.remind")).one())
    assert now() + timedelta(days=1) < due < now() + timedelta(days=3)
    chidi.says(item, "Lovely")
    school.change(Asked, (asked, rivera.id), since=now() - timedelta(days=2))

    def all_due(tx: Tx) -> None:
        for job in tx.scalars(select(Job)):
            job.due = now() - timedelta(minutes=1)

    school.work(all_due)
    while work_once(school.database):
        pass
    assert school.work(lambda tx: reminders.remind_asked(tx, asked)) == 0, "Never twice."
    seen = request_on(maya, item)
    assert {one.who.called: one.reminded is not None for one in seen.people} == {"Ms Rivera": True, "Chidi": False}


def test_nobody_is_reminded_of_a_day_that_has_passed_or_on_the_day_they_were_asked(school: School) -> None:
    maya, rivera, *_ = family(school)
    item = maya.writes("…", school.teachers())
    asked = asks(maya, item, rivera, until=now().date() + timedelta(days=1))
    assert school.work(lambda tx: reminders.remind_asked(tx, asked)) == 0, "She heard of it minutes ago."
    school.change(Asked, (asked, rivera.id), since=now() - timedelta(days=9))
    school.change(FeedbackRequest, asked, until=now().date() - timedelta(days=2))
    assert school.work(lambda tx: reminders.remind_asked(tx, asked)) == 0, "The worker was away for days."
    school.change(FeedbackRequest, asked, until=now().date() + timedelta(days=1))
    assert school.work(lambda tx: reminders.remind_asked(tx, asked)) == 1


def test_nobody_is_reminded_of_what_is_gone(school: School) -> None:
    maya, rivera, *_ = family(school)
    item = maya.writes("…", school.teachers())
    asked = asks(maya, item, rivera, until=now().date() + timedelta(days=3))
    school.change(Asked, (asked, rivera.id), since=now() - timedelta(days=2))
    maya.does(items.withdraw, item)
    assert school.work(lambda tx: reminders.remind_asked(tx, asked)) == 0
    maya.does(items.put_back, item)
    maya.does(actions.withdraw_request, asked)
    assert school.work(lambda tx: reminders.remind_asked(tx, asked)) == 0
    assert school.work(lambda tx: reminders.remind_asked(tx, None)) == 0


def test_sending_the_same_request_twice_asks_once(school: School) -> None:
    maya, rivera, *_ = family(school)
    item = maya.writes("…", school.teachers())
    writing = new_id()
    assert asks(maya, item, rivera, writing=writing) == asks(maya, item, rivera, writing=writing)
    assert len(maya.thread(item).requests) == 1


def test_only_its_owner_asks_and_looks_after_a_request(school: School) -> None:
    maya, rivera, chidi, ada = family(school)
    item = maya.writes("…", school.teachers(), maya.family)
    asked = asks(maya, item, chidi)
    for someone in (rivera, chidi):
        with pytest.raises(Forbidden):
            asks(someone, item, ada)
        with pytest.raises(Forbidden):
            someone.does(actions.withdraw_request, asked)
    with pytest.raises(NotFound):
        ada.does(actions.withdraw_request, asked)


def test_a_day_is_a_day_of_the_schools_clock(small_school: School) -> None:
    maya, rivera, *_ = family(small_school)
    item = maya.writes("…", small_school.teachers())
    today = maya.reads(lambda tx: tx.today)
    asks(maya, item, rivera, until=today)
    assert not request_on(maya, item).late
    maya.clock = now() + timedelta(days=2)
    assert maya.reads(requests.sent_part, Span())[1][0].late


def test_open_requests_about_one_thing_have_an_end(small_school: School) -> None:
    maya, rivera, *_ = family(small_school)
    item = maya.writes("…", small_school.teachers())
    for _n in range(actions.MOST):
        asks(maya, item, rivera)
    with pytest.raises(Invalid, match="asked a lot"):
        asks(maya, item, rivera)
    assert len(maya.thread(item).requests) == actions.MOST
