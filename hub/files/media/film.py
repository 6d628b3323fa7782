"""Recordings and films: looked at, and copied without anything but sound and moving pictures, or made anew where that is needed.

Of the streams in a file, one of pictures and one of sound are taken. Whatever else travels in it (titles, covers, tracks of
places where it was taken, of subtitles and of data) is never copied, and so it is gone.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from hub.files.media.pictures import two_sizes
from hub.files.media.rules import LONGEST, MOST_PIXELS, Kind, Made, Piece, Unfit
from hub.files.media.sound import Sound, heard
from hub.files.media.tracks import Copied, Drawn, mux
from hub.files.media.whole import is_whole

# By these readers alone: others follow addresses that stand in a file.
_FORMATS: dict[Kind, str] = {
    "mp4": "mov",
    "matroska": "matroska",
    "ogg": "ogg",
    "wav": "wav",
    "mp3": "mp3",
    "flac": "flac",
    "aac": "aac",
}
_CUT = 1.5
"""Seconds that may be missing from the length that a file says it has."""


def looked_at(source: Path, out: Path, kind: Kind) -> Made:
    """Without "full", where it is a film that has to be transcoded first."""
    with _opened(source, kind) as film:
        pictures, sound = _streams(film)
        if pictures is None and sound is None:
            raise Unfit("no picture")
        if pictures is None:
            assert sound is not None
            return heard(film, sound, out, kind, _said(film))
        if pictures.codec_context.width * pictures.codec_context.height > MOST_PIXELS:
            raise Unfit("large")
        poster = _poster(film, pictures)
        size = poster.size
    with _opened(source, kind) as film:
        pictures, sound = _streams(film)
        assert pictures is not None
        shown = two_sizes(poster, out)
        form = _form(pictures, sound)
        if form is None:
            return Made("video", shown, seconds=_walked(film))
        # How it was held is told beside the pictures, and copied with them.
        seconds = mux(film, Copied(pictures), _sound_for(form, sound), out / "full", form)
        _whole(seconds, film)
    return Made("video", (*shown, Piece("full", f"video/{form}", *size)), seconds=seconds)


def transcoded(source: Path, out: Path, kind: Kind) -> Made:
    """As H.264 and AAC in an MP4, upright, which every browser plays."""
    turn = _turn(source, kind)
    with _opened(source, kind) as film:
        pictures, sound = _streams(film)
        if pictures is None:
            raise Unfit("no picture")
        drawn = Drawn(pictures, turn)
        seconds = mux(film, drawn, _sound_for("mp4", sound), out / "full", "mp4")
        _whole(seconds, film)
    return Made("video", (Piece("full", "video/mp4", drawn.width, drawn.height),), seconds=seconds)


def _opened(source: Path, kind: Kind) -> InputContainer:
    if not is_whole(source, kind):
        raise Unfit("broken")
    film = av.open(str(source), "r", format=_FORMATS[kind], options={"protocol_whitelist": "file"}, metadata_errors="replace")
    if _said(film) > LONGEST:
        film.close()
        raise Unfit("long")
    return film


def _said(film: InputContainer) -> float:
    """The seconds that it says it takes; 0 when it says nothing."""
    return float((film.duration or 0) / av.time_base)


def _whole(seconds: float, film: InputContainer) -> None:
    if seconds > LONGEST:
        raise Unfit("long")
    if seconds < _said(film) - max(_CUT, _said(film) / 100):
        raise Unfit("broken")


def _streams(film: InputContainer) -> tuple[VideoStream | None, AudioStream | None]:
    # A cover is a stream of pictures too, of a single one.
    moving = [one for one in film.streams.video if not one.disposition & av.stream.Disposition.attached_pic and one.codec_context.width]
    sounding = [one for one in film.streams.audio if one.codec_context is not None and one.codec_context.sample_rate]
    return (moving[0] if moving else None), (sounding[0] if sounding else None)


def _form(pictures: VideoStream, sound: AudioStream | None) -> str | None:
    """In which form every browser plays what is in there as it is; None when it plays in none."""
    codec, colours = pictures.codec_context.name, pictures.codec_context.pix_fmt
    if colours not in ("yuv420p", "yuvj420p"):
        return None
    if codec == "h264":
        return "mp4"
    if codec in ("vp8", "libvpx", "vp9", "libvpx-vp9") and (sound is None or sound.codec_context.name in ("opus", "libopus", "vorbis")):
        return "webm"
    return None


def _sound_for(form: str, sound: AudioStream | None) -> Copied | Sound | None:
    if sound is None:
        return None
    as_it_is = form == "webm" or (sound.codec_context.name == "aac" and sound.codec_context.profile == "LC")
    return Copied(sound) if as_it_is else Sound(sound)


def _turn(source: Path, kind: Kind) -> int:
    """By how many degrees, anticlockwise, its pictures are to be turned to stand upright: how the phone was held."""
    with _opened(source, kind) as film:
        for frame in _frames(film, film.streams.video[0]):
            return int(frame.rotation) % 360
    return 0


def _poster(film: InputContainer, pictures: VideoStream) -> Image.Image:
    """What is to be seen after a tenth of it, or at its beginning where that is all that can be had."""
    pictures.thread_type = "AUTO"
    if _said(film) > 1:
        film.seek(int(_said(film) / 10 * av.time_base))
    frame = next(_frames(film, pictures), None)
    if frame is None:
        film.seek(0)
        frame = next(_frames(film, pictures), None)
    if frame is None:
        raise Unfit("broken")
    turn = int(frame.rotation) % 360
    image: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
    return image.rotate(turn, expand=True) if turn else image


def _frames(film: InputContainer, pictures: VideoStream) -> Iterator[VideoFrame]:
    for packet in film.demux(pictures):
        try:
            yield from packet.decode()
        except FFmpegError:
            continue


def _walked(film: InputContainer) -> float:
    """How long it takes, by every packet that is there: one that is cut off is found out before anyone waits for it to be made."""
    last: Fraction | float = 0
    for packet in film.demux():
        if packet.pts is not None and packet.time_base is not None:
            last = max(last, (packet.pts + (packet.duration or 0)) * packet.time_base)
    begun: Any = film.start_time or 0
    seconds = float(last) - float(begun / av.time_base)
    _whole(seconds, film)
    return seconds
