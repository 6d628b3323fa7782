"""However often something was changed, nobody reads or draws all of it at once."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import httpx
import pytest
from graphql import OperationDefinitionNode, parse

from hub.artifacts import histories as said_of_work
from hub.artifacts.models import ArtifactEdition
from hub.database import Tx
from hub.feedback import histories as said
from hub.feedback.models import MessageVersion
from hub.goals import histories
from hub.goals.models import GoalVersion
from hub.histories import DRAWN, MOST, PAGE, Part
from hub.marks import SIGNS, weight
from hub.reflections import histories as looked_back
from hub.reflections.models import ReflectionVersion
from hub_graphql.cost import Guard
from hub_graphql.limits import Limits, TooMuch
from hub_graphql.schema import schema
from tests.artifacts.work import made
from tests.goals.test_goals import goal_of
from tests.goals.test_goals_over_http import WISH, begun
from tests.goals.test_goals_over_http import amina as amina
from tests.support.school import School
from tests.support.statements import Statements

Count = Callable[[], AbstractContextManager[Statements]]
WORDS = {"title": "Then", "outcome": "", "obstacle": "", "plan": "", "criteria": ""}
HEAVY = "x\n\n" * (SIGNS // 2)


def test_each_history_is_read_in_parts_that_cost_the_same_however_long_it_is(school: School, statements: Count) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    goal, work, item = goal_of(maya, school.teachers()), made(maya, school.teachers()), maya.writes("Hm", school.teachers())
    other, message = goal_of(maya, school.teachers()), rivera.says(item, "Hm")
    asked: dict[str, Callable[[Tx, int | None], Part]] = {
        "goal": lambda tx, before: histories.history(tx, goal, before)[1],
        "work": lambda tx, before: said_of_work.history(tx, work, before)[1],
        "reflection": lambda tx, before: looked_back.history(tx, item, before)[1],
        "message": lambda tx, before: said.history(tx, message, before).part,
    }

    def change(tx: Tx, numbers: range) -> None:
        for number in numbers:
            then = {"number": number, "until": tx.now}
            tx.add_all(GoalVersion(goal_id=one, words=WORDS, **then) for one in (goal, other))
            tx.add(ArtifactEdition(artifact_id=work, title="Then", about="", tags=[], **then))
            tx.add(ReflectionVersion(reflection_id=item, title="Then", answers={"what": "Then"}, **then))
            tx.add(MessageVersion(message_id=message, words="Then", **then))

    counts: list[dict[str, int]] = []
    for numbers in (range(1, 16), range(16, 62)):
        maya.does(change, numbers)
        counts.append({})
        for name, ask in asked.items():
            with statements() as seen:
                rivera.reads(ask, 12)
            counts[-1][name] = seen.count
            part = rivera.reads(ask, None)
            assert [one.number for one in part.versions] == list(range(numbers.stop - PAGE, numbers.stop)), name
            assert part[1:] == (numbers.stop - PAGE, False)
            found: list[int] = []
            before = None
            while not found or before:
                part = rivera.reads(ask, before)
                found += reversed([one.number for one in part.versions])
                before = part.more
            assert found == list(range(numbers.stop - 1, 0, -1)), name
    assert counts[0] == counts[1]
    both = rivera.reads(lambda tx: histories.histories(tx, [goal, other], 3, 50))
    assert [[one.number for one in both[id_]] for id_ in (goal, other)] == [[47, 48, 49]] * 2
    assert len(rivera.reads(lambda tx: histories.histories(tx, [goal], 10**6))[goal]) == MOST


def test_one_page_draws_no_more_than_a_few_full_texts(school: School) -> None:
    (maya,) = school.people(maya="student")
    goal = goal_of(maya)
    heavy = WORDS | dict.fromkeys(("outcome", "obstacle", "plan"), HEAVY)
    maya.does(lambda tx: tx.add_all(GoalVersion(goal_id=goal, number=n, words=heavy, until=tx.now) for n in range(1, 6)))
    found: list[int] = []
    before = None
    while not found or before:
        _now, part = maya.reads(histories.history, goal, before)
        found += reversed([one.number for one in part.versions])
        assert sum(weight(text) for one in part.versions for text in one.words.values()) <= max(DRAWN, 3 * SIGNS)
        before = part.more
    assert found == [5, 4, 3, 2, 1]


def test_a_history_asked_for_under_thirty_names_is_refused() -> None:
    names = " ".join(f"a{n}: history(last: $many) {{ outcome obstacle plan }}" for n in range(30))
    document = parse(f'query($many: Int) {{ goal(id: "x") {{ {names} }} }}')
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    guard = Guard(schema._schema, document, Limits())
    assert guard.cost(operation, {"many": 3}).things < Limits().things
    with pytest.raises(TooMuch, match="too much at once"):
        guard.cost(operation, {"many": MOST})


def test_how_a_goal_read_before_stands_in_parts_that_lead_to_one_another(amina: httpx.Client) -> None:
    goal = begun(amina)
    for version in range(1, 13):
        assert (
            amina.post(f"{goal}/edit", data={"title": f"{WISH}, {version}", "version": str(version), "obstacle": "The cat."}).status_code
            == 303
        )
    newest = amina.get(f"{goal}/history").text
    assert (newest.count('class="before'), "Version 3," in newest, "Version 2," in newest) == (10, True, False)
    assert f'href="{goal}/history?before=3"' in newest
    assert newest.count("What could get in the way") == newest.count("The cat.") == 11, "one can't tell what was asked"
    oldest = amina.get(f"{goal}/history?before=3").text
    assert (oldest.count('class="before'), f"{WISH}, 12</h2>" in oldest, "Show older" in oldest) == (2, False, False)
    assert re.search(rf'href="{goal}/history">\s*To the newest', oldest)
    beyond = amina.get(f"{goal}/history?before=0")
    assert "never changed" not in beyond.text
    assert amina.get(f"{goal}/history?before=heron").text.count('class="before') == 10
