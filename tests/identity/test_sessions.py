"""Who is signed in, where, and until when."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from hub import clock, database
from hub.database import Tx
from hub.errors import Forbidden, Invalid, NotFound, NotSignedIn, TooMany
from hub.events import Event, home_topic
from hub.identity import actions, passwords
from hub.identity.keys import digest
from hub.identity.models import AccessToken, BrowserSession, KnownBrowser, KnownPlace, SignInNote, Tally
from hub.identity.queries import my_account
from hub.people.models import Person
from hub.viewer import Claim
from tests.people.school import PASSWORD, Town, hashed


def later(monkeypatch: pytest.MonkeyPatch, **by: float) -> None:
    moment = clock.now() + timedelta(**by)
    monkeypatch.setattr(database, "now", lambda: moment)


def test_signing_in_never_takes_over_a_session_and_ends_the_one_before(town: Town) -> None:
    before = town.enter("maya")
    signed_in = town.do(lambda tx: actions.sign_in(tx, town.ids["ben"], verified_hash=hashed(), old=before))

    assert digest(signed_in.secret) != before.digest
    assert not town.signed_in(before)
    assert town.signed_in(Claim("session", digest(signed_in.secret)))


def test_a_shared_computer_forgets_after_eight_hours_and_when_it_is_closed(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in = town.do(lambda tx: actions.sign_in(tx, town.ids["maya"], verified_hash=hashed(), shared=True))
    claim = Claim("session", digest(signed_in.secret))

    assert signed_in.seconds is None
    later(monkeypatch, hours=7.9)
    assert town.signed_in(claim)
    later(monkeypatch, hours=8.1)
    assert not town.signed_in(claim)


def test_ones_own_computer_remembers_for_thirty_days(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = town.enter("maya")
    later(monkeypatch, days=29.9)
    assert town.signed_in(claim)
    later(monkeypatch, days=30.1)
    assert not town.signed_in(claim)


def test_signing_out_is_for_here_and_everywhere_for_everywhere(town: Town) -> None:
    phone, laptop, library = town.enter("maya"), town.enter("maya"), town.enter("maya")
    others = town.enter("ben")

    town.do(actions.sign_out, phone)
    assert [town.signed_in(one) for one in (phone, laptop, library)] == [False, True, True]
    town.do(actions.sign_out, phone)
    town.by(laptop, actions.sign_out_everywhere)
    assert [town.signed_in(one) for one in (phone, laptop, library, others)] == [False, False, False, True]
    told = town.do(lambda tx: tx.scalars(select(Event).where(Event.kind == "signed_out")).all())
    assert [event.subjects for event in told] == [{"person": str(town.ids["maya"])}]
    assert home_topic(town.ids["maya"])


def test_one_place_of_mine_can_be_signed_out_and_none_of_others(town: Town) -> None:
    here, there, bens = town.enter("maya"), town.enter("maya"), town.enter("ben")
    places = town.by(here, my_account).places
    assert [place.here for place in places].count(True) == 1
    bens_id = town.by(bens, my_account).places[0].id

    town.by(here, actions.end_one_session, next(place.id for place in places if not place.here))
    assert not town.signed_in(there)
    with pytest.raises(NotFound):
        town.by(here, actions.end_one_session, bens_id)
    assert town.signed_in(bens)


def test_a_new_password_ends_all_other_places_and_changes_the_secret_here(town: Town) -> None:
    here, there = town.enter("maya"), town.enter("maya")
    signed_in = town.by(here, actions.change_password, hashed(), hashed("badger reads maps"), device="")

    assert not town.signed_in(here)
    assert not town.signed_in(there)
    assert town.signed_in(Claim("session", digest(signed_in.secret)))
    assert passwords.verify(town.person("maya").password_hash, "badger reads maps")


def test_a_password_changed_meanwhile_is_not_signed_in_with(town: Town) -> None:
    town.by(town.enter("maya"), actions.change_password, hashed(), hashed("badger reads maps"), device="")
    with pytest.raises(NotSignedIn):
        town.enter("maya")


def test_the_old_password_is_counted_when_it_is_wrong(town: Town) -> None:
    claim = town.enter("maya")
    for _ in range(10):
        assert town.by(claim, actions.knock_with_old_password) == hashed()
    with pytest.raises(TooMany):
        town.by(claim, actions.knock_with_old_password)


def test_a_key_is_shown_once_expires_and_can_be_ended(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    here = town.enter("maya")
    token, secret = town.by(here, actions.make_my_token, "robot", 7)
    _, other = town.by(here, actions.make_my_token, "other", 30)
    robot = Claim("token", digest(secret))

    assert town.signed_in(robot)
    assert [key.name for key in town.by(here, my_account).keys] == ["other", "robot"]
    town.by(here, actions.revoke_token, token.id)
    assert not town.signed_in(robot)
    later(monkeypatch, days=29)
    assert town.signed_in(Claim("token", digest(other)))
    later(monkeypatch, days=31)
    assert not town.signed_in(Claim("token", digest(other)))


def test_a_key_of_someone_else_is_not_there(town: Town) -> None:
    token, _ = town.by(town.enter("ben"), actions.make_my_token, "bens", 7)
    with pytest.raises(NotFound):
        town.by(town.enter("maya"), actions.revoke_token, token.id)


@pytest.mark.parametrize(
    "work",
    [
        lambda tx: actions.make_my_token(tx, "more", 7),
        lambda tx: actions.change_password(tx, hashed(), hashed(), device=""),
        lambda tx: actions.change_email(tx, hashed(), "thief@example.org"),
        actions.sign_out_everywhere,
        actions.knock_with_old_password,
        my_account,
    ],
)
def test_a_key_that_leaked_takes_no_account_over(town: Town, work: Any) -> None:
    _, secret = town.do(lambda tx: actions.make_token(tx, town.ids["maya"], "robot", 7))
    with pytest.raises(Forbidden):
        town.by(Claim("token", digest(secret)), work)


@pytest.mark.parametrize("days", [0, 1, 366, 10**9])
def test_a_key_lives_as_long_as_one_of_the_choices(town: Town, days: int) -> None:
    with pytest.raises(Invalid):
        town.by(town.enter("maya"), actions.make_my_token, "robot", days)


def test_nothing_secret_is_kept_as_it_is(town: Town) -> None:
    signed_in = town.do(lambda tx: actions.sign_in(tx, town.ids["maya"], verified_hash=hashed(), device="Firefox · Android"))
    _, token = town.do(lambda tx: actions.make_token(tx, town.ids["maya"], "robot", 7))

    def everything(tx: Tx) -> str:
        models = [BrowserSession, AccessToken, SignInNote, KnownPlace, KnownBrowser, Tally, Person, Event]
        tables = [model.__tablename__ for model in models]
        return "\n".join(str(tuple(row)) for table in tables for row in tx.execute(text(f"SELECT * FROM {table}")))

    kept = town.do(everything)
    assert digest(token) in kept
    assert "10.0.0.1" not in kept
    for secret in (signed_in.secret, token, PASSWORD):
        assert secret not in kept


def test_the_account_history_says_what_happened_and_nothing_else(town: Town) -> None:
    here = town.enter("maya")
    town.by(here, actions.change_password, hashed(), hashed("badger reads maps"), device="")
    notes = town.do(lambda tx: tx.scalars(select(SignInNote).where(SignInNote.person_id == town.ids["maya"]).order_by(SignInNote.id)).all())
    assert [note.what for note in notes] == ["signed in", "changed the password"]
