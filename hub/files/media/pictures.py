"""Pictures of what is no picture: drawn small, as WebP."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from hub.files.media.rules import PAGE, THUMB, Piece

_WAVE = (88, 138, 96)
"""Seen on paper and on dark alike."""


def kept(image: Image.Image, out: Path, name: str, longest: int) -> Piece:
    scale = min(1.0, longest / max(image.size))
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    small = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0) if size != image.size else image
    bare = Image.new(small.mode, small.size)
    bare.paste(small)
    bare.save(out / name, "WEBP", quality=78 if longest > THUMB else 72, method=4)
    return Piece(name, "image/webp", bare.width, bare.height)


def two_sizes(image: Image.Image, out: Path, name: str = "page") -> tuple[Piece, Piece]:
    return kept(image, out, name, PAGE), kept(image, out, "thumb", THUMB)


def waveform(peaks: Sequence[int], out: Path) -> Piece:
    """How loud it was from beginning to end, in 60 strokes. `peaks` are from 0 to 32,767, evenly over its length."""
    strokes, wide, high = 60, 8, 160
    image = Image.new("RGBA", (strokes * wide, high), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    loudest = max(max(peaks, default=0), 1)
    for number in range(strokes):
        part = peaks[len(peaks) * number // strokes : max(len(peaks) * (number + 1) // strokes, len(peaks) * number // strokes + 1)]
        tall = max(4, round(max(part, default=0) / loudest * (high - 16)))
        top = (high - tall) // 2
        draw.rounded_rectangle((number * wide + 2, top, number * wide + 6, top + tall), radius=2, fill=_WAVE)
    image.save(out / "thumb", "WEBP", lossless=True, method=4)
    return Piece("thumb", "image/webp", image.width, image.height)
