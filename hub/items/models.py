"""What everything shareable has: one owner and one audience."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.clock import now
from hub.columns import words_of
from hub.database import Base
from hub.ids import new_id

ItemKind = Literal["reflection", "goal", "artifact", "project", "room", "need_to_know"]
ItemState = Literal["posted", "withdrawn"]
LinkKind = Literal["evidence", "led_to", "about", "supports"]

UNDO = timedelta(days=30)
"""How long what was deleted can come back."""


class Item(Base):
    """Anything someone makes that others may see and answer. Each kind adds its own table."""

    __tablename__ = "item"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("principal.id"))
    kind: Mapped[ItemKind] = mapped_column(words_of(ItemKind))
    title: Mapped[str] = mapped_column(String(200))
    opening: Mapped[str] = mapped_column(String(300), default="")
    """How its words begin, without marks: what a list shows of it, whatever its kind."""
    state: Mapped[ItemState] = mapped_column(words_of(ItemState, "state"), default="posted")
    created: Mapped[datetime]
    updated: Mapped[datetime]
    deleted: Mapped[datetime | None]
    """Set when its owner deletes it; it can be brought back for UNDO."""
    waiting_since: Mapped[datetime | None]
    """Since when the learner has waited for a member of staff to answer; None when nobody waits."""
    __mapper_args__ = {"polymorphic_on": "kind"}
    __table_args__ = (
        Index("ix_item_owner_id_created", "owner_id", "created"),
        Index("ix_item_waiting_since", "waiting_since"),
    )

    def comes_back(self, now: datetime) -> bool:
        """Whether it was deleted, and so lately that its owner may bring it back."""
        return self.deleted is not None and now - self.deleted <= UNDO

    @property
    def asks_since(self) -> datetime | None:
        """Since when being shared with a member of staff is in itself a wish for an answer; None when it is none."""
        return None

    @property
    def led(self) -> bool:
        """What a member of staff leads is no wish of a learner's: what they say about it themselves waits for nobody."""
        return False

    @property
    def stays(self) -> UUID | None:
        """Who sees it, whatever its owner chooses: it began as theirs."""
        return None

    def wait(self, now: datetime) -> None:
        """Its owner waits for an answer from staff, if they did not already."""
        self.waiting_since = self.waiting_since or now


class ItemGrant(Base):
    """The audience: this principal may see this item. The owner has one too."""

    __tablename__ = "item_grant"
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    principal_id: Mapped[UUID] = mapped_column(ForeignKey("principal.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(default=now)
    """What the item said before then is not for those who came later."""
    __table_args__ = (Index("ix_item_grant_principal_id_item_id", "principal_id", "item_id"),)


class ItemLink(Base):
    """One item leads to another, as its owner said: this work is evidence for that goal, this reflection led to that one."""

    __tablename__ = "item_link"
    source_id: Mapped[UUID] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    target_id: Mapped[UUID] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[LinkKind] = mapped_column(words_of(LinkKind), primary_key=True)
    """The source is evidence for the target; led to it; is about it; supports it, as a small goal does a large one."""
    created: Mapped[datetime] = mapped_column(default=now)
    __table_args__ = (Index("ix_item_link_target_id", "target_id"),)


class ItemTag(Base):
    """A word under which its owner finds an item again."""

    __tablename__ = "item_tag"
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(40), primary_key=True)
    __table_args__ = (Index("ix_item_tag_tag", "tag"),)
