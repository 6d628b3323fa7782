"""Mentors: who is with which project, what they offer, and what the school keeps about them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from hub import errors
from hub.items import company
from hub.mentors import looking, offers, queries
from hub.mentors.offers import Offered
from hub.people.queries import to_school
from hub.policy import Verb, allows
from hub_graphql.context import Context, Level, loads
from hub_graphql.fields import field
from hub_graphql.nodes import Node, global_id
from hub_graphql.people import Person, people
from hub_graphql.projects import Project


@strawberry.enum(description="How it stands with a mentor and a project.")
class MentorshipState(Enum):
    INVITED = strawberry.enum_value("invited", description="A teacher invited them; no admin has approved yet.")
    UNCHECKED = strawberry.enum_value("unchecked", description="Approved, but no check of theirs holds now: it opens nothing.")
    COMING = strawberry.enum_value("coming", description="Approved; their first day is still to come.")
    WITH = strawberry.enum_value("with", description="They see the project and its rooms.")
    OVER = strawberry.enum_value("over", description="Their last day has passed.")
    ENDED = strawberry.enum_value("ended", description="Somebody ended it.")


@strawberry.type(description="That a mentor is with a project, for days. For staff who see it, admins, and the mentor then.")
class Mentorship(Node):
    project_title: str = strawberry.field(description="What the project is called, also for an admin who doesn't see it.")
    purpose: str = strawberry.field(description="What they are asked to help with.")
    first_day: date = strawberry.field(description="By the school's clock.")
    last_day: date = strawberry.field(description="After it they see nothing any more.")
    state: MentorshipState = strawberry.field(description="How it stands.")
    mentor: Person = strawberry.field(description="Who.")
    invited_by: Person = strawberry.field(description="Who leads the project, or did.")
    approved_by: Person | None = strawberry.field(description="The admin who approved; null as long as none has.")
    key: strawberry.Private[UUID]
    level: strawberry.Private[Level]

    @field("The project; null for who doesn't see it.")
    def project(self) -> Project | None:
        return self.level.need("Project", self.key)  # type: ignore[no-any-return]


@strawberry.type(description="What a mentor can help with.")
class Offer:
    id: strawberry.ID = strawberry.field(description="What takes it back.")
    words: str = strawberry.field(description="In a sentence.")
    tags: list[str] = strawberry.field(description="A few words by which it is found.")


@strawberry.type(description="A mentor of the school, as its staff find them.")
class Mentor:
    person: Person = strawberry.field(description="Who.")
    offers: list[Offer] = strawberry.field(description="What they can help with, the newest first.")


@strawberry.type(description="What an admin looked at before a mentor was let in. The newest counts.")
class BackgroundCheck:
    kind: str = strawberry.field(description="What was checked.")
    identity: str = strawberry.field(description="By what the school knows who they are.")
    issued: date = strawberry.field(description="When it was issued.")
    expires: datetime = strawberry.field(description="From this moment on it opens nothing.")
    recorded: datetime = strawberry.field(description="When an admin wrote it down.")
    recorded_by: Person = strawberry.field(description="Who did.")
    holds: bool = strawberry.field(description="Whether it counts now.")


@strawberry.type(description="What the school keeps about a mentor. For admins.")
class MentorRecord:
    person: Person = strawberry.field(description="Who.")
    checks: list[BackgroundCheck] = strawberry.field(description="The newest first.")
    mentorships: list[Mentorship] = strawberry.field(description="The newest first.")
    offers: list[Offer] = strawberry.field(description="What they can help with.")


def mentorships(context: Context, shown: Collection[queries.ShownMentorship]) -> dict[UUID, Mentorship]:
    """Of one level."""
    known = people(context, {face for one in shown for face in (one.mentor, one.invited_by, one.approved_by) if face})
    level = Level(context, {one.project_id for one in shown})
    return {
        one.id: Mentorship(
            id=global_id("Mentorship", one.id),
            project_title=one.project,
            purpose=one.purpose,
            first_day=one.first_day,
            last_day=one.last_day,
            state=MentorshipState(one.state),
            mentor=known[one.mentor.id],
            invited_by=known[one.invited_by.id],
            approved_by=known[one.approved_by.id] if one.approved_by else None,
            key=one.project_id,
            level=level,
        )
        for one in shown
    }


def mine(context: Context) -> list[Mentorship]:
    """Those in whose days the viewer is."""
    found = looking.mentoring(context.tx)
    return list(mentorships(context, [one.mentorship for one in found.helping]).values()) if found else []


def my_offers(context: Context) -> list[Offer]:
    return offered(offers.mine(context.tx))


def to_approve(context: Context) -> list[Mentorship]:
    admin = allows("school", to_school(context.tx), Verb.MANAGE)
    return list(mentorships(context, queries.waiting(context.tx)).values()) if admin else []


def of_school(context: Context, words: str) -> list[Mentor]:
    if not allows("school", to_school(context.tx), Verb.LOOK_UP):
        return []
    found = offers.mentors(context.tx, words)
    known = people(context, {one.face for one in found})
    return [Mentor(person=known[one.face.id], offers=offered(one.offers)) for one in found]


def offered(found: Iterable[Offered]) -> list[Offer]:
    return [Offer(id=global_id("Offer", one.id), words=one.words, tags=one.tags) for one in found]


Words = Annotated[str, strawberry.argument(description="Words that stand in their name or in what they offer; empty: everybody.")]


@loads("Mentorship")
def _by_id(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Mentorship]:
    return mentorships(context, queries.by_ids(context.tx, ids).values())


@loads("mentorships of projects")
def _of_projects(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[Mentorship]]:
    shown = queries.of_projects(context.tx, ids)
    made, found = mentorships(context, shown), defaultdict(list)
    for one in shown:
        found[one.project_id].append(made[one.id])
    return found


@loads("Offer")
def _offers(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Offer]:
    found = offers.by_ids(context.tx, ids)
    return dict(zip((one.id for one in found), offered(found), strict=True))


@loads("frozen threads")
def _frozen(context: Context, item_ids: Collection[UUID]) -> Mapping[UUID, bool]:
    return dict.fromkeys(company.frozen(context.tx, item_ids), True)


@loads("MentorRecord")
def _records(context: Context, ids: Collection[UUID]) -> Mapping[UUID, MentorRecord]:
    return {id_: made for id_ in ids if (made := _record(context, id_))}


def _record(context: Context, person: UUID) -> MentorRecord | None:
    try:
        found = looking.record(context.tx, person)
    except (errors.NotFound, errors.Forbidden):
        return None
    known = people(context, {found.mentor, *(one.by for one in found.checks)})
    checks = [
        BackgroundCheck(
            kind=one.kind,
            identity=one.identity,
            issued=one.issued,
            expires=one.expires,
            recorded=one.recorded,
            recorded_by=known[one.by.id],
            holds=one.holds,
        )
        for one in found.checks
    ]
    theirs = list(mentorships(context, found.mentorships).values())
    return MentorRecord(person=known[found.mentor.id], checks=checks, mentorships=theirs, offers=offered(found.offers))
