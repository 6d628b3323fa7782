"""`/graphql` that costs nothing until someone asks it.

graphql-core, Strawberry and our schema are a third of a start's work and a quarter of its memory; many schools' programs
are silent for days. The first question loads them on a thread of its own, so that pages go on; who asks meanwhile waits too.
"""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

from litestar import HttpMethod, Request, Response, route, websocket
from litestar.handlers import HTTPRouteHandler, WebsocketRouteHandler

from hub_graphql.reach import Socket

Routes = tuple[HTTPRouteHandler, WebsocketRouteHandler]


def routes_later(path: str, load: Callable[[], Routes]) -> Routes:
    """Routes that pass on to those of `load`, which runs once, or again after it has failed."""
    loading = threading.Lock()
    loaded: list[Routes] = []

    def once() -> Routes:
        with loading:
            if not loaded:
                loaded.append(load())
            return loaded[0]

    async def ready() -> Routes:
        return loaded[0] if loaded else await asyncio.to_thread(once)

    # TRACE is refused before it gets here, as everywhere.
    @route(path, http_method=[method for method in HttpMethod if method != HttpMethod.TRACE], name="graphql")
    async def graphql(request: Request[Any, Any, Any]) -> Response[bytes]:
        over_http, _ = await ready()
        answer: Response[bytes] = await over_http.fn(request)
        return answer

    @websocket(path, websocket_class=Socket, name="graphql-socket")
    async def graphql_socket(socket: Socket) -> None:
        _, over_socket = await ready()
        await over_socket.fn(socket)

    return graphql, graphql_socket
