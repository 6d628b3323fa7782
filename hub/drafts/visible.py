"""Whom drafts are there for."""

from hub.drafts.models import Draft, Sent
from hub.seeing import ME, Visible

VISIBLE: Visible = {
    Draft: (Draft.person_id == ME, "mine"),
    Sent: (Sent.person_id == ME, "mine"),
}
