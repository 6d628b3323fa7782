"""The signs that a message was given."""

from collections.abc import Collection, Mapping
from enum import Enum
from uuid import UUID

import strawberry

from hub.feedback import sets
from hub.feedback.signs import Reaction as Given
from hub_graphql.context import Context, loads
from hub_graphql.people import Person, people


@strawberry.enum(description="What a message can be given without a word.")
class ReactionSign(Enum):
    LIKE = strawberry.enum_value("like", description="Thumbs up.")
    HEART = strawberry.enum_value("heart", description="A heart.")
    THANKS = strawberry.enum_value("thanks", description="Thank you.")
    HELPS = strawberry.enum_value("helps", description="That helps.")
    QUESTION = strawberry.enum_value("question", description="I have a question.")


@strawberry.type(description="A sign that a message was given by somebody. A guardian's is there for them, for the learner and for staff.")
class Reaction:
    sign: ReactionSign = strawberry.field(description="Which.")
    count: int = strawberry.field(description="By how many people, as far as they are yours to know.")
    people: list[Person] = strawberry.field(description="Who gave it, the first of them first.")
    mine: bool = strawberry.field(description="Whether you are one of them.")


@loads("reactions to messages")
def _to_messages(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[Reaction]]:
    found = sets.reactions(context.tx, ids)
    who = people(context, {face.id: face for given in found.values() for one in given for face in one.people}.values())
    me = context.viewer.id

    def made(one: Given) -> Reaction:
        gave = [face.id for face in one.people]
        return Reaction(sign=ReactionSign(one.sign), count=one.count, people=[who[id_] for id_ in gave], mine=me in gave)

    return {id_: [made(one) for one in given] for id_, given in found.items()}
