"""Words that were typed into a form outlive whatever refuses it, with JavaScript off too."""

import httpx
import pytest

from tests import photos
from tests.support.server import Server

FROM_OUR_PAGES = {"accept": "text/html", "sec-fetch-site": "same-origin"}
WORDS = "I waited until the mud had settled."


@pytest.mark.parametrize("files", [{}, {"photos": ("jar.jpg", b"no photo at all")}])
def test_a_reflection_sent_after_the_sign_in_has_ended_is_shown_again(server: Server, files: dict[str, tuple[str, bytes]]) -> None:
    form = {"answer-what": WORDS, "title": "Mud"}
    answer = httpx.post(f"{server.url}/reflections", data=form, files=files or None, headers=FROM_OUR_PAGES, trust_env=False)
    assert answer.status_code == 401
    assert WORDS in answer.text
    assert 'href="/sign-in' in answer.text


def test_a_message_sent_after_the_sign_in_has_ended_is_shown_again(server: Server) -> None:
    form = {"words": WORDS, "password": "not to be shown"}
    answer = httpx.post(f"{server.url}/items/0190-none/messages", data=form, headers=FROM_OUR_PAGES, trust_env=False)
    assert answer.status_code == 401
    assert WORDS in answer.text
    assert "not to be shown" not in answer.text


def test_a_photo_that_cannot_be_read_keeps_the_words_and_says_so_beside_it(server: Server) -> None:
    with httpx.Client(base_url=server.url, headers=FROM_OUR_PAGES, trust_env=False) as maya:
        maya.post("/sign-in", data={"name": "maya", "password": "trellis-demo"})
        files = {"photos": ("jar.jpg", photos.cut_in_half(photos.jpeg()))}
        answer = maya.post("/reflections", data={"answer-what": WORDS}, files=files)
    assert answer.status_code == 422
    assert WORDS in answer.text
    assert 'id="photos-wrong"' in answer.text
