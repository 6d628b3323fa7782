"""A folder of real work comes in whole: each file once, each failure with its reason, and nothing half there."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from hub.cli import main
from hub.files import actions, queries
from hub.files.models import File
from hub.files.store import LocalStore, sweep_orphans, sweep_parts
from hub.items import actions as items
from hub.items.models import Item
from tests import media, photos
from tests.support.ports import wait_until
from tests.support.school import School, Someone
from tests.support.server import ROOT

Import = Callable[..., tuple[int, Any]]
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """As a phone and a scanner leave it, and as a folder is after a year."""
    folder = tmp_path / "bridge"
    (folder / "week 2").mkdir(parents=True)
    (folder / "first_sketch.jpg").write_bytes(photos.jpeg())
    (folder / "IMG_0001.HEIC").write_bytes(photos.heic())
    (folder / "report.pdf").write_bytes(media.pdf(2))
    (folder / "week 2" / "the test.mp4").write_bytes(media.film("mp4"))
    (folder / "week 2" / "interview.mp3").write_bytes(media.sound("mp3"))
    (folder / "week 2" / "first_sketch copy.jpg").write_bytes(photos.jpeg())
    (folder / "week 2" / "cut.mp4").write_bytes(photos.cut_in_half(media.film("mp4")))
    (folder / "notes.docx").write_bytes(photos.zip_file())
    (folder / "logo.svg").write_bytes(photos.svg())
    (folder / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")
    (folder / "elsewhere.jpg").symlink_to("/etc/passwd")
    return folder


@pytest.fixture
def brings(
    school: School, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Import:
    monkeypatch.setenv("TRELLIS_DATABASE_URL", database_url)
    monkeypatch.setenv("TRELLIS_DATA", str(tmp_path / "data"))

    def run(folder: Path, owner: str = "maya.riverside", *more: str) -> tuple[int, Any]:
        code = main(["artifacts", "import", str(folder), "--owner", owner, "--json", *more])
        out = capsys.readouterr()
        return code, json.loads(out.out) if out.out else out.err

    return run


def mine(someone: Someone) -> dict[str, str]:
    def of(tx: Any) -> dict[str, str]:
        return {item.title: item.kind for item in tx.scalars(select(Item).where(Item.owner_id == tx.viewer.id))}

    return someone.reads(of)


def left(tmp_path: Path) -> tuple[int, list[str]]:
    """Files in the store, and what is half there."""
    files = tmp_path / "data" / "files"
    kept = sum(1 for path in (files / "kept").rglob("*") if path.is_file())
    return kept, [path.name for path in (files / "parts").iterdir()]


def test_a_folder_becomes_private_work_and_given_again_it_is_recognised(school: School, work: Path, brings: Import, tmp_path: Path) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    before = {path: path.read_bytes() for path in work.rglob("*") if path.is_file()}
    code, outcomes = brings(work)
    assert code == 1, "some could not be taken"
    told = {one["file"]: one for one in outcomes}
    assert {file for file, one in told.items() if one["outcome"] == "added"} == {
        "IMG_0001.HEIC",
        "first_sketch.jpg",
        "report.pdf",
        "week 2/interview.mp3",
        "week 2/the test.mp4",
    }
    assert told["week 2/first_sketch copy.jpg"]["outcome"] == "duplicate"
    assert told["week 2/first_sketch copy.jpg"]["id"] == told["first_sketch.jpg"]["id"]
    assert {file: one["reason"] for file, one in told.items() if one["outcome"] == "failed"} == {
        "logo.svg": "We can't take this kind of file. Photos, PDFs, recordings and films can be added.",
        "notes.docx": "We can't take this kind of file. Photos, PDFs, recordings and films can be added.",
        "week 2/cut.mp4": "This recording seems broken or only half there. Try choosing it again.",
    }
    assert sorted(mine(maya)) == ["IMG 0001", "first sketch", "interview", "report", "the test"]
    assert set(mine(maya).values()) == {"artifact"}
    assert not any(rivera.sees(_id(one["id"])) for one in outcomes if one["outcome"] == "added")
    assert {path: path.read_bytes() for path in work.rglob("*") if path.is_file()} == before
    # Three of each picture, "full" and two pages and a small one of the PDF, two of the recording, three of the film.
    assert left(tmp_path) == (3 + 3 + 4 + 2 + 3, [])

    code, again = brings(work)
    assert [one["outcome"] for one in again].count("added") == 0
    assert [one["outcome"] for one in again].count("duplicate") == 6
    assert len(mine(maya)) == 5
    assert left(tmp_path) == (15, [])


def test_what_a_killed_run_left_out_the_next_one_brings_and_nothing_twice(school: School, brings: Import, tmp_path: Path) -> None:
    (maya,) = school.people(maya="student")
    (folder := tmp_path / "many").mkdir()
    for number in range(8):
        (folder / f"{number}.jpg").write_bytes(photos.jpeg(image=photos.scene(1000, 750, seed=number)))
    command = [sys.executable, "-m", "hub", "artifacts", "import", str(folder), "--owner", "maya.riverside"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as killed:
        try:
            wait_until(lambda: len(mine(maya)) >= 2, within=30, what="some of them", every=0.005)
        finally:
            killed.kill()
    had = len(mine(maya))
    assert 2 <= had < 8, "it was killed too late to show anything"

    code, outcomes = brings(folder)
    assert code == 0
    assert Counter(one["outcome"] for one in outcomes) == {"duplicate": had, "added": 8 - had}
    assert sorted(mine(maya)) == [str(number) for number in range(8)]
    assert (
        maya.reads(lambda tx: tx.scalar(select(func.count(File.id)))) == maya.reads(lambda tx: tx.scalar(select(func.count(Item.id)))) == 8
    )
    # What it had half done speaks of nobody, and goes with the sweeps of the next days.
    store = LocalStore(tmp_path / "data" / "files")
    sweep_parts(store.parts, -1)
    sweep_orphans(store, lambda keys: school.work(actions.known_keys, keys), -1)
    assert left(tmp_path) == (8 * 3, [])


def test_what_was_deleted_can_be_brought_in_again(school: School, brings: Import, tmp_path: Path) -> None:
    (maya,) = school.people(maya="student")
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(photos.jpeg())
    _code, (first,) = brings(folder)
    maya.does(items.delete, _id(first["id"]))
    code, (second,) = brings(folder)
    assert (code, second["outcome"]) == (0, "added")
    assert second["id"] != first["id"]


def test_a_name_that_an_older_machine_wrote_is_no_hindrance(school: School, brings: Import, tmp_path: Path) -> None:
    (maya,) = school.people(maya="student")
    (folder := tmp_path / "old").mkdir()
    (folder / os.fsdecode(b"Br\xfccke.jpg")).write_bytes(photos.jpeg())
    code, (told,) = brings(folder)
    assert (code, told["outcome"], told["file"]) == (0, "added", "Br�cke.jpg")
    assert list(mine(maya)) == ["Br�cke"]


def test_over_the_quota_nothing_of_a_file_stays(school: School, brings: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (maya,) = school.people(maya="student")
    monkeypatch.setenv("TRELLIS_QUOTA_MB", "1")
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(8):
        (folder / f"{number}.jpg").write_bytes(photos.jpeg(image=photos.scene(1200, 900, seed=number)))
    _code, outcomes = brings(folder)
    taken = [one for one in outcomes if one["outcome"] == "added"]
    assert 0 < len(taken) < 8
    assert {one["reason"].split(".")[0] for one in outcomes if one["outcome"] == "failed"} == {"Your space is full"}
    assert maya.reads(queries.used) <= 1_000_000
    assert left(tmp_path) == (3 * len(taken), [])
    assert len(mine(maya)) == len(taken)
    assert maya.reads(lambda tx: tx.scalar(select(func.count(File.id)))) == len(taken)


def test_nobody_and_nothing_are_answered_with_a_sentence(school: School, brings: Import, tmp_path: Path) -> None:
    school.people(maya="student")
    (empty := tmp_path / "empty").mkdir()
    assert brings(empty) == (1, f"trellis: There is no file in {empty}.\n")
    assert brings(tmp_path / "nowhere") == (1, f"trellis: {tmp_path / 'nowhere'} is no folder.\n")
    shutil.copy(Path(__file__), empty / "a.py")
    assert brings(empty, "nobody") == (1, "trellis: Nobody here signs in as nobody.\n")


def _id(text: str) -> UUID:
    return UUID(text)
