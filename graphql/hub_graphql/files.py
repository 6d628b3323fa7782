"""Files, as the pages show them. They come in by POST /files or /uploads, because bytes don't travel in GraphQL."""

from collections.abc import Collection, Mapping
from enum import Enum
from uuid import UUID

import strawberry

from hub.files import queries
from hub.ids import NOTHING, parse_id
from hub_graphql.context import Context, loads
from hub_graphql.nodes import Node, global_id, key_of


@strawberry.type(
    description="A photo: upright, drawn anew, and without anything that tells where or by whom it was taken. "
    "Its addresses are paths on this hub; fetch them with the same token or session, and they answer as the policy stands then."
)
class Photo(Node):
    alt: str = strawberry.field(description="What it shows, for who can't see it; empty when nobody has said it.")
    width: int = strawberry.field(description="Of the page-sized rendition, in pixels.")
    height: int = strawberry.field(description="Of the page-sized rendition, in pixels.")
    url: str = strawberry.field(description="The rendition that fits a page.")
    thumbnail_url: str = strawberry.field(description="A small one, for lists.")
    full_url: str = strawberry.field(description="The largest that is kept.")


def photo(shown: queries.ShownFile) -> Photo:
    return Photo(
        id=global_id("Photo", shown.id),
        alt=shown.alt,
        width=shown.width,
        height=shown.height,
        url=shown.page,
        thumbnail_url=shown.thumb,
        full_url=shown.full,
    )


@strawberry.input(description="A photo, or another file, that shall hang on an item or go with a message.")
class PhotoInput:
    id: strawberry.ID = strawberry.field(description="The photo's id, as POST /files or the API gave it.")
    alt: str | None = strawberry.field(default=None, description="What it shows, for who can't see it.")


@strawberry.enum(description="What kind of file it is.")
class FileMedium(Enum):
    PHOTO = strawberry.enum_value("photo", description="A picture.")
    PDF = strawberry.enum_value("pdf", description="A PDF.")
    AUDIO = strawberry.enum_value("audio", description="A recording of sound alone.")
    VIDEO = strawberry.enum_value("video", description="A film.")


@strawberry.enum(description="Whether a file can be opened yet.")
class FileState(Enum):
    READY = strawberry.enum_value("ready", description="It is there.")
    PREPARING = strawberry.enum_value("preparing", description="A film that is still being made playable: its poster is there already.")
    BROKEN = strawberry.enum_value("broken", description="It could not be made playable: its poster is all there is.")


@strawberry.type(
    description="A photo, a PDF, a recording or a film that somebody gave, without anything that tells where or by whom it was made. "
    "Its addresses are paths on this hub; fetch them with the same token or session, and they answer as the policy stands then."
)
class File(Node):
    medium: FileMedium = strawberry.field(description="What kind of file it is.")
    state: FileState = strawberry.field(description="Whether it can be opened yet.")
    name: str = strawberry.field(description="What its giver called it; often empty.")
    alt: str = strawberry.field(description="What it shows or tells, for who can't see or hear it; empty when nobody has said it.")
    width: int = strawberry.field(description="Of the picture at `pageUrl`, in pixels.")
    height: int = strawberry.field(description="Of the picture at `pageUrl`, in pixels.")
    pages: int | None = strawberry.field(description="Of a PDF: how many it has.")
    seconds: float | None = strawberry.field(description="Of a recording or a film: how long it takes.")
    url: str | None = strawberry.field(
        description="The thing itself: the largest photo, the PDF, the recording or the film; null until it is ready."
    )
    page_url: str = strawberry.field(description="A picture of it that fits a page: the photo, a poster, a first page, a waveform.")
    page_urls: list[str] = strawberry.field(description="Of a PDF: a picture of each of its first pages; empty for everything else.")
    thumbnail_url: str = strawberry.field(description="A small picture of it, for lists.")
    size: int = strawberry.field(description="Bytes of what `url` leads to; 0 until it is ready.")


def file(shown: queries.ShownFile) -> File:
    return File(
        id=global_id("File", shown.id),
        medium=FileMedium(shown.medium),
        state=FileState(shown.state),
        name=shown.name,
        alt=shown.alt,
        width=shown.width,
        height=shown.height,
        pages=shown.pages,
        seconds=shown.seconds,
        url=shown.full if shown.state == "ready" else None,
        page_url=shown.page,
        page_urls=list(shown.page_urls),
        thumbnail_url=shown.thumb,
        size=shown.size,
    )


def given_file(given: PhotoInput) -> UUID:
    """Also as POST /files and /uploads answer with it."""
    return key_of(given.id, "File", "Photo") or parse_id(given.id) or NOTHING


def given_alts(given: list[PhotoInput]) -> dict[UUID, str]:
    return {given_file(one): one.alt for one in given if one.alt is not None}


@loads("files of messages")
def _sent(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[File]]:
    return {id_: [file(one) for one in sent] for id_, sent in queries.of_messages(context.tx, ids).items()}


@loads("File")
def _files(context: Context, ids: Collection[UUID]) -> Mapping[UUID, File]:
    return {id_: file(shown) for id_, shown in queries.by_ids(context.tx, ids).items()}


@loads("Photo")
def _photos(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Photo]:
    found = queries.by_ids(context.tx, ids)
    return {id_: photo(shown) for id_, shown in found.items() if shown.medium == "photo"}
