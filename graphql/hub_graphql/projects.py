"""Projects: the question that drives each, how it is designed, and its milestones."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import strawberry

from hub.projects import histories, queries, sets
from hub.slices import Slice, Span
from hub_graphql.connections import PageInfo, page_info
from hub_graphql.context import Context, loads
from hub_graphql.fields import field
from hub_graphql.histories import VERSION, BeforeVersion, LastVersions, how_many
from hub_graphql.items import Item, ItemLevel, ItemState
from hub_graphql.nodes import global_id
from hub_graphql.people import Person, people

if TYPE_CHECKING:
    from hub_graphql.mentors import Mentorship
    from hub_graphql.need_to_knows import NeedToKnow
    from hub_graphql.standing import TeamStanding
    from hub_graphql.teams import Team


@strawberry.enum(description="Where a project stands.")
class ProjectStage(Enum):
    DRAFT = strawberry.enum_value("draft", description="It is being designed.")
    ACTIVE = strawberry.enum_value("active", description="Students are at work on it.")
    EXHIBITION = strawberry.enum_value("exhibition", description="Its products are shown.")
    ARCHIVED = strawberry.enum_value("archived", description="It is over, and kept.")


@strawberry.type(description="A part of a project's way.")
class Milestone:
    id: strawberry.ID = strawberry.field(description="What to name when it is changed.")
    key_question: str = strawberry.field(description="What is to be found out by then.")
    product: str = strawberry.field(description="What is handed in; often empty.")
    due: date | None = strawberry.field(description="By when.")
    edition: str = strawberry.field(description="A mark of how it reads: what a change names as what it builds on.")


@strawberry.type(description="A point of the design check, which coaches and counts nothing.")
class DesignPoint:
    key: str = strawberry.field(description="What to name when something is said to it.")
    name: str = strawberry.field(description="What it is about.")
    question: str = strawberry.field(description="What it asks of the designer.")
    help: str = strawberry.field(description="A hint for whoever has no answer yet.")
    words: str = strawberry.field(description="What the designer says to it, as Markdown; empty where nothing is said yet.")


@strawberry.type(description="How a project read before it was changed.")
class ProjectVersion:
    number: int = strawberry.field(description="Counted from 1.")
    title: str = strawberry.field(description="What it was called.")
    driving_question: str = strawberry.field(description="What drove it.")
    entry_event: str = strawberry.field(description="What started it.")
    summary: str = strawberry.field(description="What happened in it.")
    aims: list[str] = strawberry.field(description="What was to be learned.")
    skills: list[str] = strawberry.field(description="Skills that were to be practised.")
    product: str = strawberry.field(description="What was to be made in public.")
    product_for: str = strawberry.field(description="For whom.")
    until: datetime = strawberry.field(description="When the next version took its place.")


@strawberry.type(description="A unit of project-based learning. Its title is what it is called.")
class Project(Item):
    driving_question: str = strawberry.field(description="What students work on for weeks; empty where there is none yet.")
    entry_event: str = strawberry.field(description="What starts it, as Markdown.")
    summary: str = strawberry.field(description="What happens in it, as Markdown.")
    aims: list[str] = strawberry.field(description="What is learned.")
    skills: list[str] = strawberry.field(description="Success skills that are practised.")
    product: str = strawberry.field(description="What is made in public, as Markdown.")
    product_for: str = strawberry.field(description="Its real audience.")
    starts: date | None = strawberry.field(description="Its first day.")
    ends: date | None = strawberry.field(description="Its last day.")
    stage: ProjectStage = strawberry.field(description="Where it stands.")
    proposal: bool = strawberry.field(description="Whether a student proposed it, and no teacher has taken it on yet.")
    credit: str = strawberry.field(description="What it began as a copy of, and whose that was; empty where it wasn't one.")
    version: int = strawberry.field(description="Counted from 1; what a change names as the version that it builds on.")
    milestones: list[Milestone] = strawberry.field(description="In their order.")
    design: list[DesignPoint] = strawberry.field(description="The seven points of its design; empty where it isn't yours to design.")
    design_edition: str = strawberry.field(description="A mark of what is said to them: what a change names as what it builds on.")

    @field("The student who proposed it; null where it was a teacher's from the start.")
    def proposed_by(self) -> Person | None:
        found: Any = self.level.need("who proposed projects", self.key)
        return found  # type: ignore[no-any-return]

    @field("Those who do it together, by name.")
    def teams(self) -> list[Annotated["Team", strawberry.lazy("hub_graphql.teams")]]:
        return self.level.need("teams of projects", self.key) or []

    @field("Where its teams stand, those that need somebody first; for staff who read along in their rooms, of these teams.")
    def standing(self) -> list[Annotated["TeamStanding", strawberry.lazy("hub_graphql.standing")]]:
        return self.level.need("standings of projects", self.key) or []

    @field("The mentors who are with it, will be or were, as far as they are yours to know: staff who see it know of all.")
    def mentorships(self) -> list[Annotated["Mentorship", strawberry.lazy("hub_graphql.mentors")]]:
        return self.level.need("mentorships of projects", self.key) or []

    @field("What its teams picked and its class merged, as far as you may see it; what went into another stands there.")
    def need_to_knows(self) -> list[Annotated["NeedToKnow", strawberry.lazy("hub_graphql.need_to_knows")]]:
        return self.level.need("need-to-knows of projects", self.key) or []

    @field("How it read before its changes: the newest of them, oldest first.", weight=VERSION)
    def history(self, last: LastVersions = 10, before: BeforeVersion = None) -> list[ProjectVersion]:
        return self.level.need("histories of projects", self.key, how_many(last), before) or []


@strawberry.type(description="A project in a list.")
class ProjectEdge:
    node: Project = strawberry.field(description="The project.")
    cursor: str = strawberry.field(description="Its place in the list.")


@strawberry.type(description="Part of a list of projects.")
class ProjectConnection:
    nodes: list[Project] = strawberry.field(description="The projects without their places.")
    slice_: strawberry.Private[Slice]

    @field("The projects with their places.")
    def edges(self) -> list[ProjectEdge]:
        return [ProjectEdge(node=node, cursor=place.cursor) for place, node in zip(self.slice_.places, self.nodes, strict=True)]

    @field("Where this part lies in the whole.")
    def page_info(self) -> PageInfo:
        return page_info(self.slice_)


def projects(context: Context, shown: Sequence[queries.Shown]) -> dict[UUID, Project]:
    """Projects of one level."""
    by_id = {one.id: one for one in shown}
    level = ItemLevel(context, list(by_id), lambda: by_id)
    return {
        one.id: Project(
            id=global_id("Project", one.id),
            title=one.title,
            opening=one.opening,
            state=ItemState(one.state),
            created=one.created,
            edited=one.edited,
            deleted=one.deleted,
            key=one.id,
            level=level,
            driving_question=one.driving_question,
            entry_event=one.entry_event,
            summary=one.summary,
            aims=one.aims,
            skills=one.skills,
            product=one.product,
            product_for=one.product_for,
            starts=one.starts,
            ends=one.ends,
            stage=ProjectStage(one.stage),
            proposal=one.proposal,
            credit=one.credit,
            version=one.version,
            milestones=[milestone_of(each) for each in one.milestones],
            design=[
                DesignPoint(key=said.point.key, name=said.point.name, question=said.point.question, help=said.point.help, words=said.words)
                for said in one.check
            ],
            design_edition=one.check_edition if one.check else "",
        )
        for one in shown
    }


def milestone_of(one: queries.ShownMilestone) -> Milestone:
    return Milestone(
        id=global_id("Milestone", one.id), key_question=one.key_question, product=one.product, due=one.due, edition=one.edition
    )


@loads("Project")
def _by_id(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Project]:
    return projects(context, queries.by_ids(context.tx, ids))


@loads("projects of people")
def _of_people(context: Context, ids: Collection[UUID], span: Span) -> Mapping[UUID, ProjectConnection]:
    found = sets.by_owner(context.tx, ids, span)
    made = projects(context, [one for _slice, shown in found.values() for one in shown])
    return {id_: ProjectConnection(nodes=[made[one.id] for one in shown], slice_=slice_) for id_, (slice_, shown) in found.items()}


def of_school(context: Context, span: Span) -> ProjectConnection:
    """Those that the viewer may see."""
    cut = queries.of_school(context.tx, span)
    made = projects(context, queries.by_ids(context.tx, [place.id for place in cut.places]))
    return ProjectConnection(nodes=[made[place.id] for place in cut.places], slice_=cut)


@loads("who proposed projects")
def _proposers(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Person]:
    found = queries.proposers(context.tx, ids)
    made = people(context, {face.id: face for face in found.values()}.values())
    return {id_: made[face.id] for id_, face in found.items()}


@loads("histories of projects")
def _histories(context: Context, ids: Collection[UUID], many: int, before: int | None) -> Mapping[UUID, list[ProjectVersion]]:
    return {
        id_: [
            ProjectVersion(
                number=one.number,
                title=one.words["title"],
                driving_question=one.words["driving_question"],
                entry_event=one.words["entry_event"],
                summary=one.words["summary"],
                aims=one.words["aims"].splitlines(),
                skills=one.words["skills"].splitlines(),
                product=one.words["product"],
                product_for=one.words["product_for"],
                until=one.until,
            )
            for one in versions
        ]
        for id_, versions in histories.histories(context.tx, ids, many, before).items()
    }
