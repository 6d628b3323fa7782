"""`/graphql` over a WebSocket, by the graphql-transport-ws protocol: subscriptions, and nothing else."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Any, Protocol

import msgspec
from graphql import ExecutionResult, GraphQLError, OperationType
from graphql.execution import (
    Executor,
    create_source_event_stream,
    execute_subscription_event,
    map_source_to_response_event,
)
from litestar import websocket
from litestar.exceptions import WebSocketException
from litestar.handlers import WebsocketRouteHandler

from hub.errors import NotSignedIn
from hub.viewer import Claim
from hub.words import _
from hub_graphql import messages
from hub_graphql.credentials import Doors, claim, from_authorization
from hub_graphql.documents import Document, Rejected
from hub_graphql.engine import Engine, response
from hub_graphql.masking import mask, told
from hub_graphql.messages import PROTOCOL, HangUp
from hub_graphql.reach import Socket
from hub_graphql.wire import Question, Refused


class Listen(Protocol):
    """Makes the context of a line's subscriptions: what their resolvers find as `info.context`, on the event loop.

    Raises NotSignedIn when the claim doesn't hold, or is None and strangers are not answered.
    """

    def __call__(self, who: Claim | None, /) -> Awaitable[Any]: ...


class StillAllowed(Protocol):
    """Whether the one behind a context is still signed in. Asked before each event and every `Lines.recheck` seconds."""

    def __call__(self, context: Any, /) -> Awaitable[bool]: ...


class Tell(Protocol):
    """Answers for one event of a stream: `carry_out(event, context)` on a thread where its resolvers may read. None: nothing is sent."""

    def __call__(
        self, context: Any, event: Any, carry_out: Callable[[Any, Any], ExecutionResult], /
    ) -> Awaitable[ExecutionResult | None]: ...


class Lines(msgspec.Struct, frozen=True):
    """What one line may do. Times are in seconds."""

    patience: float = 5.0
    """How long a client may take to begin."""
    subscriptions: int = 50
    stall: float = 20.0
    """How long one frame may wait for a client that doesn't read, before the line is closed."""
    recheck: float = 1.0


def graphql_over_socket(
    path: str, engine: Engine, listen: Listen, tell: Tell, still_allowed: StillAllowed, doors: Doors, lines: Lines
) -> WebsocketRouteHandler:
    """The route to mount, on the same path as HTTP."""

    @websocket(path, websocket_class=Socket, name="graphql-socket")
    async def graphql_socket(socket: Socket) -> None:
        await _Line(socket, engine, listen, tell, still_allowed, doors, lines).serve()

    return graphql_socket


class _Gone(Exception):
    """The client has closed the line, or the server is stopping (uvicorn then says 1012 itself)."""


