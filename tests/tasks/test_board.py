"""A team's board as plain functions: whose it is, how cards move, and what becomes of two who move one card."""

from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from threading import Barrier, Thread
from uuid import UUID

import pytest

from hub.clock import now
from hub.database import Tx
from hub.errors import Conflict, Invalid, NotFound
from hub.ids import NOTHING, new_id
from hub.items.models import UNDO
from hub.projects import milestones
from hub.tasks import actions, queries
from hub.tasks.actions import Planned
from hub.tasks.models import Task
from hub.teams import actions as teams
from hub.teams.models import Team
from tests.projects.test_projects import class_of, project_of
from tests.support.school import School, Someone
from tests.support.statements import Statements
from tests.teams.test_teams import room_of, team_of

Count = Callable[[], AbstractContextManager[Statements]]


def add(someone: Someone, team: UUID, title: str, column: str = "todo", **more: object) -> UUID:
    return someone.does(lambda tx: actions.add(tx, team, column, Planned(title=title, **more)).id)  # type: ignore[arg-type]


def stands(someone: Someone, team: UUID) -> dict[str, list[str]]:
    """The titles of each column that has any."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in someone.reads(queries.of_teams, [team]).get(team, []):
        found[one.column].append(one.title)
    return dict(found)


def shown(someone: Someone, task: UUID) -> queries.ShownTask:
    return someone.reads(queries.sheet, task).task


def bees(school: School) -> tuple[Someone, Someone, Someone, UUID]:
    maya, jonas, rivera = school.people(maya="student", jonas="student", rivera="teacher of maya")
    return maya, jonas, rivera, team_of(rivera, project_of(rivera, class_of(school)), "Bees", maya, jonas)


def test_a_board_is_for_who_may_go_into_the_room_and_for_nobody_else(school: School) -> None:
    maya, jonas, rivera, team = bees(school)
    boateng, elsa, chidi = school.people(boateng="teacher of maya", elsa="student", chidi="guardian of maya")
    rivera.does(teams.take_out, team, jonas.id)
    rivera.does(teams.put_in, team, jonas.id)  # Ms Boateng reads along from now on.
    card = add(maya, team, "Ask the beekeeper", owner=jonas.id, due=date(2030, 5, 1))
    for someone in (jonas, rivera, boateng):
        assert add(someone, team, f"By {someone.key}")
        assert someone.reads(queries.board, room_of(someone, team)).may
    room = room_of(maya, team)
    for outsider in (elsa, chidi):
        assert stands(outsider, team) == {}
        for refused in (
            lambda who: who.reads(queries.board, room),
            lambda who: who.reads(queries.sheet, card),
            lambda who: add(who, team, "Mine"),
            lambda who: who.does(actions.move, card, "done"),
            lambda who: who.does(actions.take_away, card),
        ):
            with pytest.raises(NotFound):
                refused(outsider)
    rivera.does(teams.take_out, team, jonas.id)
    with pytest.raises(NotFound):
        jonas.does(actions.move, card, "done")
    left = shown(maya, card)
    assert (left.owner and left.owner.called, left.left, left.column) == ("Jonas", True, "todo")
    maya.does(lambda tx: actions.change(tx, card, Planned(title="Ask her", owner=jonas.id), left.version).id)
    assert shown(maya, card).owner == left.owner, "What stood there is kept."


def test_cards_move_within_and_across_columns_and_no_two_share_a_place(school: School) -> None:
    maya, jonas, _rivera, team = bees(school)
    a, b, c = (add(maya, team, title) for title in "abc")
    d = add(maya, team, "d", "doing")
    maya.does(actions.move, c, "todo", None, a)
    assert stands(jonas, team) == {"todo": ["c", "a", "b"], "doing": ["d"]}
    maya.does(actions.move, a, "doing", d)
    maya.does(actions.move, b, "doing", new_id(), a)
    assert stands(jonas, team) == {"todo": ["c"], "doing": ["d", "b", "a"]}
    maya.does(actions.nudge, a, -1)
    maya.does(actions.nudge, d, 1)
    maya.does(actions.nudge, c, -1)
    assert stands(jonas, team) == {"todo": ["c"], "doing": ["a", "d", "b"]}
    maya.does(actions.move, a, "done")
    assert school.work(lambda tx: tx.get_one(Task, a).done)
    maya.does(actions.move, a, "review")
    assert not school.work(lambda tx: tx.get_one(Task, a).done)
    maya.does(actions.take_away, d)
    for _twice in range(2):
        jonas.does(actions.take_away, d)
    with pytest.raises(Conflict, match="took this card"):
        maya.does(actions.move, d, "done")
    # Below a card that was taken away meanwhile: where it was to be above, else at the end.
    maya.does(actions.move, c, "doing", d, b)
    maya.does(actions.move, a, "doing", d, d)
    assert stands(maya, team) == {"doing": ["c", "b", "a"]}
    for _twice in range(2):
        maya.does(actions.put_back, d)
    assert stands(maya, team) == {"doing": ["c", "b", "a", "d"]}
    assert _places(school, team) == [("doing", place) for place in range(4)]


def test_two_who_move_one_card_at_once_are_one_after_the_other(school: School) -> None:
    maya, jonas, _rivera, team = bees(school)
    cards = [add(maya, team, str(n)) for n in range(6)]
    together = Barrier(2)

    def drags(someone: Someone, column: str) -> None:
        together.wait()
        for card in cards:
            someone.does(actions.move, card, column)

    both = [Thread(target=drags, args=drag) for drag in ((maya, "doing"), (jonas, "done"))]
    for one in both:
        one.start()
    for one in both:
        one.join()
    places = _places(school, team)
    assert len(places) == len(set(places)) == 6
    assert {column for column, _place in places} <= {"doing", "done"}


def _places(school: School, team: UUID) -> list[tuple[str, int]]:
    def read(tx: Tx) -> list[tuple[str, int]]:
        return sorted((one.column, one.place) for one in tx.query(Task) if one.team_id == team and one.taken is None)

    return school.work(read)


def test_what_cannot_stand_on_a_card_is_refused_beside_its_box(small_school: School) -> None:
    maya, jonas, rivera, team = bees(small_school)
    (elsa,) = small_school.people(elsa="student")
    rivera.does(teams.take_out, team, jonas.id)
    card = add(maya, team, "  Ask   the beekeeper 🐝 ")
    assert shown(maya, card).title == "Ask the beekeeper 🐝"
    wrong: list[tuple[str, str, dict[str, object]]] = [
        ("title", " \u200b", {}),
        ("title", "n" * 10_000, {}),
        ("due", "x", {"due": date(1, 1, 1)}),
        ("due", "x", {"due": date(9999, 12, 31)}),
        ("owner", "x", {"owner": elsa.id}),
        ("owner", "x", {"owner": jonas.id}),
        ("owner", "x", {"owner": NOTHING}),
        ("milestone", "x", {"milestone": new_id()}),
    ]
    for field, title, more in wrong:
        for act in (
            lambda tx, given: actions.add(tx, team, "todo", given),
            lambda tx, given: actions.change(tx, card, given),
        ):
            with pytest.raises(Invalid) as no:
                maya.does(lambda tx, act=act, title=title, more=more: act(tx, Planned(title=title, **more)).id)  # type: ignore[misc]
            assert no.value.field == field
    for nowhere in ("", "column", "DONE"):
        with pytest.raises(Invalid, match="column"):
            maya.does(actions.move, card, nowhere)
    with pytest.raises(NotFound):
        maya.does(actions.move, new_id(), "done")
    assert stands(maya, team) == {"todo": ["Ask the beekeeper 🐝"]}


def test_two_who_change_one_card_see_both_and_late_ones_say_so(small_school: School) -> None:
    maya, jonas, rivera, team = bees(small_school)
    project = small_school.work(lambda tx: tx.get_one(Team, team).project_id)
    mark = rivera.does(lambda tx: milestones.add(tx, project, milestones.Marked(key_question="Where from?")).id)
    card = add(maya, team, "Draw the map", owner=maya.id, milestone=mark, due=now().date() - timedelta(days=2))
    assert (shown(jonas, card).late, shown(jonas, card).milestone) == (True, queries.For(mark, "Where from?"))
    maya.does(actions.move, card, "doing")
    maya.does(lambda tx: actions.change(tx, card, Planned(title="Draw it big"), 1).id)
    with pytest.raises(Conflict, match="Both are shown"):
        jonas.does(lambda tx: actions.change(tx, card, Planned(title="Draw it small"), 1).id)
    jonas.does(lambda tx: actions.change(tx, card, Planned(title="Draw it big"), 1).id)
    assert shown(jonas, card).version == 2
    writing = new_id()
    made = [maya.does(lambda tx: actions.add(tx, team, "todo", Planned(title="Once"), writing).id) for _twice in range(2)]
    assert made[0] == made[1]
    maya.does(actions.take_away, card)
    assert [one.title for one in jonas.reads(queries.board, room_of(jonas, team)).taken] == ["Draw it big"]
    jonas.clock = now() + UNDO + timedelta(days=1)
    assert jonas.reads(queries.board, room_of(jonas, team)).taken == []


def test_a_board_costs_the_same_however_full_it_is(small_school: School, statements: Count) -> None:
    maya, jonas, rivera, team = bees(small_school)
    room = room_of(maya, team)
    card = add(maya, team, "First", owner=maya.id)
    counts: dict[str, list[int]] = defaultdict(list)
    made = 1
    for full in (5, 20):
        for number in range(made, full):
            add(maya, team, f"Card {number}", ("todo", "doing", "done")[number % 3], owner=(maya, jonas)[number % 2].id)
        made = full
        costs: dict[str, Callable[[Someone], object]] = {
            "board": lambda who: who.reads(queries.board, room),
            "card": lambda who: who.reads(queries.sheet, card),
            "move": lambda who: who.does(actions.move, card, "todo"),
        }
        for name, work in costs.items():
            for someone in (maya, rivera):
                work(someone)
                with statements() as seen:
                    work(someone)
                counts[f"{someone.key}: {name}"].append(seen.count)
    assert {what: len(set(found)) for what, found in counts.items()} == dict.fromkeys(counts, 1), counts
    assert max(found[0] for found in counts.values()) <= 36, counts


def test_a_full_board_takes_no_more(small_school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    maya, _jonas, _rivera, team = bees(small_school)
    monkeypatch.setattr(actions, "MOST", 1)
    add(maya, team, "First")
    with pytest.raises(Invalid, match="1 cards already"):
        add(maya, team, "Second")
