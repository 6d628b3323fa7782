"""Real PDFs, recordings and films, made by code: as scanners, phones and cameras write them, and as those who mean harm do."""

import array
import math
import struct
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import pikepdf
from av.audio.resampler import AudioResampler
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageDraw

from tests import photos

SECRETS = (
    b"TITLE-SECRET",
    b"+52.5200+013.4050",
    b"Maya-at-home-SECRET",
    b"SCRIPT-SECRET",
    b"ATTACHED-SECRET",
    b"LAUNCH-SECRET",
    b"XMP-SECRET-LINE",
)
"""Planted where each kind of file has room for words."""
_TITLE, _PLACE, _NAME = (secret.decode() for secret in SECRETS[:3])
_TAGS = {"title": _TITLE, "artist": _NAME, "comment": _PLACE}


# ── PDFs ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def pdf(pages: int = 3, *, password: str = "", links: bool = True) -> bytes:
    """Pages with a phone's photo on each, and all that a PDF can do and tell besides."""
    made = pikepdf.new()
    for number in range(pages):
        page = made.add_blank_page(page_size=(400, 300))
        picture = Stream(made, photos.jpeg(image=photos.corners(160, 120)))
        for name, value in (("Type", "XObject"), ("Subtype", "Image"), ("ColorSpace", "DeviceRGB"), ("Filter", "DCTDecode")):
            picture[f"/{name}"] = Name(f"/{value}")
        picture.Width, picture.Height, picture.BitsPerComponent = 160, 120, 8
        # A name of the page's own, which is also the name of something that acts.
        page.Resources = Dictionary(XObject=Dictionary(JS=picture))
        page.Contents = Stream(made, b"q 320 0 0 240 40 30 cm /JS Do Q")
        page.obj["/AA"] = _script(f"app.alert('SCRIPT-SECRET {number}')")
        page.obj["/PieceInfo"] = Dictionary(Scanner=Dictionary(Private=String(_NAME)))
        if links:
            page.obj["/Annots"] = Array([made.make_indirect(one) for one in _annotations()])
    made.Root.OpenAction = _script("app.alert('SCRIPT-SECRET')")
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), _script("SCRIPT-SECRET")])))
    made.docinfo["/Author"], made.docinfo["/Title"] = _NAME, _TITLE
    with made.open_metadata() as about:
        about["dc:title"] = "XMP-SECRET-LINE"
    made.attachments["notes.txt"] = b"ATTACHED-SECRET"
    out = BytesIO()
    made.save(out, encryption=pikepdf.Encryption(owner="owner", user=password) if password else False, compress_streams=False)
    return out.getvalue()


def _script(words: str) -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(words))


def _annotations() -> list[Dictionary]:
    box = Array([10, 10, 60, 30])
    return [
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=Dictionary(S=Name.URI, URI=String("https://river.example/"))),
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=Dictionary(S=Name.Launch, F=String("LAUNCH-SECRET.exe"))),
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=Dictionary(S=Name.URI, URI=String("javascript:SCRIPT-SECRET"))),
        Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=box, Contents=String(_NAME), T=String(_NAME)),
    ]


# ── Recordings ────────────────────────────────────────────────────────────────────────────────────────────────────────

SOUNDS = {
    "mp3": ("mp3", "libmp3lame"),
    "m4a": ("mp4", "aac"),
    "ogg": ("ogg", "libopus"),
    "wav": ("wav", "pcm_s16le"),
    "webm": ("webm", "libopus"),
    "flac": ("flac", "flac"),
}
ENDLESS = {"aac": ("adts", "aac"), "mp3": ("mp3", "libmp3lame")}
"""Those that can be written without a word on how long they will be, as a radio sends them."""


@cache
def sound(kind: str = "mp3", seconds: int = 2) -> bytes:
    """Silence that becomes a hum, with a name and a place in its tags."""
    form, codec = SOUNDS[kind]
    out = BytesIO()
    with av.open(out, "w", format=form) as into:
        into.metadata.update(_TAGS)
        _hum(into, codec, seconds)
    return out.getvalue()


@cache
def endless(kind: str) -> bytes:
    """Two seconds of a sound that says nothing of its length."""
    form, codec = ENDLESS[kind]
    out = BytesIO()
    with av.open(out, "w", format=form, options={"write_xing": "0", "id3v2_version": "0"} if form == "mp3" else {}) as into:
        _hum(into, codec, 2)
    return out.getvalue()


