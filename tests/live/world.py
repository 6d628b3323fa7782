"""A small school with one reflection, a server with live rooms, and clients to it."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import uvicorn
from litestar import Litestar
from litestar.connection import ASGIConnection
from sqlalchemy import update
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from hub.clock import now
from hub.cursors import opened, sealed
from hub.database import Database, Tx
from hub.events import Told, home_topic, thread_topic
from hub.feedback.models import Message, MessageGrant, Thread, VoiceKind
from hub.identity.keys import digest
from hub.identity.models import AccessToken, BrowserSession
from hub.identity.queries import recognise
from hub.items.models import ItemGrant
from hub.people.models import Class, ClassMember, Guardianship, Person, Principal, RoleHeld, School
from hub.reflections.models import PromptSet, PromptSetVersion, Reflection
from hub.viewer import Claim, System
from hub_realtime.frames import Put
from hub_realtime.live import Live
from hub_realtime.wakeups import wakeups
from tests.support.ports import free_port

WORK = System("a test")
PEOPLE = ("maya", "rivera", "chidi", "amara", "leo")
"""A student, her teacher, her two parents, and a student who has nothing to do with it."""


class World:
    """The rows, and what happens among them."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.database = Database(url, recognise)
        self.ids: dict[str, UUID] = {}
        self.database.write_now(WORK, self._fill)

    def _fill(self, tx: Tx) -> None:
        school = tx.make(School(name="Elm", created=now()))
        tx.make(Principal(id=school.id, school_id=school.id, kind="school", subject_id=school.id))
        for name in PEOPLE:
            person = tx.make(Person(school_id=school.id, name=name.title(), called=name.title(), sign_in_name=name, created=now()))
            tx.make(Principal(id=person.id, school_id=school.id, kind="person", subject_id=person.id))
            role = {"rivera": "teacher", "chidi": "guardian", "amara": "guardian"}.get(name, "student")
            tx.make(RoleHeld(person_id=person.id, school_id=school.id, role=role))
            tx.make(BrowserSession(person_id=person.id, digest=digest(name), created=now(), expires=now() + timedelta(hours=1)))
            tx.make(
                AccessToken(
                    person_id=person.id, name="t", digest=digest(f"{name}-token"), created=now(), expires=now() + timedelta(hours=1)
                )
            )
            self.ids[name] = person.id
        group = tx.make(Class(school_id=school.id, name="7b"))
        tx.make(ClassMember(class_id=group.id, person_id=self.ids["maya"], role="student"))
        tx.make(ClassMember(class_id=group.id, person_id=self.ids["rivera"], role="teacher"))
        self.teachers = tx.make(Principal(school_id=school.id, kind="teachers", subject_id=group.id)).id
        self.family = tx.make(Principal(school_id=school.id, kind="family", subject_id=self.ids["maya"])).id
        for guardian in ("chidi", "amara"):
            tx.make(Guardianship(guardian_id=self.ids[guardian], student_id=self.ids["maya"], approved=now()))
        prompts = tx.make(PromptSet(school_id=school.id, key="what"))
        self.prompts = tx.make(PromptSetVersion(prompt_set_id=prompts.id, number=1, name="What?", prompts=[], created=now())).id
        self.school = school.id
        self.key = school.cursor_key
        self.item = self._reflection(tx)
        self.topic = thread_topic(self.item)

    def _reflection(self, tx: Tx) -> UUID:
        item = tx.make(
            Reflection(
                school_id=self.school,
                owner_id=self.ids["maya"],
                title="Bees",
                created=now(),
                updated=now(),
                prompts_id=self.prompts,
                answers={},
            )
        )
        tx.make(Thread(item_id=item.id))
        for principal in (self.ids["maya"], self.teachers, self.family):
            tx.make(ItemGrant(item_id=item.id, principal_id=principal))
        return item.id

    async def say(self, words: str, to: Iterable[str | UUID] = (), homes: Iterable[str] = ()) -> None:
        """Maya says it, to these readers (at first: to all), and tells the thread and these homes."""
        await self.database.write(WORK, say, self.item, self.ids["maya"], words, self._principals(to), [self.ids[name] for name in homes])

    def _principals(self, to: Iterable[str | UUID]) -> list[UUID]:
        found = [self.ids[one] if isinstance(one, str) else one for one in to]
        return found or [self.ids["maya"], self.teachers, self.family]

    def change(self, table: Any, what: dict[str, Any], **where: Any) -> None:
        def job(tx: Tx) -> None:
            tx.execute(update(table).filter_by(**where).values(**what))

        self.database.write_now(WORK, job)

    def home(self, name: str) -> str:
        return home_topic(self.ids[name])


