"""One rule says everywhere which milestone is next, also to who is late."""

from hub.artifacts import actions as artifacts
from hub.artifacts.actions import Stand
from hub.handins import actions as handins
from hub.handins import way
from hub.homes.at_work import at_work
from hub.homes.children import children
from hub.projects import actions as projects
from hub.projects import standing
from hub.rooms import queries as rooms
from tests.projects.test_projects import class_of, project_of
from tests.support.school import School
from tests.teams.test_handing_in import hand_in, made_by, milestone_of
from tests.teams.test_teams import room_of, team_of


def test_the_next_milestone_is_the_first_that_is_missing_also_when_its_day_is_past_and_everybody_reads_the_same(school: School) -> None:
    """On the week of who is in the team and of who leads it, in the room, where teams stand, on the line of the way, and at home."""
    maya, elsa, rivera, chidi = school.people(maya="student", elsa="student", rivera="teacher of maya", chidi="guardian of maya")
    project = project_of(rivera, class_of(school))
    rivera.does(lambda tx: projects.move_on(tx, project, "active"))
    milestone_of(rivera, project, "What do we tell the town?", 4)
    milestone_of(rivera, project, "Some day?")
    late = milestone_of(rivera, project, "Where is its spring?", -3)

    def lead() -> list[tuple[str, bool]]:
        return [(one.next.key_question if one.next else "", one.late) for one in rivera.reads(at_work)]

    assert lead() == [("What do we tell the town?", False)], "While there is no team, nobody is late."
    bees = team_of(rivera, project, "Bees", maya)
    room = room_of(maya, bees)

    def told() -> set[tuple[str, bool]]:
        [mine], [[child]] = maya.reads(at_work), [one.together for one in chidi.reads(children)]
        in_room, theirs = maya.reads(rooms.page, room), rivera.reads(standing.page, project).teams
        [team] = [one for one in theirs if one.team.id == bees]
        assert mine.next
        assert in_room.next
        assert team.next
        assert child.coming
        assert mine.room_id == room
        return {
            (mine.next.key_question, mine.late),
            (in_room.next.key_question, in_room.late),
            (team.next[0].key_question, team.next[1].late > 0),
            (child.coming.question, child.coming.late),
            *lead(),
        }

    assert told() == {("Where is its spring?", True)}
    assert "The next was due on " in maya.reads(way.page, room).timeline.says
    made = made_by(maya, bees, late)
    hand_in(maya, late, bees, made, 1)
    assert told() == {("What do we tell the town?", False)}
    assert "The next is due on " in maya.reads(way.page, room).timeline.says
    team_of(rivera, project, "Elks", elsa)
    assert lead() == [("Where is its spring?", True)], "Of who leads, the team that is furthest behind."
    maya.does(lambda tx: artifacts.add_version(tx, made, Stand(words="Anew"), 1).id)
    hand_in(maya, late, bees, made, 2)
    maya.does(lambda tx: handins.take_back(tx, late, bees).id)
    assert told() == {("Where is its spring?", True)}, "What was handed in before the version that was taken back doesn't stand."