def _hum(into: Any, codec: str, seconds: float, track: Any = None) -> None:
    rate = 48_000
    track = track or into.add_stream(codec, rate=rate, layout="mono")
    fit = AudioResampler(track.codec_context.format, "mono", rate, track.codec_context.frame_size or 1024)
    for at in range(0, int(rate * seconds), 1024):
        frame = av.AudioFrame(format="s16", layout="mono", samples=1024)
        frame.sample_rate, frame.pts = rate, at
        loud = 20_000 * at / (rate * seconds)
        frame.planes[0].update(array.array("h", [int(loud * math.sin((at + n) / 20)) for n in range(1024)]).tobytes())
        for fitting in fit.resample(frame):
            into.mux(track.encode(fitting))
    for fitting in fit.resample(None):
        into.mux(track.encode(fitting))
    into.mux(track.encode(None))


# ── Films ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

FILMS = {
    "mp4": ("mp4", "libx264", "aac"),
    "mov": ("mov", "libx264", "pcm_s16le"),
    "hevc": ("mov", "libx265", "aac"),
    "webm": ("webm", "libvpx-vp9", "libopus"),
}


@cache
def film(kind: str = "mp4", seconds: float = 2, *, turn: int = 0, streaming: bool = False, voiced: bool = True) -> bytes:
    """Red, green over blue, yellow, with a hum; with its place and its maker's name as phones write them. `turn`: as a phone that
    was held so many degrees clockwise from upright lays it down."""
    form, codec, voice = FILMS[kind]
    flags = "+use_metadata_tags" + ("+faststart" if streaming else "")
    # In a folder: to put its table first, the writer opens what it has written once more.
    with (
        TemporaryDirectory() as folder,
        av.open(path := f"{folder}/film", "w", format=form, options={"movflags": flags} if form in ("mp4", "mov") else {}) as into,
    ):
        into.metadata.update({**_TAGS, "location": f"{_PLACE}/", "com.apple.quicktime.location.ISO6709": f"{_PLACE}/"})
        track: Any = into.add_stream(codec, rate=15, options=_QUIET.get(codec, {}))
        upright = photos.corners(320, 240)
        picture = upright.rotate(turn, expand=True) if turn else upright
        track.width, track.height, track.pix_fmt = *picture.size, "yuv420p"
        hum = into.add_stream(voice, rate=48_000, layout="mono") if voiced else None
        for number in range(int(15 * seconds)):
            still = picture.copy()
            ImageDraw.Draw(still).rectangle((number, 0, number + 8, 8), fill=(255, 255, 255))
            into.mux(track.encode(av.VideoFrame.from_image(still)))  # type: ignore[no-untyped-call]
        into.mux(track.encode(None))
        if hum is not None:
            _hum(into, voice, seconds, hum)
        into.close()
        data = Path(path).read_bytes()
    return _turned(data, turn) if turn else data


_QUIET = {"libx265": {"x265-params": "log-level=none", "preset": "ultrafast"}, "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8"}}
_MATRICES = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


def _turned(data: bytes, turn: int) -> bytes:
    """With the phone's note of how it was held, in the header of the track of pictures, which is the first."""
    at = data.index(b"tkhd") + 44
    a, b, c, d = (one * 65_536 for one in _MATRICES[turn])
    return data[:at] + struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 0x4000_0000) + data[at + 36 :]


def first_picture(data: bytes) -> Image.Image:
    """As a player shows it: upright."""
    with av.open(BytesIO(data), "r") as shown:
        frame = next(shown.decode(video=0))
        turn = int(frame.rotation) % 360
        image: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
        return image.rotate(turn, expand=True) if turn else image


def about(data: bytes) -> dict[str, str]:
    """All that a film or a recording says of itself, but for the words of its form."""
    with av.open(BytesIO(data), "r") as told:
        said = dict(told.metadata)
        for one in told.streams:
            said |= one.metadata
        plain = {
            "major_brand",
            "minor_version",
            "compatible_brands",
            "handler_name",
            "language",
            "vendor_id",
            "encoder",
            "ENCODER",
            "DURATION",
        }
        return {name: value for name, value in said.items() if name not in plain}


# ── Those that mean harm ──────────────────────────────────────────────────────────────────────────────────────────────


def gif_that_is_a_zip() -> bytes:
    """A picture to whoever reads from the beginning, an archive to whoever reads from the end."""
    return photos.gif() + photos.zip_file()


def pdf_that_is_a_page() -> bytes:
    """A PDF that a browser would also run as a page, were it served as one."""
    return pdf(1).replace(b"%PDF-", b"%PDF-", 1) + b"\n<html><script>alert('TRAILER-SECRET')</script></html>\n%%EOF\n"
