"""The peer of our writes: SQLAlchemy's asynchronous session over a pool of 20 connections, as most Python projects write.

`python async_pool.py URL ITEM AUTHOR` for a database that Trellis has made. It promises the same durability.
"""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, String, Text, event, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from uuid_utils.compat import uuid7

sys.path.insert(0, str(Path(__file__).parent))
from writing import Say, answer_rounds


class Base(DeclarativeBase):
    type_annotation_map = {datetime: DateTime(timezone=True), str: Text()}


class Thread(Base):
    __tablename__ = "thread"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID]


class Message(Base):
    __tablename__ = "message"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    thread_id: Mapped[UUID]
    item_id: Mapped[UUID]
    author_id: Mapped[UUID]
    voice: Mapped[str] = mapped_column(String(20))
    words: Mapped[str]
    created: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    seq: Mapped[int] = mapped_column(default=0)


async def main(url: str, item: UUID, author: UUID) -> None:
    sqlite = url.startswith("sqlite")
    engine = create_async_engine(url, pool_size=20, max_overflow=0, pool_timeout=60, connect_args={"timeout": 10} if sqlite else {})
    if sqlite:
        event.listen(engine.sync_engine, "connect", _prepare)

    async def say(words: str) -> None:
        async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
            thread = (await session.scalars(select(Thread).where(Thread.item_id == item))).one()
            session.add(
                Message(thread_id=thread.id, item_id=item, author_id=author, voice="learner", words=words, created=datetime.now(UTC))
            )

    def for_any_question(_question: dict[str, Any]) -> Say:
        return say

    await answer_rounds(for_any_question, lambda problem: isinstance(problem, DBAPIError) and "locked" in str(problem))
    await engine.dispose()


def _prepare(raw: Any, _record: Any) -> None:
    cursor = raw.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000", "cache_size=-16000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], UUID(sys.argv[2]), UUID(sys.argv[3])))
