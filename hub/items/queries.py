"""Who may see this, in words and names?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from babel.lists import format_list
from sqlalchemy import and_, bindparam, func, or_, select

from hub.columns import among
from hub.database import Tx
from hub.errors import NotFound
from hub.holdings import holdings
from hub.items.models import Item, ItemGrant, ItemKind
from hub.people.models import Class, ClassMember, Guardianship, Person, Principal, PrincipalKind, RoleHeld
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


def href(kind: ItemKind, item_id: UUID) -> str:
    """The address of an item's own page."""
    return f"/{kind}s/{item_id}"


class _Holder(msgspec.Struct, frozen=True):
    principal_id: UUID
    kind: PrincipalKind
    subject_id: UUID
    person_id: UUID
    called: str
    class_name: str | None


def find(tx: Tx, item_id: UUID | None) -> Item:
    """Raises NotFound for one that is missing, and alike for one that is not this viewer's to see."""
    item = tx.get(Item, item_id) if item_id else None
    if item is None:
        raise NotFound(_("We can't find this. Perhaps it was taken back, or isn't shared with you."))
    return item


def granted(tx: Tx, item_id: UUID) -> frozenset[UUID]:
    """The principals of an item's audience, its owner's among them."""
    return frozenset(tx.scalars(select(ItemGrant.principal_id).where(ItemGrant.item_id == item_id)))


def shared_since(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Since when the viewer can see each of these items."""
    rows = tx.execute(_SHARED_SINCE, {"ids": item_ids, "holds": tx.viewer.held})
    return {row[0]: row[1] for row in rows}


def audiences(tx: Tx, items: Collection[Item]) -> dict[UUID, Audience]:
    """Of each item: one statement, however many there are."""
    if not items:
        return {}
    statement = _HOLDERS_OF_ITEMS
    with tx.system("audience in words"):
        rows = tx.execute(statement, {"ids": [item.id for item in items]}).all()
    holders: dict[UUID, list[_Holder]] = defaultdict(list)
    for row in rows:
        holders[row[0]].append(_Holder(*row[1:]))
    return {item.id: _audience(tx, item.owner_id, holders[item.id]) for item in items}


def audience_of(tx: Tx, principals: Iterable[UUID], owner_id: UUID) -> Audience:
    """The audience that these principals would make: what a reply box or a choice says before anything is shared."""
    with tx.system("audience in words"):
        rows = tx.execute(_HOLDERS, {"ids": list(principals)}).all()
    return _audience(tx, owner_id, [_Holder(*row) for row in rows])


def audiences_for(tx: Tx, wanted: Mapping[UUID, Collection[UUID]], owner_id: UUID) -> dict[UUID, Audience]:
    """As audience_of, for several sets of principals at once: one statement."""
    with tx.system("audience in words"):
        rows = tx.execute(_HOLDERS, {"ids": {principal for principals in wanted.values() for principal in principals}}).all()
    holders = [_Holder(*row) for row in rows]
    return {key: _audience(tx, owner_id, [one for one in holders if one.principal_id in theirs]) for key, theirs in wanted.items()}


def granted_to_each(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """As granted, for many items in one statement."""
    found: dict[UUID, set[UUID]] = {id_: set() for id_ in item_ids}
    for item_id, principal_id in tx.execute(_GRANTED, {"ids": list(item_ids)}):
        found[item_id].add(principal_id)
    return {id_: frozenset(principals) for id_, principals in found.items()}


def by_ids(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, Item]:
    """Those of them that the viewer may see."""
    return {item.id: item for item in tx.scalars(_BY_ID, {"ids": list(item_ids)})}


def kinds(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, ItemKind]:
    """Of those of them that the viewer may see."""
    return {id_: kind for id_, kind in tx.execute(_KINDS, {"ids": list(item_ids)})}  # noqa: C416 - a Row is no pair to a type checker


def readers(tx: Tx, principals: Iterable[UUID]) -> frozenset[UUID]:
    """The people who hold one of these principals now, for telling their homes. A whole school is not told one by one."""
    with tx.system("whom to tell"):
        rows = tx.execute(_HOLDERS, {"ids": list(principals)}).all()
    return frozenset(row.person_id for row in rows if row.kind != "school")


def staff_among(tx: Tx, principals: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the principals that are held by members of staff: teachers of a class, or a teacher in person."""
    with tx.system("whom to tell"):
        found = tx.execute(_STAFF, {"ids": list(principals)})
        return frozenset(found.scalars())


def choices(tx: Tx, already: Iterable[UUID] = ()) -> list[Group]:
    """With whom the viewer can share: the teachers of their classes, their family; staff also with the school."""
    me = tx.viewer.id
    with tx.system("whom one can share with"):
        ids = set(tx.scalars(_MY_TEACHERS, {"me": me})) | set(tx.scalars(_MY_FAMILY, {"me": me})) | (set(already) - {me})
        if tx.viewer.staff:
            ids.add(tx.viewer.school_id)
        rows = tx.execute(_HOLDERS, {"ids": list(ids)}).all()
    return list(_audience(tx, me, [_Holder(*row) for row in rows]).groups)


def _audience(tx: Tx, owner_id: UUID, holders: Iterable[_Holder]) -> Audience:
    grouped: dict[UUID, list[_Holder]] = defaultdict(list)
    called: dict[UUID, str] = {}
    for holder in holders:
        called[holder.person_id] = holder.called
        if holder.principal_id != owner_id:
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
        if group.kind in ("family", "school") or any(group.kind != "person" or reader.id not in elsewhere for reader in group.readers)
    ]
    if mine:
        listed = ngettext("%(who)s: %(n)d person besides you", "%(who)s: %(n)d people besides you", len(people))
        words = listed % {"who": _and(named), "n": len(people)}
    else:
        words = _and([owner, *named] if owner else named)
    return Audience(words[:1].upper() + words[1:], len(people), groups, mine)


