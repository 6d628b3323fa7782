"""Documents, read, weighed and checked once and then remembered: clients send the same few again and again."""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    ValidationRule,
    parse,
    specified_rules,
    validate,
)
from graphql.validation import recommended_rules
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from hub.words import _
from hub_graphql.cost import Cost, Guard
from hub_graphql.limits import Limits, TooMuch
from hub_graphql.wire import Question, Refused

TOKENS = 5_000
COMMENTS = 500
CHARACTERS = 64 * 1024
ERRORS = 20
_REMEMBERED = 400
_REMEMBERED_CHARACTERS = 256 * 1024
# A parsed document takes about a hundred times its length in memory, so that this is some 30 MB at the very most.


class Rejected(Exception):
    """A well-formed request whose document can't be carried out. Nothing was executed."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = errors


class Document:
    """One text: its tree, its guard, and whether it is valid."""

    def __init__(self, schema: GraphQLSchema, text: str, limits: Limits) -> None:
        self.tree: DocumentNode = parse(text, max_lexical_tokens=TOKENS, max_comments=COMMENTS, max_source_length=CHARACTERS)
        self.valid = False
        self._guard = Guard(schema, self.tree, limits)
        self.steering = self._guard.steering
        self._costs: dict[tuple[object, ...], Cost] = {}
        self._lock = Lock()

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """The operation meant. Raises Rejected when that is not clear."""
        operations = [d for d in self.tree.definitions if isinstance(d, OperationDefinitionNode)]
        named = [o for o in operations if o.name and o.name.value == name] if name else operations
        if len(named) == 1:
            return named[0]
        if name:
            raise Rejected([_error("UNKNOWN_OPERATION", _("There is no operation of that name in the document."))])
        raise Rejected([_error("WHICH_OPERATION", _("Please say with “operationName” which operation is meant."))])

    def weigh(self, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> Cost:
        """The cost of an operation, remembered for the sizes asked for. Raises TooMuch."""
        sizes = tuple(variables[n] if type(variables.get(n)) is int else n in variables for n in sorted(self._guard.sizes))
        key = (operation.loc and operation.loc.start, *sizes)
        with self._lock:
            if key not in self._costs:
                if len(self._costs) >= 32:
                    self._costs.clear()
                self._costs[key] = self._guard.cost(operation, variables)
            return self._costs[key]


class Documents:
    """A bounded memory of the documents that were last asked for. Safe from several threads."""

    def __init__(self, schema: GraphQLSchema, limits: Limits, *, introspection: bool, suggestions: bool) -> None:
        self.parsed = 0
        """How many documents were parsed so far: a text that is remembered is not parsed again."""
        self._schema = schema
        self._limits = limits
        self._suggestions = suggestions
        closed = () if introspection else (ClosedSchemaRule,)
        self._rules = (*closed, *specified_rules, *recommended_rules, MaybeNullValidationRule, OneOfInputValidationRule)
        self._kept: OrderedDict[str, Document] = OrderedDict()
        self._characters = 0
        self._lock = Lock()

    def ready(self, question: Question) -> tuple[Document, OperationDefinitionNode]:
        """A valid document within the limits. Raises Rejected, or Refused (405) for a mutation that came by GET."""
        try:
            document = self._recall(question.query) or self._read(question.query)
            operation = document.operation(question.operation_name)
            if question.safe and operation.operation is not OperationType.QUERY:
                raise Refused(
                    405, "GET_IS_FOR_QUERIES", _("By GET only queries can be asked. Please send this by POST."), {"Allow": "POST"}
                )
            document.weigh(operation, question.variables)
        except TooMuch as refusal:
            raise Rejected([_error(refusal.code, refusal.message)]) from refusal
        if not document.valid:
            self._check(document)
            self._remember(question.query, document)
        return document, operation

    def _read(self, text: str) -> Document:
        self.parsed += 1
        try:
            return Document(self._schema, text, self._limits)
        except GraphQLError as error:
            error.extensions = {"code": "SYNTAX"}
            raise Rejected([error]) from error

    def _check(self, document: Document) -> None:
        errors = validate(self._schema, document.tree, self._rules, max_errors=ERRORS, hide_suggestions=not self._suggestions)
        if errors:
            for error in errors:
                error.extensions = error.extensions or {"code": "INVALID_DOCUMENT"}
            raise Rejected(errors)
        document.valid = True

    def _recall(self, text: str) -> Document | None:
        with self._lock:
            if document := self._kept.get(text):
                self._kept.move_to_end(text)
            return document

    def _remember(self, text: str, document: Document) -> None:
        with self._lock:
            if text not in self._kept:
                self._characters += len(text)
            self._kept[text] = document
            while len(self._kept) > _REMEMBERED or self._characters > _REMEMBERED_CHARACTERS:
                self._characters -= len(self._kept.popitem(last=False)[0])


class ClosedSchemaRule(ValidationRule):
    """Outside development the schema isn't described. The name of a type may be asked: unions need nothing more,
    and the specification's public audits ask `__type(name:) { name }` of every server."""

    def enter_field(self, node: FieldNode, *_args: Any) -> None:
        inner = node.selection_set.selections if node.selection_set else ()
        plain = all(isinstance(s, FieldNode) and s.name.value in {"name", "__typename"} for s in inner)
        if node.name.value == "__schema" or (node.name.value == "__type" and not plain):
            self.report_error(
                _error("CLOSED_SCHEMA", _("The schema can't be looked into here. It is published with the documentation."), node)
            )


def _error(code: str, message: str, node: FieldNode | None = None) -> GraphQLError:
    return GraphQLError(message, node, extensions={"code": code})
