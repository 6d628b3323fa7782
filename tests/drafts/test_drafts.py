"""Words are never lost, and what was sent never comes back."""

import asyncio
from typing import Any

import pytest

from hub.drafts import actions, queries, sending
from hub.errors import Gone, Invalid
from hub.feedback import actions as feedback
from hub.ids import new_id
from hub.loops import actions as loops
from tests.support.school import School, Someone

NEW = "reflection/new"


def save(someone: Someone, writing: Any, base: int, words: str, place: str = NEW) -> int:
    return someone.does(actions.save, place, writing, base, {"words": words})


def words(someone: Someone, place: str = NEW) -> dict[str, str]:
    return someone.reads(queries.desk, place).words


def test_each_save_has_a_number_and_the_last_one_is_there_again(school: School) -> None:
    (maya,) = school.people(maya="student")
    writing = maya.reads(queries.desk, NEW).writing
    assert [save(maya, writing, 0, "W"), save(maya, writing, 1, "We"), save(maya, writing, 2, "We f")] == [1, 2, 3]
    desk = maya.reads(queries.desk, NEW)
    assert (desk.writing, desk.number, desk.words) == (writing, 3, {"words": "We f"})
    assert save(maya, writing, 0, "We f") == 3  # The same words again, after an answer that got lost.


def test_two_windows_never_overwrite_each_other_and_both_texts_are_there(school: School) -> None:
    (maya,) = school.people(maya="student")
    here, there = new_id(), new_id()
    save(maya, here, 0, "From the phone")
    for writing, base in ((here, 0), (here, 7), (there, 0), (there, 1)):
        with pytest.raises(actions.Newer) as clash:
            save(maya, writing, base, "From the tablet")
        assert (clash.value.number, clash.value.writing, clash.value.words) == (1, here, {"words": "From the phone"})
    assert words(maya) == {"words": "From the phone"}


