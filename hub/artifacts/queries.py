"""Which artifacts may this viewer see, and how did they grow?"""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from uuid import UUID

import msgspec
from sqlalchemy import select

from hub.artifacts import versions
from hub.artifacts.comparing import Stretch, stretches
from hub.artifacts.models import Artifact
from hub.columns import among
from hub.database import Tx
from hub.drafts.queries import Desk, desk
from hub.errors import NotFound
from hub.feedback import queries as feedback
from hub.files import queries as files
from hub.handins import queries as handins
from hub.handins.queries import ShownHandIn
from hub.ids import parse_id
from hub.items import audiences, cards, linked, tagged
from hub.marks import as_read
from hub.policy import Verb, require, to_item
from hub.projects.models import Milestone
from hub.teams import queries as teams
from hub.teams.queries import ShownTeam
from hub.vine import queries as growth
from hub.vine.entries import Vine
from hub.words import _


class Shown(cards.Card, frozen=True, kw_only=True):
    """An artifact as this viewer may read it. `versions` has the first first, and is empty where it was taken back and isn't theirs."""

    about: str
    tags: list[str]
    version: int
    edition: int
    versions: list[versions.Version]


class ArtifactPage(msgspec.Struct, frozen=True):
    """An artifact's page: one of its versions (`at`), the list of all, what was said, and the box for an answer."""

    item: Shown
    at: versions.Version | None
    around: linked.Around
    vine: Vine
    thread: feedback.ShownThread
    desk: Desk
    ours: ShownTeam | None
    """The team that owns it, if one does."""
    meant: Milestone | None
    """The milestone for which its team began it."""
    stands: ShownHandIn | None
    """What the team handed in there."""

    @property
    def belongs_to(self) -> str:
        """The place in the navigation that is lit; "" by its own address."""
        return self.ours.href if self.ours else ""


class Sheet(msgspec.Struct, frozen=True):
    """The page on which one is begun, or a version is added, or title and tags are changed."""

    desk: Desk
    files: list[files.ShownFile]
    choices: list[audiences.Group]
    chosen: frozenset[UUID]
    my_tags: list[str]
    editing: Shown | None = None


class Pair(msgspec.Struct, frozen=True):
    """What stands in the same place of two versions."""

    before: files.ShownFile | None
    after: files.ShownFile | None


class Compared(msgspec.Struct, frozen=True):
    """Two versions beside each other, the earlier one first. `words` is None where neither has any."""

    item: Shown
    before: versions.Version
    after: versions.Version
    pairs: list[Pair]
    words: list[Stretch] | None

    @property
    def same(self) -> bool:
        """Whether all that can be compared is alike."""
        alike = self.before.words == self.after.words
        return alike and not self.pairs and self.before.link == self.after.link

    @property
    def only_marked(self) -> bool:
        """Whether the words are the same, and other signs stand around them: something became bold, say."""
        return self.before.words != self.after.words and all(one.kind == "same" for one in self.words or [])


def find(tx: Tx, artifact_id: UUID | None) -> Artifact:
    """Raises NotFound."""
    artifact = by_id(tx, artifact_id)
    if artifact is None:
        raise NotFound(_("We can't find this piece of work. Perhaps it was taken back, or isn't shared with you."))
    return artifact


def by_id(tx: Tx, artifact_id: UUID | None) -> Artifact | None:
    """If the viewer may see it."""
    return tx.get(Artifact, artifact_id) if artifact_id else None


def page(tx: Tx, artifact_id: UUID | None, number: int | None = None) -> ArtifactPage:
    """As it stands, or as it stood in one of its versions. Raises NotFound for a version that it never had."""
    artifact = find(tx, artifact_id)
    shown = show(tx, [artifact])[0]
    at = shown.versions[-1] if number is None and shown.versions else None
    ours = teams.by_ids(tx, [artifact.owner_id]).get(artifact.owner_id)
    meant = tx.get(Milestone, artifact.milestone_id) if ours and artifact.milestone_id else None
    return ArtifactPage(
        item=shown,
        at=at if number is None else _version(shown, number),
        around=linked.around(tx, artifact.id),
        vine=growth.one(tx, artifact.id),
        thread=feedback.thread(tx, artifact),
        desk=desk(tx, f"thread/{artifact.id}"),
        ours=ours,
        meant=meant,
        stands=handins.stands(tx, ours.id, meant.id) if ours and meant else None,
    )


