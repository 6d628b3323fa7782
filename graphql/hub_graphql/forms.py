"""The forms in which feedback is given, and what stands in their boxes."""

from collections.abc import Collection
from enum import Enum

import strawberry

from hub.feedback import forms


@strawberry.enum(description="In which form feedback was given.")
class FormKind(Enum):
    FREE = strawberry.enum_value("free", description="In one's own words.")
    TAG = strawberry.enum_value("tag", description="Boxes `tell` (something I like), `ask` (a question), `give` (a suggestion).")
    STARS = strawberry.enum_value("stars", description="Boxes `star1`, `star2`, `wish`.")
    RUBRIC = strawberry.enum_value(
        "rubric", description="Of each criterion what still grows and what is strong: boxes `growth-0`, `strength-0`, `growth-1` and so on."
    )


@strawberry.type(description="One box of a form.")
class FormPart:
    key: str = strawberry.field(description="Which box: `tell`, `wish`, `growth-0`.")
    label: str = strawberry.field(description="What it asks for, in your language.")
    words: str = strawberry.field(description="What stands in it, as Markdown.")
    criterion: str | None = strawberry.field(description="What it is about, in a rubric; null elsewhere.")


def filled_parts(found: Collection[forms.Part]) -> list[FormPart]:
    return [FormPart(key=one.key, label=one.label, words=one.words, criterion=one.criterion or None) for one in found]
