"""Who reads what is said, and what becomes of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from hub.clock import now
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.feedback import actions, histories, moments, queries, sets, unread
from hub.feedback.forms import LONGEST
from hub.feedback.models import Message, MessageVersion, ReadMark, Thread
from hub.homes import news
from hub.homes import queries as homes
from hub.items.models import Item
from tests.support import many
from tests.support.school import School, Someone
from tests.support.statements import Statements

Family = tuple[Someone, Someone, Someone, Someone]


def family(school: School) -> Family:
    """Maya, her teacher, her father, her mother."""
    maya, rivera, chidi, ada = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya", ada="guardian of maya")
    return maya, rivera, chidi, ada


def test_a_guardians_words_never_reach_the_other_guardian(school: School) -> None:
    maya, rivera, chidi, ada = family(school)
    item = maya.writes("…", school.teachers(), maya.family)
    his = chidi.says(item, "Between us")
    answers = [rivera.says(item, "To you alone", to=his), maya.says(item, "Thank you, Dad", to=his)]
    answers.append(rivera.says(item, "You two", to=answers[1]))
    chidi.does(actions.edit_message, his, "Between us, again", 1)
    assert ada.hears(item) == []
    assert ada.thread(item).unread == 0
    assert ada.reads(news.waiting_count) == 0
    assert ada.reads(homes.home).answered == []
    (child,) = ada.reads(homes.home).children or []
    assert child.answered == []
    assert ada.reads(unread.counts, [item]) == {}
    for message in (his, *answers):
        with pytest.raises(NotFound):
            ada.reads(queries.one, message)
        with pytest.raises(NotFound):
            ada.says(item, "What did you say?", to=message)
    assert chidi.hears(item) == maya.hears(item) == ["Between us, again", "To you alone", "Thank you, Dad", "You two"]
    everyone = rivera.says(item, "To all of you")
    assert ada.hears(item) == ["To all of you"]
    assert ada.says(item, "And from me", to=everyone)
    assert "And from me" not in chidi.hears(item)


def test_a_guardian_answers_only_staff_where_the_whole_school_reads(school: School) -> None:
    maya, rivera, chidi, ada = family(school)
    item = rivera.writes("The fair is on Friday.", school.id)
    assert chidi.thread(item).will_read.principals == {rivera.id}
    assert chidi.reads(sets.readers, [item])[item].principals == {rivera.id}
    his = chidi.says(item, "Maya will be late")
    assert rivera.hears(item) == chidi.hears(item) == ["Maya will be late"]
    assert ada.hears(item) == maya.hears(item) == []
    rivera.says(item, "Thank you", to=his)
    maya.says(item, "I bake a cake")
    assert ada.hears(item) == ["I bake a cake"]


def test_a_quote_shows_nothing_that_one_could_not_read(small_school: School) -> None:
    maya, rivera, chidi, _ada = family(small_school)
    item = maya.writes("…", small_school.teachers(), maya.family)
    his = chidi.says(item, "A long word from home " * 9)
    rivera.says(item, "I see", to=his)
    quoted = chidi.thread(item).messages[1].reply_to
    assert quoted is not None
    assert quoted.called == "Chidi"
    assert len(quoted.excerpt) <= 80
    chidi.does(actions.withdraw_message, his)
    again = rivera.thread(item).messages[1].reply_to
    assert again is not None
    assert again.excerpt == ""


def test_a_new_guardian_reads_what_was_said_to_the_family_and_no_guardians_own_words(small_school: School) -> None:
    maya, rivera, chidi, _ada = family(small_school)
    item = maya.writes("…", small_school.teachers(), maya.family)
    rivera.says(item, "To the family")
    chidi.says(item, "From her father")
    (nana,) = small_school.people(nana="guardian of maya")
    assert nana.hears(item) == ["To the family"]


def test_a_new_teacher_of_the_class_reads_what_its_teachers_read(small_school: School) -> None:
    maya, _rivera, chidi, _ada = family(small_school)
    item = maya.writes("…", small_school.teachers(), maya.family)
    chidi.says(item, "From her father")
    (boateng,) = small_school.people(boateng="teacher of 7B")
    assert boateng.hears(item) == ["From her father"]


def test_what_was_said_while_it_was_unshared_stays_unsaid_to_the_family(small_school: School) -> None:
    maya, rivera, chidi, _ada = family(small_school)
    teachers = small_school.teachers()
    item = maya.writes("…", teachers, maya.family)
    rivera.says(item, "One")
    maya.shares(item, teachers)
    rivera.says(item, "Two")
    assert not chidi.sees(item)
    maya.shares(item, teachers, maya.family)
    assert chidi.hears(item) == ["One"]


def test_a_reply_goes_to_who_reads_what_is_answered_and_not_to_who_came_since(small_school: School) -> None:
    maya, rivera, chidi, _ada = family(small_school)
    item = maya.writes("…", small_school.teachers())
    first = rivera.says(item, "Only you and I")
    maya.shares(item, small_school.teachers(), maya.family)
    maya.says(item, "Yes", to=first)
    assert chidi.hears(item) == []


def test_one_answers_only_what_is_here_and_what_one_can_read(small_school: School) -> None:
    maya, rivera, _chidi, _ada = family(small_school)
    here, there = (maya.writes("…", small_school.teachers()) for _ in range(2))
    said = rivera.says(here, "Here")
    with pytest.raises(Invalid) as refused:
        rivera.says(there, "There", to=said)
    assert refused.value.field == "reply_to"
    with pytest.raises(NotFound):
        rivera.says(here, "Nowhere", to=here)


@pytest.mark.parametrize("words", ["", "   \n ", "\u202e\u200b \u2066", "\u2800\u3164", "x" * (LONGEST + 1)])
def test_nothing_and_too_much_are_refused_beside_the_box(words: str, small_school: School) -> None:
    maya, *_rest = family(small_school)
    item = maya.writes()
    said = maya.says(item, "x" * LONGEST)
    for act in (lambda: maya.says(item, words), lambda: maya.does(actions.edit_message, said, words, 1)):
        with pytest.raises(Invalid) as refused:
            act()
        assert refused.value.field == "words"


def test_an_edit_keeps_how_it_read_and_a_stale_one_is_told(school: School) -> None:
    maya, rivera, _chidi, _ada = family(school)
    item = maya.writes("…", school.teachers())
    said = rivera.says(item, "First")
    rivera.does(actions.edit_message, said, "Second", 1)
    with pytest.raises(Conflict):
        rivera.does(actions.edit_message, said, "Third", 1)
    message = maya.thread(item).messages[0]
    assert (message.words, message.version, message.edited is not None) == ("Second", 2, True)
    assert [one.words for one in maya.reads(lambda tx: histories.histories(tx, [said])[said])] == ["First"]
    rivera.does(actions.edit_message, said, "Second", 1)  # A double click changes nothing.
    assert maya.thread(item).messages[0].version == 2


def test_words_taken_back_are_gone_with_all_their_versions(small_school: School) -> None:
    maya, rivera, _chidi, _ada = family(small_school)
    item = maya.writes("…", small_school.teachers())
    said = rivera.says(item, "First")
    rivera.does(actions.edit_message, said, "Second", 1)
    rivera.does(actions.withdraw_message, said)
    assert maya.hears(item) == [None]
    assert maya.thread(item).messages[0].state == "withdrawn"
    assert maya.reads(lambda tx: tx.scalars(select(MessageVersion)).all()) == []
    assert maya.reads(news.waiting_count) == 0
    with pytest.raises(Forbidden):
        rivera.does(actions.edit_message, said, "Third", 2)


def test_read_marks_are_each_ones_own_and_nobody_has_unread_words_of_their_own(school: School) -> None:
    maya, rivera, chidi, _ada = family(school)
    item = maya.writes("…", school.teachers(), maya.family)
    rivera.says(item, "One")
    rivera.says(item, "Two")
    assert (maya.thread(item).unread, chidi.thread(item).unread, rivera.thread(item).unread) == (2, 2, 0)
    maya.does(actions.mark_read, item)
    maya.does(actions.mark_read, item)
    assert (maya.thread(item).unread, chidi.thread(item).unread) == (0, 2)
    assert maya.reads(unread.counts, [item]) == {}
    assert chidi.reads(unread.counts, [item]) == {item: 2}
    rivera.says(item, "Three")
    assert [said.unread for said in maya.thread(item).messages] == [False, False, True]


def waits(school: School, item: object) -> bool:
    return school.work(lambda tx: tx.get_one(Item, item).waiting_since is not None)


def test_staff_end_the_wait_the_learner_begins_it_and_the_family_does_neither(school: School) -> None:
    maya, rivera, chidi, _ada = family(school)
    item = maya.writes("…", school.teachers(), maya.family)
    assert waits(school, item)
    chidi.says(item, "Lovely")
    assert waits(school, item)
    rivera.says(item, "Where was it?")
    assert not waits(school, item)
    his = chidi.says(item, "By the bridge")
    assert not waits(school, item)
    maya.says(item, "By the bridge, he says", to=his)
    assert waits(school, item)
    maya.shares(item, maya.family)
    assert not waits(school, item)
    maya.says(item, "Only for you")
    assert not waits(school, item)


def test_a_learner_who_waits_keeps_the_place_when_they_write_again(small_school: School) -> None:
    maya, *_rest = family(small_school)
    maya.clock = now() - timedelta(days=2)
    item = maya.writes("…", small_school.teachers())
    began = small_school.work(lambda tx: tx.get_one(Item, item).waiting_since)
    maya.clock = None
    maya.says(item, "Please")
    assert small_school.work(lambda tx: tx.get_one(Item, item).waiting_since) == began


def test_the_same_writing_sent_twice_is_said_once(school: School) -> None:
    maya, *_rest = family(school)
    item, writing = maya.writes(), maya.id
    first = maya.says(item, "Once", writing=writing)
    assert maya.says(item, "Once", writing=writing) == first
    assert maya.hears(item) == ["Once"]
    assert school.work(lambda tx: len(tx.scalars(select(Message)).all())) == 1


def test_a_long_thread_is_read_in_parts_and_each_message_is_found(
    school: School, statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    maya, rivera, jonas = school.people(maya="student", rivera="teacher of maya", jonas="student")
    item = maya.writes("…", school.teachers())
    counts = []
    for more in (queries.PAGE, 70):
        rivera.does(lambda tx, more=more: many.messages(tx, rivera, [item] * more, maya.id, form="free", parts={}))  # type: ignore[misc]
        with statements() as seen:
            shown = maya.thread(item)
        counts.append((seen.count, len(shown.messages), shown.more is None))
    assert counts == [(counts[0][0], 50, True), (counts[0][0], 50, False)]
    read, before = [one.id for one in shown.messages], shown.more
    while before:
        part = maya.reads(moments.moment, item, before)
        assert 0 < len(part.messages) <= queries.PAGE
        read, before = [*(one.id for one in part.messages), *read], part.more
    every = maya.reads(lambda tx: [*tx.scalars(select(Message.id).order_by(Message.created, Message.id))])
    assert (len(read), read) == (120, every)
    assert shown.more
    assert all(one.unread for one in maya.reads(moments.moment, item, shown.more).messages)
    thread = school.work(lambda tx: tx.scalars(select(Thread.id)).one())
    school.work(lambda tx: tx.add(ReadMark(person_id=maya.id, thread_id=thread, seq=1000)))
    assert not any(one.unread for one in maya.reads(moments.moment, item, shown.more).messages)

    def there(message: UUID) -> str:
        page, found = maya.reads(queries.leads_to, item, message)
        assert found
        return page

    assert {there(one) for one in read[-50:]} == {f"/reflections/{item}"}
    page, _mark, place = there(read[20]).partition("?before=")
    assert page == f"/items/{item}/earlier"
    assert [one.id for one in maya.reads(moments.moment, item, place).messages] == read[:21]
    hers = maya.says(item, "Yes", read[0])
    assert next(one.reply_to.href for one in maya.thread(item).messages if one.reply_to) == f"/items/{item}?at=message-{read[0]}"
    assert there(hers) == f"/reflections/{item}"
    for ask in (lambda tx: moments.moment(tx, item, place), lambda tx: queries.leads_to(tx, item, hers)):
        with pytest.raises(NotFound):
            jonas.reads(ask)
