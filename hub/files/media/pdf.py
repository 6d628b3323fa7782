"""A PDF without anything but its pages: what acts, what tells of its maker and what is hidden in it is gone.

It is taken apart and written anew, and pages are drawn from the new one: what is looked at is what is kept.
"""

import time
import zlib
from base64 import a85decode
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Stream, String

from hub.files.media.bare import bare_jpeg, bare_jpeg2000
from hub.files.media.pictures import kept, two_sizes
from hub.files.media.rules import MOST_PAGES, PAGE, PAGES, Made, Piece, Unfit
from hub.files.media.weighing import bounded, weigh

_END = 2048
"""Within so many last bytes, a whole PDF says that it ends."""


def cleaned(source: Path, out: Path) -> Made:
    with source.open("rb") as file:
        file.seek(max(0, source.stat().st_size - _END))
        if b"%%EOF" not in file.read():
            raise Unfit("broken")
    bounded()
    try:
        opened = pikepdf.open(source, inherit_page_attributes=True)
    except pikepdf.PasswordError as error:
        raise Unfit("locked") from error
    with opened as pdf:
        pages = len(pdf.pages)
        if pages == 0:
            raise Unfit("broken")
        if pages > MOST_PAGES:
            raise Unfit("many pages")
        weigh(pdf)
        _bare(pdf)
        pdf.save(out / "full", linearize=True, deterministic_id=True, encryption=False, fix_metadata_version=False)
    return Made("pdf", (Piece("full", "application/pdf"), *_drawn(out)), pages=pages)


# Of a whole document, of a page and of what hangs on one: everything else that a PDF can say there acts, hides or tells.
_OF_ALL = {"/Type", "/Pages", "/Lang", "/MarkInfo", "/StructTreeRoot", "/OCProperties", "/PageLabels"}
_OF_A_PAGE = {
    *("/Type", "/Parent", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate"),
    *("/UserUnit", "/Group", "/StructParents", "/Tabs", "/Annots"),
}
# Wherever it stands.
_NOWHERE = {
    *("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/OpenAction", "/JS", "/JavaScript", "/AF", "/EF", "/RF", "/Thumb", "/OPI"),
    *("/Ref", "/EmbeddedFiles", "/Launch", "/SeparationInfo", "/XFA", "/AlternatePresentations", "/Renditions"),
}
_OWN_NAMES = {"/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties", "/CharProcs"}
"""Below these, a page gives its things names of its own, and one of the names above may be among them."""
_OF_A_STREAM_ELSEWHERE = {"/F", "/FFilter", "/FDecodeParms"}
"""Where a stream's bytes would come from another file."""


def _bare(pdf: pikepdf.Pdf) -> None:
    # What was filled into a form is only in its boxes: it becomes part of the page before they go.
    try:
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("screen")
    except (pikepdf.PdfError, RuntimeError):
        # A form that is broken in itself: its pages are well without it.
        pass
    for key in list(pdf.trailer.keys()):
        if key not in ("/Root", "/Size"):
            del pdf.trailer[key]
    _only(pdf.Root, _OF_ALL)
    for page in pdf.pages:
        _only(page.obj, _OF_A_PAGE)
        links = Array([pdf.make_indirect(link) for link in _links(page.obj.get(Name.Annots))])
        if "/Annots" in page.obj:
            del page.obj[Name.Annots]
        if len(links):
            page.obj[Name.Annots] = links
    pdf.remove_unreferenced_resources()
    named = _named(pdf)
    for thing in pdf.objects:
        _scrub(thing, names=isinstance(thing, Dictionary) and thing.objgen in named)


def _only(thing: Object, names: set[str]) -> None:
    for key in list(thing.keys()):
        if key not in names:
            del thing[key]


def _links(annotations: Object | None) -> Iterator[Dictionary]:
    """Those that lead to an address on the web, made anew: what else they knew of is left behind."""
    for one in annotations if isinstance(annotations, Array) else ():
        if not isinstance(one, Dictionary) or one.get(Name.Subtype) != Name.Link:
            continue
        action, box = one.get(Name.A), one.get(Name.Rect)
        address = str(action.get(Name.URI, "")) if isinstance(action, Dictionary) else ""
        if isinstance(box, Array) and len(box) == 4 and address.startswith(("https://", "http://", "mailto:")):
            to = Dictionary(Type=Name.Action, S=Name.URI, URI=String(address))
            yield Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([float(side) for side in box]), Border=Array([0, 0, 0]), A=to)


