"""What can be done to any item: sharing it, taking it back, deleting it with undo."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

import strawberry

from hub.database import Tx
from hub.items import actions, tags
from hub.items.models import Item as Row
from hub_graphql.artifacts import Artifact
from hub_graphql.context import Context
from hub_graphql.errors import Problems, done
from hub_graphql.fields import mutation
from hub_graphql.goals import Goal
from hub_graphql.items import ITEMS, Item
from hub_graphql.nodes import key_of, keys_of
from hub_graphql.projects import Project
from hub_graphql.reflections import Reflection
from hub_graphql.teams import Room


@strawberry.input(description="Which item.")
class ItemInput:
    id: strawberry.ID = strawberry.field(description="The item's id.")
    client_mutation_id: str | None = strawberry.field(default=None, description="Your own name for this act: sent twice, it is done once.")


@strawberry.input(description="Who shall see an item from now on.")
class ShareItemInput:
    id: strawberry.ID = strawberry.field(description="The item's id.")
    audience: list[strawberry.ID] = strawberry.field(description="Ids of AudienceGroups; none at all makes it private.")
    client_mutation_id: str | None = strawberry.field(default=None, description="Your own name for this act: sent twice, it is done once.")


@strawberry.input(description="Words under which an item is found again, whatever its kind.")
class TagItemInput:
    id: strawberry.ID = strawberry.field(description="The item's id.")
    tags: list[str] = strawberry.field(description="All of its tags; at most 12.")
    client_mutation_id: str | None = strawberry.field(default=None, description="Your own name for this act: sent twice, it is done once.")


ItemResult = Annotated[
    Reflection | Goal | Artifact | Project | Room | Problems,
    strawberry.union("ItemResult", description="The item as it is now (each kind of item is a member), or why not."),
]


@strawberry.type
class ItemMutations:
    @mutation("Makes these the readers of an item of yours, from now on and everywhere.")
    def share_item(self, info: strawberry.Info[Context, None], input: ShareItemInput) -> ItemResult:
        principals = keys_of(input.audience, "Principal")
        return _done(info, "share_item", input, lambda tx, key: actions.share(tx, key, principals))

    @mutation("Takes the words of an item of yours back: its audience sees that there was something, and no longer what.")
    def withdraw_item(self, info: strawberry.Info[Context, None], input: ItemInput) -> ItemResult:
        return _done(info, "withdraw_item", input, actions.withdraw)

    @mutation("Posts again what was withdrawn, to the same audience.")
    def put_item_back(self, info: strawberry.Info[Context, None], input: ItemInput) -> ItemResult:
        return _done(info, "put_item_back", input, actions.put_back)

    @mutation("Takes an item of yours away for everybody, at once. You can bring it back for 30 days.")
    def delete_item(self, info: strawberry.Info[Context, None], input: ItemInput) -> ItemResult:
        return _done(info, "delete_item", input, actions.delete)

    @mutation("Undoes a delete.")
    def bring_item_back(self, info: strawberry.Info[Context, None], input: ItemInput) -> ItemResult:
        return _done(info, "bring_item_back", input, actions.bring_back)

    @mutation("Says under which words an item of yours is found again.")
    def tag_item(self, info: strawberry.Info[Context, None], input: TagItemInput) -> ItemResult:
        return _done(info, "tag_item", input, lambda tx, key: tags.tag(tx, key, input.tags))


def _done(
    info: strawberry.Info[Context, None], act: str, given: ItemInput | ShareItemInput | TagItemInput, do: Callable[[Tx, UUID | None], Row]
) -> ItemResult:
    key = key_of(given.id, *ITEMS)
    found: Any = done(info.context, Item, act, given.client_mutation_id, lambda tx: do(tx, key).id)
    return found  # type: ignore[no-any-return]
