"""What one sees and changes of oneself: places, password, address, keys."""

import re
from typing import Any

from hub.identity import actions
from hub.identity.keys import digest
from hub.viewer import Claim
from tests.identity.visitor import Visitor, wrong
from tests.people.school import PASSWORD, Town


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
    assert visitor("/you/password", form).headers["location"] == "/you?done=password&by=password-change#done"
    assert visitor.cookies["trellis"] != before
    assert visitor("/you").status_code == 200
    assert visitor.sign_in("maya").status_code == 422
    assert visitor.sign_in("maya", "badger reads maps").status_code == 303


def test_an_email_is_kept_only_with_the_password(town: Town, visitor: Visitor) -> None:
    visitor.sign_in("maya")
    assert visitor("/you/email", {"email": "m@example.org", "current": "nope"}).status_code == 422
    assert visitor("/you/email", {"email": "not an address", "current": PASSWORD}).status_code == 422
    kept = visitor("/you/email", {"email": "m@example.org", "current": PASSWORD}).headers["location"]
    page = visitor(kept.partition("#")[0]).text
    assert page.index('id="email-title"') < page.index("Saved.") < page.index('name="email"') < page.index('id="letters-title"')
    assert "Saved." not in visitor(kept, None, **{"sec-fetch-site": "none"}).text, "an address that was passed on greets nobody"
    assert town.person("maya").email == "m@example.org"


def test_a_key_opens_no_page_about_me(town: Town, visitor: Visitor) -> None:
    _, secret = town.do(lambda tx: actions.make_token(tx, town.ids["maya"], "robot", 7))
    bearer: dict[str, Any] = {"authorization": f"Bearer {secret}"}
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
