"""What the first page costs, for each who comes to it, whatever has gathered there."""

from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

from hub.database import Tx
from hub.feedback import actions as feedback
from hub.goals import actions as goals
from hub.goals.actions import Wish
from hub.homes import pages, queries
from hub.notifications import queries as notifications
from hub.people import actions as office
from hub.people.models import Person
from tests.loops.test_costs import open_up
from tests.support.school import School
from tests.support.statements import Statements

Count = Callable[[], AbstractContextManager[Statements]]


def begin(tx: Tx, n: int, audience: tuple[UUID, ...]) -> UUID:
    return goals.begin(tx, Wish(title=f"Goal {n}", steps=("One",), audience=audience)).id


def test_the_home_of_each_role_costs_the_same_however_much_there_is(school: School, statements: Count) -> None:
    maya, leo, rivera, chidi, haddad = school.people(
        maya="student", leo="student", rivera="teacher of maya", chidi="guardian of maya", haddad="admin"
    )
    school.work(lambda tx: office.link_guardian(tx, tx.get_one(Person, chidi.id), tx.get_one(Person, leo.id), "father", chidi.id))
    counts: dict[str, list[int]] = defaultdict(list)
    for more in (5, 15, 80):
        for child in (maya, leo):
            audience = (school.teachers(), child.family)
            open_up(child, rivera, audience, more // 5)
            for n in range(more):
                made = child.does(begin, n, audience)
                child.does(goals.check_in, made, 3)
                rivera.does(feedback.add_message, made, feedback.Answer("And?"))
        for someone in (maya, rivera, chidi, haddad):
            for page in (queries.home, notifications.inbox):
                someone.reads(page)
                with statements() as seen:
                    someone.reads(page)
                counts[f"{someone.key}: {page.__name__}"].append(seen.count)
            with statements() as seen:
                someone.reads(pages.frame, "/")
            counts[f"{someone.key}: frame"].append(seen.count)
    assert {where: len(set(found)) for where, found in counts.items()} == dict.fromkeys(counts, 1), counts
    assert max(found[0] for found in counts.values()) <= 50, counts
