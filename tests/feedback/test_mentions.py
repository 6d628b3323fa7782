"""Who is named in a room is told; where everybody reads anyway, a name tells nobody more."""

from uuid import UUID

import pytest

from hub.feedback import actions, mentions
from hub.ids import new_id
from hub.notifications import queries
from hub.safeguarding import actions as safeguarding
from hub.slices import Span
from tests.mentors.helpers import Garden
from tests.support.school import School, Someone

ANN, ANNA, JO = new_id(), new_id(), new_id()
PEOPLE = {ANN: ["Ann", "Ann Lee"], ANNA: ["Ms  Anna"], JO: ["Jo (7B)", "ann lee"]}


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Ann, look", set()),
        ("@Ann, look", {ANN}),
        ("(@ann)", {ANN}),
        ("@Anna", set()),
        ("look, @Ms\nAnna!", {ANNA}),
        ("@Ann Lee and @Ann", {ANN, JO}),
        ("mail me: x@ann.org", set()),
        ("@Jo (7B)?", {JO}),
        ("@", set()),
    ],
)
def test_a_name_behind_the_sign_names_whoever_goes_by_it(words: str, named: set[UUID]) -> None:
    assert mentions.named(words, PEOPLE) == named
    assert mentions.named(words, {}) == set()


def told(someone: Someone) -> list[str]:
    """In words, the newest first."""
    return [note.words for note in someone.reads(queries.listed, Span(50))[1]]


def test_who_is_named_in_a_room_is_told_once_and_nobody_who_cannot_read_it(school: School) -> None:
    garden = Garden(school)
    maya, jonas, rivera, vega, chidi, room = garden.maya, garden.jonas, garden.rivera, garden.vega, garden.chidi, garden.room
    before = {one: len(told(one)) for one in (maya, jonas, rivera, vega, chidi)}

    def new(someone: Someone) -> list[str]:
        return told(someone)[: len(told(someone)) - before[someone]]

    said = maya.says(room, "@Jonas, and @Chidi: who has the map? @Maya asks")
    assert new(jonas) == ["Maya names you in Bees"]
    assert [new(one) for one in (maya, rivera, vega, chidi)] == [[]] * 4
    maya.does(lambda tx: actions.edit_message(tx, said, "@Jonas and @Ms Rivera, who has it?", 1).id)
    assert (new(jonas), new(rivera)) == (["Maya names you in Bees"], ["Maya names you in Bees"])
    jonas.says(room, "I have it, @Maya", said)
    assert new(maya) == ["Jonas answered you in Bees"], "She is told once."
    held = jonas.says(room, "@Maya and @Vega: 020 7946 0958")
    assert (new(maya)[1:], new(vega)) == ([], []), "What is held names nobody yet."
    rivera.does(safeguarding.let_through, held)
    assert (new(maya)[0], new(vega)) == ("Jonas names you in Bees", ["Jonas names you in Bees"])
    item = maya.writes("…", school.teachers())
    rivera.says(item, "@Maya, look")
    assert new(maya)[0] == "Ms Rivera answered you", "Told as everywhere else."
