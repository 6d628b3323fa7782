"""What a school admin settles."""

from typing import Annotated

import strawberry

from hub.people import office
from hub_graphql.context import Context
from hub_graphql.errors import Problems, done
from hub_graphql.fields import mutation
from hub_graphql.nodes import ONCE
from hub_graphql.people import School


@strawberry.input(description="What your school says of itself from now on. What is left out, or null, stays as it is.")
class UpdateSchoolInput:
    name: str | None = strawberry.field(default=None, description="What it is called; 120 characters at the most.")
    time_zone: str | None = strawberry.field(default=None, description="An IANA name, such as “Europe/London”.")
    languages: list[str] | None = strawberry.field(default=None, description="Language tags that Trellis speaks; its own comes first.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


SchoolResult = Annotated[School | Problems, strawberry.union("SchoolResult", description="The school as it is now, or why not.")]


@strawberry.type
class SchoolMutations:
    @mutation("Changes your school's name, time zone and languages, as its admin.")
    def update_school(self, info: strawberry.Info[Context, None], input: UpdateSchoolInput) -> SchoolResult:
        change = office.SchoolChange(input.name, input.time_zone, input.languages)
        return done(info.context, School, "update_school", input.client_mutation_id, lambda tx: office.change_school(tx, change).id)
