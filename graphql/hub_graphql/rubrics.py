"""Single-point rubrics: a school's criteria, each version as it stood."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from hub.rubrics import actions, queries
from hub_graphql.context import Context, Level, loads
from hub_graphql.errors import Problems, done
from hub_graphql.fields import field, mutation
from hub_graphql.nodes import ONCE, Node, global_id, key_of


@strawberry.type(description="A rubric as it stood from one day on.")
class RubricVersion:
    id: strawberry.ID = strawberry.field(description="What to name when it is filled in.")
    number: int = strawberry.field(description="Counted from 1.")
    name: str = strawberry.field(description="What it was called.")
    criteria: list[str] = strawberry.field(description="One line each, in their order.")
    created: datetime = strawberry.field(description="Since when it read so.")
    current: bool = strawberry.field(description="Whether it still does.")


@strawberry.type(description="Criteria that belong together. Its school's staff may change them: each change is a version.")
class Rubric(Node):
    name: str = strawberry.field(description="What it is called now.")
    current: RubricVersion = strawberry.field(description="The version that stands.")
    ended: datetime | None = strawberry.field(description="Since when it is no longer offered; null while it is.")
    key: strawberry.Private[UUID]
    level: strawberry.Private[Level]

    @field("All its versions, oldest first.")
    def versions(self) -> list[RubricVersion]:
        return self.level.need("versions of rubrics", self.key) or []


@strawberry.input(description="New criteria for the school.")
class WriteRubricInput:
    name: str = strawberry.field(description="What they are called; 80 characters at the most.")
    criteria: list[str] = strawberry.field(description="One line each; 10 at the most.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="Changed criteria: a new version. What was filled in with an earlier one stays as it was.")
class ChangeRubricInput:
    id: strawberry.ID = strawberry.field(description="The rubric's id.")
    version: int = strawberry.field(description="The number of the version that was changed; when another stands, nothing is overwritten.")
    name: str = strawberry.field(description="What they are called.")
    criteria: list[str] = strawberry.field(description="One line each; 10 at the most.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="Whether a rubric is offered.")
class EndRubricInput:
    id: strawberry.ID = strawberry.field(description="The rubric's id.")
    ended: bool = strawberry.field(default=True, description="False offers it again.")


RubricResult = Annotated[
    Rubric | Problems, strawberry.union("RubricResult", description="The rubric as it is now, or why nothing was done.")
]
Info = strawberry.Info[Context, None]


@strawberry.type
class RubricMutations:
    @mutation("Offers new criteria to everyone at the school. For staff.")
    def write_rubric(self, info: Info, input: WriteRubricInput) -> RubricResult:
        given = actions.Criteria(input.name, tuple(input.criteria))
        return done(info.context, Rubric, "write_rubric", input.client_mutation_id, lambda tx: actions.write_rubric(tx, given).id)

    @mutation("Changes criteria, as a new version. For staff.")
    def change_rubric(self, info: Info, input: ChangeRubricInput) -> RubricResult:
        key, given = key_of(input.id, "Rubric"), actions.Criteria(input.name, tuple(input.criteria))
        return done(
            info.context,
            Rubric,
            "change_rubric",
            input.client_mutation_id,
            lambda tx: actions.change_rubric(tx, key, given, input.version).id,
            standing=lambda: key and info.context.one(Rubric, key),
        )

    @mutation("No longer offers criteria, or offers them again. For staff.")
    def end_rubric(self, info: Info, input: EndRubricInput) -> RubricResult:
        key = key_of(input.id, "Rubric")
        return done(info.context, Rubric, "end_rubric", None, lambda tx: actions.end_rubric(tx, key, input.ended).id)


def rubrics(context: Context, found: Collection[queries.Shown]) -> dict[UUID, Rubric]:
    """Of newest versions, as rubrics of one level."""
    level = Level(context, [one.rubric_id for one in found])
    return {
        one.rubric_id: Rubric(
            id=global_id("Rubric", one.rubric_id), name=one.name, current=version(one), ended=one.ended, key=one.rubric_id, level=level
        )
        for one in found
    }


def version(one: queries.Shown) -> RubricVersion:
    return RubricVersion(
        id=global_id("RubricVersion", one.id),
        number=one.number,
        name=one.name,
        criteria=one.criteria,
        created=one.created,
        current=one.current,
    )


@loads("Rubric")
def _by_id(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Rubric]:
    return rubrics(context, queries.newest_of(context.tx, ids).values())


@loads("versions of rubrics")
def _versions(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[RubricVersion]]:
    return {id_: [version(one) for one in many] for id_, many in queries.histories(context.tx, ids).items()}
