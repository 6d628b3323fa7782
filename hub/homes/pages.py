"""The first page of each person, and spaces."""

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath

from hub.database import Tx
from hub.events import cursor, home_topic, last_seq
from hub.homes import actions, answering, news, queries
from hub.ids import parse_id
from hub.notifications.queries import unseen_count
from hub.people.faces import role_words
from hub.rooms import queries as rooms
from hub.web.answers import see_other
from hub.web.claims import claim_of
from hub.web.hub import Frame, Place, hub_of
from hub.web.show import Page, show
from hub.words import _


class HomePages(Controller):
    """The navigation's places that are everybody's."""

    @get("/")
    async def home(self, request: Request[Any, Any, Any]) -> Page:
        looked: list[queries.Home] = []

        def look(tx: Tx) -> queries.Home:
            looked.append(queries.home(tx, *(request.query_params.get(name, "") for name in ("after", "held"))))
            return looked[-1]

        page = await show(request, "homes/home.html", look)
        children = [child.who.id for child in looked[-1].children or []]
        # A page that is held open reads itself anew (static/src/js/fresh.js), also while nobody is there to look at it.
        if children and "x-by-itself" not in request.headers:
            # After the answer: what is new on this page must not become old by showing it.
            page.background = BackgroundTask(hub_of(request).database.write, claim_of(request), actions.visit, children)
        return page

    @get("/waiting")
    async def waiting(self, request: Request[Any, Any, Any]) -> Page:
        """What stands in the navigation, for a page that is open already."""
        return await show(request, "homes/waiting.html", lambda _tx: None)

    @get("/answering")
    async def answering(self, request: Request[Any, Any, Any]) -> Response[str]:
        """The way in to going through those who wait: it begins with who has waited longest."""
        place = await hub_of(request).database.read(claim_of(request), answering.first)
        return see_other(f"/answering/{place}" if place else "/", done="" if place else "all-answered")

    @get("/answering/{place:str}")
    async def turn(self, request: Request[Any, Any, Any], place: FromPath[str]) -> Page:
        return await show(request, "homes/turn.html", answering.turn, place, request.query_params.get("from", ""))

    @get("/answering/{place:str}/left")
    async def left(self, request: Request[Any, Any, Any], place: FromPath[str]) -> Page:
        return await show(request, "homes/left.html", answering.left, place, request.query_params.get("from", ""))

    @get("/space")
    async def mine(self, request: Request[Any, Any, Any]) -> Page:
        return await show(request, "homes/space.html", lambda tx: queries.space(tx, tx.viewer.id, *_asked(request)))

    @get("/people/{person_id:str}/space")
    async def space(self, request: Request[Any, Any, Any], person_id: FromPath[str]) -> Page:
        return await show(request, "homes/space.html", queries.space, parse_id(person_id), *_asked(request))


def _asked(request: Request[Any, Any, Any]) -> list[str]:
    """Which part of a space."""
    return [request.query_params.get(name, "") for name in ("before", "kind", "tag")]


def frame(tx: Tx, path: str) -> Frame:
    """Where this person can go. What waits for them is counted beside the first place."""
    own = path.startswith(("/reflections", "/goals", "/artifacts")) and "student" in tx.viewer.roles
    mine, in_room = rooms.mine(tx), path.startswith("/rooms/")
    # Another team's room, which has no place of its own, is found by its project.
    in_mine = any(path == room.href or path.startswith(f"{room.href}/") for room in mine)
    places = [
        Place("/", "sprout", _("My week"), news.waiting_count(tx), path == "/" or path.startswith("/answering")),
        Place("/space", "book-open", _("My space"), 0, path == "/space" or own),
        Place("/projects", "compass", _("Projects"), 0, path.startswith("/projects") or (in_room and not in_mine)),
        Place("/notifications", "bell", _("News"), unseen_count(tx), path == "/notifications", new=True),
    ]
    if mine:
        href, name = (mine[0].href, mine[0].name) if len(mine) == 1 else ("/teams", _("My teams"))
        places.insert(3, Place(href, "users", name, sum(room.unread for room in mine), in_mine or path == href, new=True))
    if tx.viewer.staff:
        places.append(Place("/classes", "users", _("Classes"), 0, path.startswith("/classes")))
        places.append(Place("/people", "search", _("People"), 0, path.startswith("/people")))
    topic = home_topic(tx.viewer.id)
    return Frame(places, role_words(tx.viewer.roles), cursor(tx, topic, last_seq(tx, topic)))
