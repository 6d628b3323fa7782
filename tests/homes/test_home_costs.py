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
from tests.support import many
from tests.support.school import School, Someone
from tests.support.statements import Statements

Count = Callable[[], AbstractContextManager[Statements]]


def grow(tx: Tx, child: Someone, rivera: Someone, guardian: Someone, audience: tuple[UUID, ...], more: int) -> None:
    made = many.goals(tx, child, more, *audience)
    many.steps(tx, made, "One")
    many.check_ins(tx, made)
    said = many.messages(tx, rivera, made, child.id, *audience, form="free", parts={})
    many.told(tx, [child.id, guardian.id], rivera, made, said)


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
            child.does(grow, child, rivera, chidi, audience, more)
            # One is done by its acts, so that what they tell is there, too.
            made = child.does(goals.begin, Wish(title="Goal", steps=("One",), audience=audience)).id
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
    assert all(someone.reads(notifications.inbox).older for someone in (maya, chidi))
    assert {where: len(set(found)) for where, found in counts.items()} == dict.fromkeys(counts, 1), counts
    assert max(found[0] for found in counts.values()) <= 50, counts
