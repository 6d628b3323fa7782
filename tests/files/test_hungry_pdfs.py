"""A PDF of a few kilobytes that would unfold into gigabytes is refused before anything draws it; a slow one shows fewer pages."""

import zlib
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from hub.errors import Invalid
from hub.files.media import asking, pdf
from hub.files.media.rules import Unfit
from tests import media as made


@cache
def strokes(megabytes: int) -> bytes:
    folded = zlib.compressobj(9)
    return b"".join(folded.compress(b"0 0 m 9 9 l S    " * 62_500) for _ in range(megabytes)) + folded.flush()


def pages(folded: bytes, *filters: Name, number: int = 1, form: bool = False) -> bytes:
    """Each of them says the same, folded by these."""
    sent = pikepdf.new()
    said = sent.make_stream(b"")
    said.write(folded, filter=Array(filters))
    for _ in range(number):
        page = sent.add_blank_page(page_size=(400, 300))
        if form:
            said.stream_dict.Type, said.stream_dict.Subtype = Name.XObject, Name.Form
            said.stream_dict.BBox = Array([0, 0, 400, 300])
            page.Resources, page.Contents = Dictionary(XObject=Dictionary(F=said)), sent.make_stream(b"/F Do")
        else:
            page.Contents = said
    out = BytesIO()
    sent.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


HUNGRY = {
    "one page of strokes": lambda: pages(strokes(50), Name.FlateDecode),
    "folded twice": lambda: pages(zlib.compress(strokes(50), 9), Name.FlateDecode, Name.FlateDecode),
    "thirty pages that say the same": lambda: pages(strokes(5), Name.FlateDecode, number=30),
    "in a thing of its own": lambda: pages(strokes(50), Name.FlateDecode, form=True),
}


@pytest.mark.parametrize("what", HUNGRY)
def test_a_pdf_that_would_unfold_into_too_much_is_refused_before_it_is_drawn(what: str, tmp_path: Path) -> None:
    (source := tmp_path / "source").write_bytes(sent := HUNGRY[what]())
    (out := tmp_path / "out").mkdir()
    assert len(sent) < 500_000
    with pytest.raises(Unfit, match="hungry"):
        pdf.cleaned(source, out)
    assert list(out.iterdir()) == []


def test_who_sent_such_a_pdf_is_told_what_to_do(tmp_path: Path) -> None:
    (source := tmp_path / "source").write_bytes(HUNGRY["folded twice"]())
    (out := tmp_path / "out").mkdir()
    with pytest.raises(
        Invalid, match=r"^This PDF is too much to open safely\. Please add the pages that matter, or print it into a new PDF\.$"
    ):
        asking.make(source, out, "pdf", wish="read")


def test_a_rich_page_is_drawn_and_of_a_slow_pdf_only_the_first_but_all_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_DRAWING", 0.0)
    for sent, number in ((pages(strokes(1), Name.FlateDecode), 1), (made.pdf(3), 3)):
        (source := tmp_path / "source").write_bytes(sent)
        (out := tmp_path / str(number)).mkdir()
        done = pdf.cleaned(source, out)
        assert ([piece.name for piece in done.pieces], done.pages) == (["full", "page-1", "thumb"], number)
        with pikepdf.open(out / "full") as kept:
            assert len(kept.pages) == number
