"""graphql-transport-ws, frame by frame and by stock clients, against a real server."""

import asyncio
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.websockets import WebsocketsTransport
from litestar.types import Middleware
from structlog.testing import capture_logs
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from hub.web.logs import logged
from hub_graphql.socket import Lines
from tests.graphql.toy import MAYA_COOKIE, MAYA_TOKEN, School, app, served
from tests.support.ports import wait_until

CLIENTS = Path(__file__).with_name("clients.mjs")
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


class TestBeginning:
    def test_is_acknowledged(self, address: str) -> None:
        with line(address) as maya:
            assert maya.begin().connection.subprotocol == "graphql-transport-ws"

    @pytest.mark.parametrize("subprotocols", [None, ["graphql-ws"]])
    def test_any_other_protocol_is_4406(self, address: str, subprotocols: Any) -> None:
        with line(address, subprotocols=subprotocols) as other:
            assert other.closed() == (4406, "Subprotocol not acceptable")

    def test_twice_is_4429(self, address: str) -> None:
        with line(address) as maya:
            assert maya.say(INIT, INIT).closed() == (4429, "Too many initialisation requests")

    def test_too_late_is_4408(self, school: School) -> None:
        with served(app(school, lines=Lines(patience=0.1))) as (address, _server), line(address) as sleeper:
            sleeper.say({"type": "ping"})
            assert sleeper.hear() == {"type": "pong"}
            assert sleeper.closed() == (4408, "Connection initialisation timeout")

    def test_in_time_stays(self, school: School) -> None:
        with served(app(school, lines=Lines(patience=0.1))) as (address, _server), line(address) as maya:
            maya.begin()
            time.sleep(0.2)
            assert maya.say({"type": "ping"}).hear() == {"type": "pong"}

    @pytest.mark.parametrize("payload", [{"authorization": "Bearer nobody"}, {"Authorization": "Basic x"}, {"authorization": 7}])
    def test_with_a_wrong_token_is_4403(self, address: str, payload: Any) -> None:
        with line(address) as stranger:
            assert stranger.say({"type": "connection_init", "payload": payload}).closed() == (4403, "Forbidden")

    def test_a_header_will_do_as_well(self, address: str) -> None:
        with line(address, additional_headers={"Authorization": f"Bearer {MAYA_TOKEN}"}) as maya:
            assert maya.say({"type": "connection_init"}).hear() == {"type": "connection_ack"}

    def test_a_cookie_from_our_own_page(self, address: str) -> None:
        headers = {"Cookie": f"session={MAYA_COOKIE}"}
        with line(address, additional_headers=headers, origin=f"http://{address}") as maya:
            assert maya.say({"type": "connection_init"}).hear() == {"type": "connection_ack"}

    @pytest.mark.parametrize("origin", [None, "https://elsewhere.example", "null"])
    def test_a_cookie_that_another_site_made_use_of_is_4403(self, address: str, origin: Any) -> None:
        with line(address, additional_headers={"Cookie": f"session={MAYA_COOKIE}"}, origin=origin) as other:
            assert other.say({"type": "connection_init"}).closed() == (4403, "Forbidden")


