"""What one does with a piece of work."""

from typing import Annotated
from uuid import UUID

import strawberry

from hub.artifacts import actions, queries
from hub.database import Tx
from hub.ids import NOTHING
from hub_graphql.artifacts import Artifact
from hub_graphql.context import Context
from hub_graphql.errors import Problems, done
from hub_graphql.fields import mutation
from hub_graphql.files import PhotoInput, given_alts, given_file
from hub_graphql.nodes import ONCE, key_of, keys_of


@strawberry.input(description="How a piece of work stands: files, words, a link, or several of them; at least one.")
class StandInput:
    files: list[PhotoInput] = strawberry.field(
        default_factory=list, description="Pictures, PDFs, recordings, films, in their order; each hangs in one place only. At most 20."
    )
    words: str = strawberry.field(default="", description="A text, as Markdown.")
    link: str = strawberry.field(default="", description="The address of a page elsewhere: http or https.")
    note: str = strawberry.field(default="", description="What changed.")


@strawberry.input(description="A new piece of work. Without an audience it is private.")
class AddArtifactInput:
    title: str = strawberry.field(description="What it is called.")
    stand: StandInput = strawberry.field(description="Its first version.")
    about: str = strawberry.field(default="", description="What it is about, as Markdown.")
    tags: list[str] = strawberry.field(default_factory=list, description="Words under which it is found again; at most 12.")
    audience: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids of AudienceGroups from `viewer.audienceChoices`."
    )
    team: strawberry.ID | None = strawberry.field(
        default=None, description="The id of a team that you are in, which is to own it: who may go into its room sees it, and nobody else."
    )
    milestone: strawberry.ID | None = strawberry.field(
        default=None, description="Of a team's work: the id of the milestone for which it is begun."
    )
    client_mutation_id: str | None = strawberry.field(default=None, description=f"{ONCE} A draft's `writing` buries that draft.")


@strawberry.input(description="A further version. Those before it stay as they are.")
class AddVersionInput:
    artifact: strawberry.ID = strawberry.field(description="The artifact's id.")
    stand: StandInput = strawberry.field(description="How it stands now.")
    version: int | None = strawberry.field(
        default=None, description="The number of the version that it builds on; when another stands, nothing is added. Left out: any."
    )
    client_mutation_id: str | None = strawberry.field(default=None, description=f"{ONCE} A draft's `writing` buries that draft.")


@strawberry.input(description="What can be said anew of a piece of work without a new version. What is left out stays.")
class EditArtifactInput:
    id: strawberry.ID = strawberry.field(description="The artifact's id.")
    edition: int = strawberry.field(description="The edition that was changed; when another stands, nothing is overwritten.")
    title: str | None = strawberry.field(default=None, description="What it is called.")
    about: str | None = strawberry.field(default=None, description="What it is about, as Markdown.")
    tags: list[str] | None = strawberry.field(default=None, description="All of its tags; at most 12.")
    files: list[PhotoInput] = strawberry.field(default_factory=list, description="What files of it show: their `alt`; others keep theirs.")
    client_mutation_id: str | None = strawberry.field(default=None, description=f"{ONCE} A draft's `writing` buries that draft.")


ArtifactResult = Annotated[
    Artifact | Problems, strawberry.union("ArtifactResult", description="The piece of work as it now is, or why nothing was done.")
]


@strawberry.type
class ArtifactMutations:
    @mutation("Adds a piece of work to your space, or to what your team made.")
    def add_artifact(self, info: strawberry.Info[Context, None], input: AddArtifactInput) -> ArtifactResult:
        made = actions.Made(
            title=input.title,
            about=input.about,
            tags=tuple(input.tags),
            stand=_stand(input.stand),
            audience=keys_of(input.audience, "Principal"),
            team=(key_of(input.team, "Team") or NOTHING) if input.team else None,
            milestone=(key_of(input.milestone, "Milestone") or NOTHING) if input.milestone else None,
        )
        return done(info.context, Artifact, "add_artifact", input.client_mutation_id, lambda tx: actions.add(tx, made).id)

    @mutation("Adds a version to a piece of work of yours, or of your team's; two of a team who add one at once both do.")
    def add_version(self, info: strawberry.Info[Context, None], input: AddVersionInput) -> ArtifactResult:
        key, stand, context = key_of(input.artifact, "Artifact"), _stand(input.stand), info.context
        return done(
            context,
            Artifact,
            "add_version",
            input.client_mutation_id,
            lambda tx: actions.add_version(tx, key, stand, input.version).id,
            standing=lambda: context.one(Artifact, key),
        )

    @mutation("Changes title, about or tags of a piece of work of yours, or of your team's, or what its files show.")
    def edit_artifact(self, info: strawberry.Info[Context, None], input: EditArtifactInput) -> ArtifactResult:
        key, context = key_of(input.id, "Artifact"), info.context

        def edit(tx: Tx) -> UUID:
            stands = queries.show(tx, [queries.find(tx, key)])[0]
            wording = actions.Wording(
                title=stands.title if input.title is None else input.title,
                about=stands.about if input.about is None else input.about,
                tags=tuple(stands.tags if input.tags is None else input.tags),
                alts=given_alts(input.files),
            )
            return actions.edit(tx, key, wording, input.edition).id

        return done(context, Artifact, "edit_artifact", input.client_mutation_id, edit, standing=lambda: context.one(Artifact, key))


def _stand(given: StandInput) -> actions.Stand:
    return actions.Stand(
        files=tuple(given_file(one) for one in given.files),
        alts=given_alts(given.files),
        words=given.words,
        link=given.link,
        note=given.note,
    )
