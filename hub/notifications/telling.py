"""Who is told of what. Decided here alone, from what actions tell anyway: an action need not know that anybody is away."""

from collections.abc import Callable, Iterable
from typing import Literal, get_args
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, delete, func, select

from hub.columns import among
from hub.database import Happening, Tx
from hub.events import heard, home_topic
from hub.feedback import mentions
from hub.feedback.models import Message, VoiceKind
from hub.holdings import holdings
from hub.ids import parse_id
from hub.items.models import Item, ItemGrant
from hub.live.queries import sights
from hub.loops.models import Asked, FeedbackRequest
from hub.need_to_knows.models import NeedToKnow
from hub.notifications.models import Notification
from hub.people.models import Person
from hub.projects.models import Project
from hub.teams.models import Team, TeamInvitation

Kind = Literal[
    "message.added",
    "message.named",
    "message.held",
    "item.shared",
    "version.added",
    "project.taken_on",
    "team.invited",
    "team.joined",
    "goal.help_asked",
    "feedback.requested",
    "feedback.reminded",
    "feedback.due",
    "feedback.responded",
    "feedback.thanked",
    "mentor.asked",
    "mentor.declined",
]
KINDS: tuple[Kind, ...] = get_args(Kind)


class News(msgspec.Struct, frozen=True):
    """A happening about an item, and the people at whose homes it is told: all who may see it, for most."""

    item: UUID
    subjects: dict[str, UUID]
    homes: frozenset[UUID]
    said_by: UUID | None = None
    words: str = ""
    """Of the message that it is about, where its words were said or changed."""


class Rule(msgspec.Struct, frozen=True):
    """What it is told as, and to whom, of those who may see the item; with `voices`, of those who see it in this way."""

    kind: Kind
    whom: Callable[[Tx, News], Iterable[UUID]]
    voices: frozenset[VoiceKind] | None = None


@heard
def notify(tx: Tx, happening: Happening) -> Happening:
    """Writes a row for each who is to be told, in the transaction in which it happens. Nobody is told of what they did.

    Each row has its time from when the home of whom it tells was locked: theirs are in the order of commits, and whoever has seen all up
    to one of them has seen all before it.
    """
    if happening.kind == "request.withdrawn":
        _take_back(tx, happening)
    if happening.kind == "team.uninvited":
        _uninvite(tx, happening)
    if happening.kind == "mentor.ask_taken_back":
        _unask(tx, happening)
    rules = RULES.get(happening.kind)
    if rules is None:
        return happening
    subjects = {name: id_ for name, text in happening.subjects.items() if (id_ := parse_id(text))}
    news = News(subjects["item"], subjects, frozenset(_homes(happening)))
    if happening.kind in _WORDS:
        said = tx.get_one(Message, subjects["message"])
        news = msgspec.structs.replace(news, said_by=said.author_id, words=said.words)
    actor = news.said_by or _actor(tx, news)
    wanted: dict[UUID, Rule] = {}
    for rule in rules:
        for person in set(rule.whom(tx, news)) - {actor}:
            wanted.setdefault(person, rule)
    seen = sights(tx, {(person, news.item) for person in wanted})
    told = {person: wanted[person] for person, _item in seen}
    told = {person: rule for person, rule in told.items() if rule.voices is None or seen[person, news.item] in rule.voices}
    message, request = news.subjects.get("message"), news.subjects.get("request")

    def numbered(numbers: dict[str, int]) -> None:
        happening.numbered(numbers)
        about = {"item_id": news.item, "message_id": message, "request_id": request, "actor_id": actor}
        tx.add_all(Notification(person_id=person, kind=rule.kind, created=tx.by_now, **about) for person, rule in told.items())

    return msgspec.structs.replace(happening, topics=happening.topics | set(map(home_topic, told)), numbered=numbered)


def _take_back(tx: Tx, happening: Happening) -> None:
    """What was asked is not asked any more: nobody needs to hear of it. That somebody was thanked stays true."""
    tx.execute(
        delete(Notification)
        .where(
            Notification.request_id == parse_id(happening.subjects["request"]),
            Notification.kind.in_(("feedback.requested", "feedback.reminded", "feedback.due")),
        )
        .execution_options(synchronize_session=False)
    )


