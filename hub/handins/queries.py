"""What did teams hand in, and where does each stand?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Literal, Protocol, TypeVar
from uuid import UUID

import msgspec
from babel.dates import format_date
from sqlalchemy import select

from hub.artifacts.models import Artifact
from hub.clock import day_of
from hub.columns import among
from hub.database import Tx
from hub.handins.models import HandIn
from hub.items.queries import href
from hub.people.faces import Face, faces
from hub.words import _, locale, ngettext

State = Literal["nothing", "working", "handed in"]


class ShownHandIn(msgspec.Struct, frozen=True):
    """A version that a team handed in. `day`: as the school counts days."""

    id: UUID
    milestone_id: UUID
    team_id: UUID
    artifact_id: UUID
    title: str
    version: int
    by: Face
    at: datetime
    day: date
    taken_back: datetime | None

    @property
    def href(self) -> str:
        return f"{href('artifact', self.artifact_id)}/versions/{self.version}"

    @property
    def words(self) -> str:
        """ "version 2 of “Map”, by Maya"."""
        return _("version %(n)d of “%(title)s”, by %(name)s") % {"n": self.version, "title": self.title, "name": self.by.called}


class Due(Protocol):
    """A milestone, however it is shown."""

    @property
    def id(self) -> UUID: ...

    @property
    def due(self) -> date | None: ...


D = TypeVar("D", bound=Due)


class Standing(msgspec.Struct, frozen=True):
    """Where a team stands with a milestone. `late`: days past its day, until today or until it was handed in. `before`: what was handed in
    before, or taken back, the newest first."""

    state: State
    late: int
    stands: ShownHandIn | None
    before: list[ShownHandIn]

    @property
    def words(self) -> str:
        if self.stands:
            done = _("Handed in on %(day)s") % {"day": format_date(self.stands.day, "EEEE d MMMM", locale=locale())}
        else:
            done = _("Being worked on") if self.state == "working" else _("Nothing yet")
        return f"{done}, {self.lateness}" if self.late else done

    @property
    def lateness(self) -> str:
        return ngettext("%(n)d day late", "%(n)d days late", self.late) % {"n": self.late}


class Work(msgspec.Struct, frozen=True):
    """Work of a team, as it can be handed in. `milestone_id`: for which it was begun."""

    id: UUID
    title: str
    version: int
    milestone_id: UUID | None

    @property
    def href(self) -> str:
        return href("artifact", self.id)


def of_teams(tx: Tx, team_ids: Collection[UUID]) -> dict[UUID, list[ShownHandIn]]:
    """All that the viewer may see of what these teams handed in, the newest first: the same few statements, however many there are."""
    rows = tx.execute(_OF_TEAMS, {"ids": list(team_ids)}).all()
    known = faces(tx, {row[0].person_id for row in rows})
    found: dict[UUID, list[ShownHandIn]] = defaultdict(list)
    for one, title in rows:
        found[one.team_id].append(
            ShownHandIn(
                id=one.id,
                milestone_id=one.milestone_id,
                team_id=one.team_id,
                artifact_id=one.artifact_id,
                title=title,
                version=one.version,
                by=known[one.person_id],
                at=one.at,
                day=day_of(one.at, tx.viewer.time_zone),
                taken_back=one.taken_back,
            )
        )
    return found


def stands(tx: Tx, team_id: UUID, milestone_id: UUID) -> ShownHandIn | None:
    """What a team handed in for a milestone, unless it took it back."""
    newest = next((one for one in of_teams(tx, [team_id]).get(team_id, []) if one.milestone_id == milestone_id), None)
    return newest if newest and newest.taken_back is None else None


def works(tx: Tx, team_ids: Collection[UUID]) -> dict[UUID, list[Work]]:
    """The work of each team, the last that was changed first."""
    found: dict[UUID, list[Work]] = defaultdict(list)
    for row in tx.execute(_WORKS, {"ids": list(team_ids)}):
        found[row[0]].append(Work(*row[1:]))
    return found


def standings(tx: Tx, milestones: Iterable[Due], team_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], Standing]:
    """By team and milestone; of teams whose room is the viewer's to see."""
    ids, ways = list(team_ids), list(milestones)
    handed, made = (of_teams(tx, ids), works(tx, ids)) if ids and ways else ({}, {})
    return {
        (team, way.id): standing(
            way, tx.today, [one for one in handed.get(team, []) if one.milestone_id == way.id], _begun(made.get(team, []), way.id)
        )
        for team in ids
        for way in ways
    }


def standing(way: Due, today: date, handed: list[ShownHandIn], begun: bool) -> Standing:
    """`handed`: what one team handed in for this milestone, the newest first."""
    stands = handed[0] if handed and handed[0].taken_back is None else None
    until = stands.day if stands else today
    late = max((until - way.due).days, 0) if way.due else 0
    state: State = "handed in" if stands else "working" if handed or begun else "nothing"
    return Standing(state, late, stands, handed[1:] if stands else handed)


def coming(way: Iterable[D], handed: Collection[UUID]) -> D | None:
    """The next milestone of who has `handed` in these: the first that is missing by order of date, also when its day is past; then those
    without a day. Wherever a next milestone is named, it is this one."""
    return min((one for one in way if one.id not in handed), key=lambda one: one.due or date.max, default=None)


def handed_in(tx: Tx, team_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """By team, the milestones for which something stands: one statement, and none where there is no team."""
    newest = {(row[0], row[1]): row[2] for row in tx.execute(_STANDS, {"ids": list(team_ids)})} if team_ids else {}
    found: dict[UUID, set[UUID]] = {team: set() for team in team_ids}
    for (team, milestone), taken_back in newest.items():
        if taken_back is None:
            found[team].add(milestone)
    return found


def rows_of(tx: Tx, team_id: UUID) -> Mapping[UUID, HandIn]:
    """What a team handed in last for each milestone, taken back or not."""
    newest: dict[UUID, HandIn] = {}
    for one, _title in tx.execute(_OF_TEAMS, {"ids": [team_id]}):
        newest.setdefault(one.milestone_id, one)
    return newest


def _begun(made: list[Work], milestone_id: UUID) -> bool:
    return any(one.milestone_id == milestone_id for one in made)


_OF_TEAMS = (
    select(HandIn, Artifact.title)
    .join(Artifact, Artifact.id == HandIn.artifact_id)
    .where(among(HandIn.team_id, "ids"))
    .order_by(HandIn.at.desc(), HandIn.id.desc())
)
_STANDS = (
    select(HandIn.team_id, HandIn.milestone_id, HandIn.taken_back)
    .join(Artifact, Artifact.id == HandIn.artifact_id)
    .where(among(HandIn.team_id, "ids"), Artifact.deleted.is_(None))
    .order_by(HandIn.at, HandIn.id)
)
_WORKS = (
    select(Artifact.owner_id, Artifact.id, Artifact.title, Artifact.version, Artifact.milestone_id)
    .where(among(Artifact.owner_id, "ids"), Artifact.deleted.is_(None))
    .order_by(Artifact.updated.desc(), Artifact.id.desc())
)
