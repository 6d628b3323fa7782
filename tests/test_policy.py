"""Who may see and do what, walked whole: every model, every relation with every action."""

import inspect
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import (
    select,
)

import hub.events
import hub.jobs  # noqa: F401 - so that every model is mapped
from hub import policy
from hub.artifacts import actions as artifacts
from hub.clock import now
from hub.database import Base, Database, Tx
from hub.drafts import actions as drafts
from hub.errors import Forbidden, NotFound, NotSignedIn, Refusal
from hub.feedback import actions as feedback
from hub.feedback import queries as threads
from hub.files.queries import rendition
from hub.goals import actions as goals
from hub.goals import steps
from hub.goals.models import Step
from hub.identity.queries import recognise
from hub.items import actions as items
from hub.items import links, tags
from hub.items.models import ItemGrant
from hub.items.queries import find
from hub.loops import actions as loops
from hub.loops.models import Asked, Response
from hub.matrix import as_markdown
from hub.people.models import ClassMember, Guardianship, Person, RoleHeld
from hub.reflections import actions as reflections
from hub.rubrics import actions as rubrics
from hub.rubrics import queries as criteria
from hub.safeguarding import actions as safe
from tests.support.databases import Databases
from tests.support.school import School, photo_of

HUBS_OWN = {"Event", "EventTopic", "Job", "KnownBrowser", "KnownPlace", "SetupCode", "SignInNote", "Tally", "Topic"}
"""What no viewer reads. A new model stands here or in policy.VISIBLE."""


def test_every_model_is_in_the_policy_or_the_hubs_own() -> None:
    models = {mapper.class_.__name__ for mapper in Base.registry.mappers if mapper.inherits is None}
    assert models == {model.__name__ for model in policy.VISIBLE} | HUBS_OWN
    assert not HUBS_OWN & {model.__name__ for model in policy.VISIBLE}
    assert len(policy.VISIBLE) == sum(len(feature.VISIBLE) for feature in policy.FEATURES), "Two features speak of one model."


def test_the_printed_policy_is_fresh() -> None:
    printed = Path(__file__).parent.parent / "docs" / "policy.md"
    assert printed.read_text() == as_markdown(), "Run `make docs`."


# ── Every action with every relation ─────────────────────────────────────────────────────────────────────────────────

PEOPLE = (
    *("owner", "teacher", "other_class", "admin", "father", "mother", "other_parent", "classmate", "friend", "stranger"),
    *("elsewhere", "teacher_elsewhere", "deactivated", "ended_guardian", "ended_teacher", "unapproved"),
)
"""What each is to Maya's reflection, which her class's teachers, her family and one friend in person may see."""

