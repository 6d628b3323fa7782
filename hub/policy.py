"""Who may see and do what. The only place that knows.

Seeing is a predicate for each model, which hub/scoping.py adds to every statement of a viewer. What has none can't be
read by a viewer at all. Each feature's visible.py has those of its models, and is named in FEATURES. Doing is one literal
table of relation × verb. hub/matrix.py prints both into docs/policy.md.
"""

from collections.abc import Set
from enum import StrEnum
from typing import Any
from uuid import UUID

from hub.artifacts import visible as artifacts
from hub.calendars import visible as calendars
from hub.database import scoped_by
from hub.drafts import visible as drafts
from hub.errors import Forbidden
from hub.feedback import visible as feedback
from hub.files import visible as files
from hub.goals import visible as goals
from hub.handins import visible as handins
from hub.homes import visible as homes
from hub.identity import visible as identity
from hub.items import visible as items
from hub.items.models import Item
from hub.loops import visible as loops
from hub.mentors import visible as mentors
from hub.need_to_knows import visible as need_to_knows
from hub.notifications import visible as notifications
from hub.people import visible as people
from hub.projects import visible as projects
from hub.reflections import visible as reflections
from hub.rubrics import visible as rubrics
from hub.safeguarding import visible as safeguarding
from hub.scoping import Scoping
from hub.seeing import Visible, parameters
from hub.tasks import visible as tasks
from hub.teams import visible as teams
from hub.viewer import Viewer
from hub.words import _

# ── Seeing ───────────────────────────────────────────────────────────────────────────────────────────────────────────

FEATURES = (
    people,
    identity,
    items,
    drafts,
    reflections,
    goals,
    artifacts,
    projects,
    teams,
    mentors,
    tasks,
    handins,
    need_to_knows,
    feedback,
    loops,
    rubrics,
    safeguarding,
    files,
    notifications,
    homes,
    calendars,
)
"""In the order in which the policy is printed."""

VISIBLE: Visible = {model: seen for feature in FEATURES for model, seen in feature.VISIBLE.items()}

scoped_by(Scoping({model: predicate for model, (predicate, _words) in VISIBLE.items()}, parameters))


# ── Doing ────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Verb(StrEnum):
    """What one can do to a thing that one can see."""

    WRITE = "write"
    EDIT = "edit"
    SHARE = "share"
    WITHDRAW = "withdraw"
    DELETE = "delete"
    ANSWER = "answer"
    ASK = "ask for feedback"
    RESPOND = "respond"
    REACT = "react"
    REPORT = "report"
    HIDE = "hide"
    LOOK_INTO = "look into"
    CLOSE = "close"
    PAUSE = "pause somebody"
    INVITE = "invite"
    COPY = "copy"
    TAKE_ON = "take on"
    ORGANISE = "organise teams"
    JOIN = "join"
    SIGN = "sign"
    LEAVE = "leave"
    HAND_IN = "hand in"
    REVEAL = "reveal"
    PICK = "pick"
    PIN = "pin"
    FIND_OUT = "find out"
    ASK_MENTOR = "ask a mentor"
    LOOK_UP = "look people up"
    GIVE_SLIP = "give a sign-in slip"
    DEACTIVATE = "deactivate"
    MANAGE = "manage"


class Relation(StrEnum):
    """What a viewer is to a thing. One may be several at once; what any of them allows is allowed."""

    SELF = "self"
    OWNER = "owner"
    MEMBER = "member"
    MENTOR = "mentor"
    AUTHOR = "author"
    STAFF = "staff"
    FAMILY = "family"
    PEER = "peer"
    TEACHER_OF = "teacher of"
    TEACHER = "teacher"
    ADMIN = "admin"


