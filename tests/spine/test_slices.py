"""Parts of lists: one list alone is read in another way than many at once, and must come out the same."""

from itertools import product

import pytest

from hub.items.sets import NEWEST_FIRST
from hub.slices import Place, Slice, Span
from tests.support.school import School, Someone


@pytest.fixture
def two(small_school: School) -> tuple[Someone, Someone, Someone]:
    """Both have written and shared with their teacher, who reads."""
    maya, jonas, rivera = small_school.people(maya="student", jonas="student", rivera="teacher of maya")
    for day in range(5):
        maya.writes(f"Day {day}", small_school.teachers())
    jonas.writes("Mine", small_school.teachers())
    return maya, jonas, rivera


def test_one_list_alone_is_cut_as_among_others(two: tuple[Someone, Someone, Someone]) -> None:
    maya, jonas, rivera = two

    def cut(span: Span, *owners: Someone) -> Slice:
        return rivera.reads(lambda tx: NEWEST_FIRST["reflection"].cut(tx, [one.id for one in owners], span)[maya.id])

    places: list[Place | None] = [None, *cut(Span(9), maya).places]
    for many, from_end, after, before in product((0, 2, 5, 6), (False, True), places, places):
        span = Span(many, from_end, after, before)
        assert cut(span, maya) == cut(span, maya, jonas), span


def test_a_place_is_found_again_by_its_cursor(two: tuple[Someone, Someone, Someone]) -> None:
    maya, _jonas, rivera = two
    for place in rivera.reads(lambda tx: NEWEST_FIRST["reflection"].cut(tx, [maya.id], Span(9))[maya.id]).places:
        assert Place.at_cursor(place.cursor) == place
