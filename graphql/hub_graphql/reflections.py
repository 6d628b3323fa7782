"""Looking back: prompt sets and what was answered to them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from hub.database import Tx
from hub.ids import NOTHING, parse_id
from hub.reflections import actions, queries, sets
from hub.slices import Place, Slice, Span
from hub.web.rendering import words as as_html
from hub_graphql.connections import PageInfo, page_info
from hub_graphql.context import Context, Level, loads
from hub_graphql.errors import Problems, done
from hub_graphql.fields import field, mutation
from hub_graphql.files import Photo, photo
from hub_graphql.items import Item, ItemState, audiences, verbs
from hub_graphql.nodes import Node, global_id, key_of, keys_of
from hub_graphql.people import people


@strawberry.type(description="One question of a prompt set.")
class Prompt:
    key: str = strawberry.field(description="Stays the same when its wording changes: what an answer names.")
    question: str = strawberry.field(description="What it asks.")
    hints: list[str] = strawberry.field(description="Smaller questions that help to answer it.")


@strawberry.type(description="Questions that belong together, as they stood from one day on. A changed set has a new id.")
class PromptSet(Node):
    key: str = strawberry.field(description="Stays the same through all its versions: “what”, “rose”, “free”.")
    name: str = strawberry.field(description="What it is called: “What? So what? Now what?”.")
    about: str = strawberry.field(description="What it is good for.")
    prompts: list[Prompt] = strawberry.field(description="Its questions, in their order.")


@strawberry.type(description="What was written to one prompt.")
class Answer:
    key: str = strawberry.field(description="The prompt's key.")
    prompt: str = strawberry.field(description="The question, as it stood that day.")
    words: str = strawberry.field(description="What was written, as Markdown.")

    @field("The same as safe HTML: no pictures, no scripts, links to http, https and mailto alone.")
    def html(self) -> str:
        return str(as_html(self.words))


@strawberry.type(description="How a reflection read before an edit.")
class ReflectionVersion:
    number: int = strawberry.field(description="Counted from 1.")
    title: str = strawberry.field(description="Its title then.")
    answers: list[Answer] = strawberry.field(description="Its answers then.")
    until: datetime = strawberry.field(description="When the next version took its place.")


@strawberry.type(description="What a learner wrote when looking back. Withdrawn, its title and words are its owner's alone.")
class Reflection(Item):
    prompt_set_name: str = strawberry.field(description="The name of the prompt set that it answers.")
    answers: list[Answer] = strawberry.field(description="What was answered, in the order of the prompts; those left out are not here.")
    photos: list[Photo] = strawberry.field(description="Its photos, in their order.")
    version: int = strawberry.field(description="Counted from 1; what an edit names as the version that it builds on.")

    @field("How it read before each of its edits, oldest first.")
    def history(self) -> list[ReflectionVersion]:
        return self.level.need("histories of reflections", self.key) or []

    @field("The prompt set that it answers, as it stood that day.")
    def prompt_set(self) -> PromptSet:
        found: PromptSet = self.level.need("prompt sets of reflections", self.key)
        return found


@strawberry.type(description="A reflection in a list.")
class ReflectionEdge:
    node: Reflection = strawberry.field(description="The reflection.")
    cursor: str = strawberry.field(description="Its place in the list.")


@strawberry.type(description="Part of a list of reflections.")
class ReflectionConnection:
    edges: list[ReflectionEdge] = strawberry.field(description="The reflections with their places.")
    nodes: list[Reflection] = strawberry.field(description="The same without their places.")
    page_info: PageInfo = strawberry.field(description="Where this part lies in the whole.")


def reflections(context: Context, shown: Sequence[queries.Shown]) -> dict[UUID, Reflection]:
    """Reflections of one level."""
    level = Level(context, [one.id for one in shown])
    owners = people(context, {one.owner.id: one.owner for one in shown}.values())
    seen = audiences(context, {one.id: one.audience for one in shown})
    return {
        one.id: Reflection(
            id=global_id("Reflection", one.id),
            title=one.title,
            owner=owners[one.owner.id],
            audience=seen[one.id],
            state=ItemState(one.state),
            created=one.created,
            edited=one.edited,
            deleted=one.deleted,
            waiting_since=one.waiting_since,
            viewer_can=verbs(one.can),
            key=one.id,
            level=level,
            prompt_set_name=one.questions,
            answers=[Answer(key=part.key, prompt=part.question, words=part.words) for part in one.parts],
            photos=[photo(picture) for picture in one.pictures],
            version=one.version,
        )
        for one in shown
    }


def prompt_set(one: queries.Questions) -> PromptSet:
    prompts = [Prompt(key=prompt.key, question=prompt.question, hints=list(prompt.hints)) for prompt in one.prompts]
    return PromptSet(id=global_id("PromptSet", one.id), key=one.key, name=one.name, about=one.about, prompts=prompts)


@loads("Reflection")
def _by_id(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Reflection]:
    return reflections(context, queries.by_ids(context.tx, ids))


@loads("PromptSet")
def _prompt_sets(context: Context, ids: Collection[UUID]) -> Mapping[UUID, PromptSet]:
    return {id_: prompt_set(one) for id_, one in sets.questions(context.tx, ids).items()}


@loads("prompt sets of reflections")
def _prompt_sets_of(context: Context, ids: Collection[UUID]) -> Mapping[UUID, PromptSet]:
    return {id_: prompt_set(one) for id_, one in sets.questions_of(context.tx, ids).items()}


@loads("reflections of people")
def _of_people(context: Context, ids: Collection[UUID], span: Span) -> Mapping[UUID, ReflectionConnection]:
    found = sets.by_owner(context.tx, ids, span)
    made = reflections(context, [one for _slice, shown in found.values() for one in shown])
    return {id_: _connection(slice_, [made[one.id] for one in shown]) for id_, (slice_, shown) in found.items()}


def _connection(slice_: Slice, nodes: list[Reflection]) -> ReflectionConnection:
    places: Sequence[Place] = slice_.places
    edges = [ReflectionEdge(node=node, cursor=place.cursor) for place, node in zip(places, nodes, strict=True)]
    return ReflectionConnection(edges=edges, nodes=nodes, page_info=page_info(slice_))


@loads("histories of reflections")
def _histories(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[ReflectionVersion]]:
    return {
        id_: [
            ReflectionVersion(
                number=version.number,
                title=version.title,
                answers=[
                    Answer(key=one.key, prompt=one.question, words=version.answers[one.key])
                    for one in prompts
                    if one.key in version.answers
                ],
                until=version.until,
            )
            for version, prompts in versions
        ]
        for id_, versions in sets.histories(context.tx, ids).items()
    }


@strawberry.input(description="What is written to one prompt.")
class AnswerInput:
    key: str = strawberry.field(description="The prompt's key.")
    words: str = strawberry.field(description="The words, as Markdown; empty leaves the prompt unanswered.")


@strawberry.input(description="A photo that shall hang on an item.")
class PhotoInput:
    id: strawberry.ID = strawberry.field(description="The photo's id, as POST /files or the API gave it.")
    alt: str | None = strawberry.field(default=None, description="What it shows, for who can't see it.")


@strawberry.input(description="A new reflection. Without an audience it is private.")
class PostReflectionInput:
    prompt_set: strawberry.ID = strawberry.field(description="The id of the PromptSet that is answered.")
    answers: list[AnswerInput] = strawberry.field(description="At least one that is not empty.")
    title: str = strawberry.field(default="", description="Left out, it is made of the first words.")
    audience: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids of AudienceGroups from `viewer.audienceChoices`."
    )
    photos: list[PhotoInput] = strawberry.field(default_factory=list, description="At most 20, in their order.")
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
            alts=_alts(input.photos),
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
                photos=tuple(one.id for one in stands.pictures) if input.photos is None else _photo_ids(input.photos),
                alts=_alts(input.photos or []),
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
    return tuple(_photo_id(one) for one in given)


def _alts(given: list[PhotoInput]) -> dict[UUID, str]:
    return {_photo_id(one): one.alt for one in given if one.alt is not None}


def _photo_id(given: PhotoInput) -> UUID:
    """Also as POST /files answers with it."""
    return key_of(given.id, "Photo") or parse_id(given.id) or NOTHING