OUTCOMES = """
                          own tea oth adm fat mot par mat fri str els t_e dea e_g e_t una
items.find                 .   .   N   N   .   .   N   N   .   N   N   N   S   N   N   N
items.share                .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
items.withdraw             .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
items.put_back             .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
items.delete               .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
items.bring_back           .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
reflections.edit           .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
goals.change               .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
steps.add                  .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
steps.change               .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
steps.move                 .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
steps.tick                 .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
steps.take_away            .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
steps.put_back             .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
goals.check_in             .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
goals.ask_for_help         .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
goals.got_help             .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
goals.show_by              .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
goals.no_longer_show_by    .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
goals.bring_to_an_end      .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
artifacts.add_version      .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
artifacts.edit             .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
tags.tag                   .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
links.link                 .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
links.unlink               .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
feedback.add_message       .   .   N   N   .   .   N   N   .   N   N   N   S   N   N   N
feedback.mark_read         .   .   N   N   .   .   N   N   .   N   N   N   S   N   N   N
feedback.one               .   .   N   N   .   .   N   N   .   N   N   N   S   N   N   N
feedback.edit_message      F   .   N   N   F   F   N   N   F   N   N   N   S   N   N   N
feedback.withdraw_message  F   .   N   N   F   F   N   N   F   N   N   N   S   N   N   N
his.one                    .   .   N   N   .   N   N   N   N   N   N   N   S   N   N   N
his.add_message            .   .   N   N   .   N   N   N   N   N   N   N   S   N   N   N
his.edit_message           F   F   N   N   .   N   N   N   N   N   N   N   S   N   N   N
his.withdraw_message       F   F   N   N   .   N   N   N   N   N   N   N   S   N   N   N
safe.report_message        .   .   N   N   .   .   N   N   .   N   N   N   S   N   N   N
safe.hide_message          F   .   N   N   F   F   N   N   F   N   N   N   S   N   N   N
safe.show_message          F   .   N   N   F   F   N   N   F   N   N   N   S   N   N   N
safe.look                  F   N   N   .   N   N   N   N   N   N   N   N   S   N   N   N
safe.hide_reported         F   N   N   .   N   N   N   N   N   N   N   N   S   N   N   N
safe.show_reported         F   N   N   .   N   N   N   N   N   N   N   N   S   N   N   N
safe.close_report          F   N   N   .   N   N   N   N   N   N   N   N   S   N   N   N
his.safe.report_message    .   .   N   N   F   N   N   N   N   N   N   N   S   N   N   N
his.safe.hide_message      F   .   N   N   F   N   N   N   N   N   N   N   S   N   N   N
his.safe.look              F   .   N   .   N   N   N   N   N   N   N   N   S   N   N   N
his.safe.hide_reported     F   .   N   .   N   N   N   N   N   N   N   N   S   N   N   N
his.safe.close_report      F   .   N   .   N   N   N   N   N   N   N   N   S   N   N   N
loops.ask                  .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
loops.withdraw_request     .   F   N   N   F   N   N   N   N   N   N   N   S   N   N   N
loops.thank                .   F   N   N   F   N   N   N   N   N   N   N   S   N   N   N
loops.remind               .   F   N   N   F   N   N   N   N   N   N   N   S   N   N   N
loops.respond              .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N
his.loops.respond          .   F   N   N   F   N   N   N   N   N   N   N   S   N   N   N
his.loops.response         .   .   N   N   .   N   N   N   N   N   N   N   S   N   N   N
rubrics.write_rubric       F   .   .   .   F   F   F   F   F   F   F   .   S   F   .   F
rubrics.change_rubric      F   .   .   .   F   F   F   F   F   F   N   N   S   F   .   F
rubrics.end_rubric         F   .   .   .   F   F   F   F   F   F   N   N   S   F   .   F
rubrics.version            .   .   .   .   .   .   .   .   .   .   N   N   S   .   .   .
files.rendition            .   .   N   N   .   .   N   N   .   N   N   N   S   N   N   N
"""
"""Done, Forbidden, NotFound, not Signed in. What `his` acts on is a message of the father's; the others, the teacher's.

Whoever said the words never learns of a report of them, not even where they are staff."""

ELSEWHERE = {"reflections.post", "goals.begin", "artifacts.add", "drafts.save", "drafts.throw_away"}
"""Actions on what is one's own alone: nobody has a relation to it, so there is nothing to walk."""
HELPERS = {
    *("items.relations", "items.first_audience", "items.tell", "items.principal_of"),
    *("feedback.open_thread", "feedback.relations_to", "feedback.tell", "reflections.give_default_prompts"),
    *("tags.checked", "tags.put"),
    *("drafts.was_sent", "drafts.bury", "drafts.once"),
}
"""Parts of actions: no face calls them."""


def _there(row: object | None) -> None:
    if row is None:
        raise NotFound("")


class Undo(Exception):
    """Takes back what was done, so that the next starts from the same."""


