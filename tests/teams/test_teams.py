"""Teams and their rooms as plain functions, on both databases."""

from uuid import UUID

import pytest
from sqlalchemy import select

from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.ids import new_id
from hub.items import actions as items
from hub.items.models import ItemGrant
from hub.notifications import queries as news
from hub.projects import actions as projects
from hub.rooms import queries as rooms
from hub.slices import Span
from hub.teams import actions, queries
from hub.teams.actions import Made
from hub.teams.models import TeamMember
from tests.projects.test_projects import class_of, project_of
from tests.support.school import School, Someone


def team_of(someone: Someone, project: UUID, name: str, *people: Someone, **more: object) -> UUID:
    made = Made(name=name, people=tuple(one.id for one in people), **more)  # type: ignore[arg-type]
    return someone.does(lambda tx: actions.make(tx, project, made).id)


def shown(someone: Someone, team: UUID) -> queries.ShownTeam:
    return someone.reads(lambda tx: queries.by_ids(tx, [team])[team])


def room_of(someone: Someone, team: UUID) -> UUID:
    room = shown(someone, team).room_id
    assert room
    return room


def called(members: list[queries.Member]) -> list[str]:
    return [one.face.called for one in members]


def test_a_team_has_a_room_for_its_members_and_their_teachers_alone(school: School) -> None:
    maya, jonas, elsa, chidi, rivera, boateng, far = school.people(
        maya="student",
        jonas="student",
        elsa="student",
        chidi="guardian of maya",
        rivera="teacher of maya",
        boateng="teacher of maya",
        far="teacher of 8A",
    )
    project = project_of(rivera, class_of(school))
    team = team_of(rivera, project, "Bees", maya, jonas)
    room = room_of(maya, team)
    assert maya.audience(room).words == "Bees (Jonas, Maya) and Ms Boateng and Ms Rivera"
    said = maya.says(room, "The bridge works!")
    rivera.says(room, "Who measured?")
    jonas.says(room, "I did", said)
    heard = ["The bridge works!", "Who measured?", "I did"]
    assert [someone.hears(room) for someone in (maya, jonas, rivera, boateng)] == [heard] * 4
    assert [message.voice for message in jonas.thread(room).messages] == ["learner", "staff", "learner"]
    assert [someone.sees(room) for someone in (elsa, chidi, far)] == [False] * 3
    for outsider in (elsa, chidi, far):
        with pytest.raises(NotFound):
            outsider.says(room, "Hello")
        with pytest.raises(NotFound):
            outsider.reads(rooms.page, room)
    # The class sees who is in it, and a father his child alone; neither sees the room.
    assert [(called(shown(elsa, team).members), shown(elsa, team).room_id)] == [(["Jonas", "Maya"], None)]
    assert chidi.reads(lambda tx: queries.by_ids(tx, [team])) == {}
    assert (shown(jonas, team).unread, shown(boateng, team).unread) == (2, 3)
    assert [one.id for one in maya.reads(queries.mine)] == [team]
    assert elsa.reads(queries.mine) == []


def test_who_is_answered_is_told_and_nobody_else_of_talk(school: School) -> None:
    maya, jonas, rivera = school.people(maya="student", jonas="student", rivera="teacher of maya")
    room = room_of(maya, team_of(rivera, project_of(rivera, class_of(school)), "Bees", maya, jonas))
    said = maya.says(room, "Look!")
    jonas.says(room, "Where?", said)
    rivera.says(room, "All of you: look up.")
    told = {someone: [one.words for one in someone.reads(lambda tx: news.listed(tx, Span(9))[1])] for someone in (maya, jonas, rivera)}
    assert told[maya][:2] == ["Jonas answered you in Bees", "Ms Rivera put you into a team"]
    assert told[jonas][0] == "Ms Rivera put you into a team"
    assert told[rivera] == []


def test_who_leaves_is_out_at_once_and_what_they_said_stays(school: School) -> None:
    maya, jonas, rivera = school.people(maya="student", jonas="student", rivera="teacher of maya")
    team = team_of(rivera, project_of(rivera, class_of(school)), "Bees", maya, jonas, open=True)
    room = room_of(jonas, team)
    jonas.says(room, "I was here")
    jonas.does(actions.leave, team)
    assert not jonas.sees(room)
    assert maya.hears(room) == ["I was here"]
    assert (called(shown(maya, team).members), called(shown(maya, team).before)) == (["Maya"], ["Jonas"])
    assert shown(jonas, team).before == []
    with pytest.raises(Forbidden):
        jonas.does(actions.leave, team)
    for _twice in range(2):
        jonas.does(actions.join, team)
    assert jonas.hears(room) == ["I was here"]
    assert (called(shown(maya, team).members), called(shown(maya, team).before)) == (["Jonas", "Maya"], ["Jonas"])
    for _twice in range(2):
        rivera.does(actions.take_out, team, jonas.id)
    assert not jonas.sees(room)


