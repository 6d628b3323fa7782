"""What waits for whom, and what is new since one last looked."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from hub.homes import actions, news, office, waits
from hub.homes import children as families
from hub.homes.together import Together
from hub.slices import Span
from hub_graphql.context import Context, Level, loads
from hub_graphql.errors import Problems, done
from hub_graphql.feedback import Message, messages
from hub_graphql.fields import field, mutation
from hub_graphql.items import Item
from hub_graphql.nodes import ONCE, key_of
from hub_graphql.people import Owner, Person, owners, people
from hub_graphql.safeguarding import ItemKind


@strawberry.type(description="A request for feedback that was put to you and is still open.")
class WaitingAsk:
    question: str = strawberry.field(description="What they would like to hear about; empty when they said nothing.")
    version: int = strawberry.field(description="Of the work, as it stood when they asked.")
    until: date | None = strawberry.field(description="By when they wish for it.")
    since: datetime = strawberry.field(description="When they asked you.")


@strawberry.type(description="Someone's work that waits for you: no member of staff has answered it yet, or you were asked and haven't.")
class WaitingItem:
    who: Owner = strawberry.field(description="Who waits: a person, or a team that handed something in.")
    title: str = strawberry.field(description="What their work is called.")
    kind: ItemKind = strawberry.field(description="What it is.")
    since: datetime = strawberry.field(description="When they began to wait.")
    asks: list[WaitingAsk] = strawberry.field(description="What they asked you, the earliest first.")
    put_to: list[Person] = strawberry.field(description="Whom they asked, where it was somebody else alone.")
    help: str | None = strawberry.field(
        description="What would help, where they ask for help with a goal: empty when they said nothing, null when they don't ask."
    )
    cursor: str = strawberry.field(description="Its place among those who wait.")
    waiting: strawberry.Private[waits.Waiting]
    level: strawberry.Private[Level]

    @field("Their work.")
    def item(self) -> Item:
        found: Item = self.level.need("Item", self.waiting.item_id)
        return found


@strawberry.type(description="An item with messages by others that you have not read.")
class AnsweredItem:
    who: Owner = strawberry.field(description="Whose item it is.")
    title: str = strawberry.field(description="What it is called.")
    newest: Message = strawberry.field(description="The newest message that you have not read.")
    count: int = strawberry.field(description="How many there are.")
    answered: strawberry.Private[news.Answered]
    level: strawberry.Private[Level]

    @field("The item.")
    def item(self) -> Item:
        found: Item = self.level.need("Item", self.answered.item_id)
        return found


@strawberry.enum(description="What a learner did with what was there before.")
class DeedKind(Enum):
    STEP = strawberry.enum_value("step", description="A step of a goal is done.")
    REACHED = strawberry.enum_value("reached", description="A goal is reached.")
    CHANGED = strawberry.enum_value("changed", description="A goal became something else.")
    LET_GO = strawberry.enum_value("let_go", description="A goal was let go.")
    VERSION = strawberry.enum_value("version", description="A piece of work has a new version.")


@strawberry.type(description="One thing that a child did with a goal or a piece of work that was there before.")
class Deed:
    what: DeedKind = strawberry.field(description="What they did.")
    title: str = strawberry.field(description="What the goal or the work is called.")
    words: str = strawberry.field(description="The step, the word why, or what changed; in plain text, often empty.")
    when: datetime = strawberry.field(description="When they did it.")
    item_key: strawberry.Private[UUID]
    level: strawberry.Private[Level]

    @field("The goal or the work.")
    def item(self) -> Item:
        found: Item = self.level.need("Item", self.item_key)
        return found


@strawberry.type(description="How a conversation with a child could begin. By plain rules, of words that were shared with you.")
class Starter:
    quote: str = strawberry.field(description="A line of their own words, in plain text.")
    question: str = strawberry.field(description="A question that fits it.")
    title: str = strawberry.field(description="What they wrote it in is called.")
    item_key: strawberry.Private[UUID]
    level: strawberry.Private[Level]

    @field("Where they wrote it.")
    def item(self) -> Item:
        found: Item = self.level.need("Item", self.item_key)
        return found


@strawberry.type(description="When you said something about what is new of a child.")
class AnsweredByYou:
    when: datetime = strawberry.field(description="When you last did.")
    item: Item = strawberry.field(description="What it was about.")


@strawberry.enum(description="What a child did in a team.")
class TeamDeedKind(Enum):
    HANDED_IN = strawberry.enum_value("handed_in", description="Handed work in for a milestone.")
    VERSION = strawberry.enum_value("version", description="Made a version of the team's work.")
    ANSWERED = strawberry.enum_value("answered", description="Found out what the team needed to know.")
    CARD = strawberry.enum_value("card", description="Finished a card of the board.")


@strawberry.type(description="One thing that a child did in a team.")
class TeamDeed:
    what: TeamDeedKind = strawberry.field(description="What they did.")
    words: str = strawberry.field(
        description="What the work, the question or the card is called; empty where it got another name after they left."
    )
    when: datetime = strawberry.field(description="When they did it.")


@strawberry.type(description="A milestone of a team's project, in words.")
class TeamStep:
    question: str = strawberry.field(description="Its key question.")
    when: datetime | None = strawberry.field(description="When the team handed in for it; null of the one that comes.")
    due: date | None = strawberry.field(description="By which day, of the one that comes.")
    late: bool = strawberry.field(description="Whether that day has passed.")


@strawberry.type(
    description="What a team does, and a child in it, as the child's guardians may follow it: in words, and nothing of it leads further. "
    "Of a team that the child left: as it was while they were there."
)
class ChildTeam:
    project: str = strawberry.field(description="What the project is called.")
    driving_question: str = strawberry.field(description="What it asks.")
    team: str = strawberry.field(description="What the team is called.")
    role: str = strawberry.field(description="What the child looks after there; often empty.")
    others: list[str] = strawberry.field(description="How the others in it are called.")
    since: datetime = strawberry.field(description="Since when the child is in it.")
    until: datetime | None = strawberry.field(description="Until when they were; null while they are.")
    reached: list[TeamStep] = strawberry.field(description="The milestones that the team handed in for.")
    coming: TeamStep | None = strawberry.field(description="The milestone that comes.")
    did: list[TeamDeed] = strawberry.field(description="What the child did there, the newest 8.")


@strawberry.type(description="What changed about one child since their guardian last looked.")
class Child:
    who: Person = strawberry.field(description="The child.")
    since: datetime | None = strawberry.field(description="When you looked before; null when this is your first visit.")
    new: list[Item] = strawberry.field(description="What was shared with you or changed since then, the newest first; 10 at the most.")
    unseen: list[Item] = strawberry.field(
        description="Those of `new` that came since you last looked at all, and that you have neither seen nor answered."
    )
    answered_by_you: list[AnsweredByYou] = strawberry.field(description="Of which of `new` you have said something, as it is now.")
    earlier: list[Item] = strawberry.field(description="The three that came before.")
    answered: list[AnsweredItem] = strawberry.field(description="Where something was said that you have not read.")
    grown: list[Deed] = strawberry.field(description="What they did since then with what was there before; the newest 10.")
    teams: list[ChildTeam] = strawberry.field(description="What they do in their teams, the newest first; 4 at the most.")
    starters: list[Starter] = strawberry.field(description="How you could begin to talk: one for each kind of work, newest first.")


@strawberry.type(description="What a school admin looks after.")
class SchoolNumbers:
    people: int = strawberry.field(description="How many people can sign in.")
    classes: int = strawberry.field(description="How many classes there are.")
    guardianships_to_approve: int = strawberry.field(description="How many guardians wait to be linked to a student.")
    mentors_to_approve: int = strawberry.field(description="How many mentors wait for the school.")


@strawberry.input(description="Whom you have looked at.")
class VisitInput:
    child: strawberry.ID = strawberry.field(description="The id of a child of yours.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


VisitResult = Annotated[Child | Problems, strawberry.union("VisitResult", description="The child as you see them now, or why not.")]


@strawberry.type
class HomeMutations:
    @mutation(
        "Remembers that you, their guardian, have looked at what is new of a child, as the page does."
        " Looks within half an hour are one; `Child.since` moves on with the first look after that."
    )
    def visit(self, info: strawberry.Info[Context, None], input: VisitInput) -> VisitResult:
        key = key_of(input.child, "Person")
        return done(info.context, Child, "visit", input.client_mutation_id, lambda tx: actions.visit_child(tx, key))


def waiting(context: Context, span: Span) -> list[WaitingItem]:
    found = waits.waits(context.tx, span.after, span.many).entries
    level = Level(context, [one.item_id for one in found])
    who = owners(context, {one.who for one in found})
    asked = people(context, {face for one in found for face in one.put_to})
    return [
        WaitingItem(
            who=who[one.who.id],
            title=one.title,
            kind=ItemKind(one.kind),
            since=one.since,
            asks=[WaitingAsk(question=ask.question, version=ask.version, until=ask.until, since=ask.since) for ask in one.asks],
            put_to=[asked[face.id] for face in one.put_to],
            help=one.help,
            cursor=one.place,
            waiting=one,
            level=level,
        )
        for one in found
    ]


def answered(context: Context, found: Sequence[news.Answered] | None = None) -> list[AnsweredItem]:
    found = news.answered(context.tx) if found is None else found
    level = Level(context, [one.item_id for one in found])
    who = owners(context, {one.who for one in found})
    newest = messages(context, [one.newest for one in found])
    return [
        AnsweredItem(who=who[one.who.id], title=one.title, newest=newest[one.newest.id], count=one.count, answered=one, level=level)
        for one in found
    ]


def children(context: Context) -> list[Child]:
    found = families.children(context.tx)
    who = people(context, [one.who for one in found])
    shown = context.load("Item", {each.id for one in found for each in (*one.new, *one.earlier)})
    unread = {one.answered.item_id: one for one in answered(context, [each for one in found for each in one.answered])}
    about = {each.item_id for one in found for each in one.grown} | {each.item_id for one in found for each in one.starters}
    level = Level(context, about)
    return [
        Child(
            who=who[one.who.id],
            since=one.since,
            new=[shown[each.id] for each in one.new],
            unseen=[shown[each.id] for each in one.new if each.id in one.unseen],
            answered_by_you=[AnsweredByYou(when=one.said[each.id], item=shown[each.id]) for each in one.new if each.id in one.said],
            earlier=[shown[each.id] for each in one.earlier],
            answered=[unread[each.item_id] for each in one.answered],
            grown=[
                Deed(what=DeedKind(each.what), title=each.title, words=each.words, when=each.when, item_key=each.item_id, level=level)
                for each in one.grown
            ],
            teams=[_team(each) for each in one.together],
            starters=[
                Starter(quote=each.quote, question=each.question, title=each.title, item_key=each.item_id, level=level)
                for each in one.starters
            ],
        )
        for one in found
    ]


@loads("Child")
def _children(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Child]:
    return {one.who.key: one for one in children(context) if one.who.key in ids}


def school_numbers(context: Context) -> SchoolNumbers:
    found = office.school(context.tx)
    return SchoolNumbers(
        people=found.people,
        classes=found.classes,
        guardianships_to_approve=found.guardianships_to_approve,
        mentors_to_approve=found.mentors_to_approve,
    )


def _team(one: Together) -> ChildTeam:
    return ChildTeam(
        project=one.project,
        driving_question=one.driving_question,
        team=one.team,
        role=one.role,
        others=one.others,
        since=one.since,
        until=one.until,
        reached=[TeamStep(question=each.question, when=each.when, due=None, late=False) for each in one.reached],
        coming=TeamStep(question=one.coming.question, when=None, due=one.coming.due, late=one.coming.late) if one.coming else None,
        did=[TeamDeed(what=TeamDeedKind(each.what), words=each.words, when=each.when) for each in one.did],
    )
