"""A browser that visits the whole app over HTTP, and what its pages say."""

import re
from collections.abc import Callable
from typing import Any

import httpx
from litestar import Litestar
from litestar.testing import TestClient

from tests.people.school import PASSWORD

HOST = "http://127.0.0.1:8000"
Browser = Callable[..., httpx.Response]


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


def wrong(answer: httpx.Response) -> list[str]:
    return [re.sub(r"<.*?>", "", one).strip() for one in re.findall(r'<p class="wrong".*?</p>', answer.text, re.DOTALL)]


def codes(answer: httpx.Response) -> list[str]:
    return re.findall(r'<p class="code">(.*?)</p>', answer.text)
