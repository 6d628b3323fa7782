"""Pieces of work by the named documents: what a program can do, how it is refused, and what it costs."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from hub.artifacts import actions
from hub.artifacts.actions import Made, Stand
from hub.database import Tx
from hub.identity.keys import digest
from hub.viewer import Claim
from tests.graphql.api import Api, school
from tests.graphql.test_schema_counts import counted, same
from tests.support.statements import Statements

Count = Callable[[], AbstractContextManager[Statements]]

WIDE = """
query Wide($first: Int!) {
  viewer {
    artifacts(first: $first) {
      pageInfo { hasNextPage }
      nodes { title tags medium owner { called } audience { words } versions { number html host files { url alt } } newest { note } }
    }
  }
}
"""


@pytest.fixture
def api(database_url: str, tmp_path: Path) -> Any:
    with school(database_url, tmp_path) as made:
        yield made


def test_a_program_adds_work_and_versions_and_reads_them_again(api: Api) -> None:
    begin = api.run("maya", "begin_reflection")
    teachers = [one["id"] for one in begin["audienceChoices"] if one["hint"] == "7B"]
    stand = {"words": "It **bends**.", "link": "example.org/river"}
    made = api.do("maya", "add_artifact", title="A poem", stand=stand, tags=["#river"], audience=teachers)
    assert (made["tags"], made["newest"]["medium"], made["audience"]["count"]) == (["river"], "TEXT", 1)
    added = api.do("maya", "add_version", artifact=made["id"], version=1, stand={"words": "It bends twice.", "note": "I counted."})
    assert (added["version"], added["newest"]["note"]) == (2, "I counted.")
    seen = api.run("rivera", "artifact", id=made["id"])
    assert [(one["number"], one["words"], one["host"]) for one in seen["versions"]] == [
        (1, "It **bends**.", "example.org"),
        (2, "It bends twice.", ""),
    ]
    assert seen["versions"][0]["html"].strip() == "<p>It <strong>bends</strong>.</p>"
    assert seen["viewerCan"] == ["ANSWER", "REPORT"]
    again = api.run("rivera", "nodes", ids=[seen["versions"][0]["id"]])
    assert again[0]["__typename"] == "ArtifactVersion"
    assert api.run("jonas", "artifact", id=made["id"]) is None


def test_the_same_name_adds_once(api: Api) -> None:
    given = {"title": "A poem", "stand": {"words": "It bends."}, "clientMutationId": "poem-1"}
    made = api.do("maya", "add_artifact", **given)
    assert api.do("maya", "add_artifact", **given)["id"] == made["id"]
    for _again in range(2):
        added = api.do("maya", "add_version", artifact=made["id"], stand={"words": "Twice."}, clientMutationId="poem-2")
    assert added["version"] == 2


def test_what_builds_on_an_old_version_comes_back_with_what_stands(api: Api) -> None:
    made = api.do("maya", "add_artifact", title="A poem", stand={"words": "One"})
    api.do("maya", "add_version", artifact=made["id"], stand={"words": "Two"})
    refused = api.run("maya", "add_version", input={"artifact": made["id"], "version": 1, "stand": {"words": "Other"}})
    assert (refused["__typename"], refused["standing"]["newest"]["words"]) == ("Conflict", "Two")
    api.do("maya", "edit_artifact", id=made["id"], edition=1, title="The river")
    refused = api.run("maya", "edit_artifact", input={"id": made["id"], "edition": 1, "title": "Other"})
    assert (refused["__typename"], refused["standing"]["title"]) == ("Conflict", "The river")
    kept = api.run("maya", "artifact", id=made["id"])
    assert (kept["title"], kept["edition"], len(kept["versions"])) == ("The river", 2, 2)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": "", "stand": {"words": "x"}}, "title"),
        ({"title": "x", "stand": {}}, "photos"),
        ({"title": "x", "stand": {"link": "javascript:alert(1)"}}, "link"),
        ({"title": "x", "stand": {"files": [{"id": "nonsense"}]}}, "photos"),
        ({"title": "x", "stand": {"words": "x"}, "tags": ["y" * 41]}, "tags"),
        ({"title": "x", "stand": {"words": "x"}, "audience": ["nonsense"]}, "audience"),
    ],
)
def test_what_cannot_be_work_names_its_field(api: Api, given: dict[str, Any], field: str) -> None:
    refused = api.run("maya", "add_artifact", input=given)
    assert [one["name"] for one in refused["fields"]] == [field]


def test_an_item_of_any_kind_is_tagged_shared_and_taken_back(api: Api) -> None:
    goal = api.run("maya", "my_goals")["goals"]["edges"][0]["node"]["id"]
    work = api.do("maya", "add_artifact", title="A poem", stand={"words": "It bends."})["id"]
    for id_ in (goal, work):
        assert api.do("maya", "tag_item", id=id_, tags=["river", "River"])["tags"] == ["river"]
        assert api.do("maya", "share_item", id=id_, audience=[])["audience"]["count"] == 0
        assert api.do("maya", "withdraw_item", id=id_)["state"] == "WITHDRAWN"
        assert api.do("maya", "put_item_back", id=id_)["state"] == "POSTED"
        assert api.do("maya", "delete_item", id=id_)["deleted"]
        assert api.do("maya", "bring_item_back", id=id_)["deleted"] is None
    assert "river" in api.run("maya", "my_artifacts")["tags"]
    assert api.run("rivera", "tag_item", input={"id": work, "tags": []})["__typename"] == "NotFound"


def test_what_work_costs_does_not_grow_with_it_nor_with_its_versions(api: Api, statements: Count) -> None:
    counts = []
    for more, versions, first in ((5, 2, 5), (15, 5, 20), (80, 2, 100)):
        made(api, more, versions)
        counts.append(counted(api, statements, "maya", WIDE, first=first))
    assert same(counts)
    assert counts[0].total() <= 20, counts[0]


def made(api: Api, many: int, versions: int) -> None:
    maya = Claim("token", digest(api.token("maya")))

    def make(tx: Tx) -> None:
        for n in range(many):
            one = actions.add(tx, Made(title=f"Map {n}", tags=("river", f"day {n}"), stand=Stand(words="It bends.")))
            for more in range(1, versions):
                actions.add_version(tx, one.id, Stand(words=f"It bends {more} times.", note="Counted again"))

    api.database.write_now(maya, make)
