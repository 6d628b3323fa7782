"""One socket at /live: who it is, what it says, and how it ends."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import structlog
from litestar import WebSocket, websocket
from litestar.connection import ASGIConnection
from litestar.handlers import WebsocketRouteHandler
from litestar.types import Receive, Scope, Send

from hub.cursors import opened
from hub.database import Database, Tx
from hub.errors import NotSignedIn
from hub.viewer import Claim, Viewer
from hub.words import _, speaking
from hub_realtime import frames, topics
from hub_realtime.frames import Frame
from hub_realtime.lines import Line, line_to
from hub_realtime.lobby import Lobby

log = structlog.get_logger("live")

TOPICS = 100
"""That one socket may follow."""
LEAVING = 5.0
"""Seconds that a close may take before the line is cut."""

Connection = ASGIConnection[Any, Any, Any, Any]


class Door:
    """Lets sockets in. `claim_of` and `our_origins` read a connection as the pages do."""

    def __init__(
        self,
        database: Database,
        lobby: Lobby,
        claim_of: Callable[[Connection], Claim | None],
        our_origins: Callable[[Connection], set[str]],
    ) -> None:
        self._database = database
        self._lobby = lobby
        self._claim_of = claim_of
        self._our_origins = our_origins
        self._closing: set[asyncio.Task[None]] = set()

    def route(self, path: str) -> WebsocketRouteHandler:
        @websocket(path, websocket_class=_Bare, opt={"exclude_from_auth": True})
        async def live(socket: _Bare) -> None:
            await self._serve(socket)

        return live

    async def closed(self) -> None:
        """Once all that were asked to close have done so."""
        await asyncio.gather(*self._closing, return_exceptions=True)

    async def _serve(self, socket: "_Bare") -> None:
        member = await self._let_in(socket)
        if member is None:
            return
        try:
            while (message := await socket.receive())["type"] == "websocket.receive":
                self._hear(member, message)
        except asyncio.CancelledError:
            if not member.is_cut:
                raise
        finally:
            member.closing = True
            self._lobby.go(member)

    async def _let_in(self, socket: "_Bare") -> "Socket | None":
        # Read from a copy, since what is read is remembered for as long as the connection lives.
        asking = Connection({**socket.scope, "state": {}})
        claim = self._claim_of(asking)
        if not self._from_us(asking, claim):
            await socket.close(4403)  # Not accepted yet: the browser sees a plain 403.
            return None
        viewer = await self._viewer(socket, claim)
        if viewer is None:
            return None
        await socket.accept()
        socket.forget_headers()
        task = asyncio.current_task()
        assert task is not None
        member = Socket(viewer, line_to(socket.bare_send, task.cancel), partial(self._close, socket))
        if not self._lobby.come(member):
            await socket.close(frames.TOO_MANY, _("You have too many windows open here. Close some and try again."))
            return None
        return member

    def _from_us(self, asking: Connection, claim: Claim | None) -> bool:
        """Any site can open a socket, and the browser sends our cookie along; but it says from where. A token needs no such proof."""
        if claim is not None and claim.kind == "token":
            return True
        origin = asking.headers.get("origin")
        return claim is None if origin is None else origin in self._our_origins(asking)

    async def _viewer(self, socket: "_Bare", claim: Claim | None) -> Viewer | None:
        code, words = frames.ENDED, _("Please sign in first.")
        try:
            if claim is not None:
                return await self._database.read(claim, _recognised)
        except NotSignedIn as refusal:
            words = refusal.message
        except Exception as problem:
            log.warning("a socket could not be let in", problem=type(problem).__name__)
            code, words = frames.LATER, _("Please try again in a moment.")
        await socket.accept()  # Only an accepted socket can tell a browser why it is closed.
        await socket.close(code, words)
        return None

    def _hear(self, member: "Socket", message: Any) -> None:
        if member.closing:
            return
        with speaking(member.language):
            text = message.get("text")
            if text is None:
                member.close(frames.NOT_TEXT, _("A message must be text."))
            elif not self._lobby.bears(member.person):
                member.close(frames.TOO_MANY, _("That was too much at once. Please try again in a minute."))
            else:
                self._answer(member, text)

    def _answer(self, member: "Socket", text: str) -> None:
        try:
            said = frames.understand(text)
        except ValueError as problem:
            member.close(frames.NOT_JSON, str(problem))
            return
        if isinstance(said, str):
            member.write(frames.error(said))
            return
        if said.unfollow is not None:
            self._lobby.unfollow(member, said.unfollow)
        if said.follow is not None:
            self._follow(member, said.follow, said.after)
        if said.here is not None and said.here in member.topics:
            self._lobby.here(member, said.here, writing=said.writing)
        if said.away is not None:
            self._lobby.away(member, said.away)

    def _follow(self, member: "Socket", name: str, after: str | None) -> None:
        topic = topics.parse(name)
        if topic is None or topic.shut_to(member.person):
            member.write(frames.gone(name))
        elif len(member.topics) >= TOPICS and name not in member.topics:
            member.write(frames.error(_("This window follows too much at once."), name))
        else:
            self._lobby.follow(member, topic, None if after is None else opened(member.key, name, after))

    def _close(self, socket: "_Bare", member: "Socket", code: int, why: str) -> None:
        task = asyncio.create_task(_leave(socket, member, code, why))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


class _Bare(WebSocket[Any, Any, Any]):
    """Keeps the server's own `send`, behind which the transport is."""

    __slots__ = ("bare_send",)

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        super().__init__(scope, receive, send)
        self.bare_send = send

    def forget_headers(self) -> None:
        """Nobody reads them again, and they are much of what an idle socket weighs."""
        self.scope["headers"] = []


class Socket:
    """A member of rooms."""

    __slots__ = ("_close", "_line", "claim", "closing", "here", "key", "language", "person", "topics")

    def __init__(self, viewer: Viewer, line: Line, close: Callable[["Socket", int, str], None]) -> None:
        self.person: UUID = viewer.id
        self.claim: UUID = viewer.claim_id
        self.key = viewer.cursor_key
        self.language = viewer.language
        self.topics: set[str] = set()
        self.here: dict[str, float] = {}
        self.closing = False
        self._line = line
        self._close = close

    def write(self, frame: Frame) -> None:
        if not self.closing:
            self._line.write(frame.to(self.key))

    def close(self, code: int, why: str) -> None:
        if not self.closing:
            self.closing = True
            self._close(self, code, why)

    @property
    def is_cut(self) -> bool:
        return self._line.is_cut

    def cut(self) -> None:
        self.closing = True
        self._line.cut()

    def signed_out(self) -> None:
        with speaking(self.language):
            self.close(frames.ENDED, _("Your sign-in has ended. Please sign in again."))

    def drop_if_stalled(self, now: float) -> None:
        if self._line.stalled(now):
            log.info("a reader that stalled was dropped")
            self.cut()


def _recognised(tx: Tx) -> Viewer:
    return tx.viewer


async def _leave(socket: _Bare, member: Socket, code: int, why: str) -> None:
    try:
        # A reason may have 123 bytes.
        await asyncio.wait_for(socket.close(code, why.encode()[:123].decode(errors="ignore")), LEAVING)
    except Exception:
        member.cut()
