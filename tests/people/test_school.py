"""What a school says of itself, changed after its beginning: by its admin, on a page or by a program."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from hub.errors import Forbidden, Invalid
from hub.people import office
from hub.people.models import School as Row
from hub.people.office import SchoolChange
from hub.people.school import time_zones, zone_choices, zone_here
from tests.graphql.api import Api
from tests.graphql.api import school as running
from tests.support.school import School

WRONG = [
    ({"name": ""}, "name"),
    ({"name": "\u200b"}, "name"),
    ({"name": "x" * 121}, "name"),
    ({"time_zone": ""}, "time_zone"),
    ({"time_zone": "Mars/Olympus"}, "time_zone"),
    ({"time_zone": "../etc/passwd"}, "time_zone"),
    ({"languages": []}, "languages"),
    ({"languages": ["tlh"]}, "languages"),
]


def test_an_admin_changes_it_and_what_is_left_out_stays(school: School) -> None:
    haddad, rivera = school.people(haddad="admin", rivera="teacher")
    haddad.does(lambda tx: office.change_school(tx, SchoolChange(name="  Elm   School ")).id)
    haddad.does(lambda tx: office.change_school(tx, SchoolChange(time_zone="Asia/Tokyo", languages=["en", "en"])).id)
    row = school.work(lambda tx: tx.get_one(Row, school.id))
    assert (row.name, row.time_zone, row.languages) == ("Elm School", "Asia/Tokyo", ["en"])
    assert rivera.reads(lambda tx: (tx.viewer.school_name, tx.viewer.time_zone)) == ("Elm School", "Asia/Tokyo")


@pytest.mark.parametrize(("change", "field"), WRONG)
def test_what_can_not_be_is_said_beside_its_box_and_nothing_is_changed(small_school: School, change: dict[str, Any], field: str) -> None:
    (haddad,) = small_school.people(haddad="admin")
    with pytest.raises(Invalid) as refused:
        haddad.does(office.change_school, SchoolChange(**{"name": "New", **change}))
    assert refused.value.field == field
    assert small_school.work(lambda tx: tx.get_one(Row, small_school.id).name) == "Riverside"


def test_it_is_an_admins_to_change(small_school: School) -> None:
    maya, rivera, chidi = small_school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
    for someone in (maya, rivera, chidi):
        with pytest.raises(Forbidden):
            someone.does(office.change_school, SchoolChange(name="Mine"))


@pytest.fixture
def api(database_url: str, tmp_path: Path) -> Iterator[Api]:
    with running(database_url, tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    ("told", "clock", "zone"),
    [
        ("Asia/Tokyo", "Europe/Lisbon", "Asia/Tokyo"),
        (":Asia/Tokyo", "Europe/Lisbon", "Asia/Tokyo"),
        (":/usr/share/zoneinfo/Asia/Tokyo", "Europe/Lisbon", "Asia/Tokyo"),
        ("EST5EDT,M3.2.0,M11.1.0", "Europe/Lisbon", "UTC"),
        ("../etc/passwd", "Europe/Lisbon", "UTC"),
        ("", "Europe/Lisbon", "Europe/Lisbon"),
        (None, "America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
        ("Asia/Calcutta", "", "Asia/Kolkata"),
        (None, "Etc/UTC", "UTC"),
        (None, "", "UTC"),
    ],
)
def test_where_the_machine_stands_is_what_it_was_told(
    told: str | None, clock: str, zone: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TZ", raising=False)
    if told is not None:
        monkeypatch.setenv("TZ", told)
    localtime = tmp_path / "localtime"
    if clock:
        localtime.symlink_to(tmp_path / "zoneinfo" / clock)
    assert zone_here(localtime) == zone


def test_each_time_zone_is_offered_once_by_its_name_of_today_and_taken_by_those_it_had() -> None:
    offered = dict(zone_choices())
    assert offered["Anywhere"] == [("UTC", "UTC")]
    assert [*offered] == sorted(offered)
    assert not {"Brazil", "Chile", "Mexico", "Canada"} & {*offered}
    towns = [zone for zones in offered.values() for zone, _place in zones]
    assert len(towns) == len({*towns})
    assert {"Asia/Kolkata", "Europe/Oslo", "Europe/Kyiv", "America/Sao_Paulo"} <= {*towns}
    assert not {"Asia/Calcutta", "Europe/Kiev", "Brazil/East", "Australia/ACT"} & {*towns}
    assert {"Asia/Calcutta", "Brazil/East", *towns} <= {*time_zones()}


def test_a_program_is_told_which_field_of_its_input_is_wrong(api: Api) -> None:
    for given, field in (({"timeZone": "Mars/Olympus"}, "timeZone"), ({"name": " "}, "name"), ({"languages": []}, "languages")):
        answer = api.run("haddad", "update_school", input=given)
        assert [one["name"] for one in answer["fields"]] == [field]
    assert api.run("rivera", "update_school", input={"name": "Mine"})["__typename"] == "Forbidden"
    again = {"timeZone": "Asia/Tokyo", "clientMutationId": "clock"}
    assert api.do("haddad", "update_school", **again) == api.do("haddad", "update_school", **again)
    assert api.run("maya", "viewer")["school"]["timeZone"] == "Asia/Tokyo"


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong_beside_it(api: Api) -> None:
    headers = {"authorization": f"Bearer {api.token('haddad')}", "accept": "text/html"}
    typed = {"name": "Elm <b>School</b>", "time_zone": "Mars/Olympus", "languages": "en"}
    answer = api.client.post("/people/school", data=typed, headers=headers, follow_redirects=False)
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert "Elm <b>School</b>" in page
    assert "<b>School</b>" not in answer.text
    assert 'id="time_zone-wrong"' in page
    assert 'id="name-wrong"' not in page
    nothing = api.client.post("/people/school", data={"name": "Elm", "time_zone": "UTC"}, headers=headers, follow_redirects=False)
    assert nothing.status_code == 422
    assert 'id="languages-wrong"' in nothing.text
