"""How a conversation could begin: with a line of a child's own words, and a question that fits it. By plain rules."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select

from hub.artifacts.models import Artifact, ArtifactVersion
from hub.columns import among
from hub.database import Tx
from hub.goals.models import Goal
from hub.items.models import Item, ItemKind
from hub.items.queries import href
from hub.reflections.models import Prompt, PromptSetVersion, Reflection
from hub.words import _, opening

LINE = 140
"""Characters of a quoted line, about."""


class Starter(msgspec.Struct, frozen=True):
    """`quote` is plain text, in the child's own words; `question` is one that an adult could ask about it."""

    item_id: UUID
    kind: ItemKind
    title: str
    href: str
    quote: str
    question: str
    shared: datetime


def starters(tx: Tx, owners: Collection[UUID]) -> dict[UUID, list[Starter]]:
    """For each of them one from the newest of each kind that the viewer may read, the newest first. Four statements for any number."""
    newest = tx.execute(_NEWEST, {"ids": list(owners)}).all()
    lines = {**_reflections(tx, newest), **_goals(tx, newest), **_artifacts(tx, newest)}
    found: dict[UUID, list[Starter]] = {id_: [] for id_ in owners}
    for id_, kind, title, owner, created in newest:
        if line := lines.get(id_):
            found[owner].append(Starter(id_, kind, title, href(kind, id_), *line, created))
    return found


Lines = dict[UUID, tuple[str, str]]


def _reflections(tx: Tx, found: Iterable[Any]) -> Lines:
    """The last question that they answered: sets of questions go from what happened to what it means."""
    lines: Lines = {}
    for id_, answers, asked in tx.execute(_REFLECTIONS, {"ids": _of("reflection", found)}):
        keys = [prompt.key for prompt in msgspec.convert(asked, list[Prompt]) if _line(answers.get(prompt.key, ""))]
        if keys:
            lines[id_] = _line(answers[keys[-1]]), _about_answer(keys[-1])
    return lines


def _goals(tx: Tx, found: Iterable[Any]) -> Lines:
    lines: Lines = {}
    for id_, title, outcome, obstacle, plan in tx.execute(_GOALS, {"ids": _of("goal", found)}):
        if _line(plan):
            lines[id_] = _line(plan), _("When did that last happen, and how did it go?")
        elif _line(obstacle):
            lines[id_] = _line(obstacle), _("What helps you when that gets in the way?")
        elif _line(outcome):
            lines[id_] = _line(outcome), _("How will you notice that you are there?")
        else:
            lines[id_] = _line(title), _("What is the next small step?")
    return lines


def _artifacts(tx: Tx, found: Iterable[Any]) -> Lines:
    lines: Lines = {}
    for id_, title, about, note, words in tx.execute(_ARTIFACTS, {"ids": _of("artifact", found)}):
        if _line(note):
            lines[id_] = _line(note), _("What made you change it?")
        elif _line(about) or _line(words):
            lines[id_] = _line(about) or _line(words), _("Which part of it are you happiest with?")
        else:
            lines[id_] = _line(title), _("Would you show me how you made it?")
    return lines


def _about_answer(key: str) -> str:
    fitting = {
        "what": _("What surprised you most?"),
        "so_what": _("What would you try next?"),
        "now_what": _("What would help you with that?"),
        "rose": _("What made it go so well?"),
        "bud": _("Where would you like it to go?"),
        "thorn": _("What helped you, even a little?"),
        "words": _("How did you come to think of that?"),
    }
    return fitting.get(key) or _("What would you try next?")


def _line(text: str) -> str:
    """The first sentence, or how it begins."""
    plain = opening(text, 4 * LINE)
    return opening(_SENTENCE.split(plain, maxsplit=1)[0], LINE)


def _of(kind: ItemKind, found: Iterable[Any]) -> list[UUID]:
    return [one.id for one in found if one.kind == kind]


_SENTENCE = re.compile(r"(?<=[.!?…。！？])\s")
# Rather a goal that grows than a newer one that has come to its end.
_ENDED = select(Goal.id).where(Goal.progress != "growing")
_place = func.row_number().over(partition_by=(Item.owner_id, Item.kind), order_by=(Item.created.desc(), Item.id.desc()))
_PLACES = (
    select(Item.id, _place.label("place"))
    .where(among(Item.owner_id, "ids"), Item.deleted.is_(None), Item.state == "posted", Item.id.not_in(_ENDED))
    .subquery()
)
_NEWEST = (
    select(Item.id, Item.kind, Item.title, Item.owner_id, Item.created)
    .join(_PLACES, _PLACES.c.id == Item.id)
    .where(_PLACES.c.place == 1)
    .order_by(Item.created.desc(), Item.id.desc())
)
_REFLECTIONS = (
    select(Reflection.id, Reflection.answers, PromptSetVersion.prompts)
    .join(PromptSetVersion, PromptSetVersion.id == Reflection.prompts_id)
    .where(among(Reflection.id, "ids"))
)
_GOALS = select(Goal.id, Goal.title, Goal.outcome, Goal.obstacle, Goal.plan).where(among(Goal.id, "ids"))
_ARTIFACTS = (
    select(Artifact.id, Artifact.title, Artifact.about, ArtifactVersion.note, ArtifactVersion.words)
    .join(ArtifactVersion, (ArtifactVersion.artifact_id == Artifact.id) & (ArtifactVersion.number == Artifact.version))
    .where(among(Artifact.id, "ids"))
)