class _Line:
    """One client. Its tasks live in one group: whatever ends the line ends them all, and closes their generators.

    There is no queue to overflow: a subscription waits for its frame to be taken before it fetches the next event.
    """

    def __init__(
        self, socket: Socket, engine: Engine, listen: Listen, tell: Tell, still_allowed: StillAllowed, doors: Doors, lines: Lines
    ) -> None:
        self._socket = socket
        self._engine = engine
        self._listen = listen
        self._tell_of = tell
        self._still_allowed = still_allowed
        self._doors = doors
        self._lines = lines
        self._begun = False
        self._acknowledged = False
        self._context: Any = None
        self._turn = asyncio.Lock()
        self._running: dict[str, asyncio.Task[None]] = {}

    async def serve(self) -> None:
        if PROTOCOL not in self._socket.scope["subprotocols"]:
            await self._socket.accept()
            await self._socket.close(4406, "Subprotocol not acceptable")
            return
        await self._socket.accept(PROTOCOL)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._hurry())
                tasks.create_task(self._recheck())
                tasks.create_task(self._converse(tasks))
        except* _Gone:
            pass
        except* HangUp as ends:
            await self._close(ends)
        except* Exception as bugs:
            mask(_first(bugs))
            await self._close(ExceptionGroup("", [HangUp(1011, "Internal server error")]))

    async def _hurry(self) -> None:
        await asyncio.sleep(self._lines.patience)
        if not self._begun:
            raise HangUp(4408, "Connection initialisation timeout")

    async def _recheck(self) -> None:
        while True:
            await asyncio.sleep(self._lines.recheck)
            if self._acknowledged:
                await self._must_be_allowed()

    async def _converse(self, tasks: asyncio.TaskGroup) -> None:
        while True:
            event: Any = await self._socket.receive()
            if event["type"] == "websocket.disconnect":
                raise _Gone
            match messages.read(event):
                case messages.ConnectionInit() as init:
                    await self._begin(init)
                case messages.Ping(payload):
                    await self._send("pong", payload=msgspec.UNSET if payload is None else payload)
                case messages.Pong():
                    pass
                case messages.Subscribe() as asked:
                    await self._subscribe(asked, tasks)
                case messages.Complete(about):
                    if task := self._running.pop(about, None):
                        task.cancel()

    async def _begin(self, init: messages.ConnectionInit) -> None:
        if self._begun:
            raise HangUp(4429, "Too many initialisation requests")
        self._begun = True
        named = {name.lower(): value for name, value in (init.payload or {}).items()}
        try:
            given = named.get("authorization")
            who = claim(self._socket, self._doors) if given is None else from_authorization(given)
            self._context = await self._listen(who)
        except (Refused, NotSignedIn) as refused:
            raise HangUp(4403, "Forbidden") from refused
        self._acknowledged = True
        await self._send("connection_ack")

    async def _subscribe(self, asked: messages.Subscribe, tasks: asyncio.TaskGroup) -> None:
        if not self._acknowledged:
            raise HangUp(4401, "Unauthorized")
        if asked.id in self._running:
            raise HangUp(4409, f"Subscriber for {asked.id} already exists")
        question = asked.question()
        if len(self._running) >= self._lines.subscriptions:
            await self._send("error", asked.id, [_told("TOO_MANY", _("Too many subscriptions are open on this line."))])
            return
        self._running[asked.id] = tasks.create_task(self._tell(asked.id, question))

    async def _tell(self, about: str, question: Question) -> None:
        errors = await self._stream(about, question)
        # The id is free before the client hears of it: it may use it again at once.
        self._running.pop(about, None)
        await (self._send("error", about, errors) if errors else self._send("complete", about))

    async def _stream(self, about: str, question: Question) -> list[dict[str, Any]]:
        """Sends each event, and answers with the errors that ended it, or none."""
        try:
            events = await self._open(question)
            async with aclosing(events):
                async for result in events:
                    await self._must_be_allowed()
                    if result is not None:
                        await self._send("next", about, response(result, question))
        except Rejected as rejected:
            return [told(error, question.operation_name) for error in rejected.errors]
        except (HangUp, _Gone):
            raise
        except Exception as error:
            failed = error if isinstance(error, GraphQLError) else GraphQLError(str(error), original_error=error)
            return [told(failed, question.operation_name)]
        return []

    async def _open(self, question: Question) -> AsyncGenerator[ExecutionResult | None, None]:
        # Reading and checking a document may take a while, and others are waiting on this loop.
        document = await asyncio.to_thread(self._ready, question)
        executor = Executor.build(
            self._engine.schema,
            document.tree,
            context_value=self._context,
            raw_variable_values=question.variables,
            operation_name=question.operation_name,
            hide_suggestions=self._engine.hide_suggestions,
            max_coercion_errors=10,
        )
        if isinstance(executor, list):
            raise Rejected(executor)
        opened = create_source_event_stream(executor)
        stream = await opened if isinstance(opened, Awaitable) else opened
        if isinstance(stream, ExecutionResult):
            raise Rejected(stream.errors or [])
        return map_source_to_response_event(executor, stream, self._carried_out)  # type: ignore[arg-type]

    def _carried_out(self, executor: Executor[Any]) -> Awaitable[ExecutionResult | None]:
        def carry_out(event: Any, context: Any) -> ExecutionResult:
            executor.root_value, executor.context_value = event, context
            result = execute_subscription_event(executor)
            assert isinstance(result, ExecutionResult), "Resolvers of a subscription's selection are synchronous."
            return result

        return self._tell_of(self._context, executor.root_value, carry_out)

    def _ready(self, question: Question) -> Document:
        document, operation = self._engine.documents.ready(question)
        if operation.operation is not OperationType.SUBSCRIPTION:
            message = _("Only subscriptions travel over this line. Please send queries and mutations by POST.")
            raise Rejected([GraphQLError(message, extensions={"code": "SUBSCRIPTIONS_ONLY"})])
        return document

    async def _must_be_allowed(self) -> None:
        if not await self._still_allowed(self._context):
            raise HangUp(4403, "Forbidden")

    async def _send(self, kind: str, about: str | None = None, payload: Any = msgspec.UNSET) -> None:
        frame = messages.written(kind, about, payload)
        async with self._turn:
            try:
                async with asyncio.timeout(self._lines.stall):
                    await self._socket.send_text(frame)
            except TimeoutError as error:
                raise HangUp(1013, "Too slow") from error
            except (OSError, WebSocketException) as error:
                raise _Gone from error

    async def _close(self, ends: BaseExceptionGroup[HangUp]) -> None:
        end = _first(ends)
        assert isinstance(end, HangUp)
        try:
            async with asyncio.timeout(1):
                await self._socket.close(end.code, end.reason)
        except TimeoutError:
            self._socket.cut()
        except (OSError, WebSocketException):
            pass


def _first(group: BaseExceptionGroup[Any]) -> BaseException:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _told(code: str, message: str) -> dict[str, Any]:
    return {"message": message, "extensions": {"code": code}}
