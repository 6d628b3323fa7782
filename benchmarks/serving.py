"""Servers as processes of their own, and the little that is asked of them here."""

import os
import re
import socket
import subprocess
import time
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from benchmarks.ground import OURS, ROOT, environment


class Got(NamedTuple):
    status: int
    body: str
    seconds: float
    """Since the process was started."""


class Serving:
    """A server, from its process's first moment until the end of the block."""

    def __init__(self, command: Sequence[str | Path], port: int, env: dict[str, str]) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._begun = time.perf_counter()
        # As installed packages run. The first start, which nobody counts, writes the bytecode that may still be missing.
        env = {name: value for name, value in env.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self._process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self) -> "Serving":
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def first(self, path: str, within: float = 60) -> Got:
        """Asks until it answers. Raises TimeoutError."""
        end = self._begun + within
        while time.perf_counter() < end:
            try:
                return self.get(path)
            except OSError:
                if self._process.poll() is not None:
                    raise RuntimeError(f"the server ended with {self._process.returncode}") from None
                time.sleep(0.005)
        raise TimeoutError(f"no answer within {within:g} s")

    def get(self, path: str, cookie: str = "") -> Got:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
            answer = connection.getresponse()
            body = answer.read().decode()
            return Got(answer.status, body, time.perf_counter() - self._begun)
        finally:
            connection.close()

    def resident(self) -> float:
        """Megabytes of memory (10⁶ bytes) that the process holds."""
        status = Path(f"/proc/{self._process.pid}/status")
        if status.is_file():
            found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text())
            assert found
            return int(found[1]) * 1024 / 1e6
        told = subprocess.run(["ps", "-o", "rss=", "-p", str(self._process.pid)], check=True, capture_output=True, text=True)
        return int(told.stdout) * 1024 / 1e6


def ours(data: Path, url: str) -> Serving:
    port = free_port()
    settings = environment(HOST="127.0.0.1", PORT=str(port), DATA=str(data), DATABASE_URL=url)
    return Serving([OURS, "-m", "hub", "serve"], port, settings)


def peer(python: Path, url: str) -> Serving:
    port = free_port()
    command = [
        python,
        "-m",
        "uvicorn",
        "--app-dir",
        ROOT / "benchmarks" / "peers",
        "--port",
        str(port),
        "--log-level",
        "warning",
        "page_app:app",
    ]
    return Serving(command, port, os.environ | {"PEER_DATABASE": url.replace("sqlite:", "sqlite+aiosqlite:")})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
