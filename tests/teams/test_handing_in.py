"""Work of a team, and what it hands in, as plain functions."""

from datetime import timedelta
from uuid import UUID

import pytest

from hub.artifacts import actions as artifacts
from hub.artifacts import queries as work
from hub.artifacts.actions import Made, Stand
from hub.clock import now
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.feedback import actions as feedback
from hub.handins import actions, way
from hub.homes import waits
from hub.ids import new_id
from hub.notifications import queries as news
from hub.projects import milestones
from hub.projects import queries as projects
from hub.safeguarding import asking
from hub.slices import Span
from hub.teams import actions as teams
from tests.projects.test_projects import class_of, project_of
from tests.support.school import School, Someone
from tests.teams.test_teams import room_of, team_of

TODAY = now().date()


def milestone_of(rivera: Someone, project: UUID, question: str = "Where is its spring?", days: int | None = None) -> UUID:
    given = milestones.Marked(key_question=question, due=None if days is None else TODAY + timedelta(days=days))
    return rivera.does(lambda tx: milestones.add(tx, project, given).id)


def made_by(someone: Someone, team: UUID, milestone: UUID | None = None, words: str = "A map") -> UUID:
    made = Made(title="Map", team=team, milestone=milestone, stand=Stand(words=words))
    return someone.does(lambda tx: artifacts.add(tx, made).id)


def version_by(someone: Someone, artifact: UUID, words: str, base: int | None = None) -> None:
    someone.does(lambda tx: artifacts.add_version(tx, artifact, Stand(words=words), base).id)


def hand_in(someone: Someone, milestone: UUID, team: UUID, artifact: UUID, version: int) -> UUID:
    return someone.does(lambda tx: actions.hand_in(tx, milestone, team, artifact, version).id)


def take_back(someone: Someone, milestone: UUID, team: UUID) -> None:
    someone.does(lambda tx: actions.take_back(tx, milestone, team).id)


def steps(someone: Someone, team: UUID) -> list[way.Step]:
    return someone.reads(way.page, room_of(someone, team)).steps


def waiting(someone: Someone) -> list[UUID]:
    return [one.item_id for one in someone.reads(waits.waits).entries]


def test_what_a_team_makes_is_everybodys_in_it_and_its_teachers_to_read(school: School) -> None:
    maya, jonas, elsa, noor, chidi, rivera, far = school.people(
        maya="student",
        jonas="student",
        elsa="student",
        noor="student",
        chidi="guardian of maya",
        rivera="teacher of maya",
        far="teacher of 8A",
    )
    project = project_of(rivera, class_of(school))
    bees, _wasps = team_of(rivera, project, "Bees", maya, jonas), team_of(rivera, project, "Wasps", elsa)
    made = made_by(maya, bees)
    # Both had read the first version: none is lost, and each says whose it is.
    version_by(jonas, made, "A map in blue", 1)
    version_by(maya, made, "A map in green", 1)
    shown = rivera.reads(work.page, made).item
    assert [(one.number, one.words, one.author.called if one.author else "") for one in shown.versions] == [
        (1, "A map", "Maya"),
        (2, "A map in blue", "Jonas"),
        (3, "A map in green", "Maya"),
    ]
    assert (shown.owner.called, shown.audience.words) == ("Bees", "Bees (Jonas, Maya) and Ms Rivera")
    assert [someone.sees(made) for someone in (maya, jonas, rivera)] == [True] * 3
    assert [someone.sees(made) for someone in (elsa, noor, chidi, far)] == [False] * 4
    with pytest.raises(Forbidden):
        version_by(rivera, made, "A better map")
    with pytest.raises(Forbidden):
        made_by(elsa, bees)
    with pytest.raises(Forbidden):
        made_by(rivera, bees)
    # What somebody of a team made is looked at as theirs, by whoever asks for it.
    for someone, whose in ((jonas, maya), (rivera, maya), (maya, jonas)):
        assert someone.does(lambda tx: asking.report_item(tx, made, "other", "Look").author_id) == whose.id
    alone = made_by(jonas, bees)
    with pytest.raises(Forbidden):
        jonas.does(lambda tx: asking.report_item(tx, alone, "other", "Look").id)
    assert [one.words for one in rivera.reads(lambda tx: news.listed(tx, Span(9))[1])] == []
    rivera.does(lambda tx: teams.take_out(tx, bees, jonas.id).id)
    assert (jonas.sees(made), maya.reads(work.page, made).item.versions[1].author.called) == (False, "Jonas")  # type: ignore[union-attr]
    with pytest.raises(NotFound):
        version_by(jonas, made, "Mine")
    # Who comes later reads what was made before; so does a teacher of a class that the project is shared with by then.
    rivera.does(lambda tx: teams.put_in(tx, bees, noor.id).id)
    version_by(noor, made, "A map in red")


