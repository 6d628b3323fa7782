"""Passwords, addresses, names of browsers and places to go: the small tools at the doors."""

import asyncio

import pytest
from argon2 import PasswordHasher

from hub.errors import Invalid, TooMany
from hub.identity import passwords
from hub.web.address import nearest_stranger, trusted
from hub.web.browser import device_of, local_path


@pytest.mark.parametrize(
    "password", ["short", "password", "PassWord1234", "maya.okafor", "aaaaaaaaaaaa", "x" * 201 + "yz", "1234567890", "Otter bakes bread"]
)
def test_what_would_be_guessed_is_refused(password: str) -> None:
    with pytest.raises(Invalid):
        passwords.check_new(password, "maya.okafor", student=True)


def test_students_need_eight_signs_and_adults_ten() -> None:
    passwords.check_new("kite bee", "maya", student=True)
    with pytest.raises(Invalid):
        passwords.check_new("kite bee", "rivera", student=False)
    passwords.check_new("kite bee 2", "rivera", student=False)
    passwords.check_new("ñandú 🦜🦜 voló", "rivera", student=False)


def test_a_password_is_the_same_from_every_keyboard() -> None:
    assert passwords.verify(passwords.hash_password("cafe\u0301 noir"), "café noir")


def test_a_wrong_a_missing_and_a_broken_hash_all_say_no() -> None:
    kept = passwords.hash_password("otter bakes bread")
    assert passwords.verify(kept, "otter bakes bread")
    assert not passwords.verify(kept, "otter bakes")
    assert not passwords.verify(None, "otter bakes bread")
    assert not passwords.verify(None, "nobody's")
    assert not passwords.verify("broken", "otter bakes bread")


def test_a_hash_of_other_parameters_is_outdated() -> None:
    assert passwords.outdated(PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("x"))
    assert not passwords.outdated(passwords.hash_password("x"))


async def test_two_passwords_are_worked_on_at_once_and_a_crowd_is_asked_to_wait() -> None:
    running, most = 0, 0
    gate = asyncio.Event()
    loop = asyncio.get_running_loop()

    def work() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        asyncio.run_coroutine_threadsafe(gate.wait(), loop).result()
        running -= 1

    crowd = [asyncio.create_task(passwords.in_thread(work)) for _ in range(passwords.WAITING)]
    await asyncio.sleep(0.05)
    with pytest.raises(TooMany):
        await passwords.in_thread(work)
    gate.set()
    await asyncio.gather(*crowd)
    assert most == passwords.AT_ONCE


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/ /evil.example",
        "javascript:alert(1)",
        "evil.example",
        "",
        "/x\r\nSet-Cookie: a=b",
        "/sign-out",
        "///evil.example",
        "http:/evil.example",
        "/" + "x" * 3000,
    ],
)
def test_nobody_is_led_to_another_place_after_signing_in(wanted: str) -> None:
    assert local_path(wanted) == "/"


@pytest.mark.parametrize("wanted", ["/", "/reflections/new?questions=free", "/items/0#thread", "/people?q=%2F%2Fevil"])
def test_a_page_of_ours_is_gone_to(wanted: str) -> None:
    assert local_path(wanted) == wanted


PROXIES = trusted("10.0.0.0/8, 2001:db8:1::/48,::1")


@pytest.mark.parametrize(
    ("peer", "forwarded", "seen"),
    [
        ("203.0.113.5", [], "203.0.113.5"),
        ("203.0.113.5", ["1.2.3.4"], "203.0.113.5"),  # a stranger may write what they like
        ("10.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["1.2.3.4", "198.51.100.7", "10.0.0.2"], "198.51.100.7"),
        ("10.0.0.1", ["10.0.0.3"], "10.0.0.3"),
        ("10.0.0.1", ["198.51.100.7", "garbage"], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.7:4711"], "198.51.100.7"),
        ("::1", ["[2001:db8:9:9:1:2:3:4]:443"], "2001:db8:9:9::/64"),
        ("::ffff:10.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("2001:db8:7:7::1", [], "2001:db8:7:7::/64"),
        ("", [], ""),
        ("testclient", ["1.2.3.4"], "testclient"),
    ],
)
def test_the_address_is_the_last_hop_that_is_not_ours(peer: str, forwarded: list[str], seen: str) -> None:
    assert nearest_stranger(peer, forwarded, PROXIES) == seen


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox · Linux"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", "Chrome · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17 Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge · Windows"),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_a_browser_is_named_in_words_of_ours(agent: str, words: str) -> None:
    assert device_of(agent) == words
