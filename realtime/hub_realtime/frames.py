"""What is said over a socket, in both directions."""

from typing import Annotated

import msgspec
from msgspec import Meta
from websockets.frames import Frame as WireFrame
from websockets.frames import Opcode

from hub.cursors import LENGTH, sealed
from hub.words import _

ENDED = 4401
"""Close codes: the sign-in has ended; too much was said; what was said makes no sense; the server goes for a moment."""
TOO_MANY = 4429
NOT_JSON = 1007
NOT_TEXT = 1003
RESTARTING = 1012
LATER = 1013


class Said(msgspec.Struct, frozen=True):
    """One frame from a client. A frame with none of these words is a sign of life."""

    follow: Annotated[str, Meta(max_length=80)] | None = None
    unfollow: Annotated[str, Meta(max_length=80)] | None = None
    after: Annotated[str, Meta(max_length=80)] | None = None
    """The last `cursor` that the client was given for the topic; without it, nothing of the past is told."""
    here: Annotated[str, Meta(max_length=80)] | None = None
    """A topic that is followed: its page is being looked at."""
    writing: bool = False
    """And somebody is writing there; to be said again every few seconds."""
    away: Annotated[str, Meta(max_length=80)] | None = None


class Put(msgspec.Struct, frozen=True):
    """An element to put in its place: it replaces the one with its id, else goes last into `into`. Empty: it goes away."""

    id: str
    into: str
    html: str


class Frame:
    """One message, encoded once for any number of sockets: as JSON, and as the bytes that go over the wire.

    One with a `seq` is for nobody yet: `to` puts the cursor for a school's readers in its place.
    """

    __slots__ = ("_sealed", "_under", "json", "seq", "topic", "wire")

    def __init__(self, message: dict[str, object], topic: str = "", seq: int | None = None) -> None:
        self.topic = topic
        self.seq = seq
        self.json = msgspec.json.encode(message if seq is None else {"cursor": _NOBODYS, **message})
        self.wire = WireFrame(Opcode.TEXT, self.json).serialize(mask=False, extensions=[])
        self._sealed: Frame | None = None
        self._under = b""

    def to(self, key: bytes) -> "Frame":
        """For the school whose key this is: the same bytes but for the cursor, which is as long for every number."""
        if self.seq is None:
            return self
        if self._sealed is None or self._under != key:
            self._sealed, self._under = self._with(sealed(key, self.topic, self.seq)), key
        return self._sealed

    def _with(self, cursor: str) -> "Frame":
        theirs = object.__new__(Frame)
        theirs.topic, theirs.seq, theirs._sealed, theirs._under = self.topic, None, None, b""
        theirs.wire = self.wire.replace(_NOBODYS.encode(), cursor.encode(), 1)
        theirs.json = theirs.wire[len(theirs.wire) - len(self.json) :]
        return theirs


_NOBODYS = "=" * LENGTH

_said = msgspec.json.Decoder(Said)


def understand(text: str) -> Said | str:
    """What a client said, or a sentence about what is wrong with it. Raises ValueError for what is not JSON."""
    try:
        return _said.decode(text)
    except msgspec.ValidationError as problem:
        return _("We don't understand this message: %(problem)s") % {"problem": str(problem)}
    except (msgspec.DecodeError, RecursionError) as problem:
        raise ValueError(_("A message must be JSON.")) from problem


def put(topic: str, seq: int | None, puts: list[Put]) -> Frame:
    """`seq` is the topic's newest number that is now known; None for what stands in no log."""
    return Frame({"topic": topic, "put": puts}, topic, seq)


def resync(topic: str, seq: int) -> Frame:
    """Something is missing that can't be told again: read the page anew, which is at `seq` or later."""
    return Frame({"topic": topic, "resync": True}, topic, seq)


def gone(topic: str) -> Frame:
    """Not there, not yours, no longer yours: one answer."""
    return Frame({"topic": topic, "gone": True})


def error(words: str, topic: str | None = None) -> Frame:
    return Frame({"error": words, "topic": topic} if topic else {"error": words})
