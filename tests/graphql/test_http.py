"""GraphQL over HTTP, against a real server: what stock clients send is understood, and what is wrong is said clearly."""

import json
import shutil
import socket
import subprocess
from pathlib import Path

import httpx
import pytest
from gql import Client, gql
from gql.transport.httpx import HTTPXTransport

from hub_graphql.accept import LEGACY, RESPONSE
from hub_graphql.wire import BODY
from tests.graphql.posting import MAYA, MODERN, ask, code
from tests.graphql.toy import MAYA_TOKEN, School

AUDITS = Path(__file__).with_name("audits.mjs")


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
