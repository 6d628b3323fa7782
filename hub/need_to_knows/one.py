"""What a team needs to know, and one question of it, as their pages show them."""

from datetime import datetime
from uuid import UUID

import msgspec

from hub.database import Tx
from hub.drafts.queries import Desk, desk, desks
from hub.events import cursor, last_seq, thread_topic
from hub.feedback import queries as feedback
from hub.items import audiences, cards
from hub.mentors import asks
from hub.need_to_knows import queries
from hub.policy import Verb
from hub.projects import queries as projects
from hub.projects.models import Project
from hub.rooms import queries as rooms
from hub.safeguarding import speaking
from hub.teams import queries as teams
from hub.vine import queries as growth
from hub.vine.entries import Vine


class QuestionsPage(msgspec.Struct, frozen=True):
    """What a team needs to know. Until they are shown, `questions` are the viewer's own alone, and of the others only numbers are told:
    `written` of `members` have written theirs."""

    room_id: UUID
    team: teams.ShownTeam
    project_title: str
    audience: audiences.Audience
    can: frozenset[Verb]
    revealed: bool
    written: int
    members: int
    questions: list[queries.Shown]
    into: dict[UUID, str]
    """The questions of the class that some of them went into."""
    desk: Desk
    topic: str
    cursor: str
    waits: str
    """Why one can't write anything here now; "" where one can."""
    back: datetime | None

    @property
    def picked(self) -> list[queries.Shown]:
        return [one for one in self.questions if one.picked]

    @property
    def others(self) -> list[queries.Shown]:
        return [one for one in self.questions if not one.picked]

    @property
    def full(self) -> bool:
        """The team has picked as many as it may."""
        return len(self.picked) >= queries.PICKS


class NeedToKnowPage(msgspec.Struct, frozen=True):
    """One question. `room_id` is None where the class merged it from several."""

    item: queries.Shown
    room_id: UUID | None
    whose: str
    """The team's name, or the project's title."""
    into: queries.Shown | None
    thread: feedback.ShownThread
    desk: Desk
    finding: Desk
    reopening: Desk
    wording: Desk
    works: list[tuple[UUID, str]]
    """The viewer's own, with which they may show the answer."""
    parts: list[queries.Shown]
    """Of a question of the class, those that went into it, as far as the viewer may see them."""
    vine: Vine
    help: asks.Help


def of_room(tx: Tx, room_id: UUID | None) -> QuestionsPage:
    """Raises NotFound for who may not go into the room."""
    room = rooms.find(tx, room_id)
    topic = thread_topic(room.id)
    seq = last_seq(tx, topic)  # Before all else: what comes in between is told again, never missed.
    team = teams.show(tx, [teams.find(tx, room.team_id)])[0]
    project = tx.get(Project, team.project_id)
    card = cards.cards(tx, [room])[0]
    questions = queries.of_teams(tx, [team.id])[team.id]
    written, members = queries.have_written(tx, room)
    waits, back = speaking.waits(tx, team.id)
    return QuestionsPage(
        room_id=room.id,
        team=team,
        project_title=project.title if project else "",
        audience=card.audience,
        can=card.can,
        revealed=room.revealed is not None,
        written=written,
        members=members,
        questions=questions,
        into=queries.titles(tx, {one.into for one in questions if one.into}),
        desk=desk(tx, f"question/{room.id}"),
        topic=topic,
        cursor=cursor(tx, topic, seq),
        waits=waits,
        back=back,
    )


def page(tx: Tx, id_: UUID | None) -> NeedToKnowPage:
    """Raises NotFound."""
    question = queries.find(tx, id_)
    shown = queries.show(tx, [question])[0]
    replying, finding, reopening, wording = desks(
        tx, f"thread/{shown.id}", f"finding/{shown.id}", f"reopen/{shown.id}", f"need-to-know/{shown.id}"
    )
    project = tx.get(Project, shown.project_id)
    room = queries.room_of(tx, shown.team_id) if shown.team_id else None
    return NeedToKnowPage(
        item=shown,
        room_id=room.id if room else None,
        whose=shown.owner.called if shown.team_id else project.title if project else "",
        into=queries.by_ids(tx, [shown.into]).get(shown.into) if shown.into else None,
        thread=feedback.thread(tx, question),
        desk=replying,
        finding=finding,
        reopening=reopening,
        wording=wording,
        works=queries.works(tx) if Verb.FIND_OUT in shown.can else [],
        parts=queries.merged_from(tx, [shown.id])[shown.id] if shown.team_id is None else [],
        vine=growth.one(tx, shown.id),
        help=asks.help_with(tx, question, Verb.ASK_MENTOR in shown.can),
    )


def room_of(tx: Tx, id_: UUID | None) -> UUID | None:
    """The room of the team whose question it is. Raises NotFound."""
    question = queries.find(tx, id_)
    room = queries.room_of(tx, question.team_id) if question.team_id else None
    return room.id if room else None


class ClassPage(msgspec.Struct, frozen=True):
    """What the teams of a project need to know, and what the class made of it."""

    project: cards.Card
    merged: list[queries.Shown]
    picked: list[queries.Shown]
    parts: dict[UUID, list[queries.Shown]]
    """What each of the merged was made from."""
    leads: bool
    desk: Desk
    topic: str
    cursor: str


def of_project(tx: Tx, project_id: UUID | None) -> ClassPage:
    """Raises NotFound. Who sees the project and none of its rooms sees none of its questions."""
    project = projects.find(tx, project_id)
    topic = thread_topic(project.id)
    seq = last_seq(tx, topic)  # Before all else, as above.
    found = queries.of_projects(tx, [project.id])[project.id]
    merged = [one for one in found if one.team_id is None]
    card = cards.cards(tx, [project])[0]
    return ClassPage(
        project=card,
        merged=merged,
        picked=[one for one in found if one.team_id],
        parts=queries.merged_from(tx, [one.id for one in merged]),
        leads=Verb.ORGANISE in card.can and card.deleted is None,
        desk=desk(tx, f"merge/{project.id}"),
        topic=topic,
        cursor=cursor(tx, topic, seq),
    )
