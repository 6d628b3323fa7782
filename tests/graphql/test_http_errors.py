"""What is told of what went wrong, and what of documents is remembered."""

import json
import re
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from hub.errors import TooMany
from hub_graphql.engine import Engine
from hub_graphql.wire import Question
from tests.graphql.posting import ask, code
from tests.graphql.toy import School, Seen, app, schema, served


class TestErrors:
    @pytest.mark.parametrize("field", ["broken", "brokenWholly", "wrong"])
    def test_a_bug_is_masked_and_logged_by_number(self, school: School, field: str) -> None:
        engine = Engine(schema)
        with capture_logs() as logs:
            answer = engine.answer(Question(f"query Q {{ {field} }}", "Q"), Seen(school, None))
        [error] = json.loads(answer.body)["errors"]
        number = error["extensions"]["correlationId"]
        assert error["extensions"]["code"] == "INTERNAL"
        assert error["path"] == [field]
        assert error["message"].startswith("Something went wrong on our side.")
        assert re.fullmatch("[0-9a-f]{12}", number)
        assert [(log["event"], log["correlation_id"], log["operation"]) for log in logs] == [("graphql.failed", number, "Q")]
        assert "diary" not in answer.body.decode() + json.dumps(logs)

    def test_a_refusal_keeps_its_words(self, http: httpx.Client) -> None:
        answer = ask(http, "{ hersAlone soldOut }")
        told = {error["path"][0]: (error["message"], error["extensions"]) for error in answer.json()["errors"]}
        assert told == {
            "hersAlone": ("That is hers alone.", {"code": "FORBIDDEN"}),
            "soldOut": ("All places are taken.", {"code": "FULL"}),
        }

    def test_a_hop_that_fails_is_500_and_masked(self) -> None:
        school = School()
        school.close()
        with capture_logs(), served(app(school)) as (address, _server):
            answer = httpx.post(f"http://{address}/graphql", json={"query": "{ me }"})
        assert (answer.status_code, code(answer)) == (500, "INTERNAL")

    def test_trying_too_often_is_429(self) -> None:
        class Busy(School):
            async def run(self, *_args: Any) -> Any:
                raise TooMany("Please wait a moment.", 7)

        with served(app(Busy())) as (address, _server):
            answer = httpx.post(f"http://{address}/graphql", json={"query": "{ me }"})
        assert (answer.status_code, answer.headers["retry-after"], code(answer)) == (429, "7", "TOO_MANY")

    def test_no_guesses_and_no_view_of_the_schema_unless_in_development(self, school: School) -> None:
        def told(engine: Engine, query: str) -> str:
            return engine.answer(Question(query), Seen(school, None)).body.decode()

        closed, open_ = Engine(schema), Engine(schema, introspection=True, suggestions=True)
        for query in ("{ goal }", '{ __type(nam: "Goal") { name } }', "query($g: Strin) { me }"):
            assert "Did you mean" in told(open_, query)
            assert "Did you mean" not in told(closed, query)
        for query in (
            "{ __schema { types { name } } }",
            '{ __type(name: "Goal") { fields { name } } }',
            '{ __type(name: "Goal") { ... on __Type { fields { name } } } }',
            '{ __type(name: "Goal") { ...F } } fragment F on __Type { name }',
        ):
            assert "CLOSED_SCHEMA" not in told(open_, query)
            assert "CLOSED_SCHEMA" in told(closed, query)


class TestDocumentsAreReadOnce:
    def test_a_document_that_was_valid_is_not_parsed_again(self, school: School) -> None:
        engine = Engine(schema)
        for n in range(10):
            answer = engine.answer(Question("query($w: String!) { echo(words: $w) }", variables={"w": str(n)}), Seen(school, None))
            assert json.loads(answer.body) == {"data": {"echo": str(n)}}
        assert engine.documents.parsed == 1

    def test_the_memory_is_bounded(self, school: School) -> None:
        engine = Engine(schema)
        for n in range(500):
            engine.answer(Question(f"{{ a{n}: me }}"), Seen(school, None))
        for n in range(30):
            engine.answer(Question(f"{{ b{n}: me }}" + " " * 30_000), Seen(school, None))
        documents = engine.documents
        assert len(documents._kept) <= 400
        assert documents._characters == sum(map(len, documents._kept)) <= 256 * 1024

    def test_a_remembered_document_is_weighed_for_each_size_asked_for(self, school: School) -> None:
        engine = Engine(schema)
        query = "query($n: Int!) { goals(first: $n) { title } }"
        sizes = {n: engine.answer(Question(query, variables={"n": n}), Seen(school, None)).outcome for n in (2, 30_000, 3)}
        assert sizes == {2: "whole", 30_000: "rejected", 3: "whole"}
        assert engine.documents.parsed == 1
