"""What one does about a mentor: invite them to a project, record their check, approve, end. And what they offer themselves."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import and_, bindparam, select

from hub.clock import start_of
from hub.database import Tx
from hub.drafts.sending import Sending
from hub.errors import Conflict, Forbidden, Invalid
from hub.events import home_topic, thread_topic
from hub.items import holders
from hub.items import queries as items
from hub.items.actions import relations, still_there
from hub.items.models import Item, ItemGrant
from hub.mentors import offers, queries
from hub.mentors.models import BackgroundCheck, Mentorship, Offer
from hub.need_to_knows.models import NeedToKnow
from hub.people.models import Principal, RoleHeld
from hub.people.queries import find as person_of
from hub.people.queries import to_school
from hub.policy import Verb, require
from hub.projects import queries as projects
from hub.projects.models import Project
from hub.rooms.models import Room
from hub.teams.actions import going_on, in_turn
from hub.teams.models import Team
from hub.words import _, one_line

LONGEST_STAY = 366
"""Days of one mentorship."""
LONGEST_CHECK = timedelta(days=20 * 366)
MOST = 20
"""Offers of one mentor."""


class Invited(msgspec.Struct, frozen=True, kw_only=True):
    """Whom one asks, for what, from which day to which."""

    person: UUID | None
    purpose: str
    first_day: date | None
    last_day: date | None
    writing: UUID | None = None


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What an admin has looked at. `expires`: the moment at which it holds no more."""

    kind: str
    identity: str
    issued: date | None
    expires: datetime | None


def invite(tx: Tx, project_id: UUID | None, invited: Invited) -> Mentorship:
    """Opens nothing until an admin approves. Raises NotFound, Forbidden, Conflict for a proposal and for who is invited already, and
    Invalid("person", "purpose", "first_day" or "last_day")."""
    project = projects.find(tx, project_id)
    require("project", relations(tx, project), Verb.ORGANISE)
    in_turn(tx, project.id)
    still_there(project)
    going_on(project)
    if not project.led:
        raise Conflict(_("This is a proposal. A teacher takes it on first."))
    sending = Sending(tx, invited.writing, "invite_mentor", project.id, invited)
    if sending.made:
        return queries.find(tx, sending.made)
    person = _may_be_mentor(tx, invited.person)
    purpose = one_line("purpose", invited.purpose, 300)
    if not purpose:
        raise Invalid("purpose", _("Say in a sentence what they shall help with."))
    first, last = _days(tx, invited.first_day, invited.last_day)
    for other in queries.of_projects(tx, [project.id]):
        if other.mentor.id == person and other.stands:
            raise Conflict(_("They are with this project already, or invited to it. End that first."))
    zone = tx.viewer.time_zone
    made = tx.make(
        Mentorship(
            school_id=project.school_id,
            project_id=project.id,
            person_id=person,
            purpose=purpose,
            first_day=first,
            last_day=last,
            opens=start_of(first, zone),
            closes=start_of(last + timedelta(days=1), zone),
            invited=tx.now,
            invited_by=tx.viewer.id,
        )
    )
    sending.becomes(made.id)
    _tell(tx, "mentorship.invited", made, project, _admins(tx))
    return made


def record_check(tx: Tx, person_id: UUID | None, checked: Checked) -> BackgroundCheck:
    """Counts from now on instead of the one before. Raises NotFound, Forbidden for who is no admin and for oneself, and Invalid("person",
    "kind", "identity", "issued" or "expires")."""
    require("school", to_school(tx), Verb.MANAGE)
    person = _may_be_mentor(tx, person_id)
    kind, identity = one_line("kind", checked.kind, 120), one_line("identity", checked.identity, 120)
    if not identity:
        raise Invalid("identity", _("Say by what you know who they are: a passport that you saw, for example."))
    if not kind:
        raise Invalid("kind", _("Say what was checked."))
    if checked.issued is None or checked.issued > tx.today:
        raise Invalid("issued", _("On which day was it issued? Not later than today."))
    if checked.expires is not None and checked.expires.tzinfo is None:
        raise Invalid("expires", _("Say by which clock: put Z behind it, or +01:00."))
    if checked.expires is None or checked.expires <= tx.now:
        raise Invalid("expires", _("It must hold for some time yet."))
    if checked.expires > tx.now + LONGEST_CHECK:
        raise Invalid("expires", _("That is more than twenty years ahead. Please look again until when it holds."))
    # Two admins at one moment are one after the other: only one check counts.
    tx.execute(_IN_TURN, {"person": person})
    for before in tx.scalars(select(BackgroundCheck).where(BackgroundCheck.person_id == person, BackgroundCheck.replaced.is_(None))):
        before.replaced = tx.now
    made = tx.make(
        BackgroundCheck(
            person_id=person,
            kind=kind,
            identity=identity,
            issued=checked.issued,
            expires=checked.expires,
            recorded=tx.now,
            recorded_by=tx.viewer.id,
        )
    )
    tx.tell("mentor.checked", [home_topic(person), home_topic(tx.viewer.id)], person=person)
    return made


