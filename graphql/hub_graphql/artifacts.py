"""Artifacts: pieces of work in versions."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

import strawberry

from hub.artifacts import histories, queries, sets, versions
from hub.slices import Slice, Span
from hub.web.rendering import words as as_html
from hub_graphql.connections import PageInfo, page_info
from hub_graphql.context import Context, Level, loads
from hub_graphql.fields import field
from hub_graphql.files import File, file
from hub_graphql.histories import VERSION, BeforeVersion, LastVersions, how_many
from hub_graphql.items import Item, ItemLevel, ItemState
from hub_graphql.nodes import Node, global_id
from hub_graphql.people import Person, people


@strawberry.enum(description="What a version is before all.")
class ArtifactMedium(Enum):
    PHOTO = strawberry.enum_value("photo", description="Pictures.")
    PDF = strawberry.enum_value("pdf", description="A PDF.")
    AUDIO = strawberry.enum_value("audio", description="A recording.")
    VIDEO = strawberry.enum_value("video", description="A film.")
    TEXT = strawberry.enum_value("text", description="Words.")
    LINK = strawberry.enum_value("link", description="A page elsewhere.")


@strawberry.type(description="How a piece of work stood from one day on. It never changes, and is never taken away by itself.")
class ArtifactVersion(Node):
    number: int = strawberry.field(description="Counted from 1.")
    medium: ArtifactMedium = strawberry.field(description="What it is before all: of several things, that of its first file.")
    words: str = strawberry.field(description="Its text, as Markdown; empty when it has none.")
    link: str = strawberry.field(description="The address of a page elsewhere (http or https), or empty. The hub never fetches it.")
    host: str = strawberry.field(description="Whose page the link leads to, in ASCII; show it with the link.")
    note: str = strawberry.field(description="What changed, as its maker says.")
    created: datetime = strawberry.field(description="When it was added.")
    files: list[File] = strawberry.field(description="Its pictures, PDFs, recordings and films, in their order.")
    author: Person | None = strawberry.field(description="Of a team's work: who made it. Null where one person owns it.")

    @field("Its text as safe HTML.")
    def html(self) -> str:
        return str(as_html(self.words))


@strawberry.type(description="What a file was said to show.")
class FileDescription:
    words: str = strawberry.field(description="What was said; never empty.")
    file_key: strawberry.Private[UUID]
    level: strawberry.Private[Level]

    @field("The file, with what is said of it now.")
    def file(self) -> File | None:
        found: Any = self.level.need("File", self.file_key)
        return found  # type: ignore[no-any-return]


@strawberry.type(description="What was said of a piece of work before an edit.")
class ArtifactEdition:
    number: int = strawberry.field(description="Counted from 1.")
    title: str = strawberry.field(description="What it was called.")
    about: str = strawberry.field(description="What it was said to be about, as Markdown.")
    tags: list[str] = strawberry.field(description="The words under which it was found.")
    described: list[FileDescription] = strawberry.field(
        description="What its files were said to show, where the next edition says something else."
    )
    until: datetime = strawberry.field(description="When the next edition took its place.")


@strawberry.type(description="A piece of work: each time it changes, a version is added, and none is taken away.")
class Artifact(Item):
    about: str = strawberry.field(description="What it is about, as Markdown.")
    version: int = strawberry.field(description="The number of its newest version: a further version names it as what it builds on.")
    edition: int = strawberry.field(
        description="Counted up when title, about, tags or what its files show change: an edit names it as what it builds on."
    )
    medium: ArtifactMedium | None = strawberry.field(
        description="What its newest version is before all; null when it was taken back and is not yours."
    )
    versions: list[ArtifactVersion] = strawberry.field(description="All of them, the first first; 200 at the most.")

    @field("The reflections that look back on it, as far as you may see them.")
    def reflections(self) -> list[Item]:
        return self.level.need("reflections about items", self.key) or []

    @field("What was said of it before its edits, the newest of them, oldest first; its versions never change.", weight=VERSION)
    def history(self, last: LastVersions = 10, before: BeforeVersion = None) -> list[ArtifactEdition]:
        return self.level.need("histories of artifacts", self.key, how_many(last), before) or []

    @field("How it stands now; null when it was taken back and is not yours.")
    def newest(self) -> ArtifactVersion | None:
        return self.versions[-1] if self.versions else None


@strawberry.type(description="A piece of work in a list.")
class ArtifactEdge:
    node: Artifact = strawberry.field(description="The piece of work.")
    cursor: str = strawberry.field(description="Its place in the list.")


@strawberry.type(description="Part of a list of pieces of work.")
class ArtifactConnection:
    nodes: list[Artifact] = strawberry.field(description="The pieces without their places.")
    slice_: strawberry.Private[Slice]

    @field("The pieces with their places.")
    def edges(self) -> list[ArtifactEdge]:
        return [ArtifactEdge(node=node, cursor=place.cursor) for place, node in zip(self.slice_.places, self.nodes, strict=True)]

    @field("Where this part lies in the whole.")
    def page_info(self) -> PageInfo:
        return page_info(self.slice_)


def artifacts(context: Context, shown: Sequence[queries.Shown]) -> dict[UUID, Artifact]:
    """Artifacts of one level."""
    by_id = {one.id: one for one in shown}
    level = ItemLevel(context, list(by_id), lambda: by_id)
    made = _versions_of(context, [each for one in shown for each in one.versions])
    return {
        one.id: Artifact(
            id=global_id("Artifact", one.id),
            title=one.title,
            opening=one.opening,
            state=ItemState(one.state),
            created=one.created,
            edited=one.edited,
            deleted=one.deleted,
            key=one.id,
            level=level,
            about=one.about,
            version=one.version,
            edition=one.edition,
            medium=ArtifactMedium(one.medium) if one.medium else None,
            versions=[made[each.id] for each in one.versions],
        )
        for one in shown
    }


def _versions_of(context: Context, found: Collection[versions.Version]) -> dict[UUID, ArtifactVersion]:
    known = people(context, {one.author for one in found if one.author})
    return {one.id: _version(one, known[one.author.id] if one.author else None) for one in found}


def _version(one: versions.Version, author: Person | None) -> ArtifactVersion:
    return ArtifactVersion(
        id=global_id("ArtifactVersion", one.id),
        number=one.number,
        medium=ArtifactMedium(one.medium),
        words=one.words,
        link=one.link,
        host=one.host,
        note=one.note,
        created=one.created,
        files=[file(each) for each in one.files],
        author=author,
    )


@loads("Artifact")
def _by_id(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Artifact]:
    return artifacts(context, queries.by_ids(context.tx, ids))


@loads("ArtifactVersion")
def _versions(context: Context, ids: Collection[UUID]) -> Mapping[UUID, ArtifactVersion]:
    return _versions_of(context, versions.by_ids(context.tx, ids))


@loads("artifacts of people")
def _of_people(context: Context, ids: Collection[UUID], span: Span) -> Mapping[UUID, ArtifactConnection]:
    found = sets.by_owner(context.tx, ids, span)
    made = artifacts(context, [one for _slice, shown in found.values() for one in shown])
    return {id_: ArtifactConnection(nodes=[made[one.id] for one in shown], slice_=slice_) for id_, (slice_, shown) in found.items()}


@loads("histories of artifacts")
def _histories(context: Context, ids: Collection[UUID], many: int, before: int | None) -> Mapping[UUID, list[ArtifactEdition]]:
    found = histories.histories(context.tx, ids, many, before)
    level = Level(context, {file_id for editions in found.values() for one in editions for file_id in one.described})
    return {
        id_: [
            ArtifactEdition(
                number=one.number,
                title=one.title,
                about=one.about,
                tags=one.tags,
                described=[FileDescription(words=words, file_key=file_id, level=level) for file_id, words in one.described.items()],
                until=one.until,
            )
            for one in editions
        ]
        for id_, editions in found.items()
    }
