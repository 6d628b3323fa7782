"""The published contract: fresh, whole, in words, and every named document of it is carried out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    build_schema,
    parse,
    validate,
)

from hub_graphql.schema import printed
from tests.graphql.api import NAMES, Api, operation, school
from tests.photos import jpeg

ROOT = Path(__file__).parent.parent
PUBLISHED = ROOT / "graphql" / "schema.graphql"
SCHEMA = build_schema(PUBLISHED.read_text())
GIVEN = {"Boolean", "Date", "DateTime", "Float", "ID", "Int", "String"}


def test_the_published_schema_is_fresh() -> None:
    assert PUBLISHED.read_text() == printed(), "run `trellis export-schema --to graphql/schema.graphql`"


def _words() -> Iterator[tuple[str, str | None]]:
    """Everything that can be described, and its description."""
    for name, kind in SCHEMA.type_map.items():
        if not name.startswith("__") and name not in GIVEN:
            yield from _words_of(name, kind)


def _words_of(name: str, kind: GraphQLNamedType) -> Iterator[tuple[str, str | None]]:
    yield name, kind.description
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        for field_name, field in kind.fields.items():
            yield f"{name}.{field_name}", field.description
            for argument_name, argument in field.args.items():
                if argument_name != "input":
                    yield f"{name}.{field_name}({argument_name}:)", argument.description
    elif isinstance(kind, GraphQLInputObjectType):
        yield from ((f"{name}.{input_name}", given.description) for input_name, given in kind.fields.items())
    elif isinstance(kind, GraphQLEnumType):
        yield from ((f"{name}.{value_name}", value.description) for value_name, value in kind.values.items())


def test_everything_is_described_in_words() -> None:
    silent = [name for name, words in _words() if not words or not words.strip().endswith((".", "”."))]
    assert not silent, f"these have no words for who reads the schema: {silent}"


@pytest.mark.parametrize("name", NAMES)
def test_a_named_document_is_valid(name: str) -> None:
    errors = validate(SCHEMA, parse(operation(name)))
    assert not errors, errors


@pytest.fixture
def api(database_url: str, tmp_path: Path) -> Iterator[Api]:
    with school(database_url, tmp_path) as made:
        yield made


def test_every_named_document_is_carried_out(api: Api) -> None:
    """One afternoon of Maya, Ms Rivera and Chidi, by the documents alone. `thread_events` has a file of tests of its own."""
    ran: list[str] = ["thread_events"]

    def run(name: str, document: str, **variables: Any) -> Any:
        ran.append(document)
        return api.run(name, document, **variables)

    def do(name: str, document: str, /, **given: Any) -> Any:
        answer = run(name, document, input=given)
        assert "message" not in answer, answer
        return answer

    me = run("maya", "viewer")
    assert (me["person"]["called"], me["school"]["name"]) == ("Maya", "Riverside School")
    begin = run("maya", "begin_reflection")
    rose = next(one for one in begin["promptSets"] if one["key"] == "rose")
    with_whom = [one["id"] for one in begin["audienceChoices"] if one["hint"] == "7B" or one["kind"] == "FAMILY"]
    headers = {"authorization": f"Bearer {api.token('maya')}", "x-file-name": "bees.jpg"}
    photo = api.client.post("/files", content=jpeg(), headers=headers).json()

    writing = "01a201bf-2648-72af-96d9-10adee70a044"
    place, words = "reflection/new", [{"name": "answer-rose", "words": "The queen"}]
    draft = do("maya", "save_draft", place=place, writing=writing, base=0, words=words)
    assert (draft["number"], [one["place"] for one in run("maya", "home")["drafts"]]) == (1, [place])
    posted = do(
        "maya",
        "post_reflection",
        promptSet=rose["id"],
        title="The queen",
        answers=[{"key": "rose", "words": "We **found** her."}],
        audience=with_whom,
        photos=[{"id": photo["id"], "alt": "A queen bee"}],
        clientMutationId=writing,
    )
    assert posted["audience"]["words"] == "Ms Rivera and your family (Ada, Chidi): 3 people besides you"
    assert posted["photos"][0]["alt"] == "A queen bee"
    assert run("maya", "home")["drafts"] == [], "posting buries its draft"
    do("maya", "save_draft", place=place, writing=writing.replace("044", "045"), base=0, words=words)
    assert do("maya", "throw_draft_away", place=place, writing=writing.replace("044", "045")) == {
        "__typename": "DraftThrownAway",
        "place": place,
    }

    assert posted["id"] in [one["id"] for one in run("maya", "my_reflections")["reflections"]["nodes"]]
    assert run("rivera", "home")["waiting"][-1]["title"] == "The queen"
    assert run("chidi", "home")["children"][0]["new"][0]["id"] == posted["id"]
    space = run("rivera", "space", person=me["person"]["id"])
    assert space["reflections"]["nodes"][0]["photos"][0]["alt"] == "A queen bee"
    seen = run("rivera", "reflection", id=posted["id"])
    assert seen["answers"][0]["html"].strip() == "<p>We <strong>found</strong> her.</p>"
    assert seen["viewerCan"] == ["ANSWER"]

    asked = do("rivera", "add_message", item=posted["id"], words="How did you know?")
    edited = do("rivera", "edit_message", id=asked["id"], version=1, words="How did you know her?")
    assert edited["history"] == [{"number": 1, "words": "How did you know?"}]
    assert [len(do("maya", "react_to_message", message=asked["id"], sign="HELPS")["reactions"]) for _ in range(2)] == [1, 0]
    rude = do("chidi", "add_message", item=posted["id"], words="Silly.")
    do("maya", "report_message", id=rude["id"], reason="That hurt.")
    [report] = [one for one in run("rivera", "reports")["reports"]["nodes"] if one["reported"]["id"] == rude["id"]]
    assert (report["reason"], report["viewerCan"]) == ("That hurt.", ["HIDE", "LOOK_INTO", "CLOSE"])
    kept = do("haddad", "look_at_report", id=report["id"])
    assert (kept["evidence"], kept["reported"]) == ([{"number": 1, "words": "Silly.", "until": None}], None)
    assert [look["who"]["called"] for look in kept["looks"]] == ["Ms Haddad"]
    assert do("haddad", "hide_message", id=report["id"], because="Unkind")["outcome"] == "HIDDEN"
    assert do("haddad", "show_message", id=report["id"])["outcome"] == "STAYED"
    assert do("rivera", "close_report", id=report["id"])["outcome"] == "STAYED"
    assert do("rivera", "hide_message", id=rude["id"], because="Unkind")["state"] == "HIDDEN"
    assert do("rivera", "show_message", id=rude["id"])["words"] == "Silly."
    assert do("chidi", "withdraw_message", id=rude["id"])["words"] is None
    assert do("chidi", "visit", child=me["person"]["id"])["who"]["called"] == "Maya"
    assert do("haddad", "update_school", languages=["en"], timeZone="Europe/Lisbon")["timeZone"] == "Europe/Lisbon"
    thread = run("maya", "thread", item=posted["id"])["thread"]
    assert [edge["node"]["state"] for edge in thread["messages"]["edges"]] == ["SAID", "WITHDRAWN"]
    assert thread["unreadCount"] == 1
    assert do("maya", "mark_thread_read", item=posted["id"])["unreadCount"] == 0

    _ask_and_answer(run, do, posted["id"])
    _grow_a_goal(run, do, with_whom, posted["id"])
    _make_something(run, do, with_whom)
    _lead_a_project(run, do, with_whom)
    _be_told(run, do, posted["id"])
    edited = do("maya", "edit_reflection", id=posted["id"], version=1, answers=[{"key": "rose", "words": "We found her, marked blue."}])
    assert (edited["title"], edited["version"]) == ("The queen", 2)
    assert do("maya", "share_item", id=posted["id"], audience=[])["audience"] == {"words": "Only you", "count": 0}
    assert do("maya", "withdraw_item", id=posted["id"])["state"] == "WITHDRAWN"
    assert do("maya", "put_item_back", id=posted["id"])["state"] == "POSTED"
    assert do("maya", "delete_item", id=posted["id"])["deleted"] is not None
    assert do("maya", "bring_item_back", id=posted["id"])["deleted"] is None
    assert [one and one["__typename"] for one in run("maya", "nodes", ids=[posted["id"], asked["id"], thread["id"], "x"])] == [
        "Reflection",
        "Message",
        "Thread",
        None,
    ]
    assert sorted(set(ran)) == NAMES


def _ask_and_answer(run: Any, do: Any, item: str) -> None:
    """A question to Ms Rivera, her answer in a form and with criteria, and what became of it."""
    rivera = run("rivera", "viewer")["person"]["id"]
    first = do("maya", "request_feedback", item=item, people=[rivera], question="Is it clear?")
    assert do("maya", "withdraw_request", id=first["id"])["withdrawn"] is not None
    request = do("maya", "request_feedback", item=item, people=[rivera], question="Is it clear?")
    refused = run("maya", "remind", input={"request": request["id"], "person": rivera})
    assert (refused["__typename"], "tomorrow" in refused["message"]) == ("Conflict", True)
    assert request["id"] in [one["id"] for one in run("rivera", "loops")["requests"]["nodes"]]
    rubric = do("rivera", "write_rubric", name="Clear", criteria=["One can follow it"])
    parts = [{"key": "strength-0", "words": "The blue mark"}]
    said = do("rivera", "add_message", item=item, form="RUBRIC", rubric=rubric["current"]["id"], parts=parts)
    assert said["parts"] == [{"key": "strength-0", "label": "Strong", "words": "The blue mark", "criterion": "One can follow it"}]
    assert said["words"] == "**One can follow it: Strong**\n\nThe blue mark"
    assert do("maya", "thank", request=request["id"], person=rivera)["asked"][0]["thanked"] is not None
    assert said["id"] in [one["message"]["id"] for one in run("maya", "loops")["openLoops"]["nodes"]]
    told = do("maya", "respond", message=said["id"], outcome="ADAPTED", why="I marked her wings, too")
    assert (told["response"]["outcome"], told["response"]["version"]) == ("ADAPTED", 1)
    changed = do("rivera", "change_rubric", id=rubric["id"], version=1, name="Clear", criteria=["One can follow it", "It has numbers"])
    assert changed["current"]["number"] == 2
    assert [len(one["versions"]) for one in run("maya", "rubrics")["rubrics"] if one["id"] == rubric["id"]] == [2]
    assert do("rivera", "end_rubric", id=rubric["id"])["ended"] is not None


def _grow_a_goal(run: Any, do: Any, with_whom: list[str], reflection: str) -> None:
    """From the wish to its end, out of this reflection of Maya's."""
    goal = do("maya", "begin_goal", title="Keep bees", steps=["Ask Nana"], cameFrom=reflection, audience=with_whom)
    assert [one["id"] for one in goal["cameFrom"]] == [reflection]
    id_ = goal["id"]
    assert do("maya", "change_goal", id=id_, version=1, title="Keep bees", plan="If one stings, then I breathe.")["version"] == 2
    small = do("maya", "begin_goal", title="Learn to sew a veil", supports=id_)["id"]
    assert do("maya", "change_goal", id=small, version=1, title="Sew a veil")["supports"] == []
    assert do("maya", "change_goal", id=small, version=2, title="Sew a veil", supports=id_)["supports"][0]["id"] == id_
    assert (
        run("maya", "change_goal", input={"id": id_, "version": 2, "title": "Bees", "supports": small})["fields"][0]["name"] == "supports"
    )
    [first, second] = do("maya", "add_step", goal=id_, words="Find a hive", due="2030-05-01")["steps"]
    assert do("maya", "tick_step", id=first["id"])["steps"][0]["done"] is not None
    assert [step["words"] for step in do("maya", "move_step", id=second["id"], by=-1)["steps"]] == ["Find a hive", "Ask Nana"]
    assert do("maya", "change_step", id=second["id"], words="Find a hive", due="2030-06-01")["steps"][0]["due"] == "2030-06-01"
    stale = run("maya", "change_step", input={"id": second["id"], "words": "Find two", "edition": "as it read before"})
    assert (stale["__typename"], "another window" in stale["message"]) == ("Conflict", True)
    assert stale["standing"]["steps"][0]["words"] == "Find a hive"
    assert [step["words"] for step in do("maya", "take_step_away", id=second["id"])["steps"]] == ["Ask Nana"]
    assert len(do("maya", "take_step_away", id=second["id"], away=False)["steps"]) == 2
    assert id_ in [one["goal"]["id"] for one in run("maya", "my_week")["week"]["promises"]]
    twice = [do("maya", "check_in", goal=id_, confidence=4, words="Nana has veils.", clientMutationId="once") for _ in range(2)]
    assert [one["confidence"] for one in twice[1]["checkIns"]] == [4]
    refused = run("maya", "check_in", input={"goal": id_, "confidence": 4, "day": "2999-01-01"})
    assert ([one["name"] for one in refused["fields"]], "still to come" in refused["fields"][0]["message"]) == (["day"], True)
    assert do("maya", "ask_for_help", goal=id_, words="Where do hives come from?")["waitingSince"] is not None
    stale = run("maya", "ask_for_help", input={"goal": id_, "words": "Who has wood?", "insteadOf": ""})
    assert (stale["__typename"], stale["standing"]["helpWords"]) == ("Conflict", "Where do hives come from?")
    assert run("rivera", "goal", id=id_)["helpWords"] == "Where do hives come from?"
    assert run("chidi", "goal", id=id_)["helpSince"] is None
    assert do("maya", "ask_for_help", goal=id_, needed=False)["helpSince"] is None
    assert [one["id"] for one in do("maya", "link_evidence", goal=id_, item=reflection)["evidence"]] == [reflection]
    assert do("maya", "end_goal", goal=id_, progress="LET_GO", why="No garden.")["why"] == "No garden."
    do("maya", "end_goal", goal=id_, progress="REACHED", why="A roof will do.")
    seen = run("chidi", "goal", id=id_)
    assert (seen["progress"], [one["number"] for one in seen["history"]], len(seen["checkIns"])) == ("REACHED", [1, 2], 1)
    assert [(one["progress"], one["why"]) for one in seen["history"]] == [(None, None), ("LET_GO", "No garden.")]
    assert seen["history"][1]["ended"] is not None
    assert run("maya", "my_goals")["goals"]["edges"][1]["node"]["id"] == id_
    assert "GOAL" in [one["node"]["step"] for one in run("maya", "vine", id=id_)["vine"]["edges"]]


