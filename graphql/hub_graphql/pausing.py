"""Pauses: who doesn't talk in a room for a while, and how staff begin and end that."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from hub.safeguarding import pauses, pausing
from hub_graphql.context import Context, loads
from hub_graphql.errors import Problems, done
from hub_graphql.fields import mutation
from hub_graphql.nodes import ONCE, key_of
from hub_graphql.people import Person, people
from hub_graphql.safeguarding import Report, ReportResult
from hub_graphql.teams import Room


@strawberry.type(
    description="That somebody reads in a room and doesn't talk there for a while. For its staff; of your own: only until when."
)
class RoomPause:
    person: Person = strawberry.field(description="Who.")
    until: datetime | None = strawberry.field(description="Until when; null until a member of staff ends it.")
    by: Person | None = strawberry.field(description="Who asked for it; null of your own.")
    why: str = strawberry.field(description="Why, for staff; empty of your own.")


@strawberry.enum(description="How long a pause lasts.")
class PauseLength(Enum):
    HOUR = strawberry.enum_value("hour", description="An hour.")
    MORNING = strawberry.enum_value("morning", description="Until tomorrow, at seven in the morning by the school's clock.")
    WEEK = strawberry.enum_value("week", description="A week.")
    OPEN = strawberry.enum_value("open", description="Until a member of staff ends it.")


@strawberry.input(description="Somebody who is not to talk in a room for a while.")
class PausePersonInput:
    room: strawberry.ID = strawberry.field(description="The room's id.")
    person: strawberry.ID = strawberry.field(description="Who: a student of the team, or a mentor.")
    length: PauseLength = strawberry.field(description="For how long. A pause that holds already ends with it.")
    why: str = strawberry.field(description="Why, for your colleagues; 300 characters at the most.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="The same for who said what was reported, in the room of the team where they said it.")
class PauseReportedInput:
    report: strawberry.ID = strawberry.field(description="The report's id.")
    length: PauseLength = strawberry.field(description="For how long.")
    why: str = strawberry.field(description="Why, for your colleagues; 300 characters at the most.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="The report of what was said by somebody whose pause is over.")
class EndReportedPauseInput:
    report: strawberry.ID = strawberry.field(description="The report's id.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="Whose pause is over.")
class EndPauseInput:
    room: strawberry.ID = strawberry.field(description="The room's id.")
    person: strawberry.ID = strawberry.field(description="Who.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


PauseResult = Annotated[Room | Problems, strawberry.union("PauseResult", description="The room as it now is, or why nothing was done.")]
Info = strawberry.Info[Context, None]


@strawberry.type
class PauseMutations:
    @mutation("Asks somebody, as staff of a room, not to talk there for a while. They read along, and are told until when.")
    def pause_person(self, info: Info, input: PausePersonInput) -> PauseResult:
        room, person, length = key_of(input.room, "Room"), key_of(input.person, "Person"), str(input.length.value)
        act = input.client_mutation_id
        return done(info.context, Room, "pause_person", act, lambda tx: pausing.pause(tx, room, person, length, input.why).room_id)

    @mutation("The same from a report of what they said there, also for admins who can't go into the room.")
    def pause_reported(self, info: Info, input: PauseReportedInput) -> ReportResult:
        report, length, act = key_of(input.report, "Report"), str(input.length.value), input.client_mutation_id
        return done(info.context, Report, "pause_reported", act, lambda tx: pausing.pause_reported(tx, report, length, input.why).id)

    @mutation("Ends a pause before its time, as staff of the room. Harmless where there is none.")
    def end_pause(self, info: Info, input: EndPauseInput) -> PauseResult:
        room, person = key_of(input.room, "Room"), key_of(input.person, "Person")
        return done(info.context, Room, "end_pause", input.client_mutation_id, lambda tx: pausing.end(tx, room, person).id)

    @mutation("The same from a report of what they said there, also for admins who can't go into the room.")
    def end_reported_pause(self, info: Info, input: EndReportedPauseInput) -> ReportResult:
        report = key_of(input.report, "Report")
        act = input.client_mutation_id
        return done(info.context, Report, "end_reported_pause", act, lambda tx: pausing.end_reported(tx, report).id)


@loads("pauses in rooms")
def _of_rooms(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[RoomPause]]:
    found = pauses.of_rooms(context.tx, ids)
    every = [one for theirs in found.values() for one in theirs.values()]
    known = people(context, {face.id: face for one in every for face in (one.who, one.by) if face}.values())
    return {
        room: [
            RoomPause(person=known[one.who.id], until=one.until, by=known[one.by.id] if one.by else None, why=one.why)
            for one in theirs.values()
        ]
        for room, theirs in found.items()
    }