def _uninvite(tx: Tx, happening: Happening) -> None:
    """That somebody is asked into a team: what was told of this invitation, and of no other into the same project."""
    told = tx.scalars(_TOLD_OF_INVITATION, {"id": parse_id(happening.subjects["invitation"])}).first()
    tx.execute(delete(Notification).where(Notification.id == told).execution_options(synchronize_session=False))


def _unask(tx: Tx, happening: Happening) -> None:
    """That a mentor is asked: what was told of it last, for a question asked before may have its answer."""
    asked = {"item": parse_id(happening.subjects["item"]), "person": parse_id(happening.subjects["person"])}
    told = tx.scalars(_TOLD_OF_ASK, asked).first()
    tx.execute(delete(Notification).where(Notification.id == told).execution_options(synchronize_session=False))


def _homes(happening: Happening) -> Iterable[UUID]:
    for topic in happening.topics:
        if topic.startswith("home:") and (person := parse_id(topic.removeprefix("home:"))):
            yield person


def _actor(tx: Tx, news: News) -> UUID:
    """Who did it; for what the hub does in somebody's name, such as reminding, the item's owner."""
    if tx.person_or_none:
        return tx.person_or_none.id
    return tx.scalars(select(Item.owner_id).where(Item.id == news.item)).one()


def _everyone(_tx: Tx, news: News) -> Iterable[UUID]:
    return news.homes


def _whom_it_is_for(tx: Tx, news: News) -> Iterable[UUID]:
    """A team talks much, and sees in its room that it goes on: only who is answered is told, and who wrote the question."""
    item = tx.get(Item, news.item)  # Whoever said something in it has just looked it up.
    if item is None or item.kind not in ("room", "need_to_know"):
        return news.homes
    answered = set(tx.scalars(_ANSWERED_BY, {"message": news.subjects.get("message")}))
    wrote = set(tx.scalars(_WHO_WONDERS, {"item": item.id})) if item.kind == "need_to_know" else set()
    return (answered | wrote) & news.homes


def _named_in_talk(tx: Tx, news: News) -> Iterable[UUID]:
    """Whoever reads it and is called by name. Where everybody is told anyway, a name tells nobody more."""
    if mentions.SIGN not in news.words:
        return ()
    item = tx.get(Item, news.item)
    if item is None or item.kind not in ("room", "need_to_know"):
        return ()
    rows = tx.execute(_NAMES, {"ids": list(news.homes)})
    return mentions.named(news.words, {id_: (called, name) for id_, called, name in rows})


def _named_by_now(tx: Tx, news: News) -> Iterable[UUID]:
    """Who was told of the message before is not told again."""
    named = set(_named_in_talk(tx, news))
    return named - set(tx.scalars(_TOLD_OF_MESSAGE, {"message": news.subjects.get("message")})) if named else ()


def _whom_it_names(_tx: Tx, news: News) -> Iterable[UUID]:
    return {news.subjects["person"]}


def _newcomers(tx: Tx, news: News) -> Iterable[UUID]:
    """Those who may see it from now on, and were not told of it before: taking away and giving back is no news."""
    since = {person: at for person, at in tx.execute(_SHARED_SINCE, {"item": news.item})}  # noqa: C416 - a Row is no pair to a type checker
    told = set(tx.scalars(_TOLD_BEFORE, {"item": news.item}))
    return {person for person in news.homes if since.get(person) == tx.now} - told


def _newcomers_to_work(tx: Tx, news: News) -> Iterable[UUID]:
    """What a team makes is among its people from the start: they see it there, and are not told of each piece."""
    owner = tx.scalars(select(Item.owner_id).where(Item.id == news.item)).one()
    return _newcomers(tx, news) if owner in news.homes else ()


def _still_asked(tx: Tx, news: News) -> Iterable[UUID]:
    """Of the people to whom a request was put, those who have not answered it."""
    return set(tx.scalars(_ASKED, {"request": news.subjects.get("request")})) & news.homes


def _who_said_it(tx: Tx, news: News) -> Iterable[UUID]:
    return tx.scalars(select(Message.author_id).where(Message.id == news.subjects.get("message")))


def _who_proposed_it(tx: Tx, news: News) -> Iterable[UUID]:
    return [one for one in tx.scalars(select(Project.proposed_by).where(Project.id == news.item)) if one]


def _who_answered(tx: Tx, news: News) -> Iterable[UUID]:
    """Those whose words about the item stand."""
    return tx.scalars(_ANSWERED, {"item": news.item})


