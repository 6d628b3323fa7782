"""The harness can fail, and what it hands out is real."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import create_engine, text

from tests.support.nursery import Nursery
from tests.support.ports import port_of_ones_own
from tests.support.redis import RedisServer
from tests.support.server import Server
from tests.support.statements import Statements


def test_each_test_gets_a_database_of_its_own(empty_database_url: str) -> None:
    engine = create_engine(empty_database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE mine (id INTEGER PRIMARY KEY)"))
        assert connection.execute(text("SELECT count(*) FROM mine")).scalar_one() == 0
    engine.dispose()


def test_statements_are_counted_on_connections_older_than_the_count(
    empty_database_url: str, statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    engine = create_engine(empty_database_url)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        with statements() as seen:
            connection.execute(text("SELECT 2"))
            connection.execute(text("SELECT 3"))
        connection.execute(text("SELECT 4"))
    engine.dispose()
    assert seen.texts == ["SELECT 2", "SELECT 3"]


def test_redis_is_real_and_can_go_away(redis_server: RedisServer, redis_url: str) -> None:
    with Redis.from_url(redis_url) as client:
        client.set("bees", 1)
        assert client.get("bees") == b"1"
    redis_server.stop()
    assert not redis_server.answers()
    redis_server.start()
    assert redis_server.answers()


def test_a_child_of_the_nursery_speaks_and_ends_as_the_command_does_in_its_own_environment(nursery: Nursery | None, tmp_path: Path) -> None:
    if nursery:
        for words, code, said in ((["--version"], 0, "Trellis "), (["water"], 2, "water"), (["token", "list"], 1, "TRELLIS_PORT")):
            child = nursery.birth(words, {"TRELLIS_PORT": "many"}, tmp_path / words[0])
            assert child.wait(10) == code
            assert said in (tmp_path / words[0]).read_text()


def test_two_runs_on_one_machine_never_serve_on_the_same_port() -> None:
    with port_of_ones_own(0) as ours, port_of_ones_own(0) as theirs:
        assert ours != theirs


def test_an_unexpected_error_in_the_log_is_noticed(tmp_path: Path) -> None:
    server = Server(tmp_path)
    server.log_path.write_text('{"event": "started", "level": "info"}\n')
    server.check_log()
    server.log_path.write_text('{"event": "mail failed", "level": "error"}\n')
    with pytest.raises(AssertionError, match="mail failed"):
        server.check_log()
    server.expect_trouble("mail failed")
    server.check_log()
