"""Threads over HTTP: answering, changing, taking back. The reply box and the message are the fragments that pages include."""

from contextlib import suppress
from typing import Any, get_args
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.database import Tx
from hub.drafts import actions as drafts
from hub.drafts.queries import desk
from hub.errors import Conflict, Gone, Invalid, TooMany
from hub.feedback import actions, box, forms, histories, queries, reactions
from hub.feedback.models import FormKind
from hub.files.uploads import Sent, sent_form
from hub.ids import parse_id
from hub.items import queries as items
from hub.slices import Place
from hub.web.answers import is_fragment, see_other, wants_json
from hub.web.claims import claim_of
from hub.web.forms import as_struct, form_of
from hub.web.hub import hub_of
from hub.web.show import Page, show, show_again
from hub.words import whole_number

AnyRequest = Request[Any, Any, Any]


class AnswerForm(msgspec.Struct, frozen=True):
    """The reply box."""

    words: str = ""
    kind: str = "free"
    """Of form."""
    criteria: str = ""
    """Of a rubric, which are filled in."""
    writing: str = ""
    reply_to: str = ""
    version: int = 0
    other: str = ""
    """The form that is wanted instead: "tag", or "rubric:" and which."""
    turn: str = ""
    """The place among those who wait from which it was answered."""
    at: str = ""
    """"home", where it was answered on one's first page."""


class ReadForm(msgspec.Struct, frozen=True):
    """How far the page knew the thread that was read."""

    cursor: str = ""


class SignForm(msgspec.Struct, frozen=True):
    """The button that was pressed: `signs.Reaction.pressed`."""

    sign: str = ""


