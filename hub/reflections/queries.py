"""Which reflections may this viewer see, and with which questions can one be begun?"""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from hub.columns import among
from hub.database import Tx
from hub.drafts.queries import Desk, desk
from hub.errors import NotFound
from hub.feedback import queries as feedback
from hub.files import queries as files
from hub.goals import choosing
from hub.ids import parse_id
from hub.items import audiences, cards, linked
from hub.policy import Verb, require, to_item
from hub.reflections.models import Prompt, PromptSet, PromptSetVersion, Reflection
from hub.vine import queries as growth
from hub.vine.entries import Vine
from hub.words import _


class ShownPromptSet(msgspec.Struct, frozen=True):
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


class Shown(cards.Card, frozen=True, kw_only=True):
    """A reflection as this viewer may read it. `parts` is empty where it was withdrawn and isn't theirs."""

    questions: str
    parts: list[Part]
    version: int


class ReflectionPage(msgspec.Struct, frozen=True):
    """A reflection's page: the work, what was said, and the box for an answer."""

    item: Shown
    around: linked.Around
    vine: Vine
    thread: feedback.ShownThread
    desk: Desk


class Sheet(msgspec.Struct, frozen=True):
    """The page on which one is written or changed."""

    questions: ShownPromptSet
    sets: list[ShownPromptSet]
    desk: Desk
    choices: list[audiences.Group]
    chosen: frozenset[UUID]
    files: list[files.ShownFile]
    goals: list[choosing.Choice]
    """Goals of one's own that grow: what is to be done next can be a step of one of them."""
    about: cards.Card | None = None
    """What is looked back on."""
    editing: Shown | None = None


def find(tx: Tx, reflection_id: UUID | None) -> Reflection:
    """Raises NotFound."""
    reflection = tx.get(Reflection, reflection_id, options=[selectinload(Reflection.prompts)]) if reflection_id else None
    if reflection is None:
        raise NotFound(_("We can't find this reflection. Perhaps it was taken back, or isn't shared with you."))
    return reflection


def page(tx: Tx, reflection_id: UUID | None) -> ReflectionPage:
    reflection = find(tx, reflection_id)
    return ReflectionPage(
        item=show(tx, [reflection])[0],
        around=linked.around(tx, reflection.id),
        vine=growth.one(tx, reflection.id),
        thread=feedback.thread(tx, reflection),
        desk=desk(tx, f"thread/{reflection.id}"),
    )


def show(tx: Tx, reflections: Sequence[Reflection]) -> list[Shown]:
    """Made ready to show, in the same number of statements however many there are."""
    made = cards.cards(tx, reflections)
    return [_shown(one, card) for one, card in zip(reflections, made, strict=True)]


def by_ids(tx: Tx, ids: Iterable[UUID]) -> list[Shown]:
    """Those of them that the viewer may see, in the order asked for."""
    wanted = list(ids)
    found = {shown.id: shown for shown in show(tx, tx.scalars(_BY_ID, {"ids": wanted}).all())}
    return [found[id_] for id_ in wanted if id_ in found]


def in_a_list(tx: Tx, reflection: Reflection) -> tuple[str, str]:
    """Its title and how its words begin, as the viewer may read them."""
    readable = reflection.state == "posted" or reflection.owner_id == tx.viewer.id
    return (reflection.title, reflection.opening) if readable else (_("Taken back"), "")


def sets(tx: Tx) -> list[ShownPromptSet]:
    """The school's prompt sets as they stand now, in its order."""
    newest = select(func.max(PromptSetVersion.number)).where(PromptSetVersion.prompt_set_id == PromptSet.id).correlate(PromptSet)
    statement = (
        select(PromptSetVersion, PromptSet.key)
        .join(PromptSet, PromptSet.id == PromptSetVersion.prompt_set_id)
        .where(PromptSetVersion.number == newest.scalar_subquery())
        .order_by(PromptSet.place)
    )
    return [ShownPromptSet(version.id, key, version.name, version.about, version.questions()) for version, key in tx.execute(statement)]


def sheet(
    tx: Tx,
    key: str | None = None,
    photos: Sequence[UUID] | None = None,
    audience: Sequence[UUID] | None = None,
    about: UUID | None = None,
) -> Sheet:
    """A sheet for a new reflection, with whatever was already being written on it, or with what has just been sent."""
    offered = sets(tx)
    if not offered:
        raise NotFound(_("Your school has no questions for reflections yet. Please ask your teacher."))
    standing = desk(tx, "reflection/new")
    wanted = key or standing.words.get("questions")
    questions = next((one for one in offered if one.key == wanted), offered[0])
    hung = _ids(standing, "photo") if photos is None else photos
    chosen = frozenset(_ids(standing, "audience") if audience is None else audience)
    about = about or parse_id(standing.words.get("about", ""))
    found = cards.by_ids(tx, [about]).get(about) if about else None
    return Sheet(
        questions,
        offered,
        standing,
        audiences.choices(tx),
        chosen,
        files.mine(tx, hung),
        choosing.growing(tx, chosen=parse_id(standing.words.get("goal", "")) or about),
        about=found if found and found.mine and not found.deleted else None,
    )


def sheet_to_edit(tx: Tx, reflection_id: UUID | None, photos: Sequence[UUID] | None = None) -> Sheet:
    """The sheet of a reflection that stands, with its own prompts as they stood, and with what was being changed. Its owner's alone."""
    reflection = find(tx, reflection_id)
    shown = show(tx, [reflection])[0]
    require("item", to_item(tx.viewer, reflection, shown.audience.principals), Verb.EDIT)
    version = reflection.prompts
    questions = ShownPromptSet(version.id, "", version.name, version.about, version.questions())
    words = {"title": reflection.title, **{f"answer-{key}": text for key, text in reflection.answers.items()}}
    standing = desk(tx, f"reflection/{reflection.id}", words)
    hung = shown.files
    if photos is not None or "photo" in standing.words:
        hung = files.mine(tx, _ids(standing, "photo") if photos is None else photos)
    return Sheet(questions, [questions], standing, [], shown.audience.principals, hung, [], editing=shown)


def _ids(standing: Desk, name: str) -> list[UUID]:
    return [id_ for id_ in map(parse_id, standing.words.get(name, "").split()) if id_]


def _shown(one: Reflection, card: cards.Card) -> Shown:
    parts = [Part(p.key, p.question, one.answers[p.key]) for p in one.prompts.questions() if p.key in one.answers]
    return Shown(**card.fields(), questions=one.prompts.name, parts=parts if card.readable else [], version=one.version)


_BY_ID = select(Reflection).where(among(Reflection.id, "ids")).options(selectinload(Reflection.prompts))
