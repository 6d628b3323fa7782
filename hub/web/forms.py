"""A form becomes one small struct at the door; no dict travels inwards."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import msgspec
from litestar import Request
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType

from hub.errors import Invalid
from hub.words import _, people_write_in, says_anything

Form = TypeVar("Form", bound=msgspec.Struct)
LONGEST = 200_000
"""Characters in one box: a book chapter. More is refused beside the field, with the words kept."""
LARGEST = 4_000_000
"""Bytes of a form without files. Strangers send forms too, and reading one holds up everybody."""
MOST = 1_000
"""Values in such a form."""


async def form_of(request: Request[Any, Any, Any], kind: type[Form]) -> Form:
    """Raises Invalid for a box that can't be what it should be. Fields of type list take every value of their name."""
    return as_struct(await fields_of(request), kind)


async def text_form(request: Request[Any, Any, Any], kind: type[Form]) -> tuple[Form, Invalid | None]:
    """For a form whose boxes are all text: what was typed, to be shown again, also where a box holds more than we take."""
    return text_in(await fields_of(request), kind)


def text_in(fields: dict[str, list[str]], kind: type[Form]) -> tuple[Form, Invalid | None]:
    """The same, of fields that were read already."""
    try:
        return as_struct(fields, kind), None
    except Invalid as problem:
        known = {field.name: field for field in msgspec.structs.fields(kind) if field.name in fields}
        return kind(**{name: fields[name] if field.default_factory is list else fields[name][-1] for name, field in known.items()}), problem


async def fields_of(request: Request[Any, Any, Any]) -> dict[str, list[str]]:
    """Every text field with all its values, in order; files are not among them. Raises Invalid for a form that is too large."""
    fields: dict[str, list[str]] = {}
    if request.content_type[0] == RequestEncodingType.URL_ENCODED:
        for name, value in await _pairs(request):
            fields.setdefault(name, []).append(value)
    else:
        for name, sent in (await request.form()).multi_items():
            if not isinstance(sent, UploadFile):
                fields.setdefault(name, []).append(str(sent))
    return typed(request, fields)


async def _pairs(request: Request[Any, Any, Any]) -> list[tuple[str, str]]:
    # Not Litestar's own: it takes any number of values, and remembers the last thousand forms with the passwords in them.
    raw = bytearray()
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= LARGEST:
            raw += chunk  # What is more is read on for nothing: a browser only hears a refusal when it has sent all.
    try:
        if size <= LARGEST:
            # In a thread: the largest takes most of a second.
            return await asyncio.to_thread(parse_qsl, raw.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST)
    except ValueError:
        pass
    raise Invalid("", _("That is more text than fits in here. Please make it shorter."))


def typed(request: Request[Any, Any, Any], fields: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The fields with newlines as people mean them, "\\n". What was written is remembered with the request: it outlives a refusal."""
    tidy = {name: [value.replace("\r\n", "\n").replace("\x00", "") for value in values] for name, values in fields.items()}
    written = {name: values[-1] for name, values in tidy.items() if people_write_in(name)}
    request.state["written"] = {name: words for name, words in written.items() if says_anything(words)}
    return tidy


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


def typed_day(field: str, text: str) -> date | None:
    """As a date box sends it. Raises Invalid."""
    try:
        return date.fromisoformat(text) if text.strip() else None
    except ValueError as problem:
        raise Invalid(field, _("We can't read this day. Please write it as year-month-day: 2026-11-30.")) from problem


def beside(problem: Invalid | None) -> dict[str, str]:
    """What a template says beside which box: `wrong["name"]`."""
    return {problem.field: problem.message} if problem else {}
