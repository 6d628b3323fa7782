"""Items as lists and pages show them, whatever their kind: what each kind adds is its own."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, select

from hub.artifacts.models import Artifact, ArtifactVersion, Medium
from hub.columns import among
from hub.database import Tx
from hub.files import queries as files
from hub.items import audiences, queries
from hub.items.models import Item, ItemKind, ItemTag
from hub.people.faces import Face, faces
from hub.policy import Relation, Verb, named, to_item, verbs
from hub.slices import Keyset, Slice, Span
from hub.words import _


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """An item as this viewer may read it. What was taken back has, for all but its owner, neither words nor pictures."""

    id: UUID
    kind: ItemKind
    title: str
    opening: str
    owner: Face
    files: list[files.ShownFile]
    """Of an artifact, those of its newest version."""
    medium: Medium | None
    """Of an artifact: what its newest version is before all."""
    versions_count: int
    """Of an artifact; 0 of everything else."""
    created: datetime
    edited: datetime | None
    state: str
    deleted: datetime | None
    comes_back: bool
    """Whether it is deleted, and may still be brought back."""
    audience: audiences.Audience
    can: frozenset[Verb]
    waiting_since: datetime | None

    def fields(self) -> dict[str, Any]:
        """For the struct of one kind, which has more."""
        return {name: getattr(self, name) for name in Card.__struct_fields__}

    @property
    def mine(self) -> bool:
        return self.audience.mine

    @property
    def who_sees(self) -> audiences.Audience:
        """Who can read it at this moment: what was taken back, its owner alone."""
        if self.state == "posted" or not self.mine:
            return self.audience
        return audiences.Audience(_("Only you, until you put it back"), 0, (), mine=True)

    @property
    def may_share(self) -> bool:
        return Verb.SHARE in self.can and self.deleted is None and self.state == "posted"

    @property
    def begins(self) -> str:
        """How its words begin, where the title doesn't say the same."""
        return "" if self.opening[:40] == self.title[:40] else self.opening

    def may_answer(self, begun: bool) -> bool:
        """`begun`: something was said already. About work that only oneself sees there is nobody to talk with yet."""
        alone = self.mine and self.audience.private and not begun
        return Verb.ANSWER in self.can and self.deleted is None and self.readable and not alone

    @property
    def readable(self) -> bool:
        return self.mine or self.state == "posted"

    @property
    def href(self) -> str:
        return queries.href(self.kind, self.id)


def cards(tx: Tx, items: Sequence[Item]) -> list[Card]:
    """Made ready to show, in the same number of statements however many there are."""
    seen_by = audiences.of_items(tx, items)
    hung = files.of_items(tx, [item.id for item in items])
    owners = faces(tx, {item.owner_id for item in items})
    newest = _newest(tx, [item.id for item in items if item.kind == "artifact"])

    def seen(item: Item) -> list[files.ShownFile]:
        theirs = hung.get(item.id, [])
        return [one for one in theirs if one.version == newest[item.id][0]] if item.id in newest else theirs

    return [_card(tx, item, seen_by[item.id], seen(item), newest.get(item.id, (0, None)), owners[item.owner_id]) for item in items]


def by_ids(tx: Tx, ids: Collection[UUID]) -> dict[UUID, Card]:
    """Those of them that the viewer may see."""
    return {card.id: card for card in cards(tx, list(queries.by_ids(tx, ids).values()))}


def tagged(tx: Tx, owner_id: UUID, tag: str, span: Span) -> tuple[Slice, list[Card]]:
    """What the viewer may see of somebody's items under this tag, newest first."""
    cut = _TAGGED.cut(tx, [owner_id], span, tag=tag)[owner_id]
    found = by_ids(tx, [place.id for place in cut.places])
    return cut, [found[place.id] for place in cut.places]


def counts_of(tx: Tx, owner_id: UUID) -> dict[ItemKind, int]:
    """How many of somebody's items of each kind the viewer may see."""
    return {kind: count for kind, count in tx.execute(_COUNTS, {"ids": [owner_id]})}  # noqa: C416 - a Row is no pair to a type checker


def _newest(tx: Tx, artifact_ids: Collection[UUID]) -> dict[UUID, tuple[int, Medium | None]]:
    """The number and the medium of each one's newest version."""
    if not artifact_ids:
        return {}
    return {id_: (number, medium) for id_, number, medium in tx.execute(_NEWEST, {"ids": list(artifact_ids)})}


def _card(
    tx: Tx, item: Item, audience: audiences.Audience, hung: list[files.ShownFile], newest: tuple[int, Medium | None], owner: Face
) -> Card:
    relations = to_item(tx.viewer, item, audience.principals)
    readable = audience.mine or item.state == "posted"
    return Card(
        id=item.id,
        kind=item.kind,
        title=item.title if readable else _("Taken back"),
        opening=item.opening if readable else "",
        owner=owner,
        files=hung if readable else [],
        medium=newest[1],
        versions_count=newest[0],
        created=item.created,
        edited=item.updated if item.updated > item.created else None,
        state=item.state,
        deleted=item.deleted,
        comes_back=item.comes_back(tx.now),
        audience=audience,
        can=verbs(named(item), relations),
        waiting_since=item.waiting_since if audience.mine or relations & {Relation.STAFF, Relation.MEMBER} else None,
    )


_UNDER_TAG = Item.id.in_(select(ItemTag.item_id).where(ItemTag.tag == bindparam("tag", type_=ItemTag.tag.type)))
_TAGGED = Keyset(Item.owner_id, Item.created, Item.id, Item.deleted.is_(None), _UNDER_TAG, newest_first=True)
_NEWEST = (
    select(Artifact.id, Artifact.version, ArtifactVersion.medium)
    .join(ArtifactVersion, (ArtifactVersion.artifact_id == Artifact.id) & (ArtifactVersion.number == Artifact.version))
    .where(among(Artifact.id, "ids"))
)
_COUNTS = select(Item.kind, func.count(Item.id)).where(among(Item.owner_id, "ids"), Item.deleted.is_(None)).group_by(Item.kind)