TABLE: dict[str, dict[Relation, frozenset[Verb]]] = {
    "space": {Relation.SELF: frozenset({Verb.WRITE})},
    "item": {
        Relation.OWNER: frozenset({Verb.EDIT, Verb.SHARE, Verb.WITHDRAW, Verb.DELETE, Verb.ANSWER, Verb.ASK}),
        Relation.MEMBER: frozenset({Verb.EDIT, Verb.ANSWER, Verb.REPORT}),
        Relation.STAFF: frozenset({Verb.ANSWER, Verb.REPORT}),
        Relation.MENTOR: frozenset({Verb.ANSWER, Verb.REPORT}),
        Relation.FAMILY: frozenset({Verb.ANSWER, Verb.REPORT}),
        Relation.PEER: frozenset({Verb.ANSWER, Verb.REPORT}),
    },
    "projects": {Relation.STAFF: frozenset({Verb.WRITE}), Relation.SELF: frozenset({Verb.WRITE})},
    "project": {
        Relation.OWNER: frozenset({Verb.EDIT, Verb.SHARE, Verb.WITHDRAW, Verb.DELETE, Verb.ANSWER, Verb.ASK, Verb.COPY, Verb.ORGANISE}),
        Relation.STAFF: frozenset({Verb.ANSWER, Verb.COPY, Verb.TAKE_ON, Verb.REPORT}),
        Relation.MENTOR: frozenset({Verb.ANSWER, Verb.REPORT}),
        Relation.FAMILY: frozenset({Verb.ANSWER, Verb.REPORT}),
        Relation.PEER: frozenset({Verb.ANSWER, Verb.REPORT}),
    },
    "team": {
        Relation.OWNER: frozenset({Verb.EDIT, Verb.WRITE, Verb.INVITE}),
        Relation.MEMBER: frozenset({Verb.WRITE, Verb.SIGN, Verb.LEAVE, Verb.INVITE, Verb.HAND_IN}),
        Relation.PEER: frozenset({Verb.JOIN}),
    },
    "board": {relation: frozenset({Verb.WRITE}) for relation in (Relation.OWNER, Relation.MEMBER, Relation.STAFF)},
    "room": {
        Relation.MEMBER: frozenset({Verb.ANSWER, Verb.WRITE, Verb.REVEAL, Verb.PIN}),
        Relation.MENTOR: frozenset({Verb.ANSWER}),
        Relation.STAFF: frozenset({Verb.ANSWER, Verb.REVEAL, Verb.PIN, Verb.PAUSE}),
    },
    "need_to_know": {
        Relation.OWNER: frozenset({Verb.EDIT, Verb.ANSWER, Verb.FIND_OUT}),
        Relation.MEMBER: frozenset({Verb.ANSWER, Verb.PICK, Verb.FIND_OUT, Verb.ASK_MENTOR, Verb.REPORT}),
        Relation.MENTOR: frozenset({Verb.ANSWER, Verb.REPORT}),
        Relation.AUTHOR: frozenset({Verb.EDIT, Verb.DELETE}),
        Relation.STAFF: frozenset({Verb.ANSWER, Verb.FIND_OUT, Verb.ASK_MENTOR, Verb.REPORT}),
        Relation.PEER: frozenset({Verb.ANSWER, Verb.FIND_OUT, Verb.REPORT}),
    },
    "message": {
        Relation.AUTHOR: frozenset({Verb.EDIT, Verb.WITHDRAW, Verb.REACT}),
        Relation.OWNER: frozenset({Verb.REPORT, Verb.RESPOND, Verb.REACT}),
        Relation.MEMBER: frozenset({Verb.REPORT, Verb.REACT}),
        Relation.MENTOR: frozenset({Verb.REPORT, Verb.REACT}),
        Relation.STAFF: frozenset({Verb.REPORT, Verb.HIDE, Verb.REACT}),
        Relation.FAMILY: frozenset({Verb.REPORT, Verb.REACT}),
        Relation.PEER: frozenset({Verb.REPORT, Verb.REACT}),
    },
    "mentorship": {
        Relation.OWNER: frozenset({Verb.CLOSE}),
        Relation.SELF: frozenset({Verb.CLOSE}),
        Relation.ADMIN: frozenset({Verb.MANAGE, Verb.CLOSE}),
    },
    "rubrics": {Relation.STAFF: frozenset({Verb.WRITE, Verb.EDIT})},
    "report": {
        Relation.STAFF: frozenset({Verb.LOOK_INTO, Verb.HIDE, Verb.CLOSE}),
        Relation.ADMIN: frozenset({Verb.LOOK_INTO, Verb.HIDE, Verb.CLOSE}),
    },
    "person": {
        Relation.PEER: frozenset({Verb.REPORT}),
        Relation.TEACHER_OF: frozenset({Verb.GIVE_SLIP}),
        Relation.ADMIN: frozenset({Verb.GIVE_SLIP, Verb.DEACTIVATE, Verb.MANAGE}),
    },
    "class": {
        Relation.TEACHER: frozenset({Verb.INVITE}),
        Relation.ADMIN: frozenset({Verb.INVITE, Verb.MANAGE}),
    },
    "school": {
        Relation.STAFF: frozenset({Verb.LOOK_UP}),
        Relation.ADMIN: frozenset({Verb.INVITE, Verb.MANAGE}),
    },
}


OWN_TEAM = "own team"


def require(kind: str, relations: frozenset[Relation], verb: Verb) -> None:
    """Raises Forbidden. What the viewer can't even see never comes this far: it is NotFound."""
    if not allows(kind, relations, verb):
        raise Forbidden(_("You can see this, but this isn't yours to change."))


def allows(kind: str, relations: frozenset[Relation], verb: Verb) -> bool:
    return verb in verbs(kind, relations)


def verbs(kind: str, relations: frozenset[Relation]) -> frozenset[Verb]:
    """All that they may do to it."""
    return frozenset(verb for relation in relations for verb in TABLE[kind].get(relation, frozenset()))


def named(item: Item) -> str:
    """The row of the table for an item: that of its kind, where the kind has one."""
    return item.kind if item.kind in TABLE else "item"


def to_item(viewer: Viewer, item: Item, audience: frozenset[Any]) -> frozenset[Relation]:
    """What the viewer is to an item with this audience (principal ids)."""
    by = {OWN_TEAM if principal == item.owner_id else viewer.held[principal] for principal in audience if principal in viewer.held}
    return as_holder(owns=item.owner_id == viewer.id, staff=viewer.staff, by=by)


def as_holder(*, owns: bool, staff: bool, by: Set[str]) -> frozenset[Relation]:
    """What somebody is to an item that they see by holding principals of these kinds; OWN_TEAM is the kind of the team that owns it."""
    if owns:
        return frozenset({Relation.OWNER})
    found: set[Relation] = set()
    if OWN_TEAM in by:
        found.add(Relation.MEMBER)
    if "teachers" in by or (staff and by & {"person", "school", "class"}):
        found.add(Relation.STAFF)
    if "mentors" in by:
        found.add(Relation.MENTOR)
    if "family" in by:
        found.add(Relation.FAMILY)
    return frozenset(found or {Relation.PEER})


def to_message(viewer: Viewer, author_id: UUID, to_its_item: frozenset[Relation]) -> frozenset[Relation]:
    """What the viewer is to a message: its author, who may be staff as well, else what they are to its item. A member of staff looks after
    what others say about their own as well, which may be a project of theirs."""
    as_author = frozenset({Relation.AUTHOR}) | (to_its_item & {Relation.STAFF})
    owns_as_staff = frozenset({Relation.STAFF}) if viewer.staff and Relation.OWNER in to_its_item else frozenset()
    return as_author if author_id == viewer.id else to_its_item | owns_as_staff
