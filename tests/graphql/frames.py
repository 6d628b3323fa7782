"""A client of graphql-transport-ws that says exactly what it is told to say."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.graphql.toy import MAYA_TOKEN

INIT = {"type": "connection_init", "payload": {"authorization": f"Bearer {MAYA_TOKEN}"}}
ENDLESS = "subscription { count(to: 1000000, pause: 0.01) }"


class Line:
    """A client that says exactly what it is told to say."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def say(self, *messages: Any) -> "Line":
        for message in messages:
            self.connection.send(message if isinstance(message, str | bytes) else json.dumps(message))
        return self

    def hear(self) -> Any:
        return json.loads(self.connection.recv(timeout=10))

    def begin(self) -> "Line":
        self.say(INIT)
        assert self.hear() == {"type": "connection_ack"}
        return self

    def subscribe(self, query: str, about: str = "1", **members: Any) -> "Line":
        return self.say({"type": "subscribe", "id": about, "payload": {"query": query, **members}})

    def closed(self) -> tuple[int, str]:
        """Listens until the server hangs up."""
        with pytest.raises(ConnectionClosed) as caught:
            self._listen_until_the_end()
        assert caught.value.rcvd is not None
        return caught.value.rcvd.code, caught.value.rcvd.reason

    def _listen_until_the_end(self) -> None:
        while True:
            self.connection.recv(timeout=10)


@contextmanager
def line(address: str, **options: Any) -> Iterator[Line]:
    options = {"subprotocols": ["graphql-transport-ws"], "compression": None} | options
    with connect(f"ws://{address}/graphql", **options) as connection:
        yield Line(connection)
