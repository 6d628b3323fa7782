"""What both sides of the comparison of writes share: fifty tasks at once, each saying one thing after another.

It imports nothing of Trellis: the peer runs it in an environment of its own.
"""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

TASKS = 50
Say = Callable[[str], Awaitable[Any]]


async def answer_rounds(say: Callable[[dict[str, Any]], Say], is_lock_error: Callable[[Exception], bool]) -> None:
    """Reads a question a line, {"many": writes in all, "round": its number, …}; answers with seconds, latencies and errors."""
    while line := await asyncio.to_thread(sys.stdin.readline):
        question = json.loads(line)
        print(json.dumps(await _round(say(question), question["many"], question["round"], is_lock_error)), flush=True)


async def _round(say: Say, many: int, number: int, is_lock_error: Callable[[Exception], bool]) -> dict[str, Any]:
    latencies: list[float] = []
    errors = 0

    async def talk(task: int) -> None:
        nonlocal errors
        for one in range(task, many, TASKS):
            begun = time.perf_counter()
            try:
                await say(f"{number}.{one}: the water is clearer above the bridge.")
            except Exception as problem:
                if not is_lock_error(problem):
                    raise
                errors += 1
            latencies.append(time.perf_counter() - begun)

    begun = time.perf_counter()
    await asyncio.gather(*(talk(task) for task in range(TASKS)))
    return {"seconds": time.perf_counter() - begun, "latencies": latencies, "lock_errors": errors}
