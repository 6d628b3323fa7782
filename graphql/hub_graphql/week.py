"""My week: what I said I'd do, what waits for me, what I owe someone, and one suggestion."""

from datetime import date
from enum import Enum
from uuid import UUID

import strawberry

from hub.homes import week as weeks
from hub_graphql.context import Context, Level
from hub_graphql.fields import field
from hub_graphql.goals import Goal, Step, step_of
from hub_graphql.items import Item
from hub_graphql.loops import FeedbackRequest, OpenLoop, loops_of, requested
from hub_graphql.projects import Milestone, Project, milestone_of


@strawberry.enum(description="By which rule something is suggested.")
class SuggestionKind(Enum):
    THANKS = strawberry.enum_value("thanks", description="Somebody answered what you asked, and has not been thanked.")
    STEPS = strawberry.enum_value("steps", description="A goal has no steps.")
    CHECK_IN = strawberry.enum_value("check_in", description="You have not looked at a goal for a week.")
    SHARE = strawberry.enum_value("share", description="You have shown nobody anything for two weeks.")


@strawberry.type(description="A goal of yours that grows, with what is next.")
class Promise:
    title: str = strawberry.field(description="The goal's title.")
    due: date | None = strawberry.field(description="By when you want to reach it.")
    late: bool = strawberry.field(description="Whether its day, or that of a step, has passed.")
    steps: list[Step] = strawberry.field(description="The next open ones, due first, and those that were just done; 8 at the most.")
    more_steps: int = strawberry.field(description="How many further steps are open.")
    goal_key: strawberry.Private[UUID]
    level: strawberry.Private[Level]

    @field("The goal.")
    def goal(self) -> Goal:
        found: Goal = self.level.need("Goal", self.goal_key)
        return found


@strawberry.type(description="One thing that could be next.")
class Suggestion:
    why: SuggestionKind = strawberry.field(description="By which rule.")
    words: str = strawberry.field(description="It, in words.")
    act: str = strawberry.field(description="What the way there is called.")
    href: str = strawberry.field(description="Where it is found on the hub's pages.")
    item_key: strawberry.Private[UUID | None]
    level: strawberry.Private[Level]

    @field("What it is about; null when it is about nothing in particular.")
    def item(self) -> Item | None:
        found: Item | None = self.level.need("Item", self.item_key) if self.item_key else None
        return found


@strawberry.type(description="A project under way in which you are in a team, or that you lead.")
class ProjectAtWork:
    title: str = strawberry.field(description="What it is called.")
    next: Milestone | None = strawberry.field(
        description="The milestone that comes first by date of those that your team has not handed in, also when its day is past."
    )
    project_key: strawberry.Private[UUID]
    level: strawberry.Private[Level]

    @field("The project.")
    def project(self) -> Project:
        found: Project = self.level.need("Project", self.project_key)
        return found


@strawberry.type(description="Your week. Nothing in it compares you with anybody.")
class Week:
    projects: list[ProjectAtWork] = strawberry.field(
        description="The projects under way that you work on or lead: what is due first on top; 6 at the most."
    )
    promises: list[Promise] = strawberry.field(description="What you said you'd do: what is due first on top; 6 goals at the most.")
    further: int = strawberry.field(description="How many further goals have something to do.")
    open_loops: list[OpenLoop] = strawberry.field(
        description="Feedback of which you have not said yet what became of it, oldest first; 50 at the most."
    )
    owed: list[FeedbackRequest] = strawberry.field(
        description="What you were asked and have not answered; what is due first on top; 50 at the most."
    )
    suggestion: Suggestion | None = strawberry.field(description="One thing that could be next, by plain rules; null where none fits.")


def week(context: Context) -> Week:
    found = weeks.week(context.tx)
    goals = Level(context, [one.goal_id for one in found.promises])
    under_way = Level(context, [one.project_id for one in found.projects])
    told = found.suggestion
    about = Level(context, [told.item_id] if told and told.item_id else [])
    return Week(
        projects=[
            ProjectAtWork(title=one.title, next=milestone_of(one.next) if one.next else None, project_key=one.project_id, level=under_way)
            for one in found.projects
        ],
        promises=[
            Promise(
                title=one.title,
                due=one.due,
                late=one.late,
                steps=[step_of(step) for step in one.steps],
                more_steps=one.more,
                goal_key=one.goal_id,
                level=goals,
            )
            for one in found.promises
        ],
        further=found.further,
        open_loops=loops_of(context, found.open),
        owed=list(requested(context, found.owed).values()),
        suggestion=Suggestion(
            why=SuggestionKind(told.why), words=told.words, act=told.act, href=told.href, item_key=told.item_id, level=about
        )
        if told
        else None,
    )
