"""A compiled document answers as graphql-core answers: the same data in the same order, the same errors at the same places."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import strawberry
from graphql import ExecutionResult, OperationType, execute_sync
from hypothesis import HealthCheck, event, given, reject, settings
from hypothesis import strategies as st

from hub.identity.keys import digest
from hub.turns import Turns
from hub.viewer import Claim
from hub_graphql.compiled.plans import Plans
from hub_graphql.context import Context
from hub_graphql.documents import Document, Documents, Rejected
from hub_graphql.limits import Limits
from hub_graphql.schema import schema as hub
from hub_graphql.wire import Question
from tests.graphql import odd, toy
from tests.graphql.api import NAMES, Api, operation, school
from tests.graphql.asking import Asked, documents
from tests.support.databases import Databases

OFTEN = settings(
    max_examples=50,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
WIDE = Limits(things=10**9, depth=100, roots=10**3, aliases=10**4, overlap=10**9)
Fresh = Callable[[], object]


class Both:
    """One schema, carried out by plans and by graphql-core."""

    def __init__(self, schema: strawberry.Schema, **bounds: int) -> None:
        self.schema = schema
        self.documents = Documents(schema._schema, WIDE, introspection=True, suggestions=True)
        self.plans = Plans(schema, **bounds)

    def ready(self, text: str, variables: dict[str, Any]) -> Document:
        return self.documents.ready(Question(text, None, variables))[0]

    def agree(self, document: Document, variables: dict[str, Any], fresh: Fresh) -> ExecutionResult:
        """`fresh` makes a context of its own for each."""
        expected = execute_sync(
            self.schema._schema,
            document.tree,
            context_value=fresh(),
            variable_values=variables,
            max_coercion_errors=10,
            hide_suggestions=True,
        )
        found = self.plans.carry_out(document, variables, None, context=fresh(), hide_suggestions=True)
        assert _told(found) == _told(expected)
        return expected

    def agree_on(self, asked: Asked, fresh: Fresh) -> None:
        try:
            document = self.ready(asked.text, asked.variables)
        except Rejected:
            event("not valid")
            reject()
        # Twice, because a plan grows; and with what is skipped and included turned round.
        for variables in (asked.variables, asked.variables, asked.other):
            answer = self.agree(document, variables, fresh)
            event("data" if answer.data else "no data", "errors" if answer.errors else "no errors")


def _told(result: ExecutionResult) -> tuple[str, list[Any]]:
    errors = [(error.formatted, type(error.original_error), str(error.original_error)) for error in result.errors or []]
    return json.dumps(result.data), errors


@OFTEN
@given(documents(odd.schema._schema))
def test_where_much_goes_wrong(asked: Asked) -> None:
    Both(odd.schema).agree_on(asked, list)


@OFTEN
@given(documents(odd.schema._schema), st.integers(0, 6))
def test_what_has_no_room_in_a_plan_is_left_to_graphql_core(asked: Asked, fields: int) -> None:
    Both(odd.schema, fields=fields).agree_on(asked, list)


@OFTEN
@given(documents(odd.schema._schema, kind="mutation"))
def test_acts_are_done_one_after_the_other(asked: Asked) -> None:
    Both(odd.schema).agree_on(asked, list)


@OFTEN
@given(documents(toy.schema._schema, leave=frozenset({"threadName"})))
def test_the_toy_school(asked: Asked) -> None:
    small = toy.School()
    Both(toy.schema).agree_on(asked, lambda: toy.Seen(small, "Maya"))


EVERYTHING = """query ($seed: Int!, $worst: Float!) {
  garden(seed: $seed, worst: $worst) { ...All flowers { ...All petals seeds twin { ...All } } best { ... on Thing { ...All } } }
  found(seed: $seed, worst: $worst) { __typename ... on Thing { ...All } ... on Path { length } }
}
fragment All on Thing {
  id nick colour shade since height loud weight refused mixed(size: {}) a: painted(size: {}) b: painted(size: {width: 2}, colour: RED)
  beside { shade loud nick since height } bees(first: 3) { shade height nick painted(size: {}) ... on Stone { under { shade nick } } }
}"""


@pytest.mark.parametrize("worst", [0.0, 0.02, 0.1, 0.5])
def test_every_field_with_every_kind_of_wrong_value(worst: float) -> None:
    both = Both(odd.schema)
    document = both.ready(EVERYTHING, {})
    for seed in range(40):
        both.agree(document, {"seed": seed, "worst": worst}, list)


@pytest.fixture(scope="module")
def api(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with databases.fresh("sqlite") as url, school(url, tmp_path_factory.mktemp("compiled")) as made:
        yield made


@pytest.fixture(scope="module")
def ids(api: Api) -> list[str]:
    """Of things that Maya can see, and of none: before these a team, its room and its project."""
    seen = """{ viewer { person { id } school { id } classes { id } reflections { nodes { id thread { id messages { nodes { id } } } } }
      teams { id room { id } project { id } } } }"""
    found = [part["id"] for part in _all(api.ask("maya", seen)) if "id" in part]
    assert len(found) > 8
    return [*found, "", "UmVmbGVjdGlvbjox"]


def _all(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _all(one)


@pytest.mark.parametrize("name", ["maya", "rivera", "chidi"])
def test_the_hub_itself(api: Api, ids: list[str], name: str) -> None:
    who = Claim("token", digest(api.token(name)))
    both = Both(hub)

    def some(_argument: str, kind: str) -> st.SearchStrategy[Any] | None:
        return st.sampled_from(ids) if kind == "ID" else None

    @settings(OFTEN, max_examples=15)
    @given(documents(hub._schema, some, depth=7, leave=frozenset({"liveCursor"})))
    def agree(asked: Asked) -> None:
        with Turns(api.database, who) as one:
            both.agree_on(asked, lambda: Context(one))

    agree()


@pytest.mark.parametrize("name", NAMES)
def test_each_published_query(api: Api, ids: list[str], name: str) -> None:
    both = Both(hub)
    text = re.sub(r"\bliveCursor\b", "", operation(name))  # It differs each time.
    of_team = {"team": ids[-5], "room": ids[-4], "project": ids[-3]}
    given_ = {"id": of_team.get(name, ids[4]), "project": ids[-3], "item": ids[4], "person": ids[0], "ids": ids, "first": 2, "last": 2}
    document = both.ready(text, given_)
    if document.operation(None).operation is not OperationType.QUERY:
        return
    for who in ("maya", "rivera", "chidi"):
        with Turns(api.database, Claim("token", digest(api.token(who)))) as one:
            answer = both.agree(document, given_, lambda: Context(one))
        assert who != "maya" or name not in ("team", "room") or (answer.data or {})[name]


def test_introspection_is_carried_out_too() -> None:
    both = Both(odd.schema)
    document = both.ready(
        '{ __schema { types { name kind fields { name type { name } } } } __type(name: "Thing") { possibleTypes { name } } }', {}
    )
    assert both.agree(document, {}, list).data


def test_a_plan_is_made_once_for_what_steers_it_and_the_oldest_goes() -> None:
    both = Both(odd.schema, most=2)
    document = both.ready("query ($on: Boolean!, $seed: Int!) { garden(seed: $seed) { name @include(if: $on) } }", {})
    for seed in range(4):
        for on in (True, False):
            both.agree(document, {"on": on, "seed": seed}, list)
    assert len(both.plans) == 2
    both.agree(both.ready("{ garden { id } }", {}), {}, list)
    assert len(both.plans) == 2


def test_a_plan_keeps_nothing_of_who_asked() -> None:
    """Neither their context, nor their objects, nor the errors that led to them."""
    import gc
    import weakref

    class Person(list[str]):
        pass

    both = Both(odd.schema)
    document = both.ready("{ all(seed: 5, worst: 0.3) { name colour beside { id bees { id } } painted(size: {}) refused } }", {})
    seen = []

    def fresh() -> Person:
        person = Person()
        seen.append(weakref.ref(person))
        return person

    both.agree(document, {}, fresh)
    gc.collect()
    assert [one() for one in seen] == [None, None]
