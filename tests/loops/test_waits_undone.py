"""Whoever waits for an answer from staff keeps waiting when something else is undone, and since the same moment."""

from datetime import datetime
from uuid import UUID

from hub.artifacts import actions as artifacts
from hub.feedback import actions as feedback
from hub.goals import actions as goals
from hub.homes import waits
from hub.items import actions as items
from hub.items.models import Item
from hub.loops import actions, requests
from hub.loops.actions import Ask
from hub.safeguarding import actions as safeguarding
from tests.support.school import School, Someone


def goal_of(maya: Someone, *audience: UUID) -> UUID:
    return maya.does(lambda tx: goals.begin(tx, goals.Wish(title="Explain the river", audience=audience)).id)


def asks(someone: Someone, item: UUID, *people: Someone) -> UUID:
    return someone.does(lambda tx: actions.ask(tx, Ask(item=item, people=tuple(one.id for one in people))).id)


def since(school: School, item: UUID) -> datetime | None:
    return school.work(lambda tx: tx.get_one(Item, item).waiting_since)


def listed(teacher: Someone) -> list[UUID]:
    return [entry.item_id for entry in teacher.reads(waits.waits).entries]


def test_a_request_taken_back_leaves_the_words_that_wait(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    goal = goal_of(maya, school.teachers())
    asked = asks(maya, goal, rivera)
    maya.says(goal, "I went to the harbour")
    maya.does(actions.withdraw_request, asked)
    assert listed(rivera) == [goal]


def test_help_that_came_leaves_the_words_that_wait(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    for ends in (goals.got_help, lambda tx, id_: goals.bring_to_an_end(tx, id_, "reached", "")):
        goal = goal_of(maya, school.teachers())
        maya.does(goals.ask_for_help, goal, "Whom?")
        maya.says(goal, "Whom could I ask?")
        maya.does(ends, goal)
        assert since(school, goal)
        rivera.says(goal, "The harbour master")
        assert since(school, goal) is None


def test_words_since_an_answer_wait_and_those_before_it_do_not(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    goal = goal_of(maya, school.teachers())
    maya.says(goal, "First")
    rivera.says(goal, "Good")
    maya.does(goals.ask_for_help, goal, "Whom?")
    maya.does(goals.got_help, goal)
    assert listed(rivera) == []


def test_help_asked_in_new_words_after_an_answer_outlives_a_request(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    goal = goal_of(maya, school.teachers())
    maya.does(goals.ask_for_help, goal, "Whom?")
    rivera.says(goal, "The harbour master")
    asked = asks(maya, goal, rivera)
    maya.does(goals.ask_for_help, goal, "He is away. Who else?")
    maya.does(actions.withdraw_request, asked)
    assert listed(rivera) == [goal]


def test_what_is_put_back_waits_for_what_it_waited_for_before(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    poster = artifacts.Made(title="Poster", stand=artifacts.Stand(words="Look"), audience=(school.teachers(),))
    work = maya.does(lambda tx: artifacts.add(tx, poster).id)
    maya.says(work, "Is the title too long?")
    before = since(school, work)
    maya.does(items.withdraw, work)
    assert listed(rivera) == []
    maya.does(items.put_back, work)
    assert (since(school, work), listed(rivera)) == (before, [work])


def test_an_answer_taken_back_leaves_the_learner_waiting_since_the_beginning(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    item = maya.writes("…", school.teachers())
    before = since(school, item)
    said = rivera.says(item, "Where?")
    assert since(school, item) is None
    rivera.does(feedback.withdraw_message, said)
    assert (since(school, item), listed(rivera)) == (before, [item])


def test_of_two_answers_the_one_that_stands_still_answers(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    item = maya.writes("…", school.teachers())
    first, _second = rivera.says(item, "Wehre?"), rivera.says(item, "Where?")
    rivera.does(feedback.withdraw_message, first)
    assert since(school, item) is None


def test_an_answer_hidden_answers_nothing_until_it_is_shown(school: School) -> None:
    maya, rivera, haddad = school.people(maya="student", rivera="teacher of maya", haddad="admin")
    item = maya.writes("…", school.teachers())
    before = since(school, item)
    asks(maya, item, rivera)
    said = rivera.says(item, "Nonsense")
    report = maya.does(lambda tx: safeguarding.report_message(tx, said, "It hurts").id)
    haddad.does(safeguarding.look, report)
    haddad.does(safeguarding.hide_reported, report, "Unkind")
    assert since(school, item) == before
    assert [one.item_id for one in rivera.reads(requests.owed)] == [item]
    haddad.does(safeguarding.show_reported, report)
    assert since(school, item) is None
    assert rivera.reads(requests.owed) == []


def test_a_request_made_after_an_answer_is_not_answered_by_showing_it_again(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    item = maya.writes("…", school.teachers())
    said = rivera.says(item, "Fine")
    rivera.does(safeguarding.hide_message, said, "By mistake")
    asks(maya, item, rivera)
    rivera.does(safeguarding.show_message, said)
    assert (listed(rivera), len(rivera.reads(requests.owed))) == ([item], 1)
