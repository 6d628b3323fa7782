"""A process that has loaded the hub, and whose children serve: loading is most of a start, and the same for each of them.

As a program it reads a line for each wish and answers with one. In tests/operations hubs begin as operators
begin them.
"""

import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy.orm import configure_mappers

# The first, as when the command itself begins: it says what need not be loaded. Then what a hub and its first guests load.
LOADED = ("hub.__main__", "hub.cli.serve", "hub_graphql.mount", "markdown_it", "nh3")


class Nursery:
    def __init__(self, python: str = sys.executable) -> None:
        command = [python, "-m", "tests.support.nursery"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def birth(self, words: list[str], env: Mapping[str, str], log: Path) -> "Born":
        """Runs `trellis WORDS` in this environment and no other."""
        return Born(self, self.ask(words=words, env=dict(env), log=str(log)))

    def ask(self, **wish: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps(wish), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        self.process.communicate()


class Born:
    """A child of the nursery, with what is asked of a subprocess.Popen."""

    def __init__(self, nursery: Nursery, pid: int) -> None:
        self.nursery, self.pid = nursery, pid
        self.ended: int | None = None

    def poll(self) -> int | None:
        if self.ended is None:
            self.ended = self.nursery.ask(ended=self.pid)
        return self.ended

    def wait(self, timeout: float) -> int:
        end = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired("trellis", timeout)
            time.sleep(0.02)
        return code

    def send_signal(self, how: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, how)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery | None]:
    """None where a process that has loaded so much can't be relied on to have children."""
    if sys.platform != "linux":
        yield None
        return
    nursery = Nursery()
    yield nursery
    nursery.close()


def _main() -> None:
    # Whoever types Ctrl+C means pytest, which then closes our door.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in LOADED:
        import_module(name)
    configure_mappers()
    gc.freeze()
    for line in sys.stdin:
        wish = json.loads(line)
        if "ended" in wish:
            pid, status = os.waitpid(wish["ended"], os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if pid else None
        elif not (answer := os.fork()):
            _live(**wish)
        print(json.dumps(answer), flush=True)


def _live(words: list[str], env: dict[str, str], log: str) -> NoReturn:
    from hub.cli import main

    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(env)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    written = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(written, 1)
    os.dup2(written, 2)
    sys.exit(main(words))


if __name__ == "__main__":
    _main()
