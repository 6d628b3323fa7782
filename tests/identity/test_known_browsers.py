"""A browser in which somebody has signed in has a tally of its own: who sits beside it can't keep it out."""

import pytest
from sqlalchemy import func, select

from hub import chores
from hub.database import Tx
from hub.errors import TooMany
from hub.files.store import LocalStore
from hub.identity import actions, known, limits
from hub.identity.limits import Limit
from hub.identity.models import KnownBrowser, KnownPlace, Tally
from tests.identity.guessing import ELSEWHERE, SCHOOL, come_in, guess, guesses_in_a_day, later
from tests.people.school import Town, hashed

pytestmark = pytest.mark.usefixtures("still")


def test_a_hostile_neighbour_at_the_same_address_keeps_no_known_browser_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    few = limits.SIGN_IN_ADDRESS._replace(most=20)
    monkeypatch.setattr(limits, "SIGN_IN_ADDRESS", few)
    cookie = come_in(town, "maya", SCHOOL)
    guess(town, "maya", SCHOOL, 10)
    for number in range(few.most - 10):
        guess(town, f"name{number}", SCHOOL)
    for name in ("maya", "fresh"):
        with pytest.raises(TooMany):
            guess(town, name, SCHOOL)

    guess(town, "maya", SCHOOL, 3, brought=cookie)
    cookie = come_in(town, "maya", SCHOOL, cookie)
    come_in(town, "maya", "203.0.113.5", cookie)


def test_a_known_browser_guesses_no_more_than_anyone_and_starts_afresh_for_its_person(town: Town) -> None:
    cookie = come_in(town, "maya", SCHOOL)
    guess(town, "maya", SCHOOL, limits.SIGN_IN_KNOWN.most + limits.SIGN_IN_HERE.most, brought=cookie)
    with pytest.raises(TooMany) as refused:
        guess(town, "maya", SCHOOL, brought=cookie)
    assert refused.value.wait <= 90


def test_guesses_a_day_are_bounded_wherever_one_sits(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """With narrower limits, for speed. docs/decisions/0006 has the sums for the true ones."""
    most = 3
    narrow = {"SIGN_IN_KNOWN": (most, 45), "SIGN_IN_HERE": (most, 45), "SIGN_IN_NAME": (2 * most, 45)}
    for name, (at_most, minutes) in narrow.items():
        monkeypatch.setattr(limits, name, Limit(name, at_most, minutes))
    a_day = 24 * 60 * most // 45
    cookie = come_in(town, "maya", SCHOOL)

    stranger = guesses_in_a_day(town, monkeypatch, "maya", ELSEWHERE)
    assert a_day - 2 <= stranger <= a_day + most
    at_her_computer = guesses_in_a_day(town, monkeypatch, "maya", SCHOOL, cookie)
    assert 2 * a_day - 4 <= at_her_computer <= 2 * (a_day + most)


def test_one_persons_cookie_is_nothing_for_another_name(town: Town) -> None:
    bens = come_in(town, "ben", SCHOOL)
    guess(town, "maya", SCHOOL, 10, brought=bens)
    with pytest.raises(TooMany):
        guess(town, "maya", SCHOOL, brought=bens)


@pytest.mark.parametrize("forged", ["", "x" * 22, ".".join(["A" * 22] * 5000), "é" * 22, "\0", "maya", "..", "%" * 100_000])
def test_a_forged_cookie_is_nothing(town: Town, forged: str) -> None:
    come_in(town, "maya", SCHOOL)
    guess(town, "maya", SCHOOL, 10, brought=forged)
    with pytest.raises(TooMany):
        guess(town, "maya", SCHOOL, brought=forged)
    assert "." not in come_in(town, "ben", SCHOOL, forged)


def test_a_stolen_cookie_signs_nobody_in_and_is_nothing_after_the_next_sign_in(town: Town) -> None:
    stolen = come_in(town, "maya", SCHOOL)
    guess(town, "maya", "203.0.113.5", 10, brought=stolen)
    come_in(town, "maya", SCHOOL, stolen)

    guess(town, "maya", "203.0.113.5", 10, brought=stolen)
    with pytest.raises(TooMany):
        guess(town, "maya", "203.0.113.5", brought=stolen)


def test_a_thief_who_uses_up_a_stolen_cookie_keeps_nobody_out(town: Town) -> None:
    cookie = come_in(town, "maya", SCHOOL)
    guess(town, "maya", "203.0.113.5", 20, brought=cookie)
    come_in(town, "maya", SCHOOL, cookie)


def test_a_shared_computer_knows_several_and_names_none(town: Town) -> None:
    cookie = ""
    for name in ("maya", "ben", "olu"):
        cookie = come_in(town, name, SCHOOL, cookie)
    assert [len(entry) for entry in cookie.split(".")] == [22, 22, 22]
    for name in ("maya", "ben", "olu"):
        assert town.do(known.browser_of, name, cookie)
        assert name not in cookie
        assert str(town.ids[name]) not in cookie
    assert town.do(known.browser_of, "rivera", cookie) is None
    kept = town.do(lambda tx: [one.digest for one in tx.scalars(select(KnownBrowser))])
    assert not set(kept) & set(cookie.split("."))


def test_a_browser_remembers_a_bounded_number_and_lets_the_oldest_go(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "NAMES_AT_MOST", 2)
    cookie = ""
    for name in ("maya", "ben", "olu", "ben", "ben"):
        cookie = come_in(town, name, SCHOOL, cookie)
    assert [bool(town.do(known.browser_of, name, cookie)) for name in ("maya", "ben", "olu")] == [False, True, True]


@pytest.mark.parametrize("ended", ["everywhere", "password", "slip", "a year"])
def test_a_browser_is_known_no_more(town: Town, monkeypatch: pytest.MonkeyPatch, ended: str) -> None:
    cookie = come_in(town, "ben", SCHOOL, come_in(town, "maya", SCHOOL))
    here = town.enter("maya")
    if ended == "everywhere":
        town.by(here, actions.sign_out_everywhere)
    elif ended == "password":
        fresh = town.by(here, actions.change_password, hashed(), hashed("badger reads maps"), device="", brought=cookie).known
        assert fresh
        assert town.do(known.browser_of, "maya", fresh)
        assert town.do(known.browser_of, "ben", fresh)
    elif ended == "slip":
        town.do(actions.end_everything, town.ids["maya"])
    else:
        later(monkeypatch, days=366)
    assert town.do(known.browser_of, "maya", cookie) is None
    assert (town.do(known.browser_of, "ben", cookie) is None) == (ended == "a year")


def test_what_is_over_is_swept(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    come_in(town, "maya", SCHOOL)
    guess(town, "maya", ELSEWHERE, 3)
    later(monkeypatch, days=366)
    for chore in chores.CHORES:
        if chore.name == "tallies":
            chore.do(town.database, LocalStore.__new__(LocalStore))

    def left(tx: Tx) -> list[int | None]:
        return [tx.scalar(select(func.count()).select_from(kind)) for kind in (Tally, KnownPlace, KnownBrowser)]

    assert town.do(left) == [0, 0, 0]
