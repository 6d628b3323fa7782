"""Photos, as the pages show them. They come in by POST /files, because bytes don't travel in GraphQL."""

from collections.abc import Collection, Mapping
from uuid import UUID

import strawberry

from hub.files import queries
from hub_graphql.context import Context, loads
from hub_graphql.nodes import Node, global_id


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


def photo(picture: queries.Picture) -> Photo:
    return Photo(
        id=global_id("Photo", picture.id),
        alt=picture.alt,
        width=picture.width,
        height=picture.height,
        url=picture.page,
        thumbnail_url=picture.thumb,
        full_url=picture.full,
    )


@loads("Photo")
def _photos(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Photo]:
    return {id_: photo(picture) for id_, picture in queries.by_ids(context.tx, ids).items()}
