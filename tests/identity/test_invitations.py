"""A code lets one person in, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from hub import clock, database, jobs, mail
from hub.database import Tx
from hub.errors import Gone, NotFound, TooMany
from hub.identity import actions, invitations, limits, passwords
from hub.identity.invitations import Given
from hub.identity.keys import ALPHABET, digest, new_code, tidy
from hub.people import office
from hub.people.actions import add_person
from hub.people.models import Person
from hub.settings import Settings
from hub.viewer import Claim
from tests.people.school import Town, hashed

NEW = "badger reads maps"


def given(town: Town, name: str = "maya", **kw: Any) -> Given:
    def give(tx: Tx) -> Given:
        person = tx.get_one(Person, town.ids[name])
        return invitations.give_code(tx, person, "password", by=town.ids["rivera"], **kw)

    return town.do(give)


def use(town: Town, code: str) -> actions.SignedIn:
    return town.do(invitations.use, code, hashed(NEW), shared=False, device="", old=None)


def test_a_code_is_twelve_signs_that_can_be_read_aloud() -> None:
    code = new_code()
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert set(code) <= set(ALPHABET) | {"-"}
    assert not set("ILOU") & set(ALPHABET)


@pytest.mark.parametrize("typed", ["7k3m9qxt2vh0", " 7K3M 9QXT 2VHO ", "7k3m—9qxt—2vho", "7K3M.9QXT.2VH0", "7K3M-9QXT-2VH0"])
def test_a_code_is_understood_however_it_is_typed(typed: str) -> None:
    assert tidy(typed) == "7K3M-9QXT-2VH0"


def test_a_code_shows_who_is_meant_and_signs_them_in(town: Town) -> None:
    person = town.do(lambda tx: add_person(tx, town.school, "Zoë Kim", None, None, {"student"}))
    slip = town.do(lambda tx: invitations.give_code(tx, tx.get_one(Person, person.id), "join", by=None))
    welcome = town.do(invitations.welcome, slip.code.lower())
    assert (welcome.name, welcome.sign_in_name, welcome.school, welcome.student) == ("Zoë Kim", "zoe.kim", "Riverside", True)

    signed_in = use(town, slip.code)
    assert town.signed_in(Claim("session", digest(signed_in.secret)))
    assert passwords.verify(town.person("zoe.kim").password_hash, NEW)


def test_using_a_slip_ends_every_session_key_and_other_code(town: Town) -> None:
    before = town.enter("maya")
    _, key = town.by(before, actions.make_my_token, "robot", 7)
    slip = given(town)
    use(town, slip.code)

    assert not town.signed_in(before)
    assert not town.signed_in(Claim("token", digest(key)))


def test_a_code_works_once(town: Town) -> None:
    slip = given(town)
    use(town, slip.code)
    with pytest.raises(Gone):
        use(town, slip.code)
    with pytest.raises(Gone):
        town.do(invitations.welcome, slip.code)


def test_of_two_who_use_one_code_at_the_same_moment_one_wins(town: Town) -> None:
    for _ in range(5):
        slip = given(town)

        def attempt(_number: int, code: str = slip.code) -> bool:
            try:
                return bool(use(town, code))
            except Gone:
                return False

        with ThreadPoolExecutor(4) as threads:
            assert sorted(threads.map(attempt, range(4))) == [False, False, False, True]


def test_a_code_ends_after_seven_days(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    slip = given(town)
    moment = clock.now() + timedelta(days=7, seconds=5)
    monkeypatch.setattr(database, "now", lambda: moment)
    with pytest.raises(Gone):
        use(town, slip.code)


def test_only_the_newest_paper_works(town: Town) -> None:
    first, second = given(town), given(town)
    with pytest.raises(Gone):
        use(town, first.code)
    use(town, second.code)


def test_a_code_that_nobody_gave_is_unknown(town: Town) -> None:
    for code in ("AAAA-BBBB-CCCC", "", "x" * 5000, "é\ud800", "' OR 1=1 --"):
        with pytest.raises(NotFound):
            town.do(invitations.welcome, code)


@pytest.mark.usefixtures("still")
def test_wrong_codes_are_counted_and_right_ones_are_not(town: Town) -> None:
    slip = given(town)
    for _ in range(limits.JOIN_ADDRESS.most + 10):
        counted = town.do(invitations.knock, slip.code, "10.0.0.1")
        town.do(invitations.welcome, slip.code, counted)
    for _ in range(limits.JOIN_ADDRESS.most):
        town.do(invitations.knock, new_code(), "10.0.0.9")
    with pytest.raises(TooMany):
        town.do(invitations.knock, new_code(), "10.0.0.9")
    town.do(invitations.knock, slip.code, "10.0.0.1")


@pytest.mark.usefixtures("still")
def test_at_school_a_neighbours_wrong_codes_dont_keep_a_right_one_out(town: Town) -> None:
    slip = given(town)
    town.enter("rivera")
    for _ in range(limits.JOIN_ADDRESS.most * 3):
        town.do(invitations.knock, new_code(), "10.0.0.1")
    town.do(invitations.welcome, slip.code, town.do(invitations.knock, slip.code, "10.0.0.1"))


@pytest.mark.usefixtures("still")
def test_one_paper_is_guessed_at_only_so_often_wherever_one_sits(town: Town) -> None:
    slip, other = given(town), given(town, "ben")
    town.enter("rivera")
    guesses = [f"{slip.code[:4]}-{new_code()[5:]}" for _ in range(limits.JOIN_CODE.most)]
    for number, guess in enumerate(guesses):
        town.do(invitations.knock, guess.lower(), f"192.0.2.{number}" if number % 2 else "10.0.0.1")
    for address in ("10.0.0.1", "198.51.100.7"):
        with pytest.raises(TooMany) as refused:
            town.do(invitations.knock, slip.code, address)
        assert refused.value.wait <= 46
    town.do(invitations.welcome, other.code, town.do(invitations.knock, other.code, "10.0.0.1"))


def test_a_code_is_not_kept_as_it_is(town: Town) -> None:
    slip = given(town)
    kept = town.do(lambda tx: str(tx.execute(text("SELECT * FROM invitation")).all()) + str(tx.execute(text("SELECT * FROM event")).all()))
    assert digest(slip.code) in kept
    assert slip.code not in kept


def test_a_forgotten_password_sends_a_letter_that_no_row_holds(town: Town, tmp_path: Path) -> None:
    town.by(town.enter("maya"), actions.change_email, hashed(), "maya@example.org")
    mail.open_post(Settings(data=tmp_path, base_url="https://hub.example"))
    town.do(invitations.forget, "maya", "10.0.0.1")
    wish = town.do(lambda tx: tx.scalars(select(jobs.Job)).one())
    assert wish.args == {"letter": "password", "person": str(town.ids["maya"])}

    assert jobs.work_once(town.database)
    (letter,) = (tmp_path / "outbox").glob("*.eml")
    assert letter.stat().st_mode & 0o077 == 0
    message = message_from_bytes(letter.read_bytes(), policy=policy.default)
    assert message["To"] == "maya@example.org"
    code = message.get_content().split("https://hub.example/join/")[1].split()[0]
    use(town, code)
    assert passwords.verify(town.person("maya").password_hash, NEW)


def test_a_letter_lives_an_hour_and_an_old_password_goes_on_until_it_is_used(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.by(town.enter("maya"), actions.change_email, hashed(), "maya@example.org")
    town.do(invitations.forget, "maya", "10.0.0.1")
    letter = town.do(invitations.password_letter, "https://hub.example", town.ids["maya"])
    assert letter
    assert town.signed_in(town.enter("maya"))
    moment = clock.now() + timedelta(minutes=61)
    monkeypatch.setattr(database, "now", lambda: moment)
    with pytest.raises(Gone):
        use(town, letter.text.split("/join/")[1].split()[0])


def test_a_letter_that_anyone_can_ask_for_leaves_a_printed_slip_as_it_is(town: Town, tmp_path: Path) -> None:
    town.by(town.enter("maya"), actions.change_email, hashed(), "maya@example.org")

    def letter() -> str:
        sent = town.do(invitations.password_letter, "https://hub.example", town.ids["maya"])
        assert sent
        return sent.text.split("/join/")[1].split()[0]

    slip, first, second = given(town), letter(), letter()
    with pytest.raises(Gone):
        town.do(invitations.welcome, first)
    again = given(town)
    with pytest.raises(Gone):
        town.do(invitations.welcome, slip.code)
    town.do(invitations.welcome, second)
    use(town, again.code)
    with pytest.raises(Gone):
        use(town, second)


@pytest.mark.parametrize("name", ["nobody", "ben", "rivera"])
def test_who_has_no_address_or_no_account_gets_no_letter_and_the_same_answer(town: Town, name: str, tmp_path: Path) -> None:
    mail.open_post(Settings(data=tmp_path))
    town.do(invitations.forget, name, "10.0.0.1")
    assert jobs.work_once(town.database)
    assert not (tmp_path / "outbox").exists()


def test_nobody_floods_a_letter_box(town: Town) -> None:
    town.by(town.enter("maya"), actions.change_email, hashed(), "maya@example.org")
    for number in range(9):
        town.do(invitations.forget, "maya", f"10.0.0.{number}")
    wishes = town.do(lambda tx: [job.args["person"] for job in tx.scalars(select(jobs.Job))])
    assert len(wishes) == 9
    assert sum(one is not None for one in wishes) == 3


def test_a_slip_of_someone_deactivated_is_over(town: Town) -> None:
    slip = given(town)
    town.by(town.enter("ada"), office.deactivate, town.ids["maya"])
    with pytest.raises(Gone):
        use(town, slip.code)
