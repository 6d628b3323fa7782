"""What a question costs follows its shape, never how much there is: the statements are counted at 5, 20 and 100."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from hub.database import Tx
from hub.feedback import actions as feedback
from hub.feedback.models import Message
from hub.goals import actions as goals
from hub.identity.keys import digest
from hub.items import audiences
from hub.projects import actions as projects
from hub.projects import milestones
from hub.reflections import actions as reflections
from hub.reflections import queries as prompts
from hub.teams import actions as teams
from hub.teams import queries as known
from hub.viewer import Claim
from hub_graphql.nodes import global_id
from tests.graphql.api import WORK, Api, school
from tests.support import many as as_rows
from tests.support.statements import Statements

Count = Callable[[], AbstractContextManager[Statements]]

WIDE = """
query Wide($first: Int!, $last: Int!) {
  viewer {
    reflections(first: $first) {
      pageInfo { hasNextPage hasPreviousPage }
      nodes {
        title
        owner { called ... on Person { roles } }
        audience { words people { name roles } groups { words } }
        photos { url alt }
        promptSet { key }
        history(last: 1) { number }
        viewerCan
        thread {
          unreadCount
          liveCursor
          willRead { words people { name } }
          messages(last: $last) {
            pageInfo { hasNextPage hasPreviousPage }
            nodes { words author { called roles } mentions { called } viewerCan history(last: 1) { number }
              replyTo { words author { name } } item { title } }
          }
        }
      }
    }
  }
}
"""
GOALS = """query Goals($first: Int!, $id: ID!) { node(id: $id) { ... on Person { goals(first: $first) {
  pageInfo { hasNextPage }
  nodes { title owner { called } audience { words people { name } } progress helpSince steps { words done } checkIns { at confidence }
    evidence { title owner { called } } supports { title steps { words } } cameFrom { title } reflections { title }
    history(last: 1) { number }
    viewerCan thread { unreadCount } }
} } } }"""
WAITING = """
{ viewer {
  timeToFeedback { answers weeks { medianHours } }
  waitingCount
  waiting { who { called } asks { question } putTo { name } help
    item { title thread { messages(last: 3) { nodes { words author { called } } } } } }
  classes {
    name students { name } teachers { name }
    overview {
      who { name } needs goals { title goal { steps { words } } } lastReflection { title } waiting { title item { title } }
      openLoops { requests responses }
    }
  }
  answered { newest { words } item { title } }
} }"""
CHILDREN = (
    "{ viewer { children { who { called } new { title audience { words } } answered { count newest { words author { called } } } } } }"
)
PROJECTS = """query Projects($first: Int!) { viewer { projects(first: $first) {
  pageInfo { hasNextPage }
  nodes { title owner { called } proposedBy { called } drivingQuestion milestones { keyQuestion due } design { words } stage
    audience { words people { name } } history(last: 1) { title } viewerCan thread { unreadCount } vine { nodes { step } } }
} } }"""
TEAMS = """query Teams($id: ID!) { viewer {
  teams { name unread room { title owner { called } thread { unreadCount } } }
  answered { who { name } item { title } }
} project(id: $id) {
  teams { name members { person { called roles } role } before { person { called } } project { title } viewerCan mine
    room { title owner { called ... on Team { mine } } team { name } project { title } audience { words } viewerCan
      thread { unreadCount messages(last: 2) { nodes { words voice viewerCan item { owner { called } } } } } } }
} }"""
NODES = "query Nodes($ids: [ID!]!) { nodes(ids: $ids) { ... on Item { title thread { unreadCount } } } }"


@pytest.fixture
def api(database_url: str, tmp_path: Path) -> Any:
    with school(database_url, tmp_path) as made:
        yield made


def work(api: Api, many: int, said: int) -> None:
    """Maya posts so many reflections; Ms Rivera says so much about each."""
    maya, rivera = (Claim("token", digest(api.token(name))) for name in ("maya", "rivera"))
    groups = principals(api)

    def post(tx: Tx) -> list[Any]:
        free = next(one for one in prompts.sets(tx) if one.key == "free")
        made = [
            reflections.post(tx, reflections.Written(prompts=free.id, answers={"words": f"Day {n}"}, audience=tuple(groups)))
            for n in range(many)
        ]
        return [one.id for one in made]

    def answer(tx: Tx, ids: list[Any]) -> None:
        for id_ in ids:
            first = feedback.add_message(tx, id_, feedback.Answer("Tell me more."))
            for n in range(said - 1):
                feedback.add_message(tx, id_, feedback.Answer(f"And {n}, @Maya?", reply_to=first.id))

    ids = api.database.write_now(maya, post)
    api.database.write_now(rivera, answer, ids)


class Known(msgspec.Struct, frozen=True):
    """Somebody of the demo school."""

    id: UUID


def rows(api: Api, many: int, said: int) -> None:
    """The same as rows, in a moment: nobody is told, and nobody waits. All but the first message answer it."""
    maya, rivera, groups = Known(api.id("maya")), Known(api.id("rivera")), principals(api)

    def make(tx: Tx) -> None:
        ids = as_rows.reflections(tx, maya, many, *groups, answers={"words": "Day by day"}, opening="Day by day")
        first = as_rows.messages(tx, rivera, ids, maya.id, *groups, words="Tell me more.", form="free", parts={})
        for n in range(said - 1):
            answers = as_rows.messages(tx, rivera, ids, maya.id, *groups, words=f"And {n}, @Maya?", form="free", parts={})
            for answer, to in zip(answers, first, strict=True):
                tx.get_one(Message, answer).reply_to_id = to

    api.database.write_now(WORK, make)


def principals(api: Api, name: str = "maya", kind: str = "family") -> list[Any]:
    """Those of this kind, and the teachers of 7B."""
    return [
        group.id
        for group in api.database.read_now(Claim("token", digest(api.token(name))), audiences.choices)
        if group.kind == kind or group.hint == "7B"
    ]


def counted(api: Api, statements: Count, name: str, text: str, **variables: Any) -> Counter[str]:
    """The statements of one question, without those of the hub's own work beside it."""
    api.ask(name, text, **variables)  # Once before: nothing is counted that is only done the first time.
    with statements() as seen:
        api.ask(name, text, **variables)
    found = Counter(text for text in seen.texts if "FROM job" not in text and "event_topic" not in text)
    # A session remembers what something still holds, so that the roles or prompts of some needn't be read again.
    remembered = [
        text for text in found if text.startswith(("SELECT role_held.person_id, role_held.sch", "SELECT prompt_set_version.id, pro"))
    ]
    assert sum(found.pop(text) for text in remembered) <= 14
    return found


