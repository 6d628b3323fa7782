"""The letter with everything: when it goes out, what it says and what it never says. By a set clock, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import select, update

from hub import jobs
from hub.database import Tx
from hub.feedback import actions as feedback
from hub.ids import NOTHING
from hub.items import actions as items
from hub.notifications import actions, digests, letters, queries
from hub.notifications.hours import Hours
from hub.notifications.models import Notification
from hub.people import actions as office
from hub.people.models import Guardianship, Person
from tests.notifications.post import FIVE, MORNING, URL, Post, at, folk, html_of, key_of, text_of
from tests.support.school import School


def test_one_letter_a_day_holds_all_children_and_no_word_of_any_message(school: School, post: Post) -> None:
    maya, leo, rivera, chidi = folk(school, maya="student", leo="student", rivera="teacher of maya", chidi="guardian of maya")
    school.work(lambda tx: office.link_guardian(tx, tx.get_one(Person, chidi.id), tx.get_one(Person, leo.id), "father", chidi.id))
    jars = maya.writes("The secret of the jars.", school.teachers(), maya.family, title="What the jars <showed> me")
    leo.writes("The secret of the nest.", leo.family, title="A nest")
    rivera.says(jars, "The secret of the teacher.")
    rivera.says(jars, "Another one.")
    assert post.comes(at("2026-11-20 16:59")) == []
    [letter] = post.comes(FIVE)
    assert letter["To"] == "chidi@example.org"  # type: ignore[index]
    assert letter["Subject"] == "4 new things for you at Riverside"  # type: ignore[index]
    text, html = text_of(letter), html_of(letter)
    for part in (text, html):
        assert "secret" not in part
        assert part.index("Leo") < part.index("Leo shared") < part.index("Maya shared")
        assert "Ms Rivera wrote to Maya (2 times)" in part
        assert f"{URL}/items/{jars}" in part
        assert "once a day, at 17:00" in part
    assert "What the jars <showed> me" in text
    assert "What the jars &lt;showed&gt; me" in html
    assert post.comes(FIVE + timedelta(minutes=1)) == []
    rivera.clock = FIVE + timedelta(minutes=2)
    rivera.says(jars, "Later.")
    assert post.comes(at("2026-11-20 19:00")) == []
    [letter] = post.comes(at("2026-11-21 17:00"))
    assert letter["Subject"] == "1 new thing for you at Riverside"  # type: ignore[index]


def test_what_was_seen_or_can_be_seen_no_more_is_not_in_the_letter(school: School, post: Post) -> None:
    maya, rivera, chidi = folk(school, maya="student", rivera="teacher of maya", chidi="guardian of maya")
    seen, back, gone, unshared, kept = (
        maya.writes("Words", school.teachers(), maya.family, title=title) for title in ("Seen", "Back", "Gone", "Unshared", "Kept")
    )
    said = rivera.says(kept, "Hm")
    chidi.does(feedback.mark_read, seen)
    post.gathers(FIVE)
    maya.does(items.withdraw, back)
    maya.does(items.delete, gone)
    maya.shares(unshared, school.teachers())
    rivera.does(feedback.withdraw_message, said)
    assert jobs.work_once(school.database)
    [letter] = post.server.letters
    assert letter["Subject"] == "1 new thing for you at Riverside"
    assert [title for title in ("Seen", "Back", "Gone", "Unshared", "Kept") if title in text_of(letter)] == ["Kept"]


@pytest.mark.parametrize("why", ["deactivated", "no guardian any more", "no address", "signed off", "withdrawn", "seen"])
def test_no_letter_is_sent_when_there_is_nobody_or_nothing_to_send_it_to(school: School, post: Post, why: str) -> None:
    maya, chidi = folk(school, maya="student", chidi="guardian of maya")
    item = maya.writes("Words", maya.family)
    post.gathers(FIVE)  # After it was wished for and before it is written: the last moment at which anything can change.
    happens: dict[str, Callable[[], object]] = {
        "deactivated": lambda: school.change(Person, chidi.id, deactivated=FIVE),
        "no guardian any more": lambda: school.change(Guardianship, (chidi.id, maya.id), ended=FIVE),
        "no address": lambda: school.change(Person, chidi.id, email=None),
        "signed off": lambda: school.work(lambda tx: actions.sign_off(tx, key_of(tx, chidi.id))),
        "withdrawn": lambda: maya.does(items.withdraw, item),
        "seen": lambda: chidi.does(actions.see_all),
    }
    happens[why]()
    assert jobs.work_once(school.database)
    assert post.server.letters == []
    assert post.comes(FIVE + timedelta(days=8)) == []


def test_two_guardians_get_letters_that_know_nothing_of_each_other(school: School, post: Post) -> None:
    maya, _rivera, chidi, ada = folk(school, maya="student", rivera="teacher of maya", chidi="guardian of maya", ada="guardian of maya")
    item = maya.writes("Words", school.teachers(), maya.family, title="Jars")
    chidi.says(item, "Call me.")
    by = {letter["To"]: text_of(letter) for letter in post.comes(FIVE)}  # type: ignore[index]
    assert set(by) == {"chidi@example.org", "ada@example.org"}
    assert "Chidi" not in by["ada@example.org"]
    assert "Ada" not in by["chidi@example.org"]
    assert ada.reads(queries.unseen_count) == 1


def test_who_chose_nothing_gets_a_daily_letter_as_a_guardian_and_none_otherwise(school: School, post: Post) -> None:
    maya, rivera, chidi, ada = folk(school, maya="student", rivera="teacher of maya", chidi="guardian of maya", ada="guardian of maya")
    school.change(Person, ada.id, email=None)
    rivera.says(maya.writes("Words", school.teachers(), maya.family), "Hm")
    kinds = [one.reads(queries.letters).hours.kind for one in (maya, rivera, chidi, ada)]
    assert kinds == ["never", "never", "daily", "never"]
    assert [letter["To"] for letter in post.comes(FIVE)] == ["chidi@example.org"]  # type: ignore[index]
    rivera.does(actions.choose_rhythm, Hours(kind="daily"))
    assert post.comes(FIVE + timedelta(days=1)) == [], "what she did not want to hear of by then"


def test_at_once_gathers_and_waits_for_quiet_hours_to_end(school: School, post: Post) -> None:
    maya, rivera = folk(school, maya="student", rivera="teacher of maya")
    maya.does(actions.choose_rhythm, Hours(kind="at_once", quiet_from=21, quiet_until=6))
    item = maya.writes("Words", school.teachers())
    rivera.clock = at("2026-11-20 10:00")
    rivera.says(item, "One")
    rivera.clock = at("2026-11-20 10:03")
    rivera.says(item, "Two")
    assert post.comes(at("2026-11-20 10:04")) == []
    [letter] = post.comes(at("2026-11-20 10:05"))
    assert letter["Subject"] == "2 new things for you at Riverside"  # type: ignore[index]
    rivera.clock = at("2026-11-20 21:30")
    rivera.says(item, "Three")
    assert post.comes(at("2026-11-21 05:59")) == []
    assert len(post.comes(at("2026-11-21 06:00"))) == 1


def test_a_weekly_letter_comes_on_its_day(school: School, post: Post) -> None:
    maya, chidi = folk(school, maya="student", chidi="guardian of maya")
    chidi.does(actions.choose_rhythm, Hours(kind="weekly", weekday=0, hour=8))
    maya.writes("Words", maya.family)
    for day in ("20", "21", "22"):
        assert post.comes(at(f"2026-11-{day} 20:00")) == []
    [letter] = post.comes(at("2026-11-23 08:00"))
    assert "once a week, on Monday at 08:00" in text_of(letter)


def test_of_two_workers_one_wishes_for_each_letter(school: School, post: Post) -> None:
    maya, chidi, ada = folk(school, maya="student", chidi="guardian of maya", ada="guardian of maya")
    maya.writes("Words", maya.family)
    assert (post.gathers(FIVE), post.gathers(FIVE)) == (2, 0)
    assert {letter["To"] for letter in post.comes(FIVE)} == {"chidi@example.org", "ada@example.org"}  # type: ignore[index]
    assert chidi.key != ada.key


def test_a_letter_that_was_handed_over_and_not_noted_is_known_for_the_same_when_it_comes_again(school: School, post: Post) -> None:
    maya, rivera, _chidi = folk(school, maya="student", rivera="teacher of maya", chidi="guardian of maya")
    item = maya.writes("Words", school.teachers(), maya.family)
    post.gathers(FIVE)
    taken = school.work(jobs._take)
    assert taken is not None
    _id, kind, args = taken
    jobs._handlers[kind](school.database, args)  # Sent; and here its worker is gone.
    rivera.clock = FIVE + timedelta(minutes=1)
    rivera.says(item, "Meanwhile")
    school.work(lambda tx: tx.execute(update(jobs.Job).values(due=at("2020-01-01 00:00"))))  # Its lease has run out.
    assert jobs.work_once(school.database)
    first, second = post.server.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"].endswith("@trellis.elm.example>")
    assert text_of(first) == text_of(second), "what came meanwhile is for the next letter"
    assert not jobs.work_once(school.database)


def test_a_letter_that_finds_no_line_is_written_again_by_that_hours_truth(school: School, post: Post) -> None:
    maya, _chidi = folk(school, maya="student", chidi="guardian of maya")
    one, _two = (maya.writes("Words", maya.family, title=title) for title in ("One", "Two"))
    post.gathers(FIVE)
    post.server.busy = True
    assert jobs.work_once(school.database)
    post.server.busy = False
    maya.does(items.withdraw, one)
    school.work(lambda tx: tx.execute(update(jobs.Job).values(due=at("2020-01-01 00:00"))))
    assert jobs.work_once(school.database)
    [letter] = post.server.letters
    assert ("One" in text_of(letter), "Two" in text_of(letter)) == (False, True)


def test_a_wish_for_a_letter_holds_ids_and_a_moment_alone(school: School, post: Post) -> None:
    maya, chidi = folk(school, maya="student", chidi="guardian of maya")
    maya.writes("Words", maya.family, title="Jars")
    post.gathers(FIVE)
    [job] = school.work(lambda tx: tx.scalars(select(jobs.Job)).all())
    assert job.args == {"letter": "digest", "person": str(chidi.id), "at": FIVE.isoformat()}


def test_a_long_letter_says_that_there_is_more(school: School, post: Post) -> None:
    maya, _chidi = folk(school, maya="student", chidi="guardian of maya")
    for n in range(letters.MOST + 5):
        maya.writes("Words", maya.family, title=f"Day {n}")
    [letter] = post.comes(FIVE)
    assert text_of(letter).count("Maya shared a reflection") == letters.MOST
    assert "And 5 more." in text_of(letter)


def test_what_was_told_long_ago_is_forgotten(school: School) -> None:
    maya, _chidi = folk(school, maya="student", chidi="guardian of maya")
    maya.writes("Words", maya.family)
    assert school.work(digests.forget_old, MORNING) == 0
    assert school.work(digests.forget_old, MORNING + timedelta(seconds=1)) == 1
    assert school.work(lambda tx: tx.query(Notification).count()) == 0


def test_gathering_for_a_whole_school_goes_in_parts(small_school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "_SOME", digests._SOME.limit(2))
    people = folk(small_school, maya="student", **{f"guardian{n}": "guardian of maya" for n in range(5)})
    maya = people[0]
    maya.writes("Words", maya.family)
    sizes: list[int] = []

    def gather(tx: Tx, after: UUID) -> UUID | None:
        tx.now = FIVE
        some, after_ = digests.gather(tx, after)
        sizes.append(some)
        return after_

    after: UUID | None = NOTHING
    while after is not None:
        after = small_school.work(gather, after)
    assert sizes == [2, 2, 1, 0]


def test_two_workers_at_the_same_moment_write_each_letter_once(school: School, post: Post) -> None:
    maya, *guardians = folk(school, maya="student", **{f"guardian{n}": "guardian of maya" for n in range(8)})
    maya.writes("Words", maya.family)
    together = Barrier(2)

    def gather() -> int:
        together.wait()
        return post.gathers(FIVE)

    with ThreadPoolExecutor(2) as workers:
        wished = [future.result() for future in [workers.submit(gather) for _n in range(2)]]
    # Whom the one was busy with, the other has left to it: a minute later there is nobody left.
    assert sum(wished) + post.gathers(FIVE) == len(guardians)
    sent = [letter["To"] for letter in post.comes(FIVE)]  # type: ignore[index]
    assert sorted(sent) == sorted(f"{one.key}@example.org" for one in guardians)