def _may_count(tx: Tx, holder: _Holder) -> bool:
    return holder.kind != "family" or tx.viewer.staff or tx.viewer.id in (holder.subject_id, holder.person_id)


_ORDER: dict[PrincipalKind, int] = {"person": 0, "teachers": 1, "family": 2, "school": 3}


def _group(tx: Tx, holders: list[_Holder], called: dict[UUID, str], owner_id: UUID) -> Group:
    first = holders[0]
    readers = tuple(
        Reader(holder.person_id, holder.called) for holder in sorted(holders, key=lambda h: h.called) if holder.person_id != owner_id
    )
    names = _and([reader.called for reader in readers])
    if first.kind == "school":
        return Group(first.principal_id, first.kind, _("everyone at %(school)s") % {"school": tx.viewer.school_name}, ())
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
    hint = first.class_name or ""
    return Group(first.principal_id, first.kind, names or _("the teachers of %(class)s") % {"class": hint}, readers, hint)


def _and(words: list[str]) -> str:
    return format_list(words, locale=locale())


_HOLDER_COLUMNS = (Principal.id, Principal.kind, Principal.subject_id, Person.id.label("person_id"), Person.called, Class.name)
_HELD = holdings.c.principal_id == Principal.id
_HOLDERS = (
    select(*_HOLDER_COLUMNS)
    .select_from(Principal)
    .join(holdings, _HELD)
    .join(Person, Person.id == holdings.c.person_id)
    .outerjoin(Class, Class.id == Principal.subject_id)
    .where(among(Principal.id, "ids"), Person.deactivated.is_(None))
)
_HOLDERS_OF_ITEMS = (
    select(ItemGrant.item_id, *_HOLDER_COLUMNS)
    .select_from(ItemGrant)
    .join(Principal, Principal.id == ItemGrant.principal_id)
    .join(holdings, _HELD)
    .join(Person, Person.id == holdings.c.person_id)
    .outerjoin(Class, Class.id == Principal.subject_id)
    .where(among(ItemGrant.item_id, "ids"), Person.deactivated.is_(None))
)
_MY_TEACHERS = (
    select(Principal.id)
    .join(ClassMember, ClassMember.class_id == Principal.subject_id)
    .join(Class, Class.id == ClassMember.class_id)
    .where(
        Principal.kind == "teachers",
        ClassMember.person_id == bindparam("me", type_=Person.id.type),
        ClassMember.ended.is_(None),
        Class.ended.is_(None),
    )
)
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
_STAFF = (
    select(Principal.id)
    .outerjoin(RoleHeld, and_(RoleHeld.person_id == Principal.id, RoleHeld.role.in_(("teacher", "admin")), RoleHeld.ended.is_(None)))
    .where(among(Principal.id, "ids"), or_(Principal.kind == "teachers", RoleHeld.person_id.is_not(None)))
    .distinct()
)
_GRANTED = select(ItemGrant.item_id, ItemGrant.principal_id).where(among(ItemGrant.item_id, "ids"))
_KINDS = select(Item.id, Item.kind).where(among(Item.id, "ids"))
_BY_ID = select(Item).where(among(Item.id, "ids"))
_SHARED_SINCE = (
    select(ItemGrant.item_id, func.min(ItemGrant.since))
    .where(among(ItemGrant.item_id, "ids"), among(ItemGrant.principal_id, "holds"))
    .group_by(ItemGrant.item_id)
)
