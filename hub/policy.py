"""Who may see and do what. The only place that knows.

Seeing is a predicate for each model, which hub/scoping.py adds to every statement of a viewer. What has none can't be
read by a viewer at all. Doing is one literal table of relation × verb. `as_markdown` prints both into docs/policy.md.
"""

from collections.abc import Set
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, and_, bindparam, exists, or_, select, true

from hub.columns import among
from hub.database import Base, scoped_by
from hub.drafts.models import Draft, Sent
from hub.errors import Forbidden
from hub.feedback.models import Message, MessageGrant, MessageVersion, ReadMark, Report, Thread
from hub.files.models import File, Rendition
from hub.homes.models import Visit
from hub.identity.models import AccessToken, BrowserSession, Invitation
from hub.items.models import Item, ItemGrant
from hub.people.models import Class, ClassMember, Guardianship, Person, Principal, RoleHeld, School
from hub.reflections.models import PromptSet, PromptSetVersion, ReflectionVersion
from hub.scoping import Scoping
from hub.viewer import Viewer
from hub.words import _

ME = bindparam("viewer_id", type_=Person.id.type)
MY_SCHOOL = bindparam("viewer_school", type_=Person.id.type)
I_AM_STAFF = bindparam("viewer_staff", type_=Boolean())
I_AM_ADMIN = bindparam("viewer_admin", type_=Boolean())

_person = Person.__table__
_item_grant = ItemGrant.__table__
_message_grant = MessageGrant.__table__
_item = Item.__table__
_message = Message.__table__
_file = File.__table__
_class_member = ClassMember.__table__
_guardianship = Guardianship.__table__
_prompt_set = PromptSet.__table__

# ── Seeing ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_granted_items = select(_item_grant.c.item_id).where(among(_item_grant.c.principal_id, "viewer_holds"))
_granted_messages = select(_message_grant.c.message_id).where(among(_message_grant.c.principal_id, "viewer_holds"))
# A deleted item is there for its owner alone, who may bring it back.
_visible_items = select(_item.c.id).where(_item.c.id.in_(_granted_items), or_(_item.c.deleted.is_(None), _item.c.owner_id == ME))
_visible_messages = select(_message.c.id).where(_message.c.id.in_(_granted_messages), _message.c.item_id.in_(_visible_items))
# Of what was taken back, only its owner reads more than that it was there: neither earlier versions nor pictures.
_readable_items = _visible_items.where(or_(_item.c.state == "posted", _item.c.owner_id == ME))
_readable_messages = _visible_messages.where(_message.c.withdrawn.is_(None), _message.c.hidden.is_(None))
# What was changed before an item was shared with somebody is not theirs to read.
_stood_while_shared_with_me = exists().where(
    _item_grant.c.item_id == ReflectionVersion.reflection_id,
    _item_grant.c.since < ReflectionVersion.until,
    among(_item_grant.c.principal_id, "viewer_holds"),
)
_visible_files = select(_file.c.id).where(or_(_file.c.owner_id == ME, _file.c.item_id.in_(_readable_items)))

_my_children = select(_guardianship.c.student_id).where(
    _guardianship.c.guardian_id == ME, _guardianship.c.approved.is_not(None), _guardianship.c.ended.is_(None)
)
_my_guardians = select(_guardianship.c.guardian_id).where(
    _guardianship.c.student_id == ME, _guardianship.c.approved.is_not(None), _guardianship.c.ended.is_(None)
)
_my_classes = select(_class_member.c.class_id).where(_class_member.c.person_id == ME, _class_member.c.ended.is_(None))
_my_childrens_classes = select(_class_member.c.class_id).where(_class_member.c.person_id.in_(_my_children), _class_member.c.ended.is_(None))
_my_classmates = select(_class_member.c.person_id).where(_class_member.c.class_id.in_(_my_classes), _class_member.c.ended.is_(None))
_my_childrens_teachers = select(_class_member.c.person_id).where(
    _class_member.c.class_id.in_(_my_childrens_classes),
    _class_member.c.role == "teacher",
    _class_member.c.ended.is_(None),
)
_my_school = select(_person.c.id).where(_person.c.school_id == MY_SCHOOL)


