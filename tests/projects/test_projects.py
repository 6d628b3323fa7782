"""Projects as plain functions: begun, changed, moved on, and read as far as one may, on both databases."""

from datetime import date, timedelta
from uuid import UUID

import msgspec
import pytest

from hub.clock import now
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.events import last_seq, thread_topic
from hub.ids import new_id
from hub.items import actions as items
from hub.projects import actions, histories, queries, sheets
from hub.projects.actions import Design
from hub.projects.models import ProjectStage
from tests.support.school import School, Someone

RIVER = Design(title="The river", driving_question="Who does our river belong to?")


def project_of(someone: Someone, *audience: UUID, **more: object) -> UUID:
    design = msgspec.structs.replace(RIVER, audience=audience, **more)
    return someone.does(lambda tx: actions.begin(tx, design).id)


def shown(someone: Someone, project: UUID) -> queries.Shown:
    return someone.reads(lambda tx: queries.page(tx, project).item)


def class_of(school: School, name: str = "7B") -> UUID:
    return school.principal("class", school.classes[name])


def test_a_teachers_is_a_draft_a_students_a_proposal_and_a_guardian_begins_none(school: School) -> None:
    maya, rivera, chidi, haddad = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya", haddad="admin")
    drafts = [shown(someone, project_of(someone)) for someone in (rivera, haddad)]
    assert [(one.stage, one.proposal, one.proposed_by, one.audience.private) for one in drafts] == [("draft", False, None, True)] * 2
    proposal = shown(maya, project_of(maya))
    assert proposal.proposed_by is not None
    assert (proposal.stage, proposal.proposal, proposal.proposed_by.id) == ("draft", True, maya.id)
    with pytest.raises(Forbidden):
        project_of(chidi)
    with pytest.raises(Forbidden):
        chidi.reads(sheets.sheet)
    assert [someone.reads(queries.listed).may_begin for someone in (maya, rivera, chidi)] == [True, True, False]
    assert [one.id for one in maya.reads(queries.listed).shown] == [proposal.id]


def test_a_sheet_is_kept_as_it_was_written_and_refused_beside_its_box(school: School) -> None:
    (rivera,) = school.people(rivera="teacher of 7B")
    design = {"challenge": " Nobody knows. ", "unheard of": "?", "public": " "}
    sheet = {"entry_event": "A letter", "summary": "Weeks", "product": "A map", "product_for": " The  council ", "design": design}
    days = {"starts": date(2031, 3, 3), "ends": date(2031, 3, 3)}
    lists = {"aims": (" To  measure ", "", "To ask"), "skills": ("Patience",) * 12}
    seen = shown(rivera, project_of(rivera, **sheet, **days, **lists))
    assert (seen.entry_event, seen.summary, seen.product, seen.product_for) == ("A letter", "Weeks", "A map", "The council")
    assert (seen.starts, seen.ends, seen.opening) == (date(2031, 3, 3), date(2031, 3, 3), RIVER.driving_question)
    assert (seen.aims, len(seen.skills)) == (["To measure", "To ask"], 12)
    assert [(said.point.key, said.words) for said in seen.check if said.words] == [("challenge", "Nobody knows.")]
    assert len(seen.check) == 7
    refused: list[tuple[str, dict[str, object]]] = [
        ("title", {"title": "\u200b"}),
        ("title", {"title": "x" * 201}),
        ("ends", {"starts": date(2031, 3, 3), "ends": date(2031, 3, 2)}),
        ("aims", {"aims": ("One more",) * 13}),
        ("skills", {"skills": ("x" * 201,)}),
        ("driving_question", {"driving_question": "x" * 301}),
        ("summary", {"summary": "x" * 5_001}),
        ("design-choice", {"design": {"choice": "x" * 5_001}}),
    ]
    for box, wrong in refused:
        with pytest.raises(Invalid) as raised:
            project_of(rivera, **wrong)
        assert raised.value.field == box
    with pytest.raises(Invalid, match="choose again"):
        project_of(rivera, new_id())
    assert len(rivera.reads(queries.listed).shown) == 1, "What is refused leaves nothing behind."


def test_one_piece_of_writing_begins_one_project(school: School) -> None:
    (rivera,) = school.people(rivera="teacher of 7B")
    writing = new_id()
    assert project_of(rivera, writing=writing) == project_of(rivera, writing=writing)
    assert len(rivera.reads(queries.listed).shown) == 1


