"""`/graphql` as the application mounts it: the schema, the transport, and the hub behind them."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID
from weakref import WeakSet

from litestar.handlers import HTTPRouteHandler, WebsocketRouteHandler

from hub.database import Database
from hub.errors import NotSignedIn
from hub.live.queries import Pair
from hub.settings import Settings
from hub.turns import Turns, in_turns
from hub.viewer import Claim
from hub.web.claims import cookie_name
from hub.web.origin import from_our_pages
from hub.words import _
from hub_graphql.context import Context
from hub_graphql.credentials import Doors
from hub_graphql.engine import Engine
from hub_graphql.http import graphql_over_http
from hub_graphql.schema import schema
from hub_graphql.socket import Lines, graphql_over_socket
from hub_graphql.subscriptions import Follow, Listener, tell

T = TypeVar("T")


class GraphQL:
    """`routes` for the application. It also is one of those whose standing is watched: the live rooms ask it once a second."""

    def __init__(self, settings: Settings, database: Database, follow: Follow) -> None:
        self._database = database
        self._follow = follow
        self._listeners: WeakSet[Listener] = WeakSet()
        self._engine = Engine(schema, introspection=settings.development, suggestions=settings.development)
        self._doors = Doors(session_cookie=cookie_name(settings), same_origin=from_our_pages)

    def routes(self, path: str = "/graphql") -> tuple[HTTPRouteHandler, WebsocketRouteHandler]:
        over_socket = graphql_over_socket(path, self._engine, self._listen, tell, self._still_allowed, self._doors, Lines())
        return graphql_over_http(path, self._engine, self._run, self._doors), over_socket

    async def _run(self, who: Claim | None, job: Callable[[Context], T], /) -> T:
        def turn(turns: Turns) -> T:
            turns.tx  # noqa: B018 - a stranger is refused here, before anything is looked at
            return job(Context(turns))

        return await in_turns(self._database, who, turn)

    async def _listen(self, who: Claim | None, /) -> Listener:
        if who is None:
            raise NotSignedIn(_("Please sign in first."))
        viewer = await self._database.read(who, lambda tx: tx.viewer)
        listener = Listener(self._database, who, viewer, self._follow)
        self._listeners.add(listener)
        return listener

    async def _still_allowed(self, listener: Listener, /) -> bool:
        return not listener.ended

    def claims(self) -> set[UUID]:
        """The sessions and tokens that speak for those who listen."""
        return {listener.viewer.claim_id for listener in self._listeners if not listener.ended}

    def sights(self) -> set[Pair]:
        """Each subscription sees to its own."""
        return set()

    def fallen(self, claims: set[UUID], _sights: set[Pair]) -> None:
        for listener in self._listeners:
            listener.ended = listener.ended or listener.viewer.claim_id in claims
