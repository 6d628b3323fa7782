"""What one does about a mentor: invite, check, approve, end. And what mentors offer."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import strawberry

from hub.mentors import actions
from hub_graphql.context import Context, loads
from hub_graphql.errors import Problems, done
from hub_graphql.fields import mutation
from hub_graphql.mentors import MentorRecord, Mentorship, Offer
from hub_graphql.nodes import ONCE, global_id, key_of


@strawberry.input(description="A mentor who is asked to help with a project that you lead. It opens nothing until an admin approves.")
class InviteMentorInput:
    project: strawberry.ID = strawberry.field(description="The project's id.")
    person: strawberry.ID = strawberry.field(description="Who: one of `viewer.mentors`.")
    purpose: str = strawberry.field(description="What they are asked to help with, in a sentence.")
    first_day: date = strawberry.field(description="From which day, by the school's clock.")
    last_day: date = strawberry.field(description="To which day; a year at the most.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="What you have looked at before you let a mentor in.")
class RecordCheckInput:
    person: strawberry.ID = strawberry.field(description="Whose.")
    kind: str = strawberry.field(description="What was checked: “enhanced police certificate”.")
    identity: str = strawberry.field(description="By what you know who they are: “passport, seen in person”. Not its number.")
    issued: date = strawberry.field(description="On which day it was issued.")
    expires: datetime = strawberry.field(description="The moment from which it counts no more.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="Which mentorship.")
class MentorshipInput:
    id: strawberry.ID = strawberry.field(description="The mentorship's id.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="What you can help with, as a mentor.")
class OfferHelpInput:
    words: str = strawberry.field(description="In a sentence.")
    tags: list[str] = strawberry.field(default_factory=list, description="A few words by which teachers find it; eight at the most.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="Which of your offers.")
class TakeOfferBackInput:
    id: strawberry.ID = strawberry.field(description="The offer's id.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.type(description="An offer that stands no more.")
class OfferTakenBack:
    id: strawberry.ID = strawberry.field(description="Its id.")


MentorshipResult = Annotated[
    Mentorship | Problems,
    strawberry.union(
        "MentorshipResult",
        description="The mentorship as it now is, or why nothing was done. A mentor who ended it gets NotFound: it is over for them.",
    ),
]
RecordResult = Annotated[
    MentorRecord | Problems, strawberry.union("RecordResult", description="What the school keeps now, or why nothing was recorded.")
]
OfferResult = Annotated[Offer | Problems, strawberry.union("OfferResult", description="The offer, or why there is none.")]
OfferTakenBackResult = Annotated[
    OfferTakenBack | Problems, strawberry.union("OfferTakenBackResult", description="That it stands no more, or why nothing was done.")
]
Info = strawberry.Info[Context, None]


@strawberry.type
class MentorMutations:
    @mutation("Invites a mentor to a project that you lead, for days.")
    def invite_mentor(self, info: Info, input: InviteMentorInput) -> MentorshipResult:
        project = key_of(input.project, "Project")
        invited = actions.Invited(
            person=key_of(input.person, "Person"), purpose=input.purpose, first_day=input.first_day, last_day=input.last_day
        )
        act = input.client_mutation_id
        return done(info.context, Mentorship, "invite_mentor", act, lambda tx: actions.invite(tx, project, invited).id)

    @mutation("Records who a mentor is and what was checked. For admins. The newest check counts.")
    def record_check(self, info: Info, input: RecordCheckInput) -> RecordResult:
        person = key_of(input.person, "Person")
        checked = actions.Checked(kind=input.kind, identity=input.identity, issued=input.issued, expires=input.expires)
        act = input.client_mutation_id
        return done(info.context, MentorRecord, "record_check", act, lambda tx: actions.record_check(tx, person, checked).person_id)

    @mutation("Lets a mentor into a project, in the days that were agreed, as long as their check holds. For admins.")
    def approve_mentorship(self, info: Info, input: MentorshipInput) -> MentorshipResult:
        key = key_of(input.id, "Mentorship")
        return done(info.context, Mentorship, "approve_mentorship", input.client_mutation_id, lambda tx: actions.approve(tx, key).id)

    @mutation("Ends it, at once, on open pages too: for who leads the project, admins, and the mentor.")
    def end_mentorship(self, info: Info, input: MentorshipInput) -> MentorshipResult:
        key = key_of(input.id, "Mentorship")
        return done(info.context, Mentorship, "end_mentorship", input.client_mutation_id, lambda tx: actions.end(tx, key).id)

    @mutation("Says what you can help with, as a mentor. Teachers of the school find it.")
    def offer_help(self, info: Info, input: OfferHelpInput) -> OfferResult:
        act = input.client_mutation_id
        return done(info.context, Offer, "offer_help", act, lambda tx: actions.offer(tx, input.words, input.tags).id)

    @mutation("Takes an offer of yours back.")
    def take_offer_back(self, info: Info, input: TakeOfferBackInput) -> OfferTakenBackResult:
        key = key_of(input.id, "Offer")
        act = input.client_mutation_id
        return done(info.context, OfferTakenBack, "take_offer_back", act, lambda tx: actions.take_offer_back(tx, key))


@loads("OfferTakenBack")
def _taken_back(_context: Context, ids: Collection[UUID]) -> Mapping[UUID, OfferTakenBack]:
    return {id_: OfferTakenBack(id=global_id("Offer", id_)) for id_ in ids}