def same(counts: list[Counter[str]]) -> bool:
    """No statement is run more often because there is more; and what differs is named."""
    for more in counts[1:]:
        assert not more - counts[0], f"Run more often: {more - counts[0]}"
    return True


def test_reflections_with_their_threads(api: Api, statements: Count) -> None:
    counts: list[Counter[str]] = []
    # A hundred with two messages each is what the cost guard lets through at once.
    for more, said, first, last in ((5, 3, 5, 2), (15, 3, 20, 2), (80, 3, 100, 2)):
        (rows if counts else work)(api, more, said)
        counts.append(counted(api, statements, "maya", WIDE, first=first, last=last))
    assert same(counts)
    assert counts[0].total() <= 42, counts[0]


def test_goals_with_all_that_hangs_on_them(api: Api, statements: Count) -> None:
    maya = Claim("token", digest(api.token("maya")))
    groups = tuple(principals(api))

    def grow(tx: Tx, many: int) -> None:
        free = next(one for one in prompts.sets(tx) if one.key == "free")
        for n in range(many):
            wrote = reflections.Written(prompts=free.id, answers={"words": f"Day {n}"}, audience=groups)
            began = reflections.post(tx, wrote).id
            goal = goals.begin(tx, goals.Wish(title=f"Goal {n}", steps=("One", "Two"), audience=groups, led_to_by=began)).id
            goals.begin(tx, goals.Wish(title=f"Part {n}", audience=groups, supports=goal))
            goals.change(tx, goal, goals.Wish(title=f"Goal {n}, again"), 1)
            goals.check_in(tx, goal, 3)
            goals.show_by(tx, goal, began)
            about = msgspec.structs.replace(wrote, about=goal, next_step="Go on", goal=goal)
            reflections.post(tx, about)

    me = api.run("maya", "viewer")["person"]["id"]
    counts: dict[str, list[Counter[str]]] = {"maya": [], "rivera": []}
    for more, first in ((3, 5), (8, 20), (40, 100)):
        api.database.write_now(maya, grow, more)
        for name, found in counts.items():
            found.append(counted(api, statements, name, GOALS, first=first, id=me))
    for found in counts.values():
        assert same(found)
        assert found[0].total() <= 42, found[0]


