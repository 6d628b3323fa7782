"""The guard before validation: what is refused, in which words, and that its work grows with the text and no faster."""

import json
from typing import Any

import pytest
from graphql import DocumentNode, OperationDefinitionNode, get_introspection_query, parse

from hub_graphql.cost import Cost, Guard
from hub_graphql.engine import Engine
from hub_graphql.limits import Limits, TooMuch
from hub_graphql.wire import Question
from tests.graphql.toy import School, Seen, schema

SCHEMA = schema._schema
BOUNDLESS = Limits(things=10**9, depth=10**4, roots=10**9, aliases=10**9, operations=10**9, fragments=10**9, overlap=10**12)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(schema)


def first_operation(document: DocumentNode) -> OperationDefinitionNode:
    return next(d for d in document.definitions if isinstance(d, OperationDefinitionNode))


def cost(query: str, limits: Limits | None = None, **variables: Any) -> Cost:
    document = parse(query)
    return Guard(SCHEMA, document, limits or Limits()).cost(first_operation(document), variables)


def refusal(query: str, **variables: Any) -> TooMuch:
    with pytest.raises(TooMuch) as caught:
        cost(query, **variables)
    return caught.value


def steps(query: str) -> int:
    """Nodes that the guard visits, with limits so wide that it never stops early."""
    document = parse(query)
    guard = Guard(SCHEMA, document, BOUNDLESS)
    guard.cost(first_operation(document), {})
    return guard.steps


class TestCounting:
    @pytest.mark.parametrize(
        ("query", "things"),
        [
            ("{ me }", 1),
            ("{ goals(first: 3) { title } }", 1 + 3),
            ("{ goals { title } }", 1 + 5),  # the schema's own default
            ("{ goals(first: 2) { messages(first: 4) { edges { node { words } } } } }", 1 + 2 * (1 + 4 * 3)),
            ("{ goals(first: 1) { subGoals { title } } }", 1 + 1 + 5),  # a plain list, size unknown
            ("{ goals(first: -4) { title } }", 1),
            ("query($n: Int = 6) { goals(first: $n) { title } }", 1 + 6),
            ("{ ...F ...F } fragment F on Query { goals(first: 2) { title } }", 6),
            ("{ goals(first: 2) { ... on Goal { title } ... { title } } }", 5),
            ("{ unheardOf(first: 3) { x } }", 1 + 3),
        ],
    )
    def test_each_list_by_what_is_asked_of_it(self, query: str, things: int) -> None:
        assert cost(query).things == things

    def test_a_variable_counts_by_its_value(self) -> None:
        query = "query($n: Int = 6) { goals(first: $n) { title } }"
        assert [cost(query, n=n).things for n in (2, 10)] == [3, 11]
        assert cost(query, n="many").things == 1 + 5  # validation refuses it; until then it is the default

    def test_the_standard_question_about_the_schema_is_within_the_limits(self) -> None:
        assert cost(get_introspection_query(input_value_deprecation=True, specified_by_url=True)).depth <= 20


class TestRefusing:
    def test_says_how_much_it_is_and_what_to_do(self) -> None:
        error = refusal("{ goals(first: 100) { messages(first: 130) { edges { node { words author } } } } }")
        assert error.code == "TOO_COSTLY"
        assert error.message == (
            "This asks for too much at once: about 52,000 things, the most is 20,000. Ask for fewer with first:, or in several steps."
        )

    def test_by_variable_as_well(self) -> None:
        assert refusal("query($n: Int!) { goals(first: $n) { title } }", n=10**40).code == "TOO_COSTLY"

    def test_a_number_with_a_thousand_digits(self) -> None:
        assert refusal("{ goals(first: 1" + "0" * 5000 + ") { title } }").code == "TOO_COSTLY"

    def test_depth(self) -> None:
        deep = "{ goals { subGoals " + "{ subGoals " * 19 + "{ title }" + "}" * 19 + "} }"
        assert refusal(deep).code == "TOO_DEEP"

    def test_depth_through_fragments(self) -> None:
        chain = "{ goals { ...F0 } }" + "".join(f"fragment F{n} on Goal {{ subGoals {{ ...F{n + 1} }} }}" for n in range(30))
        assert refusal(chain + "fragment F30 on Goal { title }").code == "TOO_DEEP"

    def test_a_thousand_fragments_in_a_row(self) -> None:
        chain = "{ ...F0 }" + "".join(f"fragment F{n} on Query {{ ...F{n + 1} }}" for n in range(1000))
        assert refusal(chain + "fragment F1000 on Query { me }").code == "TOO_MANY_FRAGMENTS"
        with pytest.raises(TooMuch, match="nested too deeply"):
            cost(chain + "fragment F1000 on Query { me }", Limits(fragments=2000))

    @pytest.mark.parametrize("rest", ["...A }", "me ...B } fragment B on Query { ...A }"])
    def test_fragments_that_hold_themselves(self, rest: str) -> None:
        error = refusal("{ ...A } fragment A on Query { " + rest)
        assert (error.code, error.message) == ("FRAGMENT_CYCLE", "The fragment “A” contains itself.")

    def test_aliases(self) -> None:
        assert refusal("{" + " ".join(f"a{n}: me" for n in range(10_000)) + "}").code == "TOO_MANY_ALIASES"

    def test_roots(self) -> None:
        assert refusal("{ ...F ...F } fragment F on Query {" + " ".join(f"a{n}: me" for n in range(16)) + "}").code == "TOO_MANY_ROOTS"

    def test_operations(self) -> None:
        assert refusal(" ".join(f"query Q{n} {{ me }}" for n in range(11))).code == "TOO_MANY_OPERATIONS"

    @pytest.mark.parametrize(
        "fields",
        [
            "goals { title " * 1 + "title " * 500 + "}",
            "goals {" + "... on Goal { title } " * 500 + "}",
            "goals {" + "subGoals { title } " * 300 + "}",
            " ".join(f"echo(words: {json.dumps('x' * n)})" for n in range(300)),
            " ".join("many(ids: [" + "1 " * 60 + "])" for _ in range(60)),
        ],
    )
    def test_fields_repeated_until_comparing_them_takes_seconds(self, fields: str) -> None:
        assert refusal("{" + fields + "}").code == "TOO_REPETITIVE"

    def test_an_ordinary_large_document_is_not_repetitive(self) -> None:
        fields = " ".join(f"g{n}: goals(first: 3) {{ title messages {{ edges {{ node {{ words author }} }} }} }}" for n in range(25))
        assert cost("{" + fields + "}").roots == 25


