"""A project's way with its teams, for the page of the project."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

import msgspec

from hub.database import Tx
from hub.handins.queries import Standing, standings
from hub.projects.timeline import Timeline, Way, timeline
from hub.teams.queries import ShownTeam
from hub.words import _, ngettext


class OnItsWay(Protocol):
    """A project, as it is shown."""

    @property
    def milestones(self) -> Sequence[Way]: ...

    @property
    def starts(self) -> date | None: ...

    @property
    def ends(self) -> date | None: ...


class Overview(msgspec.Struct, frozen=True):
    """A project's way, and where each team stands into whose room the viewer may go, in words."""

    timeline: Timeline
    lines: dict[UUID, str]


def overview(tx: Tx, project: OnItsWay, shown: Collection[ShownTeam]) -> Overview:
    inside = [team.id for team in shown if team.room_id]
    stands = standings(tx, project.milestones, inside)

    def stand(milestone_id: UUID) -> tuple[bool, str]:
        theirs = [stands[team, milestone_id] for team in inside]
        if len(theirs) == 1:
            return theirs[0].stands is not None, theirs[0].words
        done = sum(one.stands is not None for one in theirs)
        if not theirs:
            return False, ""
        return done == len(theirs), _("handed in by %(n)d of %(all)d teams") % {"n": done, "all": len(theirs)}

    return Overview(
        timeline(project.milestones, (project.starts, project.ends), tx.today, stand),
        {team: _line([stands[team, one.id] for one in project.milestones]) for team in inside if project.milestones},
    )


def _line(stands: Sequence[Standing]) -> str:
    done, late = sum(one.stands is not None for one in stands), sum(one.stands is None and one.late > 0 for one in stands)
    words = _("%(n)d of %(all)d handed in") % {"n": done, "all": len(stands)}
    return f"{words}, {ngettext('%(n)d late', '%(n)d late', late) % {'n': late}}" if late else words
