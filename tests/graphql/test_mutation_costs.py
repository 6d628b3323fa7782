"""What programs do with goals and work costs the same number of statements, however much of it there is already."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from hub.artifacts.models import Artifact, ArtifactEdition, ArtifactVersion
from hub.database import Tx
from hub.goals import steps
from hub.goals.models import Goal, GoalVersion
from hub.identity.keys import digest
from hub.ids import NOTHING
from hub.items import audiences
from hub.projects import milestones
from hub.projects import queries as projects
from hub.projects.models import Milestone, Project, ProjectVersion
from hub.viewer import Claim
from hub_graphql.nodes import key_of
from tests.graphql.api import Api, school
from tests.support import many
from tests.support.statements import Statements

Count = Callable[[], AbstractContextManager[Statements]]


class Known(msgspec.Struct, frozen=True):
    """Somebody of the demo school."""

    id: UUID


@pytest.fixture
def api(database_url: str, tmp_path: Path) -> Iterator[Api]:
    with school(database_url, tmp_path) as opened:
        yield opened


def grow(tx: Tx, maya: Known, audience: UUID, goal: UUID, artifact: UUID, project: UUID, to: int) -> None:
    """So many versions and editions of each, check-ins, other goals and work; steps and milestones as many as there may be."""
    wish, work = tx.get_one(Goal, goal), tx.get_one(Artifact, artifact)
    kept = {"title": "Then", "outcome": "", "obstacle": "", "plan": "", "criteria": "", "changed": "words"}
    tx.add_all(GoalVersion(goal_id=goal, number=number, words=kept, until=tx.now) for number in range(wish.version, to))
    tx.add_all(
        ArtifactVersion(artifact_id=artifact, number=number, medium="text", words=f"Line {number}", created=tx.now)
        for number in range(work.version + 1, to + 1)
    )
    tx.add_all(
        ArtifactEdition(artifact_id=artifact, number=number, title="Then", about="", tags=[], until=tx.now)
        for number in range(work.edition, to)
    )
    more, room = to - wish.version, min(to, steps.STEPS - 4) - min(wish.version, steps.STEPS - 4)
    wish.version = work.version = work.edition = to
    many.check_ins(tx, [goal] * more)
    many.steps(tx, [goal], *(f"Step {n}" for n in range(room)))
    many.check_ins(tx, many.goals(tx, maya, more, audience))
    many.artifacts(tx, maya, more, audience, versions=2)
    bees, there = tx.get_one(Project, project), min(to, milestones.MOST - 4)
    sheet = projects.words_of(bees)
    tx.add_all(ProjectVersion(project_id=project, number=number, words=sheet, until=tx.now) for number in range(bees.version, to))
    asked = [
        Milestone(project_id=project, place=place, key_question=f"And {place}?", created=tx.now) for place in range(bees.version, there)
    ]
    tx.add_all(asked)
    bees.version = to


def test_an_act_by_program_costs_the_same_however_much_there_is(api: Api, statements: Count) -> None:
    claim, maya = Claim("token", digest(api.token("maya"))), Known(api.id("maya"))
    group = next(one["id"] for one in api.run("maya", "begin_reflection")["audienceChoices"] if one["hint"] == "7B")
    teachers = next(one.id for one in api.database.read_now(claim, audiences.choices) if one.hint == "7B")
    larger = [api.do("maya", "begin_goal", title=title, audience=[group])["id"] for title in ("Save the river", "Speak up")]
    goal = api.do("maya", "begin_goal", title="Then", audience=[group], supports=larger[0], steps=["One", "Two"])["id"]
    work = api.do("maya", "add_artifact", title="Then", stand={"words": "Line"}, audience=[group])["id"]
    bees = api.do("maya", "begin_project", title="Bees", audience=[group])["id"]
    for question in ("One?", "Two?"):
        api.do("maya", "add_milestone", project=bees, keyQuestion=question)
    ids = key_of(goal, "Goal") or NOTHING, key_of(work, "Artifact") or NOTHING, key_of(bees, "Project") or NOTHING

    def cost(document: str, **given: Any) -> int:
        with statements() as seen:
            api.do("maya", document, **given)
        return sum("FROM job" not in text and "event_topic" not in text for text in seen.texts)

    def costs(to: int) -> dict[str, int]:
        api.database.write_now(claim, grow, maya, teachers, *ids, to)
        first, second, *_others = (one["id"] for one in api.run("maya", "goal", id=goal)["steps"])
        early, late, *_others = (one["id"] for one in api.run("maya", "project", id=bees)["milestones"])
        return {
            "begin a project": cost("begin_project", title="New", audience=[group]),
            "change a project": cost("change_project", id=bees, version=to, title=f"Now {to}"),
            "copy it": cost("copy_project", id=bees),
            "add a milestone": cost("add_milestone", project=bees, keyQuestion="One more?"),
            "change a milestone": cost("change_milestone", id=early, keyQuestion=f"Asked anew {to}?"),
            "move a milestone": cost("move_milestone", id=early, by=1),
            "take a milestone away": cost("take_milestone_away", id=late),
            "put it back": cost("take_milestone_away", id=late, away=False),
            "begin": cost("begin_goal", title="New", audience=[group], steps=["One"], supports=larger[0]),
            "change": cost("change_goal", id=goal, version=to, title=f"Now {to}", supports=larger[1]),
            "change back": cost("change_goal", id=goal, version=to + 1, title="Then", supports=larger[0]),
            "add a step": cost("add_step", goal=goal, words="One more"),
            "change a step": cost("change_step", id=first, words=f"Said anew {to}"),
            "move a step": cost("move_step", id=first, by=1),
            "tick": cost("tick_step", id=first),
            "untick": cost("tick_step", id=first, done=False),
            "take away": cost("take_step_away", id=second),
            "put back": cost("take_step_away", id=second, away=False),
            "check in": cost("check_in", goal=goal, confidence=4, words="Hm"),
            "ask for help": cost("ask_for_help", goal=goal, words="How?"),
            "got help": cost("ask_for_help", goal=goal, needed=False),
            "end": cost("end_goal", goal=goal, progress="REACHED", why=""),
            "grow again": cost("end_goal", goal=goal, progress="GROWING", why=""),
            "link": cost("link_evidence", goal=goal, item=work),
            "unlink": cost("link_evidence", goal=goal, item=work, linked=False),
            "add work": cost("add_artifact", title="Poem", stand={"words": "It"}, audience=[group], tags=["river"]),
            "add a version": cost("add_version", artifact=work, version=to, stand={"words": f"New {to}", "note": "Kinder"}),
            "edit": cost("edit_artifact", id=work, edition=to, title=f"The {to}", tags=["river", f"at {to}"]),
            "tag": cost("tag_item", id=work, tags=[f"tag {to}"]),
        }

    costs(3)  # A pool that opens one more connection greets it with statements of its own.
    at_five, at_twenty, at_hundred = costs(10), costs(25), costs(105)
    assert at_five == at_twenty == at_hundred
    assert max(at_five.values()) <= 60, at_five
