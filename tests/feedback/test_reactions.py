"""What is given a message without a word: once each, taken back with the same button, and known to whom the giver's words would reach."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import UUID

import jinja2
import pytest
from sqlalchemy import func, select

from hub.clock import now
from hub.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, TooMany
from hub.events import Event, EventTopic, Told, since, thread_topic
from hub.feedback import actions, live, queries, reactions, sets, unread
from hub.feedback.models import Message, MessageReaction, VoiceKind
from hub.feedback.signs import SIGNS, short
from hub.homes import news
from hub.identity import limits
from hub.items import actions as items
from hub.items.models import ItemGrant
from hub.notifications.models import Notification
from hub.people.models import Person
from hub.safeguarding import actions as safe
from hub.web.rendering import environment
from tests.support import many
from tests.support.school import School, Someone
from tests.support.statements import Statements


def seen_by(friend: Someone, owner: Someone, *audience: UUID) -> UUID:
    """A reflection that a classmate sees as well, as in a room."""
    item = owner.writes("…", *audience)
    owner.school.work(lambda tx: tx.add(ItemGrant(item_id=item, principal_id=friend.id)))
    return item


def shown(someone: Someone, item: UUID, at: int = 0) -> dict[str, list[str]]:
    """By sign, the names beside it."""
    return {one.sign: [face.called for face in one.people] for one in someone.thread(item).messages[at].reactions if one.people}


def button(someone: Someone, item: UUID, sign: str) -> str:
    """What it says on the page that they have open."""
    return next(one.pressed for one in someone.thread(item).messages[0].reactions if one.sign == sign)


def test_a_sign_is_given_once_and_taken_back_with_the_same_button(school: School) -> None:
    maya, rivera, jonas = school.people(maya="student", rivera="teacher of maya", jonas="student")
    item = seen_by(jonas, maya, school.teachers())
    said = rivera.says(item, "Where was it?")
    for who, sign in ((maya, "helps"), (jonas, "helps"), (rivera, "heart"), (maya, "like")):
        who.does(reactions.react, said, sign)
    assert shown(maya, item) == shown(jonas, item) == {"like": ["Maya"], "heart": ["Ms Rivera"], "helps": ["Maya", "Jonas"]}
    assert [one.sign for one in maya.thread(item).messages[0].reactions] == list(SIGNS), "those that nobody gave can be given"
    pressed = button(maya, item, "helps")
    for _window in range(2):
        maya.does(reactions.press, said, pressed)
        assert shown(rivera, item)["helps"] == ["Jonas"]
    pressed = button(maya, item, "helps")
    for _window in range(2):
        maya.does(reactions.press, said, pressed)
        assert shown(rivera, item)["helps"] == ["Jonas", "Maya"]
    for on, there in ((True, True), (False, False), (False, False), (None, True), (None, False)):
        maya.does(reactions.react, said, "question", on)
        assert ("question" in shown(maya, item)) is there


def test_nobody_is_told_and_nothing_becomes_unread(school: School) -> None:
    maya, rivera, jonas = school.people(maya="student", rivera="teacher of maya", jonas="student")
    item = seen_by(jonas, maya, school.teachers())
    said = rivera.says(item, "Where was it?")
    for who in (maya, jonas, rivera):
        who.does(actions.mark_read, item)
    told = school.work(lambda tx: tx.scalar(select(func.count(Notification.id))))
    jonas.does(reactions.react, said, "like")
    assert school.work(lambda tx: tx.scalar(select(func.count(Notification.id)))) == told
    assert [who.reads(unread.counts, [item]) for who in (maya, jonas, rivera)] == [{}, {}, {}]
    assert maya.thread(item).unread == 0
    assert rivera.reads(news.waiting_count) == 0
    where = select(EventTopic.topic).join(Event, Event.id == EventTopic.event_id).where(Event.kind == "message.reacted")
    assert school.work(lambda tx: tx.scalars(where).all()) == [thread_topic(item)], "nobody's home stirs"


def test_a_guardians_sign_reaches_whom_a_guardians_words_would_reach(school: School) -> None:
    maya, rivera, chidi, ada = school.people(
        maya="student", rivera="teacher of maya", chidi="guardian of maya", ada="teacher guardian of maya"
    )
    item = maya.writes("…", school.teachers(), maya.family)
    said = rivera.says(item, "To all of you")
    chidi.does(reactions.react, said, "heart")
    maya.does(reactions.react, said, "heart")
    assert shown(chidi, item) == shown(maya, item) == shown(rivera, item) == {"heart": ["Chidi", "Maya"]}
    assert shown(ada, item) == {"heart": ["Maya"]}
    assert short(chidi.id) not in button(ada, item, "heart")
    assert ada.reads(lambda tx: [*tx.scalars(select(MessageReaction.person_id))]) == [maya.id]
    assert [face.called for one in ada.reads(sets.reactions, [said])[said] for face in one.people] == ["Maya"]
    assert [who.reads(queries.may_know, item, chidi.id) for who in (maya, rivera, chidi, ada)] == [True, True, True, False]
    assert ada.reads(queries.may_know, item, None)

    notice = rivera.writes("The fair is on Friday.", school.id)
    to_all = rivera.says(notice, "Bring a cake")
    chidi.does(reactions.react, to_all, "like")
    assert (shown(ada, notice), shown(maya, notice), shown(rivera, notice)) == ({}, {}, {"like": ["Chidi"]})


def test_what_open_pages_are_told(small_school: School) -> None:
    maya, rivera, jonas, chidi = small_school.people(maya="student", rivera="teacher of maya", jonas="student", chidi="guardian of maya")
    item = seen_by(jonas, maya, small_school.teachers(), maya.family)
    said = rivera.says(item, "Where was it?")
    templates = environment()
    templates.filters["when"] = str

    def told(viewing: VoiceKind) -> list[str] | None:
        return small_school.work(lambda tx: _told(templates, tx, item, viewing))

    jonas.does(reactions.react, said, "helps")
    for viewing in ("learner", "staff", "peer"):
        [html] = told(viewing) or []
        assert "That helps: Jonas" in html
    assert told("family") is None, "read anew, for one's own may be among them"
    chidi.does(reactions.react, said, "heart")
    assert [told("family"), told("peer")] == [[], []]
    assert "Heart: Chidi" in str(told("learner"))
    rivera.does(actions.edit_message, said, "Where was it, then?", 1)
    assert "Chidi" in str(told("staff"))
    assert "Chidi" not in str(told("peer"))


def _told(templates: jinja2.Environment, tx: Any, item: UUID, viewing: VoiceKind) -> list[str] | None:
    """Of the newest event."""
    topic = thread_topic(item)
    event = since(tx, {topic: 0})[topic].told[-1]
    assert isinstance(event, Told)
    found = live.fragments(templates, tx, event, topic, viewing)
    return None if found is None else [html for id_, _into, html in found if id_.startswith("message-")]


@pytest.mark.parametrize("how", ["taken back", "hidden", "deleted", "item taken back"])
def test_a_sign_for_what_is_gone_meanwhile_is_refused_kindly_and_none_is_shown(how: str, small_school: School) -> None:
    maya, rivera, jonas = small_school.people(maya="student", rivera="teacher of maya", jonas="student")
    item = seen_by(jonas, maya, small_school.teachers())
    said = rivera.says(item, "Where was it?")
    jonas.does(reactions.react, said, "helps")
    kind: type[Refusal] = Conflict
    who, words = maya, "These words were taken back meanwhile"
    if how == "taken back":
        rivera.does(actions.withdraw_message, said)
    elif how == "hidden":
        rivera.does(safe.hide_message, said, "A slip")
    elif how == "deleted":
        maya.does(items.delete, item)
        words = "You deleted this. Bring it back first."
        with pytest.raises(NotFound):
            jonas.does(reactions.react, said, "like")
    else:
        maya.does(items.withdraw, item)
        who, kind, words = jonas, Forbidden, "This was taken back"
    events = small_school.work(lambda tx: tx.scalar(select(func.count(Event.id))))
    with pytest.raises(kind, match=words):
        who.does(reactions.react, said, "like")
    with pytest.raises(kind, match=words):
        who.does(reactions.press, said, f"like:{short(who.id)}")
    assert small_school.work(lambda tx: tx.scalar(select(func.count(Event.id)))) == events
    if kind is Conflict and how != "deleted":
        assert maya.thread(item).messages[0].reactions == []
        assert maya.reads(sets.reactions, [said]) == {}
        assert maya.reads(lambda tx: [*tx.scalars(select(MessageReaction))]) == []


def test_a_sign_that_there_is_not_and_a_message_that_one_may_not_see(small_school: School) -> None:
    maya, rivera, amina = small_school.people(maya="student", rivera="teacher of maya", amina="student")
    item = maya.writes("…", small_school.teachers())
    said = rivera.says(item, "Where was it?")
    for sign in ("", "angry", "like:", "👍", "x" * 5000, "like\x00"):
        with pytest.raises(Invalid) as refused:
            maya.does(reactions.react, said, sign)
        assert refused.value.field == "sign"
    for message in (said, item, None):
        with pytest.raises(NotFound):
            amina.does(reactions.react, message, "like")
    assert shown(maya, item) == {}


def test_the_signs_of_somebody_who_left_stay_counted(small_school: School) -> None:
    maya, rivera, jonas = small_school.people(maya="student", rivera="teacher of maya", jonas="student")
    item = seen_by(jonas, maya, small_school.teachers())
    said = rivera.says(item, "Where was it?")
    jonas.does(reactions.react, said, "thanks")
    small_school.change(Person, jonas.id, deactivated=small_school.work(lambda tx: tx.now))
    assert shown(maya, item) == {"thanks": ["Jonas"]}
    maya.shares(item, small_school.teachers())
    assert shown(maya, item) == {"thanks": ["Jonas"]}


def test_a_hundred_signs_cost_what_one_costs(small_school: School, statements: Callable[[], AbstractContextManager[Statements]]) -> None:
    maya, rivera = small_school.people(maya="student", rivera="teacher of maya")
    item = maya.writes("…", small_school.teachers())
    counts = []
    for more in (1, 40):
        rivera.does(lambda tx, more=more: many.messages(tx, rivera, [item] * more, maya.id, form="free", parts={}))  # type: ignore[misc]
        with statements() as without:
            maya.thread(item)
        small_school.work(_react_to_all, maya, rivera)
        with statements() as seen:
            found = [one for message in maya.thread(item).messages for one in message.reactions if one.people]
        assert {one.count for one in found} == {2}
        counts.append((without.count, seen.count))
    assert counts == [counts[0]] * 2
    assert counts[0][0] == counts[0][1]


def _react_to_all(tx: Any, *people: Someone) -> None:
    for message in tx.scalars(select(Message.id)).all():
        for person in people:
            for sign in SIGNS:
                row = MessageReaction(message_id=message, person_id=person.id, sign=sign, by_guardian=False, created=tx.now)
                tx.merge(row)
    tx.flush()


def test_who_gives_signs_without_end_is_asked_to_wait_and_nobody_else_is(small_school: School) -> None:
    maya, rivera = small_school.people(maya="student", rivera="teacher of maya")
    leaf = maya.writes("x", small_school.teachers())
    said = maya.says(leaf, "One more")

    def presses(someone: Someone) -> None:
        someone.does(lambda tx: reactions.react(tx, said, "like").id)

    for _n in range(limits.SIGNS.most):
        presses(rivera)
    with pytest.raises(TooMany, match="wait a minute"):
        presses(rivera)
    presses(maya)
    rivera.clock = now() + timedelta(minutes=1)
    presses(rivera)
