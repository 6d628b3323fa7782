"""A form becomes one small struct at the door; no dict travels inwards."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from litestar import Request
from litestar.datastructures import UploadFile

from hub.errors import Invalid
from hub.words import _

Form = TypeVar("Form", bound=msgspec.Struct)
LONGEST = 200_000
"""Characters in one box: a book chapter. More is refused beside the field, with the words kept."""


async def form_of(request: Request[Any, Any, Any], kind: type[Form]) -> Form:
    """Raises Invalid for a box that can't be what it should be. Fields of type list take every value of their name."""
    return as_struct(await fields_of(request), kind)


async def fields_of(request: Request[Any, Any, Any]) -> dict[str, list[str]]:
    """Every text field with all its values, in order; files are not among them."""
    fields: dict[str, list[str]] = {}
    for name, value in (await request.form()).multi_items():
        if not isinstance(value, UploadFile):
            fields.setdefault(name, []).append(str(value))
    return typed(request, fields)


def typed(request: Request[Any, Any, Any], fields: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The fields with newlines as people mean them, "\\n". What was written is remembered with the request: it outlives a refusal."""
    tidy = {name: [value.replace("\r\n", "\n").replace("\x00", "") for value in values] for name, values in fields.items()}
    written = {name: values[-1] for name, values in tidy.items() if name in _WRITTEN or name.startswith("answer-")}
    request.state["written"] = {name: words for name, words in written.items() if words.strip()}
    return tidy


_WRITTEN = frozenset({"title", "words", "why", "names"})
"""Boxes that people write in, besides the answers of a reflection. A password is never among them."""


def as_struct(fields: dict[str, list[str]], kind: type[Form]) -> Form:
    values: dict[str, Any] = {}
    for field in msgspec.structs.fields(kind):
        if field.name not in fields:
            continue
        given = fields[field.name]
        values[field.name] = given if getattr(field.type, "__origin__", None) is list else given[-1]
        if any(len(text) > LONGEST for text in given):
            raise Invalid(field.name, _("This is longer than we can take in one piece. Please split it."))
    for field in msgspec.structs.fields(kind):
        try:
            if field.name in values:
                values[field.name] = msgspec.convert(values[field.name], field.type, strict=False)
        except msgspec.ValidationError as problem:
            raise Invalid(field.name, _("We can't read this. Please check it.")) from problem
    try:
        return kind(**values)
    except TypeError as problem:
        raise Invalid("", _("Something is missing from this form. Please load the page again; your words are kept.")) from problem


def beside(problem: Invalid | None) -> dict[str, str]:
    """What a template says beside which box: `wrong["name"]`."""
    return {problem.field: problem.message} if problem else {}
