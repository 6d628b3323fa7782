"""What travels squeezed, what travels as it is, and that both are the same."""

import gzip
from collections.abc import Iterator

import httpx
import pytest

from hub.assets import accepted, asset
from hub.web.squeezing import LARGE
from tests import photos
from tests.support.server import Server

OURS = {"accept": "text/html", "sec-fetch-site": "same-origin"}


@pytest.fixture(scope="module")
def maya(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, headers=OURS, trust_env=False, timeout=30) as client:
        assert client.post("/sign-in", data={"name": "maya", "password": "trellis-demo"}).status_code == 303
        yield client


def raw(client: httpx.Client, path: str, method: str = "GET", **headers: str) -> tuple[httpx.Response, bytes]:
    """An answer with the bytes that travelled."""
    with client.stream(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.mark.parametrize("path", ["/", "/reflections/new", "/nothing"])
def test_a_page_travels_squeezed_and_is_the_same_page(maya: httpx.Client, path: str) -> None:
    plain, whole = raw(maya, path, accept_encoding="identity")
    answer, small = raw(maya, path, accept_encoding="gzip, deflate, br, zstd")
    assert "content-encoding" not in plain.headers
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) == len(small) < len(whole) / 2
    assert plain.headers["vary"] == answer.headers["vary"] == "Accept-Encoding"
    assert len(gzip.decompress(small)) == pytest.approx(len(whole), abs=100)
    assert b"</html>" in gzip.decompress(small)


def test_an_answer_of_graphql_too(server: Server) -> None:
    headers = {"authorization": f"Bearer {server.token('rivera')}", "accept-encoding": "gzip"}
    question = {"query": "{" + " ".join(f"{'a' * 50}{n}: __typename" for n in range(25)) + "}"}
    with httpx.Client(base_url=server.url, headers=headers, trust_env=False) as client:
        answer = client.post("/graphql", json=question)
        assert answer.headers["content-encoding"] == "gzip"
        assert {name.strip() for name in answer.headers["vary"].split(",")} == {"Accept", "Authorization", "Cookie", "Accept-Encoding"}
        assert len(answer.json()["data"]) == 25
        assert "content-encoding" not in client.post("/graphql", json={"query": "{ __typename }"}).headers


def test_a_page_larger_than_is_squeezed_at_once_comes_whole(maya: httpx.Client) -> None:
    form = {"answer-what": "What I saw. " * 5_000, "title": "t" * 300}
    plain = maya.post("/reflections", data=form, headers={"accept-encoding": "identity"})
    answer = maya.post("/reflections", data=form, headers={"accept-encoding": "gzip"})
    assert plain.status_code == answer.status_code == 422
    assert len(answer.content) > LARGE
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text.count("What I saw.") == plain.text.count("What I saw.") >= 5_000


def test_who_does_not_understand_it_gets_it_as_it_is(maya: httpx.Client) -> None:
    for understood in ("", "identity", "br", "gzip;q=0", "gzip; q=0.000"):
        assert "content-encoding" not in raw(maya, "/", accept_encoding=understood)[0].headers
    assert accepted("GZIP;q=0.5, br;q=0.0,deflate") == {"gzip", "deflate"}


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_website_asks_for_is_not_squeezed_for_it_to_measure(maya: httpx.Client, site: str) -> None:
    assert "content-encoding" not in raw(maya, "/sign-in", accept_encoding="gzip", sec_fetch_site=site)[0].headers


def test_photos_and_built_files_are_left_as_they_are(maya: httpx.Client) -> None:
    given = maya.post("/files", content=photos.jpeg(), headers={"accept": "application/json"}).json()
    answer, body = raw(maya, given["url"], accept_encoding="gzip")
    assert "content-encoding" not in answer.headers
    assert int(answer.headers["content-length"]) == len(body)
    assert raw(maya, given["url"], accept_encoding="gzip", if_none_match=answer.headers["etag"])[0].status_code == 304
    built, body = raw(maya, asset("app.css"), accept_encoding="gzip")
    assert built.headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == raw(maya, asset("app.css"), accept_encoding="identity")[1]


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nothing", "/health/live"])
def test_asking_for_the_head_alone_tells_the_same_of_a_page_without_it(maya: httpx.Client, path: str) -> None:
    whole, _body = raw(maya, path, accept_encoding="gzip")
    answer, body = raw(maya, path, "HEAD", accept_encoding="gzip")
    assert body == b""
    assert answer.status_code == whole.status_code
    told = {"content-type", "content-encoding", "content-security-policy", "vary", "cache-control"}
    assert {name: answer.headers.get(name) for name in told} == {name: whole.headers.get(name) for name in told}
    assert int(answer.headers["content-length"]) == pytest.approx(int(whole.headers["content-length"]), abs=50)
