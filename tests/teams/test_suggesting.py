"""Teams that are suggested."""

from itertools import combinations
from uuid import UUID

import pytest

from hub.errors import Conflict, Forbidden, Invalid
from hub.ids import new_id
from hub.people.faces import Face
from hub.projects import queries as projects
from hub.teams import actions, queries, suggesting
from hub.teams.actions import Made
from hub.teams.queries import Candidate
from hub.teams.suggesting import split
from tests.projects.test_projects import class_of, project_of
from tests.support.school import School
from tests.teams.test_teams import team_of


def folk(many: int) -> list[Candidate]:
    return [Candidate(Face(UUID(int=n), f"S{n:02}", f"S{n:02}", frozenset({"student"})), None) for n in range(many)]


@pytest.mark.parametrize(
    ("many", "size", "sizes"), [(0, 4, []), (1, 4, [1]), (4, 4, [4]), (5, 4, [2, 3]), (30, 4, [3, 3] + [4] * 6), (9, 2, [1, 2, 2, 2, 2])]
)
def test_suggested_teams_are_of_about_one_size(many: int, size: int, sizes: list[int]) -> None:
    teams = split(folk(many), size, {})
    assert sorted(map(len, teams)) == sizes
    assert sorted(one.face.called for team in teams for one in team) == [one.face.called for one in folk(many)]


def test_those_who_have_worked_together_are_put_apart() -> None:
    before = split(folk(12), 4, {})
    together = {frozenset((a.face.id, b.face.id)): 1 for team in before for a, b in combinations(team, 2)}
    after = split(folk(12), 4, together)
    again = [1 for team in after for a, b in combinations(team, 2) if frozenset((a.face.id, b.face.id)) in together]
    assert len(again) < 6 < len(together)


def test_who_leads_a_project_is_suggested_teams_and_makes_all_or_none(school: School) -> None:
    maya, jonas, amina, elsa, rivera = school.people(
        maya="student", jonas="student", amina="student", elsa="student", rivera="teacher of maya"
    )
    team_of(rivera, project_of(rivera, class_of(school)), "Before", maya, jonas)
    project = project_of(rivera, class_of(school))
    found = rivera.reads(suggesting.suggestion, project, 2).teams
    assert [one.name for one in found] == ["Team 1", "Team 2"]
    pairs = [{one.face.called for one in team.people} for team in found]
    assert {"Maya", "Jonas"} not in pairs
    assert sorted(map(len, pairs)) == [2, 2]
    with pytest.raises(Forbidden):
        maya.reads(suggesting.suggestion, project)
    for wrong, why in (
        ([], Invalid),
        ([Made(name="A", people=(maya.id,)), Made(name="A", people=(jonas.id,))], Invalid),
        ([Made(name="A", people=(maya.id,)), Made(name="B", people=(maya.id,))], Conflict),
    ):
        with pytest.raises(why):
            rivera.does(actions.make_all, project, wrong)
        assert rivera.reads(lambda tx: queries.names(tx, project)) == []
    writing = new_id()
    several = [Made(name=team.name, people=tuple(one.face.id for one in team.people)) for team in found]
    first, again = (rivera.does(lambda tx: [one.id for one in actions.make_all(tx, project, several, writing)]) for _twice in range(2))
    assert (len(first), sorted(first)) == (2, sorted(again)), "Who sends it twice hears of all of them twice."
    assert sorted(rivera.reads(lambda tx: queries.names(tx, project))) == ["Team 1", "Team 2"]
    assert rivera.reads(suggesting.suggestion, project).teams == []
    assert amina.reads(lambda tx: projects.page(tx, project)).mine is not None
    assert elsa.reads(lambda tx: [one.name for one in queries.mine(tx)][:1]) in (["Team 1"], ["Team 2"])
