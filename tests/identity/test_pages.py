"""The door as a browser meets it: the whole app, over HTTP."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from litestar.testing import TestClient

from hub.app import create_app
from hub.identity import limits, passwords
from hub.identity.keys import digest
from hub.people import office
from hub.people.models import Person
from hub.settings import Settings
from hub.viewer import Claim
from tests.identity.visitor import Visitor, wrong
from tests.people.school import PASSWORD, Town


def test_one_signs_in_and_is_led_where_one_wanted_to_go(town: Town, visitor: Visitor) -> None:
    answer = visitor("/classes?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/classes%3Fx%3D1")
    assert 'value="/classes?x=1"' in visitor(answer.headers["location"]).text
    answer = visitor.sign_in("  RIVERA ", next="/classes?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/classes?x=1")
    assert "Bees" in visitor("/classes").text


@pytest.mark.parametrize(
    "there", ["//evil.example", "https://evil.example/", "/\\evil.example", "/%09/evil.example\t", "javascript:alert(1)"]
)
def test_nobody_is_led_astray(town: Town, visitor: Visitor, there: str) -> None:
    assert 'name="next" value="/"' in " ".join(visitor("/sign-in?next=" + quote(there)).text.split())
    assert visitor.sign_in("maya", next=there).headers["location"] == "/"


def test_the_cookie_is_for_our_pages_only_and_new_each_time(town: Town, visitor: Visitor) -> None:
    visitor.cookies["trellis"] = "planted-by-someone-else"
    said = visitor.sign_in("maya").headers.get_list("set-cookie")[0]
    assert "planted" not in said
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Max-Age=2592000"} <= set(said.split("; "))
    first = visitor.cookies["trellis"]
    said = visitor.sign_in("maya", shared="1").headers.get_list("set-cookie")[0]
    assert "Max-Age" not in said
    assert first not in said
    assert not town.signed_in(Claim("session", digest(first)))


def test_over_tls_the_cookie_is_bound_to_this_host(town: Town, database_url: str, tmp_path: Path) -> None:
    settings = Settings(database_url=database_url, data=tmp_path, base_url="https://hub.example")
    with TestClient(create_app(settings), base_url="https://hub.example") as client:
        answer = client.post(
            "/sign-in", data={"name": "maya", "password": PASSWORD}, headers={"origin": "https://hub.example"}, follow_redirects=False
        )
    said = answer.headers.get_list("set-cookie")
    assert [one.partition("=")[0] for one in said] == ["__Host-trellis", "__Host-trellis-known"]
    assert all("Secure" in one for one in said)


def test_a_wrong_password_an_unknown_name_and_a_shut_account_look_the_same(town: Town, visitor: Visitor) -> None:
    town.by(town.enter("ada"), office.deactivate, town.ids["ben"])
    answers = [visitor.sign_in("maya", "wrong wrong"), visitor.sign_in("nobody", PASSWORD), visitor.sign_in("ben", PASSWORD)]
    assert {one.status_code for one in answers} == {422}
    assert len({re.sub('value="(maya|nobody|ben)"', "", one.text) for one in answers}) == 1
    assert "password don" in wrong(answers[0])[0]
    assert "wrong wrong" not in answers[0].text


def test_unknown_names_cost_as_much_work_as_known_ones(town: Town, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str | None] = []
    verify = passwords.verify

    def noted(kept: str | None, typed: str) -> bool:
        worked.append(kept)
        return verify(kept, typed)

    monkeypatch.setattr(passwords, "verify", noted)
    visitor.sign_in("nobody")
    visitor.sign_in("maya", "wrong wrong")
    assert [kept is None for kept in worked] == [True, False]


def test_after_many_tries_one_is_asked_to_wait(town: Town, visitor: Visitor) -> None:
    for _ in range(limits.SIGN_IN_HERE.most):
        assert visitor.sign_in("maya", "wrong wrong").status_code == 422
    answer = visitor.sign_in("maya", PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 90
    assert "wait a minute" in answer.text
    assert visitor.sign_in("ben").status_code == 303


def test_another_website_signs_nobody_in_or_out(town: Town, visitor: Visitor) -> None:
    assert visitor("/sign-in", {"name": "maya", "password": PASSWORD}, origin="https://evil.example").status_code == 403
    visitor.sign_in("maya")
    for path in ("/sign-out", "/sign-out-everywhere", "/you/password", "/you/tokens", f"/people/{town.ids['ben']}/deactivate"):
        assert visitor(path, {}, origin="https://evil.example").status_code == 403
    assert visitor("/you").status_code == 200


def test_an_old_hash_is_made_anew_when_its_password_is_typed(town: Town, visitor: Visitor) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    town.do(lambda tx: setattr(tx.get_one(Person, town.ids["maya"]), "password_hash", weak))
    assert visitor.sign_in("maya").status_code == 303
    kept = town.person("maya").password_hash
    assert kept
    assert kept != weak
    assert not passwords.outdated(kept)
    assert visitor.sign_in("maya").status_code == 303


@pytest.mark.parametrize("header", ["Bearer ", "bearer  ", "Bearer a b", "Bearer é", "Bearer " + "x" * 600])
def test_the_word_bearer_without_a_token_does_not_let_another_website_use_a_cookie(town: Town, visitor: Visitor, header: str) -> None:
    visitor.sign_in("maya")
    answer = visitor("/sign-out", {}, origin="https://evil.example", authorization=header.encode())  # type: ignore[arg-type]
    assert answer.status_code == 403
    assert visitor("/you").status_code == 200


def test_signing_out_takes_the_cookie_away(town: Town, visitor: Visitor) -> None:
    visitor.sign_in("maya")
    secret = visitor.cookies["trellis"]
    answer = visitor("/sign-out", {})
    assert answer.headers["location"].startswith("/sign-in")
    assert "trellis" not in visitor.cookies
    assert not town.signed_in(Claim("session", digest(secret)))
    visitor.cookies["trellis"] = secret
    assert visitor("/you").headers["location"] == "/sign-in?next=/you"
