"""The whole of what a program can ask for. `graphql/schema.graphql` is its printed form, and a test keeps it fresh."""

from typing import Annotated

import strawberry
from graphql import GraphQLError
from strawberry.types import ExecutionContext

from hub.errors import Invalid
from hub.slices import MOST
from hub.words import _
from hub_graphql import nodes
from hub_graphql.agreeing import AgreementMutations, SuggestedTeam, suggested
from hub_graphql.artifacts import Artifact
from hub_graphql.context import Context
from hub_graphql.designing import ProjectMutations
from hub_graphql.drafts import DraftMutations
from hub_graphql.fields import field
from hub_graphql.files import File
from hub_graphql.goals import Goal
from hub_graphql.growing import GoalMutations
from hub_graphql.handing_in import HandInMutations
from hub_graphql.homes import HomeMutations
from hub_graphql.inviting import MentorMutations
from hub_graphql.joining import JoiningMutations
from hub_graphql.looping import LoopMutations
from hub_graphql.making import ArtifactMutations
from hub_graphql.mentor_asks import MentorAskMutations
from hub_graphql.mentors import MentorRecord
from hub_graphql.need_to_knows import NeedToKnow
from hub_graphql.nodes import Node
from hub_graphql.notifications import NotificationMutations
from hub_graphql.office import SchoolMutations
from hub_graphql.pausing import PauseMutations
from hub_graphql.projects import Project
from hub_graphql.reflecting import ReflectionMutations
from hub_graphql.reflections import Reflection
from hub_graphql.rubrics import RubricMutations
from hub_graphql.safeguarding import SafeguardingMutations
from hub_graphql.saying import MessageMutations
from hub_graphql.sharing import ItemMutations
from hub_graphql.subscriptions import EVENTS, Subscription
from hub_graphql.tasks import TaskMutations
from hub_graphql.teaming import TeamMutations
from hub_graphql.teams import Room, Team
from hub_graphql.viewer import Viewer
from hub_graphql.wondering import NeedToKnowMutations

Id = Annotated[strawberry.ID, strawberry.argument(description="An id from anywhere in this API.")]


@strawberry.type(description="What can be asked.")
class Query:
    @field("You.")
    def viewer(self, info: strawberry.Info[Context, None]) -> Viewer:
        return Viewer(context=info.context)

    @field("What has this id; null when there is nothing, or nothing for you.")
    def node(self, info: strawberry.Info[Context, None], id: Id) -> Node | None:
        return nodes.found(info.context, [id])[0]

    @field("What has these ids, in their order, at most 100; null in the place of each that isn't there for you.")
    def nodes(
        self,
        info: strawberry.Info[Context, None],
        ids: Annotated[list[strawberry.ID], strawberry.argument(description="Ids from anywhere in this API.")],
    ) -> list[Node | None]:
        if len(ids) > MOST:
            raise Invalid("ids", _("Ask for 0 to %(n)d at once.") % {"n": MOST})
        return nodes.found(info.context, ids)

    @field("A reflection by its id; null when there is none, or none for you.")
    def reflection(self, info: strawberry.Info[Context, None], id: Id) -> Reflection | None:
        key = nodes.key_of(id, "Reflection")
        return info.context.one(Reflection, key) if key else None

    @field("A goal by its id; null when there is none, or none for you.")
    def goal(self, info: strawberry.Info[Context, None], id: Id) -> Goal | None:
        key = nodes.key_of(id, "Goal")
        return info.context.one(Goal, key) if key else None

    @field("A project by its id; null when there is none, or none for you.")
    def project(self, info: strawberry.Info[Context, None], id: Id) -> Project | None:
        key = nodes.key_of(id, "Project")
        return info.context.one(Project, key) if key else None

    @field("A team by its id; null when there is none, or none for you.")
    def team(self, info: strawberry.Info[Context, None], id: Id) -> Team | None:
        key = nodes.key_of(id, "Team")
        return info.context.one(Team, key) if key else None

    @field("A team's room by its id; null when there is none, or none for you.")
    def room(self, info: strawberry.Info[Context, None], id: Id) -> Room | None:
        key = nodes.key_of(id, "Room")
        return info.context.one(Room, key) if key else None

    @field("A need-to-know by its id; null when there is none, or none for you.")
    def need_to_know(self, info: strawberry.Info[Context, None], id: Id) -> NeedToKnow | None:
        key = nodes.key_of(id, "NeedToKnow")
        return info.context.one(NeedToKnow, key) if key else None

    @field("Teams that could be made of the students of a project you lead who are in none yet; null where it isn't yours to lead.")
    def suggested_teams(
        self,
        info: strawberry.Info[Context, None],
        project: Id,
        size: Annotated[int, strawberry.argument(description="Students in a team at the most: 2 to 8.")] = 4,
    ) -> list[SuggestedTeam] | None:
        return suggested(info.context, nodes.key_of(project, "Project"), size)

    @field("What the school keeps about a mentor, by their person's id; null for who is no admin, and where there is none.")
    def mentor_record(self, info: strawberry.Info[Context, None], person: Id) -> MentorRecord | None:
        key = nodes.key_of(person, "Person")
        return info.context.one(MentorRecord, key) if key else None

    @field("A piece of work by its id; null when there is none, or none for you.")
    def artifact(self, info: strawberry.Info[Context, None], id: Id) -> Artifact | None:
        key = nodes.key_of(id, "Artifact")
        return info.context.one(Artifact, key) if key else None


@strawberry.type(description="What can be done. Each answers with the thing as it then is, or with a Problem and nothing changed.")
class Mutation(
    ReflectionMutations,
    GoalMutations,
    ProjectMutations,
    TeamMutations,
    AgreementMutations,
    HandInMutations,
    NeedToKnowMutations,
    JoiningMutations,
    PauseMutations,
    MentorMutations,
    MentorAskMutations,
    TaskMutations,
    ArtifactMutations,
    ItemMutations,
    MessageMutations,
    LoopMutations,
    RubricMutations,
    SafeguardingMutations,
    DraftMutations,
    HomeMutations,
    NotificationMutations,
    SchoolMutations,
):
    pass


class _Schema(strawberry.Schema):
    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Not logged here: the engine masks them, and logs where they happened and nothing that was said."""


schema = _Schema(Query, Mutation, Subscription, types=[*EVENTS, File])


def printed() -> str:
    return schema.as_str().rstrip() + "\n"
