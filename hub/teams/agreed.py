"""What teams agreed on, and who put their name under it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import and_, bindparam, func, select

from hub.columns import among
from hub.database import Tx
from hub.histories import Histories, Part
from hub.people.faces import Face, faces
from hub.teams.models import Contract, Signature, TeamMember
from hub.teams.queries import ShownTeam, by_ids, find


class ShownContract(msgspec.Struct, frozen=True):
    """The contract of a team as it stands. `version` is 0 where none is written yet. `signed` and `missing` are of its members now."""

    team_id: UUID
    version: int
    words: str
    author: Face | None
    written: datetime | None
    signed: list[Face]
    missing: list[Face]
    mine: bool
    """Whether the viewer has signed it."""


def of_teams(tx: Tx, team_ids: Collection[UUID]) -> dict[UUID, ShownContract]:
    """Of each whose room the viewer may see: the same few statements, however many there are. All else has an empty one."""
    ids = list(team_ids)
    stands = {one.team_id: one for one in tx.scalars(_STANDS, {"ids": ids})}
    members: Mapping[UUID, list[UUID]] = defaultdict(list)
    for team_id, person_id in tx.execute(_MEMBERS, {"ids": ids}):
        members[team_id].append(person_id)
    signed = {(one.team_id, one.number, one.person_id) for one in tx.scalars(_SIGNED, {"ids": ids})}
    known = faces(tx, {id_ for theirs in members.values() for id_ in theirs} | {one.author_id for one in stands.values()})

    def shown(team_id: UUID) -> ShownContract:
        contract = stands.get(team_id)
        if contract is None:
            return ShownContract(team_id, 0, "", None, None, [], [], mine=False)
        under = {id_ for id_ in members[team_id] if (team_id, contract.number, id_) in signed}
        by_name = sorted((known[id_] for id_ in members[team_id]), key=lambda face: (face.called, face.id))
        return ShownContract(
            team_id=team_id,
            version=contract.number,
            words=contract.words,
            author=known[contract.author_id],
            written=contract.written,
            signed=[face for face in by_name if face.id in under],
            missing=[face for face in by_name if face.id not in under and face.deactivated is None],
            mine=tx.viewer.id in under,
        )

    return {id_: shown(id_) for id_ in ids}


def standing(tx: Tx, team_id: UUID) -> Contract | None:
    """The newest version, where there is one."""
    return tx.scalars(_STANDS, {"ids": [team_id]}).one_or_none()


def signature(tx: Tx, contract: Contract, person_id: UUID) -> Signature | None:
    return tx.scalars(_MINE, {"team": contract.team_id, "number": contract.number, "person": person_id}).one_or_none()


def history(tx: Tx, team_id: UUID | None, before: int | None = None) -> tuple[ShownTeam, Part]:
    """The team, and a page of the versions of its contract."""
    team = find(tx, team_id)
    return by_ids(tx, [team.id])[team.id], _VERSIONS.part(tx, team.id, before, lambda one: [one.words])


_newest = (
    select(Contract.team_id.label("team"), func.max(Contract.number).label("number"))
    .where(among(Contract.team_id, "ids"))
    .group_by(Contract.team_id)
    .subquery()
)
_STANDS = select(Contract).join(_newest, and_(Contract.team_id == _newest.c.team, Contract.number == _newest.c.number))
_MEMBERS = select(TeamMember.team_id, TeamMember.person_id).where(among(TeamMember.team_id, "ids"), TeamMember.ended.is_(None))
_SIGNED = select(Signature).where(among(Signature.team_id, "ids"), Signature.taken_back.is_(None))
_MINE = select(Signature).where(
    Signature.team_id == bindparam("team", type_=Contract.team_id.type),
    Signature.number == bindparam("number", type_=Contract.number.type),
    Signature.person_id == bindparam("person", type_=Contract.author_id.type),
    Signature.taken_back.is_(None),
)
_VERSIONS = Histories(select(Contract), Contract.team_id, Contract.number)
