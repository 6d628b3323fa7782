"""The main job, played in real browsers against a fresh server, on both databases. Leaves a picture of each step in journey/.

A student reflects on her phone, her teacher answers with the keyboard alone, her father answers from his phone, a program
joins by GraphQL; each sees the others' words without reloading, also after a lost line. It grows with each part of the job.
"""

import asyncio
import threading
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from gql import Client, gql
from gql.transport.websockets import WebsocketsTransport
from PIL import Image
from playwright.sync_api import Page, expect

from hub.demo import drawings
from tests import photos
from tests.support.browser import Screens, axe, pictures
from tests.support.server import Server

OPERATIONS = Path(__file__).parent.parent.parent / "graphql" / "operations"
LIVE = 5_000
"""Milliseconds within which what happened must be on the other screens: generous, for machines that do other work."""


@pytest.fixture(params=["sqlite", "postgresql"])
def hub(request: pytest.FixtureRequest, start_server: Callable[..., Server]) -> Server:
    """A fresh server with the demo school, once on each database."""
    settings = {"DATABASE_URL": request.getfixturevalue("postgresql_url")} if request.param == "postgresql" else {}
    return start_server("--demo", **settings)


@pytest.mark.timeout(400)  # Several people for a whole afternoon.
def test_the_journey(hub: Server, screens: Screens, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    on_sqlite = "sqlite" in request.node.name

    def look(page: Page, name: str) -> None:
        """Once is enough for pictures; axe looks each time."""
        axe(page)
        if on_sqlite:
            pictures(page, name)

    # ── Maya signs in on her phone and writes a reflection ───────────────────────────────────────────────────────────
    maya = screens.open(hub.url + "/", "phone")
    look(maya, "01-sign-in")
    sign_in(maya, "maya")
    look(maya, "02-home-of-a-student")
    maya.get_by_role("link", name="Reflect").first.click()
    maya.get_by_role("textbox", name="What happened?").fill("We took the **third jar** above the bridge today.")
    maya.get_by_role("textbox", name="So what?").fill("It is clear! So the mud comes in between.")
    expect(maya.locator("draft-box .save-state")).to_have_text("Saved as you type", timeout=LIVE)

    # A closed tab loses nothing.
    maya.goto("/")
    maya.locator("#unfinished").get_by_text("third jar").click()
    expect(maya.get_by_role("textbox", name="So what?")).to_have_value("It is clear! So the mud comes in between.")

    # Real photos: a JPEG that says where it was taken, and a HEIC.
    jpeg, heic = tmp_path / "IMG_2041.JPG", tmp_path / "IMG_2042.HEIC"
    jpeg.write_bytes(photos.jpeg(6, phone_sized(drawings.two_jars())))
    heic.write_bytes(photos.heic(1, phone_sized(drawings.river_bank())))
    maya.locator("input[type=file][name=photos]").set_input_files([jpeg, heic])
    expect(maya.locator("photo-picker li[data-photo]")).to_have_count(2, timeout=30_000)
    for number, words in enumerate(("A jar of clear water in front of the bridge", "The bridge, with reeds in front")):
        maya.locator("photo-picker li[data-photo] input[name^=alt-]").nth(number).fill(words)

    # She sees who will read it, in names, before she posts.
    maya.get_by_label("Ms Rivera").check()
    maya.get_by_label("your family").check()
    expect(maya.locator(".who-reads")).to_have_text("Besides you, Ms Rivera and your family (Ada, Chidi) can read this.")
    look(maya, "03-writing")
    maya.get_by_role("button", name="Post").click()
    maya.wait_for_url("**/reflections/*-*")
    path = maya.url.removeprefix(hub.url).split("?")[0]
    expect(maya.locator("summary", has_text="3 people besides you")).to_be_visible()
    expect(maya.locator("article img")).to_have_count(2)
    look(maya, "04-posted")
    assert_no_trace(maya, hub)

    # ── Her teacher finds it first among who waits, and answers without touching a mouse ─────────────────────────────
    rivera = screens.open(hub.url + "/", "desktop")
    sign_in(rivera, "rivera", keys_only=True)
    look(rivera, "05-home-of-a-teacher")
    waiting = rivera.locator("#waiting li")
    expect(waiting.filter(has_text="third jar")).to_have_count(1)
    rivera.goto(path)
    box = rivera.get_by_label("Your answer")
    expect(rivera.locator(".reply-box .readers")).to_contain_text("Maya and Maya’s family (Ada, Chidi)")
    box.focus()
    rivera.keyboard.type("Now you know more than the map does. Who should hear of it?")
    rivera.keyboard.press("Control+Enter")
    expect(rivera.locator(".thread")).to_contain_text("Who should hear of it?")
    look(rivera, "06-answered")

    # It appears on her open page.
    expect(maya.locator(".thread")).to_contain_text("Who should hear of it?", timeout=LIVE)
    expect(maya.get_by_text("waits for an answer")).to_have_count(0)

    # ── Her father opens his page, sees what is new, and answers ─────────────────────────────────────────────────────
    chidi = screens.open(hub.url + "/", "phone", "dark")
    sign_in(chidi, "chidi")
    look(chidi, "07-home-of-a-father")
    chidi.locator(f'a[href^="{path}"]').first.click()
    expect(chidi.locator(".reply-box .readers")).not_to_contain_text("Ada")
    say(chidi, "Nana wants to see the jars on Sunday.")
    expect(maya.locator(".thread")).to_contain_text("Nana wants to see the jars", timeout=LIVE)
    expect(rivera.locator(".thread")).to_contain_text("Nana wants to see the jars", timeout=LIVE)
    look(chidi, "08-a-father-answered")
    look(maya, "09-answers-arrived")

    # Her mother sees the reflection and the teacher's words, and not what he said.
    ada = screens.open(hub.url + "/", "phone")
    sign_in(ada, "ada")
    ada.goto(path)
    expect(ada.locator(".thread")).to_contain_text("Who should hear of it?")
    expect(ada.locator(".thread")).not_to_contain_text("Nana")

    # ── A lost line: what was said meanwhile is there when it is back ────────────────────────────────────────────────
    item = graphql(hub, "maya", "my_reflections", {"first": 1})["viewer"]["reflections"]["nodes"][0]["id"]
    begun = graphql(hub, "maya", "thread", {"item": item})["node"]["thread"]["liveCursor"]
    screens.allow("ERR_INTERNET_DISCONNECTED|WebSocket connection")
    chidi.context.set_offline(True)
    say(maya, "The council, I think. And Nana.")
    expect(rivera.locator(".thread")).to_contain_text("The council, I think.", timeout=LIVE)
    chidi.wait_for_timeout(300)
    expect(chidi.locator(".thread")).not_to_contain_text("The council, I think.")
    chidi.context.set_offline(False)
    expect(chidi.locator(".thread")).to_contain_text("The council, I think.", timeout=15_000)
    for page in (maya, rivera, chidi):
        assert page.locator(".thread > li", has_text="The council, I think.").count() == 1

    # ── The same from a program, with a token ────────────────────────────────────────────────────────────────────────
    listening = Program(hub, "maya", item, begun, until="I will ask Mr Boateng to invite them.")
    say(rivera, "I will ask Mr Boateng to invite them.")
    assert listening.hears(), listening.heard
    assert "The council, I think. And Nana." in listening.heard, "what was said before is told first"
    answered = graphql(hub, "rivera", "add_message", {"input": {"item": item, "words": "Done, they come on Friday."}})
    assert answered["addMessage"]["words"] == "Done, they come on Friday."
    expect(maya.locator(".thread")).to_contain_text("Done, they come on Friday.", timeout=LIVE)

    # ── Unshared: it is gone from his open page and from his reach, at once ──────────────────────────────────────────
    maya.goto(f"/items/{path.rsplit('/', 1)[1]}/audience")
    look(maya, "10-who-sees-it")
    maya.get_by_label("your family").uncheck()
    maya.locator("main form button[type=submit]").first.click()
    expect(maya.locator("summary", has_text="1 person besides you")).to_be_visible()
    expect(chidi.get_by_text("This isn't shared with you any more.")).to_be_visible(timeout=LIVE)
    expect(chidi.get_by_text("We took the third jar")).to_have_count(0)
    expect(chidi).to_have_title("This isn't shared with you any more.")
    screens.allow("status of 404")
    chidi.goto(path)
    expect(chidi.get_by_role("heading", name="There is nothing here")).to_be_visible()
    look(chidi, "11-not-shared-any-more")


def sign_in(page: Page, name: str, *, keys_only: bool = False) -> None:
    page.get_by_label("Sign-in name").focus()
    page.keyboard.type(name)
    if keys_only:
        page.keyboard.press("Tab")
    else:
        page.locator("input[name=password]").focus()
    page.keyboard.type("trellis-demo")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def phone_sized(drawing: bytes) -> Image.Image:
    """Twelve million pixels, as a phone takes them."""
    return Image.open(BytesIO(drawing)).resize((4032, 3024))


def say(page: Page, words: str) -> None:
    page.get_by_label("Your answer").fill(words)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".thread")).to_contain_text(words, timeout=LIVE)
    expect(page.get_by_label("Your answer")).to_have_value("")


