"""For which reasons a line is closed, and how it is said."""

import json
import time
from typing import Any

import pytest
from litestar.types import Middleware

from hub.web.logs import logged
from hub_graphql.socket import Lines
from tests.graphql.frames import ENDLESS, line
from tests.graphql.toy import School, app, served
from tests.support.ports import wait_until


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
