"""What is done with a goal costs the same number of statements, however much there is already."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from hub.database import Tx
from hub.goals import actions, queries, steps
from hub.goals.actions import Wish
from hub.goals.models import Goal, GoalVersion, Step
from hub.items.models import ItemLink
from hub.reflections import queries as reflections
from tests.goals.test_goals import goal_of
from tests.support import many
from tests.support.school import School
from tests.support.statements import Statements

Count = Callable[[], AbstractContextManager[Statements]]


def test_an_act_costs_the_same_however_much_was_done_before(school: School, statements: Count) -> None:
    maya, _rivera = school.people(maya="student", rivera="teacher of maya")
    teachers = school.teachers()
    larger = [goal_of(maya, teachers, title=title) for title in ("Save the river", "Speak up")]
    goal = goal_of(maya, teachers, supports=larger[0])
    work = [maya.writes("It moves.", teachers) for _ in range(2)]

    def grow(tx: Tx, to: int) -> None:
        """So many check-ins, versions and other goals; steps as many as there may be."""
        have = tx.get_one(Goal, goal).version
        many.check_ins(tx, [goal] * (to - have))
        kept = {"title": "Then", "outcome": "", "obstacle": "", "plan": "", "criteria": ""}
        tx.add_all(GoalVersion(goal_id=goal, number=number, words=kept, until=tx.now) for number in range(have, to))
        tx.get_one(Goal, goal).version = to
        others = many.goals(tx, maya, to - have, teachers)
        tx.add_all(ItemLink(source_id=other, target_id=larger[0], kind="supports", created=tx.now) for other in others)
        many.reflections(tx, maya, to - have, teachers)
        so_far = len(queries.page(tx, goal).item.steps)
        tx.add_all(Step(goal_id=goal, place=place, words="Step", created=tx.now) for place in range(so_far, min(to, steps.STEPS - 2)))

    def costs(to: int) -> dict[str, int]:
        maya.does(grow, to)
        first, second, *_others = (step.id for step in maya.reads(queries.page, goal).item.steps)
        version = maya.reads(queries.page, goal).item.version
        acts: dict[str, Callable[[Tx], object]] = {
            "add": lambda tx: steps.add(tx, goal, "One more"),
            "change": lambda tx: steps.change(tx, first, f"Said anew {to}"),
            "move": lambda tx: steps.move(tx, first, 1),
            "tick": lambda tx: steps.tick(tx, first, True),
            "untick": lambda tx: steps.tick(tx, first, False),
            "take away": lambda tx: steps.take_away(tx, second),
            "put back": lambda tx: steps.put_back(tx, second),
            "check in": lambda tx: actions.check_in(tx, goal, 4, "Hm"),
            "change the goal": lambda tx: actions.change(tx, goal, Wish(title=f"Now {to}", supports=larger[1]), version),
            "change it back": lambda tx: actions.change(tx, goal, Wish(title="Then", supports=larger[0]), version + 1),
            "ask for help": lambda tx: actions.ask_for_help(tx, goal, "How?"),
            "got help": lambda tx: actions.got_help(tx, goal),
            "end": lambda tx: actions.bring_to_an_end(tx, goal, "reached", ""),
            "grow again": lambda tx: actions.bring_to_an_end(tx, goal, "growing", ""),
            "link": lambda tx: actions.show_by(tx, goal, work[0]),
            "unlink": lambda tx: actions.no_longer_show_by(tx, goal, work[0]),
        }
        found = {name: cost(maya.does, act) for name, act in acts.items()}
        reads: dict[str, Callable[[Tx], object]] = {
            "sheet to change": lambda tx: queries.sheet_to_change(tx, goal),
            "page of the larger": lambda tx: queries.page(tx, larger[0]),
            "choosing": lambda tx: queries.page_to_choose(tx, goal, "day"),
            "a new sheet": queries.sheet,
            "a sheet to look back": reflections.sheet,
        }
        return found | {name: min(cost(maya.reads, read) for _ in range(2)) for name, read in reads.items()}

    def cost(do: Callable[[Callable[[Tx], object]], object], act: Callable[[Tx], object]) -> int:
        with statements() as seen:
            do(act)
        return seen.count

    costs(2)  # A pool that opens one more connection greets it with statements of its own.
    at_five, at_twenty, at_hundred = costs(5), costs(20), costs(100)
    assert at_five == at_twenty == at_hundred
    assert max(at_five.values()) <= 45, at_five
