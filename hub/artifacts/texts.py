"""What stands in a piece of work, as one text."""

from uuid import UUID

from sqlalchemy import bindparam, select

from hub.artifacts.models import Artifact, ArtifactVersion
from hub.database import Tx
from hub.files.models import File
from hub.items import tagged
from hub.items.models import Item


def all_of(tx: Tx, artifact_id: UUID) -> str:
    """Its title, what it is about, its tags, and all its versions with what their files are called and show."""
    of_it = {"id": artifact_id}
    parts = [word for statement in (_WORDING, _VERSIONS, _FILES) for row in tx.execute(statement, of_it) for word in row]
    return "\n".join((*parts, *tagged.of(tx, [artifact_id]).get(artifact_id, ())))


_ID = bindparam("id", type_=Item.id.type)
_WORDING = select(Artifact.title, Artifact.about).where(Artifact.id == _ID)
_VERSIONS = select(ArtifactVersion.words, ArtifactVersion.link, ArtifactVersion.note).where(ArtifactVersion.artifact_id == _ID)
_FILES = select(File.name, File.alt).where(File.item_id == _ID)
