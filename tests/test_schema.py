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
from tests.graphql import afternoon, evening
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
    assert seen["viewerCan"] == ["ANSWER", "REPORT"]

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
    assert do("rivera", "let_message_through", id=rude["id"])["state"] == "SAID"
    assert do("chidi", "withdraw_message", id=rude["id"])["words"] is None
    assert do("chidi", "visit", child=me["person"]["id"])["who"]["called"] == "Maya"
    assert do("haddad", "update_school", languages=["en"], timeZone="Europe/Lisbon")["timeZone"] == "Europe/Lisbon"
    thread = run("maya", "thread", item=posted["id"])["thread"]
    assert [edge["node"]["state"] for edge in thread["messages"]["edges"]] == ["SAID", "WITHDRAWN"]
    assert thread["unreadCount"] == 1
    assert do("maya", "mark_thread_read", item=posted["id"])["unreadCount"] == 0

    afternoon.ask_and_answer(run, do, posted["id"])
    afternoon.grow_a_goal(run, do, with_whom, posted["id"])
    afternoon.make_something(run, do, with_whom)
    afternoon.lead_a_project(run, do, with_whom)
    afternoon.do_it_together(run, do)
    evening.ask_a_mentor(run, do)
    afternoon.be_told(run, do, posted["id"])
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
