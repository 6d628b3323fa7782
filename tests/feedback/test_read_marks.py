"""What counts as read: what was there to be seen, by the order of commits and not by clocks."""

from threading import Event, Thread

from hub.database import Database, Tx
from hub.events import cursor, last_seq, thread_topic
from hub.feedback import actions
from hub.feedback.actions import Answer
from hub.feedback.unread import MOST, counts
from hub.homes import news
from hub.identity.queries import recognise
from hub.notifications import queries as notifications
from hub.notifications.actions import see_all
from hub.slices import Span
from tests.support import many
from tests.support.school import School, Someone

PATIENCE = 10.0


def unread(someone: Someone, item: object) -> list[str | None]:
    return [said.words for said in someone.thread(item).messages if said.unread]  # type: ignore[arg-type]


def test_what_a_slower_transaction_commits_after_the_mark_is_still_unread(postgresql_url: str) -> None:
    database = Database(postgresql_url, recognise)
    school = School(database)
    maya, rivera, boateng = school.people(maya="student", rivera="teacher of maya", boateng="teacher of maya")
    item, other = maya.writes("We found a heron.", school.teachers()), maya.writes("It flew.", school.teachers())
    rivera.says(item, "The first word.")
    written, marked = Event(), Event()

    def slowly(tx: Tx) -> None:
        actions.add_message(tx, item, Answer("Written before the mark, committed after it."))
        tx.flush()
        written.set()
        assert marked.wait(PATIENCE)

    slow = Thread(target=rivera.does, args=(slowly,))
    slow.start()
    assert written.wait(PATIENCE)
    maya.does(actions.mark_read, item)
    assert unread(maya, item) == []
    boateng.says(other, "Said later, and committed before.")
    newest = maya.reads(notifications.inbox).newest
    marked.set()
    slow.join(PATIENCE)
    assert unread(maya, item) == ["Written before the mark, committed after it."]
    maya.does(see_all, newest)
    assert [note.item_id for note in maya.reads(notifications.listed, Span(5))[1] if not note.seen] == [item]
    maya.does(actions.mark_read, other)
    assert maya.reads(news.waiting_count) == 1
    assert [one.count for one in maya.reads(news.answered)] == [1]
    maya.does(actions.mark_read, item)
    assert maya.reads(news.waiting_count) == 0
    database.close()


def test_a_page_marks_only_what_it_knew_of(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    item = maya.writes("We found a heron.", school.teachers())

    def here(tx: Tx) -> str:
        return cursor(tx, thread_topic(item), last_seq(tx, thread_topic(item)))

    rivera.says(item, "Shown.")
    shown = maya.reads(here)
    rivera.says(item, "Said while nobody looked.")
    maya.does(actions.mark_read, item, shown)
    assert unread(maya, item) == ["Said while nobody looked."]
    maya.does(actions.mark_read, item, rivera.reads(here))
    assert unread(maya, item) == [], "a cursor that says nothing means now"
    maya.does(actions.mark_read, item, shown)
    assert unread(maya, item) == [], "an older page takes nothing back"


def test_nobody_counts_further_than_to_a_hundred(small_school: School) -> None:
    maya, rivera = small_school.people(maya="student", rivera="teacher of maya")
    much, little = (maya.writes("We found a heron.", small_school.teachers()) for _i in range(2))
    for said, items in ((99, [much, little]), (2, [much])):
        rivera.does(lambda tx, said=said, items=items: many.messages(tx, rivera, items * said, maya.id, form="free", parts={}))  # type: ignore[misc]
    assert maya.reads(lambda tx: counts(tx, [much, little])) == {much: MOST, little: 99}
