"""What children do in their teams, as their guardians may follow it: in words alone.

A team's room and its work are no family's to open: in them other children speak. So what is told here carries no id of anything,
other children are there by the name by which the class calls them, and what they said or did by themselves isn't told at all.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from sqlalchemy import Select, case, func, literal, select

from hub.artifacts.models import Artifact, ArtifactEdition, ArtifactVersion
from hub.columns import Moment, among
from hub.database import Tx
from hub.handins.models import HandIn
from hub.handins.queries import coming, handed_in
from hub.need_to_knows.models import NeedToKnow, NeedToKnowVersion
from hub.people.models import Person
from hub.projects.models import Milestone, Project
from hub.projects.queries import AT_WORK
from hub.tasks.models import Task
from hub.teams.models import Team, TeamMember
from hub.words import _

MOST = 8
"""Of what a child did in a team, the newest."""
TEAMS = 4
"""Of a child, the newest."""
AT_ONCE = 200
"""Rows of a kind that are looked at: of a team, so that one that does much takes no other's place, and of a child in it."""
MEMBERSHIPS = 200
"""Of all children of a guardian."""

Part = Literal["handed_in", "version", "answered", "card"]


class Did(msgspec.Struct, frozen=True):
    """One thing that a child did in their team. `words`: what it is called; "" where it got another name after they had left."""

    what: Part
    words: str
    when: datetime

    @property
    def told(self) -> str:
        """For a line of its own, behind the child's name."""
        if not self.words:
            return {
                "handed_in": _("handed in work of the team"),
                "version": _("worked on something of the team’s"),
                "answered": _("found something out"),
                "card": _("finished a card"),
            }[self.what]
        return {
            "handed_in": _("handed in “%(words)s”"),
            "version": _("worked on “%(words)s”"),
            "answered": _("found out: “%(words)s”"),
            "card": _("finished “%(words)s”"),
        }[self.what] % {"words": self.words}


class Reached(msgspec.Struct, frozen=True):
    """A milestone, by its key question, that the team handed something in for."""

    question: str
    when: datetime


class Coming(msgspec.Struct, frozen=True):
    """The next milestone of the team. `late`: its day has passed."""

    question: str
    due: date | None
    late: bool


class Together(msgspec.Struct, frozen=True):
    """What a team does, and one's child in it. Of who left: as it was while they were there, and no names of the others."""

    project: str
    driving_question: str
    team: str
    role: str
    others: list[str]
    since: datetime
    until: datetime | None
    reached: list[Reached]
    coming: Coming | None
    did: list[Did]


class _Way(msgspec.Struct, frozen=True):
    id: UUID
    question: str
    due: date | None


class _Membership(msgspec.Struct, frozen=True):
    child: UUID
    team: UUID
    project: UUID
    role: str
    since: datetime
    ended: datetime | None
    name: str
    title: str
    driving_question: str

    def saw(self, moment: datetime | None) -> bool:
        return moment is not None and self.since <= moment and (self.ended is None or moment <= self.ended)

    def knew(self, worded: datetime | None) -> bool:
        """Whether they were there when it was worded last; None: never anew."""
        return self.ended is None or worded is None or worded <= self.ended


def together(tx: Tx, children: Collection[UUID]) -> dict[UUID, list[Together]]:
    """By child, the newest team first. `children` are the viewer's own: who asks has made sure of it. Eight statements at the most."""
    with tx.system("what children do in their teams"):
        rows = tx.execute(_MEMBERSHIPS, {"ids": list(children)}) if children else ()
        theirs: dict[UUID, list[_Membership]] = defaultdict(list)
        for row in rows:
            theirs[row[0]].append(_Membership(*row))
        theirs = {child: found[:TEAMS] for child, found in theirs.items()}
        every = [one for found in theirs.values() for one in found]
        return _told(tx, theirs, every) if every else {}


def _told(tx: Tx, theirs: dict[UUID, list[_Membership]], every: Sequence[_Membership]) -> dict[UUID, list[Together]]:
    teams = [*{one.team for one in every}]
    names: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for team, person, called in tx.execute(_NAMES, {"ids": teams}):
        names[team].append((person, called))
    milestones = _grouped(tx.execute(_MILESTONES, {"ids": [*{one.project for one in every}]}))
    handed, stands = _grouped(tx.execute(_HANDED, {"ids": teams})), handed_in(tx, teams)
    made = {"ids": teams, "people": [*theirs]}
    did: dict[tuple[UUID, UUID], list[tuple[Did, datetime | None]]] = defaultdict(list)
    kinds: tuple[tuple[Part, Any], ...] = (("version", _VERSIONS), ("answered", _ANSWERED), ("card", _CARDS))
    for what, statement in kinds:
        for team, person, words, worded, when in tx.execute(statement, made):
            did[team, person].append((Did(what, words, when), worded))
    for team, rows in handed.items():
        for person, _milestone, title, worded, when in rows:
            did[team, person].append((Did("handed_in", title, when), worded))

    def shown(one: _Membership) -> Together:
        reached = {
            milestone: when
            for _person, milestone, _title, _worded, when in reversed(handed[one.team])
            if one.saw(when) and milestone in stands[one.team]
        }
        way = [_Way(*row) for row in milestones[one.project]]
        theirs = [
            each if one.knew(worded) else Did(each.what, "", each.when) for each, worded in did[one.team, one.child] if one.saw(each.when)
        ]
        return Together(
            project=one.title,
            driving_question=one.driving_question,
            team=one.name,
            role=one.role,
            others=[called for person, called in names[one.team] if person != one.child] if one.ended is None else [],
            since=one.since,
            until=one.ended,
            reached=[Reached(each.question, reached[each.id]) for each in way if each.id in reached],
            coming=_coming(way, stands[one.team], tx.today) if one.ended is None else None,
            did=sorted(theirs, key=lambda each: each.when, reverse=True)[:MOST],
        )

    return {child: [shown(one) for one in found] for child, found in theirs.items()}


