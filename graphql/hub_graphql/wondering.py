"""What one does with what a team needs to know: ask it, show it, pick it, find it out."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

import strawberry

from hub.database import Tx
from hub.need_to_knows import actions, evidence, merging
from hub_graphql.context import Context
from hub_graphql.errors import Problems, done
from hub_graphql.fields import mutation
from hub_graphql.need_to_knows import NeedToKnow
from hub_graphql.nodes import ONCE, key_of, keys_of
from hub_graphql.projects import Project
from hub_graphql.teams import Room

BASE = "The version that was read; when another stands, nothing is overwritten."


@strawberry.input(description="A question that your team needs answered.")
class AskQuestionInput:
    room: strawberry.ID = strawberry.field(description="The id of your team's room.")
    question: str = strawberry.field(description="In at most 200 letters.")
    alone: bool = strawberry.field(
        default=False, description="True: only if nobody else sees it yet. Where the team has shown its questions, nothing is done."
    )
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="A room whose team shows its questions to each other.")
class RevealNeedToKnowsInput:
    room: strawberry.ID = strawberry.field(description="The room's id.")
    complete: bool = strawberry.field(
        default=False, description="That you count on all in the team having written theirs: where they haven't, nothing is done."
    )
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="A question that your team works on, or not any more.")
class PickNeedToKnowInput:
    id: strawberry.ID = strawberry.field(description="The question's id.")
    picked: bool = strawberry.field(default=True, description="False puts it back.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="A question in other words. How it read before is kept.")
class ChangeQuestionInput:
    id: strawberry.ID = strawberry.field(description="The question's id.")
    question: str = strawberry.field(description="In at most 200 letters.")
    version: int = strawberry.field(description=BASE)
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="Which question.")
class NeedToKnowInput:
    id: strawberry.ID = strawberry.field(description="The question's id.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="What was found out. An answer that stands is kept as it was.")
class AnswerQuestionInput:
    id: strawberry.ID = strawberry.field(description="The question's id.")
    words: str = strawberry.field(description="The answer, as Markdown.")
    source: str = strawberry.field(default="", description="Where it comes from: a book, a person, an address.")
    evidence: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="Ids of artifacts of yours that show it, 10 at the most: who sees the question sees them from then on.",
    )
    version: int = strawberry.field(description=BASE)
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="A question whose answer isn't enough. The answer stays readable.")
class ReopenQuestionInput:
    id: strawberry.ID = strawberry.field(description="The question's id.")
    why: str = strawberry.field(description="What is still missing.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="A question that you wrote, away or back.")
class TakeQuestionAwayInput:
    id: strawberry.ID = strawberry.field(description="The question's id.")
    away: bool = strawberry.field(default=True, description="False puts it back, within 30 days.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="Work of yours that shows an answer no more.")
class UnlinkWorkInput:
    id: strawberry.ID = strawberry.field(description="The question's id.")
    artifact: strawberry.ID = strawberry.field(description="The artifact's id. Who sees it stays as it is.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="One question of the class for several that teams of a project picked.")
class MergeNeedToKnowsInput:
    project: strawberry.ID = strawberry.field(description="The id of a project that you lead.")
    questions: list[strawberry.ID] = strawberry.field(description="Ids of two or more questions that its teams picked.")
    question: str = strawberry.field(description="In at most 200 letters.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


NeedToKnowResult = Annotated[
    NeedToKnow | Problems,
    strawberry.union(
        "NeedToKnowResult", description="The question as it now is, or why nothing was done. NotFound also says that it is away now."
    ),
]
PartResult = Annotated[
    Project | Problems, strawberry.union("PartResult", description="The project with its questions, or why nothing was done.")
]
RevealResult = Annotated[
    Room | Problems, strawberry.union("RevealResult", description="The room whose questions are shown, or why nothing was done.")
]


@strawberry.type
class NeedToKnowMutations:
    @mutation("Writes a question down. Only you see it until your team shows its questions to each other.")
    def ask_question(self, info: strawberry.Info[Context, None], input: AskQuestionInput) -> NeedToKnowResult:
        room = key_of(input.room, "Room")
        return _done(info, "ask_question", input.client_mutation_id, lambda tx: actions.ask(tx, room, input.question, alone=input.alone).id)

    @mutation("Shows everyone in a room what each of its team wrote alone: all at once, and once.")
    def reveal_need_to_knows(self, info: strawberry.Info[Context, None], input: RevealNeedToKnowsInput) -> RevealResult:
        key = key_of(input.room, "Room")
        return done(
            info.context,
            Room,
            "reveal_need_to_knows",
            input.client_mutation_id,
            lambda tx: actions.reveal(tx, key, complete=input.complete).id,
        )

    @mutation("Picks a question of your team as one of the three that it works on, or puts it back.")
    def pick_need_to_know(self, info: strawberry.Info[Context, None], input: PickNeedToKnowInput) -> NeedToKnowResult:
        key = key_of(input.id, "NeedToKnow")
        return _done(info, "pick_need_to_know", input.client_mutation_id, lambda tx: actions.pick(tx, key, input.picked).id)

    @mutation("Words a question of yours anew.")
    def change_question(self, info: strawberry.Info[Context, None], input: ChangeQuestionInput) -> NeedToKnowResult:
        key = key_of(input.id, "NeedToKnow")
        return _done(
            info, "change_question", input.client_mutation_id, lambda tx: actions.change(tx, key, input.question, input.version).id
        )

    @mutation("Takes a question up: you find it out.")
    def take_up_question(self, info: strawberry.Info[Context, None], input: NeedToKnowInput) -> NeedToKnowResult:
        key = key_of(input.id, "NeedToKnow")
        return _done(info, "take_up_question", input.client_mutation_id, lambda tx: actions.take_up(tx, key).id)

    @mutation("Says what was found out, and where it comes from.")
    def answer_question(self, info: strawberry.Info[Context, None], input: AnswerQuestionInput) -> NeedToKnowResult:
        key = key_of(input.id, "NeedToKnow")
        work = keys_of(input.evidence, "Artifact")
        found = actions.Found(words=input.words, source=input.source, evidence=work, base=input.version)
        return _done(info, "answer_question", input.client_mutation_id, lambda tx: actions.answer(tx, key, found).id)

    @mutation("Opens a question again whose answer isn't enough.")
    def reopen_question(self, info: strawberry.Info[Context, None], input: ReopenQuestionInput) -> NeedToKnowResult:
        key = key_of(input.id, "NeedToKnow")
        return _done(info, "reopen_question", input.client_mutation_id, lambda tx: actions.reopen(tx, key, input.why).id)

    @mutation("Takes work of yours away from beside an answer.")
    def no_longer_shows_answer(self, info: strawberry.Info[Context, None], input: UnlinkWorkInput) -> NeedToKnowResult:
        key, work = key_of(input.id, "NeedToKnow"), key_of(input.artifact, "Artifact")
        return _done(info, "no_longer_shows_answer", input.client_mutation_id, lambda tx: evidence.no_longer_show_by(tx, key, work).id)

    @mutation("Makes one question of several that teams picked, of a project that you lead; all its teams see it.")
    def merge_need_to_knows(self, info: strawberry.Info[Context, None], input: MergeNeedToKnowsInput) -> NeedToKnowResult:
        project, several = key_of(input.project, "Project"), keys_of(input.questions, "NeedToKnow")
        return _done(
            info, "merge_need_to_knows", input.client_mutation_id, lambda tx: merging.merge(tx, project, several, input.question).id
        )

    @mutation("Undoes a merge: each team finds out its own again, and what the class found out together goes.")
    def part_need_to_know(self, info: strawberry.Info[Context, None], input: NeedToKnowInput) -> PartResult:
        key = key_of(input.id, "NeedToKnow")
        return done(info.context, Project, "part_need_to_know", input.client_mutation_id, lambda tx: merging.part(tx, key).id)

    @mutation("Takes a question of yours away, or puts it back.")
    def take_question_away(self, info: strawberry.Info[Context, None], input: TakeQuestionAwayInput) -> NeedToKnowResult:
        key = key_of(input.id, "NeedToKnow")
        act = actions.take_away if input.away else actions.put_back
        return _done(info, "take_question_away", input.client_mutation_id, lambda tx: act(tx, key).id)


def _done(info: strawberry.Info[Context, None], act: str, name: str | None, do: Callable[[Tx], UUID]) -> NeedToKnow | Problems:
    return done(info.context, NeedToKnow, act, name, do)
