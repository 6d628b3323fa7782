"""What a PDF would unfold into, asked before anything draws it: a few kilobytes can hold gigabytes of strokes.

What draws it has no bounds but the fence's. Counted are pages and the forms that they draw, as often as they do; patterns, masks,
letters that are drawn like pictures, and boxes that were filled in, once each: how often such letters are set, only the fence knows.
"""

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from hub.files.media.rules import PAGES, Unfit

_MOST = 32_000_000
"""Bytes of what one stream says to a page, unfolded. Maps and plans have been seen with ten."""
_MOST_DRAWN = 100_000_000
"""Of all the pages that are drawn, each time that they say it."""
_MOST_READ = 200_000_000
"""Of all pages and what each of them names, drawn or not: looking there for what is hidden takes a second for eighteen million."""
_SECONDS = 5.0
"""Of the processor, for the weighing itself."""
_DEEPEST = 60


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
    """Raises Unfit for one that wants too much: as soon as that is known, and after five seconds of the processor at the latest."""
    scale, drawn = _Scale(), 0
    for number, page in enumerate(pdf.pages):
        scale.read(page.obj)
        drawn += scale.drawn(page.obj.objgen) if number < PAGES else 0
        if drawn > _MOST_DRAWN:
            raise Unfit("hungry")


_Id: TypeAlias = tuple[int, int]
_Names: TypeAlias = list[tuple[str, _Id]]


class _Said(NamedTuple):
    """What a page or a form says: how many bytes, how often what is drawn by its name, and what is called so there.

    What has no name is drawn in other ways, once. A form without `names` draws what is called so where it is drawn itself.
    """

    size: int
    draws: Counter[str]
    names: _Names | None


class _Scale:
    """One for a whole document, and one sum of all that is read."""

    def __init__(self) -> None:
        self._end = time.process_time() + _SECONDS
        self._read = 0
        self._said: dict[_Id, _Said] = {}
        self._met: list[Stream] = []
        self._weights: dict[tuple[_Id, _Id], int] = {}

    def read(self, page: Object) -> None:
        """Counts it, and each form once that it leads to: from then on these are known."""
        # In one piece: a name may end one of them, and the next begin with drawing it.
        said = b"\n".join(self._unfolded(stream) for stream in _streams(page.get(Name.Contents)))
        names = self._listed(_named(page)) + self._listed(("", box) for box in _boxes(page))
        self._said[page.objgen] = _Said(len(said), _draws(said), names)
        counted, reached = set(), set()
        while self._met:
            form = self._met.pop()
            if form.objgen not in self._said:
                counted.add(form.objgen)
                self._said[form.objgen] = self._opened(form)
        ahead = [one for _name, one in names]
        while ahead:
            if (one := ahead.pop()) not in reached:
                reached.add(one)
                self._count(0 if one in counted else self._said[one].size)
                ahead += (inner for _name, inner in self._said[one].names or ())

    def drawn(self, one: _Id, owner: _Id = (0, 0), depth: int = 0) -> int:
        """Bytes that a page says, or a form that is drawn in its `owner`, each as often as it is said."""
        if depth > _DEEPEST:
            raise Unfit("hungry")
        self._count(0)
        said = self._said[one]
        owner = owner if said.names is None else one
        if (one, owner) not in self._weights:
            # Drawn by itself, it is drawn no further.
            self._weights[one, owner] = 0
            self._weights[one, owner] = said.size + sum(
                times * self.drawn(inner, owner, depth + 1)
                for name, inner in self._said[owner].names or ()
                if (times := said.draws[name] if name else 1)
            )
        return self._weights[one, owner]

    def _opened(self, form: Stream) -> _Said:
        if form.get(Name.Subtype) == Name.Image:
            return _Said(0, Counter(), [])
        said = self._unfolded(form)
        return _Said(len(said), _draws(said), self._listed(_named(form)) if Name.Resources in form else None)

    def _listed(self, things: Iterable[tuple[str, object]]) -> _Names:
        names = []
        for name, thing in things:
            self._count(0)
            if isinstance(thing, Stream):
                names.append((name, thing.objgen))
                if thing.objgen not in self._said:
                    self._met.append(thing)
        return names

    def _unfolded(self, stream: Stream) -> bytes:
        try:
            said = stream.read_bytes()
        except (pikepdf.PdfError, pikepdf.DataDecodingError) as error:
            # Broken in one place, or folded in a way that nobody here knows: the rest may be well, and the page shows what there is.
            if "limit exceeded" in str(error):
                raise Unfit("hungry") from error
            said = b""
        self._count(len(said))
        return said

    def _count(self, size: int) -> None:
        self._read += size
        if self._read > _MOST_READ or time.process_time() > self._end:
            raise Unfit("hungry")


def _streams(contents: Object | None) -> Iterator[Stream]:
    for one in contents if isinstance(contents, Array) else (contents,):
        if isinstance(one, Stream):
            yield one


def _boxes(page: Object) -> Iterator[Object]:
    """How a box looks, in each of its states: this becomes part of the page."""
    annotations = page.get(Name.Annots)
    for one in annotations if isinstance(annotations, Array) else ():
        looks = one.get(Name.AP) if isinstance(one, Dictionary) else None
        now = looks.get(Name.N) if isinstance(looks, Dictionary) else None
        if isinstance(now, Stream):
            yield now
        elif isinstance(now, Dictionary):
            yield from (state for _name, state in now.items())


def _named(owner: Object) -> Iterator[tuple[str, Object | None]]:
    """What can be drawn by its name there, or, without one, in other ways."""
    resources = owner.get(Name.Resources)
    yield from _inner(resources, Name.XObject)
    for _name, pattern in _inner(resources, Name.Pattern):
        yield "", pattern
    for _name, state in _inner(resources, Name.ExtGState):
        mask = state.get(Name.SMask) if isinstance(state, Dictionary) else None
        yield "", mask.get(Name.G) if isinstance(mask, Dictionary) else None
    for _name, font in _inner(resources, Name.Font):
        if isinstance(font, Dictionary) and font.get(Name.Subtype) == Name.Type3:
            yield from (("", letter) for _name, letter in _inner(font, Name.CharProcs))
            yield from (("", form) for _name, form in _inner(font.get(Name.Resources), Name.XObject))


def _inner(resources: Object | None, name: Name) -> Iterator[tuple[str, Object]]:
    inner = resources.get(name) if isinstance(resources, Dictionary) else None
    if isinstance(inner, Dictionary):
        yield from inner.items()


_DRAWN = re.compile(rb"/([^\0\t\n\f\r ()<>\[\]{}/%]++)(?:[\0\t\n\f\r ]|%[^\r\n]*+)++Do(?![^\0\t\n\f\r ()<>\[\]{}/%])")
_SPELT = re.compile(rb"#([0-9A-Fa-f]{2})")


def _draws(said: bytes) -> Counter[str]:
    """How often what is drawn, by its name as a list of names spells it."""
    drawn: Counter[str] = Counter()
    for name, times in Counter(_DRAWN.findall(said)).items():
        plain = _SPELT.sub(lambda code: bytes.fromhex(code[1].decode()), name)
        drawn["/" + plain.decode("utf-8", "surrogateescape")] += times
    return drawn
