"""One line for each request: what was asked and how it went. Never who, never what they said, never a secret."""

import logging
import sys
import time

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from hub.ids import new_id

log = structlog.get_logger("http")


def begin_logging() -> None:
    """JSON lines on standard error; words and colours where that is a terminal."""
    renderer: structlog.typing.Processor = _console() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _console() -> structlog.typing.Processor:
    # The default draws every local variable of a traceback, and with them cookies and passwords.
    return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)


def logged(app: ASGIApp) -> ASGIApp:
    """Gives each request an id, which the answer carries too. The route's pattern is logged, not the path with its ids."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        request_id = str(new_id())
        scope.setdefault("state", {})["request_id"] = request_id
        status = 0
        begun = time.perf_counter()

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", []), (b"x-request-id", request_id.encode())]
            await send(message)

        with structlog.contextvars.bound_contextvars(request=request_id):
            try:
                await app(scope, receive, note)
            finally:
                took = round((time.perf_counter() - begun) * 1000, 1)
                pattern = scope.get("path_template", "")
                log.info("served", method=scope["method"], route=pattern, status=status, ms=took)

    return serve
