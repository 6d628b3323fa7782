"""Who is told of what, and who is not: on both databases, by the very actions that pages call."""

from datetime import timedelta
from uuid import UUID

import pytest

from hub.clock import now
from hub.events import home_topic, last_seq
from hub.feedback import actions as feedback
from hub.goals import actions as goals
from hub.goals.actions import Wish
from hub.items import actions as items
from hub.items.models import Item
from hub.loops import actions as loops
from hub.loops import reminders
from hub.loops.models import Asked
from hub.notifications import actions, queries
from hub.notifications.models import Notification
from hub.people.models import Guardianship, Person
from hub.slices import Span
from tests.support.school import School, Someone


def told(someone: Someone) -> list[str]:
    """In words, the newest first."""
    return [note.words for note in someone.reads(queries.listed, Span(50))[1]]


def unseen(someone: Someone) -> int:
    return someone.reads(queries.unseen_count)


def test_what_is_shared_is_told_to_those_who_can_see_it_and_to_nobody_else(school: School) -> None:
    maya, rivera, chidi, jonas = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya", jonas="student")
    maya.writes("A heron", school.teachers(), maya.family)
    assert told(rivera) == told(chidi) == ["Maya shared a reflection with you"]
    assert told(maya) == told(jonas) == []


def test_what_is_private_is_told_to_nobody_until_it_is_shared(school: School) -> None:
    maya, rivera, chidi = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
    item = maya.writes("A heron")
    assert told(rivera) == told(chidi) == []
    maya.shares(item, maya.family)
    assert (told(rivera), told(chidi)) == ([], ["Maya shared a reflection with you"])
    maya.shares(item, maya.family, school.teachers())
    maya.shares(item, school.teachers())
    maya.shares(item, maya.family, school.teachers())
    assert told(rivera) == told(chidi) == ["Maya shared a reflection with you"], "once, however often it goes to and fro"


def test_a_message_is_told_to_those_who_may_read_it(school: School) -> None:
    maya, rivera, chidi = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
    item = maya.writes("A heron", school.teachers(), maya.family, title="Heron")
    rivera.says(item, "Where?")
    assert told(maya) == ["Ms Rivera answered you"]
    assert told(chidi)[0] == "Ms Rivera wrote to Maya"
    maya.says(item, "By the bridge.")
    assert told(rivera)[0] == "Maya wrote"
    assert len(told(maya)) == 1, "Nobody is told of what they said themselves."


def test_two_guardians_of_a_child_never_learn_of_each_other(school: School) -> None:
    maya, rivera, chidi, ada = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya", ada="guardian of maya")
    item = maya.writes("A heron", school.teachers(), maya.family)
    said = chidi.says(item, "Call me tonight.")
    rivera.says(item, "I will.", said)
    assert told(ada) == ["Maya shared a reflection with you"]
    assert unseen(ada) == 1
    assert told(chidi)[0] == "Ms Rivera wrote to Maya"
    school.work(
        lambda tx: tx.add(
            Notification(person_id=ada.id, kind="message.added", item_id=item, message_id=said, actor_id=chidi.id, created=tx.now)
        )
    )
    assert (len(told(ada)), unseen(ada)) == (1, 1), "Not even by a row that should not be there."


def test_a_goal_is_told_and_a_wish_for_help_to_staff_alone(school: School) -> None:
    maya, rivera, chidi = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
    wish = Wish(title="Speak up", audience=(school.teachers(), maya.family))
    goal = maya.does(lambda tx: goals.begin(tx, wish).id)
    maya.does(goals.ask_for_help, goal, "How?")
    maya.does(goals.check_in, goal, 3)
    assert told(rivera) == ["Maya would like help", "Maya shared a goal with you"]
    assert told(chidi) == ["Maya shared a goal with you"]


def test_words_are_looked_up_under_todays_policy(school: School) -> None:
    maya, rivera, chidi = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
    item = maya.writes("A heron", school.teachers(), maya.family)
    said = rivera.says(item, "Where?")

    def both() -> tuple[int, int]:
        return len(told(chidi)), unseen(chidi)

    assert both() == (2, 2)
    rivera.does(feedback.withdraw_message, said)
    assert both() == (1, 1), "a message that was taken back"
    for undone, act in ((items.put_back, items.withdraw), (items.bring_back, items.delete)):
        maya.does(act, item)
        assert both() == (0, 0), act.__name__
        maya.does(undone, item)
        assert both() == (1, 1), undone.__name__
    maya.shares(item, school.teachers())
    assert both() == (0, 0), "unshared"
    maya.shares(item, school.teachers(), maya.family)
    school.change(Guardianship, (chidi.id, maya.id), ended=now())
    assert both() == (0, 0), "no guardian any more"


def test_who_is_gone_is_told_nothing(school: School) -> None:
    maya, boateng, rivera = school.people(maya="student", boateng="teacher of maya", rivera="teacher of maya")
    item = maya.writes("A heron")
    school.change(Person, rivera.id, deactivated=now())
    maya.shares(item, school.teachers())
    assert school.work(lambda tx: tx.query(Notification.person_id).all()) == [(boateng.id,)]


