"""Who comes to the demo's river from outside the school: Ms Brandt measures water for a living, and helps for some weeks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from hub.database import Tx
from hub.mentors import actions as mentors
from hub.mentors.actions import Checked, Invited

DAY = timedelta(days=1)


class Story(Protocol):
    """Who does what, and when: `hub.demo.school`."""

    today: datetime

    def act(self, name: str, at: datetime, action: Callable[[Tx], UUID]) -> UUID: ...

    def person(self, name: str) -> UUID: ...

    def answer(self, name: str, at: datetime, item: UUID, words: str, to: UUID | None = None) -> UUID: ...


def tell_mentor(story: Story, river: UUID, room: UUID) -> None:
    """Invited, looked at and approved; a question of the Bees is answered in their room."""
    brandt, first = story.person("brandt"), (story.today - 15 * DAY).date()
    offer = "I measure rivers for the water board, and can explain what the numbers mean."
    story.act("brandt", story.today - 40 * DAY, lambda tx: mentors.offer(tx, offer, ("water", "measuring", "maps")).id)
    asked = Invited(
        person=brandt,
        purpose="Help the teams to read what they measured: what is normal for a river after the rain?",
        first_day=first,
        last_day=first + 49 * DAY,
    )
    invited = story.act("rivera", story.today - 18 * DAY, lambda tx: mentors.invite(tx, river, asked).id)
    checked = Checked(
        kind="Enhanced police certificate",
        identity="Passport, seen in person",
        issued=(story.today - 90 * DAY).date(),
        expires=story.today + 640 * DAY,
    )
    story.act("haddad", story.today - 16 * DAY, lambda tx: mentors.record_check(tx, brandt, checked).id)
    story.act("haddad", story.today - 16 * DAY, lambda tx: mentors.approve(tx, invited).id)
    at = story.today - 3 * DAY
    question = story.answer("maya", at, room, "Ms Brandt, is 4 a lot for a river?")
    words = "For clear water it is: a quiet stream has 1 or 2. Measure at the same place, before and after the rain, and compare."
    story.answer("brandt", at + timedelta(hours=2), room, words, question)