class TestTheWorkGrowsWithTheText:
    """Doubling the text doubles the steps, for documents whose cost grows far faster than they do."""

    @pytest.mark.parametrize(
        "hostile",
        [
            lambda n: "{" + "me " * n + "}",
            lambda n: "{" + " ".join(f"a{i}: me" for i in range(n)) + "}",
            # Each fragment holds the next one twice: two to the power of n, when followed.
            lambda n: (
                "{ ...F0 }"
                + "".join(f"fragment F{i} on Query {{ me ...F{i + 1} ...F{i + 1} }}" for i in range(n))
                + f"fragment F{n} on Query {{ me }}"
            ),
            # And lists in lists, ten to the power of the depth.
            lambda n: (
                "{ goals { ...G0 } }"
                + "".join(f"fragment G{i} on Goal {{ subGoals {{ ...G{i + 1} ...G{i + 1} }} }}" for i in range(n))
                + f"fragment G{n} on Goal {{ title }}"
            ),
            lambda n: "{ many(ids: [" + "1 " * n + "]) }",
            lambda n: "{ many(ids: [" + "[{a: [1 2]}] " * n + "]) }",
            lambda n: "{ goals " + "{ subGoals " * (n // 2) + "{ title }" + "}" * (n // 2) + "}",
            lambda n: "{ me }" + "".join(f" query Q{i} {{ me }}" for i in range(n)),
            lambda n: "{ goals {" + "... { ... on Goal { title } } " * n + "} }",
        ],
    )
    def test_linearly(self, hostile: Any) -> None:
        small, large = steps(hostile(100)), steps(hostile(200))
        assert large <= 2.1 * small
        assert large <= 200 * 12

    def test_the_cost_itself_is_out_of_reach_of_counting(self) -> None:
        chain = "".join(f"fragment F{n} on Query {{ me ...F{n + 1} ...F{n + 1} }}" for n in range(60))
        assert cost("{ ...F0 }" + chain + "fragment F60 on Query { me }", BOUNDLESS).things == 10**9


class TestHostileDocumentsWhole:
    """Through parsing, guard and validation together. None may cost validation what it costs a naive server."""

    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ("{" + "goals { subGoals " * 1 + "{ subGoals " * 2000 + "{ title }" + "}" * 2002 + "}", "SYNTAX"),
            ("{ many(ids: " + "[" * 2000 + "]" * 2000 + ") }", "SYNTAX"),
            ("{" + " ".join(f"a{n}: me" for n in range(10_000)) + "}", "SYNTAX"),
            ("{ many(ids: [" + "1 " * 6000 + "]) }", "SYNTAX"),
            ("#\n" * 2000 + "{ me }", "SYNTAX"),
            ("{ me }" + " " * 70_000, "SYNTAX"),
            ("{" + " ".join(f"a{n}: me" for n in range(300)) + "}", "TOO_MANY_ALIASES"),
            ("{" + "me " * 500 + "}", "TOO_REPETITIVE"),
            ("{ goals(first: 500) { subGoals { subGoals { subGoals { title } } } } }", "TOO_COSTLY"),
            ("{ ...A } fragment A on Query { ...A }", "FRAGMENT_CYCLE"),
        ],
    )
    def test_are_refused_before_they_are_validated(self, engine: Engine, query: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
        validated: list[object] = []
        monkeypatch.setattr(engine.documents, "_check", validated.append)
        answer = engine.answer(Question(query), Seen(School(), None))
        [error] = json.loads(answer.body)["errors"]
        assert (answer.outcome, error["extensions"]["code"], validated) == ("rejected", code, [])

    def test_only_so_many_faults_are_listed(self, engine: Engine) -> None:
        answer = engine.answer(Question("{ goals {" + " ".join(f"x{n}" for n in range(200)) + "} }"), Seen(School(), None))
        assert len(json.loads(answer.body)["errors"]) == 21
