"""Somebody's program that gives files to a real hub: whole, or in pieces as tus says; and what the hub then has on its disk."""

import socket
import time
from base64 import b64encode
from typing import Any

import httpx

from tests.support.server import Server

TUS = {"tus-resumable": "1.0.0"}
PIECE = {**TUS, "content-type": "application/offset+octet-stream"}


class Line:
    def __init__(self, server: Server, name: str = "maya") -> None:
        self.server = server
        self.token = server.token(name)
        self.client = httpx.Client(base_url=server.url, headers={"authorization": f"Bearer {self.token}"}, trust_env=False, timeout=60)

    def give(self, data: bytes, name: str = "photo.jpg") -> httpx.Response:
        return self.client.post("/files", content=data, headers={"x-file-name": name})

    def begin(self, size: int, name: str = "film.mp4") -> str:
        answer = self.ask_to_begin(size, name)
        assert answer.status_code == 201, answer.text
        return answer.headers["location"]

    def ask_to_begin(self, size: int, name: str = "film.mp4") -> httpx.Response:
        metadata = f"filetype dmlkZW8=, filename {b64encode(name.encode()).decode()}"
        return self.client.post("/uploads", headers={**TUS, "upload-length": str(size), "upload-metadata": metadata})

    def send(self, place: str, offset: int, data: bytes, **more: str) -> httpx.Response:
        return self.client.patch(place, headers={**PIECE, "upload-offset": str(offset), **more}, content=data)

    def stands(self, place: str) -> int:
        answer = self.client.head(place, headers=TUS)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        return int(answer.headers["upload-offset"])

    def told(self, place: str) -> Any:
        return self.client.post(place).json()

    def hangs(self, place: str, offset: int, announced: int, data: bytes) -> socket.socket:
        """Begins a piece, and is silent in the middle of it."""
        head = f"PATCH {place} HTTP/1.1\r\nhost: 127.0.0.1:{self.server.port}\r\nauthorization: Bearer {self.token}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in PIECE.items())
        head += f"upload-offset: {offset}\r\ncontent-length: {announced}\r\n\r\n"
        line = socket.create_connection(("127.0.0.1", self.server.port))
        line.sendall(head.encode() + data)
        time.sleep(0.2)
        return line

    def loses(self, place: str, offset: int, announced: int, data: bytes) -> None:
        """Begins a piece, and is gone in the middle of it."""
        self.hangs(place, offset, announced, data).close()

    def left(self) -> list[str]:
        """What is half there."""
        return sorted(path.name for path in (self.server.folder / "data" / "files" / "parts").iterdir())

    def kept(self) -> dict[str, bytes]:
        """All that is whole, by its key."""
        kept = self.server.folder / "data" / "files" / "kept"
        return {path.name: path.read_bytes() for path in kept.rglob("*") if path.is_file()}

    def close(self) -> None:
        self.client.close()
