"""One line for each request and each live line: what was asked and how it went. Never who, never what they said, never a secret.

What goes wrong is told by the kind of problem and the places in the code that it came through. Its message stays out:
a database puts the refused words into it, and other libraries the address that was asked for.
"""

import logging
import sys
import time
import traceback
from types import TracebackType

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPReceiveMessage, Message, Receive, Scope, Send, WebSocketReceiveMessage

from hub.ids import new_id

log = structlog.get_logger("http")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def begin_logging(*, development: bool = False) -> None:
    """JSON lines on standard error; words and colours where that is a terminal. Messages of problems in development only."""
    renderer: structlog.typing.Processor = _console() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    told: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info if development else structlog.processors.ExceptionRenderer(_without_words),
    ]
    structlog.configure(
        processors=[*told, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    # What the libraries say through the standard library comes out in the same form.
    last = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
    ours = logging.StreamHandler(sys.stderr)
    ours.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=[*told, _first_line], processors=last))
    logging.root.handlers[:] = [ours]
    logging.root.setLevel(logging.WARNING)


def _console() -> structlog.typing.Processor:
    # The default draws every local variable of a traceback, and with them cookies and passwords.
    return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)


def _first_line(_logger: object, _method: str, told: structlog.typing.EventDict) -> structlog.typing.EventDict:
    # asyncio's further lines show the problem itself, with its message.
    told["event"] = str(told["event"]).partition("\n")[0]
    return told


def _without_words(exc_info: ExcInfo) -> str:
    """A traceback with the kind of each problem, and not its message."""
    parts: list[str] = []
    seen: BaseException | None = exc_info[1]
    while seen is not None:
        places = "".join(traceback.format_list(traceback.extract_tb(seen.__traceback__)))
        parts.append(f"{places}{type(seen).__module__}.{type(seen).__qualname__}")
        inner = getattr(seen, "exceptions", ())
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__) or (inner[0] if inner else None)
        if len(parts) == _DEEPEST:
            break
    return "\nwhich came of\n".join(parts)


_DEEPEST = 8


def logged(app: ASGIApp) -> ASGIApp:
    """Gives each request an id, which the answer carries too. The route's pattern is logged, not the path with its ids."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in (ScopeType.HTTP, ScopeType.WEBSOCKET):
            await app(scope, receive, send)
            return
        line = _Line(scope, receive, send)
        with structlog.contextvars.bound_contextvars(request=line.id):
            try:
                await app(scope, line.hear, line.tell)
            finally:
                line.write()

    return serve


class _Line:
    """One request, or one socket from its opening to its closing."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.id = str(new_id())
        self._scope, self._receive, self._send = scope, receive, send
        self._ended = 0
        self._begun = time.perf_counter()
        scope.setdefault("state", {})["request_id"] = self.id

    async def hear(self) -> HTTPReceiveMessage | WebSocketReceiveMessage:
        message = await self._receive()
        if message["type"] == "websocket.disconnect" and not self._ended:
            self._ended = message["code"]
        elif message["type"] == "http.disconnect":
            self._scope["state"]["left"] = True
        return message

    async def tell(self, message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            self._ended = message["status"]
            message["headers"] = [*message.get("headers", []), (b"x-request-id", self.id.encode())]
        elif message["type"] == "websocket.close":
            self._ended = message["code"]
        await self._send(message)

    def write(self) -> None:
        pattern = self._scope.get("path_template", "")
        took = time.perf_counter() - self._begun
        if self._scope["type"] == ScopeType.HTTP:
            log.info("served", method=self._scope["method"], route=pattern, status=self._ended, ms=round(took * 1000, 1))
        else:
            log.info("line closed", route=pattern, code=self._ended, seconds=round(took, 1))
