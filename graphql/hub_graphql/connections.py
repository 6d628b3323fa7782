"""Lists that are read in parts, by the Relay specification: cursors are places in the list and no positions."""

from collections.abc import Sequence
from typing import Annotated

import strawberry

from hub.errors import Invalid
from hub.slices import MOST, Place, Slice, Span
from hub.words import _

First = Annotated[int | None, strawberry.argument(description="How many from the front; 20 when nothing is said, 100 at the most.")]
After = Annotated[str | None, strawberry.argument(description="Only what stands behind this cursor.")]
Last = Annotated[int | None, strawberry.argument(description="How many from the end; 100 at the most.")]
Before = Annotated[str | None, strawberry.argument(description="Only what stands in front of this cursor.")]


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
        start_cursor=places[0].cursor if places else None,
        end_cursor=places[-1].cursor if places else None,
    )


def _place(name: str, text: str | None) -> Place | None:
    if text is None:
        return None
    try:
        return Place.at_cursor(text)
    except ValueError as problem:
        raise Invalid(name, _("This cursor is not one of ours.")) from problem
