"""The doors as a browser meets them: the whole app, over HTTP."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import func, select

from hub.app import create_app
from hub.database import Database
from hub.identity import actions, beginning, limits, passwords
from hub.identity.keys import digest
from hub.people import office
from hub.people.models import Person, School
from hub.settings import Settings
from hub.viewer import Claim, System
from tests.people.school import PASSWORD, Town, hashed

HOST = "http://127.0.0.1:8000"
Browser = Callable[..., httpx.Response]


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[TestClient[Litestar]]:
    with TestClient(create_app(Settings(database_url=database_url, data=tmp_path)), base_url=HOST) as client:
        yield client


class Visitor:
    """One browser, with cookies of its own; forms are sent as from our own pages."""

    def __init__(self, client: TestClient[Litestar]) -> None:
        self.client = client
        self.cookies: dict[str, str] = {}

    def __call__(self, path: str, form: dict[str, Any] | None = None, **headers: str) -> httpx.Response:
        method = "GET" if form is None else "POST"
        self.client.cookies.clear()
        given = {"accept": "text/html", "origin": HOST, "user-agent": "Mozilla/5.0 (X11; Linux) Firefox/130.0"} | headers
        if self.cookies:
            given["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self.client.request(method, path, data=form, headers=given, follow_redirects=False)
        for name, value in answer.cookies.items():
            self.cookies[name] = value
        if "max-age=0" in answer.headers.get("set-cookie", "").lower():
            self.cookies.pop("trellis", None)
        return answer

    def sign_in(self, name: str, password: str = PASSWORD, **more: str) -> httpx.Response:
        return self("/sign-in", {"name": name, "password": password, **more})


@pytest.fixture
def visitor(app: TestClient[Litestar]) -> Visitor:
    return Visitor(app)


def wrong(answer: httpx.Response) -> list[str]:
    return [re.sub(r"<.*?>", "", one).strip() for one in re.findall(r'<p class="wrong".*?</p>', answer.text, re.DOTALL)]


def codes(answer: httpx.Response) -> list[str]:
    return re.findall(r'<p class="code">(.*?)</p>', answer.text)


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
    monkeypatch.setattr(passwords, "verify", lambda kept, typed: worked.append(kept) or verify(kept, typed))
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


def test_the_page_about_me_shows_where_i_am_signed_in(town: Town, visitor: Visitor) -> None:
    visitor.sign_in("maya")
    town.enter("maya")
    page = visitor("/you").text
    assert "Firefox · Linux" in page
    assert page.count("/end") == 1


def test_a_new_password_is_checked_beside_its_boxes(town: Town, visitor: Visitor) -> None:
    visitor.sign_in("maya")
    form = {"current": PASSWORD, "password": "badger reads maps", "again": "badger reads maps"}
    for changed, words in (
        ({"current": "nope"}, "isn’t your password|isn&#39;t your password"),
        ({"password": "short", "again": "short"}, "at least 8"),
        ({"password": "password1", "again": "password1"}, "guess it"),
        ({"again": "badger reads"}, "the same"),
    ):
        answer = visitor("/you/password", form | changed)
        assert answer.status_code == 422
        assert len(wrong(answer)) == 1
        assert re.search(words, wrong(answer)[0])
    before = visitor.cookies["trellis"]
    assert visitor("/you/password", form).headers["location"] == "/you?done=password"
    assert visitor.cookies["trellis"] != before
    assert visitor("/you").status_code == 200
    assert visitor.sign_in("maya").status_code == 422
    assert visitor.sign_in("maya", "badger reads maps").status_code == 303


def test_an_email_is_kept_only_with_the_password(town: Town, visitor: Visitor) -> None:
    visitor.sign_in("maya")
    assert visitor("/you/email", {"email": "m@example.org", "current": "nope"}).status_code == 422
    assert visitor("/you/email", {"email": "not an address", "current": PASSWORD}).status_code == 422
    assert visitor("/you/email", {"email": "m@example.org", "current": PASSWORD}).status_code == 303
    assert town.person("maya").email == "m@example.org"


def test_a_key_opens_no_page_about_me(town: Town, visitor: Visitor) -> None:
    _, secret = town.do(lambda tx: actions.make_token(tx, town.ids["maya"], "robot", 7))
    bearer = {"authorization": f"Bearer {secret}"}
    assert visitor("/you", **bearer).status_code == 403
    assert visitor("/you/tokens", **bearer).status_code == 403
    assert visitor("/you/tokens", {"name": "more", "days": "7"}, **bearer).status_code == 403
    form = {"current": PASSWORD, "password": "badger reads maps", "again": "badger reads maps"}
    assert visitor("/you/password", form, **bearer).status_code == 403
    assert visitor("/sign-out-everywhere", {}, **bearer).status_code == 403


def test_a_key_is_shown_once(town: Town, visitor: Visitor) -> None:
    visitor.sign_in("maya")
    assert wrong(visitor("/you/tokens", {"name": "", "days": "30"}))
    assert wrong(visitor("/you/tokens", {"name": "robot", "days": "tomorrow"}))
    page = visitor("/you/tokens", {"name": "robot", "days": "30"}).text
    found = re.search(r'name="secret"[^>]*value="([^"]+)"', page)
    assert found
    assert town.signed_in(Claim("token", digest(found[1])))
    page = visitor("/you/tokens").text
    assert found[1] not in page
    assert "robot" in page


def test_a_slip_leads_to_a_new_password(town: Town, visitor: Visitor, app: TestClient[Litestar]) -> None:
    visitor.sign_in("rivera")
    sheet = visitor(f"/people/{town.ids['maya']}/slip", {})
    (code,) = codes(sheet)
    assert f"{HOST}/join/{code}" in sheet.text
    assert "<svg" in sheet.text
    assert "style=" not in sheet.text.split("<main")[1]

    maya = Visitor(app)
    answer = maya("/join", {"code": code.lower().replace("-", " ")})
    assert answer.headers["location"] == f"/join/{code}"
    assert "Maya Okafor" in maya(f"/join/{code}").text
    answer = maya(f"/join/{code}", {"password": "kite bee", "again": "kite bee", "shared": "1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Max-Age" not in answer.headers.get_list("set-cookie")[0]
    assert maya("/you").status_code == 200
    for again in (maya(f"/join/{code}"), maya("/join", {"code": code}), maya(f"/join/{code}", {"password": "x", "again": "x"})):
        assert again.status_code == 410
        assert wrong(again)


def test_unknown_codes_are_told_apart_from_nothing(town: Town, visitor: Visitor) -> None:
    answers = [visitor(f"/join/{code}") for code in ("AAAA-BBBB-CCCC", "zzz", "%00", "x" * 500)]
    assert {one.status_code for one in answers} == {404}
    assert visitor("/join", {"code": ""}).status_code == 422
    assert visitor("/join", {}).status_code == 422


def test_wrong_codes_are_limited(town: Town, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "JOIN_ADDRESS", limits.JOIN_ADDRESS._replace(most=3))
    for _ in range(3):
        assert visitor("/join/AAAA-BBBB-CCCC").status_code == 404
    answer = visitor("/join/AAAA-BBBB-CCCC")
    assert answer.status_code == 429
    assert answer.headers["retry-after"]


def test_a_forgotten_password_gives_the_same_answer_for_everybody(town: Town, visitor: Visitor) -> None:
    town.by(town.enter("maya"), actions.change_email, hashed(), "m@example.org")
    pages = [visitor("/forgotten", {"name": name}) for name in ("maya", "ben", "nobody")]
    assert {one.status_code for one in pages} == {200}
    assert len({one.text for one in pages}) == 1
    assert visitor("/forgotten", {"name": " "}).status_code == 422


def test_a_pasted_list_is_looked_at_and_then_printed(town: Town, visitor: Visitor) -> None:
    visitor.sign_in("rivera")
    page = visitor(f"/classes/{town.bees}/invite", {"kind": "student", "list": "Zoë Kim\nBad, maya", "step": "look"})
    assert page.status_code == 422
    assert "Invite them" not in page.text
    assert "Zoë Kim\nBad, maya" in page.text
    page = visitor(f"/classes/{town.bees}/invite", {"kind": "student", "list": "Zoë Kim\n<b>Sam</b>", "step": "look"})
    assert page.status_code == 200
    assert "<b>Sam</b>" not in page.text
    found = re.search(r'<textarea name="list"\s+hidden[^>]*>(.*?)</textarea>', page.text, re.DOTALL)
    assert found
    sheet = visitor(f"/classes/{town.bees}/invite", {"kind": "student", "list": "Zoë Kim; zoe.kim\nSam; sam", "step": "make"})
    assert len(codes(sheet)) == 2
    again = visitor(f"/classes/{town.bees}/invite", {"kind": "student", "list": "Zoë Kim; zoe.kim\nSam; sam", "step": "make"})
    assert again.status_code == 422
    assert len(codes(visitor(f"/classes/{town.bees}/codes", {}))) == 2


@pytest.mark.parametrize("who", ["maya", "chidi", "rivera", "ada"])
def test_pages_of_the_office_open_for_staff_only(town: Town, visitor: Visitor, who: str) -> None:
    visitor.sign_in(who)
    staff = 200 if who in ("rivera", "ada") else 403
    admin = 200 if who == "ada" else 403
    for path, status in (
        ("/people", staff),
        ("/people?q=oka&role=student", staff),
        ("/people?after=nonsense", staff),
        (f"/people/{town.ids['maya']}", staff),
        (f"/people/{town.ids['ada']}", staff),
        ("/classes", staff),
        (f"/classes/{town.bees}", staff),
        (f"/classes/{town.bees}/invite?kind=guardian", staff),
        ("/people/invite", admin),
        ("/you", 200),
        ("/you/tokens", 200),
    ):
        assert visitor(path).status_code == status, path
    for path in ("/people/nonsense", "/classes/nonsense", "/classes/nonsense/invite"):
        assert visitor(path).status_code in (403, 404), path


@pytest.mark.parametrize("path", ["deactivate", "reactivate", "names", "roles", "guardians", "slip"])
def test_office_work_of_others_is_refused(town: Town, visitor: Visitor, path: str) -> None:
    visitor.sign_in("stone")
    form = {"name": "X", "called": "X", "roles": "admin", "guardian": "chidi"}
    assert visitor(f"/people/{town.ids['maya']}/{path}", form).status_code == 403
    assert visitor(f"/people/nonsense/{path}", form).status_code == 404
    maya = town.person("maya")
    assert (maya.name, maya.deactivated) == ("Maya Okafor", None)


def test_an_admin_keeps_the_school_in_order(town: Town, visitor: Visitor) -> None:
    visitor.sign_in("ada")
    ben = f"/people/{town.ids['ben']}"
    assert visitor(f"{ben}/names", {"name": "Benjamin Li", "called": "Benji"}).status_code == 303
    assert visitor(f"{ben}/guardians", {"guardian": "chidi", "relation": "uncle"}).status_code == 303
    assert wrong(visitor(f"{ben}/guardians", {"guardian": "nobody", "relation": ""}))
    assert wrong(visitor(f"{ben}/roles", {}))
    page = visitor(ben).text
    assert "Benjamin Li" in page
    assert "uncle" in page
    assert visitor(f"{ben}/guardians/{town.ids['chidi']}/end", {}).status_code == 303
    assert visitor(f"{ben}/guardians/{town.ids['chidi']}/end", {}).status_code == 404
    assert visitor(f"{ben}/deactivate", {}).headers["location"].endswith("?done=deactivated")
    made = visitor("/classes", {"name": "Wasps"}).headers["location"].split("?")[0]
    assert wrong(visitor(f"{made}/roster", {"names": "ben", "role": "student"}))
    assert visitor(f"{made}/roster", {"names": "maya stone", "role": "student"}).status_code == 422
    assert visitor(f"{made}/roster", {"names": "maya", "role": "student"}).status_code == 303
    assert visitor(f"{made}/roster/{town.ids['maya']}/end", {}).status_code == 303


# ── The first minutes ────────────────────────────────────────────────────────────────────────────────────────────────

FIRST = {
    "school": "Riverside",
    "time_zone": "Europe/Lisbon",
    "languages": "en",
    "name": "Ada Lind",
    "sign_in_name": "Ada",
    "password": PASSWORD,
    "again": PASSWORD,
}


def setup_code(database: Database) -> str:
    code = database.write_now(System("test"), beginning.new_setup_code)
    assert code
    return code


def test_without_a_school_every_page_leads_to_its_making(empty: Database, visitor: Visitor) -> None:
    for path in ("/", "/people", "/you"):
        assert visitor(path).headers["location"].startswith("/sign-in")
    assert visitor("/sign-in").headers["location"] == "/begin"
    assert visitor("/begin").status_code == 200


def test_the_school_is_made_once_with_the_code_from_the_console(empty: Database, visitor: Visitor) -> None:
    old, code = setup_code(empty), setup_code(empty)
    for changed, field in (
        ({"code": "AAAA-BBBB-CCCC"}, "code"),
        ({"code": old}, "code"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"languages": "xx"}, "languages"),
        ({"school": " "}, "school"),
        ({"sign_in_name": "a b"}, "sign_in_name"),
        ({"password": "ninechars", "again": "ninechars"}, "password"),
        ({"again": "other"}, "again"),
        ({"email": "nope"}, "email"),
    ):
        answer = visitor("/begin", {**FIRST, "code": code, **changed})
        assert answer.status_code == 422
        assert f'id="{field}-wrong"' in answer.text
        empty.write_now(System("test"), limits.sweep)
        if field == "school":
            monkey = (limits.BEGIN_ADDRESS, "testclient")
            empty.write_now(System("test"), limits.forget, monkey)
    answer = visitor("/begin", {**FIRST, "code": code.lower()})
    assert answer.status_code == 303, wrong(answer)
    assert visitor("/you").status_code == 200
    assert visitor("/begin").status_code == 404
    assert visitor("/begin", {**FIRST, "code": code}).status_code == 404
    assert empty.write_now(System("test"), beginning.new_setup_code) is None


def test_the_setup_code_can_not_be_guessed_for_ever(empty: Database, visitor: Visitor) -> None:
    code = setup_code(empty)
    for _ in range(limits.BEGIN_ADDRESS.most):
        assert visitor("/begin", {**FIRST, "code": "AAAA-BBBB-CCCC"}).status_code == 422
    assert visitor("/begin", {**FIRST, "code": code}).status_code == 429


def test_of_two_who_begin_at_the_same_moment_one_does(empty: Database) -> None:
    code = setup_code(empty)

    def begin(number: int) -> bool:
        form = beginning.Beginning(
            code=code, school=f"School {number}", time_zone="UTC", languages=["en"], name="Ada", sign_in_name=f"ada{number}"
        )
        try:
            return bool(empty.write_now(System("test"), beginning.begin, form, hashed(), device=""))
        except beginning.Invalid:
            return False
        except beginning.NotFound:
            return False

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(begin, range(4))) == [False, False, False, True]
    assert empty.read_now(System("test"), lambda tx: tx.scalar(select(func.count()).select_from(School))) == 1
