"""What the little sister of one of the demo's students makes: so that one guardian has two children."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from hub.database import Tx
from hub.goals import actions as goals
from hub.goals import queries, steps

DAY = timedelta(days=1)


class Story(Protocol):
    """Who does what, and when: `hub.demo.school`."""

    today: datetime

    def act(self, name: str, at: datetime, action: Callable[[Tx], UUID]) -> UUID: ...

    def principal(self, name: str, words: str) -> UUID: ...

    def reflect(self, name: str, at: datetime, key: str, title: str, answers: dict[str, str], audience: Sequence[str]) -> UUID: ...

    def answer(self, name: str, at: datetime, item: UUID, words: str, to: UUID | None = None) -> UUID: ...


def tell_siblings(story: Story) -> None:
    """Elsa's goal, and what she thinks about a lantern. Only her family sees them."""
    family = (story.principal("elsa", "family"),)
    wish = goals.Wish(
        title="Draw hands that look like hands",
        obstacle="I rub everything out before it is finished.",
        plan="If I want to rub it out, then I draw the next one beside it.",
        steps=("Draw my own hand five times", "Draw Karin’s hands while she reads"),
        audience=family,
    )
    hands = story.act("elsa", story.today - 11 * DAY, lambda tx: goals.begin(tx, wish).id)

    def tick(tx: Tx) -> UUID:
        return steps.tick(tx, queries.page(tx, hands).item.steps[0].id, done=True).goal_id

    story.act("elsa", story.today - 2 * DAY, tick)
    lantern = story.reflect(
        "elsa",
        story.today - 4 * DAY,
        "rose",
        "The lantern with the holes",
        {"rose": "In the dark it made stars on the whole ceiling.", "thorn": "The paper caught the glue and not the other way round."},
        ["family"],
    )
    story.answer("karin", story.today - 3 * DAY, lantern, "I can still see the stars. May it hang in the hall?")
