"""What can be done to anything shareable, whatever its kind."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from hub.database import Tx
from hub.errors import Conflict, Forbidden, Invalid
from hub.events import home_topic, thread_topic
from hub.items import audiences, holders, queries
from hub.items.models import Item, ItemGrant
from hub.loops import waiting
from hub.notifications import telling as telling  # It listens to what is told, wherever anything can be done.
from hub.people.models import Principal
from hub.policy import Relation, Verb, named, require, to_item
from hub.words import _


def relations(tx: Tx, item: Item) -> frozenset[Relation]:
    """What the viewer is to an item that they can see."""
    return to_item(tx.viewer, item, queries.granted(tx, item.id))


def stands(item: Item) -> None:
    """Raises Conflict for one that others can't see now, whoever it is shared with."""
    if item.deleted is not None or item.state != "posted":
        raise Conflict(_("Nobody else can see this now. Put it back first, then ask."))


def still_there(item: Item) -> None:
    """Raises Conflict for one that its owner has deleted: what was added to it now would go with it, unseen."""
    if item.deleted is not None:
        raise Conflict(_("You deleted this. Bring it back first."))


def first_audience(tx: Tx, item: Item, chosen: Iterable[UUID]) -> None:
    """Grants for an item that has just been made. Private at birth: without a choice only its owner sees it."""
    principals = _checked(tx, chosen, already=frozenset())
    tx.add_all(ItemGrant(item_id=item.id, principal_id=principal, since=tx.now) for principal in principals | {item.owner_id})
    item.waiting_since = tx.now if item.asks_since and holders.staff_among(tx, principals) else None
    tx.flush()


def share(tx: Tx, item_id: UUID | None, chosen: Iterable[UUID]) -> Item:
    """Makes this the audience, from now on and everywhere, besides whose it was first. Raises NotFound, Forbidden, Conflict for what was
    deleted, Invalid("audience")."""
    item = queries.find(tx, item_id)
    kinds = queries.granted_kinds(tx, item.id)
    before = frozenset(kinds)
    require(named(item), to_item(tx.viewer, item, before), Verb.SHARE)
    still_there(item)
    mentors = frozenset(id_ for id_, kind in kinds.items() if kind == "mentors")
    # With a project, mentors come and go by what the school decides for them.
    stays = frozenset({item.stays} if item.stays else ()) | (mentors if item.kind == "project" else frozenset())
    after = _checked(tx, chosen, already=before | stays) | stays | {item.owner_id}
    if before == after:
        return item
    if after & mentors and not holders.staff_among(tx, after):
        raise Invalid("audience", _("A mentor sees it only together with a teacher. Please choose again."))
    told = holders.readers(tx, before | after)
    for grant in tx.scalars(select(ItemGrant).where(ItemGrant.item_id == item.id)):
        if grant.principal_id not in after:
            tx.delete(grant)
    tx.add_all(ItemGrant(item_id=item.id, principal_id=principal, since=tx.now) for principal in after - before)
    # A teacher's own work waits for other members of staff.
    if not holders.staff_among(tx, after - {item.owner_id}):
        item.waiting_since = None
    elif not holders.staff_among(tx, before - {item.owner_id}):
        item.waiting_since = waiting.since(tx, item)
    tell(tx, "item.audience_changed", item, told)
    return item


def delete(tx: Tx, item_id: UUID | None) -> Item:
    """Away for everybody, at once; its owner can bring it back for 30 days."""
    item = _owned(tx, item_id, Verb.DELETE)
    if item.deleted is None:
        told = holders.readers(tx, queries.granted(tx, item.id))
        item.deleted = tx.now
        tell(tx, "item.deleted", item, told)
    return item


def bring_back(tx: Tx, item_id: UUID | None) -> Item:
    """Undoes a delete. Raises Forbidden after 30 days."""
    item = _owned(tx, item_id, Verb.DELETE)
    if item.deleted is not None:
        if not item.comes_back(tx.now):
            raise Forbidden(_("This was deleted more than 30 days ago, and can't be brought back."))
        item.deleted = None
        tell(tx, "item.brought_back", item, holders.readers(tx, queries.granted(tx, item.id)))
    return item


def withdraw(tx: Tx, item_id: UUID | None) -> Item:
    """Takes the words back: its audience sees that there was something, and no longer what. Its owner still sees all of it."""
    item = _owned(tx, item_id, Verb.WITHDRAW)
    if item.state == "posted":
        item.state = "withdrawn"
        item.waiting_since = None
        tell(tx, "item.withdrawn", item, holders.readers(tx, queries.granted(tx, item.id)))
    return item


def put_back(tx: Tx, item_id: UUID | None) -> Item:
    """Posts again what was withdrawn, to the same audience."""
    item = _owned(tx, item_id, Verb.WITHDRAW)
    if item.state == "withdrawn":
        item.state = "posted"
        principals = queries.granted(tx, item.id)
        item.waiting_since = waiting.since(tx, item)
        tell(tx, "item.put_back", item, holders.readers(tx, principals))
    return item


def tell(tx: Tx, kind: str, item: Item, people: Iterable[UUID]) -> None:
    """In the item's thread, and at the homes of these people."""
    tx.tell(kind, [thread_topic(item.id), *map(home_topic, people)], item=item.id)


def _owned(tx: Tx, item_id: UUID | None, verb: Verb) -> Item:
    item = queries.find(tx, item_id)
    require(named(item), relations(tx, item), verb)
    return item


def _checked(tx: Tx, chosen: Iterable[UUID], already: frozenset[UUID]) -> frozenset[UUID]:
    """The chosen principals, if the viewer may share with each of them; those of before may stay."""
    wanted = frozenset(chosen) - {tx.viewer.id}
    possible = frozenset(group.id for group in audiences.choices(tx, already)) | already
    if wanted - possible:
        raise Invalid("audience", _("You can share with your teachers and your family. Please choose again."))
    return wanted


def principal_of(tx: Tx, kind: str, subject_id: UUID) -> UUID:
    """The id under which a family or a class's teachers are shared with. Raises NoResultFound for one that doesn't exist."""
    with tx.system("principal of a group"):
        return tx.scalars(select(Principal.id).where(Principal.kind == kind, Principal.subject_id == subject_id)).one()
