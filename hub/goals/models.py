"""What someone wants to reach: the wish and the plan, its steps, and how it went."""

from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.columns import words_of
from hub.database import Base, Json
from hub.ids import new_id
from hub.items.models import Item

GoalProgress = Literal["growing", "reached", "changed", "let_go"]
QUIET = timedelta(days=7)
"""After which a goal may be looked at again."""


class Goal(Item):
    """A wish, the best outcome, what in oneself stands in its way, and an if–then plan for that (WOOP, G. Oettingen).

    `title` is the wish.
    """

    __tablename__ = "goal"
    id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), primary_key=True)
    outcome: Mapped[str] = mapped_column(Text, default="")
    obstacle: Mapped[str] = mapped_column(Text, default="")
    plan: Mapped[str] = mapped_column(Text, default="")
    """ "If …, then I …"."""
    criteria: Mapped[list[str]] = mapped_column(Json, default=list)
    """How one will know that it is reached: one line each."""
    due: Mapped[date | None]
    progress: Mapped[GoalProgress] = mapped_column(words_of(GoalProgress, "progress"), default="growing")
    why: Mapped[str] = mapped_column(Text, default="")
    """What was said when it was reached, changed or let go, or since then let grow again."""
    ended: Mapped[datetime | None]
    """When it stopped growing."""
    help_since: Mapped[datetime | None]
    """Since when its owner has asked for help; None when they don't."""
    help_words: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"polymorphic_identity": "goal"}

    @property
    def asks_since(self) -> datetime | None:
        """A wish for help waits at whoever comes to see it."""
        return self.help_since


class GoalVersion(Base):
    """How a goal read before it was changed. `words` holds title, outcome, obstacle, plan and criteria (by lines); `changed`: what
    changed then; where it had come to an end, or grew again: its progress, its why, and when it ended."""

    __tablename__ = "goal_version"
    goal_id: Mapped[UUID] = mapped_column(ForeignKey("goal.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[dict[str, str]] = mapped_column(Json)
    until: Mapped[datetime]


class Step(Base):
    """One thing to do for a goal."""

    __tablename__ = "step"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    goal_id: Mapped[UUID] = mapped_column(ForeignKey("goal.id", ondelete="CASCADE"))
    place: Mapped[int]
    words: Mapped[str] = mapped_column(String(300))
    due: Mapped[date | None]
    done: Mapped[datetime | None]
    taken: Mapped[datetime | None]
    """When its owner took it away."""
    created: Mapped[datetime]
    __table_args__ = (Index("ix_step_goal_id_place", "goal_id", "place"),)


class CheckIn(Base):
    """How sure somebody is, at one moment, that they will reach their goal."""

    __tablename__ = "check_in"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    goal_id: Mapped[UUID] = mapped_column(ForeignKey("goal.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    confidence: Mapped[int]
    """1 (not at all) to 5 (very)."""
    words: Mapped[str] = mapped_column(String(500), default="")
    __table_args__ = (Index("ix_check_in_goal_id_at", "goal_id", "at"),)
