"""The box in which one answers: in which form, to whom, who will read it, and what was being written in it."""

from collections.abc import Mapping, Sequence
from typing import get_args
from uuid import UUID

import msgspec

from hub.database import Tx
from hub.drafts.queries import Desk, desk
from hub.feedback import forms, queries
from hub.feedback.encouraging import kind_word
from hub.feedback.models import FormKind, VoiceKind
from hub.feedback.shown import ShownMessage, said
from hub.files import queries as files
from hub.ids import parse_id
from hub.items import audiences, company
from hub.items import queries as items
from hub.items.models import Item
from hub.policy import Verb, require, to_item, to_message


class Form(msgspec.Struct, frozen=True):
    """The boxes of one form, with what stands in them. `source` are the criteria of a rubric; `sources`, all that there are."""

    kind: FormKind = "free"
    boxes: list[forms.Part] = []
    rows: list[forms.Row] = []
    source: forms.Source | None = None
    sources: list[forms.Source] = []


class Box(msgspec.Struct, frozen=True):
    """A reply box by itself."""

    item_id: UUID
    kind: str
    item_href: str
    title: str
    will_read: audiences.Audience
    desk: Desk
    viewing: VoiceKind
    reply_to: ShownMessage | None
    form: Form
    picked: list[files.ShownFile] | None = None
    """What is to go with it; None where no files are offered: outside rooms."""
    added: ShownMessage | None = None
    """The message that has just been sent from here."""

    @property
    def forms(self) -> bool:
        """Whether forms are offered: to whoever answers somebody else's work, and not where one talks."""
        return self.viewing != "learner" and self.kind not in ("room", "need_to_know")


class OneMessage(msgspec.Struct, frozen=True):
    """A message on a page of its own, to be changed."""

    said: ShownMessage
    item_href: str
    desk: Desk
    form: Form


class Reacted(msgspec.Struct, frozen=True):
    """A message by itself, with its signs."""

    said: ShownMessage
    viewing: VoiceKind


def box(
    tx: Tx,
    item_id: UUID | None,
    to: UUID | None,
    kind: str = "free",
    criteria: str = "",
    typed: Mapping[str, str] | None = None,
    encourage: bool = False,
    kept: Sequence[UUID] | None = None,
) -> Box:
    """The box for answering one message, or everyone. `criteria` names the rubric, or one version of it; `typed` is what was just sent;
    `kept`, the files that came along; `encourage`: an empty one begins with a kind word."""
    item = items.find(tx, item_id)
    reply_to = queries.one(tx, to) if to else None
    kinds = items.granted_kinds(tx, item.id)
    granted = frozenset(kinds)
    principals = company.of_item(tx, kinds).with_staff(queries.reply_grants(tx, item, kinds, reply_to))
    form, standing = _form(tx, item, _kind(kind), criteria, typed)
    if encourage and not standing.words.get("words") and form.kind == "free":
        standing = msgspec.structs.replace(standing, words={"words": kind_word(item.kind)})
    return Box(
        item_id=item.id,
        kind=item.kind,
        item_href=items.href(item.kind, item.id),
        title=item.title,
        will_read=audiences.audience_of(tx, principals - {tx.viewer.id}, tx.viewer.id),
        desk=standing,
        viewing=queries.voice_of(to_item(tx.viewer, item, granted)),
        reply_to=said(tx, [reply_to])[0] if reply_to else None,
        form=form,
        picked=picked(tx, standing, kept) if item.kind == "room" else None,
    )


def picked(tx: Tx, standing: Desk, kept: Sequence[UUID] | None = None) -> list[files.ShownFile]:
    """The files of a draft, or those that have just been sent."""
    ids = [id_ for id_ in map(parse_id, standing.words.get("photo", "").split()) if id_] if kept is None else kept
    return files.mine(tx, ids) if ids else []


def sent(tx: Tx, item_id: UUID | None, message_id: UUID) -> Box:
    """A plain box, whichever form was sent: who has said so much is rarely about to fill in another. With the message that was sent."""
    return msgspec.structs.replace(box(tx, item_id, None), added=said(tx, [queries.one(tx, message_id)], whole=True)[0])


def reacted(tx: Tx, message_id: UUID | None) -> Reacted:
    """As it is on the page of its thread, to who has just read it."""
    message = queries.one(tx, message_id)
    item = items.find(tx, message.item_id)
    viewing = queries.voice_of(to_item(tx.viewer, item, items.granted(tx, item.id)))
    return Reacted(said(tx, [message], unread_after=message.seq, whole=True)[0], viewing)


def changed_since(tx: Tx, message_id: UUID, criteria: str) -> bool:
    """Whether the criteria that were filled in have become others meanwhile."""
    return forms.source(tx, items.find(tx, queries.one(tx, message_id).item_id), criteria).newer


def editable(tx: Tx, message_id: UUID | None, typed: Mapping[str, str] | None = None) -> OneMessage:
    """Raises Forbidden for whoever didn't write it."""
    message = queries.one(tx, message_id)
    item = items.find(tx, message.item_id)
    relations = to_message(tx.viewer, message.author_id, to_item(tx.viewer, item, items.granted(tx, item.id)))
    require("message", relations, Verb.EDIT)
    before = {"words": message.words} if message.form == "free" else {f"part-{key}": text for key, text in message.parts.items()}
    standing = desk(tx, f"message/{message.id}", before)
    words = _parts(standing.words) if typed is None else typed
    return OneMessage(
        said=said(tx, [message])[0],
        item_href=items.href(item.kind, item.id),
        desk=standing,
        form=Form(message.form, forms.boxes(message.form, words), forms.rows(forms.criteria_in(message.parts), words)),
    )


def place_of(item_id: UUID, kind: FormKind, source: str = "") -> str:
    """Where the draft of a form is kept: each form of each item has its own."""
    return f"thread/{item_id}" + ("" if kind == "free" else f"/{kind}" + (f"/{source}" if source else ""))


def _form(tx: Tx, item: Item, kind: FormKind, criteria: str, typed: Mapping[str, str] | None) -> tuple[Form, Desk]:
    if kind != "rubric":
        standing = desk(tx, place_of(item.id, kind))
        return Form(kind, forms.boxes(kind, _parts(standing.words) if typed is None else typed)), standing
    every = forms.sources(tx, item)
    source = _chosen(tx, item, every, criteria)
    standing = desk(tx, place_of(item.id, kind, source.key if source else ""))
    began = standing.words.get("criteria", "")
    if source and typed is None and began and began != source.stands and any(_parts(standing.words).values()):
        source = forms.source(tx, item, began)  # What was begun goes on with the criteria with which it began.
    words = _parts(standing.words) if typed is None else typed
    return Form(kind, [], forms.rows(source.criteria, words) if source else [], source, every), standing


def _chosen(tx: Tx, item: Item, every: list[forms.Source], criteria: str) -> forms.Source | None:
    """By the rubric's id; by the version with which somebody began; else the first."""
    by_name = {one.key: one for one in every} | {one.stands: one for one in every}
    if criteria in by_name:
        return by_name[criteria]
    if parse_id(criteria) or criteria.startswith("goal:"):
        return forms.source(tx, item, criteria)
    return every[0] if every else None


def _kind(kind: str) -> FormKind:
    return kind if kind in get_args(FormKind) else "free"  # type: ignore[return-value]


def _parts(words: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix("part-"): text for name, text in words.items() if name.startswith("part-")}
