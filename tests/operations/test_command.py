"""The words of the `trellis` command: what they answer, and how they say no."""

import contextlib
import io
import json
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import Engine, event

from hub import engines
from hub.cli import WORDS, main
from hub.engines import SQLITE


class Said(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Trellis = Callable[..., Said]


@pytest.fixture
def trellis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Trellis:
    """Runs the command in this process, on data of the test's own."""
    monkeypatch.setenv("TRELLIS_DATA", str(tmp_path / "data"))

    def run(*words: str, typed: str = "") -> Said:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        try:
            code = main(list(words))
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return run


@pytest.fixture
def elm(trellis: Trellis) -> Trellis:
    """The same, where Noor has opened Elm School."""
    assert trellis("create-admin", "--name", "Noor Haddad", "--school", "Elm School", "--time-zone", "Europe/London").code == 0
    return trellis


@pytest.mark.parametrize("word", WORDS)
def test_each_word_explains_itself_with_an_example(trellis: Trellis, word: str) -> None:
    said = trellis(word, "--help")
    assert said.code == 0
    assert f"  trellis {word}" in said.out.partition("options:")[0].partition("\n\n")[2]


def test_words_that_are_not_understood_end_with_2(trellis: Trellis) -> None:
    for words in ((), ("sreve",), ("token",), ("token", "create"), ("invite",), ("token", "create", "--for", "maya", "--days", "31")):
        said = trellis(*words)
        assert (said.code, said.out) == (2, "")


def test_a_school_begins_with_an_admin_who_is_given_a_link(trellis: Trellis) -> None:
    made = trellis("create-admin", "--name", "Noor Haddad", "--school", "Elm School", "--json").json
    assert made == {
        "name": "Noor Haddad",
        "sign_in_name": "noor.haddad",
        "school": "Elm School",
        "link": f"http://127.0.0.1:8000/join/{made['code']}",
        "code": made["code"],
    }
    another = trellis("create-admin", "--name", "Ben Adeyemi", "--sign-in-name", "ben")
    assert "Ben Adeyemi is an admin of Elm School, and signs in as ben." in another.out


def test_an_admin_of_no_school_is_refused(trellis: Trellis) -> None:
    said = trellis("create-admin", "--name", "Noor Haddad")
    assert said == (1, "", 'trellis: There is no school yet: say its name with --school "Elm School", and its --time-zone.\n')
    said = trellis("create-admin", "--name", "Noor Haddad", "--school", "Elm", "--time-zone", "Mars/Base")
    assert said.err == "trellis: Mars/Base is no time zone that we know; write it as Europe/London.\n"


def test_a_class_is_invited_from_a_list(elm: Trellis) -> None:
    said = elm("invite", "--class", "7B", "--make-class", "--names", "-", "--json", typed="Maya Okafor; maya\n\nJonas Lind\n")
    assert [(one["name"], one["sign_in_name"]) for one in said.json] == [("Maya Okafor", "maya"), ("Jonas Lind", "jonas.lind")]
    assert len({one["code"] for one in said.json}) == 2
    again = elm("invite", "--again", "maya", "--json").json
    assert again[0]["code"] != said.json[0]["code"]


def test_a_list_with_a_wrong_line_invites_nobody(elm: Trellis) -> None:
    said = elm("invite", "--names", "-", typed="Maya Okafor; maya\nJonas Lind; maya\n")
    assert said.code == 1
    assert said.err.startswith("trellis: Line 2, 'Jonas Lind; maya': ")
    assert said.err.endswith(" Nobody was invited.\n")
    assert elm("invite", "--again", "maya").err == "trellis: Nobody signs in as 'maya'.\n"


@pytest.mark.parametrize(
    ("words", "typed", "sentence"),
    [
        (("--names", "nowhere.txt"), "", "There is no nowhere.txt."),
        (("--names", "-"), "\n \n", "There is no name in the list."),
        (("--names", "-", "--class", "9Z"), "Maya", "There is no class '9Z'. Add --make-class to make it."),
        (("--names", "-", "--school", "Oak"), "Maya", "Say which school it is with --school: Elm School."),
        (("--names", "-", "--role", "admin", "--class", "7B", "--make-class"), "Maya", "An admin is on no roster: leave --class out."),
    ],
)
def test_an_invitation_that_can_t_be_is_refused(elm: Trellis, words: tuple[str, ...], typed: str, sentence: str) -> None:
    assert elm("invite", *words, typed=typed) == (1, "", f"trellis: {sentence}\n")


def test_keys_are_made_listed_and_revoked(elm: Trellis) -> None:
    made = elm("token", "create", "--for", "noor.haddad", "--name", "timetable", "--days", "90", "--json").json
    assert set(made) == {"token", "id", "expires"}
    listed = elm("token", "list", "--json")
    assert [(one["id"], one["name"], one["state"]) for one in listed.json] == [(made["id"], "timetable", "works")]
    assert made["token"] not in listed.out
    assert elm("token", "revoke", made["id"]).out == "Revoked.\n"
    assert elm("token", "list", "--for", "noor.haddad", "--json").json[0]["state"] == "revoked"
    assert elm("token", "create", "--for", "nobody").err == "trellis: Nobody signs in as 'nobody'.\n"
    assert elm("token", "revoke", "019a").code == 1


def test_a_wrong_folder_is_not_filled_by_looking(trellis: Trellis, tmp_path: Path) -> None:
    for words in (("token", "list"), ("demo", "--people"), ("backup", str(tmp_path)), ("migrate", "--check"), ("doctor",)):
        assert trellis(*words).code == (0 if words == ("doctor",) else 1)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("word", ["serve", "migrate", "backup", "token"])
def test_a_database_file_that_is_something_else_is_said_in_a_sentence(trellis: Trellis, tmp_path: Path, word: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "trellis.sqlite3").write_text("A list of names, not a database.")
    more = {"backup": [str(tmp_path / "kept.tar")], "token": ["list"]}
    said = trellis(word, *more.get(word, []))
    sentence = "The file that should be the database is something else. Is TRELLIS_DATABASE_URL, or TRELLIS_DATA, the right one?"
    assert (said.code, said.err) == (1, f"trellis: {sentence}\n")
    found = [one for one in trellis("doctor", "--json").json if one["about"] in ("Database", "People")]
    assert found == [{"about": "Database", "state": "problem", "words": sentence}]


def test_a_file_in_the_place_of_the_folder_is_said_in_a_sentence(trellis: Trellis, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert trellis("migrate").err == f"trellis: {tmp_path}/data is a file, and should be a folder: is TRELLIS_DATA right?\n"


def test_it_says_which_version_it_is(trellis: Trellis) -> None:
    assert trellis("--version")[:2] == (0, f"Trellis {version('trellis-hub')}\n")


def test_migrate_says_what_it_did(trellis: Trellis) -> None:
    first, second = trellis("migrate", "--json").json, trellis("migrate", "--json").json
    assert first["was"] is None
    assert first["is"] == second["was"] == second["is"] == second["newest"]
    assert trellis("migrate", "--check").code == 0


def test_the_demo_is_made_once_and_its_people_are_listed(trellis: Trellis) -> None:
    made = trellis("demo", "--json").json
    assert trellis("demo", "--people", "--json").json == made
    assert {"name": "Maya Okafor", "called": "Maya", "sign_in_name": "maya", "roles": ["student"], "password": "trellis-demo"} in made
    assert trellis("demo").err == "trellis: This hub has a school already; the demo school is only made on an empty one.\n"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite waits a fifth of a second for a lock, and not the ten of a school."""
    as_in_earnest = engines.sqlite_engine

    def sqlite_engine(*args: Any, **options: Any) -> Engine:
        engine = as_in_earnest(*args, **options)
        event.listen(engine, "connect", lambda raw, _record: raw.execute("PRAGMA busy_timeout=200"))
        return engine

    monkeypatch.setattr(engines, "sqlite_engine", sqlite_engine)


@pytest.mark.usefixtures("impatient")
def test_a_locked_database_is_said_in_a_sentence(elm: Trellis, tmp_path: Path) -> None:
    with contextlib.closing(SQLITE.connect(str(tmp_path / "data" / "trellis.sqlite3"), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        said = elm("token", "create", "--for", "noor.haddad")
    assert said == (
        1,
        "",
        "trellis: The database is locked: another program is holding it. Wait until that is done, or stop it, and try again.\n",
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATABASE_URL", "postgresql://127.0.0.1:1/trellis", "No PostgreSQL answers at TRELLIS_DATABASE_URL."),
        ("DATABASE_URL", "postgresql://nowhere.invalid/trellis", "The host of TRELLIS_DATABASE_URL is not known."),
        ("DATABASE_URL", "sqlite:////proc/nowhere/trellis.sqlite3", "There is no /proc/nowhere."),
        ("PORT", "x", "TRELLIS_PORT=x can't be used: it is a whole number from 0 to 65535."),
        ("DATA", "/dev/null/data", "/dev/null/data is a file, and should be a folder."),
    ],
)
def test_a_wrong_setting_is_said_in_a_sentence(
    trellis: Trellis, monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(f"TRELLIS_{name}", value)
    said = trellis("migrate")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"trellis: {sentence}")
    assert said.err.count("\n") == 1


def test_a_database_of_a_newer_trellis_is_refused(elm: Trellis, tmp_path: Path) -> None:
    with contextlib.closing(SQLITE.connect(str(tmp_path / "data" / "trellis.sqlite3"), isolation_level=None)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    assert elm("migrate").err.startswith("trellis: This database was made by a newer Trellis.")
    assert elm("doctor").code == 1


def test_a_backup_comes_back_by_the_command(elm: Trellis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = elm("backup", str(tmp_path / "kept.tar"), "--json").json
    assert elm("backup", str(tmp_path / "kept.tar")).err == f"trellis: {tmp_path}/kept.tar is there already.\n"
    assert "The archive is whole" in elm("restore", "--check", kept["path"]).out
    monkeypatch.setenv("TRELLIS_DATA", str(tmp_path / "new"))
    assert elm("restore", kept["path"]).code == 0
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0, "it is for nobody else to look into"
    assert elm("invite", "--again", "noor.haddad").code == 0
    assert elm("restore", kept["path"]).err.startswith("trellis: This hub has a school already.")
