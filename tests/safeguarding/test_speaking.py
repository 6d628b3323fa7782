"""Whatever is said before a team waits where messages wait: for who is paused, and for all while a mentor is without staff."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from hub.artifacts import actions as artifacts
from hub.clock import now
from hub.database import Tx
from hub.errors import Forbidden, Invalid
from hub.feedback import actions as threads
from hub.feedback.reactions import react
from hub.items import tags
from hub.mentors.models import BackgroundCheck
from hub.need_to_knows import actions as wonders
from hub.need_to_knows import merging
from hub.people import office
from hub.rooms import pins
from hub.safeguarding import pausing
from hub.tasks import actions as tasks
from hub.teams import actions as teams
from hub.teams import contracts
from tests.mentors.helpers import Garden
from tests.support.school import School, Someone

Act = Callable[[Tx], Any]


class Said:
    """What Jonas made in the garden, so that he can say something more with each of the ways there are."""

    def __init__(self, garden: Garden) -> None:
        self.team, self.room, self.jonas = garden.team, garden.room, garden.jonas
        does = self.jonas.does
        self.hers, self.his = garden.maya.says(self.room, "Hello"), self.jonas.says(self.room, "Hello")
        self.card: UUID = does(lambda tx: tasks.add(tx, self.team, "todo", tasks.Planned(title="Map")).id)
        does(lambda tx: wonders.reveal(tx, self.room).id)
        self.asked, self.gone = (does(lambda tx, n=n: wonders.ask(tx, self.room, f"Whose pond {n}?").id) for n in "ab")  # type: ignore[misc]
        does(lambda tx: wonders.take_away(tx, self.gone).id)
        parts = [does(lambda tx, n=n: wonders.ask(tx, self.room, f"Whose lake {n}?").id) for n in "ab"]  # type: ignore[misc]
        for one in parts:
            does(lambda tx, one=one: wonders.pick(tx, one).id)  # type: ignore[misc]
        self.together: UUID = garden.rivera.does(lambda tx: merging.merge(tx, garden.project, parts, "Whose lake is it?").id)
        stand = artifacts.Stand(words="A map")
        self.work: UUID = does(lambda tx: artifacts.add(tx, artifacts.Made(title="Map", team=self.team, stand=stand)).id)

    def words(self, words: str) -> dict[str, Act]:
        """Each way to say these to the team, other than by a message."""
        stand = artifacts.Stand(words=words)
        return {
            "asks": lambda tx: wonders.ask(tx, self.room, words),
            "words a question anew": lambda tx: wonders.change(tx, self.asked, words, 1),
            "answers": lambda tx: wonders.answer(tx, self.asked, wonders.Found(words=words, base=2)),
            "says its source": lambda tx: wonders.answer(tx, self.asked, wonders.Found(words="…", source=words, base=3)),
            "reopens": lambda tx: wonders.reopen(tx, self.asked, words),
            "answers for the class": lambda tx: wonders.answer(tx, self.together, wonders.Found(words=words, base=1)),
            "tags work": lambda tx: tags.tag(tx, self.work, [words]),
            "adds a card": lambda tx: tasks.add(tx, self.team, "todo", tasks.Planned(title=words)),
            "words a card anew": lambda tx: tasks.change(tx, self.card, tasks.Planned(title=words)),
            "writes the contract": lambda tx: contracts.write(tx, self.team, words, 0),
            "names a role": lambda tx: teams.look_after(tx, self.team, self.jonas.id, words),
            "makes work": lambda tx: artifacts.add(tx, artifacts.Made(title=words, team=self.team, stand=stand)),
            "makes work that says it": lambda tx: artifacts.add(tx, artifacts.Made(title="Map", team=self.team, stand=stand)),
            "adds a version": lambda tx: artifacts.add_version(tx, self.work, stand, 1),
            "titles work anew": lambda tx: artifacts.edit(tx, self.work, artifacts.Wording(title=words), 1),
        }

    def signs(self) -> dict[str, Act]:
        """Each way to say something without new words."""
        return {
            "reacts": lambda tx: react(tx, self.hers, "heart", True),
            "pins": lambda tx: pins.pin(tx, self.hers),
            "takes a pin down": lambda tx: pins.unpin(tx, self.hers),
            "picks": lambda tx: wonders.pick(tx, self.asked),
            "puts a question back": lambda tx: wonders.put_back(tx, self.gone),
        }

    def all(self) -> dict[str, Act]:
        return {
            **self.words("By the pond"),
            **self.signs(),
            "says": lambda tx: threads.add_message(tx, self.room, threads.Answer("By the pond")),
            "says about a question of the class": lambda tx: threads.add_message(tx, self.together, threads.Answer("By the pond")),
            "edits": lambda tx: threads.edit_message(tx, self.his, "By the pond", 1),
        }


def went_through(someone: Someone, acts: dict[str, Act], refusal: str) -> list[str]:
    """The names of those that were not refused with these words."""
    through = []
    for name, act in acts.items():
        try:
            someone.does(act)
        except (Forbidden, Invalid) as refused:
            if refusal in str(refused):
                continue
        through.append(name)
    return through


def test_who_is_paused_says_nothing_in_any_way(small_school: School) -> None:
    garden = Garden(small_school)
    said = Said(garden)
    garden.rivera.does(lambda tx: pausing.pause(tx, garden.room, garden.jonas.id, "hour", "He shouts.").id)
    assert went_through(garden.jonas, said.all(), "asked you for a pause") == []


def test_while_a_mentor_is_without_staff_nothing_is_said_in_any_way(school: School) -> None:
    garden = Garden(school)
    said = Said(garden)
    garden.haddad.does(office.deactivate, garden.rivera.id)
    assert went_through(garden.jonas, said.all(), "until a teacher is with you again") == []
    with pytest.raises(Forbidden, match="until a teacher is with you again"):
        garden.vega.does(lambda tx: react(tx, said.hers, "heart", True))
    assert garden.jonas.does(lambda tx: tasks.move(tx, said.card, "done").column) == "done", "What they work on goes on."
    garden.haddad.does(office.reactivate, garden.rivera.id)
    for act in said.all().values():
        garden.jonas.does(act)


def test_a_mentor_reads_no_way_out_of_the_school_in_whatever_is_no_message(school: School) -> None:
    garden = Garden(school)
    said = Said(garden)
    assert went_through(garden.jonas, said.words("my insta: riverbee7"), "A mentor reads this") == []
    [check] = school.work(lambda tx: tx.scalars(select(BackgroundCheck.id)).all())
    school.change(BackgroundCheck, check, expires=now() - timedelta(seconds=1))
    assert went_through(garden.jonas, said.words("my insta: riverbee7"), "A mentor reads this") == [], "It may be renewed tomorrow."
    garden.rivera.does(lambda tx: teams.look_after(tx, garden.team, garden.jonas.id, "Office: 020 7946 0958").id)


def test_work_of_ones_own_that_a_mentor_reads_shows_no_way_out_either(school: School) -> None:
    garden = Garden(school)
    said = Said(garden)
    jonas, plain, number = garden.jonas, artifacts.Stand(words="It bends"), artifacts.Stand(words="Ring me: 020 7946 0958")

    def made(stand: artifacts.Stand) -> UUID:
        return jonas.does(lambda tx: artifacts.add(tx, artifacts.Made(title="Map", stand=stand)).id)

    shown, telling = made(plain), made(number)
    by = {work: wonders.Found(words="Look", base=1, evidence=(work,)) for work in (shown, telling)}
    with pytest.raises(Invalid, match="A mentor reads this") as refused:
        jonas.does(lambda tx: wonders.answer(tx, said.asked, by[telling]))
    assert refused.value.field == "evidence"
    jonas.does(lambda tx: wonders.answer(tx, said.asked, by[shown]).id)
    acts: dict[str, Act] = {
        "a version": lambda tx: artifacts.add_version(tx, shown, number, 1),
        "a link": lambda tx: artifacts.add_version(tx, shown, artifacts.Stand(link="https://wa.me/447700900123"), 1),
        "a link of the team's": lambda tx: artifacts.add_version(tx, said.work, artifacts.Stand(link="https://wa.me/447700900123"), 1),
        "a title": lambda tx: artifacts.edit(tx, shown, artifacts.Wording(title="my insta: riverbee7"), 1),
        "a tag": lambda tx: tags.tag(tx, shown, ["maya@mail.com"]),
    }
    assert went_through(jonas, acts, "A mentor reads this") == []
    garden.haddad.does(office.deactivate, garden.rivera.id)
    assert went_through(jonas, acts, "until a teacher is with you again") == []
    assert jonas.does(lambda tx: artifacts.add_version(tx, telling, number, 1).version) == 2, "What no mentor reads is theirs to write."


def test_where_no_mentor_is_a_team_writes_what_it_likes(small_school: School) -> None:
    garden = Garden(small_school, joined=False)
    for act in Said(garden).words("my insta: riverbee7").values():
        garden.jonas.does(act)
