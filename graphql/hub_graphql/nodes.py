"""Ids that mean something to this hub alone, and the one interface of everything that has one."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import strawberry

from hub.ids import NOTHING
from hub_graphql.context import Context

KINDS = (
    *("Artifact", "ArtifactVersion", "Class", "Draft", "FeedbackRequest", "File", "Goal", "Mentorship", "Message", "NeedToKnow"),
    *("Notification", "Person", "Photo", "Project", "PromptSet", "Reflection", "Report", "Room", "Rubric", "School", "Team"),
    *("TeamInvitation", "Thread"),
)
"""What `node` finds. Each has a loader of its name."""

ONCE = "Your own name for this act: sent twice, it is done once."


@strawberry.interface(description="Anything that can be fetched again by its id alone.")
class Node:
    id: strawberry.ID = strawberry.field(description="Opaque, and the same for as long as the thing exists.")


def global_id(kind: str, key: UUID | str) -> strawberry.ID:
    text = key.hex if isinstance(key, UUID) else key
    return strawberry.ID(urlsafe_b64encode(f"{kind}:{text}".encode()).decode().rstrip("="))


def key_of(id_: str | None, *kinds: str) -> UUID | None:
    """The key in an id of one of these kinds. None for anything else: the answer is then as for what doesn't exist."""
    kind, key = _parsed(id_ or "")
    return key if kind in kinds and isinstance(key, UUID) else None


def keys_of(ids: Sequence[str], kind: str) -> tuple[UUID, ...]:
    """As key_of, of several: what is no id of this kind becomes one that nothing has."""
    return tuple(key_of(id_, kind) or NOTHING for id_ in ids)


def found(context: Context, ids: Sequence[str]) -> list[Node | None]:
    """What stands behind each id, for this viewer: each kind is loaded as one set."""
    parsed = [_parsed(id_) for id_ in ids]
    by_kind = {kind: context.load(kind, {key for other, key in parsed if other == kind}) for kind in KINDS if kind in dict(parsed)}
    return [by_kind[kind].get(key) if kind in by_kind else None for kind, key in parsed]


def _parsed(id_: str) -> tuple[str, Any]:
    try:
        kind, _sep, key = urlsafe_b64decode(id_.encode() + b"=" * (-len(id_) % 4)).decode().partition(":")
        # A NUL, which PostgreSQL can't even compare with, is in no place where anybody writes.
        return kind, key.replace("\x00", "") if kind == "Draft" else UUID(hex=key)
    except (ValueError, binascii.Error):
        return "", None
