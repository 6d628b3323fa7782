"""The worker beside the server: one thread that does the jobs as they come due, and the chores when it is their time; and one
for the jobs that take minutes.

Several processes may each have one: a job is taken by one of them, and a chore done twice does no harm.
"""

import threading
import time

import structlog

from hub import jobs, mail
from hub.chores import CHORES
from hub.database import Database
from hub.files import films
from hub.files.media import asking
from hub.files.store import LocalStore
from hub.settings import Settings

log = structlog.get_logger("worker")

LOOK_EVERY = 1.0
"""Seconds between two looks for a due job, and the longest that a letter waits here."""
FIRST_CHORES = 60.0
"""Seconds after the start: a server that begins its day has better things to do."""
LONGEST_PAUSE = 30.0
LAST_WORDS = 5.0
"""Seconds that a job has to come to its end when the server stops. One that needs longer is done again later, by its lease."""


class Worker:
    """`start` once the database is there; `stop` before it is closed."""

    def __init__(self, database: Database, store: LocalStore, settings: Settings) -> None:
        self._database = database
        self._store = store
        self._stopping = threading.Event()
        self._threads = (
            threading.Thread(target=self._work, name="worker", args=(False,), daemon=True),
            threading.Thread(target=self._work, name="slow worker", args=(True,), daemon=True),
        )
        self._next = {chore.name: time.monotonic() + FIRST_CHORES for chore in CHORES}
        mail.open_post(settings)
        films.open_studio(store)

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Waits for the job that is being done, LAST_WORDS seconds at the most."""
        self._stopping.set()
        asking.stop()
        end = time.monotonic() + LAST_WORDS
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, end - time.monotonic()))

    def _work(self, slow: bool) -> None:
        pause = LOOK_EVERY
        while not self._stopping.wait(pause):
            try:
                while not self._stopping.is_set() and jobs.work_once(self._database, slow=slow):
                    pass
                if not slow:
                    self._do_chores()
                pause = LOOK_EVERY
            except Exception as problem:
                # The database is away, or the disk is full: both are mended elsewhere, and the work waits for it.
                pause = min(pause * 2, LONGEST_PAUSE)
                log.warning("the worker waits", problem=type(problem).__name__, seconds=pause)

    def _do_chores(self) -> None:
        for chore in CHORES:
            if self._stopping.is_set() or time.monotonic() < self._next[chore.name]:
                continue
            # Before it is done: one that fails is not tried each second.
            self._next[chore.name] = time.monotonic() + chore.every
            begun = time.perf_counter()
            cleared = chore.do(self._database, self._store)
            log.info("chore done", chore=chore.name, cleared=cleared, ms=round((time.perf_counter() - begun) * 1000))
