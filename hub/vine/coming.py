"""What could come next on a vine: one thing, by plain rules."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hub.goals.models import QUIET
from hub.items.queries import href
from hub.vine.entries import Entry
from hub.words import _, opening

SHORT = 80
"""Characters of the words that one is to say something about."""


def coming(now: datetime, item: Any, entries: Sequence[Entry]) -> Entry | None:
    """The first that fits. None where it may simply rest."""
    own = [entry for entry in entries if entry.item_id == item.id]
    waiting = next((entry for entry in own if entry.step == "feedback" and entry.waits), None)
    if waiting and waiting.who:
        title = _("Tell %(name)s what you did with the feedback") % {"name": waiting.who.called}
        # Where they don't stand right above it, it says which they are.
        words = "" if entries[-1] is waiting else opening(waiting.words, SHORT)
        return _next(item, title, f"/messages/{waiting.id}/respond", words)
    follows = _follows(now, item, own, entries)
    return _next(item, *follows) if follows else None


def _next(item: Any, title: str, where: str, words: str = "") -> Entry:
    return Entry(kind="next", step="next", id=item.id, item_id=item.id, title=title, words=words, href=where, when=None)


def _follows(now: datetime, item: Any, own: Sequence[Entry], entries: Sequence[Entry]) -> tuple[str, str] | None:
    said = [entry for entry in own if entry.step == "feedback"]
    last = max((entry.when for entry in own if entry.step in ("version", "changed", "goal", "reflection") and entry.when), default=None)
    taken = {entry.id for entry in own if entry.outcome in ("adopted", "adapted")}
    if item.kind == "artifact" and any(last and entry.when and entry.when > last for entry in said if entry.id in taken):
        return _("Add the next version"), f"/artifacts/{item.id}/versions/new"
    if item.kind == "goal":
        if any(entry.step == "ended" for entry in own):
            return None if _looked_back(entries, last) else (_("Look back on it"), f"/reflections/new?about={item.id}")
        looked = max((entry.when for entry in own if entry.step in ("check_in", "goal") and entry.when), default=now)
        return (_("Look how it goes"), f"{href('goal', item.id)}#goal-going") if now - looked > QUIET else None
    if item.kind == "artifact" and not _looked_back(entries, last):
        return _("Look back on it"), f"/reflections/new?about={item.id}"
    return None


def _looked_back(entries: Sequence[Entry], since: datetime | None) -> bool:
    return any(entry.step == "reflection" and since and entry.when and entry.when >= since for entry in entries)
