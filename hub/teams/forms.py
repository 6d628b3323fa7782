"""What the forms of a team hold when they come."""

import msgspec

from hub.ids import NOTHING, parse_id
from hub.teams.actions import Made


class TeamForm(msgspec.Struct, frozen=True):
    """A team to be made, or named anew. `people` are ids."""

    name: str = ""
    people: list[str] = []
    open: str = ""
    writing: str = ""


class ContractForm(msgspec.Struct, frozen=True):
    """A contract as it was written, or, with its version alone, the one under which somebody puts their name."""

    words: str = ""
    version: str = ""
    writing: str = ""


class PersonForm(msgspec.Struct, frozen=True):
    """One student, and what they look after."""

    person: str = ""
    role: str = ""


def team_of(given: TeamForm) -> Made:
    return Made(
        name=given.name,
        people=tuple(parse_id(one) or NOTHING for one in given.people),
        open=bool(given.open),
        writing=parse_id(given.writing),
    )
