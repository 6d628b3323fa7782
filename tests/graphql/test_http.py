"""GraphQL over HTTP, against a real server: what stock clients send is understood, and what is wrong is said clearly."""

import json
import re
import shutil
import socket
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest
from gql import Client, gql
from gql.transport.httpx import HTTPXTransport
from structlog.testing import capture_logs

from hub.errors import TooMany
from hub_graphql.accept import LEGACY, RESPONSE, media_type
from hub_graphql.engine import Engine
from hub_graphql.wire import BODY, Question, Refused
from tests.graphql.toy import MAYA_COOKIE, MAYA_TOKEN, School, Seen, app, schema, served

AUDITS = Path(__file__).with_name("audits.mjs")
MODERN = {"Accept": RESPONSE}
MAYA = {"Authorization": f"Bearer {MAYA_TOKEN}"}


def ask(http: httpx.Client, query: str, headers: dict[str, str] | None = None, **members: Any) -> httpx.Response:
    return http.post("/graphql", json={"query": query, **members}, headers=MODERN | (headers or {}))


def code(response: httpx.Response) -> str:
    [error] = response.json()["errors"]
    assert "data" not in response.json()
    result: str = error["extensions"]["code"]
    return result


def test_every_public_audit_passes_also_where_the_schema_is_closed(address: str) -> None:
    node = shutil.which("node")
    assert node, "These audits are a Node package: install Node 20 or newer."
    done = subprocess.run([node, str(AUDITS), f"http://{address}/graphql", MAYA_TOKEN], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1:] == ["61 of 61"], done.stdout + done.stderr


class TestAsking:
    def test_a_query_by_post(self, http: httpx.Client) -> None:
        answer = ask(http, "query Me($w: String!) { echo(words: $w) }", variables={"w": "Grüße 🏃"}, operationName="Me")
        assert (answer.status_code, answer.json()) == (200, {"data": {"echo": "Grüße 🏃"}})
        assert answer.headers["content-type"] == f"{RESPONSE}; charset=utf-8"
        assert answer.headers["cache-control"] == "no-store"

    def test_a_query_by_get(self, http: httpx.Client) -> None:
        asked = {"query": "query($w: String!) { echo(words: $w) }", "variables": '{"w": "hi +&"}', "operationName": ""}
        answer = http.get("/graphql", params=asked, headers=MODERN)
        assert (answer.status_code, answer.json()) == (200, {"data": {"echo": "hi +&"}})

    def test_a_mutation_by_post(self, http: httpx.Client, school: School) -> None:
        answer = ask(http, 'mutation { say(words: "Well done") { words author } }', MAYA)
        assert answer.json() == {"data": {"say": {"words": "Well done", "author": "Maya"}}}
        assert school.said[-1].author == "Maya"

    def test_no_mutation_by_get(self, http: httpx.Client, school: School) -> None:
        before = len(school.said)
        for accept in (RESPONSE, LEGACY):
            asked = {"query": 'query A { me } mutation B { say(words: "x") { words } }', "operationName": "B"}
            answer = http.get("/graphql", params=asked, headers={"Accept": accept})
            assert (answer.status_code, answer.headers["allow"], code(answer)) == (405, "POST", "GET_IS_FOR_QUERIES")
        assert len(school.said) == before

    def test_a_whole_operation_is_one_hop_to_a_readers_thread(self, http: httpx.Client, school: School) -> None:
        before = school.hops
        answer = ask(http, "{ threadName goals { title messages { edges { node { words } } } } }")
        assert answer.json()["data"]["threadName"].startswith("reader")
        assert school.hops == before + 1

    def test_subscriptions_are_pointed_to_the_socket(self, http: httpx.Client) -> None:
        answer = ask(http, "subscription { count(to: 1) }")
        assert (answer.status_code, code(answer)) == (400, "SUBSCRIPTION")

    def test_the_stock_python_client(self, address: str) -> None:
        with Client(transport=HTTPXTransport(f"http://{address}/graphql", headers=MAYA)) as client:
            assert client.execute(gql("{ me }")) == {"me": "Maya"}


