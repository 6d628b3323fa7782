"""One person's documents wait for each other, and never for long on anybody else's way; so do photos that want more than photos do."""

import asyncio
import threading
from pathlib import Path
from uuid import UUID

import pytest

from hub.files import preparing
from hub.files.media.refusing import Hungry
from hub.files.preparing import Keys, Limits, prepared
from hub.files.store import LocalStore
from hub.ids import new_id

MOST = Limits(10**6, 10**6, 10**6)


async def test_of_documents_one_of_each_person_at_a_time_is_made_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maya, jonas = new_id(), new_id()
    store = LocalStore(tmp_path / "files")
    slow, begun = threading.Event(), []

    def held(_source: Path, name: str, *_more: object, **_field: object) -> str:
        begun.append(name)
        if name.startswith("slow"):
            assert slow.wait(10)
        return name

    monkeypatch.setattr(preparing, "_prepare", held)

    def give(whose: UUID, name: str) -> "asyncio.Task[object]":
        source = tmp_path / name
        source.write_bytes(b"%PDF-1.7 ")
        return asyncio.ensure_future(prepared(source, name, "", Keys(store, name), MOST, whose=whose))

    hers = [give(maya, f"slow-{number}") for number in range(3)]
    his = give(jonas, "letter")
    try:
        assert await asyncio.wait_for(his, 10) == "letter"
        assert sum(name.startswith("slow") for name in begun) <= 1
    finally:
        slow.set()
        await asyncio.gather(*hers)
    assert len(begun) == 4


async def test_however_many_photos_one_person_sends_anothers_comes_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maya, jonas = new_id(), new_id()
    store = LocalStore(tmp_path / "files")
    turn, begun = threading.Semaphore(0), []

    def held(_source: Path, name: str, *_more: object) -> str:
        begun.append(name)
        assert turn.acquire(timeout=10)
        return name

    monkeypatch.setattr(preparing, "_prepare", held)

    def give(whose: UUID, name: str) -> "asyncio.Task[object]":
        source = tmp_path / name
        source.write_bytes(b"\xff\xd8\xff")
        return asyncio.ensure_future(prepared(source, name, "", Keys(store, name), MOST, whose=whose))

    hers = [give(maya, f"hers-{number}") for number in range(20)]
    await asyncio.sleep(0.05)
    his = give(jonas, "his")
    await asyncio.sleep(0.05)
    try:
        turn.release()
        turn.release()
        turn.release()
        assert await asyncio.wait_for(his, 10) == "his"
        assert begun.index("his") <= 2
    finally:
        turn.release(30)
        await asyncio.gather(*hers)


async def test_hungry_photos_are_drawn_one_at_a_time_and_hold_up_nobody_elses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = LocalStore(tmp_path / "files")
    slow, begun = threading.Event(), []

    def held(_source: Path, name: str, *_more: object, alone: bool = False) -> str:
        if name.startswith("hungry") and not alone:
            raise Hungry("photo", "")
        begun.append(name)
        if alone:
            assert slow.wait(10)
        return name

    monkeypatch.setattr(preparing, "_prepare", held)

    def give(name: str) -> "asyncio.Task[object]":
        source = tmp_path / name
        source.write_bytes(b"\xff\xd8\xff")
        return asyncio.ensure_future(prepared(source, name, "", Keys(store, name), MOST, whose=new_id()))

    hungry = [give(f"hungry-{number}") for number in range(3)]
    try:
        for number in range(4):
            assert await asyncio.wait_for(give(f"photo-{number}"), 10) == f"photo-{number}"
        assert sum(name.startswith("hungry") for name in begun) <= 1
    finally:
        slow.set()
        await asyncio.gather(*hungry)
    assert len(begun) == 7
