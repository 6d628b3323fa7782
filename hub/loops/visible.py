"""Whom requests for feedback and responses to it are there for."""

from sqlalchemy import and_, or_, select, true

from hub.feedback.visible import readable_messages
from hub.items.visible import visible_items
from hub.loops.models import Asked, FeedbackRequest, Response
from hub.seeing import I_AM_STAFF, ME, Visible

_request = FeedbackRequest.__table__
_asked = Asked.__table__

_put_to_me = select(_asked.c.request_id).where(_asked.c.person_id == ME)
# One guardian never learns whom else a child has asked.
_mine_to_look_after = select(_request.c.id).where(
    _request.c.item_id.in_(visible_items), or_(_request.c.asker_id == ME, I_AM_STAFF.is_(true()))
)

VISIBLE: Visible = {
    FeedbackRequest: (
        and_(
            FeedbackRequest.item_id.in_(visible_items),
            or_(FeedbackRequest.asker_id == ME, I_AM_STAFF.is_(true()), FeedbackRequest.id.in_(_put_to_me)),
        ),
        "of items I may see: mine, those put to me; staff: all",
    ),
    Asked: (
        and_(
            Asked.request_id.in_(select(_request.c.id).where(_request.c.item_id.in_(visible_items))),
            or_(Asked.person_id == ME, Asked.request_id.in_(_mine_to_look_after)),
        ),
        "me; of requests of mine, everyone; staff: of requests I may see, everyone",
    ),
    Response: (Response.message_id.in_(readable_messages), "to messages I may read"),
}
