"""The worker beside the server: letters go out, also after a while; and what nobody needs is cleared away, nothing else."""

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from hub import chores, jobs, mail, worker
from hub.clock import now
from hub.database import Database, Tx
from hub.demo.people import make_people
from hub.drafts.models import Sent
from hub.files.store import LocalStore
from hub.identity import invitations
from hub.identity.models import BrowserSession, Tally
from hub.identity.queries import recognise
from hub.ids import new_id
from hub.people.models import Person
from hub.settings import Settings
from hub.viewer import System
from hub.worker import Worker
from tests.support.mail import mail_server
from tests.support.ports import wait_until

WORK = System("a test")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """With the demo's people; Chidi has an email address."""
    opened = Database(database_url, recognise)
    opened.write_now(WORK, make_people)
    opened.write_now(WORK, lambda tx: tx.execute(update(Person).where(Person.sign_in_name == "chidi").values(email="chidi@okafor.example")))
    yield opened
    opened.close()


def test_a_forgotten_password_is_answered_by_mail(database: Database, tmp_path: Path) -> None:
    with mail_server() as server:
        settings = Settings(
            data=tmp_path,
            base_url="https://trellis.elm.example",
            mail_url=f"smtp://127.0.0.1:{server.port}",
            mail_from="Elm <trellis@elm.example>",
        )
        mail.open_post(settings)
        database.write_now(WORK, invitations.forget, "chidi", "192.0.2.1")
        assert jobs.work_once(database)
        assert not jobs.work_once(database)
    [letter] = server.letters
    assert (letter["To"], letter["From"]) == ("chidi@okafor.example", "Elm <trellis@elm.example>")
    assert "https://trellis.elm.example/join/" in letter.get_content()


def test_a_letter_waits_while_the_mail_server_is_busy_and_goes_out_once(database: Database, tmp_path: Path) -> None:
    with mail_server() as server:
        mail.open_post(Settings(data=tmp_path, mail_url=f"smtp://127.0.0.1:{server.port}"))
        server.busy = True
        database.write_now(WORK, invitations.forget, "chidi", "192.0.2.1")
        assert jobs.work_once(database)
        assert not jobs.work_once(database), "it is tried again at once"
        server.busy = False
        database.write_now(WORK, lambda tx: tx.execute(update(jobs.Job).values(due=now())))
        assert jobs.work_once(database)
        assert len(server.letters) == 1
        assert database.read_now(WORK, lambda tx: tx.scalars(select(jobs.Job)).all()) == []


def test_without_a_mail_server_letters_are_laid_into_the_outbox(database: Database, tmp_path: Path) -> None:
    working = Worker(database, LocalStore(tmp_path / "files"), Settings(data=tmp_path))
    working.start()
    database.write_now(WORK, invitations.forget, "chidi", "192.0.2.1")
    wait_until(lambda: list((tmp_path / "outbox").glob("*.eml")) != [], within=10, what="the letter")
    working.stop()
    [letter] = (tmp_path / "outbox").glob("*.eml")
    assert b"chidi@okafor.example" in letter.read_bytes()
    assert letter.stat().st_mode & 0o077 == 0


def test_one_job_that_fails_does_not_hold_up_the_others(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(worker, "LOOK_EVERY", 0.05)

    def fail(_database: Database, _args: dict[str, Any]) -> None:
        raise RuntimeError

    jobs.handles("test.fail")(fail)
    jobs.handles("test.note")(lambda _database, args: done.append(args["word"]))
    working = Worker(database, LocalStore(tmp_path / "files"), Settings(data=tmp_path))
    working.start()
    database.write_now(WORK, lambda tx: jobs.later(tx, "test.fail"))
    database.write_now(WORK, lambda tx: jobs.later(tx, "test.note", word="here"))
    wait_until(lambda: done == ["here"], within=10, what="the other job")
    begun = time.monotonic()
    working.stop()
    assert time.monotonic() - begun < 2


def test_chores_clear_away_what_is_over_and_nothing_else(database: Database, tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "files")
    old, young = "0123456789abcdef0123456789abcdef.page", "1123456789abcdef0123456789abcdef.page"
    for key in (old, young):
        store.put(key, b"x")
    _age(tmp_path / "files", old, 3 * 86_400)

    def fill(tx: Tx) -> None:
        maya = tx.scalars(select(Person.id).where(Person.sign_in_name == "maya")).one()
        for days in (1, 120, 399, 401):
            tx.add(Sent(person_id=maya, key=f"{days}", act="post", made_id=new_id(), at=tx.now - timedelta(days=days)))
        for days in (-1, 89, 91):
            expires = tx.now - timedelta(days=days)
            tx.add(BrowserSession(person_id=maya, digest=f"{days}", created=expires, expires=expires))
        tx.add(Tally(key="over", until=tx.now - timedelta(minutes=1)))
        tx.add(Tally(key="counting", until=tx.now + timedelta(minutes=1)))

    database.write_now(WORK, fill)
    for chore in chores.CHORES:
        chore.do(database, store)

    def left(column: Any) -> set[str]:
        return set(database.read_now(WORK, lambda tx: tx.scalars(select(column)).all()))

    assert [kept.key for kept in store.kept()] == [young]
    assert left(Sent.key) == {"1", "120", "399"}
    assert left(BrowserSession.digest) == {"-1", "89"}
    assert left(Tally.key) == {"counting"}


def _age(folder: Path, key: str, seconds: float) -> None:
    [path] = folder.rglob(key)
    os.utime(path, (time.time() - seconds,) * 2)
