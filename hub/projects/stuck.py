"""What in a team doesn't get on, each in one plain line that leads to where one can help."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec

from hub.handins.queries import Standing
from hub.items.queries import href
from hub.projects.queries import ShownMilestone
from hub.tasks.models import TaskColumn
from hub.teams.queries import ShownTeam
from hub.words import _, ngettext

LONG = timedelta(days=7)
"""Who has been looking into a question for longer might like a hand."""
REVIEWED = timedelta(days=3)
"""What has been in review for longer waits for somebody to look at it."""
PAST = 2
"""So many days after its own a card in hand is late, and not yet stuck."""
SHOWN = 3
"""Of a team: more are counted."""


class Stuck(msgspec.Struct, frozen=True):
    """`days`: for how many, by which the longest comes first."""

    words: str
    href: str
    days: int


class Card(NamedTuple):
    """A card of a board, as far as it says how its team gets on. `moved`: when `moved_by` brought it into its column, if known."""

    id: UUID
    title: str
    column: TaskColumn
    due: date | None
    owner_id: UUID | None
    made_by: UUID
    created: datetime
    done: datetime | None
    moved: datetime | None
    moved_by: UUID | None

    def is_late(self, today: date) -> bool:
        return self.column != "done" and self.due is not None and self.due < today


class Question(NamedTuple):
    """A question of a team. `by_id` took it up, answered or reopened it last, at `since`."""

    id: UUID
    title: str
    stage: str
    author_id: UUID
    created: datetime
    by_id: UUID | None
    since: datetime | None


def stuck(
    team: ShownTeam,
    way: Sequence[tuple[ShownMilestone, Standing]],
    cards: Iterable[Card],
    questions: Iterable[Question],
    now: datetime,
    today: date,
) -> list[Stuck]:
    """What has stood longest comes first."""
    found: list[Stuck] = []
    for milestone, stands in way:
        if stands.stands is not None:
            continue
        # What was taken back is said first: that it was there once is the news, its lateness they know.
        if stands.before:
            back = stands.before[0]
            words = _("“%(title)s” was taken back, and not handed in again") % {"title": back.title}
            found.append(Stuck(words, f"{team.href}/milestones", (now - (back.taken_back or back.at)).days))
        elif stands.late:
            words = ngettext("“%(title)s” is %(n)d day late", "“%(title)s” is %(n)d days late", stands.late)
            found.append(Stuck(words % {"title": milestone.key_question, "n": stands.late}, f"{team.href}/milestones", stands.late))
    for card in cards:
        days = (today - card.due).days if card.due else 0
        if card.column in ("doing", "review") and days > PAST:
            words = ngettext("The card “%(title)s” is %(n)d day past its day", "The card “%(title)s” is %(n)d days past its day", days)
            found.append(Stuck(words % {"title": card.title, "n": days}, f"{team.href}/board#task-{card.id}", days))
        elif card.column == "review" and card.moved and now - card.moved > REVIEWED:
            days = (now - card.moved).days
            words = ngettext("“%(title)s” has been in review for %(n)d day", "“%(title)s” has been in review for %(n)d days", days)
            found.append(Stuck(words % {"title": card.title, "n": days}, f"{team.href}/board#task-{card.id}", days))
    for question in questions:
        if question.stage == "investigating" and question.since and now - question.since > LONG:
            days = (now - question.since).days
            words = ngettext("Looking into “%(title)s” for %(n)d day", "Looking into “%(title)s” for %(n)d days", days)
            found.append(Stuck(words % {"title": question.title, "n": days}, href("need_to_know", question.id), days))
    return sorted(found, key=lambda one: -one.days)


def busy(cards: Iterable[Card], questions: Iterable[Question], since: datetime) -> set[UUID]:
    """Who wrote, moved or finished a card, or asked, took up or answered a question, after `since`."""
    found: set[UUID | None] = set()
    for card in cards:
        found.add(card.made_by if card.created > since else None)
        found.add(card.moved_by if card.moved and card.moved > since else None)
        found.add(card.owner_id if card.done and card.done > since else None)
    for question in questions:
        found.add(question.author_id if question.created > since else None)
        found.add(question.by_id if question.since and question.since > since else None)
    return {one for one in found if one}