def _make_something(run: Any, do: Any, with_whom: list[str]) -> None:
    """A text of Maya's in two versions, found again under its tag, and seen in her class."""
    made = do("maya", "add_artifact", title="Letter", stand={"words": "Dear council"}, tags=["river"], audience=with_whom)
    id_ = made["id"]
    assert do("maya", "add_version", artifact=id_, version=1, stand={"words": "Dear all", "note": "Kinder"})["newest"]["number"] == 2
    assert do("maya", "edit_artifact", id=id_, edition=1, about="To the council")["about"] == "To the council"
    assert do("maya", "tag_item", id=id_, tags=["letters"])["tags"] == ["letters"]
    seen = run("rivera", "artifact", id=id_)
    assert (seen["about"], [(one["title"], one["about"]) for one in seen["history"]]) == ("To the council", [("Letter", "")])
    assert run("maya", "my_artifacts")["artifacts"]["nodes"][0]["id"] == id_
    [class_] = run("rivera", "viewer")["classes"]
    assert "Maya" in [one["who"]["called"] for one in run("rivera", "class_overview", **{"class": class_["id"]})["overview"]]
    assert run("rivera", "time_to_feedback")["timeToFeedback"]["answers"] >= 1


def _lead_a_project(run: Any, do: Any, with_whom: list[str]) -> None:
    """Maya proposes it, Ms Rivera takes it on, says it anew and leads it; and makes one of her own like it."""
    id_ = do("maya", "begin_project", title="Bees", drivingQuestion="Who feeds us?", audience=with_whom, clientMutationId="bees")["id"]
    assert do("maya", "begin_project", title="Bees", clientMutationId="bees")["id"] == id_
    assert run("maya", "project", id=id_)["waitingSince"] is not None
    taken = do("rivera", "take_on_project", id=id_)
    assert (taken["proposal"], taken["owner"]["called"], taken["proposedBy"]["called"]) == (False, "Ms Rivera", "Maya")
    anew = {"id": id_, "version": 1, "title": "Our bees", "drivingQuestion": "Who feeds whom?", "aims": ["To count"]}
    points = [{"key": "real", "words": "A keeper."}]
    assert [one["words"] for one in do("rivera", "change_project", **anew, design=points)["design"]][2] == "A keeper."
    stale = run("rivera", "change_project", input={**anew, "title": "Wasps"})
    assert (stale["__typename"], stale["standing"]["title"], stale["standing"]["version"]) == ("Conflict", "Our bees", 2)
    refused = run("rivera", "change_project", input={**anew, "version": 2, "drivingQuestion": "x" * 301})
    assert [one["name"] for one in refused["fields"]] == ["drivingQuestion"]
    do("rivera", "add_milestone", project=id_, keyQuestion="How many?")
    [first, second] = do("rivera", "add_milestone", project=id_, keyQuestion="Which?", due="2030-05-01")["milestones"]
    assert do("rivera", "move_milestone", id=second["id"], by=-1)["milestones"][0]["keyQuestion"] == "Which?"
    assert do("rivera", "change_milestone", id=first["id"], keyQuestion="How many are there?")["milestones"][1]["due"] is None
    stale = run("rivera", "change_milestone", input={"id": first["id"], "keyQuestion": "How few?", "edition": first["edition"]})
    assert (stale["__typename"], stale["standing"]["milestones"][1]["keyQuestion"]) == ("Conflict", "How many are there?")
    assert len(do("rivera", "take_milestone_away", id=first["id"])["milestones"]) == 1
    stale = run("rivera", "change_milestone", input={"id": first["id"], "keyQuestion": "How few?", "edition": first["edition"]})
    assert (stale["__typename"], len(stale["standing"]["milestones"])) == ("Conflict", 1)
    assert len(do("rivera", "take_milestone_away", id=first["id"], away=False)["milestones"]) == 2
    assert do("rivera", "set_project_stage", id=id_, stage="ACTIVE")["stage"] == "ACTIVE"
    copy = do("rivera", "copy_project", id=id_, clientMutationId="like it")
    assert (copy["stage"], copy["credit"], len(copy["milestones"])) == ("DRAFT", "After “Our bees” by Ms Rivera", 2)
    assert do("rivera", "copy_project", id=id_, clientMutationId="like it")["id"] == copy["id"]
    seen = run("maya", "project", id=id_)
    assert (seen["stage"], seen["aims"], seen["design"], [one["title"] for one in seen["history"]]) == (
        "ACTIVE",
        ["To count"],
        [],
        ["Bees"],
    )
    assert seen["viewerCan"] == ["ANSWER"]
    assert id_ in [edge["node"]["id"] for edge in run("maya", "projects")["projects"]["edges"]]
    assert "PROJECT_TAKEN_ON" in [one["kind"] for one in run("maya", "notifications")["notifications"]["nodes"]]
    assert [edge["node"]["step"] for edge in run("maya", "vine", id=id_)["vine"]["edges"]] == ["PROJECT"]


def _be_told(run: Any, do: Any, item: str) -> None:
    """What Chidi was told, that he has seen it, and how often he wants a letter."""
    told = run("chidi", "notifications")
    assert told["rhythm"]["possible"]
    assert item in [one["item"]["id"] for one in told["notifications"]["nodes"]]
    assert do("chidi", "mark_notifications_seen")["unseenCount"] == 0
    refused = run("maya", "set_rhythm", input={"kind": "WEEKLY"})
    assert refused["__typename"] == "ValidationProblem", "She has given no address."
    assert do("chidi", "set_rhythm", kind="NEVER")["kind"] == "NEVER"
