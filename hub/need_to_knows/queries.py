"""What does a team need to know, and how far has it come?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Integer, bindparam, func, select

from hub.artifacts.models import Artifact
from hub.columns import among
from hub.database import Tx
from hub.errors import Conflict, Invalid, NotFound
from hub.items import cards, linked
from hub.items.models import Item
from hub.need_to_knows.models import FindingStage, NeedToKnow
from hub.people.faces import Face, faces
from hub.people.models import Person
from hub.policy import Relation, Verb, to_item, verbs
from hub.rooms.models import Room
from hub.teams.models import TeamMember
from hub.words import _

PICKS = 3
"""Questions that a team works on."""
MOST = 100
"""Questions of one team, and of the class in one project."""
EACH = 20
"""Questions of one person in one team."""


class Shown(cards.Card, frozen=True, kw_only=True):
    """A need-to-know as this viewer may read it. Its `title` is the question."""

    project_id: UUID
    team_id: UUID | None
    """None where the class merged it from several."""
    author: Face
    stage: FindingStage
    by: Face | None
    """Who took it up, answered or reopened it last."""
    since: datetime | None
    answer: str
    source: str
    why: str
    picked: bool
    into: UUID | None
    """The question of the class that it went into."""
    alone: bool
    """Its author alone sees it: the team hasn't shown its questions to each other yet."""
    evidence: list[cards.Card]
    """Work that shows the answer, as far as the viewer may see it."""
    version: int

    @property
    def settled(self) -> bool:
        """There is nothing to find out here: it has its answer, or the class works on it together."""
        return self.stage == "answered" or self.into is not None


def find(tx: Tx, id_: UUID | None) -> NeedToKnow:
    """Raises NotFound."""
    found = tx.get(NeedToKnow, id_) if id_ else None
    if found is None or found.deleted is not None:  # What the class merged, who leads it would still see.
        raise NotFound(no_such())
    return found


def no_such() -> str:
    return _("We can't find this question. Perhaps it was taken away, or isn't shown to you.")


def relations(tx: Tx, question: NeedToKnow, audience: frozenset[UUID]) -> frozenset[Relation]:
    """What the viewer is to a question that they can see."""
    author = frozenset({Relation.AUTHOR}) if question.author_id == tx.viewer.id and question.team_id else frozenset()
    return to_item(tx.viewer, question, audience) | author


def of_team(tx: Tx, team_id: UUID) -> list[NeedToKnow]:
    """Those that the viewer may see, the picked ones first, each the oldest first."""
    return list(tx.scalars(_OF_TEAMS, _each([team_id])))


def of_teams(tx: Tx, team_ids: Collection[UUID]) -> dict[UUID, list[Shown]]:
    """As of_team, of several, made ready to show: the same few statements, however many there are."""
    found: dict[UUID, list[Shown]] = defaultdict(list)
    for one in show(tx, tx.scalars(_OF_TEAMS, _each(team_ids)).all()):
        if one.team_id:
            found[one.team_id].append(one)
    return found


def of_projects(tx: Tx, project_ids: Collection[UUID]) -> dict[UUID, list[Shown]]:
    """Of each project what the viewer may see of what its teams picked and its class merged; what went into another stands there."""
    found: dict[UUID, list[Shown]] = defaultdict(list)
    for one in show(tx, tx.scalars(_OF_PROJECTS, _each(project_ids)).all()):
        found[one.project_id].append(one)
    return found


def by_ids(tx: Tx, ids: Iterable[UUID]) -> dict[UUID, Shown]:
    """Those of them that the viewer may see."""
    return {one.id: one for one in show(tx, tx.scalars(_BY_ID, {"ids": list(ids)}).all())}


def show(tx: Tx, questions: Sequence[NeedToKnow]) -> list[Shown]:
    """Made ready to show, in the same number of statements however many there are."""
    if not questions:
        return []
    links = linked.sources(tx, [one.id for one in questions], "evidence")
    hung = cards.by_ids(tx, {source for theirs in links.values() for source in theirs}) if links else {}
    known = faces(tx, {person for one in questions for person in (one.author_id, one.by_id) if person})
    made = cards.cards(tx, questions)

    def shown(question: NeedToKnow, card: cards.Card) -> Shown:
        alone = question.team_id is not None and question.owner_id not in card.audience.principals
        can = verbs("need_to_know", relations(tx, question, card.audience.principals))
        if {question.author_id, question.by_id} <= {tx.viewer.id, None}:
            can -= {Verb.REPORT}  # Nobody tells of themselves.
        fields = card.fields()
        if alone:
            fields |= {"can": can - NOT_ALONE, "audience": msgspec.structs.replace(card.audience, words=_("Only you"), count=0)}
        else:
            fields["can"] = can
        return Shown(
            **fields,
            project_id=question.project_id,
            team_id=question.team_id,
            author=known[question.author_id],
            stage=question.stage,
            by=known.get(question.by_id) if question.by_id else None,
            since=question.since,
            answer=question.answer,
            source=question.source,
            why=question.why,
            picked=question.picked is not None,
            into=question.merged_into_id,
            alone=alone,
            evidence=[hung[source] for source in links.get(question.id, []) if source in hung],
            version=question.version,
        )

    return [shown(question, card) for question, card in zip(questions, made, strict=True)]


