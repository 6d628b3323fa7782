"""A film that has come is never lost again: not to a second worker, and not to a database that was away for a moment."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from sqlalchemy.orm import selectinload

from hub.files import actions, films
from hub.files.media.rules import Made
from hub.files.models import File
from hub.files.preparing import SOURCE, Given, Keys, Stored, lay
from hub.files.store import LocalStore
from hub.ids import new_id
from tests import media
from tests.files.line import Line
from tests.support.ports import wait_until
from tests.support.school import WORK, School
from tests.support.server import StartServer


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStore:
    """Of this process's worker."""
    made = LocalStore(tmp_path / "files")
    monkeypatch.setattr(films, "_studio", [made])
    return made


def film(school: School, store: LocalStore) -> UUID:
    """One that waits to be made playable."""
    (maya,) = school.people(maya="student")
    file_id = new_id()
    size = Keys(store, file_id.hex).put(SOURCE, media.film("hevc", 1))
    given = Given("video", (Stored(SOURCE, "application/octet-stream", 0, 0, size),), state="preparing")
    maya.does(actions.keep, file_id, given, 10**9)
    return file_id


def row(school: School, file_id: UUID) -> File:
    return school.database.read_now(WORK, lambda tx: tx.get_one(File, file_id, options=[selectinload(File.renditions)]))


def test_a_film_that_two_workers_make_is_whole_whichever_ends_first(
    school: School, store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    late: list[Path] = []
    file_id = film(school, store)

    def laid(made: Made, folder: Path, keys: Keys) -> tuple[Stored, ...]:
        if not late:
            late.append(folder)
            films._prepare(school.database, {"file": file_id.hex})  # The other one, which takes this one for lost.
        return lay(made, folder, keys)

    monkeypatch.setattr(films, "lay", laid)
    films._prepare(school.database, {"file": file_id.hex})
    file = row(school, file_id)
    assert (file.state, [one.name for one in file.renditions]) == ("ready", ["full"])
    assert {(kept.key, kept.size) for kept in store.kept()} == {(one.key, one.size) for one in file.renditions}


def test_a_film_that_was_deleted_while_it_was_made_leaves_nothing(
    school: School, store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_id = film(school, store)

    def laid(made: Made, folder: Path, keys: Keys) -> tuple[Stored, ...]:
        for key in school.folk["maya"].does(actions.take_away, file_id):
            store.delete(key)
        return lay(made, folder, keys)

    monkeypatch.setattr(films, "lay", laid)
    films._prepare(school.database, {"file": file_id.hex})
    assert list(store.kept()) == []


@pytest.fixture
def line(start_server: StartServer, database_url: str) -> Iterator[Line]:
    """To a hub on each engine."""
    with closing(Line(start_server(demo=True, DATABASE_URL=database_url))) as line:
        yield line


def test_a_film_that_came_whole_waits_for_a_database_that_was_away_at_the_end(line: Line, database_url: str) -> None:
    sent = media.film("hevc", 1)
    place = line.begin(len(sent))
    line.server.expect_trouble("blink|Traceback|Error")
    blinks(database_url, True)
    assert line.send(place, 0, sent).status_code == 500
    assert line.stands(place) == len(sent)
    assert line.client.post(place).status_code == 500, "still away"
    blinks(database_url, False)
    told = line.told(place)
    assert (told["medium"], told["state"]) == ("video", "preparing")
    wait_until(lambda: line.client.get(f"/files/{told['id']}/full").status_code == 200, within=20, what="the film", every=0.2)
    assert line.left() == []


def blinks(database_url: str, away: bool) -> None:
    """No file can be written down, or again."""
    if database_url.startswith("sqlite"):
        refuse = "CREATE TRIGGER blink BEFORE INSERT ON file BEGIN SELECT RAISE(ABORT, 'blink'); END"
        with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as sqlite, sqlite:
            sqlite.execute(refuse if away else "DROP TRIGGER blink")
        return
    refuse = "ALTER TABLE file ADD CONSTRAINT blink CHECK (false) NOT VALID"
    with psycopg.connect(database_url.replace("+psycopg", "")) as postgresql:
        postgresql.execute(refuse if away else "ALTER TABLE file DROP CONSTRAINT blink")
