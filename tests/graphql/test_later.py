"""GraphQL is loaded by whoever asks it first, and only once."""

import asyncio
import time
from typing import Any

import pytest
from litestar import Litestar, Request, Response, route, websocket
from litestar.testing import AsyncTestClient

from hub_graphql.later import Routes, routes_later
from hub_graphql.reach import Socket


@route("/graphql", http_method=["GET"])
async def answering(request: Request[Any, Any, Any]) -> Response[bytes]:
    return Response(request.url.path.encode(), status_code=200)


@websocket("/graphql", websocket_class=Socket)
async def listening(socket: Socket) -> None:
    await socket.accept()
    await socket.close()


@pytest.mark.parametrize("failures", [0, 1])
def test_many_who_ask_at_once_are_answered_by_one_loading(failures: int) -> None:
    loadings = []

    def load() -> Routes:
        loadings.append(1)
        time.sleep(0.05)
        if len(loadings) <= failures:
            raise MemoryError
        return answering, listening

    async def ask() -> list[int]:
        app = Litestar([*routes_later("/graphql", load)], openapi_config=None)
        async with AsyncTestClient(app) as client:
            answers = await asyncio.gather(*(client.get("/graphql") for _ in range(6)))
            return sorted(answer.status_code for answer in answers)

    assert asyncio.run(ask()) == [200] * (6 - failures) + [500] * failures
    assert len(loadings) == 1 + failures
