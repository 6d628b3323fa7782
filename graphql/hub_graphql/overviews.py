"""What a teacher sees of a class at a glance, and of how soon they answer."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

import strawberry

from hub.homes import answer_times, overview
from hub_graphql.context import Context, Level, loads
from hub_graphql.fields import field
from hub_graphql.goals import Goal
from hub_graphql.items import Item
from hub_graphql.people import Person, people
from hub_graphql.reflections import Reflection


@strawberry.type(description="A learner's goal that grows, in short.")
class GoalOverview:
    title: str = strawberry.field(description="The wish.")
    steps: int = strawberry.field(description="How many steps it has.")
    steps_done: int = strawberry.field(description="How many of them are done.")
    last_check_in: datetime | None = strawberry.field(description="When its owner last checked in.")
    confidence: int | None = strawberry.field(description="How sure they were then, 1 to 5.")
    help: str | None = strawberry.field(description="What would help: empty when they said nothing, null when they don't ask for help.")
    key: strawberry.Private[UUID]
    level: strawberry.Private[Level]

    @field("The goal.")
    def goal(self) -> Goal:
        found: Goal = self.level.need("Goal", self.key)
        return found


@strawberry.type(description="A learner's work that waits for a member of staff.")
class WorkOverview:
    title: str = strawberry.field(description="What it is called.")
    since: datetime = strawberry.field(description="When they began to wait.")
    key: strawberry.Private[UUID]
    level: strawberry.Private[Level]

    @field("The work.")
    def item(self) -> Item:
        found: Item = self.level.need("Item", self.key)
        return found


@strawberry.type(description="What is open between a learner and others.")
class OpenLoopCounts:
    requests: int = strawberry.field(description="Requests of theirs that somebody has not answered.")
    responses: int = strawberry.field(description="Feedback on their work of which they have not said yet what became of it.")


@strawberry.type(description="One learner of a class, as far as they share with you.")
class LearnerOverview:
    who: Person = strawberry.field(description="The learner.")
    needs: bool = strawberry.field(description="Whether something of theirs waits for an adult: these come first.")
    goals: list[GoalOverview] = strawberry.field(description="Three goals that grow: with a wish for help first, then those due first.")
    more_goals: int = strawberry.field(description="How many more grow.")
    waiting: list[WorkOverview] = strawberry.field(description="Three works of theirs that wait for staff, the longest wait first.")
    more_waiting: int = strawberry.field(description="How many more wait.")
    open_loops: OpenLoopCounts = strawberry.field(description="What is open between them and others.")
    reflection: strawberry.Private[UUID | None]
    level: strawberry.Private[Level]

    @field("The newest reflection that they share with you.")
    def last_reflection(self) -> Reflection | None:
        return self.level.need("Reflection", self.reflection) if self.reflection else None


@strawberry.type(description="A week of your answers, which begins on Monday by your school's clock.")
class AnswerWeek:
    begins: datetime = strawberry.field(description="Its first moment.")
    answers: int = strawberry.field(description="How many waits you ended, and requests you answered.")
    median_hours: float | None = strawberry.field(description="How long half of them waited at the most; null without an answer.")


@strawberry.type(description="How long learners waited for your answers in the last 8 weeks. Yours alone to see.")
class TimeToFeedback:
    answers: int = strawberry.field(description="How many waits you ended, and requests you answered.")
    median_hours: float | None = strawberry.field(description="How long half of them waited at the most; null without an answer.")
    weeks: list[AnswerWeek] = strawberry.field(description="Eight, the earliest first.")


def time_to_feedback(context: Context) -> TimeToFeedback:
    found = answer_times.answer_times(context.tx)
    return TimeToFeedback(
        answers=found.answers,
        median_hours=found.hours,
        weeks=[AnswerWeek(begins=week.begins, answers=week.answers, median_hours=week.hours) for week in found.weeks],
    )


@loads("overviews of classes")
def _overviews(context: Context, class_ids: Collection[UUID]) -> Mapping[UUID, list[LearnerOverview]]:
    found = overview.learners(context.tx, class_ids)
    learners = [one for many in found.values() for one in many]
    who = people(context, {one.who.id: one.who for one in learners}.values())
    goals = Level(context, {goal.id for one in learners for goal in one.goals})
    reflections = Level(context, {one.reflection.id for one in learners if one.reflection})
    work = Level(context, {item.id for one in learners for item in one.waiting})
    return {
        id_: [
            LearnerOverview(
                who=who[one.who.id],
                needs=one.needs,
                goals=[_goal(goal, goals) for goal in one.goals],
                more_goals=one.more_goals,
                waiting=[WorkOverview(title=item.title, since=item.created, key=item.id, level=work) for item in one.waiting],
                more_waiting=one.more_waiting,
                open_loops=OpenLoopCounts(requests=one.asked, responses=one.to_answer),
                reflection=one.reflection.id if one.reflection else None,
                level=reflections,
            )
            for one in many
        ]
        for id_, many in found.items()
    }


def _goal(goal: overview.GoalNow, level: Level) -> GoalOverview:
    return GoalOverview(
        title=goal.title,
        steps=goal.steps,
        steps_done=goal.done,
        last_check_in=goal.looked,
        confidence=goal.confidence,
        help=goal.help,
        key=goal.id,
        level=level,
    )
