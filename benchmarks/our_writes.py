"""Our side of the comparison of writes: the same read and insert through `Database.write`, and the whole action beside it.

`python -m benchmarks.our_writes URL ITEM AUTHOR COOKIE`.
"""

import asyncio
import sys
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.exc import DBAPIError

import hub.policy  # noqa: F401 - the sessions ask it
from benchmarks.peers.writing import Say, answer_rounds
from benchmarks.school import BENCH
from hub.app import SWITCH
from hub.database import Database, Tx
from hub.feedback import pace
from hub.feedback.actions import Answer, add_message
from hub.feedback.models import Message, Thread
from hub.identity.keys import digest
from hub.identity.queries import recognise
from hub.viewer import Claim

pace.MOST = sys.maxsize  # One person talks here as fast as the hub can listen.
_THREAD = select(Thread).where(Thread.item_id == bindparam("item", type_=Thread.item_id.type))


def say(tx: Tx, item: UUID, author: UUID, words: str) -> None:
    thread = tx.scalars(_THREAD, {"item": item}).one()
    tx.add(Message(thread_id=thread.id, item_id=item, author_id=author, voice="learner", words=words, created=tx.now))


async def main(url: str, item: UUID, author: UUID, secret: str) -> None:
    sys.setswitchinterval(SWITCH)
    database = Database(url, recognise)
    claim = Claim("session", digest(secret))

    async def bare(words: str) -> None:
        await database.write(BENCH, say, item, author, words)

    async def whole(words: str) -> None:
        await database.write(claim, add_message, item, Answer(words))

    def asked_for(question: dict[str, Any]) -> Say:
        return whole if question.get("whole") else bare

    await answer_rounds(asked_for, lambda problem: isinstance(problem, DBAPIError) and "locked" in str(problem))
    database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], UUID(sys.argv[2]), UUID(sys.argv[3]), sys.argv[4]))
