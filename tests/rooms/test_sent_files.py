"""Files that go with a message: there for whoever reads its words, and gone for them with those."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from hub.clock import now
from hub.drafts import actions as drafts
from hub.errors import Invalid, NotFound
from hub.events import Told
from hub.feedback import actions as feedback
from hub.feedback import live
from hub.feedback.models import Message
from hub.files import actions as files
from hub.files import queries
from hub.files.models import File
from hub.ids import new_id
from hub.items import actions as items
from hub.items.models import Item
from hub.safeguarding import actions as safe
from hub.teams import actions as teams
from hub.web.rendering import environment
from tests.mentors.helpers import Garden
from tests.support.school import School, Someone, photo_of
from tests.support.statements import Statements


def send(someone: Someone, item: UUID, *sent: UUID, words: str = "Look!", alt: str = "", to: UUID | None = None) -> UUID:
    alts = dict.fromkeys(sent, alt) if alt else {}
    return someone.does(lambda tx: feedback.add_message(tx, item, feedback.Answer(words, None, to, files=sent, alts=alts)).id)


def opens(someone: Someone, file: UUID) -> bool:
    try:
        someone.reads(queries.rendition, file, "full")
    except NotFound:
        return False
    return True


def who_opens(garden: Garden, file: UUID) -> str:
    people = {"maya": garden.maya, "jonas": garden.jonas, "rivera": garden.rivera, "vega": garden.vega, "chidi": garden.chidi}
    return " ".join(name for name, one in people.items() if opens(one, file))


@pytest.fixture
def garden(school: School) -> Garden:
    return Garden(school)


def test_who_reads_a_message_opens_what_was_sent_with_it(garden: Garden) -> None:
    photo, other = photo_of(garden.maya), photo_of(garden.maya)
    assert who_opens(garden, photo) == "maya"
    send(garden.maya, garden.room, other, photo, alt="The hive, open")
    assert who_opens(garden, photo) == "maya jonas rivera vega"
    [said] = garden.jonas.thread(garden.room).messages
    assert [(one.id, one.alt) for one in said.files] == [(other, "The hive, open"), (photo, "The hive, open")]
    garden.rivera.does(teams.take_out, garden.team, garden.jonas.id)
    assert who_opens(garden, photo) == "maya rivera vega"


def test_a_guardians_file_is_for_the_learner_and_staff_as_the_words_are(school: School) -> None:
    maya, chidi, ada, rivera = school.people(maya="student", chidi="guardian of maya", ada="guardian of maya", rivera="teacher of maya")
    leaf = maya.writes("The river is brown.", school.teachers(), maya.family)
    photo = photo_of(chidi)
    send(chidi, leaf, photo)
    assert [opens(one, photo) for one in (maya, chidi, rivera, ada)] == [True, True, True, False]


def test_what_is_taken_back_or_hidden_is_gone_with_its_files_and_kept_for_staff_who_look(garden: Garden) -> None:
    photo = photo_of(garden.jonas)
    said = send(garden.jonas, garden.room, photo, alt="A rude sign")
    report = garden.maya.does(lambda tx: safe.report_message(tx, said, "Look at that").id)
    garden.rivera.does(safe.hide_message, said, "To see")
    assert who_opens(garden, photo) == "jonas rivera"
    garden.rivera.does(safe.look, report)
    garden.rivera.does(safe.show_message, said)
    assert who_opens(garden, photo) == "maya jonas rivera vega"
    garden.jonas.does(feedback.withdraw_message, said)
    assert who_opens(garden, photo) == "jonas rivera", "What a report keeps."
    assert [one.files for one in garden.jonas.thread(garden.room).messages] == [[]]
    assert garden.jonas.does(files.take_away, photo) == [], "Evidence is nobody's to delete."
    assert opens(garden.rivera, photo)


def test_without_a_report_what_is_hidden_is_nobodys_but_its_givers(garden: Garden) -> None:
    photo = photo_of(garden.jonas)
    said = send(garden.jonas, garden.room, photo)
    garden.rivera.does(safe.hide_message, said, "To see")
    assert who_opens(garden, photo) == "jonas"


def test_a_held_message_holds_its_files_and_what_they_show_is_words_as_well(garden: Garden) -> None:
    photo, other = photo_of(garden.maya), photo_of(garden.maya)
    held = send(garden.maya, garden.room, photo, words="Write to maya@example.org")
    send(garden.maya, garden.room, other, alt="My number is +49 171 1234567")
    assert who_opens(garden, photo) == who_opens(garden, other) == "maya rivera"
    named, plain = photo_of(garden.maya), photo_of(garden.maya)
    garden.school.change(File, named, name="ring 07700 900 123.jpg")
    garden.school.change(File, plain, name="WhatsApp Image 2026-11-23 at 14.30.12.jpeg")
    for one in (named, plain):
        send(garden.maya, garden.room, one)
    assert (who_opens(garden, named), who_opens(garden, plain)) == ("maya rivera", "maya jonas rivera vega")
    garden.rivera.does(safe.let_through, held)
    assert who_opens(garden, photo) == "maya jonas rivera vega"


def test_a_file_that_cannot_go_with_it_is_refused_kindly(garden: Garden) -> None:
    mine, hanging = photo_of(garden.maya), photo_of(garden.maya)
    send(garden.maya, garden.room, hanging)
    many = tuple(photo_of(garden.maya) for _ in range(files.MOST_SENT + 1))
    for sent, words in (((photo_of(garden.jonas),), "no longer here"), ((mine, hanging), "no longer here"), (many, "At most 10")):
        with pytest.raises(Invalid, match=words) as refused:
            send(garden.maya, garden.room, *sent)
        assert refused.value.field == "photos"
    assert len(garden.maya.thread(garden.room).messages) == 1
    send(garden.maya, garden.room, mine, mine)


def test_a_picture_alone_says_what_it_shows_to_whoever_is_told(garden: Garden) -> None:
    send(garden.maya, garden.room, photo_of(garden.maya), photo_of(garden.maya), words="", alt="The hive")
    send(garden.maya, garden.room, photo_of(garden.maya), words=" ")
    assert garden.jonas.hears(garden.room) == ["The hive, The hive", "A picture"]
    with pytest.raises(Invalid, match="a few words"):
        send(garden.maya, garden.room, words="")


def test_a_draft_keeps_its_files_and_the_sweep_knows_those_that_were_sent(garden: Garden, school: School) -> None:
    sent, drafted, loose = (photo_of(garden.maya) for _ in range(3))
    send(garden.maya, garden.room, sent)
    garden.maya.does(drafts.save, f"thread/{garden.room}", new_id(), 0, {"words": "And", "photo": str(drafted)})
    for one in (sent, drafted, loose):
        school.change(File, one, created=now() - timedelta(days=3))
    school.work(files.forget_orphans)
    assert [opens(garden.maya, one) for one in (sent, drafted, loose)] == [True, True, False]
    leaf = garden.maya.writes("The river is brown.")
    of_leaf = photo_of(garden.maya)
    send(garden.maya, leaf, of_leaf)
    garden.maya.does(items.delete, leaf)
    school.change(Item, leaf, deleted=now() - timedelta(days=40))
    assert school.work(files.let_go, now() - timedelta(days=30)) == 1
    assert school.work(lambda tx: tx.get_one(File, of_leaf).message_id) is None


def test_an_open_page_is_told_of_the_picture(garden: Garden, school: School) -> None:
    photo = photo_of(garden.maya)
    said = send(garden.maya, garden.room, photo, alt="The hive")
    told = Told(1, new_id(), "message.added", garden.maya.id, {"item": str(garden.room), "message": str(said)}, now())
    shown = school.work(lambda tx: live.fragments(environment(), tx, told, f"thread:{garden.room}", "learner"))
    assert shown
    assert f'src="/files/{photo}/page"' in shown[0][2]
    assert 'alt="The hive"' in shown[0][2]


def test_a_thread_costs_the_same_with_two_pictures_and_with_twenty(
    garden: Garden, statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    counts = []
    for many in (2, 18):
        for _ in range(many):
            send(garden.maya, garden.room, photo_of(garden.maya))
        garden.jonas.thread(garden.room)
        with statements() as seen:
            garden.jonas.thread(garden.room)
        counts.append(seen.count)
    assert counts[0] == counts[1], counts
    assert len(garden.jonas.reads(lambda tx: tx.scalars(select(Message.id)).all())) == 20
