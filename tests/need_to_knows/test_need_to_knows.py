"""What teams need to know, as plain functions on both databases: written alone, shown to each other, picked, found out."""

from types import SimpleNamespace
from uuid import UUID

import pytest

from hub.artifacts import actions as artifacts
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.feedback import sets
from hub.ids import NOTHING
from hub.items import actions as items
from hub.items import queries as items_of
from hub.items.models import ItemGrant
from hub.need_to_knows import actions, histories, merging, queries
from hub.need_to_knows import one as pages
from hub.need_to_knows.actions import Found
from hub.notifications import queries as news
from hub.policy import Verb
from hub.slices import Span
from hub.teams import actions as teams
from tests.projects.test_projects import class_of, project_of
from tests.support.school import School, Someone
from tests.teams.test_teams import room_of, team_of


@pytest.fixture
def bees(school: School) -> SimpleNamespace:
    """Maya and Jonas are the Bees, of a project that Rivera leads; Elsa is in their class, Chidi is Maya's father."""
    names = ("maya", "jonas", "elsa", "chidi", "rivera", "boateng")
    people = dict(
        zip(
            names,
            school.people(
                maya="student",
                jonas="student",
                elsa="student",
                chidi="guardian of maya",
                rivera="teacher of maya",
                boateng="teacher of maya",
            ),
            strict=True,
        )
    )
    project = project_of(people["rivera"], class_of(school))
    team = team_of(people["rivera"], project, "Bees", people["maya"], people["jonas"])
    return SimpleNamespace(school=school, project=project, team=team, room=room_of(people["maya"], team), **people)


def asks(someone: Someone, room: UUID, question: str) -> UUID:
    return someone.does(lambda tx: actions.ask(tx, room, question).id)


def seen(someone: Someone, team: UUID) -> list[str]:
    return [one.title for one in someone.reads(lambda tx: queries.of_teams(tx, [team]))[team]]


def one(someone: Someone, id_: UUID) -> queries.Shown:
    return someone.reads(lambda tx: queries.by_ids(tx, [id_])[id_])


def test_until_they_are_shown_nobody_sees_a_question_but_who_wrote_it(bees: SimpleNamespace) -> None:
    salt = asks(bees.maya, bees.room, "Where does the salt come from?")
    asks(bees.maya, bees.room, "Who drinks it?")
    fish = asks(bees.jonas, bees.room, "Why are there no fish?")
    everyone = (bees.maya, bees.jonas, bees.rivera, bees.boateng, bees.elsa, bees.chidi)
    assert [len(seen(someone, bees.team)) for someone in everyone] == [2, 1, 0, 0, 0, 0]
    assert [someone.sees(salt) for someone in everyone] == [True, False, False, False, False, False]
    mine = one(bees.maya, salt)
    assert (mine.alone, mine.audience.words, mine.can) == (True, "Only you", frozenset({Verb.EDIT, Verb.DELETE}))
    for do in (lambda tx: actions.pick(tx, salt), lambda tx: actions.take_up(tx, salt)):
        with pytest.raises(Conflict):
            bees.maya.does(do)
        with pytest.raises(NotFound):
            bees.jonas.does(do)
    for someone in (bees.rivera, bees.boateng):
        with pytest.raises(Forbidden):
            asks(someone, bees.room, "May I?")
    bees.rivera.does(lambda tx: actions.reveal(tx, bees.room).id)
    bees.jonas.does(lambda tx: actions.reveal(tx, bees.room).id)
    assert [len(seen(someone, bees.team)) for someone in everyone] == [3, 3, 3, 3, 0, 0]
    later = asks(bees.maya, bees.room, "How deep is it?")
    assert [someone.sees(later) for someone in everyone] == [True, True, True, True, False, False]
    assert one(bees.jonas, fish).audience.words == bees.maya.audience(bees.room).words == one(bees.rivera, later).audience.words
    # Whoever leaves sees neither the room nor what was asked in it, not even what they asked.
    bees.maya.does(lambda tx: teams.leave(tx, bees.team).id)
    assert seen(bees.maya, bees.team) == []
    assert len(seen(bees.jonas, bees.team)) == 4


