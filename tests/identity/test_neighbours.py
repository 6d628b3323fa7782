"""One hostile neighbour behind a school's one address, and what still opens for everybody else: a real server, real cookies."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from hub.demo.people import PASSWORD
from hub.identity import limits
from hub.identity.keys import new_code
from tests.support.server import Server


@pytest.fixture
def hub(start_server: Callable[..., Server], database_url: str) -> Server:
    return start_server(demo=True, DATABASE_URL=database_url)


@pytest.fixture
def seat(hub: Server) -> Iterator[Callable[[], httpx.Client]]:
    """A browser of its own, on a computer in the same building."""
    opened: list[httpx.Client] = []

    def sit_down() -> httpx.Client:
        headers = {"origin": hub.url, "accept": "text/html"}
        opened.append(httpx.Client(base_url=hub.url, headers=headers, trust_env=False, timeout=60))
        return opened[-1]

    yield sit_down
    for one in opened:
        one.close()


def sign_in(browser: httpx.Client, name: str, password: str = PASSWORD) -> int:
    return browser.post("/sign-in", data={"name": name, "password": password}).status_code


def test_a_neighbour_who_guesses_keeps_neither_a_known_browser_nor_a_printed_slip_out(
    hub: Server, seat: Callable[[], httpx.Client]
) -> None:
    maya, hostile, fresh = seat(), seat(), seat()
    assert sign_in(maya, "maya") == 303
    maya.post("/sign-out")
    assert "trellis" not in maya.cookies

    tries = [sign_in(hostile, "maya", "wrong wrong") for _ in range(limits.SIGN_IN_HERE.most + 3)]
    assert tries[:10] == [422] * 10
    assert tries[-1] == 429
    hostile.cookies.set("trellis-known", "A" * 22)
    assert sign_in(hostile, "maya", PASSWORD) == 429
    for _ in range(limits.JOIN_ADDRESS.most + 10):
        assert hostile.get(f"/join/{new_code()}").status_code == 404

    assert sign_in(maya, "maya", "a typo") == 422
    assert sign_in(maya, "maya") == 303
    slip = hub.trellis_json("invite", "--again", "maya")[0]["code"]
    assert fresh.get(f"/join/{slip}").status_code == 200
    chosen = {"password": "badger reads maps", "again": "badger reads maps"}
    assert fresh.post(f"/join/{slip}", data=chosen).status_code == 303
    fresh.post("/sign-out")
    assert sign_in(fresh, "maya", "badger reads maps") == 303


def test_the_cookie_that_stays_opens_nothing_and_names_nobody(hub: Server, seat: Callable[[], httpx.Client]) -> None:
    here = seat()
    for name in ("maya", "rivera"):
        assert sign_in(here, name) == 303
        here.post("/sign-out")
    assert set(here.cookies) == {"trellis-known"}
    kept = here.cookies["trellis-known"]
    assert [len(entry) for entry in kept.split(".")] == [22, 22]
    assert here.get("/you").headers["location"].startswith("/sign-in")
    thief = seat()
    for cookie in (kept, *kept.split(".")):
        thief.cookies.set("trellis", cookie)
        assert thief.get("/you").headers["location"].startswith("/sign-in")
        assert thief.get("/", headers={"authorization": f"Bearer {cookie}"}).headers["location"].startswith("/sign-in")
