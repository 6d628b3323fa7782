"""Which reflections may this viewer see, and with which questions can one be begun?"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import selectinload

from hub.columns import among
from hub.database import Tx
from hub.drafts.queries import Desk, desk
from hub.errors import NotFound
from hub.feedback import queries as feedback
from hub.files import queries as files
from hub.ids import parse_id
from hub.items import queries as items
from hub.items.models import Item
from hub.people.faces import Face, faces
from hub.policy import Relation, Verb, require, to_item, verbs
from hub.reflections.models import Prompt, PromptSet, PromptSetVersion, Reflection, ReflectionVersion
from hub.words import _


class Questions(msgspec.Struct, frozen=True):
    """A prompt set as it stands now: what a new reflection begins with."""

    id: UUID
    key: str
    name: str
    about: str
    prompts: list[Prompt]


class Part(msgspec.Struct, frozen=True):
    """One question with its answer, as Markdown."""

    key: str
    question: str
    words: str


class Shown(msgspec.Struct, frozen=True):
    """A reflection as this viewer may read it. `parts` is empty where it was withdrawn and isn't theirs."""

    id: UUID
    title: str
    owner: Face
    questions: str
    parts: list[Part]
    pictures: list[files.Picture]
    created: datetime
    edited: datetime | None
    version: int
    state: str
    deleted: datetime | None
    audience: items.Audience
    can: frozenset[Verb]
    waiting_since: datetime | None

    @property
    def mine(self) -> bool:
        return self.audience.mine


class ShownWithTalk(msgspec.Struct, frozen=True):
    """A reflection's page: the work, what was said, and the box for an answer."""

    reflection: Shown
    talk: feedback.Talk
    desk: Desk


class Sheet(msgspec.Struct, frozen=True):
    """The page on which one is written or changed."""

    questions: Questions
    sets: list[Questions]
    desk: Desk
    choices: list[items.Group]
    chosen: frozenset[UUID]
    pictures: list[files.Picture]
    editing: Shown | None = None


def find(tx: Tx, reflection_id: UUID | None) -> Reflection:
    """Raises NotFound."""
    reflection = tx.get(Reflection, reflection_id, options=[selectinload(Reflection.prompts)]) if reflection_id else None
    if reflection is None:
        raise NotFound(_("We can't find this reflection. Perhaps it was taken back, or isn't shared with you."))
    return reflection


def page(tx: Tx, reflection_id: UUID | None) -> ShownWithTalk:
    reflection = find(tx, reflection_id)
    return ShownWithTalk(reflection=show(tx, [reflection])[0], talk=feedback.talk(tx, reflection), desk=desk(tx, f"thread/{reflection.id}"))


def show(tx: Tx, reflections: Sequence[Reflection]) -> list[Shown]:
    """Made ready to show, in the same number of statements however many there are."""
    audiences = items.audiences(tx, reflections)
    pictures = files.pictures(tx, [reflection.id for reflection in reflections])
    owners = faces(tx, {reflection.owner_id for reflection in reflections})
    return [_shown(tx, one, audiences[one.id], pictures.get(one.id, []), owners[one.owner_id]) for one in reflections]


def by_ids(tx: Tx, ids: Iterable[UUID]) -> list[Shown]:
    """Those of them that the viewer may see, in the order asked for."""
    wanted = list(ids)
    found = {shown.id: shown for shown in show(tx, tx.scalars(_BY_ID, {"ids": wanted}).all())}
    return [found[id_] for id_ in wanted if id_ in found]


def title(tx: Tx, reflection: Reflection) -> str:
    """As the viewer may read it."""
    return reflection.title if _readable(tx, reflection) else _("Taken back")


def newest(tx: Tx, owner_id: UUID, many: int) -> list[Shown]:
    """Somebody's reflections that the viewer may see, newest first. hub/reflections/sets.py has all of them, in parts."""
    return show(tx, tx.scalars(_BY_OWNER, {"owner": owner_id, "many": many}).all())


def count_of(tx: Tx, owner_id: UUID) -> int:
    """How many of somebody's reflections the viewer may see."""
    return tx.scalar(_COUNT, {"owner": owner_id}) or 0


