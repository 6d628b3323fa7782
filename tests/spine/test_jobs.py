"""What is to be done later is done at least once, and given up in the end."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from hub import jobs
from hub.clock import now
from hub.database import Database, Tx
from hub.errors import Invalid
from hub.identity.queries import recognise
from hub.jobs import Job, later, work_once
from tests.support.ports import wait_until
from tests.support.school import WORK


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url, recognise)
    yield made
    made.close()


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the jobs of this test were given; "fail" fails."""
    seen: list[dict[str, Any]] = []

    def handler(_database: Database, args: dict[str, Any]) -> None:
        seen.append(args)
        if "fail" in args:
            raise ValueError("a secret")

    monkeypatch.setitem(jobs._handlers, "test", handler)
    return seen


def ask(database: Database, **args: Any) -> None:
    database.write_now(WORK, lambda tx: later(tx, "test", **args))


def change(database: Database, **values: Any) -> None:
    def job(tx: Tx) -> None:
        for row in tx.scalars(select(Job)):
            for name, value in values.items():
                setattr(row, name, value)

    database.write_now(WORK, job)


def rows(database: Database) -> list[Job]:
    return database.read_now(WORK, lambda tx: list(tx.scalars(select(Job))))


def test_a_job_is_done_and_gone_and_the_oldest_comes_first(database: Database, done: list[Any]) -> None:
    ask(database, n=1)
    ask(database, n=2)
    ask(database, n=3, after=timedelta(hours=1))
    assert [work_once(database) for _ in range(3)] == [True, True, False]
    assert done == [{"n": 1}, {"n": 2}]
    assert len(rows(database)) == 1


def test_a_wish_goes_with_its_transaction(database: Database, done: list[Any]) -> None:
    def fail(tx: Tx) -> None:
        later(tx, "test")
        raise Invalid("x", "no")

    with pytest.raises(Invalid):
        database.write_now(WORK, fail)
    assert not work_once(database)
    assert done == []


def test_a_job_whose_worker_is_gone_is_done_by_another_after_its_lease(database: Database, done: list[Any]) -> None:
    ask(database, n=1)
    assert database.write_now(WORK, jobs._take) is not None
    assert not work_once(database)
    change(database, due=now() - timedelta(seconds=1))
    assert work_once(database)
    assert done == [{"n": 1}]


def test_a_failing_job_waits_longer_each_time_and_is_given_up(database: Database, done: list[Any]) -> None:
    ask(database, fail=True)
    pauses = []
    for _ in range(jobs.TRIES):
        assert work_once(database)
        pauses.append(rows(database)[0].due - now())
        change(database, due=now() - timedelta(seconds=1))
    assert pauses == sorted(pauses)
    assert not work_once(database)
    assert len(done) == jobs.TRIES
    assert rows(database)[0].failed is not None


def test_a_job_that_ends_its_workers_is_given_up_and_holds_up_nobody(database: Database, done: list[Any]) -> None:
    ask(database, n=1)
    for _ in range(jobs.TRIES):
        assert database.write_now(WORK, jobs._take) is not None
        change(database, due=now() - timedelta(seconds=9))
    ask(database, n=2)
    assert work_once(database)
    assert done == [{"n": 2}]
    assert [row.failed is not None for row in rows(database)] == [True]


def test_an_unknown_job_fails_and_harms_nobody(database: Database, done: list[Any]) -> None:
    database.write_now(WORK, lambda tx: later(tx, "of a newer version"))
    ask(database, n=1)
    assert [work_once(database) for _ in range(3)] == [True, True, False]
    assert done == [{"n": 1}]


def test_a_late_failure_of_a_job_that_another_has_done_is_no_failure(database: Database, done: list[Any]) -> None:
    ask(database, n=1)
    taken = database.write_now(WORK, jobs._take)
    assert taken is not None
    database.write_now(WORK, jobs._finish, taken[0])
    database.write_now(WORK, jobs._put_off, taken[0])
    database.write_now(WORK, jobs._finish, taken[0])
    assert rows(database) == []


def test_a_lease_is_renewed_again_after_the_database_was_away_for_a_moment(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[UUID] = []
    renew = jobs._renew

    def away_at_first(tx: Tx, id_: UUID) -> None:
        tries.append(id_)
        if len(tries) == 1:
            raise OperationalError("SELECT", {}, Exception("away"))
        renew(tx, id_)

    monkeypatch.setattr(jobs, "_renew", away_at_first)
    monkeypatch.setattr(jobs, "HELD", timedelta(seconds=0.3))
    ask(database)
    taken = database.write_now(WORK, jobs._take)
    assert taken is not None
    with jobs._held(database, taken[0]):
        wait_until(lambda: len(tries) > 2, within=10, what="the lease to be renewed")
    assert rows(database)[0].due > now() - jobs.HELD


def test_what_a_killed_process_was_slow_with_is_taken_up_a_minute_later(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_slow", {"test"})
    ask(database)
    before = now()
    assert database.write_now(WORK, jobs._take, slow=True) is not None
    assert timedelta(seconds=59) < rows(database)[0].due - before < timedelta(seconds=75)
