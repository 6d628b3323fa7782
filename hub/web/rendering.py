"""The templates' environment: escaped by default, with our words, icons, dates and people's Markdown."""

import datetime as dates
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import cache, lru_cache, partial
from html import unescape
from uuid import UUID
from zoneinfo import ZoneInfo

import jinja2
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.lists import format_list
from markupsafe import Markup, escape

from hub.assets import TEMPLATES, asset, icon
from hub.clock import day_of, now
from hub.feedback import mentions
from hub.goals.saying import how_sure, sure
from hub.marks import drawable, parser
from hub.people.school import place_of
from hub.web.compiled import Compiled
from hub.words import _, locale, ngettext, opening

USUAL = 4000
"""Signs of a text that is not drawn anew for each page that shows it."""
_zone: ContextVar[str] = ContextVar("zone", default="UTC")
_SCHEMES = {"http", "https", "mailto"}
_TAG = re.compile(r'(<(?:[^>"]|"[^"]*")*>)')
_TAGS = {"p", "br", "em", "strong", "s", "ul", "ol", "li", "blockquote", "code", "pre", "a", "hr"}


def environment() -> jinja2.Environment:
    """One for the whole process. Nothing is looked up on disk again once it was read."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.ChainableUndefined,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=Compiled(__file__),
    )
    made.globals.update(_=_, ngettext=ngettext, asset=asset, icon=icon)
    made.filters.update(
        when=when,
        time=time,
        date=date,
        words=words,
        day=day,
        since=since,
        lasting=lasting,
        greeting=greeting,
        listed=listed,
        place=place_of,
        sure=sure,
        how_sure=how_sure,
        opening=opening,
    )
    return made


def words(text: str, named: mentions.People | None = None, me: UUID | None = None) -> Markup:
    """People's Markdown as safe HTML: no pictures, no headings, and links only to http, https and mailto. Where those stand who are
    `named` in it, a mark; whose it is is told by their ids, for a page that many are sent."""
    html = _html(text)
    return _marked(html, named, me) if named else html


def _html(text: str) -> Markup:
    if not drawable(text):
        return _plain(text)
    return _drawn(text) if len(text) <= USUAL else _draw(text)


def _marked(html: Markup, named: mentions.People, me: UUID | None) -> Markup:
    # Cut at tags: every other piece is text, which is read as it is meant, and escaped again.
    cut = _TAG.split(html)
    cut[::2] = [_mark(unescape(piece), named, me) if mentions.SIGN in piece else piece for piece in cut[::2]]
    return Markup("".join(cut))  # noqa: S704 - tags as they were cleaned, and escaped text


def _mark(text: str, named: mentions.People, me: UUID | None) -> Markup:
    mark = Markup('<span class="mention{}" data-named="{}">{}</span>')
    return Markup("").join(
        mark.format(" mine" if me in meant else "", " ".join(sorted(map(str, meant))), piece) if meant else piece
        for piece, meant in mentions.pieces(text, named)
    )


def _draw(text: str) -> Markup:
    clean = _markdown()(text)
    # nh3 lets "//host" through, which looks like one of our own addresses and isn't.
    return Markup(clean.replace('href="//', 'href="https://'))  # noqa: S704 - cleaned just now


# The same words stand on many people's pages, again and again; whoever asks for them has them already. A few MB at the most.
_drawn = lru_cache(maxsize=300)(_draw)


@cache
def _markdown() -> Callable[[str], str]:
    # Loaded with the first text of somebody's: a start's first page has none.
    import nh3

    clean = partial(nh3.clean, tags=_TAGS, attributes={"a": {"href"}}, url_schemes=_SCHEMES, link_rel="noopener nofollow ugc")
    return lambda text: clean(parser().render(text))


def _plain(text: str) -> Markup:
    """The words as they stand, in paragraphs."""
    paragraphs = (escape(paragraph).replace("\n", Markup("<br>")) for paragraph in text.split("\n\n"))
    return Markup("").join(Markup("<p>{}</p>").format(paragraph) for paragraph in paragraphs)


@contextmanager
def clock_of(time_zone: str) -> Iterator[None]:
    """Within, pages tell times as the clocks of this zone do: a component knows nothing of the page that it is on."""
    token = _zone.set(time_zone or "UTC")
    try:
        yield
    finally:
        _zone.reset(token)


def when(moment: datetime) -> Markup:
    """A moment as <time>, near ones in few words, by the reader's clock: "10:02", "yesterday, 10:02", "6 November"."""
    return _said(moment, day_of(now(), _zone.get()), _zone.get(), locale())


@lru_cache(maxsize=1000)
def _said(moment: datetime, today: dates.date, zone: str, spoken: str) -> Markup:
    """Remembered: Babel's words for one moment take as long as a row of a page, and a thread tells the same moments to everybody."""
    there = moment.astimezone(ZoneInfo(zone))
    clock = format_time(there, "short", locale=spoken)
    days = (today - there.date()).days
    if days == 0:
        said = clock
    elif days == 1:
        said = _("yesterday, %(time)s") % {"time": clock}
    else:
        said = format_date(there, "d MMMM" if there.year == today.year else "d MMMM y", locale=spoken)
    whole = format_datetime(there, "full", locale=spoken)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(moment.isoformat(timespec="seconds"), whole, said)


def time(moment: datetime) -> Markup:
    """The hour of a moment as <time>, where its day is said already: "10:02"."""
    there = moment.astimezone(ZoneInfo(_zone.get()))
    whole = format_datetime(there, "full", locale=locale())
    said = format_time(there, "short", locale=locale())
    return Markup('<time datetime="{}" title="{}" data-fixed>{}</time>').format(moment.isoformat(timespec="seconds"), whole, said)


def date(day: dates.date) -> Markup:
    """A day as <time>: "30 November"."""
    this_year = day.year == day_of(now(), _zone.get()).year
    said = format_date(day, "d MMMM" if this_year else "d MMMM y", locale=locale())
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), said)


def day(moment: datetime) -> str:
    """The day in full: "Monday 23 November"."""
    return format_date(moment.astimezone(ZoneInfo(_zone.get())), "EEEE d MMMM", locale=locale())


def since(moment: datetime) -> str:
    """How long ago, in words that stand after "for" or "waits": "2 days", "5 hours"."""
    passed = now() - moment
    if passed < timedelta(minutes=1):
        return _("a moment")
    return format_timedelta(passed, threshold=1, locale=locale())


def lasting(hours: float) -> str:
    """How long something took: "20 minutes", "5 hours", "2 days"."""
    return format_timedelta(timedelta(hours=max(hours, 1 / 60)), threshold=1, locale=locale())


@jinja2.pass_context
def greeting(context: jinja2.runtime.Context, moment: datetime) -> str:
    """By the clock on the viewer's wall: "Good morning, Maya"."""
    hour = moment.astimezone(ZoneInfo(_zone.get())).hour
    if 5 <= hour < 12:
        words = _("Good morning, %(name)s")
    elif 12 <= hour < 18:
        words = _("Good afternoon, %(name)s")
    else:
        words = _("Good evening, %(name)s")
    return words % {"name": context["viewer"].called}


def listed(words: Iterable[str]) -> str:
    """ "Ms Rivera, Chidi and Ada", as the language joins them."""
    return format_list(list(words), locale=locale())
