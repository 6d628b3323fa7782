"""What a PDF would unfold into, asked before anything draws it: a few kilobytes can hold gigabytes of strokes."""

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Name, Object, Stream

from hub.files.media.rules import PAGES, Unfit

_MOST = 32_000_000
"""Bytes of what one stream says to a page, unfolded. Maps and plans have been seen with ten."""
_MOST_DRAWN = 100_000_000
"""Of all the pages that are drawn, each time that they say it."""


def bounded() -> None:
    """From here on, this process unfolds no more than that of any stream."""
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=_MOST,
        run_length_max_memory=_MOST,
        png_max_memory=_MOST,
        tiff_max_memory=_MOST,
        dct_max_memory=_MOST,
        max_stream_filters=4,
    )


def weigh(pdf: pikepdf.Pdf) -> None:
    """Raises Unfit for one that wants too much, within a second or so."""
    known: dict[tuple[int, int], int] = {}
    drawn = 0
    for number, page in enumerate(pdf.pages):
        for stream in _said(page.obj.get(Name.Contents)):
            if stream.objgen not in known:
                known[stream.objgen] = _unfolded(stream)
            drawn += known[stream.objgen] if number < PAGES else 0
        if drawn > _MOST_DRAWN:
            raise Unfit("hungry")
    for thing in pdf.objects:
        if isinstance(thing, Stream) and thing.stream_dict.get(Name.Subtype) == Name.Form:
            _unfolded(thing)


def _said(contents: Object | None) -> Iterator[Stream]:
    for one in contents if isinstance(contents, Array) else (contents,):
        if isinstance(one, Stream):
            yield one


def _unfolded(stream: Stream) -> int:
    try:
        return len(stream.read_bytes())
    except (pikepdf.PdfError, pikepdf.DataDecodingError) as error:
        # Broken in one place, or folded in a way that nobody here knows: the rest may be well, and the page shows what there is.
        if "limit exceeded" in str(error):
            raise Unfit("hungry") from error
        return 0
