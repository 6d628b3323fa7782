"""Who is asking: tokens, cookies, other sites."""

import httpx
import pytest

from hub_graphql.accept import LEGACY, RESPONSE
from tests.graphql.posting import MAYA, ask, code
from tests.graphql.toy import MAYA_COOKIE, School


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
