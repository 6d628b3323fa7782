"""Looking back: prompt sets and what was answered to them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import strawberry

from hub.items import linked
from hub.reflections import histories, queries, sets
from hub.slices import Slice, Span
from hub.web.rendering import words as as_html
from hub_graphql.connections import PageInfo, page_info
from hub_graphql.context import Context, loads
from hub_graphql.fields import field
from hub_graphql.files import File, Photo, file, photo
from hub_graphql.histories import VERSION, BeforeVersion, LastVersions, how_many
from hub_graphql.items import Item, ItemLevel, ItemState, linked_items
from hub_graphql.nodes import Node, global_id


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
    version: int = strawberry.field(description="Counted from 1; what an edit names as the version that it builds on.")

    @field("The name of the prompt set that it answers.")
    def prompt_set_name(self) -> str:
        shown: queries.Shown = self.level.shown(self.key)
        return shown.questions

    @field("What was answered, in the order of the prompts; those left out are not here.")
    def answers(self) -> list[Answer]:
        return [Answer(key=part.key, prompt=part.question, words=part.words) for part in self.level.shown(self.key).parts]

    @field("Its photos, in their order.")
    def photos(self) -> list[Photo]:
        return [photo(picture) for picture in self.level.shown(self.key).files if picture.medium == "photo"]

    @field("All files that came with it, photos included, in their order.")
    def files(self) -> list[File]:
        return [file(picture) for picture in self.level.shown(self.key).files]

    @field("How it read before its edits: the newest of them, oldest first.", weight=VERSION)
    def history(self, last: LastVersions = 10, before: BeforeVersion = None) -> list[ReflectionVersion]:
        return self.level.need("histories of reflections", self.key, how_many(last), before) or []

    @field("What it looks back on, as far as you may see it.")
    def about(self) -> list[Item]:
        return self.level.need("what reflections are about", self.key) or []

    @field("Goals that began in it, or took a step from it, as far as you may see them.")
    def led_to(self) -> list[Item]:
        return self.level.need("what reflections led to", self.key) or []

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
    nodes: list[Reflection] = strawberry.field(description="The reflections without their places.")
    slice_: strawberry.Private[Slice]

    @field("The reflections with their places.")
    def edges(self) -> list[ReflectionEdge]:
        return [ReflectionEdge(node=node, cursor=place.cursor) for place, node in zip(self.slice_.places, self.nodes, strict=True)]

    @field("Where this part lies in the whole.")
    def page_info(self) -> PageInfo:
        return page_info(self.slice_)


def reflections(context: Context, shown: Sequence[queries.Shown]) -> dict[UUID, Reflection]:
    """Reflections of one level, which were made ready to show already."""
    by_id = {one.id: one for one in shown}
    return _reflections(by_id, ItemLevel(context, list(by_id), lambda: by_id))


def _glanced(context: Context, glances: sets.Glances) -> dict[UUID, Reflection]:
    return _reflections(glances.found, ItemLevel(context, list(glances.found), glances.shown))


def _reflections(found: Mapping[UUID, queries.Shown] | Mapping[UUID, sets.Glance], level: ItemLevel) -> dict[UUID, Reflection]:
    return {
        one.id: Reflection(
            id=global_id("Reflection", one.id),
            title=one.title,
            opening=one.opening,
            state=ItemState(one.state),
            created=one.created,
            edited=one.edited,
            deleted=one.deleted,
            key=one.id,
            level=level,
            version=one.version,
        )
        for one in found.values()
    }


def prompt_set(one: queries.ShownPromptSet) -> PromptSet:
    prompts = [Prompt(key=prompt.key, question=prompt.question, hints=list(prompt.hints)) for prompt in one.prompts]
    return PromptSet(id=global_id("PromptSet", one.id), key=one.key, name=one.name, about=one.about, prompts=prompts)


@loads("Reflection")
def _by_id(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Reflection]:
    return _glanced(context, sets.Glances(context.tx, ids))


@loads("PromptSet")
def _prompt_sets(context: Context, ids: Collection[UUID]) -> Mapping[UUID, PromptSet]:
    return {id_: prompt_set(one) for id_, one in sets.questions(context.tx, ids).items()}


@loads("what reflections are about")
def _about(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[Item]]:
    return linked_items(context, linked.targets(context.tx, ids, "about"))


@loads("what reflections led to")
def _led_to(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[Item]]:
    return linked_items(context, linked.targets(context.tx, ids, "led_to"))


@loads("prompt sets of reflections")
def _prompt_sets_of(context: Context, ids: Collection[UUID]) -> Mapping[UUID, PromptSet]:
    return {id_: prompt_set(one) for id_, one in sets.questions_of(context.tx, ids).items()}


@loads("reflections of people")
def _of_people(context: Context, ids: Collection[UUID], span: Span) -> Mapping[UUID, ReflectionConnection]:
    cut, glances = sets.by_owner(context.tx, ids, span)
    made = _glanced(context, glances)
    return {id_: ReflectionConnection(nodes=[made[place.id] for place in one.places], slice_=one) for id_, one in cut.items()}


@loads("histories of reflections")
def _histories(context: Context, ids: Collection[UUID], many: int, before: int | None) -> Mapping[UUID, list[ReflectionVersion]]:
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
        for id_, versions in histories.histories(context.tx, ids, many, before).items()
    }