def test_how_a_project_read_before_is_kept_and_a_stale_change_overwrites_nothing(school: School) -> None:
    maya, rivera, boateng = school.people(maya="student", rivera="teacher of maya", boateng="teacher of maya")
    project = project_of(rivera, aims=("To measure", "To ask"), design={"real": "The council waits."})
    for field, value in (("ends", date(2031, 3, 4)), ("aims", ("To ask",)), ("title", "Our river"), ("design", {})):
        stood = shown(rivera, project).version
        rivera.does(actions.change, project, msgspec.structs.replace(RIVER, **{field: value}), stood)
        with pytest.raises(Conflict, match="another window"):
            rivera.does(actions.change, project, RIVER, stood)
        rivera.does(actions.change, project, msgspec.structs.replace(RIVER, **{field: value}), stood + 1)
        assert shown(rivera, project).version == stood + 1, "What changes nothing is no version."
    for someone, error in ((maya, NotFound), (boateng, NotFound)):
        with pytest.raises(error):
            someone.does(actions.change, project, RIVER, 5)
    rivera.does(items.share, project, [school.teachers(), class_of(school)])
    assert boateng.reads(histories.history, project)[1].versions == [], "What was changed before it was shared is not theirs to read."
    rivera.clock = now() + timedelta(minutes=1)
    rivera.does(actions.change, project, msgspec.structs.replace(RIVER, title="The lake"), 5)
    _now, (mine, *_) = rivera.reads(histories.history, project)
    assert [one.words["title"] for one in mine] == ["The river", "The river", "The river", "Our river", "The river"]
    assert (mine[0].words["aims"], mine[0].words["design-real"]) == ("To measure\nTo ask", "The council waits.")
    for someone in (maya, boateng):
        _now, (theirs, *_) = someone.reads(histories.history, project)
        assert [one.number for one in theirs] == [5]
        assert shown(someone, project).check == [], "What is said to the check is for who designs it."
        with pytest.raises(Forbidden):
            someone.does(actions.change, project, RIVER, 6)
        with pytest.raises(Forbidden):
            someone.reads(sheets.sheet_to_change, project)
    rivera.does(items.withdraw, project)
    assert maya.reads(histories.history, project)[1].versions == [], "Taken back is taken back with all that it said before."
    hidden = shown(maya, project)
    assert (hidden.title, hidden.driving_question, hidden.aims, hidden.starts, hidden.ends) == ("Taken back", "", [], None, None)
    rivera.does(items.delete, project)
    with pytest.raises(Conflict, match="Bring it back"):
        rivera.does(actions.change, project, RIVER, 6)
    with pytest.raises(NotFound):
        shown(maya, project)


def test_a_changes_writing_changes_once(school: School) -> None:
    (rivera,) = school.people(rivera="teacher of 7B")
    project, anew = project_of(rivera), Design(title="The lake", writing=new_id())
    rivera.does(actions.change, project, anew, 1)
    rivera.does(actions.change, project, anew, 1)
    assert (shown(rivera, project).version, shown(rivera, project).title) == (2, "The lake")


def test_a_project_moves_to_any_stage_and_students_work_on_none_without_its_question(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    proposal, project = project_of(maya, school.teachers()), project_of(rivera, class_of(school), driving_question="")
    stages: tuple[ProjectStage, ...] = ("active", "exhibition")
    for stage in stages:
        with pytest.raises(Invalid, match="driving question"):
            rivera.does(actions.move_on, project, stage)
        with pytest.raises(Forbidden, match="proposal"):
            maya.does(actions.move_on, proposal, stage)
    with pytest.raises(Forbidden):
        maya.does(actions.move_on, project, "archived")
    rivera.does(actions.move_on, project, "archived")
    rivera.does(actions.change, project, Design(title="Put aside"), 1)
    assert (shown(maya, project).stage, shown(maya, project).title) == ("archived", "Put aside"), (
        "Nobody works on it: it needs no question."
    )
    rivera.does(actions.move_on, project, "draft")
    rivera.does(actions.change, project, RIVER, 2)
    for stage in (*stages, "active", "active"):
        rivera.does(actions.move_on, project, stage)
        with pytest.raises(Invalid, match="driving question"):
            rivera.does(actions.change, project, Design(title="The river"), 3)
    assert (shown(maya, project).stage, shown(maya, project).version) == ("active", 3)
    rivera.does(items.delete, project)
    with pytest.raises(Conflict):
        rivera.does(actions.move_on, project, "archived")


def test_what_is_said_to_the_points_alone_is_no_version_and_two_windows_lose_none_of_it(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    project = project_of(rivera, class_of(school))
    said = {"real": "The council waits.", "choice": "Which map."}

    def changes(stood: str, **more: object) -> None:
        design = msgspec.structs.replace(RIVER, **more)
        rivera.does(lambda tx: actions.change(tx, project, design, 1, stood).id)

    before, place = shown(rivera, project).check_edition, thread_topic(project)
    told = maya.reads(last_seq, place)
    changes(before, design={"real": "The council waits."})
    changes(shown(rivera, project).check_edition, design=said)
    for _twice in range(2):
        changes(before, design=said)
    with pytest.raises(Conflict, match="another window"):
        changes(before, design={"real": "Nobody waits."})
    now_ = shown(rivera, project)
    assert {one.point.key: one.words for one in now_.check if one.words} == said
    assert (now_.version, maya.reads(last_seq, place)) == (1, told)
    assert maya.reads(histories.history, project)[1].versions == []
    changes(now_.check_edition, design=said, title="Our river")
    assert (shown(maya, project).version, maya.reads(last_seq, place)) == (2, told + 1)
