"""A PDF of a few kilobytes that would unfold into gigabytes is refused before anything draws it; a slow one shows fewer pages."""

import time
import zlib
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from hub.errors import Invalid
from hub.files.media import asking, pdf, weighing
from hub.files.media.rules import Unfit
from tests import media as made


@cache
def strokes(megabytes: int) -> bytes:
    folded = zlib.compressobj(9)
    return b"".join(folded.compress(b"0 0 m 9 9 l S    " * 62_500) for _ in range(megabytes)) + folded.flush()


def pages(folded: bytes, *filters: Name, number: int = 1) -> bytes:
    """Each of them says the same, folded by these."""
    sent = pikepdf.new()
    said = sent.make_stream(b"")
    said.write(folded, filter=Array(filters))
    for _ in range(number):
        sent.add_blank_page(page_size=(400, 300)).Contents = said
    return saved(sent)


def drawing(said: bytes, *forms: bytes, inner: bytes = b"", depth: int = 0, kind: str = "form") -> bytes:
    """A page that says this of forms F0, F1, ... of strokes, each within so many others that say `inner` of it."""
    sent = pikepdf.new()
    page = sent.add_blank_page(page_size=(400, 300))
    names = Dictionary()
    for number, folded in enumerate(forms):
        names[f"/F{number}"] = thing = form(sent, b"")
        thing.write(folded, filter=Name.FlateDecode)
        for _ in range(depth):
            outer = form(sent, inner)
            outer.Resources = Dictionary(XObject=Dictionary(F=names[f"/F{number}"]))
            names[f"/F{number}"] = outer
    if kind == "pattern":
        names.F0.PatternType = names.F0.PaintType = names.F0.TilingType = 1
        names.F0.XStep, names.F0.YStep = 400, 300
    page.Resources = {
        "form": lambda: Dictionary(XObject=names),
        "pattern": lambda: Dictionary(Pattern=names),
        "mask": lambda: Dictionary(ExtGState=Dictionary(G=Dictionary(SMask=Dictionary(S=Name.Alpha, G=names.F0)))),
        "letter": lambda: Dictionary(Font=Dictionary(T=sent.make_indirect(letters(CharProcs=Dictionary(a=names.F0))))),
        "within a letter": lambda: Dictionary(
            Font=Dictionary(
                T=sent.make_indirect(
                    letters(CharProcs=Dictionary(a=sent.make_stream(b"9 0 d0 /F0 Do")), Resources=Dictionary(XObject=names))
                )
            )
        ),
        "box": lambda: Dictionary(),
    }[kind]()
    if kind == "box":
        box = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([0, 0, 9, 9]), AP=Dictionary(N=Dictionary(On=names.F0)))
        page.Annots = Array([sent.make_indirect(box)])
    page.Contents = sent.make_stream(said)
    return saved(sent)


def letters(**more: Any) -> Dictionary:
    """A font whose only letter, an a, is drawn like a picture."""
    how = Dictionary(Type=Name.Encoding, Differences=Array([97, Name.a]))
    sizes: dict[str, Any] = {"FontBBox": Array([0, 0, 400, 300]), "FontMatrix": Array([1, 0, 0, 1, 0, 0]), "Widths": Array([9])}
    return Dictionary(Type=Name.Font, Subtype=Name.Type3, FirstChar=97, LastChar=97, Encoding=how, **sizes, **more)


def form(sent: pikepdf.Pdf, said: bytes) -> pikepdf.Stream:
    made = sent.make_stream(said)
    made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, 400, 300])
    return made


def saved(sent: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    sent.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


HUNGRY = {
    "one page of strokes": lambda: pages(strokes(50), Name.FlateDecode),
    "folded twice": lambda: pages(zlib.compress(strokes(50), 9), Name.FlateDecode, Name.FlateDecode),
    "thirty pages that say the same": lambda: pages(strokes(5), Name.FlateDecode, number=30),
    "in a thing of its own": lambda: drawing(b"/F0 Do", strokes(50)),
    "in many that nobody draws": lambda: drawing(b"", *[strokes(25)] * 9),
    "in one that is drawn again and again": lambda: drawing(b"/F#30%draw it\nDo " * 30, strokes(5)),
    "in one within others that draw each other often": lambda: drawing(b"/F0 Do", strokes(1), inner=b"/F Do " * 10, depth=6),
    "in one within a hundred others": lambda: drawing(b"/F0 Do", strokes(1), inner=b"/F Do", depth=100),
    "in a pattern": lambda: drawing(b"/Pattern cs /F0 scn 0 0 9 9 re f", strokes(50), kind="pattern"),
    "in a mask": lambda: drawing(b"/G gs 0 0 9 9 re f", strokes(50), kind="mask"),
    "in a letter": lambda: drawing(b"BT /T 9 Tf (a) Tj ET", strokes(50), kind="letter"),
    "in what a letter is drawn with": lambda: drawing(b"BT /T 9 Tf (a) Tj ET", strokes(50), kind="within a letter"),
    "in a box that was filled in": lambda: drawing(b"", strokes(50), kind="box"),
}


@pytest.mark.parametrize("what", HUNGRY)
def test_a_pdf_that_would_unfold_into_too_much_is_refused_before_it_is_drawn(what: str, tmp_path: Path) -> None:
    (source := tmp_path / "source").write_bytes(sent := HUNGRY[what]())
    (out := tmp_path / "out").mkdir()
    assert len(sent) < 700_000
    begun = time.process_time()
    with pytest.raises(Unfit, match="hungry"):
        pdf.cleaned(source, out)
    assert time.process_time() - begun < 3, "seconds"
    assert list(out.iterdir()) == []


def test_what_no_page_names_is_left_alone_and_what_weighs_little_may_be_drawn_often_or_by_itself(tmp_path: Path) -> None:
    (source := tmp_path / "source").write_bytes(drawing(b"/F0 Do " * 1000, zlib.compress(b"0 0 m 9 9 l S /F0 Do")))
    with pikepdf.open(source, allow_overwriting_input=True) as sent:
        sent.Root.Forms = Array([form(sent, b"") for _ in range(9)])
        for one in sent.Root.Forms:
            one.write(strokes(25), filter=Name.FlateDecode)
        sent.save()
    (out := tmp_path / "out").mkdir()
    begun = time.process_time()
    assert pdf.cleaned(source, out).pages == 1
    assert time.process_time() - begun < 3, "seconds"
    assert (out / "full").stat().st_size < 5000


def test_weighing_itself_takes_no_longer_than_it_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weighing, "_SECONDS", -1.0)
    (source := tmp_path / "source").write_bytes(made.pdf(1))
    with pikepdf.open(source) as sent, pytest.raises(Unfit, match="hungry"):
        weighing.weigh(sent)


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