def _knows(person_id: Any) -> ColumnElement[bool]:
    """Me, my class, my guardians, my children and their teachers; staff know the whole school."""
    return or_(
        person_id == ME,
        I_AM_STAFF.is_(true()),
        person_id.in_(_my_classmates),
        person_id.in_(_my_guardians),
        person_id.in_(_my_children),
        person_id.in_(_my_childrens_teachers),
    )


def _knows_class(class_id: Any) -> ColumnElement[bool]:
    return or_(I_AM_STAFF.is_(true()), class_id.in_(_my_classes), class_id.in_(_my_childrens_classes))


VISIBLE: dict[type[Base], tuple[ColumnElement[bool], str]] = {
    School: (School.id == MY_SCHOOL, "my school"),
    Principal: (Principal.school_id == MY_SCHOOL, "those of my school"),
    Person: (
        and_(Person.school_id == MY_SCHOOL, _knows(Person.id)),
        "me, my class, my guardians, my children and their teachers; staff: the school",
    ),
    RoleHeld: (and_(RoleHeld.school_id == MY_SCHOOL, _knows(RoleHeld.person_id)), "of people I may see"),
    Class: (and_(Class.school_id == MY_SCHOOL, _knows_class(Class.id)), "mine and my children's; staff: the school's"),
    ClassMember: (
        and_(ClassMember.person_id.in_(_my_school), _knows_class(ClassMember.class_id), _knows(ClassMember.person_id)),
        "people I may see in classes I may see",
    ),
    Guardianship: (
        or_(
            Guardianship.guardian_id == ME,
            Guardianship.student_id == ME,
            and_(I_AM_STAFF.is_(true()), Guardianship.student_id.in_(_my_school)),
        ),
        "mine, as guardian or student; staff: the school's",
    ),
    BrowserSession: (BrowserSession.person_id == ME, "mine"),
    AccessToken: (AccessToken.person_id == ME, "mine"),
    Invitation: (and_(Invitation.school_id == MY_SCHOOL, I_AM_STAFF.is_(true())), "staff: the school's"),
    Item: (Item.id.in_(_visible_items), "one of my principals is in its audience; deleted: only its owner"),
    ItemGrant: (ItemGrant.item_id.in_(_visible_items), "of items I may see"),
    Draft: (Draft.person_id == ME, "mine"),
    Sent: (Sent.person_id == ME, "mine"),
    PromptSet: (PromptSet.school_id == MY_SCHOOL, "my school's"),
    PromptSetVersion: (
        PromptSetVersion.prompt_set_id.in_(select(_prompt_set.c.id).where(_prompt_set.c.school_id == MY_SCHOOL)),
        "my school's",
    ),
    ReflectionVersion: (
        and_(ReflectionVersion.reflection_id.in_(_readable_items), _stood_while_shared_with_me),
        "of items I may see, that still stood when they were shared with me; taken back: only its owner",
    ),
    Thread: (Thread.item_id.in_(_visible_items), "of items I may see"),
    Message: (Message.id.in_(_visible_messages), "I hold one of its grants, and may see its item"),
    MessageGrant: (MessageGrant.message_id.in_(_visible_messages), "of messages I may see"),
    MessageVersion: (MessageVersion.message_id.in_(_readable_messages), "of messages I may see; taken back or hidden: nobody"),
    Report: (
        or_(
            Report.reporter_id == ME,
            and_(Report.school_id == MY_SCHOOL, I_AM_STAFF.is_(true()), Report.message_id.in_(_visible_messages)),
            # Where no member of staff is among the readers, somebody must be able to look all the same.
            and_(Report.school_id == MY_SCHOOL, I_AM_ADMIN.is_(true())),
        ),
        "mine; staff: of messages I may see; admins: the school's",
    ),
    ReadMark: (ReadMark.person_id == ME, "mine"),
    File: (or_(File.owner_id == ME, File.item_id.in_(_readable_items)), "mine, and those of items I may see; taken back: only its owner"),
    Rendition: (Rendition.file_id.in_(_visible_files), "of files I may see"),
    Visit: (Visit.person_id == ME, "mine"),
}


def _parameters(viewer: Viewer) -> dict[str, Any]:
    return {
        "viewer_id": viewer.id,
        "viewer_school": viewer.school_id,
        "viewer_staff": viewer.staff,
        "viewer_admin": "admin" in viewer.roles,
        "viewer_holds": viewer.held,
    }


