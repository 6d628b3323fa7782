"""What programs do with a person's token: ask and act over HTTP, and listen on a socket."""

import asyncio
import threading
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from gql import Client, gql
from gql.transport.websockets import WebsocketsTransport

from tests.browser.journey.stage import LIVE
from tests.support.server import Server

OPERATIONS = Path(__file__).parent.parent.parent.parent / "graphql" / "operations"


def graphql(hub: Server, name: str, operation: str, variables: dict[str, Any]) -> dict[str, Any]:
    """Asks as a program does: with a person's token, over HTTP. Gives `data`."""
    headers = {"Authorization": f"Bearer {_token(hub, name)}", "Accept": "application/graphql-response+json"}
    request = {"query": document(operation), "variables": variables}
    answer = httpx.post(f"{hub.url}/graphql", json=request, headers=headers, trust_env=False, timeout=20)
    assert answer.status_code == 200, answer.text
    data: dict[str, Any] = answer.json()["data"]
    return data


def document(operation: str) -> str:
    return (OPERATIONS / f"{operation}.graphql").read_text()


@cache  # A key is made once, and kept by who has the program.
def _token(hub: Server, name: str) -> str:
    return hub.token(name)


class Program:
    """A program that follows the item's thread with a person's token, from this cursor on, until it hears `until`."""

    def __init__(self, hub: Server, name: str, item: str, after: str, until: str) -> None:
        self.heard: list[str] = []
        self._line = WebsocketsTransport(
            url=hub.url.replace("http", "ws", 1) + "/graphql", init_payload={"authorization": f"Bearer {_token(hub, name)}"}
        )
        self._request = gql(document("thread_events"))
        self._request.variable_values = {"itemId": item, "after": after}
        self._until = until
        # Playwright's loop holds this thread: the program has one of its own, as it has a machine of its own.
        self._thread = threading.Thread(target=lambda: asyncio.run(asyncio.wait_for(self._listen(), 20)), daemon=True)
        self._thread.start()

    def hears(self) -> bool:
        """Whether it has heard what it waits for."""
        self._thread.join(LIVE / 1000)
        return self._until in self.heard

    async def _listen(self) -> None:
        async with Client(transport=self._line, fetch_schema_from_transport=False) as client:
            async for told in client.subscribe(self._request):
                self.heard.append((told["threadEvents"].get("message") or {}).get("words", ""))
                if self._until in self.heard:
                    return
