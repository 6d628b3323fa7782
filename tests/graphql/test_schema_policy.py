"""The table of policy_table.py, walked whole: who gets what from each field, and who may do what."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from graphql import GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType

from hub.items.models import ItemKind as ItemKindThere
from hub.need_to_knows.models import FindingStage as FindingStageThere
from hub.notifications import telling
from hub.people.models import PrincipalKind
from hub.policy import TABLE
from hub.projects.models import ProjectStage as ProjectStageThere
from hub.vine.entries import Step
from hub_graphql.items import AudienceKind, Verb
from hub_graphql.need_to_knows import FindingStage
from hub_graphql.notifications import NotificationKind
from hub_graphql.projects import ProjectStage
from hub_graphql.safeguarding import ItemKind
from hub_graphql.schema import schema
from hub_graphql.vine import VineStep
from tests.graphql.api import school
from tests.graphql.policy_asked import given, question, selection
from tests.graphql.policy_carried import CARRIED, FOLLOWING, NULL_IS_NOTHING
from tests.graphql.policy_doing import DOING
from tests.graphql.policy_table import READING, WHO
from tests.graphql.scene import Scene


def test_every_field_has_a_declared_outcome() -> None:
    declared = {f"{kind}.{field}" for kind, _what, _who, fields in READING for field in fields.split()}
    declared |= {f"Mutation.{field}" for field, *_rest in DOING} | {f"Subscription.{field}" for field in FOLLOWING}
    types = schema._schema.type_map.items()
    there = {
        f"{name}.{field}"
        for name, kind in types
        if isinstance(kind, GraphQLObjectType) and not name.startswith("__") and name not in CARRIED
        for field in kind.fields
    }
    assert sorted(there - declared) == [], "say in the table who gets these"
    assert sorted(declared - there) == [], "these are no more"
    assert set(CARRIED) <= {name for name, kind in types if not isinstance(kind, GraphQLInputObjectType | GraphQLInterfaceType)}


def test_every_word_that_the_hub_can_say_of_a_thing_is_one_of_the_apis() -> None:
    for words, known in (
        (Step, VineStep),
        (telling.Kind, NotificationKind),
        (ItemKindThere, ItemKind),
        (PrincipalKind, AudienceKind),
        (ProjectStageThere, ProjectStage),
        (FindingStageThere, FindingStage),
    ):
        assert set(get_args(words)) == {one.value for one in known}, known
    assert set().union(*(verbs for thing in ("item", "project", "team", "room", "need_to_know") for verbs in TABLE[thing].values())) <= {
        one.value for one in Verb
    }


@pytest.fixture(scope="module")
def scene(databases: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder: Path = tmp_path_factory.mktemp("school")
    with databases.fresh("sqlite") as url, school(url, folder) as api:
        yield Scene(api)


def things(value: Any, path: str) -> list[Any]:
    """What stands at the end of a path through an answer; lists on the way are followed all."""
    found = [value]
    for part in filter(None, path.split(".")):
        found = [inner[part] for inner in found if inner and inner.get(part) is not None]
        found = [each for inner in found for each in (inner if isinstance(inner, list) else [inner])]
    return [one for one in found if one]


@pytest.mark.parametrize(("kind", "what", "who", "fields"), READING, ids=[f"{row[0]}, {row[1]}" for row in READING])
def test_what_is_asked(scene: Scene, kind: str, what: str, who: str, fields: str) -> None:
    text, variables, path = question(scene, kind, what)
    named = fields.split() or ["id"]
    chosen = " ".join(selection(kind, field) for field in named)
    if kind in ("WaitingItem", "AnsweredItem", "Child", "LearnerOverview"):
        chosen += " who { called }"
    text = text.replace("FIELD", chosen)
    if kind == "Query":
        text, variables = f"query($me: ID!, $item: ID!) {text}", {"me": "", "item": scene.item}
    got: dict[str, str] = {}
    for name in WHO:
        if kind == "Query" and name != "stranger":
            variables["me"] = scene.api.ask(name, "{ viewer { person { id } } }")["viewer"]["person"]["id"]
        answer = scene.api.post(None if name == "stranger" else name, text, **variables).json()
        got[name] = " ".join(sorted({outcome(kind, field, answer, path) for field in named}))
    assert got == dict(zip(WHO, who.split(), strict=True))


def outcome(kind: str, field: str, answer: Any, path: str) -> str:
    if "data" not in answer:
        return "x" if answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED" else str(answer)
    assert "errors" not in answer, answer
    there = things(answer["data"], path) if path else [answer["data"]]
    there = [one for one in there if (one.get("who") or {}).get("called", "Maya") == "Maya"]
    if not there:
        return "-"
    values = [one[field] for one in there]
    if kind == "Query":
        return "s"
    if kind == "Viewer" and field != "reports":
        return "-" if values == [None] else "s"
    if field in NULL_IS_NOTHING or f"{kind}.{field}" in NULL_IS_NOTHING:
        return "s" if any(value and value.get("nodes", True) if isinstance(value, dict) else value for value in values) else "-"
    return "s"


@pytest.mark.parametrize(("field", "who", "what"), DOING, ids=[row[0] for row in DOING])
def test_what_is_done(scene: Scene, field: str, who: str, what: str) -> None:
    declared = dict(zip(WHO, who.split(), strict=True))
    got = {name: done(scene, name, field) for name in sorted(WHO, key=lambda name: declared[name] == "s")}
    assert got == declared


def done(scene: Scene, name: str, field: str) -> str:
    type_ = schema._schema.mutation_type.fields[field].args["input"].type  # type: ignore[union-attr]
    text = f"mutation($input: {type_}) {{ {field}(input: $input) {{ __typename ... on Problem {{ message }} }} }}"
    answer = scene.api.post(None if name == "stranger" else name, text, input=given(scene, name, field)).json()
    if "data" not in answer:
        return outcome("Mutation", field, answer, "")
    got: dict[str, str] = answer["data"][field]
    if "message" not in got:
        return "s"
    return {"NotFound": "-", "Forbidden": "f"}.get(got["__typename"], str(answer))