def history(tx: Tx, reflection_id: UUID | None) -> tuple[Shown, list[ReflectionVersion]]:
    """The reflection, and how it read before each of its edits, oldest first. Withdrawn ones tell only their owner."""
    reflection = find(tx, reflection_id)
    shown = show(tx, [reflection])[0]
    versions = tx.scalars(
        select(ReflectionVersion).where(ReflectionVersion.reflection_id == reflection.id).order_by(ReflectionVersion.number)
    ).all()
    return shown, list(versions) if shown.mine or shown.state == "posted" else []


def sets(tx: Tx) -> list[Questions]:
    """The school's prompt sets as they stand now, in its order."""
    newest = select(func.max(PromptSetVersion.number)).where(PromptSetVersion.prompt_set_id == PromptSet.id).correlate(PromptSet)
    statement = (
        select(PromptSetVersion, PromptSet.key)
        .join(PromptSet, PromptSet.id == PromptSetVersion.prompt_set_id)
        .where(PromptSetVersion.number == newest.scalar_subquery())
        .order_by(PromptSet.place)
    )
    return [Questions(version.id, key, version.name, version.about, version.questions()) for version, key in tx.execute(statement)]


def sheet(tx: Tx, key: str | None = None, photos: Sequence[UUID] | None = None, audience: Sequence[UUID] | None = None) -> Sheet:
    """A sheet for a new reflection, with whatever was already being written on it, or with what has just been sent."""
    offered = sets(tx)
    if not offered:
        raise NotFound(_("Your school has no questions for reflections yet. Please ask your teacher."))
    standing = desk(tx, "reflection/new")
    wanted = key or standing.words.get("questions")
    questions = next((one for one in offered if one.key == wanted), offered[0])
    hung = _ids(standing, "photo") if photos is None else photos
    chosen = frozenset(_ids(standing, "audience") if audience is None else audience)
    return Sheet(questions, offered, standing, items.choices(tx), chosen, files.mine(tx, hung))


def sheet_to_edit(tx: Tx, reflection_id: UUID | None, photos: Sequence[UUID] | None = None) -> Sheet:
    """The sheet of a reflection that stands, with its own prompts as they stood, and with what was being changed. Its owner's alone."""
    reflection = find(tx, reflection_id)
    shown = show(tx, [reflection])[0]
    require("item", to_item(tx.viewer, reflection, shown.audience.principals), Verb.EDIT)
    version = reflection.prompts
    questions = Questions(version.id, "", version.name, version.about, version.questions())
    words = {"title": reflection.title, **{f"answer-{key}": text for key, text in reflection.answers.items()}}
    standing = desk(tx, f"reflection/{reflection.id}", words)
    pictures = shown.pictures
    if photos is not None or "photo" in standing.words:
        pictures = files.mine(tx, _ids(standing, "photo") if photos is None else photos)
    return Sheet(questions, [questions], standing, [], shown.audience.principals, pictures, editing=shown)


def _ids(standing: Desk, name: str) -> list[UUID]:
    return [id_ for id_ in map(parse_id, standing.words.get(name, "").split()) if id_]


def _shown(tx: Tx, one: Reflection, audience: items.Audience, pictures: list[files.Picture], owner: Face) -> Shown:
    readable = _readable(tx, one)
    relations = to_item(tx.viewer, one, audience.principals)
    return Shown(
        id=one.id,
        title=title(tx, one),
        owner=owner,
        questions=one.prompts.name,
        parts=[Part(p.key, p.question, one.answers[p.key]) for p in one.prompts.questions() if p.key in one.answers] if readable else [],
        pictures=pictures if readable else [],
        created=one.created,
        edited=one.edited,
        version=one.version,
        state=one.state,
        deleted=one.deleted,
        audience=audience,
        can=verbs("item", relations),
        waiting_since=one.waiting_since if Relation.STAFF in relations or audience.mine else None,
    )


def _readable(tx: Tx, one: Reflection) -> bool:
    return one.state == "posted" or one.owner_id == tx.viewer.id


_OWNER = bindparam("owner", type_=Item.id.type)
_BY_OWNER = (
    select(Reflection)
    .where(Reflection.owner_id == _OWNER, Reflection.deleted.is_(None))
    .order_by(Item.created.desc(), Item.id.desc())
    .limit(bindparam("many", type_=Integer()))
    .options(selectinload(Reflection.prompts))
)
_BY_ID = select(Reflection).where(among(Reflection.id, "ids")).options(selectinload(Reflection.prompts))
_COUNT = select(func.count(Reflection.id)).where(Reflection.owner_id == _OWNER, Reflection.deleted.is_(None))