def merged_from(tx: Tx, ids: Collection[UUID]) -> dict[UUID, list[Shown]]:
    """The questions that went into each of these, as far as the viewer may see them."""
    found: dict[UUID, list[Shown]] = defaultdict(list)
    for one in show(tx, tx.scalars(_INTO, _each(ids)).all()):
        if one.into:
            found[one.into].append(one)
    return found


def works(tx: Tx) -> list[tuple[UUID, str]]:
    """The viewer's newest pieces of work, with which they may show an answer."""
    return [(id_, title) for id_, title in tx.execute(_WORKS, {"me": tx.viewer.id})]


def have_written(tx: Tx, room: Room) -> tuple[int, int]:
    """How many of those in a team have written a question, and how many they are: numbers alone, never who."""
    with tx.system("how many have written what they need to know"):
        members = set(tx.scalars(_MEMBERS, {"team": room.team_id}))
        authors = set(tx.scalars(_AUTHORS, {"team": room.team_id}))
    return len(members & authors), len(members)


def require_all_have_written(tx: Tx, room: Room) -> None:
    """Raises Conflict."""
    written, members = have_written(tx, room)
    if written < members:
        raise Conflict(
            _("%(n)d of %(all)d have written theirs. Wait for the others, or show them all the same.") % {"n": written, "all": members}
        )


def has_room(tx: Tx, team_id: UUID) -> None:
    """Raises Invalid("question") where a team has as many as it may, or the viewer: what is written alone the others can't take away."""
    with tx.system("how many questions a team has"):
        authors = tx.scalars(_AUTHORS_OF_EACH, {"team": team_id}).all()
    if authors.count(tx.viewer.id) >= EACH:
        raise Invalid("question", _("You have %(n)d questions here already. Take one away first.") % {"n": EACH})
    if len(authors) >= MOST:
        raise Invalid("question", _("Your team has %(n)d questions already. Answer some of them first.") % {"n": MOST})


def titles(tx: Tx, ids: Collection[UUID]) -> dict[UUID, str]:
    """How those of them are worded that the viewer may see."""
    return {one.id: one.title for one in tx.scalars(_BY_ID, {"ids": list(ids)})} if ids else {}


def room_of(tx: Tx, team_id: UUID) -> Room | None:
    """None for who may not go in."""
    return tx.scalars(_ROOM, {"team": team_id}).one_or_none()


def picks(tx: Tx, team_id: UUID) -> int:
    return tx.scalar(_PICKS, {"team": team_id}) or 0


def _each(ids: Collection[UUID]) -> dict[str, Any]:
    """So many for each that the last one's are there as the first one's are."""
    return {"ids": list(ids), "most": MOST * 10 * len(ids)}


NOT_ALONE = frozenset({Verb.ANSWER, Verb.FIND_OUT, Verb.PICK, Verb.ASK_MENTOR})
"""What nobody does to a question that only its author sees."""
_TEAM = bindparam("team", type_=Item.id.type)
_STANDS = NeedToKnow.deleted.is_(None)
_OF_TEAMS = (
    select(NeedToKnow)
    .where(among(NeedToKnow.team_id, "ids"), _STANDS)
    .order_by(NeedToKnow.team_id, NeedToKnow.picked.is_(None), NeedToKnow.picked, NeedToKnow.created, NeedToKnow.id)
    .limit(bindparam("most", type_=Integer()))
)
_OF_PROJECTS = (
    select(NeedToKnow)
    .where(
        among(NeedToKnow.project_id, "ids"),
        _STANDS,
        NeedToKnow.merged_into_id.is_(None),
        NeedToKnow.team_id.is_(None) | NeedToKnow.picked.is_not(None),
    )
    .order_by(NeedToKnow.project_id, NeedToKnow.created, NeedToKnow.id)
    .limit(bindparam("most", type_=Integer()))
)
_BY_ID = select(NeedToKnow).where(among(NeedToKnow.id, "ids"))
_INTO = (
    select(NeedToKnow)
    .where(among(NeedToKnow.merged_into_id, "ids"), _STANDS)
    .order_by(NeedToKnow.merged_into_id, NeedToKnow.created, NeedToKnow.id)
    .limit(bindparam("most", type_=Integer()))
)
_WORKS = (
    select(Artifact.id, Artifact.title)
    .where(Artifact.owner_id == bindparam("me", type_=Item.id.type), Artifact.deleted.is_(None), Artifact.state == "posted")
    .order_by(Artifact.created.desc(), Artifact.id)
    .limit(30)
)
_ROOM = select(Room).where(Room.team_id == _TEAM)
_MEMBERS = (
    select(TeamMember.person_id)
    .join(Person, Person.id == TeamMember.person_id)
    .where(TeamMember.team_id == _TEAM, TeamMember.ended.is_(None), Person.deactivated.is_(None))
)
_AUTHORS_OF_EACH = select(NeedToKnow.author_id).where(NeedToKnow.team_id == _TEAM, _STANDS)
_AUTHORS = _AUTHORS_OF_EACH.distinct()
_PICKS = select(func.count(NeedToKnow.id)).where(NeedToKnow.team_id == _TEAM, _STANDS, NeedToKnow.picked.is_not(None))
