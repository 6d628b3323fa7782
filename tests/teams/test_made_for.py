"""Work that was begun for a milestone says so, and belongs to its team wherever one stands."""

from hub.artifacts import queries as work
from hub.database import Tx
from hub.handins import way
from hub.homes.pages import frame
from tests.projects.test_projects import class_of, project_of
from tests.support.school import School, Someone
from tests.teams.test_handing_in import hand_in, made_by, milestone_of, take_back, version_by
from tests.teams.test_teams import room_of, team_of


def test_the_page_of_work_says_for_which_milestone_it_was_made_and_what_was_handed_in_there(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    project = project_of(rivera, class_of(school))
    bees = team_of(rivera, project, "Bees", maya)
    spring, mouth = milestone_of(rivera, project), milestone_of(rivera, project, "Where does it end?")
    made, other = made_by(maya, bees, spring), made_by(maya, bees)

    def stands() -> tuple[str, int | None]:
        page = maya.reads(work.page, made)
        return page.meant.key_question if page.meant else "", page.stands.version if page.stands else None

    assert stands() == ("Where is its spring?", None)
    assert maya.reads(work.page, other).meant is None
    hand_in(maya, mouth, bees, made, 1)
    assert stands() == ("Where is its spring?", None), "Only what was handed in there."
    hand_in(maya, spring, bees, made, 1)
    version_by(maya, made, "A map in blue")
    assert stands() == ("Where is its spring?", 1)
    take_back(maya, spring, bees)
    assert stands() == ("Where is its spring?", None)


def lit(someone: Someone, path: str) -> list[str]:
    def look(tx: Tx) -> list[str]:
        return [place.label for place in frame(tx, path).nav if place.current]

    return someone.reads(look)


def test_the_navigation_lights_the_team_for_all_that_is_the_teams(small_school: School) -> None:
    maya, elsa, rivera = small_school.people(maya="student", elsa="student", rivera="teacher of maya")
    project = project_of(rivera, class_of(small_school))
    bees = team_of(rivera, project, "Bees", maya)
    room = room_of(maya, bees)
    others = room_of(rivera, team_of(rivera, project, "Wasps", elsa))
    page = maya.reads(work.page, made_by(maya, bees))
    sheet = maya.reads(way.sheet, bees, None)
    for path in (f"/rooms/{room}", f"/rooms/{room}/milestones", page.belongs_to, sheet.belongs_to):
        assert lit(maya, path) == ["Bees"]
    assert lit(maya, f"/rooms/{others}") == ["Projects"], "Which has no place of its own."
    assert lit(rivera, page.belongs_to) == ["Projects"]
    assert lit(maya, "/artifacts/new") == ["My space"]