class TestTalking:
    def test_events_then_complete(self, address: str) -> None:
        with line(address) as maya:
            maya.begin().subscribe("subscription C($to: Int!) { count(to: $to) }", variables={"to": 2}, operationName="C")
            assert [maya.hear() for _ in range(3)] == [
                {"id": "1", "type": "next", "payload": {"data": {"count": 1}}},
                {"id": "1", "type": "next", "payload": {"data": {"count": 2}}},
                {"id": "1", "type": "complete"},
            ]

    def test_an_id_is_free_again_when_it_is_completed(self, address: str) -> None:
        with line(address) as maya:
            maya.begin()
            for _ in range(20):
                maya.subscribe("subscription { count(to: 1) }")
                assert [maya.hear()["type"] for _ in range(2)] == ["next", "complete"]

    def test_complete_ends_the_generator_and_frees_the_id(self, address: str, school: School) -> None:
        with line(address) as maya:
            maya.begin().subscribe(ENDLESS)
            assert maya.hear()["type"] == "next"
            assert school.listening == 1
            maya.say({"type": "complete", "id": "1"}).subscribe("subscription { count(to: 7) }", "1")
            wait_until(lambda: school.listening == 0, within=5, what="the end of the generator")
            heard = [maya.hear() for _ in range(8)]
            assert heard[-1] == {"id": "1", "type": "complete"}

    def test_completing_what_is_unknown_is_ignored(self, address: str) -> None:
        with line(address) as maya:
            assert maya.begin().say({"type": "complete", "id": "9"}, {"type": "ping"}).hear() == {"type": "pong"}

    def test_a_lost_line_ends_its_generators(self, address: str, school: School) -> None:
        with line(address) as maya:
            for n in range(3):
                maya.begin() if n == 0 else None
                maya.subscribe(ENDLESS, str(n))
            wait_until(lambda: school.listening == 3, within=5, what="three subscriptions")
            maya.connection.socket.shutdown(socket.SHUT_RDWR)
        wait_until(lambda: school.listening == 0, within=5, what="the end of the generators")

    def test_a_ping_is_answered_with_what_it_carries(self, address: str) -> None:
        with line(address) as anybody:
            anybody.say({"type": "pong"}, {"type": "pong", "payload": {"a": 1}}, {"type": "ping", "payload": {"at": 5}})
            assert anybody.hear() == {"type": "pong", "payload": {"at": 5}}

    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ("subscription {", "SYNTAX"),
            ("subscription { unheardOf }", "INVALID_DOCUMENT"),
            ("subscription { count(to: 1) } subscription B { count(to: 1) }", "WHICH_OPERATION"),
            ("subscription { " + "count(to: 1) " * 400 + "}", "TOO_REPETITIVE"),
            ("query { me }", "SUBSCRIPTIONS_ONLY"),
            ('mutation { say(words: "x") { words } }', "SUBSCRIPTIONS_ONLY"),
            ("subscription { closed }", "FORBIDDEN"),
        ],
    )
    def test_what_cannot_be_done_is_an_error_of_that_id_alone(self, address: str, school: School, query: str, code: str) -> None:
        before = len(school.said)
        with line(address) as maya:
            maya.begin().subscribe(query, "bad").subscribe("subscription { count(to: 1) }", "good")
            heard = {(message["id"], message["type"]): message for message in (maya.hear() for _ in range(3))}
            assert set(heard) == {("bad", "error"), ("good", "next"), ("good", "complete")}
            assert heard["bad", "error"]["payload"][0]["extensions"]["code"] == code
        assert len(school.said) == before

    def test_a_variable_of_the_wrong_kind(self, address: str) -> None:
        with line(address) as maya:
            heard = maya.begin().subscribe("subscription($to: Int!) { count(to: $to) }", variables={"to": "x"}).hear()
            assert heard["type"] == "error"
            assert "got invalid value" in heard["payload"][0]["message"] or "invalid value" in heard["payload"][0]["message"]

    def test_a_bug_is_masked(self, address: str) -> None:
        with line(address) as maya:
            maya.begin().subscribe("subscription { stumble }")
            first, then = maya.hear(), maya.hear()
            assert (first["type"], then["type"]) == ("next", "error")
            assert then["payload"][0]["extensions"]["code"] == "INTERNAL"
            assert "diary" not in json.dumps(then)

    def test_only_so_many_subscriptions(self, school: School) -> None:
        with served(app(school, lines=Lines(subscriptions=2))) as (address, _server), line(address) as maya:
            maya.begin().subscribe(ENDLESS, "1").subscribe(ENDLESS, "2").subscribe(ENDLESS, "3")
            while (heard := maya.hear())["type"] == "next":
                assert heard["id"] in {"1", "2"}
            assert (heard["id"], heard["type"], heard["payload"][0]["extensions"]["code"]) == ("3", "error", "TOO_MANY")


