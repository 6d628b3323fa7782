"""The whole application in this process, asked without a socket: from routing to the last byte, and what SQL it ran."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec
from litestar import Litestar

from benchmarks.school import School, build
from hub.app import create_app
from hub.database import Database
from hub.settings import Settings
from hub.web.hub import Hub


class Answer(NamedTuple):
    status: int
    body: bytes


class Edge:
    """A hub on its database with the bench's school in it."""

    def __init__(self, app: Litestar, school: School) -> None:
        self.app = app
        self.school = school

    @property
    def hub(self) -> Hub:
        hub: Hub = self.app.state.hub
        return hub

    @property
    def database(self) -> Database:
        return self.hub.database

    def put_templates(self, templates: Any) -> None:
        """In place of the hub's own: for looking at what they are given."""
        self.app.state.hub = msgspec.structs.replace(self.hub, templates=templates)

    async def get(self, path: str, name: str | None) -> Answer:
        return await self._ask("GET", path, {"cookie": f"trellis={self.school.secrets[name]}"} if name else {}, b"")

    async def graphql(self, question: dict[str, Any], name: str) -> Answer:
        headers = {
            "cookie": f"trellis={self.school.secrets[name]}",
            "content-type": "application/json",
            "accept": "application/graphql-response+json",
            "sec-fetch-site": "same-origin",
        }
        return await self._ask("POST", "/graphql", headers, msgspec.json.encode(question))

    async def _ask(self, method: str, address: str, headers: dict[str, str], body: bytes) -> Answer:
        parts = urlsplit(address)
        scope: Any = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": parts.path,
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "root_path": "",
            "headers": [(b"host", b"127.0.0.1"), *((name.encode(), value.encode()) for name, value in headers.items())],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
            "state": {},
        }
        sent: list[Any] = []
        asked = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            return asked.pop() if asked else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        return Answer(sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:]))


@asynccontextmanager
async def edge(url: str, data: Path, many: int) -> AsyncIterator[Edge]:
    """`many`: of everything that there can be many of.

    The application is not started: its worker and its live rooms look at the database by themselves, and would be counted.
    """
    app = create_app(Settings(database_url=url, data=data))
    database = app.state.hub.database
    try:
        yield Edge(app, build(database, many))
    finally:
        database.close()
