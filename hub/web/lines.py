"""The server's own end of a line over HTTP, with the patience that uvicorn lacks.

uvicorn's timeout_keep_alive counts between two requests, and any byte ends it; half a header, or a line on which nothing
was ever said, it keeps for ever. Its limit_concurrency counts open sockets too, and refuses only whole requests. So this
keeps the time itself. Bodies are not its business while somebody reads them (`patience.py`).
"""

from asyncio import TimerHandle, Transport
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class PatientLine(HttpToolsProtocol):
    """Nobody holds a line with half a request, or with an answer that they don't take."""

    HEAD: ClassVar = 20.0
    """Seconds for the headers of a request, from the opening of the line or from their first byte."""
    REST: ClassVar = 60.0
    """Seconds for the rest of a body that was answered before it had come: refusals reach who is still sending."""
    UNREAD: ClassVar = 60.0
    """Seconds in which some of an answer must have been taken."""
    MOST: ClassVar = 500
    """Lines that may owe us headers at once. Of more, those that kept us waiting longest are closed."""
    QUEUED: ClassVar = 20
    """Requests sent before the first was answered, which browsers no longer do. uvicorn would read on and keep them all."""

    _owing: ClassVar[dict["PatientLine", None]] = {}
    _timer: TimerHandle | None = None
    _unread: TimerHandle | None = None
    _half = False  # A request has begun, and its headers are not all there.
    _incomplete = False  # The headers have come, the body not all of it.

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._timer is None and not self._incomplete:
            self._wait_for_head()
        super().data_received(data)

    def on_message_begin(self) -> None:
        self._half = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._stop_waiting()
        self._half, self._incomplete = False, True
        if len(self.pipeline) >= self.QUEUED:
            raise OverflowError  # The parser ends here, and uvicorn answers 400.
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._incomplete = False
        if self._idle():
            # uvicorn's own timer ended with the last bytes of a body that nobody read.
            self._wait_for_head()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._incomplete:
            self._wait(self.REST)

    def handle_websocket_upgrade(self) -> None:
        self._stop_waiting()
        super().handle_websocket_upgrade()

    def timeout_keep_alive_handler(self) -> None:
        self._leave()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(self.UNREAD, self.transport.abort)

    def resume_writing(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
        super().resume_writing()

    def _wait_for_head(self) -> None:
        self._wait(self.HEAD)
        self._owing[self] = None
        if len(self._owing) > self.MOST:
            next(iter(self._owing))._too_slow()

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._timer = self.loop.call_later(seconds, self._too_slow)

    def _stop_waiting(self) -> None:
        self._owing.pop(self, None)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _too_slow(self) -> None:
        self._stop_waiting()
        if self.cycle is not None and not self.cycle.response_complete:
            self._wait(self.HEAD)  # The line still carries the answer to the request before.
            return
        if self._half:
            self.transport.write(_TOO_SLOW)
        self._leave()

    def _idle(self) -> bool:
        return self.cycle is not None and self.cycle.response_complete and not self.transport.is_closing()

    def _leave(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
        if self.transport.get_write_buffer_size():
            self.loop.call_later(self.UNREAD, self.transport.abort)


_WORDS = b"The request took too long to arrive.\n"
_TOO_SLOW = (
    b"HTTP/1.1 408 Request Timeout\r\ncontent-type: text/plain; charset=utf-8\r\nconnection: close\r\n"
    b"content-length: %d\r\n\r\n%b" % (len(_WORDS), _WORDS)
)
