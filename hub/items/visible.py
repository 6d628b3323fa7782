"""Whom an item is there for, whatever kind it is of: who holds one of its grants."""

from sqlalchemy import or_, select

from hub.items.models import Item, ItemGrant
from hub.seeing import ME, Visible, held_by_me

_item = Item.__table__
_item_grant = ItemGrant.__table__

_granted_items = select(_item_grant.c.item_id).where(held_by_me(_item_grant.c.principal_id))
# A deleted item is there for its owner alone, who may bring it back.
visible_items = select(_item.c.id).where(_item.c.id.in_(_granted_items), or_(_item.c.deleted.is_(None), _item.c.owner_id == ME))
# Of what was taken back, only its owner reads more than that it was there: neither earlier versions nor pictures.
readable_items = visible_items.where(or_(_item.c.state == "posted", _item.c.owner_id == ME))

VISIBLE: Visible = {
    Item: (Item.id.in_(visible_items), "one of my principals is in its audience; deleted: only its owner"),
    ItemGrant: (ItemGrant.item_id.in_(visible_items), "of items I may see"),
}
