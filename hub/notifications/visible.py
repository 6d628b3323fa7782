"""Whom notifications are there for."""

from hub.notifications.models import Notification, Rhythm
from hub.seeing import ME, Visible

VISIBLE: Visible = {
    Notification: (Notification.person_id == ME, "mine"),
    Rhythm: (Rhythm.person_id == ME, "mine"),
}
