"""What is open between people, part by part: nothing of it is out of reach, however much there is."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from hub.clock import now
from hub.database import Tx
from hub.loops import actions, queries, requests
from hub.loops.models import FeedbackRequest
from hub.slices import Slice, Span
from tests.loops.test_requests import family
from tests.support import many
from tests.support.school import School, Someone

MANY = 60


def walked(someone: Someone, part: Callable[[Tx, Span], tuple[Slice, list[Any]]], size: int = 25) -> list[Any]:
    """All of a list, part by part."""
    found: list[Any] = []
    span = Span(size)
    while True:
        cut, some = someone.reads(part, span)
        found += some
        if not cut.more_after:
            return found
        span = Span(size, after=cut.places[-1])


def test_whoever_asked_much_finds_all_that_is_not_settled_and_nothing_else(school: School) -> None:
    maya, rivera, chidi, _ada = family(school)
    audience = (school.teachers(), maya.family)

    def ask(tx: Tx) -> list[Any]:
        items = many.goals(tx, maya, 2 * MANY, *audience)
        settled = many.requests(tx, maya, items[MANY:], rivera.id, answered=tx.now, thanked=tx.now)
        return [*many.requests(tx, maya, items[:MANY], rivera.id, chidi.id), *settled]

    asked = maya.does(ask)
    maya.does(actions.withdraw_request, asked[0])
    school.change(FeedbackRequest, asked[5], until=(now() + timedelta(days=9)).date())
    school.change(FeedbackRequest, asked[7], until=(now() + timedelta(days=2)).date())
    assert [one.id for one in walked(maya, requests.sent_part)] == asked[1:MANY][::-1]
    with_settled = [one.id for one in walked(maya, partial(requests.sent_part, settled=True))]
    assert (len(with_settled), {*with_settled}) == (2 * MANY - 1, {*asked[1:]})
    due_first = [asked[n] for n in (7, 5, *(n for n in range(1, MANY) if n not in (5, 7)))]
    assert [one.id for one in walked(rivera, requests.owed_part)] == due_first
    assert [one.id for one in walked(chidi, requests.owed_part)] == due_first
    page = maya.reads(queries.page)
    assert [one.id for one in page.sent.many] == asked[1:MANY][::-1][: queries.PAGE]
    assert page.sent.more
    assert [one.id for one in maya.reads(queries.page, sent=page.sent.more).sent.many] == asked[1:MANY][::-1][
        queries.PAGE : 2 * queries.PAGE
    ]
    assert rivera.reads(queries.page, owed="no place").owed == rivera.reads(queries.page).owed
    assert (page.owed.many, page.owed.more) == ([], None)


def test_whoever_was_answered_much_finds_all_that_is_open_the_oldest_first(school: School) -> None:
    maya, rivera, chidi, _ada = family(school)
    audience = (school.teachers(), maya.family)

    def answer(tx: Tx) -> list[Any]:
        items = many.goals(tx, maya, MANY, *audience)
        many.messages(tx, chidi, items, maya.id, form="free", parts={}, voice="family")
        return many.messages(tx, rivera, items, maya.id, audience[0])

    said = school.work(answer)
    maya.does(actions.respond, said[3], "adopted", "Yes")
    still = said[:3] + said[4:]
    assert [one.said.id for one in walked(maya, queries.open_part)] == still
    assert [one.said.id for one in walked(rivera, queries.given_part)] == still
    assert walked(chidi, queries.given_part) == walked(maya, queries.given_part) == walked(rivera, queries.open_part) == []
    page = maya.reads(queries.page)
    assert page.open.more
    assert [one.said.id for one in maya.reads(queries.page, open=page.open.more).open.many] == still[queries.PAGE : 2 * queries.PAGE]
