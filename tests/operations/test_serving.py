"""`trellis serve` as a school runs it: how it starts, how it ends, and what it writes into its log."""

import json
import re
import resource
import secrets
import signal
import socket
import subprocess
import threading
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.engine import make_url
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin

from hub.engines import SQLITE
from tests.support.databases import Databases
from tests.support.server import Server, StartServer, fill


def serve(server: Server) -> "subprocess.CompletedProcess[str]":
    """Runs `trellis serve` where it is expected to refuse."""
    command = [*server.command, "serve"]
    return subprocess.run(command, cwd=server.cwd, env=server.environment, capture_output=True, text=True, timeout=30, check=False)


def test_a_port_that_is_taken_is_said_in_a_sentence_and_nothing_is_made(tmp_path: Path) -> None:
    server = Server(tmp_path)
    with socket.create_server(("127.0.0.1", server.port)):
        done = serve(server)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"trellis: Something else is served on port {server.port} already. Stop that, or choose another TRELLIS_PORT.\n"
    assert not (tmp_path / "data").exists()


def test_an_address_of_another_machine_is_said_in_a_sentence(tmp_path: Path) -> None:
    done = serve(Server(tmp_path, HOST="192.0.2.1"))
    assert (done.returncode, done.stderr) == (1, "trellis: This machine has no address 192.0.2.1: TRELLIS_HOST is wrong.\n")


def test_demo_people_are_never_served_to_other_machines(tmp_path: Path, databases: Databases) -> None:
    server = Server(tmp_path)
    fill(server, databases)
    for host in ("0.0.0.0", "::"):
        server.settings["HOST"] = host
        done = serve(server)
        assert done.returncode == 1
        assert done.stderr.startswith("trellis: The demo school's password is no secret")


def test_no_demo_school_is_made_where_it_could_not_be_served(tmp_path: Path) -> None:
    server = Server(tmp_path, HOST="0.0.0.0")
    command = [*server.command, "serve", "--demo"]
    done = subprocess.run(command, cwd=server.cwd, env=server.environment, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stderr.endswith("Leave --demo out to begin your own school.\n")) == (1, True)
    assert server.trellis_json("demo", "--people") == [], "tables are there, and nobody is in them"


def test_it_says_where_it_serves_opens_as_many_files_as_it_may_and_ends_with_0_at_an_interrupt(start_server: StartServer) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(512, hard), hard))
    try:
        server = start_server(BASE_URL="https://trellis.elm.example")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert "Trellis is on https://trellis.elm.example\n" in server.log
    assert re.search(r"/begin and type this code: [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\n", server.log)
    assert "trellis-demo" not in server.log
    assert server.process is not None
    if hasattr(resource, "prlimit"):  # Only Linux tells the limits of another process.
        assert resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE) == (hard, hard)
    assert server._end(signal.SIGINT, 15) == 0


def test_several_that_start_at_once_on_a_new_database_all_serve(start_server: StartServer, databases: Databases, tmp_path: Path) -> None:
    with databases.fresh("postgresql", migrated=False) as url:
        others = [Server(_folder(tmp_path, name), DATABASE_URL=url) for name in ("two", "three")]
        starting = [threading.Thread(target=other.start) for other in others]
        for one in starting:
            one.start()
        start_server(DATABASE_URL=url)
        for one in starting:
            one.join(60)
        assert [other.stop() for other in others] == [0, 0]
        for other in others:
            other.check_log()


def test_sigterm_closes_open_lines_finishes_writes_and_ends_with_0(start_server: StartServer) -> None:
    server = start_server(demo=True)
    token = server.token("maya")
    answers: list[int] = []
    enough = threading.Event()

    def keep_writing() -> None:
        with httpx.Client(base_url=server.url, trust_env=False, headers={"authorization": f"Bearer {token}"}) as client:
            while True:
                try:
                    answers.append(client.get("/").status_code)
                except httpx.TransportError:
                    return
                enough.set()

    asking = threading.Thread(target=keep_writing)
    with connect(f"ws{server.url[4:]}/live", origin=Origin(server.url), additional_headers={"authorization": f"Bearer {token}"}) as line:
        asking.start()
        assert enough.wait(10)
        begun = time.monotonic()
        ended = threading.Thread(target=lambda: codes.append(server.stop()))
        codes: list[int] = []
        ended.start()
        with pytest.raises(ConnectionClosed) as closed:
            deque(iter(lambda: line.recv(timeout=10), None))
        ended.join(15)
        asking.join(15)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1012
    assert codes == [0]
    assert time.monotonic() - begun < 5
    assert set(answers) == {200}