class TestMalformed:
    @pytest.mark.parametrize(
        ("body", "words"),
        [
            (b"", "not valid JSON"),
            (b"{", "not valid JSON"),
            (b"\xff\xfe", "not valid JSON"),
            (b'{"query": "{ me }", "variables": {"a": NaN}}', "not valid JSON"),
            (b'{"query": "\\ud800"}', "not valid JSON"),
            (b'{"query": "{ me }", "variables": {"a": "\\udfff"}}', "not valid JSON"),
            (b'{"query": "{ me }", "n": 1' + b"0" * 5000 + b"}", "not valid JSON"),
            (b"null", "must be a JSON object"),
            (b"{}", "has no “query”"),
            (b'{"query": null}', "“query” must be text"),
            (b'{"query": "{ me }", "operationName": 1}', "“operationName” must be text or null"),
            (b'{"query": "{ me }", "variables": [1]}', "“variables” must be an object or null"),
            (b'{"query": "{ me }", "extensions": "x"}', "“extensions” must be an object or null"),
            (b'{"query": "{ me }", "query": "{ me }"}', "“query” is there twice"),
            (b'{"query": "{ me }", "variables": {"a": {"b": 1, "b": 2}}}', "“b” is there twice"),
            (b'[{"query": "{ me }"}]', "one thing at a time"),
            (b'{"query": "{ me }", "variables": {"a":' + b"[" * 5000 + b"]" * 5000 + b"}}", "nested too deeply"),
            (b'{"query": "{ me }", "variables": {"a":' + b"[" * 70 + b"]" * 70 + b"}}", "nested too deeply"),
            (b'{"a":' * 5000 + b"1" + b"}" * 5000, "nested too deeply"),
        ],
    )
    def test_is_400_and_says_what_is_wrong(self, http: httpx.Client, body: bytes, words: str) -> None:
        for accept in (RESPONSE, LEGACY):
            answer = http.post("/graphql", content=body, headers={"Content-Type": "application/json", "Accept": accept})
            assert answer.status_code == 400
            [error] = answer.json()["errors"]
            assert words in error["message"]

    def test_null_is_as_good_as_nothing(self, http: httpx.Client) -> None:
        answer = ask(http, "{ me }", variables=None, extensions=None, operationName=None)
        assert answer.json() == {"data": {"me": None}}

    @pytest.mark.parametrize(
        ("query_string", "words"),
        [
            ("", "has no “query”"),
            ("query={me}&variables=[1]", "“variables” must be an object"),
            ("query={me}&variables=x", "not valid JSON"),
            ("query={me}&query={me}", "“query” is there twice"),
            ("query=%ff", "could not be read"),
            ("&".join(f"a{n}=1" for n in range(50)), "could not be read"),
        ],
    )
    def test_in_an_address_as_well(self, http: httpx.Client, query_string: str, words: str) -> None:
        answer = http.get(f"/graphql?{query_string}")
        assert answer.status_code == 400
        assert words in answer.json()["errors"][0]["message"]

    def test_too_large(self, http: httpx.Client) -> None:
        large = json.dumps({"query": "{ me }" + " " * BODY}).encode()
        declared = http.post("/graphql", content=large, headers={"Content-Type": "application/json"})
        streamed = http.post("/graphql", content=iter([large]), headers={"Content-Type": "application/json"})
        assert (declared.status_code, code(declared)) == (413, "TOO_LARGE")
        assert (streamed.status_code, code(streamed)) == (413, "TOO_LARGE")

    def test_too_slow(self, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("hub.web.patience.STALL", 0.1)
        host, port = address.split(":")
        with socket.create_connection((host, int(port)), timeout=5) as line:
            line.sendall(
                f"POST /graphql HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{{".encode()
            )
            assert line.recv(1000).startswith(b"HTTP/1.1 408 ")

    def test_half_a_character_in_the_document(self, http: httpx.Client) -> None:
        answer = ask(http, '{ echo(words: "\\ud800") }')
        assert (answer.status_code, code(answer)) == (400, "SYNTAX")

    def test_too_long_an_address(self, http: httpx.Client) -> None:
        answer = http.get("/graphql", params={"query": "{ me }" + " " * 17_000})
        assert (answer.status_code, code(answer)) == (414, "TOO_LONG")

    def test_too_many_values(self, http: httpx.Client) -> None:
        answer = ask(http, "query($i: [Int!]!) { many(ids: $i) }", variables={"i": [1] * 6000})
        assert (answer.status_code, code(answer)) == (413, "TOO_MUCH")


class TestNegotiation:
    @pytest.mark.parametrize(
        "content_type",
        [
            "application/json",
            "Application/JSON",
            "application/json; charset=utf-8",
            'application/json;charset="UTF-8"',
            "application/json;x=1",
        ],
    )
    def test_a_body_of_json(self, http: httpx.Client, content_type: str) -> None:
        answer = http.post("/graphql", content=b'{"query":"{me}"}', headers={"Content-Type": content_type})
        assert answer.json() == {"data": {"me": None}}

    @pytest.mark.parametrize(
        "content_type",
        [
            "text/plain",
            "application/graphql",
            "multipart/form-data; boundary=x",
            "application/json; charset=utf-16",
            "application/jsonx",
            "",
        ],
    )
    def test_any_other_body_is_415(self, http: httpx.Client, content_type: str) -> None:
        answer = http.post("/graphql", content=b'{"query":"{me}"}', headers={"Content-Type": content_type})
        assert (answer.status_code, code(answer)) == (415, "UNSUPPORTED_MEDIA_TYPE")

    def test_a_compressed_body_is_415(self, http: httpx.Client) -> None:
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        assert http.post("/graphql", content=b"x", headers=headers).status_code == 415

    @pytest.mark.parametrize(
        ("accept", "kind"),
        [
            (None, LEGACY),
            ("", LEGACY),
            ("*/*", LEGACY),
            ("application/*", LEGACY),
            ("text/html, */*;q=0.1", LEGACY),
            (RESPONSE, RESPONSE),
            ("application/graphql-response+json; charset=utf-8, application/json; charset=utf-8", RESPONSE),
            ("application/graphql-response+json, application/json;q=0.9", RESPONSE),
            ("application/json, application/graphql-response+json", LEGACY),
            ("application/json;q=0.5, application/graphql-response+json;q=0.6", RESPONSE),
            ("application/json;q=0, */*", RESPONSE),
            ("application/graphql-response+json;q=0, application/json;q=0.1", LEGACY),
            ("application/json, multipart/mixed", LEGACY),
            ("APPLICATION/JSON ; Q=1", LEGACY),
        ],
    )
    def test_the_preferred_type(self, accept: str | None, kind: str) -> None:
        assert media_type(accept) == kind

    @pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "application/json;charset=utf-16", "application/json;q=x"])
    def test_no_type_that_will_do_is_406(self, http: httpx.Client, accept: str) -> None:
        with pytest.raises(Refused):
            media_type(accept)
        answer = http.post("/graphql", json={"query": "{ me }"}, headers={"Accept": accept})
        assert (answer.status_code, code(answer)) == (406, "NOT_ACCEPTABLE")

    @pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
    def test_other_methods_are_405(self, http: httpx.Client, method: str) -> None:
        answer = http.request(method, "/graphql", json={"query": "{ me }"})
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST, OPTIONS")

    def test_what_is_allowed_can_be_asked_but_not_from_another_site(self, http: httpx.Client) -> None:
        answer = http.options("/graphql", headers={"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"})
        assert (answer.status_code, answer.headers["allow"], answer.content) == (204, "GET, POST, OPTIONS", b"")
        assert not [name for name in answer.headers if name.startswith("access-control-")]

    def test_head_is_405_without_a_body(self, http: httpx.Client) -> None:
        answer = http.head("/graphql", params={"query": "{ me }"})
        assert (answer.status_code, answer.content) == (405, b"")

    @pytest.mark.parametrize(
        ("query", "variables", "modern", "has_data"),
        [
            ("{ me }", {}, 200, True),
            ("{ me broken }", {}, 294, True),
            ("{ brokenWholly }", {}, 294, True),
            ("{", {}, 400, False),
            ("{ unheardOf }", {}, 400, False),
            ("query($w: String!) { echo(words: $w) }", {}, 400, False),
            ("query($w: String!) { echo(words: $w) }", {"w": 7}, 400, False),
            ("query A { me } query B { me }", {}, 400, False),
            ("fragment F on Query { me }", {}, 400, False),
        ],
    )
    def test_the_status_says_how_it_went_to_clients_that_ask_for_it(
        self, http: httpx.Client, query: str, variables: dict[str, Any], modern: int, has_data: bool
    ) -> None:
        for accept, status in ((RESPONSE, modern), (LEGACY, 200)):
            answer = ask(http, query, {"Accept": accept}, variables=variables)
            assert answer.status_code == status
            assert ("data" in answer.json()) == has_data
            assert answer.headers["content-type"].startswith(accept)