def _coming(way: Sequence[_Way], handed: Collection[UUID], today: date) -> Coming | None:
    first = coming(way, handed)
    return Coming(first.question, first.due, bool(first.due and first.due < today)) if first else None


def _grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    """By the first of each row."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    for first, *rest in rows:
        found[first].append(tuple(rest))
    return found


def _newest(rows: Any, at: Any, *of: Any) -> Select[Any]:
    """Of each of these `of`, AT_ONCE of them, the newest first."""
    numbered = rows.add_columns(at.label("at_"), func.row_number().over(partition_by=of, order_by=at.desc()).label("place_")).subquery()
    *columns, when, place = numbered.c
    return select(*columns).where(place <= AT_ONCE).order_by(when.desc())


_MEMBERSHIPS = (
    select(
        *(TeamMember.person_id, TeamMember.team_id, Team.project_id, TeamMember.role, TeamMember.since, TeamMember.ended),
        *(Team.name, Project.title, Project.driving_question),
    )
    .join(Team, Team.id == TeamMember.team_id)
    .join(Project, Project.id == Team.project_id)
    .where(
        *(among(TeamMember.person_id, "ids"), Project.stage.in_(AT_WORK)),
        *(Project.deleted.is_(None), Project.state == "posted"),
    )
    .order_by(TeamMember.ended.is_not(None), TeamMember.since.desc(), TeamMember.id)
    .limit(MEMBERSHIPS)
)
_NAMES = (
    select(TeamMember.team_id, Person.id, Person.called)
    .join(Person, Person.id == TeamMember.person_id)
    .where(among(TeamMember.team_id, "ids"), TeamMember.ended.is_(None), Person.deactivated.is_(None))
    .order_by(Person.called, Person.id)
)
_MILESTONES = (
    select(Milestone.project_id, Milestone.id, Milestone.key_question, Milestone.due)
    .where(among(Milestone.project_id, "ids"), Milestone.taken.is_(None))
    .order_by(Milestone.place, Milestone.id)
)
_edition = ArtifactEdition.__table__
_NAMED = select(func.max(_edition.c.until)).where(_edition.c.artifact_id == Artifact.id).correlate(Artifact).scalar_subquery()
"""When a piece of work was said anew last: its title among it."""
_HANDED = _newest(
    select(HandIn.team_id, HandIn.person_id, HandIn.milestone_id, Artifact.title, _NAMED.label("worded"), HandIn.at)
    .join(Artifact, Artifact.id == HandIn.artifact_id)
    .where(among(HandIn.team_id, "ids"), HandIn.taken_back.is_(None), Artifact.deleted.is_(None)),
    *(HandIn.at, HandIn.team_id),
)
_VERSIONS = _newest(
    select(Artifact.owner_id, ArtifactVersion.author_id, Artifact.title, _NAMED.label("worded"), ArtifactVersion.created)
    .join(Artifact, Artifact.id == ArtifactVersion.artifact_id)
    .where(among(Artifact.owner_id, "ids"), among(ArtifactVersion.author_id, "people"), Artifact.deleted.is_(None)),
    *(ArtifactVersion.created, Artifact.owner_id, ArtifactVersion.author_id),
)
_stood = NeedToKnowVersion.__table__.alias("stood")
_before, _after = NeedToKnowVersion.__table__.alias("before"), NeedToKnowVersion.__table__.alias("after")
_UNANSWERED = (
    select(func.max(_stood.c.number))
    .where(_stood.c.need_to_know_id == NeedToKnow.id, _stood.c.words["stage"].as_string() != "answered")
    .correlate(NeedToKnow)
    .scalar_subquery()
)
"""Of a question, how it stood last before it had the answer that it has."""
_FOUND_BY = func.coalesce(_after.c.by_id, NeedToKnow.by_id)
"""Who answered it: whoever worded the answer anew since, or the question, found nothing out by that."""
_ASKED_ANEW = select(func.max(_stood.c.until)).where(_stood.c.need_to_know_id == NeedToKnow.id).correlate(NeedToKnow).scalar_subquery()
_ANSWERED = _newest(
    select(NeedToKnow.team_id, _FOUND_BY, NeedToKnow.title, _ASKED_ANEW.label("worded"), _before.c.until)
    .join(_before, (_before.c.need_to_know_id == NeedToKnow.id) & (_before.c.number == _UNANSWERED))
    .outerjoin(_after, (_after.c.need_to_know_id == NeedToKnow.id) & (_after.c.number == _before.c.number + 1))
    .where(
        *(among(NeedToKnow.team_id, "ids"), among(_FOUND_BY, "people")),
        *(NeedToKnow.stage == "answered", NeedToKnow.deleted.is_(None)),
    ),
    *(_before.c.until, NeedToKnow.team_id, _FOUND_BY),
)
_CARD_ANEW = case((Task.version > 1, literal(datetime(9000, 1, 1, tzinfo=UTC), Moment())), else_=None)
"""A card doesn't keep when it was worded anew: it may have been after anything."""
_CARDS = _newest(
    select(Task.team_id, Task.owner_id, Task.title, _CARD_ANEW.label("worded"), Task.done).where(
        among(Task.team_id, "ids"), among(Task.owner_id, "people"), Task.column == "done", Task.taken.is_(None)
    ),
    *(Task.done, Task.team_id, Task.owner_id),
)
