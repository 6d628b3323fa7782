"""Whom what hangs on a need-to-know is there for. A need-to-know itself is an item: until it is shown, its author's alone."""

from sqlalchemy import and_, or_, select

from hub.items.visible import readable_items, stood_while_shared_with_me
from hub.need_to_knows.models import NeedToKnow, NeedToKnowVersion
from hub.seeing import ME, Visible

_need_to_know = NeedToKnow.__table__
_i_asked = NeedToKnowVersion.need_to_know_id.in_(select(_need_to_know.c.id).where(_need_to_know.c.author_id == ME))

VISIBLE: Visible = {
    NeedToKnowVersion: (
        and_(
            NeedToKnowVersion.need_to_know_id.in_(readable_items),
            or_(_i_asked, stood_while_shared_with_me(NeedToKnowVersion.need_to_know_id, NeedToKnowVersion.until)),
        ),
        "of need-to-knows I may see, as they stood since; of what I asked: all",
    ),
}
