"""What every item has over HTTP, whatever its kind: its audience, and ways to take it back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.database import Tx
from hub.feedback import queries as feedback
from hub.ids import NOTHING, parse_id
from hub.items import actions, audiences, queries
from hub.items.models import Item
from hub.policy import Verb, named, require
from hub.web.answers import see_other
from hub.web.claims import claim_of
from hub.web.forms import form_of
from hub.web.hub import hub_of
from hub.web.show import Page, show


class AudienceChoice(msgspec.Struct, frozen=True):
    """What the viewer may change about who sees an item."""

    item: Item
    href: str
    choices: list[audiences.Group]
    chosen: frozenset[UUID]
    stays: UUID | None
    """Whom they can't take out."""


class Chosen(msgspec.Struct, frozen=True):
    """The form: one value for each principal chosen."""

    audience: list[str] = []


class ItemPages(Controller):
    """Under /items/<id>: whatever the item is, it is shared and taken back alike."""

    path = "/items/{item_id:str}"

    @get("/")
    async def where(self, request: Request[Any, Any, Any], item_id: FromPath[str]) -> Response[str]:
        """An item's own page, for links that know only its id. What is to be said there comes along; `at` is a place on it."""
        at = parse_id(request.query_params.get("at", "").removeprefix("message-"))
        page, found = await hub_of(request).database.read(claim_of(request), feedback.leads_to, parse_id(item_id), at)
        along = {name: request.query_params.get(name, "") for name in ("done", "sent")}
        there = see_other(page, **(along if found or not at else {"done": "message-gone"}))
        if found:
            there.headers["location"] += f"#message-{at}"
        return there

    @get("/audience")
    async def audience(self, request: Request[Any, Any, Any], item_id: FromPath[str]) -> Page:
        return await show(request, "items/audience.html", _choice, parse_id(item_id))

    @post("/audience")
    async def share(self, request: Request[Any, Any, Any], item_id: FromPath[str]) -> Response[str]:
        chosen = await form_of(request, Chosen)
        principals = [parse_id(one) or NOTHING for one in chosen.audience]
        return await _done(request, "shared", actions.share, item_id, principals)

    @post("/withdraw")
    async def withdraw(self, request: Request[Any, Any, Any], item_id: FromPath[str]) -> Response[str]:
        return await _done(request, "withdrawn", actions.withdraw, item_id)

    @post("/put-back")
    async def put_back(self, request: Request[Any, Any, Any], item_id: FromPath[str]) -> Response[str]:
        return await _done(request, "put-back", actions.put_back, item_id)

    @post("/delete")
    async def delete(self, request: Request[Any, Any, Any], item_id: FromPath[str]) -> Response[str]:
        item = await hub_of(request).database.write(claim_of(request), actions.delete, parse_id(item_id))
        return see_other("/space", done="deleted", item=str(item.id))

    @post("/bring-back")
    async def bring_back(self, request: Request[Any, Any, Any], item_id: FromPath[str]) -> Response[str]:
        return await _done(request, "brought-back", actions.bring_back, item_id)


async def _done(request: Request[Any, Any, Any], done: str, action: Callable[..., Item], item_id: str, *args: Any) -> Response[str]:
    item = await hub_of(request).database.write(claim_of(request), action, parse_id(item_id), *args)
    return see_other(queries.href(item.kind, item.id), done=done, item=str(item.id))


def _choice(tx: Tx, item_id: UUID | None) -> AudienceChoice:
    item = queries.find(tx, item_id)
    require(named(item), actions.relations(tx, item), Verb.SHARE)
    chosen = audiences.of_items(tx, [item])[item.id].principals | frozenset({item.stays} if item.stays else ())
    groups = audiences.choices(tx, chosen)
    if item.kind == "project":  # With it, mentors come and go by what the school decides for them.
        groups = [group for group in groups if group.kind != "mentors"]
    return AudienceChoice(item, queries.href(item.kind, item.id), groups, chosen, item.stays)
