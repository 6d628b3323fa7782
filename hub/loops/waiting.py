"""Since when a learner waits for an answer from staff: read off what was wished, asked and said since staff last spoke."""

from datetime import datetime

from sqlalchemy import bindparam, func, select

from hub.columns import Moment, among
from hub.database import Tx
from hub.feedback.models import Message, MessageGrant
from hub.holdings import holdings
from hub.items import holders
from hub.items.models import Item, ItemGrant
from hub.loops.models import Asked, FeedbackRequest
from hub.people.models import Person, RoleHeld


def since(tx: Tx, item: Item) -> datetime | None:
    """None where nobody waits. For whenever something is undone: what happens anew begins or ends a wait by itself."""
    in_turn(tx, item)
    if item.state != "posted":
        return None
    with tx.system("since when a learner waits"):
        shared = {principal: at for principal, at in tx.execute(_GRANTS, {"item": item.id})}  # noqa: C416 - a Row is no pair to a type checker
        staff = holders.staff_among(tx, set(shared) - {item.owner_id})
        spoke = staff_spoke(tx, item)
        began = [tx.scalar(_ASKED, {"item": item.id, "from": spoke or item.created})]
        if staff:
            seen = min(shared[principal] for principal in staff)
            reads = max(seen, spoke or seen)
            began.append(None if item.led else tx.scalar(_SAID, {"item": item.id, "from": reads, "staff": list(staff)}))
            wished = max(seen, item.asks_since) if item.asks_since else None
            began.append(wished if wished and wished >= reads else None)
    return min((at for at in began if at), default=None)


def begins(tx: Tx, item: Item) -> None:
    """Its owner waits for an answer from staff, if they did not already."""
    in_turn(tx, item)
    item.wait(tx.now)


def in_turn(tx: Tx, item: Item) -> None:
    """Before it is read who waits: what another person does about it at the same moment is over then, and seen. An answer that was
    under way would else end a wait that began while it was."""
    if tx.among_others:
        tx.refresh(item, ["waiting_since"], with_for_update={"key_share": True, "of": Item})


def staff_spoke(tx: Tx, item: Item) -> datetime | None:
    """When a member of staff last said something here that still stands."""
    with tx.system("since when a learner waits"):
        return tx.scalar(_SPOKE, {"item": item.id})


_ITEM = bindparam("item", type_=Item.id.type)
_FROM = bindparam("from", type_=Moment())
_STANDS = (Message.item_id == _ITEM, Message.withdrawn.is_(None), Message.hidden.is_(None))
_GRANTS = select(ItemGrant.principal_id, ItemGrant.since).where(ItemGrant.item_id == _ITEM)
_SPOKE = select(func.max(Message.created)).where(*_STANDS, Message.voice == "staff")
_SAID = select(func.min(Message.created)).where(
    *_STANDS,
    Message.voice == "learner",
    Message.created >= _FROM,
    Message.id.in_(select(MessageGrant.message_id).where(among(MessageGrant.principal_id, "staff"))),
)
# Members of staff who can still see it: a request to others stays open, and is no wait.
_ASKED = (
    select(func.min(Asked.since))
    .join(FeedbackRequest, FeedbackRequest.id == Asked.request_id)
    .join(Person, Person.id == Asked.person_id)
    .where(
        FeedbackRequest.item_id == _ITEM,
        FeedbackRequest.withdrawn.is_(None),
        Asked.answered.is_(None),
        Asked.since >= _FROM,
        Person.deactivated.is_(None),
        Person.id.in_(select(RoleHeld.person_id).where(RoleHeld.role.in_(("teacher", "admin")), RoleHeld.ended.is_(None))),
        Person.id.in_(
            select(holdings.c.person_id)
            .join(ItemGrant, ItemGrant.principal_id == holdings.c.principal_id)
            .where(ItemGrant.item_id == _ITEM)
        ),
    )
)