def _named(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    """The objects that are such dictionaries of names."""
    of_objects = (thing.stream_dict if isinstance(thing, Stream) else thing for thing in pdf.objects)
    of_pages = (one.get(Name.Resources) for one in of_objects if isinstance(one, Dictionary))
    resources = [*(one for one in of_pages if isinstance(one, Dictionary)), *(one for one in pdf.objects if isinstance(one, Dictionary))]
    inner = (one.get(name) for one in resources for name in _OWN_NAMES)
    return {one.objgen for one in inner if isinstance(one, Dictionary) and one.is_indirect}


_DEEPEST = 60


def _scrub(thing: object, depth: int = 0, *, names: bool = False) -> None:
    """Everything below, as far as it is written in one place: what is elsewhere is an object of its own."""
    if depth > _DEEPEST:
        raise Unfit("broken")
    if isinstance(thing, Stream):
        _scrub_stream(thing)
        thing = thing.stream_dict
    if isinstance(thing, Dictionary):
        for key in list(thing.keys()):
            if key in _NOWHERE and not names:
                del thing[key]
            elif isinstance(inner := thing[key], Object) and not inner.is_indirect:
                _scrub(inner, depth + 1, names=key in _OWN_NAMES)
    elif isinstance(thing, Array):
        for inner in thing:
            if isinstance(inner, Object) and not inner.is_indirect:
                _scrub(inner, depth + 1)


def _scrub_stream(stream: Stream) -> None:
    for key in _OF_A_STREAM_ELSEWHERE & set(stream.stream_dict.keys()):
        del stream.stream_dict[key]
    # A scanner's or a phone's picture lies in a PDF as it was taken, with its place and its date.
    found = stream.stream_dict.get(Name.Filter)
    filters = [str(one) for one in found] if isinstance(found, Array) else [str(found)]
    if filters[-1] not in _BARE:
        return
    data = stream.read_raw_bytes()
    for wrapping in filters[:-1]:
        data = _unwrapped(data, wrapping)
    stream.write(_BARE[filters[-1]](data), filter=Name(filters[-1]))


_BARE = {"/DCTDecode": bare_jpeg, "/JPXDecode": bare_jpeg2000}
_LARGEST = 100_000_000
"""Bytes of a picture that lies in there wrapped."""


def _unwrapped(data: bytes, wrapping: str) -> bytes:
    if wrapping == "/FlateDecode":
        return zlib.decompressobj().decompress(data, _LARGEST)
    if wrapping == "/ASCII85Decode":
        return a85decode(data.strip().removeprefix(b"<~").removesuffix(b"~>"))
    if wrapping == "/ASCIIHexDecode":
        return bytes.fromhex(data.split(b">")[0].decode("ascii"))
    raise Unfit("broken")


_DRAWING = 15.0
"""Seconds after which no further page is begun. All of them are kept, drawn or not."""


def _drawn(out: Path) -> Iterator[Piece]:
    document = pypdfium2.PdfDocument(out / "full")
    end = time.monotonic() + _DRAWING
    for number in range(min(len(document), PAGES)):
        if number > 0 and time.monotonic() > end:
            return
        page = document[number]
        longest = max(page.get_size())
        image = page.render(scale=min(4.0, PAGE / max(longest, 1.0))).to_pil().convert("RGB")
        page.close()
        if number == 0:
            yield from two_sizes(image, out, "page-1")
        else:
            yield kept(image, out, f"page-{number + 1}", PAGE)
