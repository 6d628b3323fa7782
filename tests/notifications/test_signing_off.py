"""Stopping letters with nothing but the letter in one's hand, and choosing when they come."""

from datetime import timedelta

import pytest

from hub.errors import Forbidden, Invalid, NotFound
from hub.notifications import actions, queries
from hub.notifications.hours import Hours
from hub.people.models import Person
from tests.notifications.post import FIVE, URL, Post, folk, key_of, text_of
from tests.support.school import School


def test_a_letter_names_the_way_out_as_mail_programs_look_for_it(school: School, post: Post) -> None:
    maya, chidi = folk(school, maya="student", chidi="guardian of maya")
    maya.writes("Words", maya.family)
    [letter] = post.comes(FIVE)
    key = school.work(key_of, chidi.id)
    assert letter["List-Unsubscribe"] == f"<{URL}/letters/{key}>"  # type: ignore[index]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"  # type: ignore[index]
    assert f"{URL}/letters/{key}" in text_of(letter)


def test_signing_off_works_once_and_for_ever_and_letters_can_come_again(school: School, post: Post) -> None:
    maya, chidi = folk(school, maya="student", chidi="guardian of maya")
    chidi.does(actions.choose_rhythm, Hours(kind="weekly", weekday=2, hour=9, quiet_from=22, quiet_until=8))
    key = school.work(key_of, chidi.id)
    for _n in range(2):
        school.work(actions.sign_off, key)
        assert chidi.reads(queries.letters).hours.kind == "never"
    maya.writes("Words", maya.family)
    assert post.comes(FIVE + timedelta(days=20)) == []
    for _n in range(2):
        school.work(actions.sign_on_again, key)
        standing = chidi.reads(queries.letters).hours
        assert (standing.kind, standing.hour, standing.quiet_from) == ("daily", 9, 22)
    school.change(Person, chidi.id, deactivated=FIVE)
    school.work(actions.sign_off, key)
    with pytest.raises(Forbidden):
        school.work(actions.sign_on_again, key)


def test_no_key_can_be_made_up(school: School) -> None:
    chidi, ada = folk(school, chidi="guardian", ada="guardian")
    good, other = (school.work(key_of, who.id) for who in (chidi, ada))
    assert good != other
    for key in ("", "x", good[:-1], good[:32] + other[32:], good[:32], good + "0", "é" * 64, good[:32] + "é" * 32, "0" * 64, "\x00" * 64):
        with pytest.raises(NotFound):
            school.work(actions.sign_off, key)


@pytest.mark.parametrize(
    ("hours", "field"),
    [
        (Hours(kind="hourly"), "kind"),  # type: ignore[arg-type]
        (Hours(hour=24), "hour"),
        (Hours(hour=-1), "hour"),
        (Hours(weekday=7), "weekday"),
        (Hours(quiet_from=24), "quiet_from"),
        (Hours(quiet_until=99), "quiet_until"),
        (Hours(hour=22), "hour"),
    ],
)
def test_a_rhythm_that_cannot_be_says_where_and_changes_nothing(small_school: School, hours: Hours, field: str) -> None:
    [chidi] = folk(small_school, chidi="guardian")
    with pytest.raises(Invalid) as refusal:
        chidi.does(actions.choose_rhythm, hours)
    assert refusal.value.field == field
    assert not chidi.reads(queries.letters).chosen


def test_letters_need_an_address(small_school: School) -> None:
    [chidi] = small_school.people(chidi="guardian")
    with pytest.raises(Invalid, match="no address"):
        chidi.does(actions.choose_rhythm, Hours())
    chidi.does(actions.choose_rhythm, Hours(kind="never"))