def say(tx: Tx, item: UUID, author: UUID, words: str, principals: list[UUID], homes: list[UUID]) -> UUID:
    thread = tx.query(Thread).filter_by(item_id=item).one()
    message = tx.make(Message(thread_id=thread.id, item_id=item, author_id=author, voice="learner", words=words, created=now()))
    for principal in principals:
        tx.make(MessageGrant(message_id=message.id, principal_id=principal))
    tx.tell("message.added", [thread_topic(item), *map(home_topic, homes)], item=item, message=message.id)
    return message.id


class Renderer:
    """Shows a message by its words, and says for whom; counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[VoiceKind, str]] = []

    def __call__(self, tx: Tx, told: Told, topic: str, viewing: VoiceKind, language: str) -> list[Put] | None:
        self.asked.append((viewing, language))
        if "message" not in told.subjects:
            return [Put(f"event-{told.kind}", "list", viewing)]
        message = tx.get_one(Message, UUID(told.subjects["message"]))
        if message.words == "(anew)":
            return None
        if message.words == "(breaks)":
            raise ValueError("a template that fails")
        return [Put(f"message-{message.id}", f"thread-{message.item_id}", f"<p data-for={viewing}>{message.words}</p>")]


def claim_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Claim | None:
    bearer = connection.headers.get("authorization", "")
    if bearer:
        return Claim("token", digest(bearer.removeprefix("Bearer ")))
    cookie = connection.cookies.get("trellis")
    return Claim("session", digest(cookie)) if cookie else None


class Site:
    """A running server."""

    def __init__(self, world: World, live: Live, renderer: Renderer, port: int, server: uvicorn.Server) -> None:
        self.world, self.live, self.renderer, self.port, self.server = world, live, renderer, port, server
        self.origin = f"http://127.0.0.1:{port}"
        self.url = f"ws://127.0.0.1:{port}/live"

    def socket(self, name: str | None, *, token: bool = False, origin: str | None = "ours", **options: Any) -> connect:
        headers = {"Authorization": f"Bearer {name}-token"} if token else {"Cookie": f"trellis={name}"} if name else {}
        sent_from = self.origin if origin == "ours" else origin
        return connect(
            self.url, additional_headers=headers, origin=Origin(sent_from) if sent_from else None, compression=None, proxy=None, **options
        )

    def client(self, connection: ClientConnection, name: str) -> "Client":
        return Client(connection, self.world.key)

    @asynccontextmanager
    async def following(self, name: str, topic: str, after: int | None = None, **options: Any) -> AsyncIterator["Client"]:
        async with self.socket(name, **options) as connection:
            client = self.client(connection, name)
            await client.follow(topic, after)
            yield client


class Client:
    """Opens and seals cursors as only the server can, so that a test speaks of numbers. `raw` leaves them as they come."""

    def __init__(self, connection: ClientConnection, key: bytes = b"") -> None:
        self.connection = connection
        self.key = key

    async def send(self, **message: Any) -> None:
        await self.connection.send(json.dumps(message))

    async def follow(self, topic: str, after: int | None = None) -> list[Any]:
        """Returns what was missed, and the welcome last."""
        await self.send(follow=topic, **({} if after is None else {"after": sealed(self.key, topic, after)}))
        heard = [await self.hear()]
        while heard[-1].get("put"):
            heard.append(await self.hear())
        return heard

    async def hear(self, within: float = 5) -> Any:
        heard = await self.raw(within)
        if "cursor" in heard:
            heard["seq"] = opened(self.key, heard["topic"], heard.pop("cursor"))
        return heard

    async def raw(self, within: float = 5) -> Any:
        return json.loads(await asyncio.wait_for(self.connection.recv(), within))

    async def words(self, within: float = 5) -> str:
        """Of the next message."""
        html: str = (await self.hear(within))["put"][0]["html"]
        return html.partition(">")[2].removesuffix("</p>")

    async def silent(self, seconds: float = 0.3) -> bool:
        try:
            await self.hear(seconds)
        except TimeoutError:
            return True
        return False

    async def close_code(self, within: float = 5) -> int | None:
        await asyncio.wait_for(self.connection.wait_closed(), within)
        return self.connection.close_code


@asynccontextmanager
async def serving(world: World, redis_url: str = "", **uvicorn_options: Any) -> AsyncIterator[Site]:
    renderer, port = Renderer(), free_port()
    live = Live(
        world.database,
        renderer,
        wakeups=wakeups(world.url, redis_url),
        claim_of=claim_of,
        our_origins=lambda _: {f"http://127.0.0.1:{port}"},
    )
    app = Litestar([live.route()], on_startup=[live.start], on_shutdown=[live.stop], openapi_config=None)
    options: dict[str, Any] = {
        "ws": "websockets-sansio",
        "ws_per_message_deflate": False,
        "ws_max_size": 65536,
        "log_level": "warning",
    } | uvicorn_options
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, lifespan="on", **options))
    # What `serve` does, without its loop that looks ten times a second whether it should end.
    server.config.load()
    server.lifespan = server.config.lifespan_class(server.config)
    await server.startup()
    try:
        yield Site(world, live, renderer, port, server)
    finally:
        await server.shutdown()