def test_ready_tells_of_tables_that_are_not_current(start_server: StartServer) -> None:
    server = start_server(demo=True)
    server.expect_trouble("nothing")
    assert httpx.get(f"{server.url}/health/live", trust_env=False).json() == {"status": "live"}
    ready = httpx.get(f"{server.url}/health/ready", trust_env=False)
    assert (ready.status_code, ready.json()) == (200, {"status": "ready", "database": "answers", "migrations": "current"})
    with SQLITE.connect(str(server.folder / "data" / "trellis.sqlite3")) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    ready = httpx.get(f"{server.url}/health/ready", trust_env=False)
    assert (ready.status_code, ready.json()["migrations"]) == (503, "not current")


def test_ready_says_when_the_database_is_away(start_server: StartServer, databases: Databases) -> None:
    with databases.fresh("postgresql") as url:
        server = start_server(DATABASE_URL=url)
        name = make_url(url).database
        admin = databases.postgresql.admin
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        away = httpx.get(f"{server.url}/health/ready", trust_env=False)
        assert (away.status_code, away.json()) == (503, {"status": "not ready", "database": "doesn't answer"})
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true".encode())
        assert _within(10, lambda: httpx.get(f"{server.url}/health/ready", trust_env=False).status_code == 200)
        assert server.stop() == 0


def test_the_log_tells_of_every_request_and_of_nobody(start_server: StartServer) -> None:
    server = start_server(demo=True)
    secret = f"otter-{secrets.token_hex(8)}"
    token = server.token("rivera")
    pages = {"origin": server.url, "sec-fetch-site": "same-origin"}
    with httpx.Client(base_url=server.url, trust_env=False, headers=pages) as client:
        assert client.post("/sign-in", data={"name": "maya", "password": f"{secret}-wrong"}).status_code in (401, 422)
        signed_in = client.post("/sign-in", data={"name": "maya", "password": "trellis-demo"})
        assert signed_in.status_code == 303, signed_in.text
        cookie = client.cookies["trellis"]
        seen = client.get(f"/?q={secret}", headers={"user-agent": f"browser {secret}", "x-forwarded-for": "203.0.113.9"})
        assert seen.status_code == 200
        client.post("/reflections", data={"title": f"{secret} title", "answers": f"{secret} words"})
        client.get(f"/{secret}")
        client.post("/forgotten", data={"name": "chidi"})
        client.post("/join", data={"code": secret})
        client.get("/", headers={"authorization": f"Bearer {token}"})
        request_id = seen.headers["x-request-id"]
    with connect(
        f"ws{server.url[4:]}/live?{secret}", origin=Origin(server.url), additional_headers={"cookie": f"trellis={cookie}"}
    ) as line:
        line.send(json.dumps({"say": secret}))
    _raw(server, f"GET /{secret} HTTP/9.9\r\n\r\n")
    assert _within(10, lambda: "line closed" in server.log and "job done" in server.log)

    lines = list(_told(server))
    assert any(one.get("request") == request_id and one["status"] == 200 and one["route"] == "/" for one in lines)
    assert any(one["event"] == "line closed" and one["route"] == "/live" for one in lines)
    assert all(one["request"] for one in lines if one["event"] in ("served", "line closed"))
    log = "\n".join(json.dumps(one) for one in lines)
    for private in (secret, token, cookie, "trellis-demo", "203.0.113.9", "Riverside", "jars", *(one["name"] for one in server.people)):
        assert private not in log, private
    for name in (one["sign_in_name"] for one in server.people):
        assert not re.search(rf"\b{name}\b", log), name


def test_a_fault_is_told_without_the_words_that_it_came_with(start_server: StartServer) -> None:
    server = start_server(demo=True)
    server.expect_trouble("unexpected|Traceback")
    token = server.token("maya")
    with SQLITE.connect(str(server.folder / "data" / "trellis.sqlite3")) as raw:
        # A row that the code can't understand: its own words stand in the message of the fault.
        raw.execute("UPDATE person SET language = 'otter bakes bread', demo = 'otter bakes bread' WHERE sign_in_name = 'maya'")
        raw.execute("ALTER TABLE message RENAME TO otter_bakes_bread")
    raw.close()
    answer = httpx.get(server.url, headers={"authorization": f"Bearer {token}", "accept": "text/html"}, trust_env=False)
    assert answer.status_code == 500
    fault = next(one for one in _told(server) if one["event"] == "unexpected")
    assert fault["request"] == answer.headers["x-request-id"]
    assert "OperationalError" in fault["exception"]
    assert "hub/" in fault["exception"]
    assert "otter" not in server.log
    assert "no such table" not in server.log


def _told(server: Server) -> Iterator[dict[str, Any]]:
    """The log's lines; what `serve` says to its operator at the start is not the log."""
    for line in server.log.splitlines():
        if line.startswith("{"):
            yield json.loads(line)


def _raw(server: Server, words: str) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        line.sendall(words.encode())
        line.recv(1000)


def _within(seconds: float, holds: Any) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _folder(parent: Path, name: str) -> Path:
    folder = parent / name
    folder.mkdir()
    return folder
