"""What the pages of projects cost, however many there are and however long the way of each is."""

from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager

from hub.database import Tx
from hub.homes.week import week
from hub.projects import actions, milestones, queries, sheets
from tests.projects.test_projects import class_of, project_of
from tests.support.school import School
from tests.support.statements import Statements

Count = Callable[[], AbstractContextManager[Statements]]


def test_the_pages_of_projects_cost_the_same_with_five_and_with_twenty(small_school: School, statements: Count) -> None:
    maya, rivera = small_school.people(maya="student", rivera="teacher of maya")
    project = project_of(rivera, class_of(small_school))
    rivera.does(actions.move_on, project, "active")
    counts: dict[str, list[int]] = defaultdict(list)
    made = 0
    for many in (5, 20):
        for number in range(made, many):
            rivera.does(milestones.add, project, milestones.Marked(key_question=f"What is at bend {number}?"))
            rivera.does(actions.move_on, project_of(rivera, class_of(small_school), title=f"Bend {number}"), "active")
        made = many
        for someone in (maya, rivera):
            asked: dict[str, Callable[[Tx], object]] = {"projects": queries.listed, "week": week}
            asked["project"] = lambda tx: queries.page(tx, project)
            if someone is rivera:
                asked["sheet"] = lambda tx: sheets.sheet_to_change(tx, project)
            for name, query in asked.items():
                someone.reads(query)
                with statements() as seen:
                    someone.reads(query)
                counts[f"{someone.key}: {name}"].append(seen.count)
        assert len(maya.reads(queries.listed).shown) == many + 1
    assert {where: len(set(found)) for where, found in counts.items()} == dict.fromkeys(counts, 1), counts
    assert max(found[0] for found in counts.values()) <= 45, counts
