"""An upload lands piece by piece, and whichever way it ends, nothing of it stays behind."""

import asyncio
import socket
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from litestar import Litestar, Request, post
from litestar.testing import AsyncTestClient

from hub.errors import Invalid
from hub.files import receive
from tests import photos as made
from tests.files.looking import drawn


async def chunks(data: bytes, size: int = 65_536) -> AsyncIterator[bytes]:
    for at in range(0, len(data), size):
        yield data[at : at + size]
        yield b""


def multipart(parts: Iterable[tuple[str, str | None, bytes]], boundary: str = "b0undary") -> tuple[bytes, str]:
    out = b""
    for name, filename, value in parts:
        file = "" if filename is None else f'; filename="{filename}"\r\nContent-Type: image/jpeg'
        out += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + value + b"\r\n"
    return out + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


async def test_a_photo_sent_as_a_whole_body_is_there_within_and_gone_after(tmp_path: Path) -> None:
    sent = made.jpeg()
    async with receive.body(chunks(sent, 1000), tmp_path, name=r"C:\pictures\me.jpg") as upload:
        assert upload.path.read_bytes() == sent
        assert (upload.size, upload.name) == (len(sent), "me.jpg")
        assert upload.path.parent == tmp_path
        assert drawn(upload.path.read_bytes()).full.width == 640
    assert _left(tmp_path) == []


@pytest.mark.parametrize("size", [1, 7, 1000, 65_536])
async def test_a_form_is_read_alike_however_it_is_cut(tmp_path: Path, size: int) -> None:
    first = [("words", None, "Grüße, 你好".encode()), ("photo", "me.jpg", made.jpeg()), ("photo", "", b"")]
    then = [("with", None, b"a"), ("photo", "../../etc/you.heic", made.heic()), ("with", None, b"b")]
    body, kind = multipart([*first, *then])
    async with receive.form(chunks(body, size), kind, tmp_path) as form:
        assert form.words == {"words": ["Grüße, 你好"], "with": ["a", "b"]}
        assert (form.word("words"), form.word("nothing")) == ("Grüße, 你好", "")
        assert [(f.field, f.name) for f in form.files] == [("photo", "me.jpg"), ("photo", "you.heic")]
        assert [f.path.read_bytes() for f in form.files] == [made.jpeg(), made.heic()]
        assert form.refused == ()
    assert _left(tmp_path) == []


async def test_a_photo_that_is_too_heavy_is_refused_and_never_written_whole(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"^This file is 4 MB\. The most is 2 MB\.$") as refusal:
        async with receive.body(chunks(bytes(3_100_000)), tmp_path, max_bytes=2_000_000):
            pytest.fail("a refused photo was handed on")
    assert refusal.value.field == "photo"
    assert _left(tmp_path) == []

    largest = 0

    async def watched() -> AsyncIterator[bytes]:
        nonlocal largest
        for _ in range(30):
            yield bytes(100_000)
            largest = max([largest, *(path.stat().st_size for path in tmp_path.iterdir())])

    with pytest.raises(Invalid):
        async with receive.body(watched(), tmp_path, max_bytes=2_000_000):
            pytest.fail("a refused photo was handed on")
    assert 0 < largest <= 2_000_000

    exact = bytes(2_000_000)
    async with receive.body(chunks(exact), tmp_path, max_bytes=2_000_000) as upload:
        assert upload.size == 2_000_000


async def test_reading_on_ends_somewhere_and_an_announced_giant_is_not_read_at_all(tmp_path: Path) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 65_536
            yield bytes(65_536)

    with pytest.raises(Invalid):
        async with receive.body(endless(), tmp_path, max_bytes=1_000_000):
            pytest.fail("an endless photo was handed on")
    assert 4_000_000 < read < 4_200_000

    read = 0
    with pytest.raises(Invalid, match="This file is 9,000 MB"):
        async with receive.body(endless(), tmp_path, max_bytes=1_000_000, announced=9_000_000_000):
            pytest.fail("an endless photo was handed on")
    assert read == 0
    assert _left(tmp_path) == []


async def test_a_heavy_photo_in_a_form_costs_no_word_and_no_other_photo(tmp_path: Path) -> None:
    body, kind = multipart([("photo", "big.jpg", bytes(1_500_000)), ("photo", "ok.jpg", made.jpeg()), ("words", None, b"kept")])
    async with receive.form(chunks(body), kind, tmp_path, max_bytes=1_000_000) as form:
        assert form.words == {"words": ["kept"]}
        assert [f.name for f in form.files] == ["ok.jpg"]
        assert [(r.name, r.why.field, r.why.message) for r in form.refused] == [
            ("big.jpg", "photo", "This file is 2 MB. The most is 1 MB.")
        ]
    assert _left(tmp_path) == []


