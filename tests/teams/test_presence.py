"""Who is in a room right now: written by each process, told only of those who may be there, on both databases."""

from datetime import timedelta
from uuid import UUID

from hub.clock import now
from hub.database import Tx
from hub.ids import new_id
from hub.people.models import Person
from hub.rooms import actions, queries
from hub.rooms.models import Presence
from hub.teams import actions as teams
from tests.projects.test_projects import class_of, project_of
from tests.support.school import School, Someone
from tests.teams.test_teams import room_of, team_of


def named(someone: Someone, room: UUID) -> list[tuple[str, bool]]:
    return [(one.face.called, one.writing) for one in someone.reads(queries.page, room).here]


def test_who_is_here_is_said_of_members_and_staff_alone_and_of_nobody_who_went(school: School) -> None:
    maya, jonas, elsa, rivera = school.people(maya="student", jonas="student", elsa="student", rivera="teacher of maya")
    project = project_of(rivera, class_of(school))
    team = team_of(rivera, project, "Bees", maya, jonas)
    room = room_of(maya, team)
    leaf = maya.writes("No room at all.")
    one, two = new_id(), new_id()

    # Elsa is nobody there: a socket of hers can't be, and if one were written down she would still not be named.
    at_one = {(maya.id, room): False, (jonas.id, room): True, (elsa.id, room): True, (maya.id, leaf): True}
    school.work(actions.come_and_go, one, at_one, ())
    school.work(actions.come_and_go, two, {(maya.id, room): True, (rivera.id, room): False}, ())
    everybody = [("Jonas", True), ("Maya", True), ("Ms Rivera", False)]
    assert named(maya, room) == named(rivera, room) == everybody

    rivera.does(teams.take_out, team, jonas.id)
    assert named(maya, room) == [("Maya", True), ("Ms Rivera", False)]
    school.work(actions.come_and_go, two, {}, [(maya.id, room)])
    assert named(rivera, room) == [("Maya", False), ("Ms Rivera", False)], "She is here in another window."
    school.change(Person, rivera.id, deactivated=now())
    assert named(maya, room) == [("Maya", False)]


def test_what_a_killed_process_wrote_is_forgotten_and_what_lives_is_said_again(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    team = team_of(rivera, project_of(rivera, class_of(school)), "Bees", maya)
    room = room_of(maya, team)
    killed, living = new_id(), new_id()
    school.work(actions.come_and_go, killed, {(rivera.id, room): True}, ())
    school.work(actions.come_and_go, living, {(maya.id, room): False}, ())

    def a_while_ago(tx: Tx) -> None:
        for row in tx.query(Presence):
            row.until -= actions.HERE

    school.work(a_while_ago)
    assert named(maya, room) == []
    school.work(actions.stay, living)
    assert named(maya, room) == [("Maya", False)]
    later = now() + actions.HERE + timedelta(seconds=1)
    maya.clock = later
    assert named(maya, room) == [], "A clock decides, and nobody has to clear away."
