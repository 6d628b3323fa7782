"""The demo school behind the real application, and programs that speak with it by the documents of graphql/operations/."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar.testing import TestClient
from sqlalchemy import select
from websockets.asyncio.client import ClientConnection, connect

from hub.app import create_app
from hub.assets import OPERATIONS
from hub.database import Database
from hub.identity import actions as identity
from hub.identity.queries import recognise
from hub.people.models import Person
from hub.settings import Settings
from hub.viewer import System
from tests.support.demo import open_demo

WORK = System("a test")
NAMES = sorted(path.stem for path in OPERATIONS.glob("*.graphql"))
"""Of the named documents."""


def operation(name: str) -> str:
    """The text of a named document: "post_reflection"."""
    return (OPERATIONS / f"{name}.graphql").read_text()


class Api:
    """Asks in process, through the whole application. `ask` fails the test when the answer holds an error."""

    def __init__(self, settings: Settings, database: Database, client: "TestClient[Any]") -> None:
        self.settings = settings
        self.database = database
        self.client = client
        self._tokens: dict[str, str] = {}

    def token(self, name: str) -> str:
        if name not in self._tokens:
            self._tokens[name] = self.database.write_now(WORK, lambda tx: identity.make_token(tx, self.id(name), "a test", 30)[1])
        return self._tokens[name]

    def id(self, name: str) -> UUID:
        return self.database.read_now(WORK, lambda tx: tx.scalars(select(Person.id).where(Person.sign_in_name == name)).one())

    def post(self, name: str | None, text: str, **variables: Any) -> Any:
        headers = {"authorization": f"Bearer {self.token(name)}"} if name else {}
        return self.client.post("/graphql", json={"query": text, "variables": variables}, headers=headers)

    def ask(self, name: str, text: str, **variables: Any) -> Any:
        answer = self.post(name, text, **variables).json()
        assert "errors" not in answer, answer
        return answer["data"]

    def run(self, name: str, document: str, **variables: Any) -> Any:
        """What the one field of a named document answers."""
        [answer] = self.ask(name, operation(document), **variables).values()
        return answer

    def do(self, name: str, document: str, /, **given: Any) -> Any:
        """A mutation, which must succeed."""
        answer = self.run(name, document, input=given)
        assert "message" not in answer, answer
        return answer

    def post_reflection(self, name: str, words: str, to: tuple[str, ...] = (), **more: Any) -> str:
        """`to`: kinds of audience groups, such as TEACHERS. Returns its id."""
        begin = self.run(name, "begin_reflection")
        audience = [group["id"] for group in begin["audienceChoices"] if group["kind"] in to or group["hint"] in to]
        free = next(one["id"] for one in begin["promptSets"] if one["key"] == "free")
        made = self.do(name, "post_reflection", promptSet=free, answers=[{"key": "words", "words": words}], audience=audience, **more)
        id_: str = made["id"]
        return id_


@contextmanager
def school(url: str, folder: Path) -> Iterator[Api]:
    """The application over the demo school in a migrated database."""
    settings = Settings(database_url=url, data=folder)
    open_demo(url, folder)
    database = Database(url, recognise)
    try:
        with TestClient(create_app(settings)) as client:
            yield Api(settings, database, client)
    finally:
        database.close()


class Line:
    """A WebSocket that speaks graphql-transport-ws, written out so that a test sees each frame."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def send(self, **frame: Any) -> None:
        await self.connection.send(json.dumps(frame))

    async def hear(self) -> Any:
        return json.loads(await self.connection.recv())

    async def event(self) -> Any:
        """The one field of the next event."""
        frame = await self.hear()
        assert frame["type"] == "next", frame
        assert "errors" not in frame["payload"], frame
        [event] = frame["payload"]["data"].values()
        return event

    async def follow(self, item: str, after: str | None = None, about: str = "1") -> None:
        payload = {"query": operation("thread_events"), "variables": {"itemId": item, "after": after}}
        await self.send(type="subscribe", id=about, payload=payload)


@asynccontextmanager
async def line(url: str, token: str) -> AsyncIterator[Line]:
    """To a server at this address, signed in by a token in the first frame."""
    async with connect(url.replace("http", "ws", 1) + "/graphql", subprotocols=["graphql-transport-ws"], proxy=None) as connection:  # type: ignore[list-item]
        opened = Line(connection)
        await opened.send(type="connection_init", payload={"Authorization": f"Bearer {token}"})
        assert (await opened.hear())["type"] == "connection_ack"
        yield opened
