"""What waits for whom, and what is new."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs
from uuid import UUID

import pytest

from hub.clock import now
from hub.errors import NotFound
from hub.feedback import actions as feedback
from hub.homes import actions, news, office, queries, waits
from hub.homes.children import Child, children
from hub.homes.queries import PAGE
from hub.homes.seen import Look, in_address
from hub.items import actions as items
from hub.reflections import actions as reflections
from tests.support.school import School


def test_who_has_waited_longest_comes_first_and_nobody_is_left_out(school: School) -> None:
    maya, jonas, rivera, boateng = school.people(maya="student", jonas="student", rivera="teacher of maya", boateng="teacher of 8A")
    begun = now()
    made = []
    for hours, who in ((1, maya), (5, jonas), (3, maya)):
        who.clock = begun - timedelta(hours=hours)
        made.append(who.writes(f"{hours} hours", school.teachers()))
        who.clock = None
    maya.writes("Private")
    waiting = rivera.reads(waits.waits).entries
    assert [one.item_id for one in waiting] == [made[1], made[2], made[0]]
    assert waiting[0].who.called == "Jonas"
    assert rivera.reads(news.waiting_count) == 3
    assert boateng.reads(waits.waits).entries == []
    rivera.says(made[1], "Seen")
    assert [one.item_id for one in rivera.reads(waits.waits).entries] == [made[2], made[0]]
    maya.does(items.withdraw, made[2])
    assert rivera.reads(news.waiting_count) == 1


def test_a_teacher_is_not_asked_to_answer_their_own_child_as_staff(small_school: School) -> None:
    maya, rivera, chidi = small_school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
    small_school.work(lambda tx: _teaches(small_school, tx, chidi.id))
    item = maya.writes("…", small_school.teachers(), maya.family)
    assert [one.item_id for one in rivera.reads(waits.waits).entries] == [item]
    assert chidi.reads(waits.waits).entries == []
    assert chidi.reads(news.waiting_count) == 0


def _teaches(school: School, tx: object, person: object) -> None:
    from hub.people import actions as office
    from hub.people.models import Person

    office.give_role(tx, tx.get_one(Person, person), "teacher")  # type: ignore[arg-type, attr-defined]


def test_a_guardian_sees_what_is_new_for_each_child_since_they_last_looked(school: School) -> None:
    maya, ben, jonas, rivera, chidi = school.people(
        maya="student", ben="student of 8A", jonas="student", rivera="teacher of maya", chidi="guardian of maya"
    )
    school.work(lambda tx: _child_of(tx, chidi.id, ben.id))
    start = now() - timedelta(days=10)
    children = [maya.id, ben.id]

    def on(day: int) -> None:
        for one in (maya, ben, jonas, rivera, chidi):
            one.clock = start + timedelta(days=day)

    def opens_the_page() -> list[Child]:
        """As the page does: what is shown is remembered after the answer."""
        found = chidi.reads(queries.home).children or []
        chidi.does(actions.visit, children)
        return found

    on(0)
    old = maya.writes("Old", maya.family)
    kept_back = maya.writes("Shared later")
    on(1)
    assert [len(child.new) for child in opens_the_page()] == [0, 1]  # Ben, then Maya.
    on(2)
    assert all(child.quiet for child in opens_the_page())
    on(3)
    new = ben.writes("New", ben.family)
    jonas.writes("Not theirs", school.teachers())
    rivera.writes("Everyone's", school.id)
    on(4)
    opened = chidi.reads(queries.home).again
    for look in range(3):  # Within one sitting, what came stays in its place, and is new once.
        bens, mayas = opens_the_page()
        assert bens.unseen == ({new} if look == 0 else set())
        assert (bens.who.called, [one.id for one in bens.new]) == ("Ben", [new])
        assert (mayas.who.called, mayas.new, [one.id for one in mayas.earlier]) == ("Maya", [], [old])
    on(5)
    assert all(child.quiet for child in opens_the_page())
    on(6)
    maya.shares(kept_back, maya.family)
    on(7)  # New is what was shared since, whenever it was written.
    assert [[one.id for one in child.new] for child in opens_the_page()] == [[], [kept_back]]
    school.work(lambda tx: _child_of(tx, chidi.id, jonas.id))
    hello = jonas.writes("Hello", jonas.family)
    held = chidi.reads(queries.home, "", parse_qs(opened)["/?held"][0])
    # The page of day 4 is open still: he has looked elsewhere since, and has one child more.
    shown = [([one.id for one in child.new], [*child.unseen]) for child in held.children or []]
    assert shown == [([new], [new]), ([hello], [hello]), ([kept_back], [kept_back])]


def _child_of(tx: object, guardian: object, student: object) -> None:
    from hub.people import actions as office
    from hub.people.models import Person

    office.link_guardian(tx, tx.get_one(Person, guardian), tx.get_one(Person, student), "father", guardian)  # type: ignore[arg-type, attr-defined]


def test_a_child_who_writes_a_lot_does_not_hide_the_other(small_school: School) -> None:
    maya, ben, chidi = small_school.people(maya="student", ben="student", chidi="guardian of maya")
    small_school.work(lambda tx: _child_of(tx, chidi.id, ben.id))
    quiet = ben.writes("One", ben.family)
    for day in range(45):
        item = maya.writes(f"Day {day}", maya.family)
        if day < 12:
            maya.says(item, "Look")
    first, second = chidi.reads(queries.home).children or []
    assert [one.id for one in first.new] == [quiet]
    assert len(second.new) == news.RECENT


def test_what_was_shared_or_changed_late_is_new_however_much_was_begun_since(school: School) -> None:
    maya, chidi = school.people(maya="student", chidi="guardian of maya")
    start = now() - timedelta(days=9)
    maya.clock = chidi.clock = start
    shared_late, changed_late = maya.writes("From long ago"), maya.writes("As it was", maya.family)
    for hour in range(3 * news.RECENT):
        maya.clock = start + timedelta(hours=1 + hour)
        maya.writes(f"Hour {hour}", maya.family)
    chidi.clock = start + timedelta(days=5)
    chidi.does(actions.visit, [maya.id])
    maya.clock = start + timedelta(days=6)
    maya.shares(shared_late, maya.family)
    maya.clock = start + timedelta(days=7)
    maya.does(lambda tx: reflections.edit(tx, changed_late, reflections.Written(prompts=changed_late, answers={"words": "As it is"}), 1))
    chidi.clock = start + timedelta(days=8)
    [child] = chidi.reads(children)
    assert [one.id for one in child.new] == [changed_late, shared_late]
    assert len(child.earlier) == 3


def test_unread_counts_agree_with_what_can_be_seen(school: School) -> None:
    maya, rivera, chidi = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
    teachers, family = school.teachers(), maya.family
    both, hers = maya.writes("Both", teachers, family), maya.writes("Hers", teachers)
    rivera.says(both, "One")
    two = rivera.says(both, "Two")
    rivera.says(hers, "Three")
    assert [(one.item_id, one.count) for one in maya.reads(news.answered)] == [(hers, 1), (both, 2)]
    assert maya.reads(news.waiting_count) == 2
    assert chidi.reads(news.waiting_count) == 1
    ((answered),) = (chidi.reads(queries.home).children or [])[0].answered
    assert (answered.item_id, answered.count, answered.newest.words) == (both, 2, "Two")
    rivera.does(feedback.withdraw_message, two)
    assert maya.reads(news.answered)[1].count == 1
    maya.shares(both, teachers)
    assert chidi.reads(news.waiting_count) == 0
    assert (chidi.reads(queries.home).children or [])[0].answered == []
    maya.does(feedback.mark_read, both)
    assert [one.item_id for one in maya.reads(news.answered)] == [hers]


def test_an_admin_sees_numbers_of_their_own_school_and_no_work(small_school: School) -> None:
    maya, haddad, _one = small_school.people(maya="student", haddad="admin", one="unapproved guardian of maya")
    small_school.people(two="guardian of maya")
    small_school.another().people(olu="student", three="unapproved guardian of olu")
    maya.writes("Private")
    home = haddad.reads(queries.home)
    assert home.school == office.School(people=4, classes=1, guardianships_to_approve=1, mentors_to_approve=0)
    assert haddad.reads(news.waiting_count) == 1
    assert home.waiting is not None
    assert (home.waiting.entries, home.children, home.mine) == ([], None, [])
    assert maya.reads(queries.home).school is None


def test_a_space_shows_what_was_shared_and_a_strangers_is_not_there(school: School) -> None:
    maya, rivera, olu = school.people(maya="student", rivera="teacher of maya", olu="student of 8A")
    shared = maya.writes("Shared", school.teachers())
    maya.writes("Private")
    assert maya.reads(queries.space, maya.id).counts == {"reflection": 2}
    seen = rivera.reads(queries.space, maya.id)
    assert ([one.id for one in seen.cards], seen.counts, seen.mine) == ([shared], {"reflection": 1}, False)
    for someone in (maya.id, None):
        with pytest.raises(NotFound):
            olu.reads(queries.space, someone)
    assert rivera.reads(queries.space, maya.id, "nonsense~at all").counts == {"reflection": 1}


def test_the_pages_of_a_space_leave_none_out_and_a_spoiled_address_begins_anew(school: School) -> None:
    maya, jonas = school.people(maya="student", jonas="student")
    made = [maya.writes(f"Day {day}") for day in range(PAGE + 3)]
    jonas.writes("Not hers")

    first = maya.reads(queries.space, maya.id)
    second = maya.reads(queries.space, maya.id, first.older or "")

    assert [one.id for one in [*first.cards, *second.cards]] == made[::-1]
    assert (len(first.cards), second.older) == (PAGE, None)
    for spoiled in ("~", "aGVyb24", "1~2", "\x00", "9" * 60, urlsafe_b64encode(b"9" * 30 + b"~" + b"0" * 32).decode()):
        assert maya.reads(queries.space, maya.id, spoiled) == first


def test_a_page_that_says_when_it_was_opened_in_an_odd_way_is_shown_all_the_same(small_school: School) -> None:
    maya, chidi = small_school.people(maya="student", chidi="guardian of maya")
    item = maya.writes("A heron", maya.family)
    chidi.does(actions.visit, [maya.id])

    def at(year: int) -> str:
        moment = datetime(year, 1, 1, tzinfo=UTC)
        return in_address({maya.id: Look(moment, moment)})

    def unseen(held: str) -> frozenset[UUID]:
        [child] = chidi.reads(queries.home, "", held).children or []
        return child.unseen

    assert unseen(at(2500)) == set(), "It would be taken as it is."
    naive = urlsafe_b64encode(f'{{"{maya.id}":["2025-01-01T00:00:00",null]}}'.encode()).decode()
    for odd in ("nonsense~", "é", "bnVsbA", "W10", naive, "/" * 90, at(1), at(9999)):
        assert unseen(odd) == {item}, odd


def test_a_program_says_that_a_guardian_has_looked_as_the_page_does(school: School) -> None:
    maya, jonas, chidi, karin = school.people(
        maya="student", jonas="student", chidi="guardian of maya", karin="unapproved guardian of maya"
    )
    start = now() - timedelta(days=3)
    for day in range(3):
        maya.clock = chidi.clock = start + timedelta(days=day)
        maya.writes(f"Day {day}", maya.family)
        chidi.clock += timedelta(hours=1)
        assert chidi.does(actions.visit_child, maya.id) == maya.id
    [child] = chidi.reads(children)
    assert child.since == start + timedelta(days=1, hours=1)
    assert len(child.new) == 1
    for stranger, whom in ((chidi, jonas.id), (chidi, chidi.id), (chidi, None), (karin, maya.id), (maya, maya.id)):
        with pytest.raises(NotFound):
            stranger.does(actions.visit_child, whom)
