"""A door can be guessed at only so often, and nobody can shut it for another."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from hub import jobs
from hub.database import Tx
from hub.errors import TooMany
from hub.identity import actions, invitations, limits, passwords
from hub.identity.limits import Limit
from tests.identity.guessing import ELSEWHERE, SCHOOL, come_in, guess, later
from tests.people.school import PASSWORD, Town, hashed

pytestmark = pytest.mark.usefixtures("still")


def test_ten_wrong_passwords_for_one_name_from_one_address_are_enough(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    guess(town, "maya", ELSEWHERE, 10)
    with pytest.raises(TooMany) as refused:
        guess(town, "maya", ELSEWHERE)

    assert refused.value.wait == 90
    assert "wait a minute" in refused.value.message
    guess(town, "ben", ELSEWHERE)
    come_in(town, "maya", SCHOOL)
    later(monkeypatch, seconds=91)
    guess(town, "maya", ELSEWHERE)
    with pytest.raises(TooMany):
        guess(town, "maya", ELSEWHERE)
    later(monkeypatch, minutes=16, seconds=31)
    guess(town, "maya", ELSEWHERE, 10)


def test_what_is_refused_is_not_counted(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    guess(town, "maya", ELSEWHERE, 10)
    for _ in range(50):
        with pytest.raises(TooMany):
            guess(town, "maya", ELSEWHERE)
    later(monkeypatch, seconds=91)
    come_in(town, "maya", ELSEWHERE)


def test_many_at_the_same_moment_are_counted_one_by_one(town: Town) -> None:
    def attempt(_number: int) -> bool:
        try:
            guess(town, "maya", ELSEWHERE)
        except TooMany:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(attempt, range(30))) == limits.SIGN_IN_HERE.most


def test_a_name_that_nobody_has_is_counted_alike(town: Town) -> None:
    guess(town, "nobody", ELSEWHERE, 10)
    with pytest.raises(TooMany):
        guess(town, "nobody", ELSEWHERE)


def test_a_whole_school_behind_one_address_signs_in(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SIGN_IN_ADDRESS", limits.SIGN_IN_ADDRESS._replace(most=5))
    for _ in range(limits.SIGN_IN_ADDRESS.most + 20):
        come_in(town, "maya", SCHOOL)


def test_one_address_does_not_guess_through_all_names(town: Town) -> None:
    for number in range(limits.SIGN_IN_ADDRESS.most):
        guess(town, f"name{number}", ELSEWHERE)
    with pytest.raises(TooMany):
        guess(town, "fresh", ELSEWHERE)


def test_where_several_have_signed_in_a_first_day_has_room_for_all_its_typos(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    few = Limit("few", 4, 15)
    monkeypatch.setattr(limits, "SIGN_IN_ADDRESS", few)
    monkeypatch.setattr(limits, "SIGN_IN_SCHOOL", limits.SIGN_IN_SCHOOL._replace(most=40))
    for name in ("ada", "rivera", "stone", "ben"):
        come_in(town, name, SCHOOL)
    for _ in range(3):
        come_in(town, "ben", ELSEWHERE)
    guess(town, "no-one", ELSEWHERE, 4)
    with pytest.raises(TooMany):
        guess(town, "nobody", ELSEWHERE)

    come_in(town, "olu", SCHOOL)
    for number in range(30):
        guess(town, f"mistyped{number}", SCHOOL)
    come_in(town, "maya", SCHOOL)


def test_many_addresses_cannot_lock_someone_out_of_the_place_they_sign_in_from(town: Town) -> None:
    come_in(town, "maya", SCHOOL)
    for number in range(limits.SIGN_IN_NAME.most):
        guess(town, "maya", f"192.0.2.{number}")
    with pytest.raises(TooMany):
        guess(town, "maya", "198.51.100.1")
    come_in(town, "maya", SCHOOL)


def test_a_wait_is_said_in_words() -> None:
    assert "a minute" in limits.too_many(20).message
    assert "2 minutes" in limits.too_many(91).message
    assert limits.too_many(91).wait == 91


def test_who_forgot_in_a_known_browser_is_not_held_up_by_others_who_ask(town: Town) -> None:
    cookie = come_in(town, "maya", SCHOOL)
    town.by(town.enter("maya"), actions.change_email, hashed(), "maya@example.org")
    for number in range(limits.FORGOTTEN_ADDRESS.most):
        town.do(invitations.forget, "maya" if number % 2 else "nobody", SCHOOL)
    with pytest.raises(TooMany):
        town.do(invitations.forget, "maya", SCHOOL)

    before = town.do(wishes)
    for _ in range(limits.FORGOTTEN_KNOWN.most):
        town.do(invitations.forget, "maya", SCHOOL, cookie)
    assert town.do(wishes) == before + limits.FORGOTTEN_KNOWN.most
    with pytest.raises(TooMany):
        town.do(invitations.forget, "maya", SCHOOL, cookie)


def wishes(tx: Tx) -> int:
    return sum(job.args["person"] is not None for job in tx.scalars(select(jobs.Job)))


def test_strangers_who_guess_all_at_once_leave_room_in_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_in_line", passwords.WAITING_STRANGERS)
    with pytest.raises(TooMany):
        asyncio.run(passwords.right(hashed(), PASSWORD, stranger=True))
    assert asyncio.run(passwords.right(hashed(), PASSWORD, stranger=False))
