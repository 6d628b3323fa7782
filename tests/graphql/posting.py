"""Questions over HTTP, with a token or without."""

from typing import Any

import httpx

from hub_graphql.accept import RESPONSE
from tests.graphql.toy import MAYA_TOKEN

MODERN = {"Accept": RESPONSE}
MAYA = {"Authorization": f"Bearer {MAYA_TOKEN}"}


def ask(http: httpx.Client, query: str, headers: dict[str, str] | None = None, **members: Any) -> httpx.Response:
    return http.post("/graphql", json={"query": query, **members}, headers=MODERN | (headers or {}))


def code(response: httpx.Response) -> str:
    [error] = response.json()["errors"]
    assert "data" not in response.json()
    result: str = error["extensions"]["code"]
    return result