async def test_two_windows_that_begin_at_once_keep_one_text_and_are_told_of_it(school: School) -> None:
    (maya,) = school.people(maya="student")

    async def begin(text: str) -> object:
        return await school.database.write(maya.claim, actions.save, NEW, new_id(), 0, {"words": text})

    found = await asyncio.gather(*(begin(f"Window {n}") for n in range(4)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in found) == ["Newer", "Newer", "Newer", "int"]


def test_what_was_sent_never_comes_back(school: School) -> None:
    (maya,) = school.people(maya="student")
    item, writing = maya.writes(), new_id()
    place = f"thread/{item}"
    save(maya, writing, 0, "Dear", place)
    maya.says(item, "Dear all", writing=writing)
    assert words(maya, place) == {}
    for base in (0, 1, 5):
        with pytest.raises(Gone):
            save(maya, writing, base, "Dear al", place)
    assert maya.reads(queries.unfinished) == []
    save(maya, new_id(), 0, "And", place)
    assert words(maya, place) == {"words": "And"}


async def test_a_save_under_way_does_not_outlive_its_sending(school: School) -> None:
    (maya,) = school.people(maya="student")
    item = maya.writes()
    place, database = f"thread/{item}", school.database
    for _ in range(8):
        writing = new_id()
        await asyncio.gather(
            database.write(maya.claim, actions.save, place, writing, 0, {"words": "Dear"}),
            database.write(maya.claim, feedback.add_message, item, feedback.Answer("Dear all", writing)),
            return_exceptions=True,
        )
        assert words(maya, place) == {}


def test_an_edit_that_changes_nothing_leaves_no_draft_behind(small_school: School) -> None:
    (maya,) = small_school.people(maya="student")
    said, writing = maya.says(maya.writes(), "Dear"), new_id()
    save(maya, writing, 0, "Dear me", f"message/{said}")
    maya.does(feedback.edit_message, said, "Dear", 1, writing)
    assert maya.reads(queries.unfinished) == []


def test_a_response_that_says_the_same_again_leaves_no_draft_behind(small_school: School) -> None:
    maya, rivera = small_school.people(maya="student", rivera="teacher of maya")
    advice, writing = rivera.says(maya.writes("…", small_school.teachers()), "Draw it larger"), new_id()
    maya.does(loops.respond, advice, "declined", "No room")
    save(maya, writing, 0, "No roo", f"response/{advice}")
    maya.does(loops.respond, advice, "declined", "No room", None, writing)
    assert maya.reads(queries.unfinished) == []


def test_what_was_written_offline_is_taken_as_it_is(school: School) -> None:
    (maya,) = school.people(maya="student")
    assert save(maya, new_id(), 12, "On the bus") == 13


def test_a_draft_is_nobody_elses(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    writing = new_id()
    save(maya, writing, 0, "Angry words")
    rivera.does(actions.throw_away, NEW, writing)
    assert words(rivera) == {}
    assert rivera.reads(queries.unfinished) == []
    assert save(rivera, writing, 0, "Mine") == 1
    assert words(maya) == {"words": "Angry words"}


def test_throwing_away_takes_only_that_piece_of_writing(small_school: School) -> None:
    (maya,) = small_school.people(maya="student")
    writing = new_id()
    save(maya, writing, 0, "Keep me")
    maya.does(actions.throw_away, NEW, new_id())
    assert words(maya) == {"words": "Keep me"}
    maya.does(actions.throw_away, NEW, writing)
    assert words(maya) == {}


def test_what_was_thrown_away_comes_back_from_no_other_device_and_what_was_typed_since_is_kept(small_school: School) -> None:
    (maya,) = small_school.people(maya="student")
    writing, other = new_id(), new_id()
    save(maya, writing, 0, "Not that")
    for _twice in range(2):
        maya.does(actions.throw_away, NEW, writing)
    for base in (0, 1, 5):
        with pytest.raises(Gone):
            save(maya, writing, base, "Not that")
    save(maya, other, 0, "Something else")
    with pytest.raises(Gone):
        save(maya, writing, 1, "Not that")
    assert words(maya) == {"words": "Something else"}
    maya.does(actions.throw_away, NEW, other)
    assert save(maya, writing, 1, "Not that, but this") == 2
    item = maya.writes()
    assert maya.says(item, "Not that", writing=writing) == maya.says(item, "Not that", writing=writing)
    assert words(maya) == {}


@pytest.mark.parametrize(
    ("place", "base", "given"),
    [
        (NEW, -1, {"words": "x"}),
        (NEW, 2**31, {"words": "x"}),
        (NEW, 2**70, {"words": "x"}),
        ("p" * 121, 0, {"words": "x"}),
        ("thread/\x00", 0, {"words": "x"}),
        (NEW, 0, {f"box{n}": "x" for n in range(61)}),
        (NEW, 0, {"words": "x" * (actions.LONGEST + 1)}),
    ],
)
def test_what_no_draft_can_hold_is_refused(place: str, base: int, given: dict[str, str], school: School) -> None:
    (maya,) = school.people(maya="student")
    with pytest.raises(Invalid):
        maya.does(actions.save, place, new_id(), base, given)


def test_signs_that_a_database_can_not_keep_lose_no_draft(school: School) -> None:
    (maya,) = school.people(maya="student")
    save(maya, new_id(), 0, "A\x00B")
    assert words(maya) == {"words": "AB"}
    maya.does(actions.throw_away, "thread/\x00", new_id())
    with pytest.raises(Invalid):
        maya.does(sending.once, "a\x00b", "nothing", new_id)


def test_nobody_fills_the_disk_with_drafts(small_school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    maya, jonas = small_school.people(maya="student", jonas="student")
    monkeypatch.setattr(actions, "DRAFTS", 2)
    first = new_id()
    save(maya, first, 0, "One", "thread/1")
    save(maya, new_id(), 0, "Two", "thread/2")
    with pytest.raises(Invalid):
        save(maya, new_id(), 0, "Three", "thread/3")
    assert save(maya, first, 1, "One and more", "thread/1") == 2
    save(jonas, new_id(), 0, "Mine", "thread/1")
    maya.does(actions.throw_away, "thread/1", first)
    save(maya, new_id(), 0, "Three", "thread/3")
