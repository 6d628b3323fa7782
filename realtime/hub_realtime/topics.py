"""What can be followed, and by whom at all."""

import re
from typing import Literal
from uuid import UUID

import msgspec

_TOPIC = re.compile(r"(thread|home):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")


class Topic(msgspec.Struct, frozen=True):
    """A thread, by its item's id, or a home, by its person's."""

    name: str
    kind: Literal["thread", "home"]
    id: UUID

    @property
    def item(self) -> UUID | None:
        """The item that one must see to follow."""
        return self.id if self.kind == "thread" else None

    def shut_to(self, person: UUID) -> bool:
        """Whether no look into the database is needed to refuse: somebody else's home."""
        return self.kind == "home" and self.id != person


def parse(name: str) -> Topic | None:
    """None for what is no topic; the answer is then the same as for one that isn't there. Spelled in one way only."""
    match = _TOPIC.fullmatch(name)
    return Topic(name, match[1], UUID(match[2])) if match else None  # type: ignore[arg-type]