class TestWhoIsAsking:
    def test_a_token(self, http: httpx.Client) -> None:
        assert ask(http, "{ me }", MAYA).json() == {"data": {"me": "Maya"}}

    @pytest.mark.parametrize("header", ["Bearer unknown", "Bearer", "Basic bWF5YTptYXlh", "Bearer a b", "Bearer " + "x" * 600])
    def test_a_wrong_token_is_401(self, http: httpx.Client, header: str) -> None:
        for accept in (RESPONSE, LEGACY):
            answer = ask(http, "{ me }", {"Authorization": header, "Accept": accept})
            assert (answer.status_code, code(answer)) == (401, "UNAUTHENTICATED")
            assert answer.headers["www-authenticate"] == 'Bearer realm="Trellis", error="invalid_token"'

    def test_a_cookie_from_our_own_page(self, http: httpx.Client, address: str) -> None:
        headers = {"Cookie": f"session={MAYA_COOKIE}", "Origin": f"http://{address}"}
        assert ask(http, "{ me }", headers).json() == {"data": {"me": "Maya"}}

    @pytest.mark.parametrize("origin", [{}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}])
    def test_a_cookie_that_another_site_made_use_of_is_403(self, http: httpx.Client, school: School, origin: dict[str, str]) -> None:
        hops = school.hops
        headers = {"Cookie": f"session={MAYA_COOKIE}"} | origin
        by_post = ask(http, 'mutation { say(words: "x") { words } }', headers)
        by_get = http.get("/graphql", params={"query": "{ me }"}, headers=headers)
        assert [(a.status_code, code(a)) for a in (by_post, by_get)] == [(403, "OTHER_SITE")] * 2
        assert school.hops == hops

    def test_an_ended_session_is_401(self, http: httpx.Client, address: str) -> None:
        answer = ask(http, "{ me }", {"Cookie": "session=old", "Origin": f"http://{address}"})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="Trellis"')

    def test_a_token_goes_before_a_cookie(self, http: httpx.Client) -> None:
        answer = ask(http, "{ me }", MAYA | {"Cookie": f"session={MAYA_COOKIE}", "Origin": "https://elsewhere.example"})
        assert answer.json() == {"data": {"me": "Maya"}}


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
