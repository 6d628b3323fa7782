"""Words typed and not yet posted."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from hub.database import Tx
from hub.drafts import actions, queries
from hub.errors import Invalid
from hub.ids import parse_id
from hub.words import _
from hub_graphql.context import Context, loads
from hub_graphql.errors import Problems, done
from hub_graphql.fields import mutation
from hub_graphql.nodes import Node, global_id


@strawberry.type(description="One box of a draft.")
class DraftBox:
    name: str = strawberry.field(description="The box's name on its form: “words”, “title”, “answer-what”.")
    words: str = strawberry.field(description="What stands in it.")


@strawberry.type(description="Words typed and not yet posted. Yours alone.")
class Draft(Node):
    place: str = strawberry.field(description="Which form it is: “reflection/new”, “thread/” and an item's UUID.")
    writing: strawberry.ID = strawberry.field(
        description="This piece of writing. As the `clientMutationId` of what sends it, it buries the draft."
    )
    number: int = strawberry.field(description="Counted up by each save; what the next save names as its `base`.")
    words: list[DraftBox] = strawberry.field(description="What stands in its boxes.")
    saved: datetime = strawberry.field(description="When it was last saved.")


@strawberry.type(description="A draft that is no more.")
class DraftThrownAway:
    place: str = strawberry.field(description="Which form it was.")


@strawberry.input(description="One box of a draft.")
class DraftBoxInput:
    name: str = strawberry.field(description="The box's name on its form.")
    words: str = strawberry.field(description="What stands in it.")


@strawberry.input(
    description="What was typed so far. Saving the same again changes nothing, so that it needs no name of yours; one is taken and ignored."
)
class SaveDraftInput:
    place: str = strawberry.field(description="Which form it is, 1 to 120 characters.")
    writing: strawberry.ID = strawberry.field(description="A UUID that you made when the first letter was typed.")
    base: int = strawberry.field(description="The draft's number when you last saw it; 0 for none.")
    words: list[DraftBoxInput] = strawberry.field(description="All of its boxes.")
    client_mutation_id: str | None = strawberry.field(default=None, description="Not needed here.")


@strawberry.input(
    description="Which draft. Throwing it away again changes nothing, so that it needs no name of yours; one is taken and ignored."
)
class ThrowDraftAwayInput:
    place: str = strawberry.field(description="Which form it is.")
    writing: strawberry.ID = strawberry.field(description="The piece of writing; a newer one in the same place is not touched.")
    client_mutation_id: str | None = strawberry.field(default=None, description="Not needed here.")


DraftResult = Annotated[Draft | Problems, strawberry.union("DraftResult", description="The draft as it is saved, or why it was not.")]
ThrowDraftAwayResult = Annotated[
    DraftThrownAway | Problems, strawberry.union("ThrowDraftAwayResult", description="That it is gone, or why it is not.")
]


@strawberry.type
class DraftMutations:
    @mutation("Keeps what was typed so far. Another window's newer words are never overwritten: `Conflict.standing` shows them.")
    def save_draft(self, info: strawberry.Info[Context, None], input: SaveDraftInput) -> DraftResult:
        words = {box.name: box.words for box in input.words}

        def save(tx: Tx) -> str:
            actions.save(tx, input.place, _writing(input.writing), input.base, words)
            return input.place

        context = info.context
        made: Any = done(context, Draft, "save_draft", None, save, standing=lambda: context.one(Draft, input.place))
        return made  # type: ignore[no-any-return]

    @mutation("Throws a draft away.")
    def throw_draft_away(self, info: strawberry.Info[Context, None], input: ThrowDraftAwayInput) -> ThrowDraftAwayResult:
        def throw(tx: Tx) -> str:
            actions.throw_away(tx, input.place, _writing(input.writing))
            return input.place

        made: Any = done(info.context, DraftThrownAway, "throw_draft_away", None, throw)
        return made  # type: ignore[no-any-return]


def _writing(text: str) -> UUID:
    writing = parse_id(text)
    if writing is None:
        raise Invalid("writing", _("This must be a UUID."))
    return writing


def drafts(found: Collection[Any]) -> dict[str, Draft]:
    return {
        one.place: Draft(
            id=global_id("Draft", one.place),
            place=one.place,
            writing=strawberry.ID(str(one.writing)),
            number=one.number,
            words=[DraftBox(name=name, words=words) for name, words in one.words.items()],
            saved=one.saved,
        )
        for one in found
    }


@loads("Draft")
def _drafts(context: Context, places: Collection[str]) -> Mapping[str, Draft]:
    return drafts(queries.at(context.tx, places))


@loads("DraftThrownAway")
def _thrown(_context: Context, places: Collection[str]) -> Mapping[str, DraftThrownAway]:
    return {place: DraftThrownAway(place=place) for place in places}
