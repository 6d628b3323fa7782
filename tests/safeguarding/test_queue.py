"""What staff look after: lists in parts, kept as fresh as what colleagues do."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from hub.errors import Forbidden, Invalid
from hub.events import home_topic, last_seq
from hub.safeguarding import actions, deeds, queries
from hub.safeguarding.models import Deed
from tests.safeguarding.test_reports import family, looked, reported
from tests.support.school import School, Someone


def test_lists_without_an_end_go_on_in_parts_and_what_a_colleague_does_is_seen(school: School) -> None:
    maya, rivera, chidi, haddad = family(school)
    item = maya.writes("…", school.teachers(), maya.family)
    made = [reported(maya, chidi.says(item, f"Hm {n}")) for n in range(queries.PAGE + 3)]

    def in_parts(query: Callable[..., queries.Reports]) -> list[UUID]:
        part = rivera.reads(query)
        found = [one.id for one in part.entries]
        while part.more:
            part = rivera.reads(query, part.more)
            assert part.later
            assert part.entries
            assert not part.done
            found += [one.id for one in part.entries]
        return found

    assert in_parts(queries.reports) == made
    haddad.does(actions.look, made[0])
    assert {id_: face.called for id_, face in rivera.reads(queries.reports).looking.items()} == {made[0]: "Ms Haddad"}
    for report in made[:21]:
        haddad.does(actions.close_report, report)
    assert in_parts(queries.reports) == made[21:]
    assert in_parts(queries.looked_after) == made[20::-1]
    first = rivera.reads(queries.reports)
    assert [one.id for one in first.done] == made[20:10:-1]
    assert rivera.reads(queries.reports, "cut short").entries == first.entries


def test_what_is_done_with_a_report_is_told_to_all_who_look_after_it_and_to_nobody_else(school: School) -> None:
    maya, rivera, chidi, haddad = family(school)
    item = maya.writes("…", school.teachers(), maya.family)
    his, hers = chidi.says(item, "Unkind"), rivera.says(item, "Unfair")
    topics = {who.key: home_topic(who.id) for who in (maya, rivera, chidi, haddad)}

    def told_by(act: Callable[[], object]) -> set[str]:
        before = school.work(lambda tx: {key: last_seq(tx, topic) for key, topic in topics.items()})
        act()
        after = school.work(lambda tx: {key: last_seq(tx, topic) for key, topic in topics.items()})
        return {key for key in topics if after[key] > before[key]}

    assert told_by(lambda: reported(maya, his)) == {"rivera", "haddad"}
    assert told_by(lambda: reported(maya, hers)) == {"haddad"}
    [first, second] = haddad.reads(queries.reports).entries
    assert told_by(lambda: looked(rivera, first.id)) == {"rivera", "haddad"}
    assert told_by(lambda: rivera.does(actions.close_report, first.id)) == {"rivera", "haddad"}
    assert told_by(lambda: haddad.does(actions.close_report, second.id)) == {"haddad"}


def test_what_staff_do_is_written_down_for_who_looks_after_it_and_never_for_whom_it_is_about(school: School) -> None:
    maya, rivera, chidi, haddad = family(school)
    item = maya.writes("…", school.teachers(), maya.family)
    his, hers = chidi.says(item, "Unkind"), rivera.says(item, "Unfair")
    first, second = reported(maya, his), reported(maya, hers)
    rivera.does(actions.hide_message, his, "It hurts")
    rivera.does(actions.hide_message, his, "Twice is once")
    haddad.does(actions.show_reported, first)
    haddad.does(actions.close_report, second, "I talked with her")
    haddad.does(actions.close_report, second, "Again")

    def done(who: Someone, report: UUID) -> list[tuple[str, str, str]]:
        return [(one.by.called, one.kind, one.why) for one in who.reads(queries.opened, report).deeds]

    of_his = [("Ms Rivera", "hidden", "It hurts"), ("Ms Haddad", "shown", "")]
    assert done(rivera, first) == done(haddad, first) == of_his
    assert done(haddad, second) == [("Ms Haddad", "closed", "I talked with her")]
    assert done(maya, second) == []
    assert [one.why for one in haddad.reads(deeds.log).deeds] == ["I talked with her", "", "It hurts"]
    for who in (maya, chidi):
        assert who.reads(lambda tx: tx.scalars(select(Deed)).all()) == []
    assert {one.message_id for one in rivera.reads(lambda tx: tx.scalars(select(Deed)).all())} == {his}
    with pytest.raises(Forbidden):
        rivera.reads(deeds.log)
    with pytest.raises(Invalid):
        haddad.does(actions.close_report, first, "x" * 2001)


def test_the_log_goes_on_in_parts(small_school: School) -> None:
    maya, _rivera, _chidi, haddad = family(small_school)
    same = {"school_id": small_school.id, "kind": "closed", "by_id": haddad.id, "about_id": maya.id}
    small_school.work(lambda tx: tx.add_all(Deed(why=str(n), at=tx.now + timedelta(seconds=n), **same) for n in range(deeds.PAGE + 2)))
    first = haddad.reads(deeds.log)
    rest = haddad.reads(deeds.log, first.more or "")
    assert [one.why for one in (*first.deeds, *rest.deeds)] == [str(n) for n in reversed(range(deeds.PAGE + 2))]
    assert (len(rest.deeds), rest.more, rest.later) == (2, None, True)
