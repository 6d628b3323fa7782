"""What others have written to speak over a socket is understood."""

import asyncio
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.websockets import WebsocketsTransport
from structlog.testing import capture_logs

from tests.graphql.frames import INIT, line
from tests.graphql.toy import MAYA_TOKEN, School
from tests.support.ports import wait_until

CLIENTS = Path(__file__).with_name("clients.mjs")


class TestStockClients:
    def test_graphql_ws_for_node(self, address: str, school: School) -> None:
        node = shutil.which("node")
        assert node, "graphql-ws is a Node package: install Node 20 or newer."
        # Node 20 has a WebSocket, but only when asked for it.
        command = [node, "--experimental-websocket", str(CLIENTS), f"ws://{address}/graphql", MAYA_TOKEN]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        seen = json.loads(done.stdout.splitlines()[-1])
        assert seen["count"] == [{"data": {"count": n}} for n in (1, 2, 3)]
        assert [len(results) for results in seen["together"]] == [1, 2, 3]
        assert seen["invalid"][0]["extensions"]["code"] == "INVALID_DOCUMENT"
        assert seen["mutation"][0]["extensions"]["code"] == "SUBSCRIPTIONS_ONLY"
        assert seen["stopped"] == [1, 2]
        assert seen["pong"] is True
        assert seen["refused"] == {"code": 4403, "reason": "Forbidden"}
        wait_until(lambda: school.listening == 0, within=5, what="the end of the generators")

    def test_gql_for_python(self, address: str) -> None:
        async def listen() -> list[Any]:
            transport = WebsocketsTransport(url=f"ws://{address}/graphql", init_payload=INIT["payload"])  # type: ignore[arg-type]
            async with Client(transport=transport) as session:
                heard: list[Any] = [result async for result in session.subscribe(gql("subscription { count(to: 2) }"))]
                with pytest.raises(TransportQueryError, match="Only subscriptions travel"):
                    await session.execute(gql("{ me }"))
                return heard

        assert asyncio.run(listen()) == [{"count": 1}, {"count": 2}]

    def test_nothing_of_what_they_say_is_logged(self, address: str) -> None:
        with capture_logs() as logs, line(address) as maya:
            maya.begin().subscribe('subscription { unheardOf(words: "diary") }').hear()
        assert logs == []
