"""Lists that are read in parts, by the Relay specification: cursors are places in the list and no positions."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

import strawberry

from hub.errors import Invalid
from hub.slices import MOST, Place, Slice, Span
from hub.words import _

First = Annotated[int | None, strawberry.argument(description="How many from the front; 20 when nothing is said, 100 at the most.")]
After = Annotated[str | None, strawberry.argument(description="Only what stands behind this cursor.")]
Last = Annotated[int | None, strawberry.argument(description="How many from the end; 100 at the most.")]
Before = Annotated[str | None, strawberry.argument(description="Only what stands in front of this cursor.")]

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@strawberry.type(description="Where a part of a list lies in the whole of it.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether anything stands behind this part.")
    has_previous_page: bool = strawberry.field(description="Whether anything stands in front of this part.")
    start_cursor: str | None = strawberry.field(description="The first edge's cursor; null when there is none.")
    end_cursor: str | None = strawberry.field(description="The last edge's cursor; null when there is none.")


def span(first: int | None, after: str | None, last: int | None, before: str | None) -> Span:
    """Raises Invalid for sizes and cursors that can't be."""
    if first is not None and last is not None:
        raise Invalid("last", _("Ask for the first ones or for the last ones, not for both."))
    many = last if last is not None else 20 if first is None else first
    if not 0 <= many <= MOST:
        raise Invalid("first" if last is None else "last", _("Ask for 0 to %(n)d at once.") % {"n": MOST})
    return Span(many, last is not None, _place("after", after), _place("before", before))


def page_info(slice_: Slice) -> PageInfo:
    places: Sequence[Place] = slice_.places
    return PageInfo(
        has_next_page=slice_.more_after,
        has_previous_page=slice_.more_before,
        start_cursor=cursor(places[0]) if places else None,
        end_cursor=cursor(places[-1]) if places else None,
    )


def cursor(place: Place) -> str:
    moment = (place.at - _BEGINNING) // timedelta(microseconds=1)
    return urlsafe_b64encode(f"{moment}~{place.id.hex}".encode()).decode().rstrip("=")


def _place(name: str, text: str | None) -> Place | None:
    if text is None:
        return None
    try:
        moment, _sep, id_ = urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)).decode().partition("~")
        return Place(_BEGINNING + timedelta(microseconds=int(moment)), UUID(hex=id_))
    except (ValueError, OverflowError, binascii.Error) as problem:
        raise Invalid(name, _("This cursor is not one of ours.")) from problem