def test_what_was_written_and_said_alone_stays_so_when_the_question_is_shown(school: School) -> None:
    maya, jonas, rivera = school.people(maya="student", jonas="student", rivera="teacher of maya")
    team = team_of(rivera, project_of(rivera, class_of(school)), "Bees", maya, jonas)
    room = room_of(maya, team)
    question = asks(maya, room, "Is he lying?")
    maya.does(lambda tx: actions.change(tx, question, "How deep is it?", 1).id)
    assert maya.thread(question).will_read.principals == frozenset()
    maya.says(question, "I am not sure about this one.")
    maya.does(lambda tx: actions.reveal(tx, room).id)
    for someone in (jonas, rivera):
        assert someone.reads(histories.history, question)[1].versions == [], "The wording before they saw it isn't theirs."
        assert someone.hears(question) == [], "Nobody reads what was said to oneself: no team mate beside the teachers, either."
    assert [one.words["title"] for one in maya.reads(histories.history, question)[1].versions] == ["Is he lying?"]
    maya.does(lambda tx: actions.change(tx, question, "How deep?", 2).id)
    assert [one.words["title"] for one in rivera.reads(histories.history, question)[1].versions] == ["How deep is it?"]


def test_who_counts_on_all_having_written_shows_nothing_before(small_school: School) -> None:
    maya, jonas, rivera = small_school.people(maya="student", jonas="student", rivera="teacher of maya")
    team = team_of(rivera, project_of(rivera, class_of(small_school)), "Bees", maya, jonas)
    room = room_of(maya, team)
    asks(maya, room, "How deep is it?")
    with pytest.raises(Conflict, match="1 of 2 have written theirs"):
        maya.does(lambda tx: actions.reveal(tx, room, complete=True))
    assert seen(jonas, team) == []
    asks(jonas, room, "Whose is it?")
    maya.does(lambda tx: actions.reveal(tx, room, complete=True).id)
    assert len(seen(jonas, team)) == 2


def test_a_team_picks_three_and_a_fourth_is_refused(bees: SimpleNamespace) -> None:
    ids = [asks(bees.maya, bees.room, f"What is {n}?") for n in range(4)]
    bees.maya.does(lambda tx: actions.reveal(tx, bees.room).id)
    for id_ in ids[:3]:
        bees.jonas.does(lambda tx, id_=id_: actions.pick(tx, id_).id)
    with pytest.raises(Conflict, match="picked 3"):
        bees.maya.does(lambda tx: actions.pick(tx, ids[3]))
    with pytest.raises(Forbidden):
        bees.rivera.does(lambda tx: actions.pick(tx, ids[0], False))
    bees.maya.does(lambda tx: actions.pick(tx, ids[0], False).id)
    bees.maya.does(lambda tx: actions.pick(tx, ids[3]).id)
    assert seen(bees.rivera, bees.team) == ["What is 1?", "What is 2?", "What is 3?", "What is 0?"]


def test_a_question_is_taken_up_answered_and_opened_again_and_how_it_stood_is_kept(bees: SimpleNamespace) -> None:
    salt = asks(bees.maya, bees.room, "Where does the salt come from?")
    bees.maya.does(lambda tx: actions.reveal(tx, bees.room).id)
    bees.jonas.does(lambda tx: actions.take_up(tx, salt).id)
    assert [(shown.stage, shown.by and shown.by.called) for shown in [one(bees.maya, salt)]] == [("investigating", "Jonas")]
    answered = Found(words="From the **road**.", source="City salt register", base=2)
    with pytest.raises(Invalid):
        bees.jonas.does(lambda tx: actions.answer(tx, salt, Found(words=" ", base=2)))
    bees.jonas.does(lambda tx: actions.answer(tx, salt, answered).id)
    with pytest.raises(Conflict):
        bees.maya.does(lambda tx: actions.answer(tx, salt, Found(words="From the sea.", base=2)))
    with pytest.raises(Conflict):
        bees.maya.does(lambda tx: actions.take_up(tx, salt))
    bees.boateng.does(lambda tx: actions.reopen(tx, salt, "Which road?").id)
    shown = one(bees.maya, salt)
    assert (shown.stage, shown.answer, shown.source, shown.why) == ("reopened", answered.words, answered.source, "Which road?")
    assert shown.by
    assert shown.by.called == "Ms Boateng"
    # That somebody takes it up while she writes keeps no answer of hers away.
    bees.jonas.does(lambda tx: actions.take_up(tx, salt).id)
    bees.maya.does(lambda tx: actions.answer(tx, salt, Found(words="From Mill Road.", base=4)).id)
    assert one(bees.jonas, salt).stage == "answered"


