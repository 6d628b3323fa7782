"""The words of an item, as evidence keeps them, whoever changes or deletes it later."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from hub.artifacts.models import Artifact, ArtifactVersion
from hub.database import Tx
from hub.feedback.models import Message
from hub.files.models import File
from hub.goals.models import Goal
from hub.items.models import Item
from hub.need_to_knows.models import NeedToKnow
from hub.projects.models import Project
from hub.reflections.models import Reflection


def words_of(tx: Tx, item: Item) -> str:
    """As they stand; of an artifact, those of its newest version. Of files, what they show or are called."""
    hung = tx.execute(select(File.alt, File.name).where(File.item_id == item.id).order_by(File.version, File.place))
    parts = [item.title, *_parts(item), *_newest(tx, item), *(alt or name for alt, name in hung)]
    return "\n\n".join(part for part in parts if part)


def words_said(tx: Tx, message: Message) -> str:
    """As a message reads now, with what its files show or are called."""
    sent = tx.execute(select(File.alt, File.name).where(File.message_id == message.id).order_by(File.place))
    return "\n\n".join(part for part in (message.words, *(alt or name for alt, name in sent)) if part)


def _parts(item: Item) -> Iterable[Any]:
    match item:
        case Reflection():
            return item.answers.values()
        case Goal():
            return (item.outcome, item.obstacle, item.plan, *item.criteria, item.why, item.help_words)
        case Project():
            design = (item.driving_question, item.entry_event, item.summary, item.product, item.product_for)
            return (*design, *item.aims, *item.skills, *item.design.values())
        case NeedToKnow():
            return (item.answer, item.source, item.why)
        case Artifact():
            return (item.about,)
        case _:
            return ()


def _newest(tx: Tx, item: Item) -> Iterable[str]:
    if not isinstance(item, Artifact):
        return ()
    found = tx.scalars(select(ArtifactVersion).where(ArtifactVersion.artifact_id == item.id, ArtifactVersion.number == item.version))
    return [words for one in found for words in (one.words, one.link, one.note)]
