"""A mentor beside a team, in one line."""

from datetime import date, timedelta
from uuid import UUID

from hub.clock import now
from hub.mentors import actions
from hub.mentors.actions import Checked, Invited
from tests.projects.test_projects import class_of, project_of
from tests.support.school import School, Someone
from tests.teams.test_teams import room_of, team_of


def day(offset: int = 0) -> date:
    """By the clocks of the tests' school, near enough: nothing here is about the hour around midnight."""
    return now().date() + timedelta(days=offset)


def invited(teacher: Someone, project: UUID, mentor: Someone, first: int = -3, last: int = 30) -> UUID:
    asked = Invited(person=mentor.id, purpose="Bees", first_day=day(first), last_day=day(last))
    return teacher.does(lambda tx: actions.invite(tx, project, asked).id)


def checked(admin: Someone, mentor: Someone, days: float = 300) -> UUID:
    done = Checked(kind="Police certificate", identity="Passport, seen", issued=day(-20), expires=now() + timedelta(days=days))
    return admin.does(lambda tx: actions.record_check(tx, mentor.id, done).id)


def approved(admin: Someone, mentorship: UUID) -> None:
    admin.does(lambda tx: actions.approve(tx, mentorship).id)


class Garden:
    """Maya and Jonas in a team whose room Ms Rivera reads along; Ms Vega is its mentor, and Ms Haddad an admin."""

    def __init__(self, school: School, *, joined: bool = True) -> None:
        self.school = school
        self.maya, self.jonas, self.chidi, self.rivera, self.haddad, self.vega = school.people(
            maya="student", jonas="student", chidi="guardian of maya", rivera="teacher of maya", haddad="admin", vega="mentor"
        )
        self.project = project_of(self.rivera, class_of(school))
        self.team = team_of(self.rivera, self.project, "Bees", self.maya, self.jonas)
        self.room = room_of(self.maya, self.team)
        self.mentorship = invited(self.rivera, self.project, self.vega)
        if joined:
            checked(self.haddad, self.vega)
            approved(self.haddad, self.mentorship)
