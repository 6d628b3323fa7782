"""A team asks its mentor a question, on both databases: with the minutes it may take, in her days, and never without staff."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest

from hub import clock
from hub.clock import now
from hub.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from hub.feedback import actions as feedback
from hub.homes import queries as homes
from hub.identity import limits
from hub.mentors import actions, asking, asks, looking
from hub.need_to_knows import actions as wonders
from hub.need_to_knows import merging, one
from hub.notifications import queries as notifications
from hub.people import office
from hub.people.models import ClassMember, Person
from hub.safeguarding import actions as safeguarding
from tests.mentors.helpers import Garden, approved, checked, day, invited
from tests.support.school import School, Someone
from tests.support.statements import Statements


class Asked(Garden):
    """The Bees have shown each other a question of Maya's."""

    def __init__(self, school: School, *, joined: bool = True) -> None:
        super().__init__(school, joined=joined)
        self.question = self.wonders("Why do bees dance?")
        self.maya.does(lambda tx: wonders.reveal(tx, self.room).id)

    def wonders(self, words: str) -> UUID:
        return self.maya.does(lambda tx: wonders.ask(tx, self.room, words).id)

    def ask(self, who: Someone, **more: object) -> UUID:
        given = asking.Asking(**{"question": self.question, "minutes": 15} | more)  # type: ignore[arg-type]
        return who.does(lambda tx: asking.ask(tx, given).id)

    def help(self, who: Someone) -> asks.Help:
        return who.reads(one.page, self.question).help

    def states(self, who: Someone) -> list[str]:
        return [each.state for each in self.help(who).asks]

    def home(self) -> list[tuple[str, int]]:
        mentoring = self.vega.reads(looking.mentoring)
        assert mentoring is not None
        assert mentoring.minutes == sum(each.ask.minutes for each in mentoring.asked)
        return [(each.question.title, each.ask.minutes) for each in mentoring.asked]


def told(who: Someone) -> list[str]:
    days = who.reads(notifications.inbox).days
    return [note.words for on in days for about in on.about for note in about.notes]


def test_a_team_asks_and_the_mentor_answers_where_it_stands(school: School) -> None:
    it = Asked(school)
    assert [each.who.id for each in it.help(it.maya).there] == [it.vega.id]
    first = it.ask(it.maya, words="What does the dance say?", until=day(9))
    assert it.ask(it.maya, words="What does the dance say?") == first  # Pressed twice.
    with pytest.raises(Conflict, match="asked this already"):
        it.ask(it.jonas, minutes=30)
    assert not it.help(it.jonas).there
    it.question = it.wonders("Where do they sleep?")
    second = it.ask(it.rivera, words="Where do they sleep?", minutes=30)
    assert it.home() == [("Why do bees dance?", 15), ("Where do they sleep?", 30)]
    mine = it.vega.reads(looking.mentoring)
    assert mine is not None
    assert [(each.ask.words, each.ask.until, each.ask.by.id) for each in mine.asked] == [
        ("What does the dance say?", day(9), it.maya.id),
        ("", None, it.rivera.id),
    ]
    assert told(it.vega)[0] == "Ms Rivera asks you a question of Bees"
    # What she says answers it, and taken back answers it no more; what the team finds out itself needs no answer.
    said = it.vega.says(it.question, "In their hive.")
    assert (it.states(it.jonas), it.home()) == (["answered"], [("Why do bees dance?", 15)])
    it.vega.does(feedback.withdraw_message, said)
    assert (it.states(it.jonas), len(it.home())) == (["asked"], 2)
    it.jonas.does(wonders.answer, it.question, wonders.Found(words="In their hive.", base=1))
    assert (it.states(it.maya), it.home()) == (["settled"], [("Why do bees dance?", 15)])
    with pytest.raises(Conflict, match="has its answer"):
        it.ask(it.maya, minutes=5)
    with pytest.raises(Conflict, match="no more"):
        it.vega.does(asking.decline, second)
    it.jonas.does(asking.take_back, first)
    it.jonas.does(asking.take_back, first)
    assert it.home() == []


