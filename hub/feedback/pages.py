"""Threads over HTTP: answering, changing, taking back. The reply box and the message are the fragments that pages include."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.database import Tx
from hub.drafts.queries import Desk, desk
from hub.errors import Conflict, Invalid
from hub.feedback import actions, queries
from hub.feedback.models import MessageVersion, VoiceKind
from hub.ids import parse_id
from hub.items import queries as items
from hub.policy import Verb, require, to_item
from hub.web.answers import is_fragment, see_other, wants_json
from hub.web.claims import claim_of
from hub.web.forms import form_of
from hub.web.hub import hub_of
from hub.web.show import Page, show, show_again

AnyRequest = Request[Any, Any, Any]


class AnswerForm(msgspec.Struct, frozen=True):
    """The reply box."""

    words: str = ""
    writing: str = ""
    reply_to: str = ""
    version: int = 0


class ReadForm(msgspec.Struct, frozen=True):
    """How far the page knew the thread that was read."""

    cursor: str = ""


class Box(msgspec.Struct, frozen=True):
    """A reply box by itself: to whom, who will read it, and what was being written in it."""

    item_id: UUID
    item_href: str
    title: str
    will_read: items.Audience
    desk: Desk
    viewing: VoiceKind
    reply_to: queries.Said | None
    added: queries.Said | None = None
    """The message that has just been sent from here."""


class OneMessage(msgspec.Struct, frozen=True):
    """A message on a page of its own, to be changed, or to see how it was."""

    said: queries.Said
    item_href: str
    desk: Desk
    versions: list[MessageVersion]


class ThreadPages(Controller):
    """What is done in an item's thread."""

    path = "/items/{item_id:str}"

    @get("/reply")
    async def box(self, request: AnyRequest, item_id: FromPath[str]) -> Page:
        """The reply box for answering one message (`to`), or everyone."""
        to = parse_id(request.query_params.get("to", ""))
        return await show(request, "feedback/reply.html", _box, parse_id(item_id), to)

    @post("/messages")
    async def add(self, request: AnyRequest, item_id: FromPath[str]) -> Response[str]:
        id_ = parse_id(item_id)
        given = await form_of(request, AnswerForm)
        answer = actions.Answer(given.words, parse_id(given.writing), parse_id(given.reply_to))
        try:
            message = await hub_of(request).database.write(claim_of(request), actions.add_message, id_, answer)
        except Invalid as problem:
            also = {"typed": given, "problem": problem}
            return await show_again(request, "feedback/reply.html", also, 422, _box, id_, answer.reply_to)
        if is_fragment(request):
            also = {"sent": given.writing}
            return await show_again(request, "feedback/sent.html", also, 200, _box, id_, None, message.id)
        return see_other(f"/items/{message.item_id}", sent=given.writing, at=f"message-{message.id}")

    @post("/read")
    async def read(self, request: AnyRequest, item_id: FromPath[str]) -> Response[str]:
        """The thread is in sight: what stands in it is no longer new. A script wants no page for an answer."""
        id_ = parse_id(item_id)
        given = await form_of(request, ReadForm)
        await hub_of(request).database.write(claim_of(request), actions.mark_read, id_, given.cursor)
        return Response("", status_code=204) if wants_json(request) else see_other(f"/items/{id_}")


class MessagePages(Controller):
    """What is done with one message."""

    path = "/messages/{message_id:str}"

    @get("/edit")
    async def edit_page(self, request: AnyRequest, message_id: FromPath[str]) -> Page:
        return await show(request, "feedback/edit.html", _editable, parse_id(message_id))

    @post("/edit")
    async def edit(self, request: AnyRequest, message_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, AnswerForm)
        id_ = parse_id(message_id)
        try:
            message = await hub_of(request).database.write(
                claim_of(request), actions.edit_message, id_, given.words, given.version, parse_id(given.writing)
            )
        except (Invalid, Conflict) as problem:
            status = 422 if isinstance(problem, Invalid) else 409
            return await show_again(request, "feedback/edit.html", {"typed": given, "problem": problem}, status, _editable, id_)
        return see_other(f"/items/{message.item_id}", sent=given.writing)

    @get("/history")
    async def history(self, request: AnyRequest, message_id: FromPath[str]) -> Page:
        return await show(request, "feedback/history.html", _alone, parse_id(message_id))

    @post("/withdraw")
    async def withdraw(self, request: AnyRequest, message_id: FromPath[str]) -> Response[str]:
        message = await hub_of(request).database.write(claim_of(request), actions.withdraw_message, parse_id(message_id))
        return see_other(f"/items/{message.item_id}", done="message-withdrawn")


def _box(tx: Tx, item_id: UUID | None, to: UUID | None, added: UUID | None = None) -> Box:
    item = items.find(tx, item_id)
    reply_to = queries.one(tx, to) if to else None
    granted = items.granted(tx, item.id)
    principals = queries.reply_grants(tx, item, granted, reply_to)
    return Box(
        item_id=item.id,
        item_href=items.href(item.kind, item.id),
        title=item.title,
        will_read=items.audience_of(tx, principals - {tx.viewer.id}, tx.viewer.id),
        desk=desk(tx, f"thread/{item.id}"),
        viewing=queries.voice_of(to_item(tx.viewer, item, granted)),
        reply_to=queries.said(tx, [reply_to])[0] if reply_to else None,
        added=queries.said(tx, [queries.one(tx, added)])[0] if added else None,
    )


def _alone(tx: Tx, message_id: UUID | None) -> OneMessage:
    message = queries.one(tx, message_id)
    item = items.find(tx, message.item_id)
    return OneMessage(
        said=queries.said(tx, [message])[0],
        item_href=items.href(item.kind, item.id),
        desk=desk(tx, f"message/{message.id}", {"words": message.words}),
        versions=queries.history(tx, message) if message.hidden is None and message.withdrawn is None else [],
    )


def _editable(tx: Tx, message_id: UUID | None) -> OneMessage:
    require("message", actions.relations_to(tx, queries.one(tx, message_id)), Verb.EDIT)
    return _alone(tx, message_id)
