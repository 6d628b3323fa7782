"""In which forms a question may come and an answer goes."""

from typing import Any

import httpx
import pytest

from hub_graphql.accept import LEGACY, RESPONSE, media_type
from hub_graphql.wire import Refused
from tests.graphql.posting import ask, code


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
