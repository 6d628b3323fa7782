"""The school, its people and its classes."""

from collections.abc import Collection, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import strawberry

from hub.people import faces, sets
from hub_graphql.connections import After, Before, First, Last, span
from hub_graphql.context import Context, Level, loads
from hub_graphql.fields import field
from hub_graphql.nodes import Node, global_id

if TYPE_CHECKING:
    from hub_graphql.artifacts import ArtifactConnection
    from hub_graphql.goals import GoalConnection
    from hub_graphql.overviews import LearnerOverview
    from hub_graphql.projects import ProjectConnection
    from hub_graphql.reflections import ReflectionConnection

Artifacts = Annotated["ArtifactConnection", strawberry.lazy("hub_graphql.artifacts")]
Projects = Annotated["ProjectConnection", strawberry.lazy("hub_graphql.projects")]
Goals = Annotated["GoalConnection", strawberry.lazy("hub_graphql.goals")]
Reflections = Annotated["ReflectionConnection", strawberry.lazy("hub_graphql.reflections")]
Learners = Annotated["LearnerOverview", strawberry.lazy("hub_graphql.overviews")]


@strawberry.enum(description="What a person is at a school. One may be several.")
class Role(Enum):
    STUDENT = strawberry.enum_value("student", description="Learns here.")
    TEACHER = strawberry.enum_value("teacher", description="Teaches here.")
    GUARDIAN = strawberry.enum_value("guardian", description="Looks after a student: a parent, a grandmother, a carer.")
    MENTOR = strawberry.enum_value("mentor", description="Lends a project their expertise.")
    ADMIN = strawberry.enum_value("admin", description="Runs the school's hub.")


@strawberry.type(description="One school on this hub.")
class School(Node):
    name: str = strawberry.field(description="What it is called.")
    time_zone: str = strawberry.field(description="An IANA name, such as “Europe/London”: when its days begin.")
    languages: list[str] = strawberry.field(description="Those it speaks, as language tags; its own comes first.")


@strawberry.interface(description="Whose something is: a person's, or a team's.")
class Owner(Node):
    name: str = strawberry.field(description="Their whole name.")
    called: str = strawberry.field(description="How others call them: “Maya”, “Ms Rivera”; a team, by its name.")


@strawberry.type(description="One account: someone as others see them.")
class Person(Owner):
    roles: list[Role] = strawberry.field(description="What they are at the school now.")
    key: strawberry.Private[UUID]
    level: strawberry.Private[Level]

    @field("What they wrote when looking back, as far as you may see it; the newest first.")
    def reflections(self, first: First = None, after: After = None, last: Last = None, before: Before = None) -> Reflections:
        made: Any = self.level.need("reflections of people", self.key, span(first, after, last, before))
        return made  # type: ignore[no-any-return]

    @field("What they want to reach, as far as you may see it; the newest first.")
    def goals(self, first: First = None, after: After = None, last: Last = None, before: Before = None) -> Goals:
        made: Any = self.level.need("goals of people", self.key, span(first, after, last, before))
        return made  # type: ignore[no-any-return]

    @field("Projects that are theirs, as far as you may see them; the newest first.")
    def projects(self, first: First = None, after: After = None, last: Last = None, before: Before = None) -> Projects:
        made: Any = self.level.need("projects of people", self.key, span(first, after, last, before))
        return made  # type: ignore[no-any-return]

    @field("What they made, as far as you may see it; the newest first.")
    def artifacts(self, first: First = None, after: After = None, last: Last = None, before: Before = None) -> Artifacts:
        made: Any = self.level.need("artifacts of people", self.key, span(first, after, last, before))
        return made  # type: ignore[no-any-return]


@strawberry.type(description="A roster of students and teachers.")
class Class(Node):
    name: str = strawberry.field(description="What it is called: “7B”.")
    key: strawberry.Private[UUID]
    level: strawberry.Private[Level]

    @field("Who teaches it, by name.")
    def teachers(self) -> list[Person]:
        return self._with("teacher")

    @field("Who learns in it, by name; those whom you know.")
    def students(self) -> list[Person]:
        return self._with("student")

    @field("What its learners share with you, in short: whoever needs something first, the others by name. Null for who isn't staff.")
    def overview(self) -> list[Learners] | None:
        found: Any = self.level.need("overviews of classes", self.key)
        return found  # type: ignore[no-any-return]

    def _with(self, role: str) -> list[Person]:
        return [person for person, held in self.level.need("members of classes", self.key) or () if held == role]


def people(context: Context, faces: Collection[faces.Face]) -> dict[UUID, Person]:
    """Faces as people of one level."""
    level = Level(context, {face.id for face in faces})
    return {
        face.id: Person(
            id=global_id("Person", face.id),
            name=face.name,
            called=face.called,
            roles=[Role(role) for role in sorted(face.roles)],
            key=face.id,
            level=level,
        )
        for face in faces
    }


def owners(context: Context, faces: Collection[faces.Face]) -> dict[UUID, Owner]:
    """Teams as teams, the others as people, each of one level."""
    of_teams: Mapping[UUID, Owner] = context.load("teams by their faces", {face for face in faces if face.team})
    return {**people(context, {face for face in faces if not face.team}), **of_teams}


def classes(context: Context, found: Collection[Any]) -> list[Class]:
    level = Level(context, {one.id for one in found})
    return [Class(id=global_id("Class", one.id), name=one.name, key=one.id, level=level) for one in found]


@loads("Person")
def _people(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Person]:
    return people(context, sets.people(context.tx, ids).values())


@loads("people beside visible words")
def _faces(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Person]:
    return people(context, faces.faces(context.tx, ids).values())


@loads("School")
def _schools(context: Context, ids: Collection[UUID]) -> Mapping[UUID, School]:
    return {
        id_: School(id=global_id("School", id_), name=one.name, time_zone=one.time_zone, languages=one.languages)
        for id_, one in sets.schools(context.tx, ids).items()
    }


@loads("Class")
def _classes(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Class]:
    return {one.key: one for one in classes(context, sets.classes(context.tx, ids).values())}


@loads("members of classes")
def _members(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[tuple[Person, str]]]:
    found = sets.members(context.tx, ids)
    made = people(context, {face.id: face for members in found.values() for face, _role in members}.values())
    return {id_: [(made[face.id], role) for face, role in members] for id_, members in found.items()}
