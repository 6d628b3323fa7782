"""How fast one may talk and give signs, and what a clock that is wrong does to what is said."""

from datetime import timedelta

import pytest

from hub.clock import now
from hub.errors import Invalid
from hub.feedback import pace
from hub.ids import new_id
from tests.support.school import School


def test_a_flood_ends_for_who_makes_it_keeps_the_words_and_keeps_nobody_else_out(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST", 3)
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    leaf, other = (maya.writes(words, school.teachers()) for words in "ab")
    once = new_id()
    maya.says(leaf, "No. 0", writing=once)
    for n in (1, 2):
        maya.says(leaf, f"No. {n}")
    with pytest.raises(Invalid, match="send them a little later") as refused:
        maya.says(leaf, "No. 3")
    assert refused.value.field == "words"
    assert maya.says(leaf, "No. 0", writing=once), "What was sent twice is no further message."
    maya.says(other, "Elsewhere")
    rivera.says(leaf, "Is that all?")
    maya.clock = now() + pace.AWHILE
    maya.says(leaf, "No. 3")
    assert rivera.hears(leaf) == ["No. 0", "No. 1", "No. 2", "Is that all?", "No. 3"]


def test_a_clock_that_was_wrong_by_an_hour_puts_nothing_out_of_its_order_and_keeps_nobody_out(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    leaf = maya.writes("x", school.teachers())
    maya.says(leaf, "First")
    for someone, hours, words in ((maya, 1, "second"), (rivera, 0, "third"), (maya, -1, "fourth"), (rivera, 0, "fifth")):
        someone.clock = now() + timedelta(hours=hours)
        someone.says(leaf, words)
    assert maya.hears(leaf) == rivera.hears(leaf) == ["First", "second", "third", "fourth", "fifth"]
    monkeypatch.setattr(pace, "MOST", 2)
    rivera.clock = None
    rivera.says(leaf, "sixth")
    assert [one.unread for one in maya.thread(leaf).messages][-2:] == [True, True]