def test_it_is_written_with_what_happened_or_not_at_all(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    item = maya.writes("A heron", school.teachers())
    before = unseen(rivera)

    def fails(tx: object) -> None:
        feedback.add_message(tx, item, feedback.Answer("Hm"))  # type: ignore[arg-type]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        maya.does(fails)
    assert unseen(rivera) == before


def test_reading_the_thread_is_having_seen_what_was_told_of_it(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    item, other = (maya.writes("A heron", school.teachers()) for _n in range(2))
    rivera.says(item, "Where?")
    cursor = maya.thread(item).cursor
    rivera.says(item, "And when?")
    maya.does(feedback.mark_read, item, cursor)
    assert unseen(maya) == 1, "what was said since the page was read is still new"
    maya.does(feedback.mark_read, item)
    assert unseen(maya) == 0
    assert unseen(rivera) == 2
    rivera.does(feedback.mark_read, other)
    assert unseen(rivera) == 1


def test_having_seen_all_is_about_what_stood_on_the_page(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    rivera.clock = maya.clock = now() - timedelta(hours=1)
    item = maya.writes("A heron", school.teachers())
    rivera.says(item, "One")
    newest = maya.reads(queries.inbox).newest
    rivera.clock = now()
    rivera.says(item, "Two")
    maya.does(actions.see_all, newest)
    assert unseen(maya) == 1
    maya.clock = None
    heard = maya.reads(lambda tx: last_seq(tx, home_topic(maya.id)))
    maya.does(actions.see_all)
    assert unseen(maya) == 0
    assert maya.reads(lambda tx: last_seq(tx, home_topic(maya.id))) == heard + 1, "other windows are told"
    maya.does(actions.see_all, "spoiled")
    assert maya.reads(lambda tx: last_seq(tx, home_topic(maya.id))) == heard + 1, "and not for nothing"


def test_the_page_groups_by_day_and_item_and_leaves_nothing_out(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    one, two = (maya.writes(title, school.teachers(), title=title) for title in ("One", "Two"))
    today = now().replace(hour=12)
    for days in range(30):
        for item in (one, two):
            rivera.clock = today - timedelta(days=days)
            rivera.says(item, "Hm")
            rivera.says(item, "Hm!")
    page = maya.reads(queries.inbox)
    assert [about.title for about in page.days[0].about] in (["One", "Two"], ["Two", "One"])
    assert (len(page.days), [len(about.notes) for about in page.days[0].about], page.unseen) == (10, [2, 2], 100)
    found: set[UUID] = set()
    before: str | None = ""
    while before is not None:
        page = maya.reads(queries.inbox, before)
        found |= {note.id for day in page.days for about in day.about for note in about.notes}
        before = page.older
    assert len(found) == 120
    assert maya.reads(queries.inbox, "spoiled").days


def test_asking_for_feedback_and_what_becomes_of_it_is_told_to_those_it_is_about(school: School) -> None:
    maya, rivera, boateng, chidi = school.people(
        maya="student", rivera="teacher of maya", boateng="teacher of maya", chidi="guardian of maya"
    )
    item = maya.writes("A heron", school.teachers(), maya.family, title="Heron")
    until = now().date() + timedelta(days=2)
    asking = loops.Ask(item=item, people=(rivera.id, chidi.id), question="Is it clear?", until=until)
    request = maya.does(lambda tx: loops.ask(tx, asking).id)
    school.change(Asked, (request, chidi.id), since=now() - timedelta(days=1))
    assert told(rivera)[0] == told(chidi)[0] == "Maya asks you for feedback"
    assert told(boateng) == ["Maya shared a reflection with you"]
    said = rivera.says(item, "Quite.")
    school.work(reminders.remind_asked, request)
    by_then = f"Maya hopes for your feedback by {until:%A} {until.day} {until:%B}"
    assert told(chidi)[0] == by_then
    chidi.clock = now() + timedelta(days=5)
    assert told(chidi)[0] == by_then, "It is as true when it is read later."
    assert told(rivera)[0] == "Maya asks you for feedback", "She has answered."
    maya.does(loops.thank, request, rivera.id)
    maya.does(loops.respond, said, "adopted", "Because.", 1)
    assert set(told(rivera)[:2]) == {"Maya thanks you for your feedback", "Maya said what became of your feedback"}
    assert told(boateng)[0] == "Ms Rivera wrote to Maya"
    maya.does(loops.withdraw_request, request)
    assert by_then not in told(chidi)
    assert "Maya asks you for feedback" not in told(chidi)
    assert "Maya thanks you for your feedback" in told(rivera), "That stays true."


def test_a_request_taken_back_takes_no_news_of_another_with_it(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    item = maya.writes("A heron", school.teachers())
    first, second = (maya.does(lambda tx: loops.ask(tx, loops.Ask(item=item, people=(rivera.id,))).id) for _n in range(2))
    maya.does(loops.withdraw_request, first)
    assert told(rivera) == ["Maya asks you for feedback", "Maya shared a reflection with you"]
    maya.does(loops.withdraw_request, second)
    assert told(rivera) == ["Maya shared a reflection with you"]


def test_a_new_version_is_told_to_those_who_answered(school: School) -> None:
    maya, rivera, boateng = school.people(maya="student", rivera="teacher of maya", boateng="teacher of maya")
    item = maya.writes("A heron", school.teachers())
    rivera.says(item, "Nearer!")
    maya.does(lambda tx: items.tell(tx, "artifact.version_added", tx.get_one(Item, item), [rivera.id, boateng.id]))
    assert told(rivera)[0] == "Maya made a new version"
    assert told(boateng)[0] == "Ms Rivera wrote to Maya"
