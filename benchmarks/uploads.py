"""A large file on its way in: through POST /files and in pieces through /uploads, beside what the disk takes of a plain stream.

What is sent is 100 MB that is no file of any kind: it is refused as soon as it has come whole, so what is measured is the way in.
"""

import os
import secrets
import tempfile
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.figures import Section, held, in_turns, ratio
from benchmarks.ground import Ground
from benchmarks.school import build
from benchmarks.serving import ours
from hub.database import Database
from hub.identity.queries import recognise

SIZE, PIECE, CHUNK = 100_000_000, 32_000_000, 1_000_000
LEAST = 0.5


def measure(ground: Ground, *, rounds: int = 5) -> Section:
    data = secrets.token_bytes(CHUNK) * (SIZE // CHUNK)
    with tempfile.TemporaryDirectory() as folder:
        url = ground.database("sqlite")
        database = Database(url, recognise)
        try:
            cookie = f"trellis={build(database, 5).secrets['maya']}"
        finally:
            database.close()
        with ours(Path(folder), url) as hub:
            hub.first("/health/ready")
            port = hub.port
            disk, whole, pieces = in_turns(
                rounds,
                lambda: _to_disk(Path(folder) / "plain", data),
                lambda: _whole(port, cookie, data),
                lambda: _in_pieces(port, cookie, data),
            )
    rows = [["way in", "MB/s, median", "÷ a plain stream to the disk", "target"]]
    for name, speeds in (("a plain stream to the disk, synced", disk), ("POST /files", whole), ("/uploads, pieces of 32 MB", pieces)):
        found = ratio(speeds, disk)
        target = "" if speeds is disk else f"≥ {LEAST:g}: {held(found.median, LEAST, at_least=True)}"
        rows.append([name, f"{sorted(speeds)[len(speeds) // 2]:,.0f}", str(found), target])
    notes = [
        f"{SIZE // 1_000_000} MB on one line of this machine, {rounds} rounds, A B C A B C, signed in, policy on, SQLite. Both take "
        "the SHA-256 of every byte; each piece is on the disk, and known to be, before it is acknowledged."
    ]
    return Section("Uploads", rows, notes)


def _to_disk(path: Path, data: bytes) -> float:
    begun = time.perf_counter()
    with path.open("wb") as file:
        for at in range(0, SIZE, CHUNK):
            file.write(data[at : at + CHUNK])
        file.flush()
        os.fsync(file.fileno())
    seconds = time.perf_counter() - begun
    path.unlink()
    return SIZE / 1e6 / seconds


def _whole(port: int, cookie: str, data: bytes) -> float:
    begun = time.perf_counter()
    with closing(HTTPConnection("127.0.0.1", port, timeout=120)) as line:
        status, _headers = _ask(line, "POST", "/files", cookie, data, {"content-type": "application/octet-stream"})
    assert status == 422, status
    return SIZE / 1e6 / (time.perf_counter() - begun)


def _in_pieces(port: int, cookie: str, data: bytes) -> float:
    begun = time.perf_counter()
    tus = {"tus-resumable": "1.0.0"}
    # On one line, as a browser sends them.
    with closing(HTTPConnection("127.0.0.1", port, timeout=120)) as line:
        status, headers = _ask(line, "POST", "/uploads", cookie, b"", {**tus, "upload-length": str(SIZE)})
        assert status == 201, status
        for at in range(0, SIZE, PIECE):
            how = {**tus, "upload-offset": str(at), "content-type": "application/offset+octet-stream"}
            status, _headers = _ask(line, "PATCH", headers["location"], cookie, data[at : at + PIECE], how)
            assert status == (204 if at + PIECE < SIZE else 422), status
    return SIZE / 1e6 / (time.perf_counter() - begun)


def _ask(line: HTTPConnection, method: str, path: str, cookie: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str]]:
    sent = {**headers, "cookie": cookie, "sec-fetch-site": "same-origin", "accept": "application/json"}
    line.request(method, path, body, sent)
    answer = line.getresponse()
    answer.read()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}