def test_she_can_say_that_she_cannot_this_time(school: School) -> None:
    it = Asked(school)
    asked = it.ask(it.maya)
    with pytest.raises(Forbidden):
        it.jonas.does(asking.decline, asked)
    it.vega.does(asking.decline, asked, "I am travelling: look at the hive in the morning.")
    it.vega.does(asking.decline, asked, "Again")
    assert (it.states(it.jonas), it.home()) == (["declined"], [])
    assert it.maya.hears(it.question) == ["I am travelling: look at the hive in the morning."]
    assert "Vega can’t answer a question of Bees this time" in told(it.maya)
    again = it.ask(it.jonas)
    assert it.states(it.maya) == ["declined", "asked"]
    # A way out of the school in it waits for staff, as in all that she says.
    it.vega.does(asking.decline, again, "Write to vega@example.org")
    assert (it.states(it.maya), it.maya.hears(it.question)[1:]) == (["declined", "declined"], [])
    assert it.rivera.hears(it.question)[1:] == ["Write to vega@example.org"]


def test_what_can_be_asked_and_by_whom(school: School) -> None:
    it = Asked(school)
    for who in (it.vega, it.haddad, it.chidi):
        with pytest.raises((Forbidden, NotFound)):
            it.ask(who)
    for wrong, field in (
        ({"minutes": 7}, "minutes"),
        ({"minutes": None}, "minutes"),
        ({"words": "x" * 301}, "words"),
        ({"words": "Write to maya@example.org"}, "words"),
        ({"until": day(-2)}, "until"),
        ({"until": day(200)}, "until"),
        ({"mentor": it.haddad.id}, "mentor"),
    ):
        with pytest.raises(Invalid) as problem:
            it.ask(it.maya, **wrong)
        assert problem.value.field == field
    several = [it.wonders(f"Where is {n}?") for n in range(5)]
    for question in several:
        it.ask(it.maya, question=question)
    with pytest.raises(Conflict, match="5 questions"):
        it.ask(it.maya)
    # What the whole class finds out is asked there no more, and leaves her home.
    for question in several[:2]:
        it.maya.does(wonders.pick, question)
    it.rivera.does(merging.merge, it.project, several[:2], "Where are they?")
    assert len(it.home()) == 3
    with pytest.raises(Conflict, match="whole class"):
        it.ask(it.maya, question=several[0])


