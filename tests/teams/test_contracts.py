"""What a team agrees on, as plain functions, on both databases."""

import pytest

from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.ids import new_id
from hub.teams import actions, agreed, contracts
from tests.projects.test_projects import class_of, project_of
from tests.support.school import School
from tests.teams.test_teams import team_of


def test_a_contract_is_written_together_and_each_signs_what_they_read(school: School) -> None:
    maya, jonas, elsa, rivera, boateng = school.people(
        maya="student", jonas="student", elsa="student", rivera="teacher of maya", boateng="teacher of maya"
    )
    team = team_of(rivera, project_of(rivera, class_of(school)), "Bees", maya, jonas)

    def stands(someone: object = maya) -> tuple[int, str, list[str], list[str], bool]:
        one = someone.reads(agreed.of_teams, [team])[team]  # type: ignore[attr-defined]
        return one.version, one.words, [face.called for face in one.signed], [face.called for face in one.missing], one.mine

    assert stands() == (0, "", [], [], False)
    with pytest.raises(Conflict, match="Read it"):
        maya.does(contracts.sign, team, 0)
    writing = new_id()
    for _twice in range(2):
        maya.does(contracts.write, team, " We say it when we are late. ", 0, writing)
    for _twice in range(2):
        maya.does(contracts.sign, team, 1)
    assert stands() == (1, "We say it when we are late.", ["Maya"], ["Jonas"], True)
    assert stands(jonas)[4] is False
    with pytest.raises(Conflict, match="meanwhile"):
        jonas.does(contracts.write, team, "We are never late.", 0)
    rivera.does(contracts.write, team, "We say it when we are late. We decide by talking.", 1)
    assert stands()[2:] == ([], ["Jonas", "Maya"], False), "Nobody has signed what they haven't read."
    with pytest.raises(Conflict, match="changed since"):
        jonas.does(contracts.sign, team, 1)
    jonas.does(contracts.sign, team, 2)
    rivera.does(contracts.write, team, "We say it when we are late. We decide by talking.", 2)
    assert stands()[0] == 2, "The same words are no new version."
    for _twice in range(2):
        jonas.does(contracts.take_back, team)
    assert stands(rivera)[2:] == ([], ["Jonas", "Maya"], False)
    jonas.does(contracts.sign, team, 2)
    assert stands(boateng)[2] == ["Jonas"]
    _shown, part = jonas.reads(agreed.history, team)
    assert [one.number for one in part.versions] == [1, 2]
    for words in ("", " \u200b", "x" * 5_001):
        with pytest.raises(Invalid):
            maya.does(contracts.write, team, words, 2)
    for act in (lambda tx: contracts.sign(tx, team, 2), lambda tx: contracts.take_back(tx, team)):
        for someone in (elsa, rivera, boateng):
            with pytest.raises(Forbidden):
                someone.does(act)
    for someone in (elsa, boateng):
        with pytest.raises(Forbidden):
            someone.does(contracts.write, team, "No", 2)
    assert stands(elsa) == (0, "", [], [], False), "Who sees the team doesn't read what it agreed on."
    rivera.does(actions.take_out, team, jonas.id)
    assert stands()[2:4] == ([], ["Maya"])
    with pytest.raises(Forbidden):
        jonas.does(contracts.sign, team, 2)
    with pytest.raises(NotFound):
        maya.does(contracts.sign, new_id(), 2)
