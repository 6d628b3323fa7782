"""Who could go together: teams of about one size, of students who have not worked together yet."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from uuid import UUID

import msgspec
from sqlalchemy import select

from hub.columns import among
from hub.database import Tx
from hub.items import queries as items
from hub.policy import Verb, require, to_item
from hub.projects import queries as projects
from hub.projects.models import Project
from hub.teams import queries
from hub.teams.models import TeamMember
from hub.teams.queries import Candidate
from hub.words import _

SMALLEST, USUAL, LARGEST = 2, 4, 8
"""Students in a team."""

Pair = frozenset[UUID]


class Suggested(msgspec.Struct, frozen=True):
    """A team that could be made."""

    name: str
    people: list[Candidate]


class Suggestion(msgspec.Struct, frozen=True):
    """The page on which teams are suggested, to be changed and made."""

    project_id: UUID
    title: str
    size: int
    teams: list[Suggested]


def suggestion(tx: Tx, project_id: UUID | None, size: int = USUAL) -> Suggestion:
    """For the students of the project who are in none of its teams. Raises NotFound, Forbidden."""
    project = projects.find(tx, project_id)
    require("project", to_item(tx.viewer, project, items.granted(tx, project.id)), Verb.ORGANISE)
    size = min(max(size, SMALLEST), LARGEST)
    free = [one for one in queries.candidates(tx, project) if one.team is None]
    return Suggestion(project.id, project.title, size, _named(tx, project, split(free, size, _together(tx, free))))


def split(people: Sequence[Candidate], size: int, together: Mapping[Pair, int]) -> list[list[Candidate]]:
    """Teams that differ by one student at the most, none larger than `size`: each student goes, by name, where fewest are whom they have
    worked with, and of those to the smallest. `together` counts how often two have been in one team."""
    many = -(-len(people) // size)
    room = [len(people) // many + (place < len(people) % many) for place in range(many)] if many else []
    teams: list[list[Candidate]] = [[] for _place in range(many)]
    for one in people:
        with_room = [place for place in range(many) if len(teams[place]) < room[place]]
        best = min(with_room, key=lambda place: (_known(one, teams[place], together), len(teams[place]), place))
        teams[best].append(one)
    return teams


def _known(one: Candidate, team: Sequence[Candidate], together: Mapping[Pair, int]) -> int:
    return sum(together.get(frozenset((one.face.id, other.face.id)), 0) for other in team)


def _named(tx: Tx, project: Project, teams: Sequence[list[Candidate]]) -> list[Suggested]:
    taken = {name.casefold() for name in queries.names(tx, project.id)}
    names = (name for n in range(1, 1000) if (name := _("Team %(n)d") % {"n": n}).casefold() not in taken)
    return [Suggested(name, team) for name, team in zip(names, teams, strict=False)]


def _together(tx: Tx, people: Collection[Candidate]) -> Counter[Pair]:
    with tx.system("who has worked together"):
        rows = tx.execute(_IN_ONE_TEAM, {"ids": [one.face.id for one in people]}).all()
    found: Counter[Pair] = Counter()
    of_team: dict[UUID, set[UUID]] = {}
    for team_id, person_id in rows:
        of_team.setdefault(team_id, set()).add(person_id)
    for theirs in of_team.values():
        found.update(frozenset(pair) for pair in combinations(theirs, 2))
    return found


_IN_ONE_TEAM = select(TeamMember.team_id, TeamMember.person_id).where(among(TeamMember.person_id, "ids")).distinct()