def test_who_wrote_a_question_takes_it_away_and_puts_it_back(bees: SimpleNamespace) -> None:
    salt = asks(bees.maya, bees.room, "Where does the salt come from?")
    bees.maya.does(lambda tx: actions.reveal(tx, bees.room).id)
    bees.maya.does(lambda tx: actions.pick(tx, salt).id)
    with pytest.raises(Forbidden):
        bees.jonas.does(lambda tx: actions.take_away(tx, salt))
    with pytest.raises(Forbidden):
        bees.maya.does(lambda tx: items.delete(tx, salt))
    bees.maya.does(lambda tx: actions.take_away(tx, salt).id)
    assert seen(bees.jonas, bees.team) == seen(bees.maya, bees.team) == []
    with pytest.raises(NotFound):
        bees.jonas.does(lambda tx: actions.answer(tx, salt, Found(words="From the road.", base=1)))
    with pytest.raises(NotFound):
        bees.jonas.does(lambda tx: actions.put_back(tx, salt))
    bees.maya.does(lambda tx: actions.put_back(tx, salt).id)
    assert [(shown.title, shown.picked) for shown in [one(bees.jonas, salt)]] == [("Where does the salt come from?", False)]


def test_the_class_makes_one_question_of_several_and_takes_it_apart_again(bees: SimpleNamespace) -> None:
    otters = team_of(bees.rivera, bees.project, "Otters", bees.elsa)
    other = room_of(bees.elsa, otters)
    salt, fish = asks(bees.maya, bees.room, "Where does the salt come from?"), asks(bees.elsa, other, "Why is it salty?")
    for someone, room, id_ in ((bees.maya, bees.room, salt), (bees.elsa, other, fish)):
        someone.does(lambda tx, room=room: actions.reveal(tx, room).id)
        someone.does(lambda tx, id_=id_: actions.pick(tx, id_).id)
    for several in ([salt], [salt, bees.room], [salt, NOTHING]):
        with pytest.raises(Invalid) as wrong:
            bees.rivera.does(lambda tx, several=several: merging.merge(tx, bees.project, several, "Why salt?"))
        assert wrong.value.field == "questions"
    both = bees.rivera.does(lambda tx: merging.merge(tx, bees.project, [fish, salt], "Where does salt come from?").id)
    assert [someone.sees(both) for someone in (bees.maya, bees.elsa, bees.boateng, bees.chidi)] == [True, True, True, False]
    for id_, named in ((salt, {bees.jonas.id, bees.rivera.id}), (both, {bees.rivera.id})):
        bees.maya.says(id_, "@Jonas, @Elsa, @Ms Rivera")
        assert set(bees.maya.thread(id_).messages[-1].named) == named, "Who is in another team is not everybody's to know."
    with pytest.raises(Conflict):
        bees.maya.does(lambda tx: actions.answer(tx, salt, Found(words="The road.", base=1)))
    with pytest.raises(Invalid):
        bees.rivera.does(lambda tx: merging.merge(tx, bees.project, [fish, salt], "Once more?"))
    bees.elsa.does(lambda tx: actions.answer(tx, both, Found(words="The road.", base=1)).id)
    assert one(bees.maya, both).answer == "The road."
    # A team that is made later reads it, too.
    late = bees.rivera.does(lambda tx: teams.make(tx, bees.project, teams.Made(name="Herons", open=True)).id)
    assert late in bees.rivera.reads(lambda tx: items_of.granted(tx, both))
    bees.rivera.does(lambda tx: merging.part(tx, both).id)
    assert [bees.maya.sees(both), one(bees.maya, salt).into, one(bees.elsa, fish).into] == [False, None, None]
    with pytest.raises(NotFound):
        bees.rivera.reads(pages.page, both)


