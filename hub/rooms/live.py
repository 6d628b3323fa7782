"""What stands on an open page of a room beside what is said there."""

import jinja2

from hub.database import Tx
from hub.events import Told
from hub.feedback.live import Fragment
from hub.ids import parse_id
from hub.rooms import presence

HERE = "room.here"
"""Told by no event: who comes and goes is nothing that happened."""


def fragments(templates: jinja2.Environment, tx: Tx, told: Told) -> list[Fragment]:
    room = parse_id(told.subjects["item"])
    assert room is not None
    html = templates.get_template("rooms/_here.html").render(room_id=room, here=presence.here(tx, [room]).get(room, []))
    return [(f"here-{room}", "", html)]
