"""Who may see this, in words and names?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

import msgspec
from babel.lists import format_list
from sqlalchemy import bindparam, select

from hub.database import Tx
from hub.items import holders
from hub.items.holders import Holder
from hub.items.models import Item
from hub.people.models import Class, ClassMember, Guardianship, Person, Principal, PrincipalKind
from hub.words import _, locale, ngettext


class Reader(msgspec.Struct, frozen=True):
    """Someone who may see an item."""

    id: UUID
    called: str


class Group(msgspec.Struct, frozen=True):
    """One principal of an audience, as this viewer may know it. `readers` is empty where names are not theirs to know."""

    id: UUID
    kind: PrincipalKind
    words: str
    readers: tuple[Reader, ...]
    hint: str = ""
    """What tells two groups of the same people apart: the class whose teachers they are."""


class Audience(msgspec.Struct, frozen=True):
    """Who may see an item, for one viewer. `count` is of people besides its owner; of somebody else's family, only the viewer counts
    for whoever may not learn who they are."""

    words: str
    count: int
    groups: tuple[Group, ...]
    mine: bool

    @property
    def private(self) -> bool:
        return self.count == 0

    @property
    def principals(self) -> frozenset[UUID]:
        return frozenset(group.id for group in self.groups)


def of_items(tx: Tx, items: Collection[Item]) -> dict[UUID, Audience]:
    """Of each item: one statement, however many there are."""
    if not items:
        return {}
    with tx.system("audience in words"):
        found = holders.of_items(tx, [item.id for item in items])
    return {item.id: _audience(tx, item.owner_id, found[item.id]) for item in items}


def audience_of(tx: Tx, principals: Iterable[UUID], owner_id: UUID) -> Audience:
    """The audience that these principals would make: what a reply box or a choice says before anything is shared."""
    with tx.system("audience in words"):
        found = holders.of_principals(tx, principals)
    return _audience(tx, owner_id, found)


def audiences_for(tx: Tx, wanted: Mapping[UUID, Collection[UUID]], owner_id: UUID) -> dict[UUID, Audience]:
    """As audience_of, for several sets of principals at once: one statement."""
    with tx.system("audience in words"):
        found = holders.of_principals(tx, {principal for principals in wanted.values() for principal in principals})
    return {key: _audience(tx, owner_id, [one for one in found if one.principal_id in theirs]) for key, theirs in wanted.items()}


def choices(tx: Tx, already: Iterable[UUID] = ()) -> list[Group]:
    """With whom the viewer can share: the teachers of their classes, their family; staff also with their classes and the school."""
    me = tx.viewer.id
    with tx.system("whom one can share with"):
        ids = set(tx.scalars(_MY_TEACHERS, {"me": me})) | set(tx.scalars(_MY_FAMILY, {"me": me})) | (set(already) - {me})
        if tx.viewer.staff:
            ids |= {tx.viewer.school_id, *tx.scalars(_MY_CLASSES, {"me": me})}
        found = holders.of_principals(tx, ids)
    return list(_audience(tx, me, found).groups)


def _audience(tx: Tx, owner_id: UUID, held: Iterable[Holder]) -> Audience:
    grouped: dict[UUID, list[Holder]] = defaultdict(list)
    called: dict[UUID, str] = {}
    for holder in held:
        called[holder.person_id] = holder.called
        # Of a person it is who they are; a team consists of people who read what belongs to it.
        if holder.principal_id != owner_id or holder.kind == "team":
            grouped[holder.principal_id].append(holder)
    mine = owner_id == tx.viewer.id
    people = {holder.person_id for group in grouped.values() for holder in group if _may_count(tx, holder)} - {owner_id}
    groups = tuple(sorted((_group(tx, group, called, owner_id) for group in grouped.values()), key=lambda g: (_ORDER[g.kind], g.words)))
    owner = called.get(owner_id, "")
    if not people:
        return Audience(_("Only you") if mine else owner, 0, groups, mine)
    # A class whose only teacher is the owner adds nobody; somebody who is there as a teacher isn't named once more.
    elsewhere = {reader.id for group in groups if group.kind != "person" for reader in group.readers}
    named = [
        group.words
        for group in groups
        if group.kind in ("family", "class", "team", "school")
        or any(group.kind != "person" or reader.id not in elsewhere for reader in group.readers)
    ]
    if mine:
        listed = ngettext("%(who)s: %(n)d person besides you", "%(who)s: %(n)d people besides you", len(people))
        words = listed % {"who": _and(named), "n": len(people)}
    else:
        words = _and([owner, *named] if owner else named)
    return Audience(words[:1].upper() + words[1:], len(people), groups, mine)


def _may_count(tx: Tx, holder: Holder) -> bool:
    return holder.kind != "family" or tx.viewer.staff or tx.viewer.id in (holder.subject_id, holder.person_id)


def _group(tx: Tx, held: list[Holder], called: dict[UUID, str], owner_id: UUID) -> Group:
    first = held[0]
    readers = tuple(
        Reader(holder.person_id, holder.called) for holder in sorted(held, key=lambda h: h.called) if holder.person_id != owner_id
    )
    names = _and([reader.called for reader in readers])
    if first.kind == "school":
        return Group(first.principal_id, first.kind, _("everyone at %(school)s") % {"school": tx.viewer.school_name}, ())
    if first.kind == "class":
        knows = tx.viewer.staff or any(holder.person_id == tx.viewer.id for holder in held)
        return Group(first.principal_id, first.kind, _("the class %(class)s") % {"class": first.group_name}, readers if knows else ())
    if first.kind == "team":
        if not tx.viewer.staff and "mentors" not in tx.viewer.held.values() and all(holder.person_id != tx.viewer.id for holder in held):
            return Group(first.principal_id, first.kind, first.group_name or "", ())  # A team may have in it whom the viewer doesn't know.
        named = f"{first.group_name} ({', '.join(reader.called for reader in readers)})" if readers else first.group_name or ""
        return Group(first.principal_id, first.kind, named, readers)
    if first.kind == "mentors":
        words = ngettext("mentor %(names)s", "mentors %(names)s", len(readers)) % {"names": ", ".join(reader.called for reader in readers)}
        return Group(first.principal_id, first.kind, words, readers)
    if first.kind == "family":
        if first.subject_id == tx.viewer.id:
            return Group(
                first.principal_id, first.kind, _("your family (%(names)s)") % {"names": ", ".join(r.called for r in readers)}, readers
            )
        child = called.get(first.subject_id)
        whose = _("%(name)s’s family") % {"name": child} if child else _("the family")
        if not tx.viewer.staff:  # One guardian never learns who the others are.
            return Group(first.principal_id, first.kind, whose, ())
        named = f"{whose} ({', '.join(reader.called for reader in readers)})" if readers else whose
        return Group(first.principal_id, first.kind, named, readers)
    hint = first.group_name or ""
    return Group(first.principal_id, first.kind, names or _("the teachers of %(class)s") % {"class": hint}, readers, hint)


def _and(words: list[str]) -> str:
    return format_list(words, locale=locale())


_ORDER: dict[PrincipalKind, int] = {"team": 0, "person": 1, "teachers": 2, "mentors": 3, "family": 4, "class": 5, "school": 6}
_OF_MY_CLASSES = (
    select(Principal.id)
    .join(ClassMember, ClassMember.class_id == Principal.subject_id)
    .join(Class, Class.id == ClassMember.class_id)
    .where(ClassMember.person_id == bindparam("me", type_=Person.id.type), ClassMember.ended.is_(None), Class.ended.is_(None))
)
_MY_TEACHERS = _OF_MY_CLASSES.where(Principal.kind == "teachers")
_MY_CLASSES = _OF_MY_CLASSES.where(Principal.kind == "class")
_MY_FAMILY = (
    select(Principal.id)
    .join(Guardianship, Guardianship.student_id == Principal.subject_id)
    .where(
        Principal.kind == "family",
        Guardianship.student_id == bindparam("me", type_=Person.id.type),
        Guardianship.approved.is_not(None),
        Guardianship.ended.is_(None),
    )
)
