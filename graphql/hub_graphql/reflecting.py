"""Writing a reflection, and changing its words."""

from typing import Annotated, Any
from uuid import UUID

import strawberry

from hub.database import Tx
from hub.ids import NOTHING
from hub.reflections import actions, queries
from hub_graphql.context import Context
from hub_graphql.errors import Problems, done
from hub_graphql.fields import mutation
from hub_graphql.files import PhotoInput, given_alts, given_file
from hub_graphql.items import ITEMS
from hub_graphql.nodes import key_of, keys_of
from hub_graphql.reflections import Reflection


@strawberry.input(description="What is written to one prompt.")
class AnswerInput:
    key: str = strawberry.field(description="The prompt's key.")
    words: str = strawberry.field(description="The words, as Markdown; empty leaves the prompt unanswered.")


@strawberry.input(description="A new reflection. Without an audience it is private.")
class PostReflectionInput:
    prompt_set: strawberry.ID = strawberry.field(description="The id of the PromptSet that is answered.")
    answers: list[AnswerInput] = strawberry.field(description="At least one that is not empty.")
    title: str = strawberry.field(default="", description="Left out, it is made of the first words.")
    audience: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids of AudienceGroups from `viewer.audienceChoices`."
    )
    photos: list[PhotoInput] = strawberry.field(default_factory=list, description="At most 20, in their order.")
    about: strawberry.ID | None = strawberry.field(default=None, description="An item of yours that it looks back on.")
    next_step: str = strawberry.field(default="", description="One thing to do next; posting begins it, in the same act.")
    goal: strawberry.ID | None = strawberry.field(
        default=None, description="The growing goal of yours that `nextStep` is a step of. Left out, it becomes a goal of its own."
    )
    client_mutation_id: str | None = strawberry.field(
        default=None, description="Your own name for this act: sent twice, it is done once. A draft's `writing` buries that draft."
    )


@strawberry.input(description="Changed words for a reflection. What it read before is kept.")
class EditReflectionInput:
    id: strawberry.ID = strawberry.field(description="The reflection's id.")
    version: int = strawberry.field(description="The version that was changed; when another stands, nothing is overwritten.")
    answers: list[AnswerInput] = strawberry.field(description="All of its answers, also those that stay as they are.")
    title: str | None = strawberry.field(default=None, description="Left out, it stays; empty, it is made of the first words.")
    photos: list[PhotoInput] | None = strawberry.field(default=None, description="Left out, they stay; else these are its photos.")
    client_mutation_id: str | None = strawberry.field(
        default=None, description="Your own name for this act: sent twice, it is done once. A draft's `writing` buries that draft."
    )


PostReflectionResult = Annotated[
    Reflection | Problems, strawberry.union("PostReflectionResult", description="The reflection that was posted, or why none was.")
]
EditReflectionResult = Annotated[
    Reflection | Problems, strawberry.union("EditReflectionResult", description="The reflection as it now reads, or why it does not.")
]


@strawberry.type
class ReflectionMutations:
    @mutation("Posts a reflection in your space.")
    def post_reflection(self, info: strawberry.Info[Context, None], input: PostReflectionInput) -> PostReflectionResult:
        written = actions.Written(
            prompts=key_of(input.prompt_set, "PromptSet") or NOTHING,
            answers=_answers(input.answers),
            title=input.title,
            audience=keys_of(input.audience, "Principal"),
            photos=_photo_ids(input.photos),
            alts=given_alts(input.photos),
            about=None if input.about is None else key_of(input.about, *ITEMS) or NOTHING,
            next_step=input.next_step,
            goal=None if input.goal is None else key_of(input.goal, "Goal") or NOTHING,
        )
        made: Any = done(info.context, Reflection, "post_reflection", input.client_mutation_id, lambda tx: actions.post(tx, written).id)
        return made  # type: ignore[no-any-return]

    @mutation("Changes the words of a reflection of yours.")
    def edit_reflection(self, info: strawberry.Info[Context, None], input: EditReflectionInput) -> EditReflectionResult:
        key = key_of(input.id, "Reflection")

        def edit(tx: Tx) -> UUID:
            stands = queries.show(tx, [queries.find(tx, key)])[0]
            written = actions.Written(
                prompts=NOTHING,
                answers=_answers(input.answers),
                title=stands.title if input.title is None else input.title,
                photos=tuple(one.id for one in stands.files) if input.photos is None else _photo_ids(input.photos),
                alts=given_alts(input.photos or []),
            )
            return actions.edit(tx, key, written, input.version).id

        context = info.context
        made: Any = done(
            context, Reflection, "edit_reflection", input.client_mutation_id, edit, standing=lambda: context.one(Reflection, key)
        )
        return made  # type: ignore[no-any-return]


def _answers(given: list[AnswerInput]) -> dict[str, str]:
    return {one.key: one.words for one in given}


def _photo_ids(given: list[PhotoInput]) -> tuple[UUID, ...]:
    return tuple(given_file(one) for one in given)
