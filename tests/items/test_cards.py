"""What a page or a list says of an item, as one looks at it."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from hub.items import actions, cards
from hub_graphql.nodes import key_of
from tests.graphql.api import Api
from tests.graphql.api import school as running
from tests.support.school import School, Someone


def card(who: Someone, item: UUID) -> cards.Card:
    return who.reads(lambda tx: cards.by_ids(tx, [item]))[item]


def test_what_was_taken_back_says_that_only_its_owner_sees_it(small_school: School) -> None:
    maya, rivera = small_school.people(maya="student", rivera="teacher of maya")
    item = maya.writes("…", small_school.teachers())
    assert card(maya, item).who_sees.words == card(maya, item).audience.words
    assert card(maya, item).may_share
    maya.does(actions.withdraw, item)
    mine, hers = card(maya, item), card(rivera, item)
    assert (mine.who_sees.words, mine.who_sees.private, mine.may_share) == ("Only you, until you put it back", True, False)
    assert hers.who_sees.words == hers.audience.words
    assert (mine.may_answer(begun=True), hers.may_answer(begun=True)) == (True, False)


def test_there_is_a_box_where_somebody_can_answer(small_school: School) -> None:
    maya, rivera = small_school.people(maya="student", rivera="teacher of maya")
    private, shared = maya.writes("…"), maya.writes("…", small_school.teachers())
    assert not card(maya, private).may_answer(begun=False)
    assert card(maya, private).may_answer(begun=True)
    assert card(maya, shared).may_answer(begun=False)
    assert card(rivera, shared).may_answer(begun=False)
    maya.does(actions.delete, shared)
    assert not card(maya, shared).may_answer(begun=True)
    assert not card(maya, shared).may_share


def test_a_card_does_not_say_its_title_twice(small_school: School) -> None:
    (maya,) = small_school.people(maya="student")
    named, unnamed = maya.writes("We found a heron.", title="Below the bridge"), maya.writes("We found a heron.")
    assert (card(maya, named).begins, card(maya, unnamed).begins) == ("We found a heron.", "")


@pytest.fixture
def api(sqlite_url: str, tmp_path: Path) -> Iterator[Api]:
    with running(sqlite_url, tmp_path) as made:
        yield made


def test_staff_read_on_the_page_itself_that_somebody_waits(api: Api) -> None:
    item = api.post_reflection("maya", "Please look", to=("TEACHERS", "FAMILY"))
    work = f"/items/{key_of(item, 'Reflection')}"
    for name, said in (("rivera", True), ("maya", True), ("chidi", False)):
        headers = {"authorization": f"Bearer {api.token(name)}", "accept": "text/html"}
        page = api.client.get(work, headers=headers, follow_redirects=True).text
        assert ('id="waits-' in page) is said, name
