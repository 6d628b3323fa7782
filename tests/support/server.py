"""The real server as a process of its own, as a school runs it."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest
from sqlalchemy import select

from hub.database import Database, Tx
from hub.demo.people import PASSWORD, PEOPLE
from hub.identity import actions as identity
from hub.identity.queries import recognise
from hub.people.models import Person
from hub.viewer import System
from tests.support.databases import Databases
from tests.support.demo import open_demo
from tests.support.nursery import Born, Nursery
from tests.support.ports import free_port, port_of_ones_own, wait_until

T = TypeVar("T")
ROOT = Path(__file__).parent.parent.parent
# Structured lines say their level; a bare traceback is what no one caught.
TROUBLE = re.compile(r'"level": ?"(error|critical)"|\[(error|critical) *\]|^Traceback |^\w*Error: ', re.MULTILINE)


class Server:
    """`url` is where it answers, without a trailing slash; `log` is all that it has written so far."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.command = [sys.executable, "-m", "hub"]
        self.cwd = ROOT
        self.port = int(settings.get("PORT", 0)) or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log_path = folder / "server.log"
        self.settings = {"HOST": "127.0.0.1", "PORT": str(self.port), "DATA": str(folder / "data")} | settings
        self.expected: list[str] = []
        self.process: subprocess.Popen[bytes] | Born | None = None
        self.people: list[dict[str, Any]] = []
        self.nursery: Nursery | None = None
        """Whose child it is to be, instead of a process that loads everything anew."""

    @property
    def environment(self) -> dict[str, str]:
        outside = {name: value for name, value in os.environ.items() if not name.startswith("TRELLIS_")}
        return outside | {f"TRELLIS_{name}": value for name, value in self.settings.items()}

    @property
    def log(self) -> str:
        return self.log_path.read_text() if self.log_path.exists() else ""

    def trellis(self, *words: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Runs the `trellis` command beside the server, on the same data. With `check`, a failure fails the test."""
        done = subprocess.run(
            [*self.command, *words],
            cwd=self.cwd,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if check and done.returncode:
            pytest.fail(f"trellis {' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done

    def trellis_json(self, *words: str) -> Any:
        return json.loads(self.trellis(*words, "--json").stdout)

    def token(self, sign_in_name: str) -> str:
        """A bearer token for a person, made beside the server as `trellis token create` makes it, without a process for it."""

        def make(tx: Tx) -> str:
            person = tx.scalars(select(Person.id).where(Person.sign_in_name == sign_in_name)).one()
            return identity.make_token(tx, person, "a test", 30)[1]

        return self.work(make)

    def work(self, job: Callable[[Tx], T]) -> T:
        """The hub's own, in the server's database while it runs."""
        url = self.settings.get("DATABASE_URL") or f"sqlite:///{self.folder}/data/trellis.sqlite3"
        with closing(Database(url, recognise)) as database:
            return database.write_now(System("a test"), job)

    def start(self, *words: str) -> None:
        """Begins `trellis serve WORDS` and waits until it is ready."""
        if self.nursery:
            self.process = self.nursery.birth(["serve", *words], self.environment, self.log_path)
        else:
            self.process = self._begun(*words)
        wait_until(self.ready, within=60, what="the server", every=0.05)

    def _begun(self, *words: str) -> "subprocess.Popen[bytes]":
        command = [*self.command, "serve", *words]
        with self.log_path.open("ab") as log:
            return subprocess.Popen(command, cwd=self.cwd, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def ready(self) -> bool:
        if self.process is None or self.process.poll() is not None:
            pytest.fail(f"The server ended before it was ready:\n{self.log}")
        # Asked again and again, and httpx would read the authorities of all the web each time: half the work of a start.
        line = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            line.request("GET", "/health/ready")
            return line.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            line.close()

    def stop(self, *, within: float = 15) -> int:
        """Asks it to end (SIGTERM) and gives its exit code."""
        return self._end(signal.SIGTERM, within)

    def kill(self) -> None:
        """Ends it as a power cut would (SIGKILL)."""
        self._end(signal.SIGKILL, 10)

    def _end(self, how: signal.Signals, within: float) -> int:
        if self.process is None:
            return 0
        process, self.process = self.process, None
        process.send_signal(how)
        try:
            return process.wait(within)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
            pytest.fail(f"The server did not end within {within:g} s of {how.name}:\n{self.log[-4000:]}")

    def expect_trouble(self, pattern: str) -> None:
        """A line of the log that matches may tell of an error without failing the test."""
        self.expected.append(pattern)

    def check_log(self) -> None:
        bad = [
            line
            for line in self.log.splitlines()
            if TROUBLE.search(line) and not any(re.search(pattern, line) for pattern in self.expected)
        ]
        assert not bad, "The server's log tells of an error that the test did not expect:\n" + self.log[-6000:]


StartServer = Callable[..., Server]


@pytest.fixture
def start_server(tmp_path: Path, databases: Databases, nursery: Nursery | None) -> Iterator[StartServer]:
    """`start_server("--demo", REDIS_URL=redis_url)`: a server of the test's own, on fresh data, as many as wanted.

    Words go to `trellis serve`, names to its TRELLIS_* environment. `demo=True` gives it a copy of the demo school, which
    is there sooner than one that "--demo" makes.
    """
    with ExitStack() as stack:
        numbers = iter(range(1, 100))

        def start(*words: str, demo: bool = False, **settings: str) -> Server:
            folder = tmp_path / f"server-{next(numbers)}"
            folder.mkdir()
            server = Server(folder, **settings)
            server.nursery = nursery
            if demo:
                fill(server, databases)
            return running(stack, server, *words)

        yield start


@pytest.fixture(scope="session")
def port(worker_id: str) -> Iterator[int]:
    """The port of one module's server after another's, so that browsers meet the same host again."""
    with port_of_ones_own(int(worker_id.removeprefix("gw")) if worker_id != "master" else 0) as port:
        yield port


@pytest.fixture(scope="module")
def server(databases: Databases, nursery: Nursery | None, port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the demo school on SQLite, shared by the tests of a module. `server.people`: who can sign in."""
    with ExitStack() as stack:
        server = Server(tmp_path_factory.mktemp("server"), PORT=str(port))
        server.nursery = nursery
        fill(server, databases)
        yield running(stack, server)


def fill(server: Server, databases: Databases) -> None:
    """A copy of the demo school, in the database that the server is to have: migrated and empty, or none yet on SQLite."""
    data = server.folder / "data"
    url = server.settings.get("DATABASE_URL")
    if not url:
        databases.sqlite.copy_to(data / "trellis.sqlite3")
    open_demo(url or f"sqlite:///{data}/trellis.sqlite3", data)
    server.people = [{**msgspec.to_builtins(one), "password": PASSWORD} for one in PEOPLE]


def running(stack: ExitStack, server: Server, *words: str) -> Server:
    """Starts it; the end of the stack stops it and reads its log."""
    stack.callback(server.check_log)
    stack.callback(server.stop)
    server.start(*words)
    return server
