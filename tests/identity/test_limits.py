"""A door can be guessed at only so often, and nobody can shut it for another."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hub import clock, database
from hub.errors import TooMany
from hub.identity import actions, limits
from hub.identity.models import Tally
from tests.people.school import Town, hashed


def guess(town: Town, name: str, address: str, times: int = 1) -> None:
    for _ in range(times):
        town.do(actions.knock, name, address)


def come_in(town: Town, name: str, address: str) -> None:
    found = town.do(actions.knock, name, address)
    assert found
    town.do(lambda tx: actions.sign_in(tx, found.person_id, verified_hash=hashed(), name=name, address=address))


def test_ten_wrong_passwords_for_one_name_from_one_address_are_enough(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    guess(town, "maya", "10.0.0.9", 10)
    with pytest.raises(TooMany) as refused:
        guess(town, "maya", "10.0.0.9")

    assert 0 < refused.value.wait <= 15 * 60
    assert "15 minutes" in refused.value.message
    guess(town, "ben", "10.0.0.9")
    come_in(town, "maya", "10.0.0.1")
    moment = clock.now() + timedelta(minutes=15, seconds=1)
    monkeypatch.setattr(database, "now", lambda: moment)
    guess(town, "maya", "10.0.0.9", 10)


def test_a_name_that_nobody_has_is_counted_alike(town: Town) -> None:
    guess(town, "nobody", "10.0.0.9", 10)
    with pytest.raises(TooMany):
        guess(town, "nobody", "10.0.0.9")


def test_a_whole_school_behind_one_address_signs_in(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SIGN_IN_ADDRESS", limits.SIGN_IN_ADDRESS._replace(most=5))
    for _ in range(limits.SIGN_IN_ADDRESS.most + 20):
        come_in(town, "maya", "10.0.0.1")


def test_one_address_does_not_guess_through_all_names(town: Town) -> None:
    for number in range(limits.SIGN_IN_ADDRESS.most):
        guess(town, f"name{number}", "10.0.0.9")
    with pytest.raises(TooMany):
        guess(town, "fresh", "10.0.0.9")


def test_many_addresses_cannot_lock_someone_out_of_the_place_they_sign_in_from(town: Town) -> None:
    come_in(town, "maya", "10.0.0.1")
    for number in range(limits.SIGN_IN_NAME.most):
        guess(town, "maya", f"192.0.2.{number}")
    with pytest.raises(TooMany):
        guess(town, "maya", "198.51.100.1")
    come_in(town, "maya", "10.0.0.1")


def test_what_is_over_is_swept(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    guess(town, "maya", "10.0.0.9", 3)
    moment = clock.now() + timedelta(days=40)
    monkeypatch.setattr(database, "now", lambda: moment)
    town.do(limits.sweep)
    assert town.do(lambda tx: tx.scalar(select(func.count()).select_from(Tally))) == 0


def test_a_wait_is_said_in_words() -> None:
    assert "a minute" in limits.too_many(20).message
    assert "2 minutes" in limits.too_many(91).message
    assert limits.too_many(91).wait == 91