def test_outside_her_days_it_is_gone_and_the_team_is_told(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    it = Asked(school)
    asked = it.ask(it.maya)
    for away in (timedelta(days=-10), timedelta(days=40), timedelta(days=299, hours=13)):
        at = now() + away
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        assert (it.states(it.maya), it.home(), it.help(it.maya).there) == (["gone"], [], [])
        assert not it.vega.reads(asks.by_ids, [asked])
        with pytest.raises(NotFound):
            it.vega.does(asking.decline, asked)
        with pytest.raises(Conflict, match="No mentor"):
            it.ask(it.jonas)
        monkeypatch.undo()
    assert it.states(it.maya) == ["asked"]
    it.rivera.does(actions.end, it.mentorship)
    assert (it.states(it.maya), it.home()) == (["gone"], [])
    # Invited anew, she isn't asked what she was asked then.
    approved(it.haddad, invited(it.rivera, it.project, it.vega))
    assert (it.states(it.maya), it.home()) == (["gone"], [])
    it.ask(it.jonas)
    assert len(it.home()) == 1


def test_a_check_that_expires_takes_it_from_her_home(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    it = Asked(school, joined=False)
    checked(it.haddad, it.vega, days=0.5)
    approved(it.haddad, it.mentorship)
    it.ask(it.maya)
    assert len(it.home()) == 1
    noon = now() + timedelta(days=0.5)
    monkeypatch.setattr(clock, "now", lambda: noon)
    assert (it.states(it.maya), it.home()) == (["gone"], [])


def test_nothing_is_asked_while_no_member_of_staff_is_there(school: School) -> None:
    it = Asked(school)
    asked = it.ask(it.maya)
    it.question, answered = it.wonders("Where do they sleep?"), it.question
    school.change(ClassMember, (school.classes["7B"], it.rivera.id), ended=now())
    school.change(Person, it.rivera.id, deactivated=now())
    with pytest.raises(Forbidden, match="until a teacher"):
        it.ask(it.maya)
    mine = it.vega.reads(looking.mentoring)
    assert mine is not None
    assert [(each.question.id, each.waits) for each in mine.asked] == [(answered, True)]
    with pytest.raises(Forbidden, match="until a teacher"):
        it.vega.does(asking.decline, asked, "Sorry")


def test_staff_find_somebody_whose_offer_fits(school: School) -> None:
    it = Asked(school, joined=False)
    it.vega.does(lambda tx: actions.offer(tx, "I keep bees, and can show a hive.", ("bees",)).id)
    assert [(found.face.id, word) for found, word in it.help(it.rivera).fitting] == [(it.vega.id, "bees")]
    assert it.help(it.rivera).finding == f"/projects/{it.project}/mentors"
    assert it.help(it.maya) == asks.Help([], [], [], "")
    it.question = it.wonders("How long is a giraffe?")
    assert it.help(it.rivera).fitting == []


def test_it_costs_the_same_however_much_is_asked(
    small_school: School, statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    it = Asked(small_school)
    counts = []
    for n in range(4):
        it.question = it.wonders(f"Where is {n}?")
        it.ask(it.maya)
        if n in (0, 3):
            for who, query, args in ((it.vega, homes.home, ()), (it.maya, one.page, (it.question,))):
                who.reads(query, *args)
                with statements() as seen:
                    who.reads(query, *args)
                counts.append(seen.count)
    assert counts[:2] == counts[2:], counts


def test_what_was_asked_is_taken_back_also_while_nobody_may_write(school: School) -> None:
    it = Asked(school)
    first = it.ask(it.maya)
    it.haddad.does(office.deactivate, it.rivera.id)
    with pytest.raises(Forbidden, match="until a teacher is with you again"):
        it.vega.does(lambda tx: asking.decline(tx, first))
    it.jonas.does(asking.take_back, first)
    assert (it.states(it.jonas), it.home()) == ([], [])
    with pytest.raises(Forbidden, match="until a teacher is with you again"):
        it.ask(it.jonas)


def test_who_asks_and_takes_back_without_end_is_asked_to_wait_and_no_number_comes_in_by_a_question(small_school: School) -> None:
    garden = Asked(small_school)
    for _n in range(limits.MENTOR_ASKS.most):
        garden.maya.does(asking.take_back, garden.ask(garden.maya))
    with pytest.raises(TooMany):
        garden.ask(garden.maya)
    garden.ask(garden.jonas)
    for words in ("Can you ring 07700 900 123?", "Is maya@example.org read?"):
        with pytest.raises(Invalid, match="eave out"):
            garden.wonders(words)


def test_an_answer_that_is_held_is_none_yet_and_what_is_taken_back_is_told_of_no_more(school: School) -> None:
    it = Asked(school)
    first = it.ask(it.maya)
    held = it.vega.says(it.question, "Ring me: 020 7946 0958")
    assert [one.held for one in it.vega.reads(asks.of_me)] == [True]
    assert (it.states(it.jonas), it.states(it.vega), it.home()) == (["asked"], ["asked"], [("Why do bees dance?", 15)])
    assert it.ask(it.maya) == first, "Pressed twice."
    it.rivera.does(safeguarding.let_through, held)
    assert (it.states(it.jonas), it.home()) == (["answered"], [])

    it.question = it.wonders("Where do bees sleep?")
    before = told(it.vega)
    it.maya.does(asking.take_back, it.ask(it.maya))
    assert told(it.vega) == before, "Nobody is told of what isn't asked any more."
