"""Whose a photo is, who may look at it, and when it goes."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from hub.chores import CHORES
from hub.clock import now
from hub.database import Tx
from hub.drafts import actions as drafts
from hub.errors import Invalid, NotFound
from hub.files import actions, queries
from hub.files.models import File
from hub.files.store import LocalStore
from hub.ids import new_id
from hub.items import actions as items
from hub.items.models import Item
from hub.people.models import ClassMember
from tests.support.school import School, Someone, photo_of


def looks(someone: Someone, photo: UUID) -> bool:
    try:
        return someone.reads(lambda tx: queries.rendition(tx, photo, "page").size) > 0
    except NotFound:
        return False


def test_a_photo_is_its_givers_until_the_work_is_shared_and_goes_with_it(school: School) -> None:
    maya, jonas, rivera, chidi = school.people(maya="student", jonas="student", rivera="teacher of maya", chidi="guardian of maya")
    photo = photo_of(maya)
    assert looks(maya, photo)
    assert not looks(rivera, photo)
    item = maya.writes("…", school.teachers(), photos=(photo,))
    assert (looks(rivera, photo), looks(chidi, photo), looks(jonas, photo)) == (True, False, False)
    maya.shares(item, maya.family)
    assert (looks(rivera, photo), looks(chidi, photo)) == (False, True)
    maya.does(items.withdraw, item)
    assert (looks(chidi, photo), looks(maya, photo)) == (False, True)
    maya.does(items.put_back, item)
    assert looks(chidi, photo)
    maya.does(items.delete, item)
    assert (looks(chidi, photo), looks(maya, photo)) == (False, True)
    maya.does(items.bring_back, item)
    maya.shares(item, school.teachers())
    school.change(ClassMember, (school.classes["7B"], rivera.id), ended=now())
    assert not looks(rivera, photo)


def test_there_is_no_other_rendition_and_no_other_photo(small_school: School) -> None:
    (maya,) = small_school.people(maya="student")
    photo = photo_of(maya)
    for id_, name in ((photo, "original"), (photo, "../page"), (UUID(int=1), "page"), (None, "page")):
        with pytest.raises(NotFound):
            maya.reads(queries.rendition, id_, name)


def test_photos_that_come_at_once_share_the_room_that_is_left(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    (maya,) = school.people(maya="student")
    used = queries.used

    def slowly(tx: Tx) -> int:
        found = used(tx)
        time.sleep(0.3)
        return found

    def given(_number: int) -> bool:
        try:
            photo_of(maya, 600, quota=1000)
        except Invalid:
            return False
        return True

    monkeypatch.setattr(queries, "used", slowly)
    with ThreadPoolExecutor(4) as at_once:
        assert sum(at_once.map(given, range(4))) == 1
    assert maya.reads(used) == 600


def test_a_full_space_takes_no_more_and_each_has_their_own(school: School) -> None:
    maya, jonas = school.people(maya="student", jonas="student")
    photo_of(maya, 600, quota=1000)
    with pytest.raises(Invalid) as refused:
        photo_of(maya, 401, quota=1000)
    assert refused.value.field == "room", "which tells it from a file that can never be taken"
    photo_of(jonas, 1000, quota=1000)
    photo_of(maya, 400, quota=1000)
    assert maya.reads(queries.used) == 1000


def test_only_its_giver_takes_a_photo_away_and_only_while_it_hangs_on_nothing(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    loose, hung = photo_of(maya), photo_of(maya)
    maya.writes("…", school.teachers(), photos=(hung,))
    assert rivera.does(actions.take_away, hung) == []
    assert rivera.does(actions.take_away, loose) == []
    assert maya.does(actions.take_away, hung) == []
    assert sorted(maya.does(actions.take_away, loose)) == [f"{loose.hex}.{name}" for name in ("full", "page", "thumb")]
    assert not looks(maya, loose)
    assert looks(rivera, hung)


def test_deleted_work_gives_its_room_back_when_it_can_not_come_back_any_more(school: School, tmp_path: Path) -> None:
    (maya,) = school.people(maya="student")
    photo, stays = photo_of(maya, 600), photo_of(maya, 300)
    item = maya.writes("…", photos=(photo,))
    maya.writes("…", photos=(stays,))
    maya.does(items.delete, item)
    for days, used in ((29, 900), (31, 300)):
        then = now() - timedelta(days=days)
        school.change(Item, item, deleted=then)
        for one in (photo, stays):
            school.change(File, one, created=then)
        for chore in CHORES:
            if "files" in chore.name:
                chore.do(school.database, LocalStore(tmp_path))
        assert maya.reads(queries.used) == used
    assert (looks(maya, photo), looks(maya, stays)) == (False, True)


def test_what_hangs_on_nothing_goes_after_a_day_and_what_a_draft_still_names_after_thirty(school: School) -> None:
    maya, jonas = school.people(maya="student", jonas="student")
    left, fresh, hung = photo_of(maya), photo_of(maya), photo_of(maya)
    wanted, given_up, others = photo_of(maya), photo_of(maya), photo_of(jonas)
    maya.writes("…", photos=(hung,))
    maya.does(drafts.save, "artifact/new", new_id(), 0, {"title": "A film", "photo": f"{wanted}\n{given_up}\n{others}"})
    for photo, age in ((left, 25), (fresh, 23), (hung, 400 * 24), (wanted, 29 * 24), (given_up, 31 * 24), (others, 25)):
        school.change(File, photo, created=now() - timedelta(hours=age))
    assert len(school.work(actions.forget_orphans)) == 9
    assert [looks(maya, photo) for photo in (left, fresh, hung, wanted, given_up)] == [False, True, True, True, False]
    assert not looks(jonas, others), "another's draft keeps nobody's file"
    assert school.work(actions.forget_orphans) == []
    keys = [actions.key_of(photo, "page") for photo in (left, fresh, hung)] + ["nobody's"]
    assert school.work(actions.known_keys, keys) == set(keys[1:3])
