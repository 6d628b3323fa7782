"""A hub with people in it, a process that writes into it, and what must be true of it afterwards."""

import pickle
import subprocess
import sys
import threading
from collections import Counter
from contextlib import closing
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from hub.database import Database, Tx
from hub.demo.drawings import river_bank
from hub.demo.people import make_people
from hub.events import Event, EventTopic, Topic
from hub.feedback.models import Thread
from hub.files.models import File, Rendition
from hub.files.photos.studio import drawn
from hub.files.store import LocalStore
from hub.identity.actions import new_session
from hub.identity.queries import recognise
from hub.reflections.models import Reflection
from hub.viewer import System
from tests.operations.writer import Writer
from tests.support.once import once

ROOT = Path(__file__).parent.parent.parent
WORK = System("a test")


def begin(url: str) -> str:
    """The people of the demo school; returns the secret of a session of Maya's."""
    database = Database(url, recognise)
    try:
        demo = database.write_now(WORK, make_people)
        return database.write_now(WORK, new_session, demo.id("maya"), timedelta(days=1), "a test", shared=False).secret
    finally:
        database.close()


class Writing:
    """The writer, and what was acknowledged by it so far: `acknowledged` maps a thread to its last number."""

    THREADS = ("a", "b", "c")

    def __init__(self, url: str, folder: Path, secret: str) -> None:
        self.words = [sys.executable, "-m", "tests.operations.writer", url, str(folder), secret, _photo()]
        self.said: list[str] = []
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        last = dict.fromkeys(self.THREADS, 0)
        for title in self.said:
            thread, _, number = title.partition("-")
            last[thread] = max(last[thread], int(number) + 1)
        command = [*self.words, *(f"{thread}={number}" for thread, number in last.items())]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self.ear = threading.Thread(target=self._hear, args=(self.process,), daemon=True)
        self.ear.start()

    def kill(self) -> None:
        """SIGKILL: nothing in it gets to finish anything. What it had said by then was said."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)
        self.ear.join(10)

    def _hear(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            # Killed in the middle of a line, it has not said it.
            self.said += (line.strip() for line in lines if line.endswith("\n"))


def write(url: str, folder: Path, many: int) -> None:
    """What the writer writes at first, in this process and in peace: so many reflections of Maya's, each with a photo."""
    writer = Writer(url, str(folder), begin(url), _photo())
    with closing(writer.database):
        for number in range(many):
            writer.write("a", number)


def _photo() -> str:
    return str(once("photo-of-the-writer", _draw) / "photo")


def _draw(folder: Path) -> None:
    (folder / "photo").write_bytes(pickle.dumps(drawn(BytesIO(river_bank()), "image/jpeg")))


def titles(url: str) -> Counter[str]:
    return Counter(_read(url, lambda tx: tx.scalars(select(Reflection.title)).all()))


def faults(url: str, folder: Path) -> list[str]:
    """What can't be true of a hub that keeps its promises, in sentences."""
    store = LocalStore(folder / "files")
    found = []
    for key, size in _read(url, lambda tx: [tuple(row) for row in tx.execute(select(Rendition.key, Rendition.size))]):
        try:
            if store.find(key).size != size:
                found.append(f"{key} has another size in the store")
        except FileNotFoundError:
            found.append(f"{key} has a row and no file")
    counts = _read(url, _counts)
    if len({counts["reflections"], counts["threads"], counts["told"], counts["photos"]}) != 1:
        found.append(f"not one thread, event and photo for each reflection: {counts}")
    for topic, seq in _read(url, lambda tx: [tuple(row) for row in tx.execute(select(Topic.name, Topic.seq))]):
        told = _read(url, lambda tx, topic=topic: tx.scalars(select(EventTopic.seq).where(EventTopic.topic == topic)).all())
        if sorted(told) != list(range(1, seq + 1)):
            found.append(f"{topic} is not dense up to {seq}")
    return found


def _counts(tx: Tx) -> dict[str, int]:
    def count(what: Any) -> int:
        return tx.scalar(what) or 0

    return {
        "reflections": count(select(func.count()).select_from(Reflection)),
        "threads": count(select(func.count()).select_from(Thread)),
        "told": count(select(func.count()).select_from(Event).where(Event.kind == "reflection.posted")),
        "photos": count(select(func.count()).select_from(File).where(File.item_id.is_not(None))),
    }


def _read(url: str, job: Any) -> Any:
    database = Database(url, recognise)
    try:
        return database.read_now(WORK, job)
    finally:
        database.close()
