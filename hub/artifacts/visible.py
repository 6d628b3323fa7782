"""Whom an artifact's versions are there for: growth is what an artifact is for, so all of them show it. An artifact itself is an item."""

from sqlalchemy import and_

from hub.artifacts.models import ArtifactEdition, ArtifactVersion
from hub.items.visible import readable_items, stood_while_shared_with_me
from hub.seeing import Visible

VISIBLE: Visible = {
    ArtifactVersion: (ArtifactVersion.artifact_id.in_(readable_items), "of artifacts I may see; taken back: only its owner"),
    ArtifactEdition: (
        and_(
            ArtifactEdition.artifact_id.in_(readable_items), stood_while_shared_with_me(ArtifactEdition.artifact_id, ArtifactEdition.until)
        ),
        "of items I may see, that still stood when they were shared with me; taken back: only its owner",
    ),
}