_RULES: dict[str, Rule | tuple[Rule, ...]] = {
    "message.added": (Rule("message.added", _whom_it_is_for), Rule("message.named", _named_in_talk)),
    "message.edited": Rule("message.named", _named_by_now),
    "message.held": Rule("message.held", _everyone, frozenset({"staff"})),
    "team.member_added": Rule("item.shared", _whom_it_names),
    "team.joined": Rule("team.joined", _everyone, frozenset({"staff"})),
    "reflection.posted": Rule("item.shared", _newcomers),
    "goal.begun": Rule("item.shared", _newcomers),
    "artifact.added": Rule("item.shared", _newcomers_to_work),
    "project.begun": Rule("item.shared", _newcomers),
    "team.invited": Rule("team.invited", _whom_it_names),
    "project.taken_on": Rule("project.taken_on", _who_proposed_it),
    "item.audience_changed": Rule("item.shared", _newcomers),
    "artifact.version_added": Rule("version.added", _who_answered),
    "goal.help_asked": Rule("goal.help_asked", _everyone, frozenset({"staff"})),
    "feedback.requested": Rule("feedback.requested", _still_asked),
    "feedback.reminded": Rule("feedback.reminded", _still_asked),
    "feedback.due": Rule("feedback.due", _still_asked),
    "feedback.responded": Rule("feedback.responded", _who_said_it),
    "feedback.thanked": Rule("feedback.thanked", _everyone),
    "mentor.asked": Rule("mentor.asked", _whom_it_names),
    "mentor.declined": Rule("mentor.declined", _whom_it_names),
}
RULES = {kind: rule if isinstance(rule, tuple) else (rule,) for kind, rule in _RULES.items()}
"""By the kind of the event; who is told by the first is not told again by the next. What stands nowhere here is told on open pages only."""

_WORDS = frozenset({"message.added", "message.edited"})
"""Of these, who said it is who did it, whoever let it through."""
_ITEM = bindparam("item", type_=Item.id.type)
_SHARED_SINCE = (
    select(holdings.c.person_id, func.min(ItemGrant.since))
    .join(ItemGrant, ItemGrant.principal_id == holdings.c.principal_id)
    .where(ItemGrant.item_id == _ITEM)
    .group_by(holdings.c.person_id)
)
_TOLD_BEFORE = select(Notification.person_id).where(Notification.item_id == _ITEM, Notification.kind == "item.shared")
_TOLD_OF_MESSAGE = select(Notification.person_id).where(Notification.message_id == bindparam("message", type_=Item.id.type))
_TOLD_OF_INVITATION = (
    select(Notification.id)
    .join(Team, Team.project_id == Notification.item_id)
    .join(TeamInvitation, TeamInvitation.team_id == Team.id)
    .where(
        *(TeamInvitation.id == bindparam("id", type_=Item.id.type), Notification.kind == "team.invited"),
        *(Notification.person_id == TeamInvitation.person_id, Notification.actor_id == TeamInvitation.by_id),
        Notification.created >= TeamInvitation.made,
    )
    .order_by(Notification.created)
    .limit(1)
)
"""The first that came of it: who leads a project may have asked the same student into another of its teams since."""
_TOLD_OF_ASK = (
    select(Notification.id)
    .where(
        *(Notification.item_id == bindparam("item", type_=Item.id.type), Notification.kind == "mentor.asked"),
        Notification.person_id == bindparam("person", type_=Person.id.type),
    )
    .order_by(Notification.created.desc())
    .limit(1)
)
_NAMES = select(Person.id, Person.called, Person.name).where(among(Person.id, "ids"))
_WHO_WONDERS = select(NeedToKnow.author_id).where(NeedToKnow.id == _ITEM)
_answer = Message.__table__.alias("answer")
_ANSWERED_BY = (
    select(Message.author_id)
    .join(_answer, _answer.c.reply_to_id == Message.id)
    .where(_answer.c.id == bindparam("message", type_=Item.id.type))
)
_ASKED = (
    select(Asked.person_id)
    .join(FeedbackRequest, FeedbackRequest.id == Asked.request_id)
    .where(Asked.request_id == bindparam("request", type_=Item.id.type), Asked.answered.is_(None), FeedbackRequest.withdrawn.is_(None))
)
_ANSWERED = select(Message.author_id).where(Message.item_id == _ITEM, Message.withdrawn.is_(None), Message.hidden.is_(None)).distinct()