def approve(tx: Tx, mentorship_id: UUID | None) -> Mentorship:
    """From the first day on they see the project and its rooms. Raises NotFound, Forbidden, and Conflict for one that is over, and where no
    check is recorded that holds on the first day."""
    one = queries.find(tx, mentorship_id)
    require("mentorship", queries.relations(tx, one), Verb.MANAGE)
    in_turn(tx, one.project_id)  # A room that is opened meanwhile lets them in, too, and there is one group of them.
    if one.ended is not None or one.closes <= tx.now:
        raise Conflict(_("This is over. Their teacher can invite them anew."))
    if one.person_id == tx.viewer.id:
        raise Forbidden(_("Another admin approves you."))
    with tx.system("whether a mentor's check holds"):
        checked = queries.checks_hold(tx, [one.person_id], max(one.opens, tx.now))
    if not checked:
        raise Conflict(_("Record first who they are and what was checked: it must hold on their first day."))
    if one.approved is None:
        one.approved, one.approved_by = tx.now, tx.viewer.id
        with tx.system("what a mentor is let into"):
            project = tx.get_one(Project, one.project_id)
            still_there(project)
            going_on(project)
            _let_in(tx, project)
            _tell(tx, "mentorship.approved", one, project)
    return one


def end(tx: Tx, mentorship_id: UUID | None) -> Mentorship:
    """At once they see nothing of the project any more, in open pages too. By who leads it, an admin, or the mentor. Harmless twice."""
    one = queries.find(tx, mentorship_id)
    require("mentorship", queries.relations(tx, one), Verb.CLOSE)
    if one.ended is None:
        with tx.system("what a mentor leaves"):
            _tell(tx, "mentorship.ended", one, tx.get_one(Project, one.project_id))
            one.ended, one.ended_by = tx.now, tx.viewer.id
    return one


def offer(tx: Tx, words: str, tags: Collection[str] = (), writing: UUID | None = None) -> Offer:
    """What one can help with. Raises Forbidden for who is no mentor, Invalid("words" or "tags")."""
    if "mentor" not in tx.viewer.roles:
        raise Forbidden(_("Mentors say here what they can help with."))
    sending = Sending(tx, writing, "offer", words, *tags)
    if sending.made:
        return offers.find(tx, sending.made)
    words = one_line("words", words, 300)
    if not words:
        raise Invalid("words", _("Say in a sentence what you can help with."))
    several = list(dict.fromkeys(tag for one in tags if (tag := one_line("tags", one, 40))))
    if len(several) > 8:
        raise Invalid("tags", _("Eight words at the most. A few are enough."))
    if len(offers.mine(tx)) >= MOST:
        raise Invalid("words", _("That is a lot of offers. Take one back first."))
    made = tx.make(Offer(school_id=tx.viewer.school_id, person_id=tx.viewer.id, words=words, tags=several, created=tx.now))
    sending.becomes(made.id)
    tx.tell("offer.made", [home_topic(tx.viewer.id)])
    return made


def take_offer_back(tx: Tx, offer_id: UUID | None) -> UUID:
    """Raises NotFound, and Forbidden for somebody else's."""
    one = offers.find(tx, offer_id)
    if one.person_id != tx.viewer.id:
        raise Forbidden(_("Only who made this offer can take it back."))
    one.taken = tx.now
    tx.tell("offer.taken", [home_topic(tx.viewer.id)])
    return one.id


