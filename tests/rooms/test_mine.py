"""The rooms that the navigation leads to."""

from hub.homes.pages import frame
from hub.rooms import queries
from tests.projects.test_projects import class_of, project_of
from tests.support.school import School
from tests.teams.test_teams import room_of, team_of


def test_who_is_in_one_team_finds_it_by_name_and_who_is_in_several_finds_all(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    river, well = (project_of(rivera, class_of(school), title=title) for title in ("The river", "The well"))

    def place() -> tuple[str, str, int] | None:
        found = [one for one in maya.reads(lambda tx: frame(tx, "/")).nav if one.icon == "users"]
        return (found[0].href, found[0].label, found[0].count) if found else None

    assert (place(), maya.reads(queries.mine)) == (None, [])
    bees = team_of(rivera, river, "Bees", maya)
    rivera.says(room := room_of(maya, bees), "Hello")
    assert place() == (f"/rooms/{room}", "Bees", 1)
    team_of(rivera, well, "Wells", maya)
    assert place() == ("/teams", "My teams", 1)
    assert [(one.name, one.project, one.unread) for one in maya.reads(queries.mine)] == [("Wells", "The well", 0), ("Bees", "The river", 1)]
    assert rivera.reads(queries.mine) == []
