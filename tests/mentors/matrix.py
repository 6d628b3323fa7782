"""What is done about mentors, for tests/policy_matrix.py: by one who is with the project, and one whose time with it was ended."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from hub.clock import now
from hub.database import Tx
from hub.mentors import actions as mentors
from hub.mentors import asking, looking
from hub.need_to_knows import actions as wonders
from hub.projects import actions as projects
from tests.mentors.helpers import approved, checked, day, invited
from tests.support.school import Someone
from tests.teams.test_teams import room_of, team_of


def of_mentors(who: dict[str, Someone], project: UUID) -> dict[str, Callable[[Tx], Any]]:
    mentorships = {name: invited(who["teacher"], project, who[name]) for name in ("mentor", "ended_mentor")}
    for name, mentorship in mentorships.items():
        checked(who["admin"], who[name])
        approved(who["admin"], mentorship)
    who["teacher"].does(mentors.end, mentorships["ended_mentor"])
    offer = who["mentor"].does(lambda tx: mentors.offer(tx, "Bees").id)
    asks = _asks(who)
    to_mentor = mentors.Invited(person=who["ended_mentor"].id, purpose="Bees", first_day=day(), last_day=day(9))
    check = mentors.Checked(kind="Police", identity="Passport", issued=day(-9), expires=now() + timedelta(days=9))
    return {
        "mentors.invite": lambda tx: mentors.invite(tx, project, to_mentor),
        "mentors.record_check": lambda tx: mentors.record_check(tx, who["mentor"].id, check),
        "mentors.approve": lambda tx: mentors.approve(tx, mentorships["mentor"]),
        "mentors.end": lambda tx: mentors.end(tx, mentorships["mentor"]),
        "mentors.offer": lambda tx: mentors.offer(tx, "Honey"),
        "mentors.take_offer_back": lambda tx: mentors.take_offer_back(tx, offer),
        "mentors.of_project": lambda tx: looking.of_project(tx, project),
        "mentors.of_school": looking.of_school,
        "mentors.record": lambda tx: looking.record(tx, who["mentor"].id),
        **asks,
    }


def _asks(who: dict[str, Someone]) -> dict[str, Callable[[Tx], Any]]:
    """In a team of another project, whose mentor has been asked one of two questions."""
    teacher, owner = who["teacher"], who["owner"]
    in_class = teacher.reads(lambda tx: next(id_ for id_, kind in tx.viewer.held.items() if kind == "class"))
    design = projects.Design(title="The hive", driving_question="Whose is it?", audience=(in_class,))
    project = teacher.does(lambda tx: projects.begin(tx, design).id)
    room = room_of(owner, team_of(teacher, project, "Wasps", owner))
    for name in ("mentor", "ended_mentor"):
        mentorship = invited(teacher, project, who[name])
        approved(who["admin"], mentorship)
    teacher.does(mentors.end, mentorship)
    wondered, other = (owner.does(wonders.ask, room, words).id for words in ("Why do bees dance?", "Where do they sleep?"))
    owner.does(lambda tx: wonders.reveal(tx, room).id)
    asked = owner.does(lambda tx: asking.ask(tx, asking.Asking(question=wondered, minutes=15)).id)
    return {
        "mentor_asking.ask": lambda tx: asking.ask(tx, asking.Asking(question=other, minutes=5)),
        "mentor_asking.take_back": lambda tx: asking.take_back(tx, asked),
        "mentor_asking.decline": lambda tx: asking.decline(tx, asked, "Not this time"),
    }
