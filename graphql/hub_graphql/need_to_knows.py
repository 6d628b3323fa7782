"""What teams need to know: questions, how far they are, and what answers them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import strawberry

from hub.items import linked
from hub.need_to_knows import histories, queries
from hub_graphql.context import Context, Level, loads
from hub_graphql.fields import field
from hub_graphql.histories import VERSION, BeforeVersion, LastVersions, how_many
from hub_graphql.items import Item, ItemLevel, ItemState, linked_items
from hub_graphql.nodes import global_id
from hub_graphql.people import Person, people
from hub_graphql.projects import Project

if TYPE_CHECKING:
    from hub_graphql.mentor_asks import MentorAsk


@strawberry.enum(description="How far a question is.")
class FindingStage(Enum):
    OPEN = strawberry.enum_value("open", description="Nobody has taken it up yet.")
    INVESTIGATING = strawberry.enum_value("investigating", description="Somebody finds it out.")
    ANSWERED = strawberry.enum_value("answered", description="It has its answer.")
    REOPENED = strawberry.enum_value("reopened", description="Its answer wasn't enough.")


@strawberry.type(description="How a question stood before it was changed.")
class NeedToKnowVersion:
    number: int = strawberry.field(description="Counted from 1.")
    title: str = strawberry.field(description="The question.")
    stage: FindingStage = strawberry.field(description="How far it was.")
    answer: str = strawberry.field(description="What had been found out, as Markdown.")
    source: str = strawberry.field(description="Where that came from.")
    why: str = strawberry.field(description="Why it had been opened again.")
    until: datetime = strawberry.field(description="When the next version took its place.")


@strawberry.type(
    description="A question that a team needs answered; its title is the question. Until the team shows its questions to each other, "
    "it is there for nobody but who wrote it."
)
class NeedToKnow(Item):
    stage: FindingStage = strawberry.field(description="How far it is.")
    since: datetime | None = strawberry.field(description="Since when it stands there; null of one that nobody has touched.")
    answer: str = strawberry.field(description="What was found out, as Markdown; it stays when the question is opened again.")
    source: str = strawberry.field(description="Where the answer comes from: a book, a person, an address.")
    why: str = strawberry.field(description="What is still missing, of one that was opened again.")
    picked: bool = strawberry.field(description="Whether its team chose it as one of the three that it works on.")
    alone: bool = strawberry.field(description="Whether only you see it yet.")
    version: int = strawberry.field(description="Counted from 1; what a change and an answer name as the version that they build on.")

    @field("Who wrote it.")
    def author(self) -> Person:
        return self._near().people[self._shown().author.id]

    @field("Who took it up, answered it or opened it again last; null of one that nobody has touched.")
    def by(self) -> Person | None:
        return self._near().people[by.id] if (by := self._shown().by) else None

    @field("The project that it is about; null for who can't see that any more.")
    def project(self) -> Project | None:
        found: Any = self._near().projects.need("Project", self._shown().project_id)
        return found  # type: ignore[no-any-return]

    @field("The question of the whole class that it went into; null where it didn't.")
    def merged_into(self) -> "NeedToKnow | None":
        found: Any = (into := self._shown().into) and self._near().merged.need("NeedToKnow", into)
        return found  # type: ignore[no-any-return]

    @field("Of a question of the whole class, those of its teams that went into it, as far as you may see them.")
    def merged_from(self) -> list["NeedToKnow"]:
        return self.level.need("what went into need-to-knows", self.key) or []

    @field("Work that shows the answer, as far as you may see it; the first added first.")
    def evidence(self) -> list[Item]:
        return self.level.need("evidence of need-to-knows", self.key) or []

    @field("What mentors were asked about it, the oldest first; what was taken back is not among it.")
    def mentor_asks(self) -> list[Annotated["MentorAsk", strawberry.lazy("hub_graphql.mentor_asks")]]:
        return self.level.need("mentor asks of need-to-knows", self.key) or []

    @field("How it stood before its changes: the newest of them, oldest first.", weight=VERSION)
    def history(self, last: LastVersions = 10, before: BeforeVersion = None) -> list[NeedToKnowVersion]:
        return self.level.need("histories of need-to-knows", self.key, how_many(last), before) or []

    def _shown(self) -> queries.Shown:
        shown: queries.Shown = self.level.shown(self.key)
        return shown

    def _near(self) -> "_Near":
        assert isinstance(self.level, _Near)
        return self.level


class _Near(ItemLevel):
    """Questions of one level, and what stands beside them: each is loaded for all when one of them is asked for it."""

    __slots__ = ("_all", "_merged", "_people", "_projects")

    def __init__(self, context: Context, shown: Mapping[UUID, queries.Shown]) -> None:
        super().__init__(context, list(shown), lambda: shown)
        self._all = shown.values()
        self._people: Mapping[UUID, Person] | None = None
        self._projects: Level | None = None
        self._merged: Level | None = None

    @property
    def people(self) -> Mapping[UUID, Person]:
        if self._people is None:
            faces = {face.id: face for one in self._all for face in (one.author, one.by) if face}
            self._people = people(self.context, faces.values())
        return self._people

    @property
    def projects(self) -> Level:
        if self._projects is None:
            self._projects = Level(self.context, {one.project_id for one in self._all})
        return self._projects

    @property
    def merged(self) -> Level:
        if self._merged is None:
            self._merged = Level(self.context, {one.into for one in self._all if one.into})
        return self._merged


def need_to_knows(context: Context, shown: Collection[queries.Shown]) -> dict[UUID, NeedToKnow]:
    """Questions of one level."""
    by_id = {one.id: one for one in shown}
    level = _Near(context, by_id)
    return {
        one.id: NeedToKnow(
            id=global_id("NeedToKnow", one.id),
            title=one.title,
            opening=one.opening,
            state=ItemState(one.state),
            created=one.created,
            edited=one.edited,
            deleted=one.deleted,
            key=one.id,
            level=level,
            stage=FindingStage(one.stage),
            since=one.since,
            answer=one.answer,
            source=one.source,
            why=one.why,
            picked=one.picked,
            alone=one.alone,
            version=one.version,
        )
        for one in by_id.values()
    }


@loads("NeedToKnow")
def _by_id(context: Context, ids: Collection[UUID]) -> Mapping[UUID, NeedToKnow]:
    return need_to_knows(context, queries.by_ids(context.tx, ids).values())


@loads("need-to-knows of teams")
def _of_teams(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[NeedToKnow]]:
    return _in_lists(context, queries.of_teams(context.tx, ids))


@loads("need-to-knows of projects")
def _of_projects(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[NeedToKnow]]:
    return _in_lists(context, queries.of_projects(context.tx, ids))


def _in_lists(context: Context, found: Mapping[UUID, list[queries.Shown]]) -> dict[UUID, list[NeedToKnow]]:
    made = need_to_knows(context, [one for theirs in found.values() for one in theirs])
    return {id_: [made[one.id] for one in theirs] for id_, theirs in found.items()}


@loads("what went into need-to-knows")
def _merged_from(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[NeedToKnow]]:
    return _in_lists(context, queries.merged_from(context.tx, ids))


@loads("evidence of need-to-knows")
def _evidence(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[Item]]:
    return linked_items(context, linked.sources(context.tx, ids, "evidence"))


@loads("histories of need-to-knows")
def _histories(context: Context, ids: Collection[UUID], many: int, before: int | None) -> Mapping[UUID, list[NeedToKnowVersion]]:
    return {
        id_: [
            NeedToKnowVersion(
                number=one.number,
                title=one.words["title"],
                stage=FindingStage(one.words["stage"]),
                answer=one.words["answer"],
                source=one.words["source"],
                why=one.words["why"],
                until=one.until,
            )
            for one in theirs
        ]
        for id_, theirs in histories.histories(context.tx, ids, many, before).items()
    }