def assert_no_trace(page: Page, hub: Server) -> None:
    """What she gave is upright, and tells nothing but the picture."""
    for link in page.locator("article img").all():
        source = str(link.get_attribute("src"))
        for rendition in ("full", "page", "thumb"):
            answer = page.request.get(hub.url + source.rsplit("/", 1)[0] + "/" + rendition)
            assert answer.ok
            raw = answer.body()
            assert not [secret for secret in photos.SECRETS if secret in raw]
            image = Image.open(BytesIO(raw))
            assert not image.getexif()


def graphql(hub: Server, name: str, operation: str, variables: dict[str, Any]) -> dict[str, Any]:
    """Asks as a program does: with a person's token, over HTTP. Gives `data`."""
    headers = {"Authorization": f"Bearer {hub.token(name)}", "Accept": "application/graphql-response+json"}
    request = {"query": document(operation), "variables": variables}
    answer = httpx.post(f"{hub.url}/graphql", json=request, headers=headers, trust_env=False, timeout=20)
    assert answer.status_code == 200, answer.text
    data: dict[str, Any] = answer.json()["data"]
    return data


def document(operation: str) -> str:
    return (OPERATIONS / f"{operation}.graphql").read_text()


class Program:
    """A program that follows the item's thread with a person's token, from this cursor on, until it hears `until`."""

    def __init__(self, hub: Server, name: str, item: str, after: str, until: str) -> None:
        self.heard: list[str] = []
        self._line = WebsocketsTransport(
            url=hub.url.replace("http", "ws", 1) + "/graphql", init_payload={"authorization": f"Bearer {hub.token(name)}"}
        )
        self._request = gql(document("thread_events"))
        self._request.variable_values = {"itemId": item, "after": after}
        self._until = until
        # Playwright's loop holds this thread: the program has one of its own, as it has a machine of its own.
        self._thread = threading.Thread(target=lambda: asyncio.run(asyncio.wait_for(self._listen(), 20)), daemon=True)
        self._thread.start()

    def hears(self) -> bool:
        """Whether it has heard what it waits for."""
        self._thread.join(LIVE / 1000)
        return self._until in self.heard

    async def _listen(self) -> None:
        async with Client(transport=self._line, fetch_schema_from_transport=False) as client:
            async for told in client.subscribe(self._request):
                self.heard.append((told["threadEvents"].get("message") or {}).get("words", ""))
                if self._until in self.heard:
                    return
