"""Whom an item is there for, whatever kind it is of: who holds one of its grants."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from hub.items.models import Item, ItemGrant, ItemLink, ItemTag
from hub.seeing import ME, Visible, held_by_me

_item = Item.__table__
_item_grant = ItemGrant.__table__

_granted_items = select(_item_grant.c.item_id).where(held_by_me(_item_grant.c.principal_id))
# A deleted item is there for its owner alone, who may bring it back.
visible_items = select(_item.c.id).where(_item.c.id.in_(_granted_items), or_(_item.c.deleted.is_(None), _item.c.owner_id == ME))
# Of what was taken back, only its owner reads more than that it was there: neither earlier versions nor pictures.
readable_items = visible_items.where(or_(_item.c.state == "posted", _item.c.owner_id == ME))


def stood_while_shared_with_me(item_id: Any, until: Any) -> ColumnElement[bool]:
    """What was changed before an item was shared with somebody is not theirs to read."""
    return exists().where(_item_grant.c.item_id == item_id, _item_grant.c.since < until, held_by_me(_item_grant.c.principal_id))


VISIBLE: Visible = {
    Item: (Item.id.in_(visible_items), "one of my principals is in its audience; deleted: only its owner"),
    ItemGrant: (ItemGrant.item_id.in_(visible_items), "of items I may see"),
    ItemLink: (
        and_(ItemLink.source_id.in_(visible_items), ItemLink.target_id.in_(visible_items)),
        "between items that I may both see",
    ),
    ItemTag: (ItemTag.item_id.in_(readable_items), "of items I may see; taken back: only its owner"),
}