async def test_more_photos_than_allowed_are_told_once_and_not_kept(tmp_path: Path) -> None:
    body, kind = multipart([("photo", f"{n}.jpg", b"x") for n in range(5)] + [("words", None, b"kept")])
    async with receive.form(chunks(body), kind, tmp_path, max_files=2) as form:
        assert len(form.files) == 2
        assert [r.why.message for r in form.refused] == ["Only 2 files at a time."]
        assert form.word("words") == "kept"
        assert len(_left(tmp_path)) == 2
    assert _left(tmp_path) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (multipart([("photo", "me.jpg", b"x" * 500)])[0][:300], "multipart/form-data; boundary=b0undary"),
        (b"", "multipart/form-data; boundary=b0undary"),
        (multipart([("photo", "me.jpg", b"x")])[0], "multipart/form-data; boundary=other"),
        (multipart([("photo", "me.jpg", b"x")])[0], "multipart/form-data"),
        (b"photo=1", "application/x-www-form-urlencoded"),
        (b"photo=1", ""),
        (multipart([(f"w{n}", None, b"") for n in range(300)])[0], "multipart/form-data; boundary=b0undary"),
        (b"--b0undary\r\nX-" + b"a" * 100_000, "multipart/form-data; boundary=b0undary"),
    ],
)
async def test_a_form_that_is_broken_off_or_none_at_all_is_refused(tmp_path: Path, body: bytes, kind: str) -> None:
    with pytest.raises(Invalid, match="got lost on the way"):
        async with receive.form(chunks(body, 100), kind, tmp_path):
            pytest.fail("a broken form was handed on")
    assert _left(tmp_path) == []


async def test_endless_text_in_a_form_is_refused(tmp_path: Path) -> None:
    body, kind = multipart([("photo", "me.jpg", made.jpeg()), ("words", None, b"a" * 60_000), ("words", None, b"a" * 60_000)])
    with pytest.raises(Invalid, match="more text than fits"):
        async with receive.form(chunks(body), kind, tmp_path, max_words=100_000):
            pytest.fail("an endless text was handed on")
    assert _left(tmp_path) == []


async def test_a_lost_line_leaves_nothing(tmp_path: Path) -> None:
    async def lost(data: bytes) -> AsyncIterator[bytes]:
        yield data
        assert _left(tmp_path), "it had begun to land"
        raise ConnectionError("the line is gone")

    body, kind = multipart([("photo", "me.jpg", bytes(900_000))])
    with pytest.raises(ConnectionError):
        async with receive.form(lost(body[:700_000]), kind, tmp_path):
            pytest.fail("half a form was handed on")
    with pytest.raises(ConnectionError):
        async with receive.body(lost(bytes(700_000)), tmp_path):
            pytest.fail("half a photo was handed on")
    assert _left(tmp_path) == []


async def test_a_cancelled_upload_leaves_nothing_before_and_after_it_has_landed(tmp_path: Path) -> None:
    begun = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield bytes(700_000)
        begun.set()
        await asyncio.sleep(60)

    async def upload(source: AsyncIterator[bytes]) -> None:
        async with receive.body(source, tmp_path):
            begun.set()
            await asyncio.sleep(60)

    for source in (slow(), chunks(made.jpeg())):
        begun.clear()
        task = asyncio.create_task(upload(source))
        await begun.wait()
        assert len(_left(tmp_path)) == 1
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert _left(tmp_path) == []


async def test_a_large_upload_is_never_whole_in_memory(tmp_path: Path) -> None:
    async def large() -> AsyncIterator[bytes]:
        head, tail = multipart([("photo", "me.jpg", b"|")])[0].split(b"|")
        yield head
        for _ in range(380):
            yield bytes(65_536)
        yield tail

    tracemalloc.start()
    async with receive.form(large(), multipart([])[1], tmp_path) as form:
        assert form.files[0].size == 380 * 65_536
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000


async def test_a_real_request_is_received_both_ways(tmp_path: Path) -> None:
    @post("/body", request_max_body_size=None)
    async def whole(request: Request[Any, Any, Any]) -> dict[str, int]:
        async with receive.body(request.stream(), tmp_path, announced=request.content_length) as upload:
            return {"width": drawn(upload.path.read_bytes()).full.width}

    @post("/form", request_max_body_size=None)
    async def parts(request: Request[Any, Any, Any]) -> dict[str, object]:
        async with receive.form(request.stream(), request.headers["content-type"], tmp_path) as form:
            return {"words": form.words, "widths": [drawn(f.path.read_bytes()).full.width for f in form.files]}

    async with AsyncTestClient(Litestar([whole, parts])) as browser:
        answer = await browser.post("/body", content=made.heic())
        assert answer.json() == {"width": 640}
        answer = await browser.post("/form", data={"words": "What?"}, files={"photo": ("me.jpg", made.jpeg())})
        assert answer.json() == {"words": {"words": ["What?"]}, "widths": [640]}
    assert _left(tmp_path) == []


async def test_over_a_real_line_a_heavy_photo_hears_why_and_a_closed_tab_leaves_nothing(tmp_path: Path) -> None:
    @post("/", request_max_body_size=None, status_code=200)
    async def take(request: Request[Any, Any, Any]) -> str:
        try:
            async with receive.body(request.stream(), tmp_path, announced=request.content_length, max_bytes=1_000_000):
                return "taken"
        except Invalid as refusal:
            return refusal.message

    door = socket.create_server(("127.0.0.1", 0))
    port = door.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(Litestar([take]), log_level="critical", lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[door]))
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as browser:
            answer = await browser.post("/", content=bytes(3_000_000))
            assert answer.text == "This file is 3 MB. The most is 1 MB."

            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n" + bytes(700_000))
            await _until(lambda: len(_left(tmp_path)) == 1)
            writer.close()
            await _until(lambda: _left(tmp_path) == [])
            assert (await browser.post("/", content=b"x")).text == "taken"
    finally:
        server.should_exit = True
        await serving
        door.close()


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.01)


def _left(place: Path) -> list[str]:
    return [path.name for path in place.rglob("*") if path.is_file()]
