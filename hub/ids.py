"""Ids: UUIDv7, so that rows made together lie together. Never secrets."""

from uuid import UUID

from uuid_utils.compat import uuid7

NOTHING = UUID(int=0)
"""What stands in for an id that can't be one: nothing has it, so it is answered as any that doesn't exist."""


def new_id() -> UUID:
    return uuid7()


def parse_id(text: str) -> UUID | None:
    """None for anything that is not an id: the caller answers as for one that doesn't exist."""
    try:
        return UUID(text)
    except (ValueError, AttributeError, TypeError):
        return None
