"""Sound: copied where every browser plays it as it is, made anew as AAC where not; and how loud it is, from beginning to end."""

from array import array
from collections.abc import Iterator
from pathlib import Path

from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.error import FFmpegError

from hub.files.media.pictures import waveform
from hub.files.media.rules import LONGEST, Kind, Made, Piece, Unfit
from hub.files.media.tracks import AnyPacket, mux

_RATE, _PACKET = 48_000, 1024
"""Samples a second, and in one packet of AAC."""
_FAULTS = 0.02
"""The part of the packets that may be unreadable, as at the seam of a recording."""


def heard(recording: InputContainer, source: AudioStream, out: Path, kind: Kind, said: float) -> Made:
    """Raises Unfit when it holds no sound, or less than it says."""
    sound = Sound(source)
    mux(recording, None, sound, out / "full", "mp4")
    seconds = sound.samples / _RATE
    if seconds == 0 or sound.faults > 3 + _FAULTS * sound.packets:
        raise Unfit("broken")
    if seconds > LONGEST:
        raise Unfit("long")
    # What an MP3 or AAC without a table says of its length is only guessed, from its first packets.
    if kind in _KNOWS and seconds < said - max(1.0, said / 50):
        raise Unfit("broken")
    return Made("audio", (Piece("full", "audio/mp4"), waveform(sound.peaks, out)), seconds=seconds)


_KNOWS: tuple[Kind, ...] = ("mp4", "matroska", "wav", "flac")


class Sound:
    """A track of sound made anew, as AAC of one or two voices. Each of its first to last packets leaves a peak."""

    def __init__(self, source: AudioStream) -> None:
        self.source = source
        self.peaks = array("i")
        self.samples = self.packets = self.faults = 0

    def begin(self, into: OutputContainer) -> None:
        layout = "mono" if self.source.codec_context.channels == 1 else "stereo"
        self._new = into.add_stream("aac", rate=_RATE, layout=layout)
        self._new.bit_rate = 96_000 if layout == "mono" else 160_000
        self._resampler = AudioResampler("fltp", layout, _RATE, _PACKET)
        self._loudness = AudioResampler("s16", "mono", 8000)

    def take(self, packet: AnyPacket) -> Iterator[AnyPacket]:
        self.packets += 1
        try:
            frames = packet.decode()
        except FFmpegError:
            self.faults += 1
            return
        for frame in frames:
            if isinstance(frame, AudioFrame):
                yield from self._encoded(frame)

    def end(self) -> Iterator[AnyPacket]:
        for frame in self._resampler.resample(None):
            yield from self._packets(frame)
        yield from self._new.encode(None)

    def _encoded(self, frame: AudioFrame) -> Iterator[AnyPacket]:
        for small in self._loudness.resample(frame):
            heights = array("h", bytes(small.planes[0])[: small.samples * 2])
            if heights:
                self.peaks.append(min(32_767, max(max(heights), -min(heights))))
        for new in self._resampler.resample(frame):
            yield from self._packets(new)

    def _packets(self, frame: AudioFrame) -> Iterator[AnyPacket]:
        self.samples += frame.samples
        yield from self._new.encode(frame)