class TestHangingUp:
    def test_asking_before_beginning_is_4401(self, address: str) -> None:
        with line(address) as hasty:
            assert hasty.subscribe("subscription { count(to: 1) }").closed() == (4401, "Unauthorized")

    def test_an_id_that_is_in_use_is_4409(self, address: str) -> None:
        with line(address) as maya:
            maya.begin().subscribe(ENDLESS, "a").subscribe(ENDLESS, "a")
            assert maya.closed() == (4409, "Subscriber for a already exists")

    def test_a_reason_is_cut_to_what_a_closing_frame_holds(self, address: str) -> None:
        with line(address) as maya:
            maya.begin().subscribe(ENDLESS, "🏃" * 100).subscribe(ENDLESS, "🏃" * 100)
            code, reason = maya.closed()
            assert (code, reason) == (4409, "Subscriber for " + "🏃" * 27)

    @pytest.mark.parametrize(
        "message",
        [
            "",
            "not json",
            "[]",
            "7",
            b'{"type": "ping"}',
            "{}",
            {"type": "start"},
            {"type": 1},
            {"type": "connection_init", "payload": [1]},
            {"type": "ping", "payload": "x"},
            {"type": "subscribe"},
            {"type": "subscribe", "id": "1"},
            {"type": "subscribe", "id": 1, "payload": {"query": "{ me }"}},
            {"type": "subscribe", "id": "", "payload": {"query": "{ me }"}},
            {"type": "subscribe", "id": "x" * 200, "payload": {"query": "{ me }"}},
            {"type": "subscribe", "id": "1", "payload": {"query": 1}},
            {"type": "subscribe", "id": "1", "payload": {"query": "{ me }", "variables": []}},
            {"type": "complete"},
            '{"type": "ping", "payload": {"a":' + "[" * 5000 + "]" * 5000 + "}}",
            '{"type": "ping", "payload": {"a":' + "[" * 100 + "]" * 100 + "}}",
        ],
    )
    def test_what_is_no_message_is_4400(self, address: str, message: Any) -> None:
        with line(address) as anybody:
            code, reason = anybody.begin().say(message).closed()
            assert code == 4400
            assert reason

    def test_a_frame_that_is_too_large_is_1009(self, address: str) -> None:
        with line(address) as anybody:
            anybody.say(json.dumps({"type": "ping", "payload": {"a": "x" * 65_000}}))
            assert anybody.hear()["type"] == "pong"
            anybody.say(json.dumps({"type": "ping", "payload": {"a": "x" * 66_000}}))
            assert anybody.closed()[0] == 1009

    def test_someone_who_is_no_longer_allowed_hears_nothing_more(self, school: School) -> None:
        lines = Lines(recheck=0.2)
        try:
            with served(app(school, lines=lines)) as (address, _server), line(address) as talking, line(address) as silent:
                silent.begin()
                talking.begin().subscribe(ENDLESS)
                assert talking.hear()["type"] == "next"
                school.ended.add("Maya")
                assert talking.closed() == (4403, "Forbidden")
                assert silent.closed() == (4403, "Forbidden")
        finally:
            school.ended.clear()

    @pytest.mark.parametrize("middleware", [[], [logged]], ids=["by itself", "behind the log, as in the hub"])
    def test_a_client_that_does_not_read_is_dropped_and_others_do_not_notice(self, school: School, middleware: list[Middleware]) -> None:
        lines = Lines(stall=0.5)
        with (
            served(app(school, lines=lines, middleware=middleware)) as (address, server),
            line(address, max_queue=1, close_timeout=0.1) as stalled,
            line(address) as reading,
        ):
            stalled.begin().subscribe("subscription { flood(size: 50000) }")
            wait_until(lambda: school.flooding == 1, within=5, what="the flood")
            started = time.monotonic()
            reading.begin().subscribe("subscription { count(to: 20, pause: 0.01) }")
            assert [reading.hear()["type"] for _ in range(21)][-1] == "complete"
            assert time.monotonic() - started < 3
            wait_until(lambda: school.flooding == 0, within=5, what="the end of the flood")
            wait_until(lambda: len(server.server_state.connections) == 1, within=5, what="the end of the connection")
            assert school.flooded < 20_000_000

    def test_a_server_that_stops_says_1012(self, school: School) -> None:
        with served(app(school)) as (address, server), line(address) as maya:
            maya.begin().subscribe(ENDLESS)
            assert maya.hear()["type"] == "next"
            server.should_exit = True
            assert maya.closed()[0] == 1012
        assert school.listening == 0


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
