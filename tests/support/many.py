"""Many of a thing at once, as rows: so tests of cost grow a school in a moment. Nobody is told, and nobody waits.

Each was made a second before the next, the last one now.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import select

from hub.artifacts.models import Artifact, ArtifactVersion
from hub.columns import among
from hub.database import Tx
from hub.feedback.models import Message, MessageGrant, MessageVersion, Thread
from hub.files.models import File, Rendition
from hub.goals.models import CheckIn, Goal, GoalVersion, Step
from hub.ids import new_id
from hub.items.models import Item, ItemGrant
from hub.loops.models import Asked, FeedbackRequest, Response
from hub.notifications.models import Notification
from hub.people.models import Person
from hub.reflections import queries as prompts
from hub.reflections.models import Reflection

Kind = TypeVar("Kind", bound=Item)


class Who(Protocol):
    """Somebody, of whom only this is asked."""

    @property
    def id(self) -> UUID: ...


def goals(tx: Tx, owner: Who, many: int, *audience: UUID, title: str = "Goal", **more: Any) -> list[UUID]:
    return [one.id for one in _items(tx, Goal, owner, many, audience, title, more)]


def steps(tx: Tx, of: Sequence[UUID], *words: str, **more: Any) -> list[UUID]:
    """These of each goal."""
    made = [
        Step(id=new_id(), goal_id=goal, place=place, words=one, created=tx.now, **more) for goal in of for place, one in enumerate(words)
    ]
    tx.add_all(made)
    tx.flush()
    return [one.id for one in made]


def check_ins(tx: Tx, of: Sequence[UUID]) -> None:
    """One of each goal."""
    tx.add_all(CheckIn(goal_id=goal, at=tx.now, confidence=3) for goal in of)
    tx.flush()


def goal_versions(tx: Tx, of: UUID, many: int) -> None:
    """So many more times it was put into other words, just now: of what was before it was shared, others read nothing."""
    goal = tx.get_one(Goal, of)
    first, goal.version = goal.version, goal.version + many
    words = {"title": goal.title, "changed": "words"}
    tx.add_all(GoalVersion(goal_id=of, number=first + n, words=words, until=tx.now) for n in range(many))
    tx.flush()


def reflections(
    tx: Tx,
    owner: Who,
    many: int,
    *audience: UUID,
    title: str = "Day",
    key: str = "free",
    answers: dict[str, str] | None = None,
    **more: Any,
) -> list[UUID]:
    chosen = next(one for one in prompts.sets(tx) if one.key == key)
    more = {"prompts_id": chosen.id, "answers": answers or {"words": "…"}, "opening": "…"} | more
    return [one.id for one in _items(tx, Reflection, owner, many, audience, title, more)]


def artifacts(tx: Tx, owner: Who, many: int, *audience: UUID, title: str = "Work", versions: int = 1, **more: Any) -> list[UUID]:
    """Each in so many versions, which are texts."""
    made = _items(tx, Artifact, owner, many, audience, title, more | {"version": versions})
    tx.add_all(
        ArtifactVersion(artifact_id=one.id, number=number, medium="text", words=f"Line {number}", created=one.created)
        for one in made
        for number in range(1, versions + 1)
    )
    tx.flush()
    return [one.id for one in made]


def photos(tx: Tx, owner: Who, on: Sequence[tuple[UUID, int]]) -> None:
    """One on each version of these works, with three renditions. The store is not asked."""
    school = tx.get_one(Person, owner.id).school_id
    made = [
        File(id=new_id(), school_id=school, owner_id=owner.id, item_id=item, version=version, alt="A bend", size=900, created=tx.now)
        for item, version in on
    ]
    tx.add_all(made)
    tx.flush()
    sizes: dict[str, Any] = {"media_type": "image/webp", "width": 40, "height": 30, "size": 300}
    tx.add_all(Rendition(file_id=one.id, name=name, key=f"{one.id}-{name}", **sizes) for one in made for name in ("full", "page", "thumb"))
    tx.flush()


def messages(tx: Tx, author: Who, items: Sequence[UUID], *readers: UUID, **more: Any) -> list[UUID]:
    """One of a teacher's about each of these items: in a form, if nothing else is said."""
    with tx.system("a test"):
        threads = {one.item_id: one.id for one in tx.scalars(select(Thread).where(among(Thread.item_id, "ids")), {"ids": list(items)})}
    given = {"voice": "staff", "words": "More", "form": "stars", "parts": {"wish": "More"}} | more
    made = [
        Message(
            id=new_id(), thread_id=threads[item], item_id=item, author_id=author.id, seq=n, created=_before(tx, len(items) - n), **given
        )
        for n, item in enumerate(items, 1)
    ]
    tx.add_all(made)
    tx.flush()
    tx.add_all(MessageGrant(message_id=one.id, principal_id=reader) for one in made for reader in {author.id, *readers})
    tx.flush()
    return [one.id for one in made]


def message_versions(tx: Tx, of: UUID, many: int) -> None:
    """So many more times it was changed."""
    message = tx.get_one(Message, of)
    first, message.version = message.version, message.version + many
    tx.add_all(MessageVersion(message_id=of, number=first + n, words=f"Words {n}", until=tx.now) for n in range(many))
    tx.flush()


def told(tx: Tx, people: Sequence[UUID], actor: Who, items: Sequence[UUID], said: Sequence[UUID]) -> None:
    """Each of them of each of these messages about these items."""
    tx.add_all(
        Notification(person_id=one, kind="message.added", item_id=item, message_id=message, actor_id=actor.id, created=tx.now)
        for one in people
        for item, message in zip(items, said, strict=True)
    )
    tx.flush()


def responses(tx: Tx, said: Sequence[UUID], items: Sequence[UUID]) -> None:
    """To each of these messages about these items."""
    why: dict[str, Any] = {"outcome": "adopted", "why": "Why not", "version": 1, "created": tx.now}
    tx.add_all(Response(message_id=message, item_id=item, **why) for message, item in zip(said, items, strict=True))
    tx.flush()


def requests(tx: Tx, asker: Who, items: Sequence[UUID], *people: UUID, question: str = "Is it clear?", **more: Any) -> list[UUID]:
    """One about each of these items, put to these people. `more`: what they did."""
    made = [
        FeedbackRequest(
            id=new_id(),
            school_id=tx.get_one(Person, asker.id).school_id,
            item_id=item,
            asker_id=asker.id,
            version=1,
            question=question,
            created=_before(tx, len(items) - n),
        )
        for n, item in enumerate(items, 1)
    ]
    tx.add_all(made)
    tx.flush()
    tx.add_all(Asked(request_id=one.id, person_id=person, since=one.created, **more) for one in made for person in people)
    tx.flush()
    return [one.id for one in made]


def _items(tx: Tx, kind: type[Kind], owner: Who, many: int, audience: Sequence[UUID], title: str, more: dict[str, Any]) -> list[Kind]:
    who = {"school_id": tx.get_one(Person, owner.id).school_id, "owner_id": owner.id}
    days = [_before(tx, many - n) for n in range(1, many + 1)]
    made = [kind(id=new_id(), title=f"{title} {n}", created=day, updated=day, **who, **more) for n, day in enumerate(days)]
    tx.add_all(made)
    tx.flush()
    tx.add_all(Thread(item_id=one.id) for one in made)
    tx.add_all(ItemGrant(item_id=one.id, principal_id=principal, since=one.created) for one in made for principal in {owner.id, *audience})
    tx.flush()
    return made


def _before(tx: Tx, seconds: int) -> Any:
    return tx.now - timedelta(seconds=seconds)
