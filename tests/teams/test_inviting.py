"""Asking somebody into a team by name, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest

from hub.clock import now
from hub.database import Tx
from hub.errors import Conflict, Forbidden, Gone, Invalid, NotFound, TooMany
from hub.homes import queries as homes
from hub.identity import limits
from hub.notifications import queries as news
from hub.projects import actions as projects_of
from hub.projects import queries as projects
from hub.slices import Span
from hub.teams import actions, codes, invited, inviting, one, queries
from tests.projects.test_projects import class_of, project_of
from tests.support.school import School, Someone
from tests.teams.test_teams import called, room_of, shown, team_of


def asked(someone: Someone) -> list[tuple[str, str]]:
    """Whom by, and into what."""
    return [(each.by.called, each.team) for each in someone.reads(invited.mine)]


def invitation(someone: Someone) -> UUID:
    [found] = someone.reads(invited.mine)
    return found.id


def answers(someone: Someone, which: UUID, *, accepts: bool) -> None:
    someone.does(lambda tx: inviting.answer(tx, which, accepts=accepts).id)


def test_who_is_asked_finds_it_everywhere_and_comes_in(school: School) -> None:
    maya, jonas, elsa, chidi, rivera = school.people(
        maya="student", jonas="student", elsa="student", chidi="guardian of maya", rivera="teacher of maya"
    )
    project = project_of(rivera, class_of(school))
    team = team_of(rivera, project, "Bees", maya)
    for _twice in range(2):
        maya.does(inviting.invite, team, jonas.id)
    assert asked(jonas) == [("Maya", "Bees")]
    assert [each.team for each in jonas.reads(homes.home).invited] == ["Bees"]
    assert [each.team for each in jonas.reads(projects.page, project).invited] == ["Bees"]
    assert jonas.reads(lambda tx: news.listed(tx, Span(9))[1])[0].words == "Maya asks you into a team"
    which = invitation(jonas)
    assert jonas.reads(invited.page, which).invited.standing == "open"
    for outsider in (elsa, chidi, maya):
        assert asked(outsider) == []
        with pytest.raises(NotFound):
            outsider.reads(invited.page, which)
        with pytest.raises(NotFound):
            answers(outsider, which, accepts=True)
    assert [each.who.called for each in maya.reads(one.page, team).invited] == ["Jonas"]
    assert [face.called for face in maya.reads(one.page, team).could_be_asked] == ["Elsa"]
    with pytest.raises(Forbidden):
        elsa.does(inviting.invite, team, jonas.id)
    for _twice in range(2):
        answers(jonas, which, accepts=True)
    assert called(shown(maya, team).members) == ["Jonas", "Maya"]
    assert jonas.sees(room_of(maya, team))
    assert asked(jonas) == []
    jonas.does(actions.leave, team)
    with pytest.raises(Gone, match="You said yes"):
        answers(jonas, which, accepts=False)
    assert jonas.reads(invited.page, which).invited.standing == "accepted"


def test_an_invitation_that_is_over_says_so(school: School) -> None:
    maya, jonas, elsa, rivera, afar = school.people(
        maya="student", jonas="student", elsa="student", rivera="teacher of maya", afar="student of 8A"
    )
    project = project_of(rivera, class_of(school))
    team = team_of(rivera, project, "Bees", maya)
    maya.does(inviting.invite, team, jonas.id)
    which = invitation(jonas)
    for _twice in range(2):
        rivera.does(inviting.withdraw, which)
    assert asked(jonas) == []
    with pytest.raises(Gone, match="taken back"):
        answers(jonas, which, accepts=True)
    rivera.does(inviting.invite, team, jonas.id)
    which = invitation(jonas)
    jonas.clock = now() + inviting.LASTS + timedelta(minutes=1)
    assert asked(jonas) == []
    with pytest.raises(Gone, match="two weeks"):
        answers(jonas, which, accepts=True)
    assert jonas.reads(invited.page, which).invited.standing == "over"
    jonas.clock = None
    answers(jonas, which, accepts=False)
    with pytest.raises(Conflict, match="answered already"):
        maya.does(inviting.withdraw, which)
    with pytest.raises(Gone, match="You said no"):
        answers(jonas, which, accepts=True)
    maya.does(inviting.invite, team, elsa.id)
    team_of(rivera, project, "Otters", elsa)
    with pytest.raises(Conflict, match="in Otters already"):
        answers(elsa, invitation(elsa), accepts=True)
    for nobody in (None, afar.id, rivera.id):
        with pytest.raises(Invalid):
            maya.does(inviting.invite, team, nobody)


def told_of(someone: Someone) -> int:
    """How many notifications say that somebody asks them."""
    return len([note for note in someone.reads(lambda tx: news.listed(tx, Span(9))[1]) if note.kind == "team.invited"])


def test_what_was_told_of_an_invitation_goes_with_it_and_with_no_other(school: School) -> None:
    maya, jonas, amina, rivera = school.people(maya="student", jonas="student", amina="student", rivera="teacher of maya")
    project = project_of(rivera, class_of(school))
    bees, otters = team_of(rivera, project, "Bees", maya), team_of(rivera, project, "Otters", amina)
    for team in (bees, otters):
        rivera.does(inviting.invite, team, jonas.id)
    first, second = jonas.reads(invited.mine)
    assert told_of(jonas) == 2
    rivera.does(inviting.withdraw, second.id)
    assert told_of(jonas) == 1
    rivera.does(inviting.invite, otters, jonas.id)
    rivera.does(inviting.withdraw, first.id)
    assert told_of(jonas) == 1
    rivera.does(actions.put_in, otters, jonas.id)
    rivera.does(actions.take_out, otters, jonas.id)
    assert told_of(jonas) == 0


def test_nobody_comes_into_a_team_of_a_project_that_is_archived(school: School) -> None:
    maya, jonas, elsa, rivera = school.people(maya="student", jonas="student", elsa="student", rivera="teacher of maya")
    project = project_of(rivera, class_of(school))
    team = team_of(rivera, project, "Bees", maya, open=True)
    maya.does(inviting.invite, team, jonas.id)
    which = invitation(jonas)
    rivera.does(projects_of.move_on, project, "archived")
    assert asked(jonas) == []
    refused: tuple[Callable[[], object], ...] = (
        lambda: answers(jonas, which, accepts=True),
        lambda: jonas.does(actions.join, team),
        lambda: maya.does(inviting.invite, team, elsa.id),
    )
    for act in refused:
        with pytest.raises(Conflict, match="project is over"):
            act()
    assert called(shown(maya, team).members) == ["Maya"]
    rivera.does(projects_of.move_on, project, "draft")
    answers(jonas, which, accepts=True)
    assert called(shown(maya, team).members) == ["Jonas", "Maya"]


def test_of_two_teams_at_one_moment_a_student_is_in_one_whoever_puts_her_there(school: School) -> None:
    """On PostgreSQL both writes are open at once; the one that is second is told kindly."""
    maya, jonas, elsa, rivera = school.people(maya="student", jonas="student", elsa="student", rivera="teacher of maya")
    project = project_of(rivera, class_of(school))
    bees, otters = team_of(rivera, project, "Bees", maya), team_of(rivera, project, "Otters", jonas)
    jonas.does(codes.make_code, otters)
    code = jonas.reads(queries.codes_of, [otters])[otters]
    for _round in range(4):
        together = Barrier(2)

        def comes(who: Someone, act: Callable[[Tx], object], together: Barrier = together) -> str:
            def at_once(tx: Tx) -> None:
                if tx.among_others:
                    together.wait(5)
                act(tx)

            try:
                who.does(at_once)
            except Conflict as kind:
                return str(kind.message)
            return "in"

        ways = (lambda tx: actions.put_in(tx, bees, elsa.id), lambda tx: codes.join(tx, code))
        with ThreadPoolExecutor(2) as both:
            outcomes = list(both.map(comes, (rivera, elsa), ways))
        assert outcomes.count("in") == 1, outcomes
        assert any(" already. " in said for said in outcomes), outcomes
        [team] = elsa.reads(queries.mine)
        elsa.does(actions.leave, team.id)


def test_who_asks_somebody_again_and_again_is_asked_to_wait_and_others_ask_as_before(small_school: School) -> None:
    maya, jonas, elsa, rivera = small_school.people(maya="student", jonas="student", elsa="student", rivera="teacher of maya")
    team = team_of(rivera, project_of(rivera, class_of(small_school)), "Bees", maya, jonas)
    for _n in range(limits.TEAM_INVITATIONS.most):
        maya.does(inviting.invite, team, elsa.id)
        maya.does(inviting.withdraw, elsa.reads(invited.mine)[0].id)
    with pytest.raises(TooMany):
        maya.does(inviting.invite, team, elsa.id)
    jonas.does(inviting.invite, team, elsa.id)
    assert len(elsa.reads(invited.mine)) == 1
