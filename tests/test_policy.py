"""Who may see and do what, walked whole: every model, every relation with every action."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

import hub.events
import hub.jobs  # noqa: F401 - so that every model is mapped
from hub import policy
from hub.artifacts import actions as artifacts
from hub.artifacts import ours
from hub.database import Base, Database, Tx
from hub.drafts import actions as drafts
from hub.feedback import actions as feedback
from hub.feedback import reactions
from hub.goals import actions as goals
from hub.goals import steps
from hub.handins import actions as handins
from hub.identity.queries import recognise
from hub.items import actions as items
from hub.items import links, tags
from hub.loops import actions as loops
from hub.matrix import as_markdown
from hub.mentors import actions as mentors
from hub.mentors import asking as mentor_asking
from hub.need_to_knows import actions as wonders
from hub.need_to_knows import merging
from hub.people.models import ClassMember, Guardianship, Person, RoleHeld
from hub.projects import actions as projects
from hub.projects import milestones
from hub.reflections import actions as reflections
from hub.rooms import actions as rooms
from hub.rubrics import actions as rubrics
from hub.safeguarding import actions as safe
from hub.safeguarding import asking, pausing
from hub.teams import actions as teams
from hub.teams import contracts
from tests.policy_matrix import Matrix
from tests.policy_table import ELSEWHERE, HELPERS, OUTCOMES, PEOPLE
from tests.support.databases import Databases

HUBS_OWN = {"Event", "EventTopic", "Job", "KnownBrowser", "KnownPlace", "Presence", "SetupCode", "SignInNote", "Tally", "Topic"}
"""What no viewer reads. A new model stands here or in policy.VISIBLE."""


def test_every_model_is_in_the_policy_or_the_hubs_own() -> None:
    models = {mapper.class_.__name__ for mapper in Base.registry.mappers if mapper.inherits is None}
    assert models == {model.__name__ for model in policy.VISIBLE} | HUBS_OWN
    assert not HUBS_OWN & {model.__name__ for model in policy.VISIBLE}
    assert len(policy.VISIBLE) == sum(len(feature.VISIBLE) for feature in policy.FEATURES), "Two features speak of one model."


def test_the_printed_policy_is_fresh() -> None:
    printed = Path(__file__).parent.parent / "docs" / "policy.md"
    assert printed.read_text() == as_markdown(), "Run `make docs`."


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
        "reactions": reactions,
        "safe": safe,
        "asking": asking,
        "pausing": pausing,
        "reflections": reflections,
        "goals": goals,
        "steps": steps,
        "artifacts": artifacts,
        "projects": projects,
        "milestones": milestones,
        "teams": teams,
        "contracts": contracts,
        "mentors": mentors,
        "mentor_asking": mentor_asking,
        "handins": handins,
        "ours": ours,
        "rooms": rooms,
        "wonders": wonders,
        "merging": merging,
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
    assert "Mother" not in repr(father.thread(matrix.item))
