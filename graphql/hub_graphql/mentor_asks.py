"""What teams ask their mentors about a question, and what became of it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from hub.mentors import asking, asks
from hub_graphql.context import Context, Level, loads
from hub_graphql.errors import Problems, done
from hub_graphql.fields import field, mutation
from hub_graphql.need_to_knows import NeedToKnow
from hub_graphql.nodes import ONCE, global_id, key_of
from hub_graphql.people import Person, people


@strawberry.enum(description="What became of what a mentor was asked.")
class MentorAskState(Enum):
    ASKED = strawberry.enum_value("asked", description="It waits for them.")
    ANSWERED = strawberry.enum_value("answered", description="They said something about the question since.")
    DECLINED = strawberry.enum_value("declined", description="They can't this time.")
    TAKEN_BACK = strawberry.enum_value("taken_back", description="Somebody of the team, or its staff, took it back.")
    SETTLED = strawberry.enum_value("settled", description="The team has its answer, or the question went into one of the class.")
    GONE = strawberry.enum_value("gone", description="The mentor isn't with the project now: they don't see it.")


@strawberry.type(description="That a team asks a mentor of its project one of its questions. For everybody who sees the question.")
class MentorAsk:
    id: strawberry.ID = strawberry.field(description="What takes it back, or declines.")
    words: str = strawberry.field(description="What exactly the team wants to know; empty where the question says it.")
    minutes: int = strawberry.field(description="How many minutes it may take, as those who ask think.")
    until: date | None = strawberry.field(description="By when it is hoped for.")
    asked: datetime = strawberry.field(description="When.")
    state: MentorAskState = strawberry.field(description="What became of it.")
    mentor: Person = strawberry.field(description="Whom.")
    by: Person = strawberry.field(description="Who asked.")
    key: strawberry.Private[UUID]
    level: strawberry.Private[Level]

    @field("The question. What the mentor says in its thread answers it.")
    def question(self) -> NeedToKnow | None:
        return self.level.need("NeedToKnow", self.key)  # type: ignore[no-any-return]


@strawberry.input(description="A question of your team, or of one that you look after as staff, which a mentor is asked.")
class AskMentorInput:
    question: strawberry.ID = strawberry.field(description="The question's id: one that has no answer yet.")
    mentor: strawberry.ID | None = strawberry.field(
        default=None, description="Who: one of the MENTORS in the question's `audience.groups`. Not needed where there is one."
    )
    words: str = strawberry.field(default="", description="What exactly you want to know, in at most 300 letters.")
    minutes: int = strawberry.field(description="How many minutes it may take: 5, 15, 30 or 60.")
    until: date | None = strawberry.field(default=None, description="By when you hope for it: in the mentor's days.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="What you were asked as a mentor, and can't answer this time.")
class DeclineMentorAskInput:
    id: strawberry.ID = strawberry.field(description="Its id.")
    words: str = strawberry.field(default="", description="A word to the team, which stands in the question's thread; none is in order.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="What a mentor need not answer any more.")
class TakeMentorAskBackInput:
    id: strawberry.ID = strawberry.field(description="Its id.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


MentorAskResult = Annotated[
    MentorAsk | Problems, strawberry.union("MentorAskResult", description="What is asked, as it now is, or why nothing was done.")
]
Info = strawberry.Info[Context, None]


@strawberry.type
class MentorAskMutations:
    @mutation("Asks a mentor of the project a question of a team, with the minutes that it may take: once at a time.")
    def ask_mentor(self, info: Info, input: AskMentorInput) -> MentorAskResult:
        given = asking.Asking(
            question=key_of(input.question, "NeedToKnow"),
            mentor=key_of(input.mentor, "Person"),
            words=input.words,
            minutes=input.minutes,
            until=input.until,
        )
        return done(info.context, MentorAsk, "ask_mentor", input.client_mutation_id, lambda tx: asking.ask(tx, given).id)

    @mutation("Says, as the mentor who was asked, that you can't this time.")
    def decline_mentor_ask(self, info: Info, input: DeclineMentorAskInput) -> MentorAskResult:
        key, act = key_of(input.id, "MentorAsk"), input.client_mutation_id
        return done(info.context, MentorAsk, "decline_mentor_ask", act, lambda tx: asking.decline(tx, key, input.words).id)

    @mutation("Takes back what a mentor was asked: for all of the team, and its staff.")
    def take_mentor_ask_back(self, info: Info, input: TakeMentorAskBackInput) -> MentorAskResult:
        key, act = key_of(input.id, "MentorAsk"), input.client_mutation_id
        return done(info.context, MentorAsk, "take_mentor_ask_back", act, lambda tx: asking.take_back(tx, key).id)


def of_me(context: Context) -> list[MentorAsk]:
    return list(_made(context, [one.ask for one in asks.of_me(context.tx)]).values())


@loads("MentorAsk")
def _by_id(context: Context, ids: Collection[UUID]) -> Mapping[UUID, MentorAsk]:
    return _made(context, asks.by_ids(context.tx, ids).values())


@loads("mentor asks of need-to-knows")
def _of_questions(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[MentorAsk]]:
    found = asks.of_questions(context.tx, ids)
    made = _made(context, [one for theirs in found.values() for one in theirs])
    return {id_: [made[one.id] for one in theirs] for id_, theirs in found.items()}


def _made(context: Context, shown: Collection[asks.ShownAsk]) -> dict[UUID, MentorAsk]:
    """Of one level."""
    known = people(context, {face for one in shown for face in (one.mentor, one.by)})
    level = Level(context, {one.question_id for one in shown})
    return {
        one.id: MentorAsk(
            id=global_id("MentorAsk", one.id),
            words=one.words,
            minutes=one.minutes,
            until=one.until,
            asked=one.asked,
            state=MentorAskState(one.state),
            mentor=known[one.mentor.id],
            by=known[one.by.id],
            key=one.question_id,
            level=level,
        )
        for one in shown
    }
