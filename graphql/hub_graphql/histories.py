"""How things read before they were changed: long texts, again and again, so that each weighs more than what else is answered."""

from typing import Annotated

import strawberry

from hub.errors import Invalid
from hub.histories import MOST, PAGE
from hub.words import _

VERSION = 10
"""What each field of a version counts for in what a question may cost."""
LastVersions = Annotated[
    int | None, strawberry.argument(description="How many of the newest versions; 10 when nothing is said, 50 at the most.")
]
BeforeVersion = Annotated[
    int | None, strawberry.argument(description="Only versions in front of the one of this number: those that come before a part.")
]


def how_many(last: int | None) -> int:
    """Raises Invalid for sizes that can't be."""
    many = PAGE if last is None else last
    if not 0 <= many <= MOST:
        raise Invalid("last", _("Ask for 0 to %(n)d at once.") % {"n": MOST})
    return many
