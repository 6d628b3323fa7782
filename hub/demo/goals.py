"""What the demo's people want to reach: planned, stepped through, looked at over weeks."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import msgspec

from hub.database import Tx
from hub.goals import actions as goals
from hub.goals import queries, steps

DAY = timedelta(days=1)


class Story(Protocol):
    """Who does what, and when: `hub.demo.school`."""

    today: datetime

    def act(self, name: str, at: datetime, action: Callable[[Tx], UUID]) -> UUID: ...

    def principal(self, name: str, words: str) -> UUID: ...


class CheckedIn(msgspec.Struct, frozen=True):
    """A check-in, so many days ago."""

    days: float
    sure: int
    words: str = ""


def tell_goals(story: Story, jars: UUID, bees: UUID, seven: UUID) -> None:
    """`jars` and `bees` are reflections of Maya's, `seven` is one of Ms Rivera's."""
    river = _goal(
        story,
        "maya",
        25,
        goals.Wish(
            title="Explain what happens to our river, so that the council listens",
            outcome="They ask me a question that I can answer. Nana is in the room.",
            obstacle="I talk fast when I am nervous, and then I leave out the numbers.",
            plan="If I notice that I am getting faster, then I look at the jar and say one number.",
            criteria=("I can say it in five minutes", "Three numbers that I measured myself", "Somebody who was not there understands it"),
            steps=(
                "Fill a jar before and after the rain",
                "Ask the council what they measure",
                "Take a third jar from above the bridge",
                "Say it to Jonas in five minutes",
            ),
            due=(story.today + 16 * DAY).date(),
        ),
        ["teachers 7B", "family"],
        (
            CheckedIn(24, 2, "I don't know where to begin."),
            CheckedIn(17, 3),
            CheckedIn(11, 2, "It rained all week and the jar broke."),
            CheckedIn(6, 4, "The two jars are so different that I only have to hold them up."),
            CheckedIn(1.2, 4, "I still have to practise saying it."),
        ),
        ticked=2,
    )
    _shown_by(story, "maya", river, jars)
    _goal(
        story,
        "maya",
        8,
        goals.Wish(
            title="Let the others finish before I speak",
            plan="If I want to jump in, then I write one word down and wait.",
            steps=("Count how often I interrupt in one meeting",),
            led_to_by=bees,
            supports=river,
        ),
        ["family"],
        (CheckedIn(4, 3, "Twice on Tuesday. Before, nobody counted."),),
    )
    bridge = _goal(
        story,
        "jonas",
        13,
        goals.Wish(
            title="Measure how clear the water is every week until the holidays",
            outcome="A curve that nobody can argue with.",
            obstacle="On Fridays I forget it.",
            plan="If it is Friday and I am on the bridge, then I get the plate out before I go on.",
            criteria=("Six weeks without a gap",),
            steps=("Paint the plate white", "Write down the first depth", "Find out what the council means by “clear”"),
        ),
        ["teachers 7B"],
        (CheckedIn(12, 4), CheckedIn(5, 3, "One Friday is missing."), CheckedIn(0.9, 2)),
        ticked=2,
    )
    story.act("jonas", story.today - timedelta(hours=20), lambda tx: goals.ask_for_help(tx, bridge, _HELP).id)
    waiting = _goal(
        story,
        "rivera",
        30,
        goals.Wish(
            title="Wait seven seconds after a question",
            outcome="Hands that I have never seen before.",
            obstacle="Silence makes me nervous, so I answer myself.",
            plan="If I want to answer my own question, then I count the windows.",
            steps=("Ask Mr Boateng to sit in and count", "Try it in one lesson a day"),
        ),
        [],
        (CheckedIn(28, 2), CheckedIn(20, 3, "Four seconds is a long time."), CheckedIn(6, 4, "Three new hands.")),
        ticked=1,
    )
    _shown_by(story, "rivera", waiting, seven)


_HELP = "I wrote to the council twice and nobody answers. Whom could I ask?"


def _goal(
    story: Story, name: str, days: int, wish: goals.Wish, audience: Sequence[str], looked: Sequence[CheckedIn], ticked: int = 0
) -> UUID:
    wish = msgspec.structs.replace(wish, audience=tuple(story.principal(name, words) for words in audience))
    goal = story.act(name, story.today - days * DAY, lambda tx: goals.begin(tx, wish).id)

    def tick(tx: Tx) -> UUID:
        for step in queries.page(tx, goal).item.steps[:ticked]:
            steps.tick(tx, step.id, done=True)
        return goal

    def look(one: CheckedIn) -> Callable[[Tx], UUID]:
        return lambda tx: goals.check_in(tx, goal, one.sure, one.words).id

    for one in looked:
        story.act(name, story.today - one.days * DAY, look(one))
    if ticked:
        story.act(name, story.today - 3 * DAY, tick)
    return goal


def _shown_by(story: Story, name: str, goal: UUID, item: UUID) -> None:
    story.act(name, story.today - DAY, lambda tx: goals.show_by(tx, goal, item).id)
