"""What led to what, my week and one's children by GraphQL: what is answered, and what it costs."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from hub.database import Tx
from hub.goals import actions as goals
from hub.goals.actions import Wish
from hub.identity.keys import digest
from hub.items import audiences
from hub.viewer import Claim
from tests.graphql.api import WORK, Api, operation, school
from tests.graphql.test_schema_counts import Known, counted, principals, rows, same, work
from tests.support import many as as_rows
from tests.support.statements import Statements

Count = Callable[[], AbstractContextManager[Statements]]

VINES = """
query Vines($first: Int!) {
  viewer {
    goals(first: $first) {
      nodes {
        vine(first: 3) {
          pageInfo { hasNextPage }
          nodes { kind step title words when who { called } item { title } message { words } }
        }
      }
    }
  }
}
"""
CHILDREN = """
{ viewer { children { who { called } grown { what title item { id } } starters { quote question item { title owner { called } } } } } }
"""


@pytest.fixture
def api(database_url: str, tmp_path: Path) -> Any:
    with school(database_url, tmp_path) as made:
        yield made


def begin(api: Api, many: int) -> None:
    """So many goals of Maya's that her family and her teachers see, each with a step, a look and a message."""
    maya = Claim("token", digest(api.token("maya")))

    def make(tx: Tx) -> None:
        groups = tuple(group.id for group in audiences.choices(tx) if group.kind == "family" or group.hint == "7B")
        for n in range(many):
            goal = goals.begin(tx, Wish(title=f"Goal {n}", steps=("One", "Two"), audience=groups))
            goals.check_in(tx, goal.id, 3, "So so")

    api.database.write_now(maya, make)


def begun(api: Api, many: int) -> None:
    """The same as rows, in a moment: nobody is told."""
    maya, groups = Known(api.id("maya")), principals(api)

    def make(tx: Tx) -> None:
        ids = as_rows.goals(tx, maya, many, *groups)
        as_rows.steps(tx, ids, "One", "Two")
        as_rows.check_ins(tx, ids)

    api.database.write_now(WORK, make)


def test_a_line_is_read_in_parts(api: Api) -> None:
    goal = api.run("maya", "my_goals")["goals"]["edges"][-1]["node"]["id"]
    whole = api.run("maya", "vine", id=goal)["vine"]["edges"]
    first = api.run("maya", "vine", id=goal, first=4)["vine"]
    rest = api.run("maya", "vine", id=goal, after=first["pageInfo"]["endCursor"])["vine"]
    assert first["pageInfo"]["hasNextPage"]
    assert [one["cursor"] for one in (*first["edges"], *rest["edges"])] == [one["cursor"] for one in whole]
    times = [one["node"]["when"] for one in whole if one["node"]["when"]]
    assert times == sorted(times)
    assert {one["node"]["kind"] for one in whole} >= {"MINE", "SAID"}
    said = next(one["node"] for one in whole if one["node"]["step"] == "FEEDBACK")
    assert said["who"]["called"]
    assert said["message"]["id"]
    wrong = api.post("maya", operation("vine"), id=goal, after="nonsense").json()
    assert wrong["errors"][0]["extensions"]["code"] == "INVALID"
    assert api.run("jonas", "vine", id=goal) is None


def test_the_line_of_many_goals(api: Api, statements: Count) -> None:
    counts: list[Counter[str]] = []
    for more, first in ((5, 5), (15, 20), (80, 100)):
        (begun if counts else begin)(api, more)
        counts.append(counted(api, statements, "maya", VINES, first=first))
    assert same(counts)


def test_my_week(api: Api, statements: Count) -> None:
    counts: list[Counter[str]] = []
    for more in (5, 15, 80):
        (begun if counts else begin)(api, more)
        counts.append(counted(api, statements, "maya", operation("my_week")))
    assert same(counts)
    found = api.run("maya", "my_week")["week"]
    assert (len(found["promises"]), [step["words"] for step in found["promises"][-1]["steps"]]) == (6, ["One", "Two"])
    assert found["further"] > 90


def test_what_a_guardian_finds(api: Api, statements: Count) -> None:
    counts: list[Counter[str]] = []
    for more in (5, 15, 80):
        (begun if counts else begin)(api, more)
        (rows if counts else work)(api, more, 1)
        counts.append(counted(api, statements, "chidi", CHILDREN))
    assert same(counts)
    [child] = api.ask("chidi", CHILDREN)["viewer"]["children"]
    told = {one["question"]: one["quote"] for one in child["starters"]}
    assert told["How did you come to think of that?"].startswith("Day ")
    assert len(child["starters"]) == 3


def test_what_became_of_a_message_is_read_with_its_thread(api: Api) -> None:
    item = api.post_reflection("maya", "The jars", to=("7B",))
    api.do("maya", "request_feedback", item=item, people=[_global(api, "rivera")], question="Is it clear?")
    message = api.do("rivera", "add_message", item=item, words="It is.")["id"]
    api.do("maya", "respond", message=message, outcome="ADOPTED", why="It helped")
    [edge] = api.run("maya", "thread", item=item)["thread"]["messages"]["edges"]
    assert (edge["node"]["answersRequest"], edge["node"]["response"]["why"]) == (True, "It helped")


def _global(api: Api, name: str) -> str:
    id_: str = api.run(name, "viewer")["person"]["id"]
    return id_