def by_another_clock(tx: Tx, zone: str) -> None:
    """The school has set its clock: the days of its mentors begin and end by it."""
    for one in tx.scalars(select(Mentorship).where(Mentorship.ended.is_(None), Mentorship.closes > tx.now)):
        one.opens, one.closes = start_of(one.first_day, zone), start_of(one.last_day + timedelta(days=1), zone)


def _may_be_mentor(tx: Tx, person_id: UUID | None) -> UUID:
    if person_id is None:
        raise Invalid("person", _("Choose who."))
    person = person_of(tx, person_id)
    roles = {held.role for held in person.roles if held.ended is None}
    if "mentor" not in roles or person.deactivated is not None:
        raise Invalid("person", _("They are no mentor here. An admin can let them in as one."))
    if roles & {"student", "teacher", "admin"}:
        raise Invalid("person", _("They belong to the school already, so they can't be a mentor from outside it."))
    return person.id


def _days(tx: Tx, first: date | None, last: date | None) -> tuple[date, date]:
    if first is None:
        raise Invalid("first_day", _("From which day?"))
    if first > tx.today + timedelta(days=LONGEST_STAY):
        raise Invalid("first_day", _("Within a year from now, please."))
    if last is None or last < first:
        raise Invalid("last_day", _("Until which day? Not before the first."))
    if last < tx.today:
        raise Invalid("last_day", _("That day has passed."))
    if last - first > timedelta(days=LONGEST_STAY):
        raise Invalid("last_day", _("A year at the most. You can invite them anew."))
    return first, last


def _let_in(tx: Tx, project: Project) -> None:
    """The project's mentors may see it, and what its teams have and read themselves: rooms, and questions that were shown. What comes
    later lets them in itself."""
    group = queries.group_of(tx, project.id)
    if group is None:
        group = tx.make(Principal(school_id=project.school_id, kind="mentors", subject_id=project.id)).id
    of_class = tx.scalars(select(NeedToKnow.id).where(NeedToKnow.project_id == project.id, NeedToKnow.team_id.is_(None)))
    wanted = [project.id, *tx.scalars(_OF_TEAMS, {"project": project.id}), *of_class]
    granted = items.granted_to_each(tx, wanted)
    tx.add_all(ItemGrant(item_id=id_, principal_id=group, since=tx.now) for id_ in wanted if group not in granted[id_])
    tx.flush()


def _tell(tx: Tx, kind: str, one: Mentorship, project: Project, also: Collection[UUID] = ()) -> None:
    """At the project, in its rooms, and at the homes of the mentor and of whom it concerns."""
    with tx.system("whom to tell"):
        rooms = tx.scalars(_ROOMS, {"project": project.id}).all()
    granted = items.granted(tx, project.id)
    people = {one.person_id, one.invited_by, project.owner_id, tx.viewer.id, *also, *holders.readers(tx, granted)}
    topics = [thread_topic(id_) for id_ in (project.id, *rooms)]
    tx.tell(kind, [*topics, *map(home_topic, people)], item=project.id, person=one.person_id)


def _admins(tx: Tx) -> frozenset[UUID]:
    with tx.system("whom to tell"):
        found = select(RoleHeld.person_id).where(
            RoleHeld.school_id == tx.viewer.school_id, RoleHeld.role == "admin", RoleHeld.ended.is_(None)
        )
        return frozenset(tx.scalars(found))


_IN_TURN = (
    select(Principal.id).where(Principal.id == bindparam("person", type_=Principal.id.type)).with_for_update(key_share=True, of=Principal)
)
_PROJECT = bindparam("project", type_=Project.id.type)
_ROOMS = select(Room.id).join(Team, Team.id == Room.team_id).where(Team.project_id == _PROJECT)
_OF_TEAMS = (
    select(Item.id)
    .join(Team, Team.id == Item.owner_id)
    .join(ItemGrant, and_(ItemGrant.item_id == Item.id, ItemGrant.principal_id == Team.id))
    .where(Team.project_id == _PROJECT)
)