def show(tx: Tx, artifacts: Sequence[Artifact]) -> list[Shown]:
    """Made ready to show, in the same number of statements however many there are."""
    ids = [one.id for one in artifacts]
    stood, tags = versions.of(tx, ids), tagged.of(tx, ids)
    made = cards.cards(tx, artifacts)
    return [_shown(one, card, stood[one.id], tags.get(one.id, [])) for one, card in zip(artifacts, made, strict=True)]


def by_ids(tx: Tx, ids: Iterable[UUID]) -> list[Shown]:
    """Those of them that the viewer may see, in the order asked for."""
    wanted = list(ids)
    found = {shown.id: shown for shown in show(tx, tx.scalars(_BY_ID, {"ids": wanted}).all())}
    return [found[id_] for id_ in wanted if id_ in found]


def compare(tx: Tx, artifact_id: UUID | None, a: int | None, b: int | None) -> Compared:
    """Two of its versions; left out, the newest and the one before it. Raises NotFound for what it never had."""
    shown = show(tx, [find(tx, artifact_id)])[0]
    last = shown.version
    one, other = sorted((last if b is None else b, max(last - 1, 1) if a is None else a))
    before, after = _version(shown, one), _version(shown, other)
    words = stretches(as_read(before.words), as_read(after.words)) if before.words or after.words else None
    return Compared(shown, before, after, [Pair(*pair) for pair in zip_longest(before.files, after.files)], words)


def sheet(tx: Tx, sent: Sequence[UUID] | None = None, audience: Sequence[UUID] | None = None) -> Sheet:
    """A sheet for a new piece of work, with whatever was already being written on it, or with what has just been sent."""
    standing = desk(tx, "artifact/new")
    chosen = frozenset(_ids(standing, "audience") if audience is None else audience)
    return Sheet(standing, files_on(tx, standing, sent), audiences.choices(tx), chosen, tagged.my_own(tx))


def sheet_to_add(tx: Tx, artifact_id: UUID | None, sent: Sequence[UUID] | None = None) -> Sheet:
    """The sheet of its next version, on which the words of the newest stand already. Its owner's alone."""
    shown = _to_change(tx, artifact_id)
    newest = shown.versions[-1]
    standing = desk(tx, f"version/{shown.id}", {"words": newest.words, "link": newest.link})
    return Sheet(standing, files_on(tx, standing, sent), [], shown.audience.principals, [], editing=shown)


def sheet_to_edit(tx: Tx, artifact_id: UUID | None) -> Sheet:
    """The sheet of its title, what it is about, its tags, and what its files show. Its owner's alone."""
    shown = _to_change(tx, artifact_id)
    standing = desk(tx, f"artifact/{shown.id}", {"title": shown.title, "about": shown.about, "tags": ", ".join(shown.tags)})
    return Sheet(standing, shown.versions[-1].files, [], shown.audience.principals, tagged.my_own(tx), editing=shown)


def _to_change(tx: Tx, artifact_id: UUID | None) -> Shown:
    artifact = find(tx, artifact_id)
    shown = show(tx, [artifact])[0]
    require("item", to_item(tx.viewer, artifact, shown.audience.principals), Verb.EDIT)
    return shown


def _version(shown: Shown, number: int) -> versions.Version:
    found = next((one for one in shown.versions if one.number == number), None)
    if found is None:
        raise NotFound(_("We can't find this version. Perhaps the work was taken back."))
    return found


def files_on(tx: Tx, standing: Desk, sent: Sequence[UUID] | None) -> list[files.ShownFile]:
    return files.mine(tx, _ids(standing, "photo") if sent is None else sent)


def _ids(standing: Desk, name: str) -> list[UUID]:
    return [id_ for id_ in map(parse_id, standing.words.get(name, "").split()) if id_]


def _shown(one: Artifact, card: cards.Card, stood: list[versions.Version], tags: list[str]) -> Shown:
    readable = card.readable
    return Shown(
        **card.fields(),
        about=one.about if readable else "",
        tags=tags if readable else [],
        version=one.version,
        edition=one.edition,
        versions=stood if readable else [],
    )


_BY_ID = select(Artifact).where(among(Artifact.id, "ids"))
