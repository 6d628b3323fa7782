"""What the demo's people asked each other, and what became of the answers."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from sqlalchemy import select

from hub.database import Tx
from hub.feedback import actions as feedback
from hub.items.models import Item
from hub.loops import actions as loops
from hub.rubrics import actions as rubrics

DAY = timedelta(days=1)


class Story(Protocol):
    """Who does what, and when: `hub.demo.school`."""

    today: datetime

    def act(self, name: str, at: datetime, action: Callable[[Tx], UUID]) -> UUID: ...


def tell_loops(story: Story, rivera: UUID) -> None:
    """A closed loop about Maya's goal, whose answer was a form; and a question to Ms Rivera that is still open."""
    told = rubrics.Criteria(
        "Explaining to people who weren’t there",
        ("One can follow it without having been there", "Numbers stand where they help", "It ends with what comes next"),
    )
    story.act("rivera", story.today - 20 * DAY, lambda tx: rubrics.write_rubric(tx, told).id)
    goal, letter = _item(story, "Explain what happens to our river"), _item(story, "Letter to the council")
    asked = _ask(story, 6, goal, rivera, "Is the plan something that I can really do when I am nervous?")
    parts = {
        "tell": "“Look at the jar and say one number”: that is something you can do with shaking hands.",
        "ask": "Which number will you say first, and why that one?",
        "give": "Try it once with Jonas while he interrupts you on purpose.",
    }
    answer = feedback.Answer(form="tag", parts=parts)
    said = story.act("rivera", story.today - 5 * DAY, lambda tx: feedback.add_message(tx, goal, answer).id)
    why = "I say 38 cm first, because one can show it with two hands. Jonas interrupted me nine times. I asked my brother as well."
    story.act("maya", story.today - 4 * DAY, lambda tx: loops.respond(tx, said, "adapted", why).message_id)
    story.act("maya", story.today - 4 * DAY, lambda tx: loops.thank(tx, asked, rivera).id)
    _ask(story, 0.3, letter, rivera, "Would you know what to do after reading it?", days=4)


def _ask(story: Story, ago: float, item: UUID, person: UUID, question: str, days: int | None = None) -> UUID:
    until = (story.today + days * DAY).date() if days else None
    given = loops.Ask(item=item, people=(person,), question=question, until=until)
    return story.act("maya", story.today - ago * DAY, lambda tx: loops.ask(tx, given).id)


def _item(story: Story, title: str) -> UUID:
    return story.act("maya", story.today, lambda tx: tx.scalars(select(Item.id).where(Item.title.startswith(title))).one())
