"""Slips, codes, lists and people: what staff do for others, and nobody else."""

import re

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from hub.identity import actions, limits
from tests.identity.visitor import HOST, Visitor, codes, wrong
from tests.people.school import Town, hashed


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
