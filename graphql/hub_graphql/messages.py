"""The frames of graphql-transport-ws: what a client may say, and how answers are written."""

from typing import Any

import msgspec

from hub_graphql.wire import Question, Refused, question, within_bounds

PROTOCOL = "graphql-transport-ws"
FRAME = 64 * 1024
"""Bytes of one frame from a client."""


class HangUp(Exception):
    """The line is closed with this code and reason, which are the protocol's own and in its own words."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason.encode()[:123].decode(errors="ignore")  # All that a closing frame can hold.


class ConnectionInit(msgspec.Struct, frozen=True, tag_field="type", tag="connection_init"):
    payload: dict[str, Any] | None = None


class Ping(msgspec.Struct, frozen=True, tag_field="type", tag="ping"):
    payload: dict[str, Any] | None = None


class Pong(msgspec.Struct, frozen=True, tag_field="type", tag="pong"):
    payload: dict[str, Any] | None = None


class Subscribe(msgspec.Struct, frozen=True, tag_field="type", tag="subscribe"):
    id: str
    payload: dict[str, Any]

    def question(self) -> Question:
        """Raises HangUp (4400) when the payload is not a request."""
        try:
            return question(self.payload)
        except Refused as refused:
            raise HangUp(4400, refused.message) from refused


class Complete(msgspec.Struct, frozen=True, tag_field="type", tag="complete"):
    id: str


Message = ConnectionInit | Ping | Pong | Subscribe | Complete
_DECODER: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)


def read(event: Any) -> Message:
    """The message in an ASGI event. Raises HangUp: 1009 for a frame that is too large, 4400 for one that is no message."""
    text = event.get("text")
    if text is None:
        raise HangUp(4400, "Messages must be text")
    if len(text) > FRAME or len(text.encode("utf-8", "replace")) > FRAME:
        raise HangUp(1009, "Message too big")
    try:
        message = _DECODER.decode(text)
        within_bounds(getattr(message, "payload", None))
    except (msgspec.MsgspecError, RecursionError, Refused, ValueError) as error:
        raise HangUp(4400, "Invalid message received") from error
    if isinstance(message, Subscribe | Complete) and not 0 < len(message.id) <= 128:
        raise HangUp(4400, "An id is text of 1 to 128 characters")
    return message


def written(kind: str, about: str | None = None, payload: Any = msgspec.UNSET) -> str:
    members = {"id": about or msgspec.UNSET, "type": kind, "payload": payload}
    return msgspec.json.encode({k: v for k, v in members.items() if v is not msgspec.UNSET}).decode()
