"""A school so small that it fits on a page: the schema against which the transport is tested, and a server for it.

Everything here is real (a real Strawberry schema, real threads, a real uvicorn); only the school is small.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Thread, current_thread
from typing import Any, TypeVar

import strawberry
import uvicorn
from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.types import Middleware

from hub.errors import Forbidden, NotSignedIn
from hub.identity.keys import digest
from hub.viewer import Claim
from hub.web.patience import patient
from hub_graphql.credentials import Doors
from hub_graphql.engine import Engine
from hub_graphql.http import graphql_over_http
from hub_graphql.masking import Shown
from hub_graphql.socket import Lines, graphql_over_socket
from tests.support.ports import wait_until

T = TypeVar("T")
MAYA_TOKEN = "maya-token"
MAYA_COOKIE = "maya-session"


class Seen:
    """What resolvers find as `info.context`."""

    def __init__(self, school: "School", who: str | None) -> None:
        self.school = school
        self.who = who


@strawberry.type
class Message:
    words: str
    author: str


@strawberry.type
class PageInfo:
    has_next_page: bool


@strawberry.type
class MessageEdge:
    node: Message
    cursor: str


@strawberry.type
class MessageConnection:
    edges: list[MessageEdge]
    page_info: PageInfo


@strawberry.type
class Goal:
    title: str

    @strawberry.field
    def messages(self, info: strawberry.Info[Seen, None], first: int = 5) -> MessageConnection:
        said = info.context.school.said[:first]
        edges = [MessageEdge(node=message, cursor=str(i)) for i, message in enumerate(said)]
        return MessageConnection(edges=edges, page_info=PageInfo(has_next_page=False))

    @strawberry.field
    def sub_goals(self) -> list["Goal"]:
        return [Goal(title=f"{self.title}, step {n}") for n in (1, 2)]


@strawberry.type
class Query:
    @strawberry.field
    def me(self, info: strawberry.Info[Seen, None]) -> str | None:
        return info.context.who

    @strawberry.field
    def thread_name(self) -> str:
        return current_thread().name

    @strawberry.field
    def echo(self, words: str) -> str:
        return words

    @strawberry.field
    def many(self, ids: list[int]) -> int:
        return len(ids)

    @strawberry.field
    def goals(self, first: int = 5) -> list[Goal]:
        return [Goal(title=f"Goal {n}") for n in range(first)]

    @strawberry.field
    def broken(self) -> str | None:
        raise RuntimeError("Maya's secret diary")

    @strawberry.field
    def broken_wholly(self) -> str:
        raise RuntimeError("Maya's secret diary")

    @strawberry.field
    def wrong(self) -> int | None:
        return "Maya's secret diary"  # type: ignore[return-value]

    @strawberry.field
    def hers_alone(self) -> str | None:
        raise Forbidden("That is hers alone.")

    @strawberry.field
    def sold_out(self) -> str | None:
        raise Shown("All places are taken.", "FULL")


@strawberry.type
class Mutation:
    @strawberry.mutation
    def say(self, info: strawberry.Info[Seen, None], words: str) -> Message:
        message = Message(words=words, author=info.context.who or "somebody")
        info.context.school.said.append(message)
        return message


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def count(self, info: strawberry.Info[Seen, None], to: int, pause: float = 0.0) -> AsyncIterator[int]:
        school = info.context.school
        school.listening += 1
        try:
            for n in range(1, to + 1):
                yield n
                await asyncio.sleep(pause)
        finally:
            school.listening -= 1

    @strawberry.subscription
    async def flood(self, info: strawberry.Info[Seen, None], size: int) -> AsyncIterator[str]:
        school = info.context.school
        school.flooding += 1
        try:
            while True:
                school.flooded += size
                yield "x" * size
        finally:
            school.flooding -= 1

    @strawberry.subscription
    async def stumble(self) -> AsyncIterator[int]:
        yield 1
        raise RuntimeError("Maya's secret diary")

    @strawberry.subscription
    async def closed(self) -> AsyncIterator[int]:
        raise Forbidden("That is hers alone.")
        yield 1


class School:
    """Its people, what was said, and the hop: one reader's thread on which a job runs whole."""

    def __init__(self) -> None:
        self.said: list[Message] = []
        self.listening = 0
        self.flooding = 0
        self.flooded = 0
        self.hops = 0
        self.ended: set[str] = set()
        self._people = {("token", digest(MAYA_TOKEN)): "Maya", ("session", digest(MAYA_COOKIE)): "Maya"}
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="reader")

    async def run(self, who: Claim | None, job: Callable[[Any], T], /) -> T:
        def operation() -> T:
            self.hops += 1
            return job(Seen(self, self._name(who)))

        return await asyncio.get_running_loop().run_in_executor(self._reader, operation)

    async def tell(self, context: Seen, event: Any, carry_out: Callable[[Any, Any], Any], /) -> Any:
        return carry_out(event, context)

    async def listen(self, who: Claim | None, /) -> Seen:
        return Seen(self, self._name(who))

    async def still_allowed(self, context: Seen, /) -> bool:
        return context.who not in self.ended

    def close(self) -> None:
        self._reader.shutdown()

    def _name(self, who: Claim | None) -> str | None:
        if who is None:
            return None
        if name := self._people.get((who.kind, who.digest)):
            return name
        raise NotSignedIn("Please sign in first.")


schema = strawberry.Schema(Query, Mutation, Subscription)


def same_origin(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    return connection.headers.get("origin") == f"http://{connection.headers.get('host')}"


def app(
    school: School,
    *,
    lines: Lines | None = None,
    introspection: bool = False,
    suggestions: bool = False,
    middleware: Sequence[Middleware] = (),
) -> Litestar:
    engine = Engine(schema, introspection=introspection, suggestions=suggestions)
    doors = Doors(session_cookie="session", same_origin=same_origin)
    return Litestar(
        [
            graphql_over_http("/graphql", engine, school.run, doors),
            graphql_over_socket("/graphql", engine, school.listen, school.tell, school.still_allowed, doors, lines or Lines()),
        ],
        openapi_config=None,
        middleware=[*middleware, patient],
    )


@contextlib.contextmanager
def served(application: Litestar) -> Iterator[tuple[str, uvicorn.Server]]:
    """The application on a free port of this machine, by the very server that the hub uses. Yields "127.0.0.1:port"."""
    config = uvicorn.Config(
        application, "127.0.0.1", 0, ws="websockets-sansio", ws_per_message_deflate=False, log_level="warning", lifespan="off"
    )
    server = uvicorn.Server(config)
    socket = config.bind_socket()
    thread = Thread(target=server.run, kwargs={"sockets": [socket]})
    thread.start()
    wait_until(lambda: server.started, within=10, what="the server")
    try:
        yield f"127.0.0.1:{socket.getsockname()[1]}", server
    finally:
        server.should_exit = True
        thread.join(15)
        socket.close()
