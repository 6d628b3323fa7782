"""Whoever keeps the server waiting is let go of; whoever is only slow is not."""

import contextlib
import json
import socket
import time
from collections.abc import Callable, Iterator
from threading import Thread

import pytest
import uvicorn

from hub.app import create_app
from hub.assets import asset
from hub.settings import Settings
from hub.web import patience
from hub.web.lines import PatientLine
from tests.support.databases import Databases
from tests.support.ports import wait_until

SHORT = 0.5
"""Seconds of every patience in these tests."""
FORM = b"POST /sign-in HTTP/1.1\r\nHost: hub\r\nSec-Fetch-Site: same-origin\r\nAccept: text/html\r\n"
URL_ENCODED = b"Content-Type: application/x-www-form-urlencoded\r\n"


class Hurried(PatientLine):
    HEAD = SHORT
    REST = SHORT
    UNREAD = SHORT
    MOST = 5
    _owing = {}


@pytest.fixture(scope="module")
def hub(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[uvicorn.Server]:
    """The whole application on a real port, as `trellis serve` runs it, in a hurry."""
    folder = tmp_path_factory.mktemp("hub")
    settings = Settings(data=folder)
    databases.sqlite.copy_to(folder / "trellis.sqlite3")
    config = uvicorn.Config(create_app(settings), port=0, http=Hurried, ws="websockets-sansio", log_config=None, access_log=False)
    with pytest.MonkeyPatch.context() as patch, config.bind_socket() as listener:
        for name in ("STALL", "DEADLINE"):
            patch.setattr(patience, name, SHORT * (1 if name == "STALL" else 8))
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        wait_until(lambda: server.started, within=20, what="the server")
        config.port = listener.getsockname()[1]
        yield server
        server.should_exit = True
        thread.join(20)


@pytest.fixture
def line(hub: uvicorn.Server) -> Iterator[Callable[[], socket.socket]]:
    opened: list[socket.socket] = []

    def dial() -> socket.socket:
        opened.append(socket.create_connection(("127.0.0.1", hub.config.port), timeout=10))
        return opened[-1]

    yield dial
    for one in opened:
        one.close()


def test_a_line_on_which_nothing_is_said_is_closed(line: Callable[[], socket.socket]) -> None:
    begun = time.monotonic()
    assert heard(line()) == b""
    assert SHORT * 0.9 < time.monotonic() - begun < SHORT * 6


@pytest.mark.parametrize("begun", [b"GET / HTTP/1.1\r\nHost: h", b"POST", b"\r\n"], ids=["half a header", "half a line", "an empty line"])
def test_half_a_header_is_not_waited_for(line: Callable[[], socket.socket], begun: bytes) -> None:
    said = heard(saying(line(), begun))
    assert said == b"" if begun == b"\r\n" else said.startswith(b"HTTP/1.1 408 ")


def test_headers_that_only_drip_are_given_up(line: Callable[[], socket.socket]) -> None:
    here, begun = saying(line(), b"GET / HTTP/1.1\r\n"), time.monotonic()
    assert dripped(here, b"X-A: b\r\n", every=SHORT / 10).startswith(b"HTTP/1.1 408 ")
    assert time.monotonic() - begun < SHORT * 6


def test_after_an_answer_the_next_request_has_its_own_time(line: Callable[[], socket.socket]) -> None:
    here = line()
    for _again in range(3):
        saying(here, b"GET /health/live HTTP/1.1\r\nHost: hub\r\n\r\n")
        answer = b""
        while not answer.endswith(b"}"):
            answer += here.recv(10_000)
        assert answer.startswith(b"HTTP/1.1 200 ")
        time.sleep(SHORT * 0.7)
    assert heard(saying(here, b"GET /health/li")).startswith(b"HTTP/1.1 408 ")


BODIES = {
    "a form": FORM + URL_ENCODED + b"Content-Length: 100\r\n\r\nname=maya",
    "a form with files": FORM + b"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100\r\n\r\n--b\r\n",
    "a draft": b"PUT /drafts/reflection/new HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
    "a piece without its end": FORM + URL_ENCODED + b"Transfer-Encoding: chunked\r\n\r\n4\r\nname\r\n",
}


@pytest.mark.parametrize("name", BODIES)
def test_half_a_body_is_refused_in_plain_words(line: Callable[[], socket.socket], name: str) -> None:
    said = heard(saying(line(), BODIES[name]))
    assert said.startswith(b"HTTP/1.1 408 ")
    assert b"connection: close" in said.lower()
    assert b"Please send it again." in said


def test_half_a_question_is_refused_in_the_form_of_graphql(line: Callable[[], socket.socket]) -> None:
    said = heard(saying(line(), b"POST /graphql HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"))
    assert said.startswith(b"HTTP/1.1 408 ")
    assert json.loads(said.partition(b"\r\n\r\n")[2])["errors"][0]["extensions"]["code"] == "TOO_SLOW"


def test_a_body_that_only_drips_is_given_up(line: Callable[[], socket.socket]) -> None:
    here, begun = saying(line(), FORM + URL_ENCODED + b"Content-Length: 100000\r\n\r\n"), time.monotonic()
    assert dripped(here, b"a", every=SHORT / 10).startswith(b"HTTP/1.1 408 ")
    assert time.monotonic() - begun < SHORT * 6


def test_nothing_comes_steadily_for_ever(line: Callable[[], socket.socket]) -> None:
    here, begun = saying(line(), FORM + URL_ENCODED + b"Content-Length: 10000000\r\n\r\n"), time.monotonic()
    assert dripped(here, b"a" * 1000, every=SHORT / 10).startswith(b"HTTP/1.1 408 ")
    assert SHORT * 7 < time.monotonic() - begun < SHORT * 16


def test_a_slow_phone_that_goes_on_sending_is_waited_for(line: Callable[[], socket.socket]) -> None:
    body = b"name=maya&password=wrong&next=" + b"a" * 2970
    here, begun = saying(line(), FORM + URL_ENCODED + b"Content-Length: %d\r\n\r\n" % len(body)), time.monotonic()
    for at in range(0, len(body), 300):
        saying(here, body[at : at + 300])
        time.sleep(SHORT * 0.4)
    assert time.monotonic() - begun > SHORT * 3
    assert not here.recv(10_000).startswith(b"HTTP/1.1 408 ")


def test_what_was_answered_before_it_came_is_read_on_for_a_while(line: Callable[[], socket.socket]) -> None:
    refused = FORM.replace(b"same-origin", b"cross-site") + URL_ENCODED + b"Content-Length: 20\r\n\r\n"
    patient = line()
    saying(patient, refused)
    assert patient.recv(100_000).startswith(b"HTTP/1.1 403 ")
    saying(patient, b"a" * 20 + b"GET /health/live HTTP/1.1\r\nHost: hub\r\n\r\n")
    time.sleep(0.1)
    assert b"HTTP/1.1 200 " in patient.recv(100_000)
    begun = time.monotonic()
    dripped(saying(line(), refused.replace(b"20", b"20000")), b"a", every=SHORT / 10)
    assert time.monotonic() - begun < SHORT * 6


def test_an_open_socket_outlives_every_patience(line: Callable[[], socket.socket]) -> None:
    here = saying(
        line(),
        b"GET /graphql HTTP/1.1\r\nHost: hub\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n",
    )
    assert here.recv(10_000).startswith(b"HTTP/1.1 101 ")
    here.settimeout(SHORT * 4)
    with pytest.raises(TimeoutError):
        here.recv(1)


def test_of_too_many_that_say_nothing_the_first_are_let_go(line: Callable[[], socket.socket]) -> None:
    lines = [line() for _ in range(Hurried.MOST + 2)]
    begun = time.monotonic()
    assert heard(lines[0]) == heard(lines[1]) == b""
    assert time.monotonic() - begun < SHORT / 2
    assert saying(lines[-1], b"GET /health/live HTTP/1.1\r\nHost: hub\r\n\r\n").recv(10_000).startswith(b"HTTP/1.1 200 ")


def test_who_asks_without_end_and_waits_for_no_answer_is_let_go(hub: uvicorn.Server, line: Callable[[], socket.socket]) -> None:
    before = hub.server_state.total_requests
    assert heard(saying(line(), b"GET /health/live HTTP/1.1\r\nHost: hub\r\n\r\n" * 5_000)).count(b"HTTP/1.1 400 ") == 1
    assert hub.server_state.total_requests < before + 100


def test_who_takes_none_of_the_answers_is_let_go(
    hub: uvicorn.Server, line: Callable[[], socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Hurried, "QUEUED", 10_000)
    wait_until(lambda: not hub.server_state.connections, within=10, what="the end of the other lines")
    here = line()
    wait_until(lambda: bool(hub.server_state.connections), within=10, what="the line")
    here.settimeout(SHORT)
    with contextlib.suppress(TimeoutError):
        here.sendall(f"GET {asset('app.css')} HTTP/1.1\r\nHost: hub\r\n\r\n".encode() * 1_000)
    wait_until(lambda: not hub.server_state.connections, within=20, what="the end of the line")


def saying(here: socket.socket, words: bytes) -> socket.socket:
    here.sendall(words)
    return here


def dripped(here: socket.socket, drop: bytes, every: float) -> bytes:
    """What is said in the end to one who goes on and on."""
    here.settimeout(every)
    until = time.monotonic() + SHORT * 20
    while time.monotonic() < until:
        try:
            here.sendall(drop)
            return heard(here)
        except TimeoutError:
            continue
        except ConnectionError:
            return b""
    pytest.fail("nobody lost patience")


def heard(here: socket.socket) -> bytes:
    """All that is said until the line is closed."""
    said = b""
    try:
        while more := here.recv(65_536):
            said += more
    except ConnectionError:
        pass
    return said
