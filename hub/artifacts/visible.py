"""Whom an artifact's versions are there for: growth is what an artifact is for, so all of them show it. An artifact itself is an item."""

from hub.artifacts.models import ArtifactVersion
from hub.items.visible import readable_items
from hub.seeing import Visible

VISIBLE: Visible = {
    ArtifactVersion: (ArtifactVersion.artifact_id.in_(readable_items), "of artifacts I may see; taken back: only its owner"),
}
