"""What the pages of questions cost, however many there are; and what becomes of two who act at the same moment."""

from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from uuid import UUID

import pytest

from hub.errors import Conflict, Invalid
from hub.need_to_knows import actions, merging, one, queries
from tests.projects.test_projects import class_of, project_of
from tests.support.school import School, Someone
from tests.support.statements import Statements
from tests.teams.test_teams import room_of, team_of

Count = Callable[[], AbstractContextManager[Statements]]


def test_pages_of_questions_cost_the_same_however_many_there_are(small_school: School, statements: Count) -> None:
    maya, rivera = small_school.people(maya="student", rivera="teacher of maya")
    project = project_of(rivera, class_of(small_school))
    team = team_of(rivera, project, "Bees", maya)
    room = room_of(maya, team)
    maya.does(lambda tx: actions.reveal(tx, room).id)
    counts: dict[str, list[int]] = defaultdict(list)
    asked: list[UUID] = []
    for many in (5, 20):
        new = [maya.does(lambda tx, n=n: actions.ask(tx, room, f"What is {n}?").id) for n in range(len(asked), many)]  # type: ignore[misc]
        for id_ in new[:2]:  # A team picks three; what went into a question of the class is put back.
            maya.does(actions.pick, id_)
            maya.does(actions.answer, id_, actions.Found(words="Water.", base=1))
        rivera.does(merging.merge, project, new[:2], f"Of {many}?")
        for id_ in new[:2]:
            maya.does(actions.pick, id_, False)
        asked += new
        for someone in (maya, rivera):
            for name, query, args in (("room", one.of_room, room), ("class", one.of_project, project), ("question", one.page, asked[0])):
                someone.reads(query, args)
                with statements() as seen:
                    someone.reads(query, args)
                counts[f"{someone.key}: {name}"].append(seen.count)
        assert len(maya.reads(one.of_room, room).questions) == many
    assert {where: len(set(found)) for where, found in counts.items()} == dict.fromkeys(counts, 1), counts
    assert max(found[0] for found in counts.values()) <= 35, counts


def test_of_two_who_act_at_the_same_moment_one_is_the_second(school: School) -> None:
    maya, jonas, rivera = school.people(maya="student", jonas="student", rivera="teacher of maya")
    team = team_of(rivera, project_of(rivera, class_of(school)), "Bees", maya, jonas)
    room = room_of(maya, team)
    asked = [maya.does(lambda tx, n=n: actions.ask(tx, room, f"What is {n}?").id) for n in range(4)]  # type: ignore[misc]

    def both(do: Callable[[Someone, UUID], object], *ids: UUID) -> list[object]:
        with ThreadPoolExecutor(2) as pool:
            return [each.result() for each in [pool.submit(do, who, id_) for who, id_ in zip((maya, jonas), ids, strict=True)]]

    def picks(who: Someone, id_: UUID) -> bool:
        try:
            who.does(actions.pick, id_)
        except Conflict:
            return False
        return True

    both(lambda who, id_: who.does(lambda tx: actions.reveal(tx, id_).id), room, room)
    for id_ in asked[:2]:
        maya.does(actions.pick, id_)
    assert sorted(map(bool, both(picks, *asked[2:]))) == [False, True]
    assert maya.reads(queries.picks, team) == 3


@pytest.mark.parametrize(
    ("words", "taken"), [("", False), (" \n\u200b", False), ("?" * 10_000, False), ("🐝" * 40, True), ("من أين الملح؟", True)]
)
def test_a_question_is_of_any_language_and_short(small_school: School, words: str, taken: bool) -> None:
    maya, rivera = small_school.people(maya="student", rivera="teacher of maya")
    room = room_of(maya, team_of(rivera, project_of(rivera, class_of(small_school)), "Bees", maya))
    if taken:
        assert maya.does(lambda tx: actions.ask(tx, room, words).title) == words
    else:
        with pytest.raises(Invalid) as wrong:
            maya.does(lambda tx: actions.ask(tx, room, words).id)
        assert wrong.value.field == "question"
