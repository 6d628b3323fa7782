"""What is open costs the same few statements, however much of it there is."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

from hub.database import Tx
from hub.feedback import actions as feedback
from hub.feedback.actions import Answer
from hub.loops import actions, queries
from hub.reflections import actions as reflections
from hub.reflections import queries as prompts
from tests.loops.test_requests import family
from tests.support.school import School, Someone
from tests.support.statements import Statements


def open_up(maya: Someone, rivera: Someone, audience: tuple[UUID, ...], many: int) -> None:
    """So many requests that wait, and answers in a form, of which one of two got a response."""

    def ask(tx: Tx) -> list[UUID]:
        free = next(one for one in prompts.sets(tx) if one.key == "free")
        wrote = reflections.Written(prompts=free.id, answers={"words": "…"}, audience=audience)
        items = [reflections.post(tx, wrote).id for _n in range(2 * many)]
        for item in items[:many]:
            actions.ask(tx, actions.Ask(item=item, people=(rivera.id,)))
        return items[many:]

    def answer(tx: Tx, items: list[UUID]) -> list[UUID]:
        forms = (Answer(form="tag", parts={"tell": "Yes"}), Answer(form="stars", parts={"wish": "More"}))
        return [feedback.add_message(tx, item, form).id for item in items for form in forms]

    def respond(tx: Tx, said: list[UUID]) -> None:
        for message in said[::2]:
            actions.respond(tx, message, "adopted", "Why not")

    maya.does(respond, rivera.does(answer, maya.does(ask)))


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
    assert counts == counts[:2] * 3, counts
    assert max(counts) <= 22, counts