def test_projects_with_their_milestones(api: Api, statements: Count) -> None:
    maya, groups = Claim("token", digest(api.token("maya"))), tuple(principals(api))

    def grow(tx: Tx, many: int) -> None:
        for n in range(many):
            began = projects.begin(tx, projects.Design(title=f"Project {n}", audience=groups, design={"real": "Yes"})).id
            projects.change(tx, began, projects.Design(title=f"Project {n}, again"), 1)
            milestones.add(tx, began, milestones.Marked(key_question="Where?"))

    rivera, of_class = Claim("token", digest(api.token("rivera"))), tuple(principals(api, "rivera", "class"))
    led = api.database.write_now(rivera, lambda tx: projects.begin(tx, projects.Design(title="Bees", audience=of_class)).id)
    me = api.id("maya")

    def together(tx: Tx, many: int) -> None:
        """Teams of one project, Maya in the first of all; and one of another project, in which she is as well."""
        other = projects.begin(tx, projects.Design(title="Wasps", audience=of_class)).id
        names = [(led, f"Team {n} of {many}") for n in range(many)]
        for project, name in (*names, (other, "Alone")):
            people = (me,) if project == other or name == "Team 0 of 5" else ()
            team = teams.make(tx, project, teams.Made(name=name, people=people)).id
            room = known.by_ids(tx, [team])[team].room_id
            for words in ("One", "Two"):
                feedback.add_message(tx, room, feedback.Answer(words))

    counts: dict[str, list[Counter[str]]] = {"maya": [], "rivera": [], "maya together": [], "rivera together": []}
    for more, first in ((5, 5), (15, 20), (30, 50)):
        api.database.write_now(maya, grow, more)
        api.database.write_now(rivera, together, {5: 5, 15: 9, 30: 14}[more])
        for name in ("maya", "rivera"):
            counts[name].append(counted(api, statements, name, PROJECTS, first=first))
            counts[f"{name} together"].append(counted(api, statements, name, TEAMS, id=global_id("Project", led)))
    assert len(api.ask("rivera", TEAMS, id=global_id("Project", led))["project"]["teams"]) == 28
    for name, found in counts.items():
        assert same(found)
        # Rooms are met in three places of what is asked of teams.
        assert found[0].total() <= (77 if "together" in name else 42), found[0]


def test_homes(api: Api, statements: Count) -> None:
    asks = {"rivera": WAITING, "chidi": CHILDREN}
    counts: dict[str, list[Counter[str]]] = {name: [] for name in asks}
    for more in (5, 15, 80):
        work(api, more, 2)
        for name, text in asks.items():
            counts[name].append(counted(api, statements, name, text))
    assert all(same(found) for found in counts.values())


def test_nodes(api: Api, statements: Count) -> None:
    work(api, 5, 1)
    rows(api, 95, 1)
    mine = api.ask("maya", "{ viewer { reflections(first: 100) { nodes { id } } } }")["viewer"]["reflections"]["nodes"]
    ids = [one["id"] for one in mine]
    assert same([counted(api, statements, "maya", NODES, ids=ids[:n]) for n in (5, 20, 100)])
