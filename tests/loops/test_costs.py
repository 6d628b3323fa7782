"""What is open costs the same few statements, however much of it there is."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

from hub.database import Tx
from hub.loops import queries
from tests.loops.test_requests import family
from tests.support import many
from tests.support.school import School, Someone
from tests.support.statements import Statements


def open_up(maya: Someone, rivera: Someone, audience: tuple[UUID, ...], more: int) -> None:
    """So many requests that wait, and answers in a form, of which one of two got a response."""

    def grow(tx: Tx) -> None:
        items = many.reflections(tx, maya, 2 * more, *audience, waiting_since=tx.now)
        many.requests(tx, maya, items[:more], rivera.id)
        many.messages(tx, rivera, items[more:], maya.id, *audience[:1])
        closed = many.messages(tx, rivera, items[more:], maya.id, *audience[:1], form="tag", parts={"tell": "Yes"})
        many.responses(tx, closed, items[more:])

    maya.does(grow)


def test_the_page_of_all_that_is_open(school: School, statements: Callable[[], AbstractContextManager[Statements]]) -> None:
    maya, rivera, _chidi, _ada = family(school)
    counts = []
    for more in (5, 15, 80):
        open_up(maya, rivera, (school.teachers(), maya.family), more)
        for someone in (maya, rivera):
            someone.reads(queries.page)
            with statements() as seen:
                someone.reads(queries.page)
            counts.append(seen.count)
    hers = maya.reads(queries.page)
    assert all(part.more for part in (hers.open, hers.sent, rivera.reads(queries.page).owed, rivera.reads(queries.page).given))
    assert counts == counts[:2] * 3, counts
    assert max(counts) <= 22, counts