scoped_by(Scoping({model: predicate for model, (predicate, _words) in VISIBLE.items()}, _parameters))


# ── Doing ────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Verb(StrEnum):
    """What one can do to a thing that one can see."""

    WRITE = "write"
    EDIT = "edit"
    SHARE = "share"
    WITHDRAW = "withdraw"
    DELETE = "delete"
    ANSWER = "answer"
    REPORT = "report"
    HIDE = "hide"
    INVITE = "invite"
    LOOK_UP = "look people up"
    GIVE_SLIP = "give a sign-in slip"
    DEACTIVATE = "deactivate"
    MANAGE = "manage"


class Relation(StrEnum):
    """What a viewer is to a thing. One may be several at once; what any of them allows is allowed."""

    SELF = "self"
    OWNER = "owner"
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
        Relation.OWNER: frozenset({Verb.EDIT, Verb.SHARE, Verb.WITHDRAW, Verb.DELETE, Verb.ANSWER}),
        Relation.STAFF: frozenset({Verb.ANSWER}),
        Relation.FAMILY: frozenset({Verb.ANSWER}),
        Relation.PEER: frozenset({Verb.ANSWER}),
    },
    "message": {
        Relation.AUTHOR: frozenset({Verb.EDIT, Verb.WITHDRAW}),
        Relation.OWNER: frozenset({Verb.REPORT}),
        Relation.STAFF: frozenset({Verb.REPORT, Verb.HIDE}),
        Relation.FAMILY: frozenset({Verb.REPORT}),
        Relation.PEER: frozenset({Verb.REPORT}),
    },
    "person": {
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


def require(kind: str, relations: frozenset[Relation], verb: Verb) -> None:
    """Raises Forbidden. What the viewer can't even see never comes this far: it is NotFound."""
    if not allows(kind, relations, verb):
        raise Forbidden(_("You can see this, but this isn't yours to change."))


def allows(kind: str, relations: frozenset[Relation], verb: Verb) -> bool:
    return verb in verbs(kind, relations)


def verbs(kind: str, relations: frozenset[Relation]) -> frozenset[Verb]:
    """All that they may do to it."""
    return frozenset(verb for relation in relations for verb in TABLE[kind].get(relation, frozenset()))


def to_item(viewer: Viewer, item: Item, audience: frozenset[Any]) -> frozenset[Relation]:
    """What the viewer is to an item with this audience (principal ids)."""
    by = {viewer.held[principal] for principal in audience if principal in viewer.held}
    return as_holder(owns=item.owner_id == viewer.id, staff=viewer.staff, by=by)


def as_holder(*, owns: bool, staff: bool, by: Set[str]) -> frozenset[Relation]:
    """What somebody is to an item that they see by holding principals of these kinds."""
    if owns:
        return frozenset({Relation.OWNER})
    found: set[Relation] = set()
    if "teachers" in by or (staff and by & {"person", "school"}):
        found.add(Relation.STAFF)
    if "family" in by:
        found.add(Relation.FAMILY)
    return frozenset(found or {Relation.PEER})


def to_message(viewer: Viewer, author_id: UUID, to_its_item: frozenset[Relation]) -> frozenset[Relation]:
    """What the viewer is to a message: its author, who may be staff as well, else what they are to its item."""
    as_author = frozenset({Relation.AUTHOR}) | (to_its_item & {Relation.STAFF})
    return as_author if author_id == viewer.id else to_its_item


def as_markdown() -> str:
    """The policy as docs/policy.md prints it."""
    lines = [
        "# The policy",
        "",
        "Printed by the code (`make docs`); a test fails when it is stale.",
        "",
        "## Who may see",
        "",
        "| what | whom it is there for |",
        "|---|---|",
    ]
    lines += [f"| {model.__name__} | {words} |" for model, (_predicate, words) in VISIBLE.items()]
    lines += [
        "",
        "Everything else is the hub's own: no viewer's session can read it.",
        "",
        "## Who may do",
        "",
        "| to | as | may |",
        "|---|---|---|",
    ]
    for kind, rows in TABLE.items():
        lines += [f"| {kind} | {relation} | {', '.join(sorted(verbs))} |" for relation, verbs in rows.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(as_markdown(), end="")  # noqa: T201