def test_what_is_handed_in_waits_for_the_teacher_until_she_answers_or_it_is_taken_back(school: School) -> None:
    maya, jonas, elsa, rivera = school.people(maya="student", jonas="student", elsa="student", rivera="teacher of maya")
    project = project_of(rivera, class_of(school))
    bees = team_of(rivera, project, "Bees", maya, jonas)
    team_of(rivera, project, "Wasps", elsa)
    spring, mouth = milestone_of(rivera, project, days=-2), milestone_of(rivera, project, "Where does it end?", days=3)
    assert [one.standing.words for one in steps(maya, bees)] == ["Nothing yet, 2 days late", "Nothing yet"]
    made = made_by(maya, bees, mouth)
    assert [one.standing.words for one in steps(maya, bees)] == ["Nothing yet, 2 days late", "Being worked on"]
    assert waiting(rivera) == []
    first = hand_in(jonas, spring, bees, made, 1)
    assert hand_in(maya, spring, bees, made, 1) == first, "The same version is handed in once."
    stands = steps(rivera, bees)[0].standing
    assert (stands.state, stands.late, stands.stands.words if stands.stands else "") == ("handed in", 2, "version 1 of “Map”, by Jonas")
    assert stands.words.endswith(", 2 days late")
    assert waiting(rivera) == [made]
    said = rivera.does(lambda tx: feedback.add_message(tx, made, feedback.Answer("Which way does it flow?")).id)
    assert waiting(rivera) == []
    rivera.does(lambda tx: feedback.withdraw_message(tx, said).id)
    version_by(maya, made, "With arrows")
    hand_in(maya, spring, bees, made, 2)
    before = steps(jonas, bees)[0].standing.before
    assert ([one.version for one in before], waiting(rivera)) == ([1], [made])
    take_back(jonas, spring, bees)
    take_back(maya, spring, bees)
    again = steps(jonas, bees)[0].standing
    assert (again.state, [one.version for one in again.before], waiting(rivera)) == ("working", [2, 1], [])
    page = rivera.reads(projects.page, project)
    assert page.way.lines[bees] == "0 of 2 handed in, 1 late"
    assert [row.stands for row in page.way.timeline.rows] == ["handed in by 0 of 2 teams"] * 2
    assert elsa.reads(projects.page, project).way.lines.keys() == {
        team_of_elsa.id for team_of_elsa in page.teams if team_of_elsa.name == "Wasps"
    }


def test_what_cannot_be_handed_in_is_refused_with_words(school: School) -> None:
    maya, jonas, elsa, rivera = school.people(maya="student", jonas="student", elsa="student", rivera="teacher of maya")
    project, other = project_of(rivera, class_of(school)), project_of(rivera, class_of(school))
    bees, wasps = team_of(rivera, project, "Bees", maya, jonas), team_of(rivera, project, "Wasps", elsa)
    spring, elsewhere = milestone_of(rivera, project), milestone_of(rivera, other)
    made, theirs = made_by(maya, bees), made_by(elsa, wasps)
    own = maya.does(lambda tx: artifacts.add(tx, Made(title="Mine", stand=Stand(words="Mine"))).id)
    for artifact, version in ((theirs, 1), (own, 1), (new_id(), 1), (made, 2), (made, 0)):
        with pytest.raises(Invalid) as refused:
            hand_in(maya, spring, bees, artifact, version)
        assert refused.value.field == "work"
    with pytest.raises(Conflict):
        take_back(maya, spring, bees)
    for someone in (rivera, elsa):
        with pytest.raises(Forbidden):
            hand_in(someone, spring, bees, made, 1)
    with pytest.raises(NotFound):
        hand_in(maya, elsewhere, bees, made, 1)
    with pytest.raises(NotFound):
        made_by(maya, bees, elsewhere)
    # Taken away, or taken out, between looking and handing in.
    rivera.does(lambda tx: milestones.take_away(tx, spring).id)
    with pytest.raises(NotFound):
        hand_in(maya, spring, bees, made, 1)
    rivera.does(lambda tx: milestones.put_back(tx, spring).id)
    rivera.does(lambda tx: teams.take_out(tx, bees, jonas.id).id)
    with pytest.raises(Forbidden):
        hand_in(jonas, spring, bees, made, 1)
    assert [one.standing.state for one in steps(maya, bees)] == ["nothing"]
