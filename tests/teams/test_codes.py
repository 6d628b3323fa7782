"""Joining a team by its code: whom it lets in, and how little guessing brings."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest

from hub.clock import now
from hub.errors import Conflict, Forbidden, Gone, NotFound, TooMany
from hub.identity import limits
from hub.identity.keys import new_team_code
from hub.items import actions as items
from hub.notifications import queries as news
from hub.projects import actions as projects
from hub.slices import Span
from hub.teams import actions, codes, invited, inviting, queries
from hub.teams.models import TeamCode
from tests.projects.test_projects import class_of, project_of
from tests.support.school import School, Someone
from tests.teams.test_teams import called, room_of, shown, team_of


def code_of(someone: Someone, team: UUID) -> str | None:
    return someone.reads(lambda tx: one.code if (one := tx.get(TeamCode, team)) else None)


def tries(someone: Someone, code: str) -> UUID:
    """As every face does it: the try is counted first."""
    counted = someone.does(codes.knock)
    return someone.does(lambda tx: codes.join(tx, code, counted).id)


def test_a_code_lets_in_a_student_of_the_school_and_shows_her_the_project(school: School) -> None:
    maya, jonas, elsa, afar, chidi, rivera, boateng = school.people(
        maya="student",
        jonas="student",
        elsa="student",
        afar="student of 8A",
        chidi="guardian of maya",
        rivera="teacher of maya",
        boateng="teacher of maya",
    )
    project = project_of(rivera, class_of(school))
    team = team_of(rivera, project, "Bees", maya)
    assert code_of(maya, team) is None
    maya.does(codes.make_code, team)
    code = code_of(maya, team)
    assert code
    assert (code_of(rivera, team), code_of(boateng, team), code_of(jonas, team)) == (code, code, None)
    for outsider in (jonas, boateng):
        with pytest.raises(Forbidden):
            outsider.does(codes.make_code, team)
    for adult in (chidi, rivera):
        with pytest.raises(Forbidden, match="Students join"):
            tries(adult, code)
    for _twice in range(2):
        assert tries(jonas, code.lower().replace("-", " ")) == team
    assert not afar.sees(project)
    assert tries(afar, code) == team
    assert afar.sees(project)
    assert [one.words for one in rivera.reads(lambda tx: news.listed(tx, Span(9)))[1]] == ["Afar came into Bees"]
    assert [one.kind for one in boateng.reads(lambda tx: news.listed(tx, Span(9)))[1]].count("team.joined") == 1
    assert "(Afar, Jonas, Maya)" in maya.audience(project).words
    assert "Afar" not in elsa.audience(project).words, "Who isn't in the team doesn't learn here whom it took in."
    assert afar.sees(room_of(afar, team))
    assert sorted(called(shown(maya, team).members)) == ["Afar", "Jonas", "Maya"]
    afar.does(actions.leave, team)
    assert not afar.sees(project)
    elsewhere = school.another()
    (stranger,) = elsewhere.people(stranger="student")
    with pytest.raises(NotFound, match="doesn't open"):
        tries(stranger, code)


def test_an_old_code_is_dead_and_every_code_that_opens_nothing_is_refused_in_the_same_words(school: School) -> None:
    maya, jonas, rivera = school.people(maya="student", jonas="student", rivera="teacher of maya")
    project = project_of(rivera, class_of(school))
    team = team_of(rivera, project, "Bees", maya)

    def anew() -> str:
        rivera.does(codes.make_code, team)
        return code_of(rivera, team) or ""

    old, code = anew(), anew()
    said = set()

    def refused(what: str) -> None:
        with pytest.raises(NotFound) as no:
            tries(jonas, what)
        said.add(str(no.value.message))

    refused("")
    refused("BBB-BBB-BBB")
    refused(old)
    for _twice in range(2):
        rivera.does(codes.turn_off, team)
    refused(code)
    code = anew()
    rivera.does(items.delete, project)
    refused(code)
    rivera.does(items.bring_back, project)
    rivera.does(projects.move_on, project, "archived")
    refused(code)
    rivera.does(projects.move_on, project, "draft")
    crowd = school.people(**{f"pupil{n}": "student" for n in range(codes.FULL - 1)})
    for one in crowd:
        rivera.does(actions.put_in, team, one.id)
    refused(code)
    assert len(said) == 1
    crowd[0].does(actions.leave, team)
    other = team_of(rivera, project, "Otters", jonas)
    with pytest.raises(Conflict, match="in Otters already"):
        tries(jonas, code)
    jonas.does(actions.leave, other)
    assert tries(jonas, code) == team


def test_thousands_of_guesses_find_nothing_and_keep_nobody_out(small_school: School) -> None:
    guesser, maya, jonas, rivera = small_school.people(guesser="student", maya="student", jonas="student", rivera="teacher of maya")
    team = team_of(rivera, project_of(rivera, class_of(small_school)), "Bees", maya)
    maya.does(codes.make_code, team)
    looked_at = 0

    def guesses(tx: object) -> None:
        """In one transaction: what the limits do with thousands, without thousands of commits."""
        nonlocal looked_at
        for _n in range(2_000):
            with suppress(TooMany):
                codes.knock(tx)  # type: ignore[arg-type]
                looked_at += 1

    guesser.does(guesses)
    assert looked_at == 20
    with pytest.raises(TooMany, match="wait"):
        tries(guesser, new_team_code())
    guesser.clock = now() + timedelta(minutes=4)
    with pytest.raises(NotFound):
        tries(guesser, new_team_code())
    # And where a whole school has guessed together, whoever hasn't still gets in.
    small_school.work(lambda tx: [limits.used_up(tx, limits.TEAM_CODE_SCHOOL, str(small_school.id)) for _n in range(600)])
    for _n in range(4):
        with pytest.raises(NotFound):
            tries(jonas, new_team_code())
    assert tries(jonas, code_of(maya, team) or "") == team
    assert jonas.reads(queries.mine)[0].id == team


def test_codes_have_neither_vowels_nor_signs_that_look_alike() -> None:
    many = {new_team_code() for _n in range(500)}
    assert len(many) == 500
    assert not set("".join(many)) & set("AEIOU01")
    assert {len(one) for one in many} == {11}


def test_who_is_taken_out_comes_back_neither_by_the_code_nor_by_what_asked_them_before(school: School) -> None:
    maya, jonas, elsa, rivera = school.people(maya="student", jonas="student", elsa="student", rivera="teacher of maya")
    team = team_of(rivera, project_of(rivera, class_of(school)), "Bees", maya, jonas)
    maya.does(codes.make_code, team)
    code = code_of(jonas, team) or ""
    maya.does(inviting.invite, team, elsa.id)
    [asked] = elsa.reads(invited.mine)
    rivera.does(actions.take_out, team, elsa.id)
    assert code_of(maya, team) == code, "Who wasn't in it is taken out of nothing."
    tries(elsa, code)
    for someone in (jonas, elsa):
        rivera.does(actions.take_out, team, someone.id)
        with pytest.raises(NotFound):
            tries(someone, code)
    with pytest.raises(Gone):
        elsa.does(lambda tx: inviting.answer(tx, asked.id, accepts=True))
    maya.does(codes.make_code, team)
    maya.does(inviting.invite, team, jonas.id)
    [anew] = jonas.reads(invited.mine)
    jonas.does(lambda tx: inviting.answer(tx, anew.id, accepts=True))
    jonas.does(actions.leave, team)
    assert code_of(maya, team), "Who leaves by themselves ends nothing."