class Matrix:
    def __init__(self, database: Database) -> None:
        school, other = School(database), School(database, "Hillside")
        folk = school.people(
            owner="student",
            teacher="teacher of owner",
            other_class="teacher of 8A",
            admin="admin",
            father="guardian of owner",
            mother="guardian of owner",
            classmate="student",
            friend="student of 8A",
            other_parent="guardian of classmate",
            stranger="student of 8A",
            deactivated="teacher of 7B",
            ended_guardian="guardian of owner",
            ended_teacher="teacher of 7B",
            unapproved="unapproved guardian of owner",
        ) + other.people(elsewhere="student", teacher_elsewhere="teacher of elsewhere")
        self.who = {someone.key: someone for someone in folk}
        owner, friend = self.who["owner"], self.who["friend"]
        moment = now()
        school.change(Person, self.who["deactivated"].id, deactivated=moment)
        school.change(ClassMember, (school.classes["7B"], self.who["ended_teacher"].id), ended=moment)
        school.change(Guardianship, (self.who["ended_guardian"].id, owner.id), ended=moment)
        photo = photo_of(owner)
        self.item = owner.writes("We found a heron.", school.teachers(), owner.family, photos=(photo,))
        school.work(lambda tx: tx.add(ItemGrant(item_id=self.item, principal_id=friend.id)))
        said = self.who["teacher"].says(self.item, "Where was it?")
        his = self.who["father"].says(self.item, "I saw it as well.")
        report = owner.does(lambda tx: safe.report_message(tx, said, "I don't like it").id)
        his_report = owner.does(lambda tx: safe.report_message(tx, his, "I don't like it").id)
        written = reflections.Written(prompts=UUID(int=0), answers={"words": "New"})
        wish = goals.Wish(title="Explain the river", audience=(school.teachers(), owner.family), steps=("Write it down",))
        goal = owner.does(lambda tx: goals.begin(tx, wish).id)
        school.work(lambda tx: tx.add(ItemGrant(item_id=goal, principal_id=friend.id)))
        work = artifacts.Made(title="Map", stand=artifacts.Stand(words="It bends"), audience=(school.teachers(), owner.family))
        artifact = owner.does(lambda tx: artifacts.add(tx, work).id)
        school.work(lambda tx: tx.add(ItemGrant(item_id=artifact, principal_id=friend.id)))
        step = owner.reads(lambda tx: tx.scalars(select(Step.id).where(Step.goal_id == goal)).one())
        to_father = loops.Ask(item=self.item, people=(self.who["father"].id,))
        request = owner.does(lambda tx: loops.ask(tx, to_father).id)
        owner.does(lambda tx: loops.respond(tx, his, "adopted", "It helps"))
        self.who["father"].says(self.item, "As you asked.")
        later_request = owner.does(lambda tx: loops.ask(tx, to_father).id)
        school.change(Asked, (later_request, self.who["father"].id), since=moment - timedelta(days=2))
        rubric = self.who["teacher"].does(lambda tx: rubrics.write_rubric(tx, rubrics.Criteria("Clear", ("One can follow it",))).id)
        self.acts: dict[str, Callable[[Tx], Any]] = {
            "items.find": lambda tx: find(tx, self.item),
            "items.share": lambda tx: items.share(tx, self.item, ()),
            "items.withdraw": lambda tx: items.withdraw(tx, self.item),
            "items.put_back": lambda tx: items.put_back(tx, self.item),
            "items.delete": lambda tx: items.delete(tx, self.item),
            "items.bring_back": lambda tx: items.bring_back(tx, self.item),
            "reflections.edit": lambda tx: reflections.edit(tx, self.item, written, 1),
            "goals.change": lambda tx: goals.change(tx, goal, goals.Wish(title="New"), 1),
            "steps.add": lambda tx: steps.add(tx, goal, "One more"),
            "steps.change": lambda tx: steps.change(tx, step, "Write it up"),
            "steps.move": lambda tx: steps.move(tx, step, 1),
            "steps.tick": lambda tx: steps.tick(tx, step, done=True),
            "steps.take_away": lambda tx: steps.take_away(tx, step),
            "steps.put_back": lambda tx: steps.put_back(tx, step),
            "goals.check_in": lambda tx: goals.check_in(tx, goal, 3),
            "goals.ask_for_help": lambda tx: goals.ask_for_help(tx, goal, "Help"),
            "goals.got_help": lambda tx: goals.got_help(tx, goal),
            "goals.show_by": lambda tx: goals.show_by(tx, goal, self.item),
            "goals.no_longer_show_by": lambda tx: goals.no_longer_show_by(tx, goal, self.item),
            "goals.bring_to_an_end": lambda tx: goals.bring_to_an_end(tx, goal, "reached", ""),
            "artifacts.add_version": lambda tx: artifacts.add_version(tx, artifact, artifacts.Stand(words="It bends twice")),
            "artifacts.edit": lambda tx: artifacts.edit(tx, artifact, artifacts.Wording(title="New"), 1),
            "tags.tag": lambda tx: tags.tag(tx, self.item, ["river"]),
            "links.link": lambda tx: links.link(tx, self.item, goal, "evidence"),
            "links.unlink": lambda tx: links.unlink(tx, self.item, goal, "evidence"),
            "feedback.add_message": lambda tx: feedback.add_message(tx, self.item, feedback.Answer("Yes")),
            "feedback.mark_read": lambda tx: feedback.mark_read(tx, self.item),
            "feedback.one": lambda tx: threads.one(tx, said),
            "feedback.edit_message": lambda tx: feedback.edit_message(tx, said, "Other words", 1),
            "feedback.withdraw_message": lambda tx: feedback.withdraw_message(tx, said),
            "safe.report_message": lambda tx: safe.report_message(tx, said, "Please look"),
            "safe.hide_message": lambda tx: safe.hide_message(tx, said, "unkind"),
            "safe.show_message": lambda tx: safe.show_message(tx, said),
            "safe.look": lambda tx: safe.look(tx, report),
            "safe.hide_reported": lambda tx: safe.hide_reported(tx, report, "unkind"),
            "safe.show_reported": lambda tx: safe.show_reported(tx, report),
            "safe.close_report": lambda tx: safe.close_report(tx, report),
            "his.one": lambda tx: threads.one(tx, his),
            "his.add_message": lambda tx: feedback.add_message(tx, self.item, feedback.Answer("Yes", reply_to=his)),
            "his.edit_message": lambda tx: feedback.edit_message(tx, his, "Other words", 1),
            "his.withdraw_message": lambda tx: feedback.withdraw_message(tx, his),
            "his.safe.report_message": lambda tx: safe.report_message(tx, his, "Please look"),
            "his.safe.hide_message": lambda tx: safe.hide_message(tx, his, "unkind"),
            "his.safe.look": lambda tx: safe.look(tx, his_report),
            "his.safe.hide_reported": lambda tx: safe.hide_reported(tx, his_report, "unkind"),
            "his.safe.close_report": lambda tx: safe.close_report(tx, his_report),
            "loops.ask": lambda tx: loops.ask(tx, loops.Ask(item=self.item, people=(self.who["teacher"].id,))),
            "loops.withdraw_request": lambda tx: loops.withdraw_request(tx, request),
            "loops.thank": lambda tx: loops.thank(tx, request, self.who["father"].id),
            "loops.remind": lambda tx: loops.remind(tx, later_request, self.who["father"].id),
            "loops.respond": lambda tx: loops.respond(tx, said, "adopted", "Yes"),
            "his.loops.respond": lambda tx: loops.respond(tx, his, "declined", "Yes"),
            "his.loops.response": lambda tx: _there(tx.get(Response, his)),
            "rubrics.write_rubric": lambda tx: rubrics.write_rubric(tx, rubrics.Criteria("New", ("One",))),
            "rubrics.change_rubric": lambda tx: rubrics.change_rubric(tx, rubric, rubrics.Criteria("New", ("One",)), 1),
            "rubrics.end_rubric": lambda tx: rubrics.end_rubric(tx, rubric),
            "rubrics.version": lambda tx: _there(criteria.newest_of(tx, [rubric]) or None),
            "files.rendition": lambda tx: rendition(tx, photo, "page"),
        }

    def outcome(self, who: str, act: str) -> str:
        def then_undo(tx: Tx) -> None:
            self.acts[act](tx)
            tx.flush()
            raise Undo

        with pytest.raises((Undo, Refusal)) as raised:
            self.who[who].does(then_undo)
        return {Undo: ".", Forbidden: "F", NotFound: "N", NotSignedIn: "S"}[raised.type]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def matrix(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Matrix]:
    with databases.fresh(request.param) as url:
        database = Database(url, recognise)
        yield Matrix(database)
        database.close()


