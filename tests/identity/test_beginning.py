"""The first day of a hub: the school is made once, by who has the code from the console."""

import re
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from sqlalchemy import func, select

from hub.database import Database
from hub.errors import Invalid, NotFound
from hub.identity import beginning, limits
from hub.people.models import School
from hub.viewer import System
from tests.identity.visitor import Visitor, wrong
from tests.people.school import PASSWORD, hashed

FIRST = {
    "school": "Riverside",
    "time_zone": "Europe/Lisbon",
    "languages": "en",
    "name": "Ada Lind",
    "sign_in_name": "Ada",
    "password": PASSWORD,
    "again": PASSWORD,
}


def chosen(page: httpx.Response) -> list[str]:
    """The time zones that stand chosen."""
    return re.findall(r'<option value="([^"]*)"\s+selected', page.text)


def setup_code(database: Database) -> str:
    code = database.write_now(System("test"), beginning.new_setup_code)
    assert code
    return code


def test_without_a_school_every_page_leads_to_its_making(empty: Database, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("/", "/people", "/you"):
        assert visitor(path).headers["location"].startswith("/sign-in")
    assert visitor("/sign-in").headers["location"] == "/begin"
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    page = visitor("/begin")
    assert (page.status_code, chosen(page), "data-own-zone" in page.text) == (200, ["Asia/Tokyo"], True)


def test_the_school_is_made_once_with_the_code_from_the_console(empty: Database, visitor: Visitor) -> None:
    old, code = setup_code(empty), setup_code(empty)
    for changed, field in (
        ({"code": "AAAA-BBBB-CCCC"}, "code"),
        ({"code": old}, "code"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"languages": "xx"}, "languages"),
        ({"school": " "}, "school"),
        ({"sign_in_name": "a b"}, "sign_in_name"),
        ({"password": "ninechars", "again": "ninechars"}, "password"),
        ({"again": "other"}, "again"),
        ({"email": "nope"}, "email"),
    ):
        answer = visitor("/begin", {**FIRST, "code": code, **changed})
        assert answer.status_code == 422
        assert f'id="{field}-wrong"' in answer.text
        if field != "time_zone":
            kept = (chosen(answer), "data-own-zone" in answer.text)
            assert kept == (["Europe/Lisbon"], False), "What was chosen stands, whatever machine and browser say."
        empty.write_now(System("test"), limits.sweep)
        if field == "school":
            monkey = (limits.BEGIN_ADDRESS, "testclient")
            empty.write_now(System("test"), limits.forget, monkey)
    answer = visitor("/begin", {**FIRST, "code": code.lower()})
    assert answer.status_code == 303, wrong(answer)
    assert visitor("/you").status_code == 200
    gone = visitor("/begin")
    assert (gone.status_code, "the school is there already" in gone.text, "may have moved" in gone.text) == (404, True, False)
    assert visitor("/begin", {**FIRST, "code": code}).status_code == 404
    assert empty.write_now(System("test"), beginning.new_setup_code) is None


def test_the_setup_code_can_not_be_guessed_for_ever(empty: Database, visitor: Visitor) -> None:
    code = setup_code(empty)
    for _ in range(limits.BEGIN_ADDRESS.most):
        assert visitor("/begin", {**FIRST, "code": "AAAA-BBBB-CCCC"}).status_code == 422
    assert visitor("/begin", {**FIRST, "code": code}).status_code == 429


def test_of_two_who_begin_at_the_same_moment_one_does(empty: Database) -> None:
    code = setup_code(empty)

    def begin(number: int) -> bool:
        form = beginning.Beginning(
            code=code, school=f"School {number}", time_zone="UTC", languages=["en"], name="Ada", sign_in_name=f"ada{number}"
        )
        try:
            return bool(empty.write_now(System("test"), beginning.begin, form, hashed(), device=""))
        except (Invalid, NotFound):
            return False

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(begin, range(4))) == [False, False, False, True]
    assert empty.read_now(System("test"), lambda tx: tx.scalar(select(func.count()).select_from(School))) == 1
