"""The peer of fan-out: `websockets.broadcast` to everyone who is there, each time a line comes in."""

import asyncio
import sys
import time

import uvloop
from websockets.asyncio.server import ServerConnection, broadcast, serve

everyone: set[ServerConnection] = set()


async def stays(connection: ServerConnection) -> None:
    everyone.add(connection)
    try:
        await connection.wait_closed()
    finally:
        everyone.discard(connection)


async def main() -> None:
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    async with serve(stays, "127.0.0.1", 0, compression=None, ping_interval=None) as server:
        print(next(iter(server.sockets)).getsockname()[1], flush=True)
        while await lines.readline():
            broadcast(everyone, f"@{time.monotonic_ns():019}@".ljust(200, "."))


uvloop.run(main())
