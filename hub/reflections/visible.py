"""Whom prompts and earlier versions are there for. A reflection itself is an item."""

from sqlalchemy import and_, exists, select

from hub.items.models import ItemGrant
from hub.items.visible import readable_items
from hub.reflections.models import PromptSet, PromptSetVersion, ReflectionVersion
from hub.seeing import MY_SCHOOL, Visible, held_by_me

_item_grant = ItemGrant.__table__
_prompt_set = PromptSet.__table__

# What was changed before an item was shared with somebody is not theirs to read.
_stood_while_shared_with_me = exists().where(
    _item_grant.c.item_id == ReflectionVersion.reflection_id,
    _item_grant.c.since < ReflectionVersion.until,
    held_by_me(_item_grant.c.principal_id),
)

VISIBLE: Visible = {
    PromptSet: (PromptSet.school_id == MY_SCHOOL, "my school's"),
    PromptSetVersion: (
        PromptSetVersion.prompt_set_id.in_(select(_prompt_set.c.id).where(_prompt_set.c.school_id == MY_SCHOOL)),
        "my school's",
    ),
    ReflectionVersion: (
        and_(ReflectionVersion.reflection_id.in_(readable_items), _stood_while_shared_with_me),
        "of items I may see, that still stood when they were shared with me; taken back: only its owner",
    ),
}
