"""A photo waits for no document and for few of anybody's photos; documents, and photos that want too much, wait for their like."""

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


async def test_documents_wait_for_one_of_each_other_person_and_photos_for_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maya, jonas, amina = new_id(), new_id(), new_id()
    store = LocalStore(tmp_path / "files")
    slow, begun = threading.Event(), []

    def held(_source: Path, name: str, *_more: object, **_field: object) -> str:
        begun.append(name)
        if name.startswith("slow"):
            assert slow.wait(10)
        return name

    monkeypatch.setattr(preparing, "_prepare", held)

    def give(whose: UUID, name: str, head: bytes = b"%PDF-1.7 ") -> "asyncio.Task[object]":
        source = tmp_path / name
        source.write_bytes(head)
        return asyncio.ensure_future(prepared(source, name, "", Keys(store, name), MOST, whose=whose))

    waiting = [give(maya, f"slow-{number}") for number in range(3)]
    try:
        assert await asyncio.wait_for(give(jonas, "letter"), 5) == "letter"
        waiting += [give(jonas, "slow-3"), give(jonas, "slow-4", b"RIFF....WAVE")]
        while "slow-3" not in begun:
            await asyncio.sleep(0.01)
        for whose in (amina, jonas, maya):
            assert await asyncio.wait_for(give(whose, "photo", b"\xff\xd8\xff"), 5) == "photo", "two documents are still being read"
        assert sorted(begun) == ["letter", "photo", "photo", "photo", "slow-0", "slow-3"]
    finally:
        slow.set()
        await asyncio.gather(*waiting)
    assert len(begun) == 9


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
