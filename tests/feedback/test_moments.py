"""Any moment of a thread is found by its words and by its day, and ten thousand messages cost what a hundred do."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from hub.database import Tx
from hub.errors import NotFound
from hub.feedback import actions, moments
from hub.feedback.models import Message
from hub.feedback.queries import PAGE
from hub.people.models import School as OurSchool
from hub.safeguarding import actions as safeguarding
from hub.slices import Place
from tests.support import many
from tests.support.school import School, Someone
from tests.support.statements import Statements

Count = Callable[[], AbstractContextManager[Statements]]


def found(someone: Someone, item: UUID, words: str) -> list[str]:
    return ["".join(f"[{part}]" if sought else part for part, sought in hit.parts) for hit in hits(someone, item, words)]


def hits(someone: Someone, item: UUID, words: str) -> list[moments.Hit]:
    return someone.reads(moments.search, item, words).hits


def test_words_are_found_where_one_may_read_them_and_no_more_when_they_are_gone(school: School) -> None:
    maya, rivera, chidi, jonas = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya", jonas="student")
    item = maya.writes("…", school.teachers(), maya.family)
    first = maya.says(item, "The **Otter** swims at 100% of its speed")
    rivera.says(item, "Which otter_1 do you mean?", first)
    gone = maya.says(item, "An otter that I take back")
    hidden = maya.says(item, "An otter that is unkind")
    maya.does(actions.withdraw_message, gone)
    rivera.does(safeguarding.hide_message, hidden, "Unkind")
    assert found(maya, item, "otter") == ["Which [otter]_1 do you mean?", "The [Otter] swims at 100% of its speed"]
    assert found(maya, item, "  OTTER   speed ") == ["The [Otter] swims at 100% of its [speed]"]
    assert [found(maya, item, words) for words in ("100%", "r_1", "%", "_", "\\", "giraffe", "speed otter")] == [
        ["The Otter swims at [100%] of its speed"],
        ["Which otte[r_1] do you mean?"],
        ["The Otter swims at 100[%] of its speed"],
        ["Which otter[_]1 do you mean?"],
        *([], [], []),
    ]
    assert maya.reads(moments.search, item, "  ").words == ""
    assert maya.reads(moments.search, item, "é" * 5000 + " x" * 50).hits == []
    maya.says(item, "An otter for my teachers", rivera.says(item, "And you?"))
    chidis = chidi.says(item, "An otter at home")
    assert len(found(rivera, item, "otter")) == 4
    assert chidis in [hit.said.id for hit in hits(maya, item, "otter")]
    with pytest.raises(NotFound):
        jonas.reads(moments.search, item, "otter")


def test_a_day_is_gone_to_and_on_from_there_to_later_ones(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    item = maya.writes("…", school.teachers())
    made = [maya.says(item, str(number)) for number in range(4)]
    for number, id_ in enumerate(made):
        school.change(Message, id_, created=datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(days=number))
    rivera.does(lambda tx: many.messages(tx, rivera, [item] * PAGE, maya.id, form="free", parts={}))

    def day(words: str) -> moments.Moment:
        return maya.reads(lambda tx: moments.moment(tx, item, day=words))

    shown = day("2026-03-03")
    assert [one.words for one in shown.messages[:2]] == ["2", "3"]
    assert (len(shown.messages), shown.more is not None) == (PAGE, True)
    assert shown.later
    later = maya.reads(lambda tx: moments.moment(tx, item, after=shown.later or ""))
    assert (len(later.messages), later.later) == (2, None)
    earlier = maya.reads(moments.moment, item, shown.more or "")
    assert [one.words for one in earlier.messages] == ["0", "1"]
    newest = [one.id for one in maya.thread(item).messages]
    for elsewhere in ("2999-01-01", "yesterday", "2026-02-30"):
        assert [one.id for one in day(elsewhere).messages] == newest, elsewhere
    first = maya.reads(moments.moment, item, Place(datetime(2026, 3, 1, 12, tzinfo=UTC), made[0]).cursor)
    assert [one.id for one in first.messages] == newest, "In front of the first there is nothing: the newest is shown."


def test_days_at_the_ends_of_all_calendars_are_no_days(small_school: School) -> None:
    """In Tokyo the first of all days begins before there are any."""
    (maya,) = small_school.people(maya="student")
    small_school.change(OurSchool, small_school.id, time_zone="Asia/Tokyo")
    item = maya.writes("…")
    maya.says(item, "Here.")
    for end in ("0001-01-01", "0001-01-02", "9999-12-30", "9999-12-31"):
        assert [one.words for one in maya.reads(moments.moment, item, day=end).messages] == ["Here."], end


def test_ten_thousand_messages_are_read_by_their_places(small_school: School, statements: Count) -> None:
    maya, rivera = small_school.people(maya="student", rivera="teacher of maya")
    item = maya.writes("…", small_school.teachers())
    looks: list[Callable[[Tx], Any]] = [
        lambda tx: moments.moment(tx, item),
        lambda tx: moments.moment(tx, item, day="2026-01-01"),
        lambda tx: moments.search(tx, item, "giraffe"),
    ]
    counts = []
    for more in (100, 9_900):
        rivera.does(lambda tx, more=more: many.messages(tx, rivera, [item] * more, maya.id, form="free", parts={}))  # type: ignore[misc]
        with statements() as seen:
            for look in looks:
                maya.reads(look)
            maya.thread(item)
        counts.append(seen.count)
    assert counts[0] == counts[1]
    asked: dict[str, Any] = {}
    event.listen(Engine, "before_cursor_execute", note := lambda _c, _k, words, bound, *_: asked.update({words: bound}))
    try:
        maya.thread(item)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    newest = [words for words in asked if "ORDER BY message.created DESC" in words]
    assert newest
    with small_school.database.doors.engine.connect() as connection:
        plans = [str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", asked[words]).all()) for words in newest]
    assert all("ix_message_moment" in plan and "USE TEMP B-TREE FOR ORDER BY" not in plan for plan in plans), plans
