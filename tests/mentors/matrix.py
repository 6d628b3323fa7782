"""What is done about mentors, for tests/policy_matrix.py: by one who is with the project, and one whose time with it was ended."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from hub.clock import now
from hub.database import Tx
from hub.mentors import actions as mentors
from hub.mentors import looking
from tests.mentors.helpers import approved, checked, day, invited
from tests.support.school import Someone


def of_mentors(who: dict[str, Someone], project: UUID) -> dict[str, Callable[[Tx], Any]]:
    mentorships = {name: invited(who["teacher"], project, who[name]) for name in ("mentor", "ended_mentor")}
    for name, mentorship in mentorships.items():
        checked(who["admin"], who[name])
        approved(who["admin"], mentorship)
    who["teacher"].does(mentors.end, mentorships["ended_mentor"])
    offer = who["mentor"].does(lambda tx: mentors.offer(tx, "Bees").id)
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
    }