class ThreadPages(Controller):
    """What is done in an item's thread."""

    path = "/items/{item_id:str}"

    @get("/earlier")
    async def earlier(self, request: AnyRequest, item_id: FromPath[str]) -> Page:
        before = request.query_params.get("before", "")
        return await show(request, "feedback/earlier.html", queries.earlier, parse_id(item_id), before)

    @get("/reply")
    async def box(self, request: AnyRequest, item_id: FromPath[str]) -> Page:
        """The reply box for answering one message (`to`), or everyone, in one form."""
        asked = request.query_params
        to, kind, criteria = parse_id(asked.get("to", "")), asked.get("form", "free"), asked.get("criteria", "")
        encourage, also = bool(asked.get("encourage")), {"at": asked.get("at", "")}
        return await show_again(request, "feedback/reply.html", also, 200, box.box, parse_id(item_id), to, kind, criteria, None, encourage)

    @post("/reply")
    async def other_form(self, request: AnyRequest, item_id: FromPath[str]) -> Response[str]:
        """Another form was chosen, without a script: what stands in this one is kept where it is found again."""
        given, parts, _sent = await _answer_of(request)
        id_ = parse_id(item_id)
        await hub_of(request).database.write(claim_of(request), _keep, id_, given, parts)
        kind, _sep, criteria = given.other.partition(":")
        return see_other(f"/items/{id_}/reply", form=kind, criteria=criteria, to=given.reply_to)

    @post("/messages")
    async def add(self, request: AnyRequest, item_id: FromPath[str]) -> Response[str]:
        id_ = parse_id(item_id)
        given, parts, sent = await _answer_of(request)
        form: Any = given.kind
        answer = actions.Answer(
            words=given.words,
            writing=parse_id(given.writing),
            reply_to=parse_id(given.reply_to),
            form=form,
            parts=parts,
            criteria=given.criteria,
            files=sent.files,
            alts={one: sent.word(f"alt-{one}") for one in sent.files},
        )
        try:
            if sent.problem:
                raise sent.problem
            message = await hub_of(request).database.write(claim_of(request), actions.add_message, id_, answer)
        except Invalid as problem:
            typed = {"sent": sent, "words": given.words, "writing": given.writing, "turn": given.turn}
            also = {"typed": typed, "problem": problem, "at": given.at}
            again = (id_, answer.reply_to, given.kind, given.criteria, parts, False, sent.files)
            return await show_again(request, "feedback/reply.html", also, 422, box.box, *again)
        changed = given.kind == "rubric" and await hub_of(request).database.read(
            claim_of(request), box.changed_since, message.id, given.criteria
        )
        if is_fragment(request):
            also = {"sent": given.writing, "changed": changed, "at": given.at}
            return await show_again(request, "feedback/sent.html", also, 200, box.sent, id_, message.id)
        if place := _place_of(message.item_id, given.turn):
            return see_other(f"/answering/{place}", sent=given.writing)
        done = "criteria-changed" if changed else ""
        return see_other(f"/items/{message.item_id}", done=done, sent=given.writing, at=f"message-{message.id}")

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
        return await show(request, "feedback/edit.html", box.editable, parse_id(message_id))

    @post("/edit")
    async def edit(self, request: AnyRequest, message_id: FromPath[str]) -> Response[str]:
        given, parts, _sent = await _answer_of(request)
        id_ = parse_id(message_id)
        try:
            message = await hub_of(request).database.write(
                claim_of(request), actions.edit_message, id_, given.words, given.version, parse_id(given.writing), parts
            )
        except (Invalid, Conflict) as problem:
            status = 422 if isinstance(problem, Invalid) else 409
            return await show_again(request, "feedback/edit.html", {"typed": given, "problem": problem}, status, box.editable, id_, parts)
        return see_other(f"/items/{message.item_id}", sent=given.writing)

    @get("/history")
    async def history(self, request: AnyRequest, message_id: FromPath[str]) -> Page:
        before = whole_number(request.query_params.get("before", ""))
        return await show(request, "feedback/history.html", histories.history, parse_id(message_id), before)

    @post("/react")
    async def react(self, request: AnyRequest, message_id: FromPath[str]) -> Response[str]:
        id_ = parse_id(message_id)
        given = await form_of(request, SignForm)
        also: dict[str, Any] = {"pressed": given.sign.partition(":")[0]}
        try:
            message = await hub_of(request).database.write(claim_of(request), reactions.press, id_, given.sign)
        except (Conflict, TooMany) as problem:
            if not is_fragment(request):
                raise
            also["problem"] = problem  # The message as it stands by now says more.
        if is_fragment(request):
            return await show_again(request, "feedback/reacted.html", also, 409 if "problem" in also else 200, box.reacted, id_)
        return see_other(f"/items/{message.item_id}", at=f"message-{message.id}")

    @post("/withdraw")
    async def withdraw(self, request: AnyRequest, message_id: FromPath[str]) -> Response[str]:
        message = await hub_of(request).database.write(claim_of(request), actions.withdraw_message, parse_id(message_id))
        return see_other(f"/items/{message.item_id}", done="message-withdrawn")


async def _answer_of(request: AnyRequest) -> tuple[AnswerForm, dict[str, str], Sent]:
    """The reply box, what stands in the boxes of its form, and all of it with the files that came along."""
    sent = await sent_form(request)
    fields = {name: sent.all(name) for name in sent.names()}
    parts = {name.removeprefix("part-"): values[-1] for name, values in fields.items() if name.startswith("part-")}
    given = as_struct(fields, AnswerForm)
    return (given if given.kind in get_args(FormKind) else msgspec.structs.replace(given, kind="free")), parts, sent


def _keep(tx: Tx, item_id: UUID | None, given: AnswerForm, parts: dict[str, str]) -> None:
    """As a draft, whatever is written there already by a script stays."""
    item = items.find(tx, item_id)
    writing = parse_id(given.writing)
    words = {"words": given.words} if given.kind == "free" else {f"part-{key}": text for key, text in parts.items()}
    if writing is None or not any(text.strip() for text in words.values()):
        return
    kind: Any = given.kind
    source = forms.source(tx, item, given.criteria).key if kind == "rubric" else ""
    place = box.place_of(item.id, kind, source)
    with suppress(Conflict, Gone):
        drafts.save(tx, place, writing, desk(tx, place).number, {**words, **({"criteria": given.criteria} if source else {})})


def _place_of(item_id: UUID, cursor: str) -> str:
    """Where this item stands among those who wait, if that is what the cursor says; else nothing."""
    place = Place.in_address(cursor)
    return place.cursor if place and place.id == item_id else ""
