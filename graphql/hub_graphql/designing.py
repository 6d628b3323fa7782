"""What one does with a project and its milestones."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import strawberry

from hub.database import Tx
from hub.errors import NotFound
from hub.projects import actions, milestones
from hub_graphql.context import Context
from hub_graphql.errors import Problems, done
from hub_graphql.fields import mutation
from hub_graphql.nodes import ONCE, key_of, keys_of
from hub_graphql.projects import Project, ProjectStage


@strawberry.input(description="What a designer says to one point of the design check.")
class DesignPointInput:
    key: str = strawberry.field(description="The point's key.")
    words: str = strawberry.field(description="What is said to it.")


@strawberry.input(description="A new project: a teacher's draft, or a student's proposal. Only the title is needed.")
class BeginProjectInput:
    title: str = strawberry.field(description="What it is called.")
    driving_question: str = strawberry.field(default="", description="What students work on for weeks.")
    entry_event: str = strawberry.field(default="", description="What starts it.")
    summary: str = strawberry.field(default="", description="What happens in it.")
    aims: list[str] = strawberry.field(default_factory=list, description="What is learned; at most 12.")
    skills: list[str] = strawberry.field(default_factory=list, description="Success skills that are practised; at most 12.")
    product: str = strawberry.field(default="", description="What is made in public.")
    product_for: str = strawberry.field(default="", description="Its real audience.")
    starts: date | None = strawberry.field(default=None, description="Its first day.")
    ends: date | None = strawberry.field(default=None, description="Its last day.")
    design: list[DesignPointInput] = strawberry.field(default_factory=list, description="What is said to points of the design check.")
    audience: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids of AudienceGroups from `viewer.audienceChoices`."
    )
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="A project as it is to read from now on. How it read before is kept.")
class ChangeProjectInput:
    id: strawberry.ID = strawberry.field(description="The project's id.")
    version: int = strawberry.field(description="The version that was changed; when another stands, nothing is overwritten.")
    title: str = strawberry.field(description="What it is called.")
    driving_question: str = strawberry.field(default="", description="What students work on for weeks.")
    entry_event: str = strawberry.field(default="", description="What starts it.")
    summary: str = strawberry.field(default="", description="What happens in it.")
    aims: list[str] = strawberry.field(default_factory=list, description="What is learned.")
    skills: list[str] = strawberry.field(default_factory=list, description="Success skills that are practised.")
    product: str = strawberry.field(default="", description="What is made in public.")
    product_for: str = strawberry.field(default="", description="Its real audience.")
    starts: date | None = strawberry.field(default=None, description="Its first day.")
    ends: date | None = strawberry.field(default=None, description="Its last day.")
    design: list[DesignPointInput] = strawberry.field(default_factory=list, description="What is said to points of the design check.")
    design_edition: str | None = strawberry.field(
        default=None, description="The `designEdition` that was changed; when another stands, nothing is overwritten. Without it, it is."
    )
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="Where a project stands from now on.")
class SetProjectStageInput:
    id: strawberry.ID = strawberry.field(description="The project's id.")
    stage: ProjectStage = strawberry.field(description="Any, also one from before.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="A project to copy.")
class CopyProjectInput:
    id: strawberry.ID = strawberry.field(description="The project's id.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="A student's proposal to take on.")
class TakeOnProjectInput:
    id: strawberry.ID = strawberry.field(description="The project's id.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="One more milestone, at the end.")
class AddMilestoneInput:
    project: strawberry.ID = strawberry.field(description="The project's id.")
    key_question: str = strawberry.field(description="What is to be found out by then.")
    product: str = strawberry.field(default="", description="What is handed in.")
    due: date | None = strawberry.field(default=None, description="By when.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="What a milestone says from now on.")
class ChangeMilestoneInput:
    id: strawberry.ID = strawberry.field(description="The milestone's id.")
    key_question: str = strawberry.field(description="What is to be found out by then.")
    product: str = strawberry.field(default="", description="What is handed in.")
    due: date | None = strawberry.field(default=None, description="By when; null or left out: no day.")
    edition: str | None = strawberry.field(
        default=None, description="The edition that was changed: when it reads otherwise by now, nothing is overwritten. Left out, it is."
    )
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="Where in the line a milestone is to stand.")
class MoveMilestoneInput:
    id: strawberry.ID = strawberry.field(description="The milestone's id.")
    by: int = strawberry.field(description="So many places later; below 0, earlier. No further than the line goes.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="A milestone that is not to be reached after all, or is.")
class TakeMilestoneAwayInput:
    id: strawberry.ID = strawberry.field(description="The milestone's id.")
    away: bool = strawberry.field(default=True, description="False puts it back where it was.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


ProjectResult = Annotated[
    Project | Problems, strawberry.union("ProjectResult", description="The project as it now is, or why nothing was done.")
]


@strawberry.type
class ProjectMutations:
    @mutation("Begins a project: as a teacher a draft, as a student a proposal.")
    def begin_project(self, info: strawberry.Info[Context, None], input: BeginProjectInput) -> ProjectResult:
        design = _design_of(input, audience=keys_of(input.audience, "Principal"))
        return _done(info, "begin_project", input.client_mutation_id, lambda tx: actions.begin(tx, design).id)

    @mutation("Changes a project of yours.")
    def change_project(self, info: strawberry.Info[Context, None], input: ChangeProjectInput) -> ProjectResult:
        key, design = key_of(input.id, "Project"), _design_of(input)

        def change(tx: Tx) -> UUID:
            return actions.change(tx, key, design, input.version, input.design_edition).id

        return _done(info, "change_project", input.client_mutation_id, change, lambda: key)

    @mutation("Says where a project of yours stands.")
    def set_project_stage(self, info: strawberry.Info[Context, None], input: SetProjectStageInput) -> ProjectResult:
        key = key_of(input.id, "Project")
        stage: Any = input.stage.value
        return _done(info, "set_project_stage", input.client_mutation_id, lambda tx: actions.move_on(tx, key, stage).id)

    @mutation("Makes a draft of yours from a project's sheet and milestones, with credit to whose it was. Students: of their own alone.")
    def copy_project(self, info: strawberry.Info[Context, None], input: CopyProjectInput) -> ProjectResult:
        key = key_of(input.id, "Project")
        return _done(info, "copy_project", input.client_mutation_id, lambda tx: actions.copy(tx, key).id)

    @mutation("Takes on a project that a student proposed: you lead it from then on. Staff only.")
    def take_on_project(self, info: strawberry.Info[Context, None], input: TakeOnProjectInput) -> ProjectResult:
        key = key_of(input.id, "Project")
        return _done(info, "take_on_project", input.client_mutation_id, lambda tx: actions.take_on(tx, key).id, lambda: key)

    @mutation("Adds a milestone to a project of yours.")
    def add_milestone(self, info: strawberry.Info[Context, None], input: AddMilestoneInput) -> ProjectResult:
        key = key_of(input.project, "Project")
        given = milestones.Marked(key_question=input.key_question, product=input.product, due=input.due)
        return _done(info, "add_milestone", input.client_mutation_id, lambda tx: milestones.add(tx, key, given).project_id)

    @mutation("Changes a milestone of a project of yours.")
    def change_milestone(self, info: strawberry.Info[Context, None], input: ChangeMilestoneInput) -> ProjectResult:
        key = key_of(input.id, "Milestone")
        given = milestones.Marked(key_question=input.key_question, product=input.product, due=input.due)

        def change(tx: Tx) -> UUID:
            return milestones.change(tx, key, given, input.edition).project_id

        return _done(info, "change_milestone", input.client_mutation_id, change, lambda: _project_of(info.context.tx, key))

    @mutation("Moves a milestone of a project of yours to another place in the line.")
    def move_milestone(self, info: strawberry.Info[Context, None], input: MoveMilestoneInput) -> ProjectResult:
        key = key_of(input.id, "Milestone")
        return _done(info, "move_milestone", input.client_mutation_id, lambda tx: milestones.move(tx, key, input.by).project_id)

    @mutation("Takes a milestone of a project of yours away, or puts it back.")
    def take_milestone_away(self, info: strawberry.Info[Context, None], input: TakeMilestoneAwayInput) -> ProjectResult:
        key = key_of(input.id, "Milestone")
        do = milestones.take_away if input.away else milestones.put_back
        return _done(info, "take_milestone_away", input.client_mutation_id, lambda tx: do(tx, key).id)


def _design_of(input: Any, audience: tuple[UUID, ...] = ()) -> actions.Design:
    return actions.Design(
        title=input.title,
        driving_question=input.driving_question,
        entry_event=input.entry_event,
        summary=input.summary,
        aims=tuple(input.aims),
        skills=tuple(input.skills),
        product=input.product,
        product_for=input.product_for,
        starts=input.starts,
        ends=input.ends,
        design={point.key: point.words for point in input.design},
        audience=audience,
    )


def _done(
    info: strawberry.Info[Context, None], act: str, name: str | None, do: Callable[[Tx], UUID], on: Callable[[], UUID | None] = lambda: None
) -> Project | Problems:
    """`on`: the project that stands there where two windows disagree."""
    context = info.context
    return done(context, Project, act, name, do, standing=lambda: (key := on()) and context.one(Project, key))


def _project_of(tx: Tx, milestone: UUID | None) -> UUID | None:
    with suppress(NotFound):
        return milestones.project_of(tx, milestone)
    return None
