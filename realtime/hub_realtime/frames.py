"""What is said over a socket, in both directions."""

from typing import Annotated

import msgspec
from msgspec import Meta
from websockets.frames import Frame as WireFrame
from websockets.frames import Opcode

from hub.words import _

ENDED = 4401
"""Close codes: the sign-in has ended; too much was said; what was said makes no sense; the server goes for a moment."""
TOO_MANY = 4429
NOT_JSON = 1007
NOT_TEXT = 1003
RESTARTING = 1012
LATER = 1013


class Said(msgspec.Struct, frozen=True):
    """One frame from a client. A frame with neither word is a sign of life."""

    follow: Annotated[str, Meta(max_length=80)] | None = None
    unfollow: Annotated[str, Meta(max_length=80)] | None = None
    after: Annotated[int, Meta(ge=0, lt=2**53)] | None = None
    """The last `seq` the client knows of the topic; without it, nothing of the past is told."""


class Put(msgspec.Struct, frozen=True):
    """An element to put in its place: it replaces the one with its id, else goes last into `into`. Empty: it goes away."""

    id: str
    into: str
    html: str


class Frame:
    """One message, encoded once for any number of sockets: as JSON, and as the bytes that go over the wire."""

    __slots__ = ("json", "wire")

    def __init__(self, message: dict[str, object]) -> None:
        self.json = msgspec.json.encode(message)
        self.wire = WireFrame(Opcode.TEXT, self.json).serialize(mask=False, extensions=[])


_said = msgspec.json.Decoder(Said)


def understand(text: str) -> Said | str:
    """What a client said, or a sentence about what is wrong with it. Raises ValueError for what is not JSON."""
    try:
        return _said.decode(text)
    except msgspec.ValidationError as problem:
        return _("We don't understand this message: %(problem)s") % {"problem": str(problem)}
    except (msgspec.DecodeError, RecursionError) as problem:
        raise ValueError(_("A message must be JSON.")) from problem


def put(topic: str, seq: int, puts: list[Put]) -> Frame:
    """`seq` is the topic's newest number that is now known; numbers grow, and some are not for everyone."""
    return Frame({"topic": topic, "seq": seq, "put": puts})


def resync(topic: str, seq: int) -> Frame:
    """Something is missing that can't be told again: read the page anew, which is at `seq` or later."""
    return Frame({"topic": topic, "seq": seq, "resync": True})


def gone(topic: str) -> Frame:
    """Not there, not yours, no longer yours: one answer."""
    return Frame({"topic": topic, "gone": True})


def error(words: str, topic: str | None = None) -> Frame:
    return Frame({"error": words, "topic": topic} if topic else {"error": words})
