"""The tracks of a new file: copied packet by packet without what hides between the pictures, or drawn anew."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import av
from av.audio.stream import AudioStream
from av.bitstream import BitStreamFilterContext
from av.container import InputContainer, OutputContainer
from av.error import FFmpegError
from av.filter import Graph
from av.packet import Packet
from av.video.stream import VideoStream

from hub.files.media.rules import Unfit

LONGER, FASTEST = 1280, 30
"""Of a film that is made anew: pixels of its longer side, and pictures a second."""
_FAULTS = 20
"""Packets that can't be read, before the whole is given up."""


AnyPacket: TypeAlias = "Packet[Any]"


class Track(Protocol):
    """`begin` once, `take` each packet of `source` in order, and `end` once; each gives packets of the new file."""

    @property
    def source(self) -> VideoStream | AudioStream: ...
    def begin(self, into: OutputContainer) -> None: ...
    def take(self, packet: AnyPacket) -> Iterator[AnyPacket]: ...
    def end(self) -> Iterator[AnyPacket]: ...


def mux(film: InputContainer, pictures: Track | None, sound: Track | None, to: Path, form: str) -> float:
    """Writes them as one file that can be played while it comes. Returns how long it takes, in seconds."""
    tracks = {track.source.index: track for track in (pictures, sound) if track is not None}
    options = {"movflags": "+faststart", "fflags": "+bitexact"} if form == "mp4" else {"fflags": "+bitexact"}
    longest: Fraction | float = 0
    with av.open(str(to), "w", format=form, options=options) as into:
        for track in tracks.values():
            track.begin(into)
        for packet in film.demux(*(track.source for track in tracks.values())):
            track = tracks[packet.stream.index]
            if packet.dts is None:
                continue
            if packet.pts is not None:
                longest = max(longest, (packet.pts + (packet.duration or 0)) * packet.time_base)
            for new in track.take(packet):
                into.mux(new)
        for track in tracks.values():
            for new in track.end():
                into.mux(new)
    begun = (film.start_time or 0) / av.time_base
    return float(longest) - begun


class Copied:
    """As it is. Between the pictures of H.264 there is room for words, where cameras write when and where: that is left out."""

    def __init__(self, source: VideoStream | AudioStream) -> None:
        self.source = source

    def begin(self, into: OutputContainer) -> None:
        self._new = into.add_stream_from_template(self.source)
        self._new.metadata.clear()
        words = self.source.codec_context.name == "h264"
        self._bare = BitStreamFilterContext("filter_units=remove_types=6", self.source, self._new) if words else None

    def take(self, packet: AnyPacket) -> Iterator[AnyPacket]:
        for one in self._bare.filter(packet) if self._bare else [packet]:
            one.stream = self._new
            yield one

    def end(self) -> Iterator[AnyPacket]:
        yield from ()


class Drawn:
    """Each picture anew: upright, not larger than a page needs, in colours that every browser knows."""

    def __init__(self, source: VideoStream, turn: int) -> None:
        self.source = source
        self._turn = turn
        width, height = source.codec_context.width, source.codec_context.height
        if turn in (90, 270):
            width, height = height, width
        scale = min(1.0, LONGER / max(width, height))
        # H.264 keeps one point of colour for four of light: sides are even.
        self.width, self.height = (max(2, round(side * scale / 2) * 2) for side in (width, height))

    def begin(self, into: OutputContainer) -> None:
        self.source.thread_type = "AUTO"
        self.source.codec_context.thread_count = 2
        rate = self.source.average_rate or Fraction(FASTEST)
        self._rate = min(rate, Fraction(FASTEST)) if rate > 0 else Fraction(FASTEST)
        self._new = into.add_stream("libx264", rate=self._rate, options={"preset": "veryfast", "crf": "23"})
        self._new.width, self._new.height, self._new.pix_fmt = self.width, self.height, "yuv420p"
        self._new.codec_context.thread_count = 2
        self._graph: Graph | None = None
        self._faults = 0

    def take(self, packet: AnyPacket) -> Iterator[AnyPacket]:
        try:
            frames = packet.decode()
        except FFmpegError as error:
            self._faults += 1
            if self._faults > _FAULTS:
                raise Unfit("broken") from error
            return
        for frame in frames:
            if self._graph is None:
                self._graph = self._made(frame)
            self._graph.push(frame)
            yield from self._encoded()

    def end(self) -> Iterator[AnyPacket]:
        for frame in self.source.codec_context.decode(None):
            if self._graph is not None:
                self._graph.push(frame)
        if self._graph is None:
            raise Unfit("broken")
        self._graph.push(None)
        yield from self._encoded()
        yield from self._new.encode(None)

    def _made(self, first: object) -> Graph:
        graph = Graph()
        turns = {90: [("transpose", "cclock")], 180: [("hflip", ""), ("vflip", "")], 270: [("transpose", "clock")]}.get(self._turn, [])
        chain = [graph.add_buffer(template=self.source, time_base=self.source.time_base)]
        for name, how in (
            *turns,
            ("scale", f"{self.width}:{self.height}"),
            ("fps", f"{self._rate.numerator}/{self._rate.denominator}"),
            ("format", "yuv420p"),
        ):
            chain.append(graph.add(name, how) if how else graph.add(name))
        graph.link_nodes(*chain, graph.add("buffersink")).configure()
        return graph

    def _encoded(self) -> Iterator[AnyPacket]:
        assert self._graph is not None
        while True:
            try:
                frame = self._graph.vpull()
            except (BlockingIOError, av.error.EOFError):
                return
            frame.pict_type = 0
            yield from self._new.encode(frame)