def test_work_that_shows_an_answer_is_ones_own_and_is_seen_by_who_sees_the_question(bees: SimpleNamespace) -> None:
    salt = asks(bees.maya, bees.room, "Where does the salt come from?")
    bees.maya.does(lambda tx: actions.reveal(tx, bees.room).id)
    mine, his = (
        someone.does(lambda tx: artifacts.add(tx, artifacts.Made(title="Map", stand=artifacts.Stand(words="It bends"))).id)
        for someone in (bees.maya, bees.jonas)
    )
    for work in (his, salt, NOTHING):
        with pytest.raises(Invalid) as wrong:
            bees.maya.does(lambda tx, work=work: actions.answer(tx, salt, Found(words="See the map.", evidence=(work,), base=1)))
        assert wrong.value.field == "evidence"
    assert not bees.jonas.sees(mine)
    bees.maya.does(lambda tx: actions.answer(tx, salt, Found(words="See the map.", evidence=(mine,), base=1)).id)
    assert [card.title for card in one(bees.jonas, salt).evidence] == ["Map"]
    assert [someone.sees(mine) for someone in (bees.rivera, bees.boateng, bees.elsa, bees.chidi)] == [True, True, False, False]
    assert bees.maya.audience(mine).words.startswith("Bees")
    family = bees.maya.family
    bees.maya.does(lambda tx: items.share(tx, mine, items_of.granted(tx, mine) | {family}))
    assert bees.chidi.sees(mine)
    assert family not in bees.jonas.thread(mine).will_read.principals
    assert family not in bees.jonas.reads(sets.readers, [mine])[mine].principals
    his = bees.jonas.says(mine, "As we said behind the gym")
    bees.maya.says(mine, "Not here", to=his)
    bees.rivera.says(mine, "Where?", to=his)
    assert bees.maya.hears(mine) == bees.rivera.hears(mine) == ["As we said behind the gym", "Not here", "Where?"]
    assert bees.chidi.hears(mine) == [], "What another's child says, and what is said to it, is no family's to read."
    bees.rivera.says(mine, "To all of you")
    assert bees.chidi.hears(mine) == ["To all of you"]


def test_who_comes_to_read_along_reads_what_the_team_asked_and_nothing_written_alone(bees: SimpleNamespace) -> None:
    school: School = bees.school
    drinks = asks(bees.maya, bees.room, "Who drinks it?")
    asks(bees.jonas, bees.room, "Who owns it?")
    people = school.people(amina="student of 8A", far="teacher of 8A", elif_="student of 9A", further="teacher of 9A")
    for sees, name in enumerate(("8A", "9A")):
        student, teacher = people[2 * sees], people[2 * sees + 1]
        grant = ItemGrant(item_id=bees.project, principal_id=class_of(school, name))
        school.work(lambda tx, grant=grant: tx.add(grant))  # type: ignore[misc]
        bees.rivera.does(teams.put_in, bees.team, student.id)
        assert [someone.sees(bees.room) for someone in (student, teacher)] == [True, True]
        assert [someone.sees(drinks) for someone in (student, teacher)] == [bool(sees)] * 2
        bees.maya.does(lambda tx: actions.reveal(tx, bees.room).id)
    assert people[1].sees(drinks)


def test_who_wrote_a_question_and_who_is_answered_are_told_of_talk_about_it(bees: SimpleNamespace) -> None:
    bees.maya.does(lambda tx: actions.reveal(tx, bees.room).id)
    salt = asks(bees.maya, bees.room, "Where does the salt come from?")
    bees.jonas.says(salt, "Ask at the bridge.", bees.rivera.says(salt, "Whom could you ask?"))
    told = [[each.words for each in someone.reads(lambda tx: news.listed(tx, Span(9))[1])] for someone in (bees.maya, bees.boateng)]
    heard = [[words for words in theirs if "wrote" in words] for theirs in told]
    assert heard == [[f"{who} wrote about a question of Bees" for who in ("Jonas", "Ms Rivera")], []]


def test_nobody_fills_the_teams_questions_alone(bees: SimpleNamespace) -> None:
    for n in range(queries.EACH):
        asks(bees.maya, bees.room, f"Is it {n}?")
    with pytest.raises(Invalid, match="Take one away"):
        asks(bees.maya, bees.room, "One more?")
    assert asks(bees.jonas, bees.room, "Mine?")
