"""Everybody's files have so much room and no more, however many come at once; what is given up on its way gives its room back."""

import os
import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select

from hub.clock import now
from hub.errors import Invalid, NotFound
from hub.files import actions, coming, queries
from hub.files.models import File, Upload
from hub.files.pieces import Pieces, delete_all, sweep_strays
from tests import photos
from tests.files.line import Line
from tests.support.school import School
from tests.support.server import StartServer


def noise(seed: int) -> bytes:
    """Some 200 kB when it is kept."""
    return photos.jpeg(image=Image.frombytes("RGB", (480, 360), random.Random(seed).randbytes(480 * 360 * 3)))


def test_twenty_that_come_at_once_share_the_room_and_of_the_others_nothing_stays(
    school: School, database_url: str, start_server: StartServer
) -> None:
    (maya,) = school.people(maya="student")
    server = start_server(DATABASE_URL=database_url, QUOTA_MB="1")

    with closing(Line(server, "maya.riverside")) as line, ThreadPoolExecutor(20) as at_once:

        def given(number: int) -> str:
            data = noise(number)
            if number % 2:
                answer = line.give(data)
            else:
                answer = line.ask_to_begin(len(data), f"{number}.jpg")
                if answer.status_code == 201:
                    answer = line.send(answer.headers["location"], 0, data)
            return "" if answer.is_success else answer.json()["message"].split(".")[0]

        said = list(at_once.map(given, range(20)))
        assert set(said) == {"", "Your space is full"}
        taken = said.count("")
        assert 0 < taken < 10
        assert maya.reads(lambda tx: tx.scalar(select(func.count(File.id)))) == taken
        assert maya.reads(lambda tx: tx.scalar(select(func.count(Upload.id)).where(Upload.file_id.is_(None)))) == 0
        assert maya.reads(queries.used) <= 1_000_000
        assert sum(map(len, line.kept().values())) == maya.reads(queries.used)
        assert (len(line.kept()), line.left()) == (3 * taken, [])


def test_twenty_that_begin_at_once_share_the_room_that_is_left(school: School) -> None:
    (maya,) = school.people(maya="student")

    def begun(_number: int) -> bool:
        try:
            maya.does(coming.begin, 100, "film.mp4", 750)
        except Invalid:
            return False
        return True

    with ThreadPoolExecutor(20) as at_once:
        assert sum(at_once.map(begun, range(20))) == 7
    assert maya.reads(queries.used) == 700
    with pytest.raises(Invalid, match="Your space is full"):
        maya.does(actions.make_room, 51, 750)


def test_what_nobody_goes_on_with_is_given_up_after_a_day(school: School, tmp_path: Path) -> None:
    (maya,) = school.people(maya="student")
    old, young = (maya.does(coming.begin, 100, "film.mp4", 1000).id for _ in range(2))
    for id_ in (old, young):
        Pieces(tmp_path, id_).begin()
    school.change(Upload, old, touched=now() - timedelta(hours=25))
    given_up = school.work(coming.forget_abandoned)
    delete_all(tmp_path, given_up)
    assert [path.name for path in tmp_path.iterdir()] == [f"{young.hex}.upload"]
    assert maya.reads(queries.used) == 100
    with pytest.raises(NotFound):
        maya.reads(coming.find, old)
    os.utime(Pieces(tmp_path, young).path, (1, 1))
    assert sweep_strays(tmp_path, 3600) == 1
