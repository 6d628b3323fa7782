"""What the doctor finds, and that it knows what to do about it."""

from pathlib import Path

import pytest

from hub import doctor, migrations
from hub.cli import main
from hub.database import Database
from hub.demo.people import make_people
from hub.doctor import Finding
from hub.identity.queries import recognise
from hub.settings import Settings
from hub.viewer import System
from tests.support.mail import mail_server
from tests.support.ports import free_port


def found(about: str, **settings: object) -> list[Finding]:
    """Of one check, and of the database, on which others wait: that of the media is a process each time."""
    given = Settings(**settings)  # type: ignore[arg-type]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doctor, "CHECKS", {name: check for name, check in doctor.CHECKS.items() if name in ("Database", about)})
        return [one for one in doctor.look(given) if one.about == about]


def worst(about: str, **settings: object) -> Finding:
    return max(found(about, **settings), key=lambda one: ["ok", "warning", "problem"].index(one.state))


VERSIONS = {"3.6.23": "ok", "3.7.0": "warning", "3.40.1": "warning", "3.51.2": "warning", "3.51.3": "ok", "3.53.4": "ok"}


@pytest.mark.parametrize(("version", "state"), VERSIONS.items())
def test_a_faulty_sqlite_is_known(version: str, state: str) -> None:
    assert doctor.sqlite_fault(version)[0] == state


def test_a_hub_that_is_well_has_no_problem(database_url: str, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert [one for one in doctor.look(Settings(data=tmp_path, database_url=database_url)) if one.state == "problem"] == []


def test_old_tables_are_found(empty_database_url: str, tmp_path: Path) -> None:
    if empty_database_url.startswith("sqlite"):
        assert "There is no database" in worst("Database", data=tmp_path, database_url=empty_database_url).words
        migrations.upgrade(empty_database_url)
        migrations.downgrade(empty_database_url, "base")
    assert worst("Database", data=tmp_path, database_url=empty_database_url) == Finding(
        "Database", "problem", "Its tables are not up to date: run `trellis migrate`."
    )


def test_a_postgresql_that_is_away_is_a_problem_and_the_rest_is_looked_at(tmp_path: Path) -> None:
    findings = doctor.look(Settings(data=tmp_path, database_url=f"postgresql://otter:bread@127.0.0.1:{free_port()}/trellis"))
    assert {one.about for one in findings} >= {"Python", "Database", "Data folder", "Mail", "Address", "Time zones", "Browser files"}
    assert any(one.about == "Database" and one.state == "problem" for one in findings)
    assert "bread" not in str(findings)


def test_a_folder_that_is_a_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert worst("Data folder", data=tmp_path / "data").state == "problem"


def test_mail_is_asked_and_no_letter_is_sent(tmp_path: Path) -> None:
    with mail_server() as server:
        assert worst("Mail", data=tmp_path, mail_url=f"smtp://127.0.0.1:{server.port}", mail_from="a@elm.example").state == "ok"
        assert [said.split()[0].upper() for said in server.said] == ["EHLO", "QUIT"]
    assert worst("Mail", data=tmp_path, mail_url=f"smtp://127.0.0.1:{server.port}").state == "problem"
    assert worst("Mail", data=tmp_path).state == "warning"


def test_redis_is_asked(tmp_path: Path, redis_url: str) -> None:
    assert worst("Redis", data=tmp_path, redis_url=redis_url).state == "ok"
    assert worst("Redis", data=tmp_path, redis_url=f"redis://127.0.0.1:{free_port()}/0").state == "problem"
    assert found("Redis", data=tmp_path) == []


@pytest.mark.parametrize(
    ("settings", "state"),
    [
        ({}, "ok"),
        ({"base_url": "https://trellis.elm.example", "proxies": "127.0.0.1"}, "ok"),
        ({"base_url": "https://trellis.elm.example"}, "warning"),
        ({"base_url": "http://trellis.elm.example"}, "problem"),
        ({"host": "0.0.0.0"}, "problem"),
        ({"base_url": "https://trellis.elm.example", "proxies": "127.0.0.1", "development": True}, "problem"),
    ],
)
def test_an_address_that_gives_passwords_away_is_a_problem(tmp_path: Path, settings: dict[str, object], state: str) -> None:
    assert worst("Address", data=tmp_path, **settings).state == state


def test_demo_people_who_can_be_reached_are_a_problem(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url, recognise)
    database.write_now(System("a test"), make_people)
    database.close()
    assert worst("People", data=tmp_path, database_url=sqlite_url).state == "ok"
    assert worst("People", data=tmp_path, database_url=sqlite_url, host="0.0.0.0").state == "problem"
    assert worst("People", data=tmp_path, database_url=sqlite_url, base_url="https://demo.elm.example").state == "problem"


def test_the_doctor_ends_with_1_on_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TRELLIS_DATA", str(tmp_path))
    assert main(["doctor"]) == 0
    monkeypatch.setenv("TRELLIS_BASE_URL", "http://trellis.elm.example")
    assert main(["doctor", "--json"]) == 1
    assert '"state": "problem"' in capsys.readouterr().out
