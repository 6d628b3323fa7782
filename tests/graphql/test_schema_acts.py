"""What programs do: once, with failures as data, and seen at once by the next question."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from hub_graphql.nodes import global_id
from tests.graphql.api import Api, operation, school
from tests.support.databases import Databases

NOBODY = "UmVmbGVjdGlvbjowMWEyMDFjOTVmYTA3MzcxYTVlNTM5YjE0NWM0MWNhYQ"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def api(request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """One school for all tests of this file, on each engine."""
    with databases.fresh(request.param) as url, school(url, tmp_path_factory.mktemp("school")) as made:
        yield made


def begin(api: Api, name: str = "maya") -> dict[str, Any]:
    free = next(one["id"] for one in api.run(name, "begin_reflection")["promptSets"] if one["key"] == "free")
    return {"promptSet": free, "answers": [{"key": "words", "words": "I saw a heron."}]}


def how_many(api: Api, name: str = "maya") -> int:
    return len(api.run(name, "my_reflections", first=100)["reflections"]["nodes"])


class TestOnce:
    def test_the_same_act_sent_twice_is_done_once_and_answers_the_same(self, api: Api) -> None:
        before = how_many(api)
        given = begin(api) | {"clientMutationId": "heron"}
        first, second = (api.do("maya", "post_reflection", **given) for _ in range(2))
        assert first == second
        assert how_many(api) == before + 1

    def test_at_the_same_moment_too(self, api: Api) -> None:
        before = how_many(api)
        given = begin(api) | {"clientMutationId": "two herons"}
        with ThreadPoolExecutor(6) as threads:
            made = list(threads.map(lambda _: api.do("maya", "post_reflection", **given)["id"], range(6)))
        assert len(set(made)) == 1
        assert how_many(api) == before + 1

    def test_what_is_read_again_is_read_under_the_policy_of_today(self, api: Api) -> None:
        item = api.post_reflection("maya", "For Ms Rivera", to=("7B",))
        said = {"item": item, "words": "Thank you", "clientMutationId": "thanks"}
        api.do("rivera", "add_message", **said)
        api.do("maya", "share_item", id=item, audience=[])
        assert api.run("rivera", "add_message", input=said)["__typename"] == "NotFound"

    def test_two_people_may_use_the_same_name_for_an_act(self, api: Api) -> None:
        made = [api.do(name, "post_reflection", **begin(api, name), clientMutationId="one")["id"] for name in ("maya", "jonas")]
        assert len(set(made)) == 2

    @pytest.mark.parametrize(
        ("document", "given"),
        [
            ("change_goal", {"version": 1, "title": "A"}),
            ("change_step", {"words": "A"}),
            ("edit_artifact", {"edition": 1, "title": "A"}),
            ("edit_reflection", {"version": 1, "answers": []}),
        ],
    )
    def test_a_used_name_with_an_id_that_is_none_is_a_conflict_too(self, api: Api, document: str, given: dict[str, Any]) -> None:
        api.do("maya", "post_reflection", **begin(api), clientMutationId="used")
        refused = api.run("maya", document, input={"id": "bad", "clientMutationId": "used", **given})
        assert (refused["__typename"], refused["standing"]) == ("Conflict", None)

    def test_one_name_for_two_different_acts_is_a_conflict(self, api: Api) -> None:
        made = api.do("maya", "post_reflection", **begin(api), clientMutationId="two")
        answer = api.run("maya", "withdraw_item", input={"id": made["id"], "clientMutationId": "two"})
        assert answer["__typename"] == "Conflict"
        assert api.run("maya", "reflection", id=made["id"])["state"] == "POSTED"

    def test_what_failed_was_not_done_and_can_be_sent_again(self, api: Api) -> None:
        given = begin(api) | {"clientMutationId": "a third heron"}
        assert api.run("maya", "post_reflection", input=given | {"answers": []})["__typename"] == "ValidationProblem"
        assert api.do("maya", "post_reflection", **given)["title"] == "I saw a heron."

    @pytest.mark.parametrize("name", ["", "x" * 65])
    def test_a_name_that_can_not_be_is_said_so(self, api: Api, name: str) -> None:
        answer = api.run("maya", "post_reflection", input=begin(api) | {"clientMutationId": name})
        assert [one["name"] for one in answer["fields"]] == ["clientMutationId"]


class TestSayingNo:
    def test_a_problem_names_the_field_of_the_input(self, api: Api) -> None:
        given = begin(api)
        empty = api.run("maya", "post_reflection", input=given | {"answers": [{"key": "words", "words": " "}]})
        assert (empty["__typename"], empty["fields"][0]["name"]) == ("ValidationProblem", "answers.words")
        long = api.run("maya", "post_reflection", input=given | {"title": "x" * 201})
        assert long["fields"] == [{"name": "title", "message": "Please say it in fewer words (200 letters at the most)."}]
        for field, value in (("promptSet", NOBODY), ("audience", [NOBODY]), ("photos", [{"id": NOBODY}])):
            answer = api.run("maya", "post_reflection", input=given | {field: value})
            assert [one["name"] for one in answer["fields"]] in (["promptSet"], ["prompts"], ["audience"], ["photos"]), answer

    @pytest.mark.parametrize("id_", ["", "x", "Ü", NOBODY, "UmVmbGVjdGlvbjo", global_id("Person", "x")])
    def test_ids_that_lead_nowhere(self, api: Api, id_: str) -> None:
        assert api.run("maya", "reflection", id=id_) is None
        assert api.run("maya", "nodes", ids=[id_]) == [None]
        assert api.run("maya", "delete_item", input={"id": id_})["__typename"] == "NotFound"
        assert api.run("maya", "add_message", input={"item": id_, "words": "Hi"})["__typename"] == "NotFound"
        assert api.run("maya", "mark_thread_read", input={"item": id_})["__typename"] == "NotFound"

    def test_an_answer_to_a_message_that_is_not_there_does_not_become_one_to_all(self, api: Api) -> None:
        item = api.post_reflection("maya", "Open", to=("7B",))
        answer = api.run("rivera", "add_message", input={"item": item, "words": "Psst", "replyTo": NOBODY})
        assert answer["__typename"] == "NotFound"

    def test_a_stale_edit_shows_what_stands(self, api: Api) -> None:
        made = api.do("maya", "post_reflection", **begin(api))
        api.do("maya", "edit_reflection", id=made["id"], version=1, answers=[{"key": "words", "words": "Two herons."}])
        late = {"id": made["id"], "version": 1, "answers": [{"key": "words", "words": "Three."}]}
        answer = api.run("maya", "edit_reflection", input=late)
        assert answer["__typename"] == "Conflict"
        assert answer["standing"]["version"] == 2
        assert answer["standing"]["answers"] == [{"key": "words", "words": "Two herons."}]

    def test_two_windows_never_overwrite_each_other(self, api: Api) -> None:
        words = [{"name": "words", "words": "Mine"}]
        draft = {"place": "reflection/new", "writing": "01a201bf-2648-72af-96d9-10adee70a044", "base": 0, "words": words}
        api.do("maya", "save_draft", **draft)
        assert api.do("maya", "save_draft", **draft)["number"] == 1, "the same again changes nothing"
        answer = api.run("maya", "save_draft", input=draft | {"words": [{"name": "words", "words": "Other"}]})
        assert (answer["__typename"], answer["standing"]["words"]) == ("Conflict", words)
        api.do("maya", "post_reflection", **begin(api), clientMutationId=draft["writing"])
        assert api.run("maya", "save_draft", input=draft)["__typename"] == "Gone"
        assert api.run("maya", "save_draft", input=draft | {"writing": "x"})["fields"][0]["name"] == "writing"

    def test_several_acts_in_one_request_stand_on_one_another(self, api: Api) -> None:
        item = api.post_reflection("maya", "Open", to=("7B",))
        text = """mutation($a: AddMessageInput!, $b: ItemInput!) {
          first: addMessage(input: $a) { ... on Message { words item { thread { messages { nodes { words } } } } } }
          gone: deleteItem(input: $b) { __typename ... on Forbidden { message } }
          second: addMessage(input: $a) { ... on Message { item { thread { messages { nodes { words } } } } } }
        }"""
        answer = api.ask("rivera", text, a={"item": item, "words": "Yes"}, b={"id": item})
        assert len(answer["first"]["item"]["thread"]["messages"]["nodes"]) == 1
        assert answer["gone"]["__typename"] == "Forbidden"
        assert len(answer["second"]["item"]["thread"]["messages"]["nodes"]) == 2


class TestPaging:
    def test_forwards_and_backwards_every_one_once_and_the_truth_about_what_is_beyond(self, api: Api) -> None:
        for n in range(7):
            api.post_reflection("amina", f"Day {n}")
        text = """query($first: Int, $after: String, $last: Int, $before: String) { viewer { reflections(
          first: $first, after: $after, last: $last, before: $before) {
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { id } edges { cursor } } } }"""

        def ask(**how: Any) -> Any:
            return api.ask("amina", text, **how)["viewer"]["reflections"]

        whole = [one["id"] for one in ask(first=100)["nodes"]]
        there: list[str] = []
        page: Any = {"pageInfo": {"endCursor": None, "hasNextPage": True}}
        while page["pageInfo"]["hasNextPage"]:
            page = ask(first=3, after=page["pageInfo"]["endCursor"])
            assert page["pageInfo"]["hasPreviousPage"] == bool(there)
            there += [one["id"] for one in page["nodes"]]
        assert there == whole
        back: list[str] = []
        page = {"pageInfo": {"startCursor": None, "hasPreviousPage": True}}
        while page["pageInfo"]["hasPreviousPage"]:
            page = ask(last=3, before=page["pageInfo"]["startCursor"])
            assert page["pageInfo"]["hasNextPage"] == bool(back)
            back = [one["id"] for one in page["nodes"]] + back
        assert back == whole
        cursors = [edge["cursor"] for edge in ask(first=100)["edges"]]
        between = ask(first=10, after=cursors[1], before=cursors[4])
        assert [one["id"] for one in between["nodes"]] == whole[2:4]
        assert between["pageInfo"]["hasNextPage"] is between["pageInfo"]["hasPreviousPage"] is True
        none = ask(first=0)
        assert (none["nodes"], none["pageInfo"]["hasNextPage"], none["pageInfo"]["startCursor"]) == ([], True, None)

    def test_what_others_keep_private_is_not_counted_as_a_page(self, api: Api) -> None:
        for n in range(3):
            api.post_reflection("amina", f"Mine {n}")
        shared = api.post_reflection("amina", "Ours", to=("7B",))
        for n in range(3):
            api.post_reflection("amina", f"Mine again {n}")
        amina = api.run("amina", "viewer")["person"]["id"]
        seen = api.run("rivera", "space", person=amina, first=2)["reflections"]
        assert seen["nodes"][0]["id"] == shared
        assert len(seen["nodes"]) == 2
        assert seen["pageInfo"]["hasNextPage"] is False

    @pytest.mark.parametrize("how", ["first: 101", "first: -1", "last: 101", 'first: 1, after: "x"', "first: 1, last: 1", 'before: "ü"'])
    def test_what_can_not_be_asked_is_refused_in_words(self, api: Api, how: str) -> None:
        answer = api.post("maya", f"{{ viewer {{ reflections({how}) {{ nodes {{ id }} }} }} }}").json()
        assert answer["errors"][0]["extensions"] == {"code": "INVALID"}


class TestFromWhere:
    """`/graphql` asks itself where a request comes from; its neighbours are still asked by everyone's rule."""

    def test_another_website_is_refused_in_graphql_s_own_form(self, api: Api) -> None:
        headers = {"cookie": "trellis=x", "sec-fetch-site": "cross-site"}
        answer = api.client.post("/graphql", json={"query": "{ __typename }"}, headers=headers)
        assert answer.status_code == 403
        assert answer.json()["errors"][0]["extensions"] == {"code": "OTHER_SITE"}

    @pytest.mark.parametrize("path", ["/graphql/", "/reflections", "/files"])
    def test_no_other_address_is_exempt(self, api: Api, path: str) -> None:
        answer = api.client.post(path, headers={"cookie": "trellis=x", "sec-fetch-site": "cross-site"})
        assert answer.status_code == 403

    def test_a_stranger_is_asked_to_sign_in(self, api: Api) -> None:
        answer = api.post(None, operation("viewer"))
        assert answer.json()["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}
