"""Our side of the comparison of fan-out: live rooms as the hub serves them, with messages of 200 bytes instead of a page's fragments.

`python -m benchmarks.our_sockets URL ITEM COOKIE`: prints its port. Each line that comes in is "frame" (one that is rendered already, to
everyone) or "whole" (somebody says something: the action, its commit, who may read it, the rendering, the frames).
"""

import asyncio
import sys
import time
from uuid import UUID

import uvicorn
import uvloop
from litestar import Litestar

import hub.policy  # noqa: F401 - the sessions ask it
from hub.app import SWITCH
from hub.database import Database, Tx
from hub.events import Told, thread_topic
from hub.feedback import pace
from hub.feedback.actions import Answer, add_message
from hub.feedback.models import Message, VoiceKind
from hub.identity.keys import digest
from hub.identity.queries import recognise
from hub.viewer import Claim
from hub_realtime import frames
from hub_realtime.frames import Put
from hub_realtime.live import Live
from hub_realtime.wakeups import wakeups

SIZE = 200
pace.MOST = sys.maxsize  # One person talks here as fast as the hub can listen.


async def main(url: str, item: UUID, secret: str) -> None:
    sys.setswitchinterval(SWITCH)
    database = Database(url, recognise)
    ports: list[int] = []
    live = Live(
        database,
        render,
        wakeups=wakeups(url),
        claim_of=lambda connection: Claim("session", digest(connection.cookies["trellis"])),
        our_origins=lambda _: {f"http://127.0.0.1:{port}" for port in ports},
    )
    app = Litestar([live.route("/live")], on_startup=[live.start], on_shutdown=[live.stop], openapi_config=None)
    # As `trellis serve` has it, but for the pings: a crowd that only counts answers none.
    as_served = {"ws": "websockets-sansio", "ws_per_message_deflate": False, "ws_max_size": 65_536, "ws_ping_interval": None}
    server = uvicorn.Server(uvicorn.Config(app, port=0, lifespan="on", log_level="error", **as_served))  # type: ignore[arg-type]
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    ports.append(server.servers[0].sockets[0].getsockname()[1])
    print(ports[0], flush=True)
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    topic, claim = thread_topic(item), Claim("session", digest(secret))
    while line := await lines.readline():
        if line == b"whole\n":
            await database.write(claim, add_message, item, Answer(_stamp()))
        else:
            frame = frames.put(topic, 1, [_put(_stamp())])
            for member in live._lobby.members:  # What a room does with what it has rendered; there is one, with all of them in it.
                member.write(frame)
    server.should_exit = True
    await serving
    database.close()


def render(tx: Tx, told: Told, _topic: str, _viewing: VoiceKind, _language: str, /) -> list[Put]:
    return [_put(tx.get_one(Message, UUID(told.subjects["message"])).words)]


def _stamp() -> str:
    return f"@{time.monotonic_ns():019}@"


def _put(words: str) -> Put:
    """So long that the frame has SIZE bytes."""
    return Put("m", "t", words.ljust(66, "."))


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], UUID(sys.argv[2]), sys.argv[3]))
