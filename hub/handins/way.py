"""The way of a team from milestone to milestone: where it stands with each, drawn, and the sheet on which it begins something for one."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from hub.artifacts import queries as artifacts
from hub.database import Tx
from hub.drafts.queries import desk
from hub.errors import NotFound
from hub.events import cursor, last_seq, thread_topic
from hub.handins.queries import Standing, Work, standings, works
from hub.items import cards
from hub.policy import Verb, require
from hub.projects import queries as projects
from hub.projects.models import Milestone
from hub.projects.timeline import Timeline, timeline
from hub.rooms import queries as rooms
from hub.teams import queries as teams
from hub.teams.models import Team
from hub.teams.queries import ShownTeam
from hub.words import _

RECENT = 3
"""Versions of one piece of work that can be chosen: the newest."""


class Step(msgspec.Struct, frozen=True):
    """A milestone of a team's project. `choices`: what it can hand in, by name as
    [("<artifact>:<version>", words)]; what was begun for this milestone first."""

    number: int
    milestone: projects.ShownMilestone
    standing: Standing
    choices: list[tuple[str, list[tuple[str, str]]]]


class WayPage(msgspec.Struct, frozen=True):
    """The page of a team's milestones. `topic`: the live topic of the project, where it is told what becomes of its teams."""

    item: cards.Card
    team: ShownTeam
    project: projects.Shown | None
    steps: list[Step]
    timeline: Timeline
    works: list[Work]
    topic: str
    cursor: str


class TeamSheet(artifacts.Sheet, frozen=True, kw_only=True):
    """The page on which a team begins a piece of work; `milestone` is what it is for, if it is for one."""

    team: ShownTeam
    room: cards.Card
    milestone: Milestone | None

    @property
    def belongs_to(self) -> str:
        """The place in the navigation that is lit."""
        return self.team.href


def page(tx: Tx, room_id: UUID | None) -> WayPage:
    room = rooms.find(tx, room_id)
    team = teams.show(tx, [teams.find(tx, room.team_id)])[0]
    topic = thread_topic(team.project_id)
    seq = last_seq(tx, topic)  # Before all else: what comes in between is told again, never missed.
    around = projects.by_ids(tx, [team.project_id])
    project = around[0] if around else None
    milestones = project.milestones if project else []
    stands = standings(tx, milestones, [team.id])
    made = works(tx, [team.id]).get(team.id, [])
    hands_in = Verb.HAND_IN in team.can

    def stand(milestone_id: UUID) -> tuple[bool, str]:
        one = stands[team.id, milestone_id]
        return one.stands is not None, one.words

    return WayPage(
        item=cards.cards(tx, [room])[0],
        team=team,
        project=project,
        steps=[
            Step(number, one, stands[team.id, one.id], _choices(made, one.id) if hands_in else [])
            for number, one in enumerate(milestones, 1)
        ],
        timeline=timeline(milestones, (project.starts, project.ends) if project else (None, None), tx.today, stand),
        works=made,
        topic=topic if project else "",
        cursor=cursor(tx, topic, seq),
    )


def sheet(tx: Tx, team_id: UUID | None, milestone_id: UUID | None, sent: Sequence[UUID] | None = None) -> TeamSheet:
    """Raises NotFound, and Forbidden for who isn't in the team."""
    team = teams.find(tx, team_id)
    require("team", teams.relations(tx, team), Verb.HAND_IN)
    standing = desk(tx, f"team-work/{team.id}")
    return TeamSheet(
        desk=standing,
        files=artifacts.files_on(tx, standing, sent),
        choices=[],
        chosen=frozenset(),
        my_tags=[],
        team=teams.show(tx, [team])[0],
        room=cards.cards(tx, [teams.room_of(tx, team)])[0],
        milestone=milestone_of(tx, milestone_id, team) if milestone_id else None,
    )


def milestone_of(tx: Tx, milestone_id: UUID | None, team: Team) -> Milestone:
    """Of the project of this team. Raises NotFound, also where it was taken away."""
    found = projects.milestone(tx, milestone_id)
    if found.project_id != team.project_id:
        raise NotFound(projects.no_such_milestone())
    return found


def _choices(made: list[Work], milestone_id: UUID) -> list[tuple[str, list[tuple[str, str]]]]:
    first = sorted(made, key=lambda one: one.milestone_id != milestone_id)
    return [
        (one.title, [(f"{one.id}:{number}", _version(one, number)) for number in range(one.version, max(one.version - RECENT, 0), -1)])
        for one in first
    ]


def _version(one: Work, number: int) -> str:
    words = _("%(title)s, version %(n)d") % {"title": one.title, "n": number}
    return _("%(version)s (the newest)") % {"version": words} if number == one.version and number > 1 else words
