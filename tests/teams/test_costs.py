"""What a room, a project's page and the frame of every page cost, however many teams there are and however much is said."""

from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager

from hub.handins import way
from hub.homes import pages
from hub.projects import queries as projects
from hub.rooms import queries as rooms
from hub.teams import one
from tests.projects.test_projects import class_of, project_of
from tests.support import many
from tests.support.school import School
from tests.support.statements import Statements
from tests.teams.test_handing_in import hand_in, made_by, milestone_of
from tests.teams.test_teams import room_of, team_of

Count = Callable[[], AbstractContextManager[Statements]]


def test_a_room_its_project_and_every_pages_frame_cost_the_same_however_many_teams_there_are(
    small_school: School, statements: Count
) -> None:
    school = small_school
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    pupils = school.people(**{f"p{n}": "student" for n in range(38)})
    project = project_of(rivera, class_of(school))
    bees = team_of(rivera, project, "Bees", maya, *pupils[:2])
    room = room_of(maya, bees)
    spring = milestone_of(rivera, project)
    counts: dict[str, list[int]] = defaultdict(list)
    made = 1
    for teams in (5, 20):
        for number in range(made, teams):
            team_of(rivera, project, f"Team {number}", pupils[number + 1])
        milestone_of(rivera, project)
        for _again in range(teams // 5):
            hand_in(maya, spring, bees, made_by(maya, bees), 1)
        rivera.does(lambda tx, n=teams: many.messages(tx, rivera, [room] * n, maya.id, bees))  # type: ignore[misc]
        made = teams
        for someone in (maya, rivera):
            for name, query, args in (
                ("room", rooms.page, (room,)),
                ("team", one.page, (bees,)),
                ("milestones", way.page, (room,)),
                ("project", projects.page, (project,)),
                ("frame", pages.frame, ("/",)),
            ):
                someone.reads(query, *args)
                with statements() as seen:
                    someone.reads(query, *args)
                counts[f"{someone.key}: {name}"].append(seen.count)
        assert len(maya.reads(projects.page, project).teams) == teams
    assert {where: len(set(found)) for where, found in counts.items()} == dict.fromkeys(counts, 1), counts
    assert max(found[0] for found in counts.values()) <= 45, counts