def test_one_is_in_one_team_of_a_project_and_only_where_one_may(school: School) -> None:
    maya, jonas, chidi, rivera, boateng, afar = school.people(
        maya="student",
        jonas="student",
        chidi="guardian of maya",
        rivera="teacher of maya",
        boateng="teacher of maya",
        afar="student of 8A",
    )
    project = project_of(rivera, class_of(school))
    bees, otters = team_of(rivera, project, "Bees", maya), team_of(rivera, project, " Otters ", open=True)
    for act in (
        lambda tx: actions.put_in(tx, otters, maya.id),
        lambda tx: actions.make(tx, project, Made(name="Swifts", people=(maya.id,))),
    ):
        with pytest.raises(Conflict, match="Maya is in Bees already"):
            rivera.does(act)
    with pytest.raises(Conflict, match="Bees already"):
        maya.does(actions.join, otters)
    with pytest.raises(Forbidden, match="puts this team together"):
        jonas.does(actions.join, bees)
    for nobody in (afar.id, chidi.id, boateng.id, new_id()):
        with pytest.raises(Invalid, match="Only students"):
            rivera.does(actions.put_in, otters, nobody)
    for name, why in (("", "called"), ("x" * 61, "fewer"), ("bEES", "already")):
        with pytest.raises(Invalid, match=why):
            team_of(rivera, project, name)
        with pytest.raises(Invalid, match=why):
            rivera.does(actions.change, otters, name, True)
    for someone in (maya, boateng):
        for act in (
            lambda tx: actions.make(tx, project, Made(name="Swifts")),
            lambda tx: actions.change(tx, bees, "Wasps", True),
            lambda tx: actions.put_in(tx, bees, jonas.id),
            lambda tx: actions.take_out(tx, bees, maya.id),
        ):
            with pytest.raises(Forbidden):
                someone.does(act)
    for comes_or_goes in (actions.join, actions.leave):
        with pytest.raises(NotFound):
            afar.does(comes_or_goes, otters)
        with pytest.raises(Forbidden):
            boateng.does(comes_or_goes, bees)
    writing = new_id()
    assert team_of(rivera, project, "Swifts", writing=writing) == team_of(rivera, project, "Swifts", writing=writing)
    idea = project_of(jonas)
    with pytest.raises(Conflict, match="takes it on first"):
        team_of(jonas, idea, "Bees")


def test_a_team_is_named_anew_and_its_members_look_after_something(school: School) -> None:
    maya, jonas, rivera = school.people(maya="student", jonas="student", rivera="teacher of maya")
    project = project_of(rivera, class_of(school))
    team = team_of(rivera, project, "Bees", maya, jonas)
    for name in (" The  bees ", "The Bees\u202e"):
        rivera.does(actions.change, team, name, True)
    assert (shown(maya, team).name, maya.reads(rooms.page, room_of(maya, team)).item.title) == ("The Bees", "The Bees")
    maya.does(actions.look_after, team, maya.id, " the  camera ")
    rivera.does(actions.look_after, team, jonas.id, "the map")
    with pytest.raises(Forbidden):
        maya.does(actions.look_after, team, jonas.id, "nothing")
    assert [(one.face.called, one.role) for one in shown(jonas, team).members] == [("Jonas", "the map"), ("Maya", "the camera")]
    rivera.does(actions.take_out, team, jonas.id)
    with pytest.raises(Conflict, match="any more"):
        rivera.does(actions.look_after, team, jonas.id, "the map")


def test_a_project_that_was_deleted_takes_nobody_more_and_lets_everybody_go(school: School) -> None:
    maya, jonas, rivera = school.people(maya="student", jonas="student", rivera="teacher of maya")
    project = project_of(rivera, class_of(school))
    team = team_of(rivera, project, "Bees", maya)
    rivera.does(items.delete, project)
    for act in (lambda tx: actions.put_in(tx, team, jonas.id), lambda tx: actions.change(tx, team, "Wasps", False)):
        with pytest.raises(Conflict, match="Bring it back"):
            rivera.does(act)
    rivera.does(actions.take_out, team, maya.id)
    assert called(shown(rivera, team).members) == []


def test_a_project_that_is_left_by_its_class_leaves_its_teams_their_rooms(school: School) -> None:
    """What a team said to each other is theirs, also once the project isn't shared any more."""
    maya, rivera, boateng = school.people(maya="student", rivera="teacher of maya", boateng="teacher of maya")
    project = project_of(rivera, class_of(school))
    team = team_of(rivera, project, "Bees", maya)
    room = room_of(maya, team)
    maya.says(room, "Ours")
    rivera.shares(project)
    assert maya.hears(room) == ["Ours"]
    page = maya.reads(rooms.page, room)
    assert (page.project, page.team.mine) == (None, True)
    assert called(boateng.reads(rooms.page, room).team.members) == ["Maya"]
    rivera.does(projects.move_on, project, "archived")
    assert maya.hears(room) == ["Ours"]


def test_the_teachers_of_every_class_in_a_team_read_along(school: School) -> None:
    maya, afar, rivera, boateng = school.people(maya="student", afar="student of 8A", rivera="teacher of maya", boateng="teacher of 8A")
    project = project_of(rivera, class_of(school))
    team = team_of(rivera, project, "Bees", maya, open=True)
    room = room_of(maya, team)
    assert not boateng.sees(room)
    grant = class_of(school, "8A")
    school.work(lambda tx: tx.add(ItemGrant(item_id=project, principal_id=grant)))
    afar.does(actions.join, team)
    assert [someone.sees(room) for someone in (afar, boateng, rivera)] == [True] * 3


def test_who_comes_and_goes_without_end_stands_once_among_who_was_there(small_school: School) -> None:
    maya, jonas, rivera = small_school.people(maya="student", jonas="student", rivera="teacher of maya")
    team = team_of(rivera, project_of(rivera, class_of(small_school)), "Bees", maya, open=True)
    for _n in range(5):
        jonas.does(actions.join, team)
        jonas.does(actions.leave, team)
    [once] = shown(maya, team).before
    left = small_school.work(lambda tx: [*tx.scalars(select(TeamMember.ended).where(TeamMember.person_id == jonas.id))])
    assert (len(left), once.ended) == (5, max(left))
