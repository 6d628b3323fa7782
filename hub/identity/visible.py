"""Whom sessions, tokens and invitations are there for."""

from sqlalchemy import and_, true

from hub.identity.models import AccessToken, BrowserSession, Invitation
from hub.seeing import I_AM_STAFF, ME, MY_SCHOOL, Visible

VISIBLE: Visible = {
    BrowserSession: (BrowserSession.person_id == ME, "mine"),
    AccessToken: (AccessToken.person_id == ME, "mine"),
    Invitation: (and_(Invitation.school_id == MY_SCHOOL, I_AM_STAFF.is_(true())), "staff: the school's"),
}