_ROWS = {row.split()[0]: row.split()[1:] for row in OUTCOMES.strip().splitlines()[1:]}


@pytest.mark.parametrize("act", _ROWS)
def test_everyone_may_do_what_the_table_says_and_no_more(act: str, matrix: Matrix) -> None:
    assert dict(zip(PEOPLE, _ROWS[act], strict=True)) == {who: matrix.outcome(who, act) for who in PEOPLE}


def test_an_action_without_a_row_is_noticed(matrix: Matrix) -> None:
    modules = {
        "items": items,
        "feedback": feedback,
        "safe": safe,
        "reflections": reflections,
        "goals": goals,
        "steps": steps,
        "artifacts": artifacts,
        "tags": tags,
        "links": links,
        "loops": loops,
        "rubrics": rubrics,
        "drafts": drafts,
    }
    public = {
        f"{name}.{function.__name__}"
        for name, module in modules.items()
        for function in vars(module).values()
        if inspect.isfunction(function) and function.__module__ == module.__name__ and not function.__name__.startswith("_")
    }
    assert public - set(_ROWS) - ELSEWHERE - HELPERS == set()
    assert set(matrix.acts) == set(_ROWS)


def test_staff_of_one_school_see_nobody_of_another(matrix: Matrix) -> None:
    def all_of_it(tx: Tx) -> set[UUID]:
        links = tx.scalars(select(Guardianship.student_id)).all()
        members = tx.scalars(select(ClassMember.person_id)).all()
        roles = tx.scalars(select(RoleHeld.person_id)).all()
        return {*tx.scalars(select(Person.id)), *links, *members, *roles}

    theirs = {matrix.who[name].id for name in ("elsewhere", "teacher_elsewhere")}
    assert matrix.who["teacher_elsewhere"].reads(all_of_it) == theirs
    assert not matrix.who["admin"].reads(all_of_it) & theirs


def test_a_guardian_never_learns_of_another_guardian(matrix: Matrix) -> None:
    father, mother = matrix.who["father"], matrix.who["mother"].id

    def look(tx: Tx) -> list[Any]:
        links = tx.scalars(select(Guardianship.guardian_id)).all()
        return [tx.get(Person, mother), mother in links, mother in tx.scalars(select(RoleHeld.person_id)).all()]

    assert father.reads(look) == [None, False, False]
    assert "Mother" not in repr(father.audience(matrix.item))
    assert "Mother" not in repr(father.talk(matrix.item))
