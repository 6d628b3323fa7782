"""Whom prompts and earlier versions are there for. A reflection itself is an item."""

from sqlalchemy import and_, select

from hub.items.visible import readable_items, stood_while_shared_with_me
from hub.reflections.models import PromptSet, PromptSetVersion, ReflectionVersion
from hub.seeing import MY_SCHOOL, Visible

_prompt_set = PromptSet.__table__

VISIBLE: Visible = {
    PromptSet: (PromptSet.school_id == MY_SCHOOL, "my school's"),
    PromptSetVersion: (
        PromptSetVersion.prompt_set_id.in_(select(_prompt_set.c.id).where(_prompt_set.c.school_id == MY_SCHOOL)),
        "my school's",
    ),
    ReflectionVersion: (
        and_(
            ReflectionVersion.reflection_id.in_(readable_items),
            stood_while_shared_with_me(ReflectionVersion.reflection_id, ReflectionVersion.until),
        ),
        "of items I may see, that still stood when they were shared with me; taken back: only its owner",
    ),
}
