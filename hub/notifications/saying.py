"""What happened, and how often letters come, in a few words."""

from datetime import date, time
from typing import Any, NamedTuple

from babel.dates import format_date, format_time, get_day_names

from hub.items.models import ItemKind
from hub.notifications.hours import Hours
from hub.people.faces import Face
from hub.words import _, locale


def told(kind: str, item_kind: ItemKind, who: Face, owner: Face, *, mine: bool, until: date | None = None) -> str:
    """What happened, without the item's title. `mine`: the item is the reader's own. `until`: the day of a request. It is named,
    for nobody knows on which day this is read."""
    names = {"name": who.called, "owner": owner.called, "day": format_date(until, "EEEE d MMMM", locale=locale()) if until else ""}
    if kind == "message.added":
        if mine:
            return _("%(name)s answered you") % names
        if item_kind == "room":  # Of what is said in a room, only answers are told to whom they answer.
            return _("%(name)s answered you in %(owner)s") % names
        if item_kind == "need_to_know":
            return _("%(name)s wrote about a question of %(owner)s") % names
        return (_("%(name)s wrote") if who.id == owner.id else _("%(name)s wrote to %(owner)s")) % names
    if kind == "message.named":
        return (
            _("%(name)s names you in %(owner)s") % names
            if item_kind == "room"
            else _("%(name)s names you about a question of %(owner)s") % names
        )
    if kind == "item.shared":
        shared = {
            "reflection": _("%(name)s shared a reflection with you"),
            "goal": _("%(name)s shared a goal with you"),
            "artifact": _("%(name)s shared their work with you"),
            "project": _("%(name)s shared a project with you"),
            "room": _("%(name)s put you into a team"),
            "need_to_know": _("%(name)s shared a question with you"),
        }
        return shared[item_kind] % names
    done = {
        "version.added": _("%(name)s made a new version"),
        "project.taken_on": _("%(name)s will lead the project that you proposed"),
        "team.joined": _("%(name)s came into %(owner)s"),
        "team.invited": _("%(name)s asks you into a team"),
        "goal.help_asked": _("%(name)s would like help"),
        "feedback.requested": _("%(name)s asks you for feedback"),
        "feedback.reminded": _("%(name)s still hopes for your feedback"),
        "feedback.due": _("%(name)s hopes for your feedback by %(day)s"),
        "feedback.responded": _("%(name)s said what became of your feedback"),
        "feedback.thanked": _("%(name)s thanks you for your feedback"),
        "message.held": _("%(name)s wrote something that staff look at first"),
        "mentor.asked": _("%(name)s asks you a question of %(owner)s"),
        "mentor.declined": _("%(name)s can’t answer a question of %(owner)s this time"),
    }
    return done[kind] % names


def rhythm_words(hours: Hours) -> str:
    """How often letters come, as the end of a sentence: "once a day, at 17:00"."""
    if hours.kind == "at_once":
        if hours.quiet_from == hours.quiet_until:
            return _("soon after something happens")
        between = {"from": clock(hours.quiet_from), "until": clock(hours.quiet_until)}
        return _("soon after something happens, not between %(from)s and %(until)s") % between
    if hours.kind == "never":
        return _("never")
    if hours.kind == "daily":
        return _("once a day, at %(time)s") % {"time": clock(hours.hour)}
    return _("once a week, on %(day)s at %(time)s") % {"day": weekdays()[hours.weekday], "time": clock(hours.hour)}


class RhythmCard(NamedTuple):
    """What a rhythm is chosen by: its button, with its words."""

    value: str
    label: str
    detail: str


def choices(hours: Hours) -> dict[str, Any]:
    """For the form in which a rhythm is chosen: what stands, and what else there is."""
    return {
        "letter_words": rhythm_words(hours),
        "rhythms": [
            RhythmCard("at_once", _("At once"), _("A few minutes after something happens, and never in quiet hours.")),
            RhythmCard("daily", _("Once a day"), _("When there is anything new.")),
            RhythmCard("weekly", _("Once a week"), _("When there is anything new.")),
            RhythmCard("never", _("Never"), _("You look here yourself.")),
        ],
        "clocks": [(str(hour), clock(hour)) for hour in range(24)],
        "weekdays": [(str(day), name) for day, name in enumerate(weekdays())],
    }


def clock(hour: int) -> str:
    """As all hours are told: "17:00"."""
    return format_time(time(hour), "short", locale=locale())


def weekdays() -> list[str]:
    """Monday first."""
    names = get_day_names("wide", "stand-alone", locale=locale())
    return [names[day] for day in range(7)]
