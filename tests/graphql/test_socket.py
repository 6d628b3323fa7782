"""graphql-transport-ws, frame by frame, against a real server."""

import json
import socket
import time
from typing import Any

import pytest

from hub_graphql.socket import Lines
from tests.graphql.frames import ENDLESS, INIT, line
from tests.graphql.toy import MAYA_COOKIE, MAYA_TOKEN, School, app, served
from tests.support.ports import wait_until


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
