"""What the forms of a team hold when they come."""

from collections.abc import Mapping

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


class CodeForm(msgspec.Struct, frozen=True):
    """A team's code, as somebody read it aloud."""

    code: str = ""


def team_of(given: TeamForm) -> Made:
    return Made(
        name=given.name,
        people=tuple(parse_id(one) or NOTHING for one in given.people),
        open=bool(given.open),
        writing=parse_id(given.writing),
    )


def teams_of(fields: Mapping[str, str]) -> list[Made]:
    """Of the page on which teams are suggested: "name-<n>" is what a team is called, "of-<person>" the number of that they go into."""
    names = {name.removeprefix("name-"): words for name, words in fields.items() if name.startswith("name-")}
    people = {name.removeprefix("of-"): team for name, team in fields.items() if name.startswith("of-")}
    into = {key: tuple(parse_id(one) or NOTHING for one, team in people.items() if team == key) for key in names}
    return [Made(name=words, people=into[key]) for key, words in names.items() if into[key]]
