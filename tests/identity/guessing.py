"""Guessing at the door, as a neighbour would."""

from datetime import timedelta

import pytest

from hub import clock, database
from hub.errors import TooMany
from hub.identity import actions
from tests.people.school import Town, hashed

SCHOOL, ELSEWHERE = "10.0.0.1", "10.0.0.9"


def guess(town: Town, name: str, address: str, times: int = 1, brought: str = "") -> None:
    for _ in range(times):
        town.do(actions.knock, name, address, brought)


def come_in(town: Town, name: str, address: str, brought: str = "") -> str:
    """Signs someone in, who types everything right; gives the cookie that the browser keeps."""
    tried = town.do(actions.knock, name, address, brought)
    found = tried.found
    assert found
    signed_in = town.do(
        lambda tx: actions.sign_in(
            tx, found.person_id, verified_hash=hashed(), name=name, address=address, counted=tried.counted, brought=brought
        )
    )
    assert signed_in.known
    return signed_in.known


def later(monkeypatch: pytest.MonkeyPatch, **by: float) -> None:
    moment = clock.now() + timedelta(**by)
    monkeypatch.setattr(database, "now", lambda: moment)


def guesses_in_a_day(town: Town, monkeypatch: pytest.MonkeyPatch, name: str, address: str, brought: str = "") -> int:
    """How many are let through to somebody who never stops."""
    begin, done = clock.now(), 0
    for minute in range(0, 24 * 60, 15):
        moment = begin + timedelta(minutes=minute)
        monkeypatch.setattr(database, "now", lambda moment=moment: moment)
        try:
            while True:
                guess(town, name, address, brought=brought)
                done += 1
        except TooMany:
            pass
    return done
