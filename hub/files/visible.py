"""Whom files and their renditions are there for."""

from sqlalchemy import or_, select

from hub.files.models import File, Rendition, Upload
from hub.items.visible import readable_items
from hub.seeing import ME, Visible

_file = File.__table__

_visible_files = select(_file.c.id).where(or_(_file.c.owner_id == ME, _file.c.item_id.in_(readable_items)))

VISIBLE: Visible = {
    File: (or_(File.owner_id == ME, File.item_id.in_(readable_items)), "mine, and those of items I may see; taken back: only its owner"),
    Rendition: (Rendition.file_id.in_(_visible_files), "of files I may see"),
    Upload: (Upload.owner_id == ME, "mine"),
}
