"""Who is named in a room is told; where everybody reads anyway, a name tells nobody more."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest

from hub.clock import now
from hub.events import Told
from hub.feedback import actions, live, mentions
from hub.ids import new_id
from hub.marks import SIGNS
from hub.notifications import queries
from hub.safeguarding import actions as safeguarding
from hub.slices import Span
from hub.web import rendering
from tests.mentors.helpers import Garden
from tests.support.school import School, Someone
from tests.support.statements import Statements

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


def test_the_mark_of_a_name_stands_in_what_is_read_and_nowhere_else() -> None:
    """In a link's address, between the signs of HTML, in words that are shown as they were typed: nothing of it becomes a tag."""
    sam = new_id()
    people = {ANN: ["Ann"], sam: ["<b>Sam</b>", "O'Hara & Co"]}

    def marked(who: UUID, name: str, mine: str = "") -> str:
        return f'<span class="mention{mine}" data-named="{who}">@{name}</span>'

    drawn = rendering.words("*Hi* @ann, not a@ann.org", people, ANN)
    assert drawn == f"<p><em>Hi</em> {marked(ANN, 'ann', ' mine')}, not a@ann.org</p>\n"
    assert rendering.words("@<b>Sam</b> & @O'Hara & Co", people) == (
        f"<p>{marked(sam, '&lt;b&gt;Sam&lt;/b&gt;')} &amp; {marked(sam, 'O&#39;Hara &amp; Co')}</p>\n"
    )
    linked = rendering.words('[@Ann](https://a.example/?q=">@Ann<"@Ann "say @Ann")', people)
    assert linked.count("<span") == linked.count(">@Ann</span>") == 1, linked
    many = rendering.words("*" * SIGNS + " @O'Hara & Co", people)
    assert many.endswith(f" {marked(sam, 'O&#39;Hara &amp; Co')}</p>")


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
    maya.does(lambda tx: actions.edit_message(tx, said, "@Jonas and @Ms Rivera, who took it?", 2).id)
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


def test_a_mark_tells_nobody_of_who_else_reads(school: School, statements: Callable[[], AbstractContextManager[Statements]]) -> None:
    garden = Garden(school)
    maya, jonas, rivera, chidi, room = garden.maya, garden.jonas, garden.rivera, garden.chidi, garden.room

    def marked(someone: Someone, item: UUID) -> list[set[UUID]]:
        return [set(one.named) for one in someone.thread(item).messages]

    item = maya.writes("…", school.teachers(), maya.family)
    maya.says(item, "@Maya, @Chidi, @Jonas, @Ms Rivera")
    assert [marked(one, item) for one in (maya, rivera, chidi)] == [[{maya.id, rivera.id}]] * 3
    said = rivera.says(room, "@Maya, @Chidi, @Jonas and @Vega")
    assert marked(jonas, room) == [{maya.id, jonas.id, garden.vega.id}]
    told = Told(1, new_id(), "message.added", rivera.id, {"item": str(room), "message": str(said)}, now())
    shown = school.work(lambda tx: live.fragments(rendering.environment(), tx, told, f"thread:{room}", "learner"))
    assert shown
    assert f'<span class="mention" data-named="{jonas.id}">@Jonas</span>' in shown[0][2]

    counts = []
    for many in (1, 20):
        for n in range(many):
            rivera.says(room, f"@Maya {n}")
        with statements() as seen:
            assert {maya.id} in marked(jonas, room)
        counts.append(seen.count)
    assert counts[0] == counts[1]
    maya.does(actions.withdraw_message, maya.says(room, "@Jonas"))
    assert marked(jonas, room)[-1] == set()
