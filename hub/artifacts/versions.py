"""How artifacts stood, version by version, with the files of each."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select

from hub.artifacts.links import host_of
from hub.artifacts.models import ArtifactVersion, Medium
from hub.columns import among
from hub.database import Tx
from hub.files import queries as files
from hub.people.faces import Face, faces
from hub.words import opening


class Version(msgspec.Struct, frozen=True):
    """How an artifact stood from `created` on. `words` is Markdown."""

    id: UUID
    number: int
    medium: Medium
    words: str
    link: str
    note: str
    created: datetime
    files: list[files.ShownFile]
    author: Face | None
    """Of a team's work: who made it."""

    @property
    def host(self) -> str:
        return host_of(self.link)

    @property
    def opening(self) -> str:
        return opening(self.words, 160)


def by_ids(tx: Tx, ids: Collection[UUID]) -> list[Version]:
    """Those of them that the viewer may see."""
    rows = tx.scalars(_BY_ID, {"ids": list(ids)}).all()
    wanted = {row.id for row in rows}
    return [one for theirs in of(tx, {row.artifact_id for row in rows}).values() for one in theirs if one.id in wanted]


def of(tx: Tx, artifact_ids: Collection[UUID]) -> dict[UUID, list[Version]]:
    """The versions of each that the viewer may see, the first first: three statements, one more where teams made some."""
    ids = list(artifact_ids)
    hung: dict[tuple[UUID, int], list[files.ShownFile]] = defaultdict(list)
    for id_, theirs in files.of_items(tx, ids).items():
        for one in theirs:
            hung[id_, one.version].append(one)
    made: dict[UUID, list[Version]] = defaultdict(list)
    rows = tx.scalars(_OF, {"ids": ids}).all()
    known = faces(tx, {row.author_id for row in rows if row.author_id})
    for row in rows:
        its, author = hung[row.artifact_id, row.number], known[row.author_id] if row.author_id else None
        made[row.artifact_id].append(Version(row.id, row.number, row.medium, row.words, row.link, row.note, row.created, its, author))
    return made


_BY_ID = select(ArtifactVersion).where(among(ArtifactVersion.id, "ids"))
_OF = select(ArtifactVersion).where(among(ArtifactVersion.artifact_id, "ids")).order_by(ArtifactVersion.artifact_id, ArtifactVersion.number)
