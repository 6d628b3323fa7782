"""What everything shareable has: one owner and one audience."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.clock import now
from hub.columns import words_of
from hub.database import Base
from hub.ids import new_id

ItemKind = Literal["reflection"]
ItemState = Literal["posted", "withdrawn"]


class Item(Base):
    """Anything someone makes that others may see and answer. Each kind adds its own table."""

    __tablename__ = "item"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("principal.id"))
    kind: Mapped[ItemKind] = mapped_column(words_of(ItemKind))
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[ItemState] = mapped_column(words_of(ItemState, "state"), default="posted")
    created: Mapped[datetime]
    updated: Mapped[datetime]
    deleted: Mapped[datetime | None]
    """Set when its owner deletes it; it can be brought back for 30 days."""
    waiting_since: Mapped[datetime | None]
    """Since when the learner has waited for a member of staff to answer; None when nobody waits."""
    __mapper_args__ = {"polymorphic_on": "kind"}
    __table_args__ = (
        Index("ix_item_owner_id_created", "owner_id", "created"),
        Index("ix_item_waiting_since", "waiting_since"),
    )


class ItemGrant(Base):
    """The audience: this principal may see this item. The owner has one too."""

    __tablename__ = "item_grant"
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    principal_id: Mapped[UUID] = mapped_column(ForeignKey("principal.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(default=now)
    """What the item said before then is not for those who came later."""
    __table_args__ = (Index("ix_item_grant_principal_id_item_id", "principal_id", "item_id"),)
