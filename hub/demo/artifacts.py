"""What the demo's people made: work that grew in versions, so that there is something to lay beside something."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from hub.artifacts import actions as artifacts
from hub.artifacts.actions import Made, Stand
from hub.database import Tx
from hub.demo import maps
from hub.feedback import actions as feedback

DAY = timedelta(days=1)


class Story(Protocol):
    """Who does what, and when: `hub.demo.school`."""

    today: datetime

    def act(self, name: str, at: datetime, action: Callable[[Tx], UUID]) -> UUID: ...

    def principal(self, name: str, words: str) -> UUID: ...

    def photo(self, name: str, raw: bytes, alt: str) -> UUID: ...


def tell_artifacts(story: Story) -> None:
    _map(story)
    _letter(story)
    _mosaic(story)


def _map(story: Story) -> None:
    def drawn(raw: bytes, alt: str, note: str = "") -> Stand:
        return Stand(files=(story.photo("maya", raw, alt),), note=note)

    river = _made(
        story,
        "maya",
        14,
        Made(
            title="Map of the river",
            about="From the spring to the bridge, with the places where we filled the jars. I want **somebody who was never there** "
            "to find them.",
            tags=("river", "map", "science"),
            stand=drawn(maps.sketch(), "A pencil sketch of a river with two bends and a bridge"),
        ),
        ["teachers 7B", "family"],
    )
    _said(story, "rivera", 12, river, "I can see the two bends at once. How would I know which way the water flows?")
    _next(
        story,
        "maya",
        9,
        river,
        drawn(
            maps.coloured(),
            "The same river in blue, with green banks and arrows along the water",
            note="I painted the water and drew arrows, because Ms Rivera couldn't tell which way it flows.",
        ),
    )
    _said(story, "chidi", 8, river, "Nana found our house on it before I did.")
    _next(
        story,
        "maya",
        2,
        river,
        drawn(
            maps.labelled(),
            "The painted river with the places of three jars marked, numbered 1 to 3, and a scale",
            note="Now the places of the jars have numbers, and there is a scale. The path is on it, too: it ends just above jar 2.",
        ),
    )


def _letter(story: Story) -> None:
    first = (
        "Dear council,\n\nthe river below the bridge is brown. I think it is because of the new path. Please do something about it.\n\n"
        "Maya Okafor, 7B"
    )
    second = (
        "Dear council,\n\nthe river below the bridge is brown **after every rain**. Above the new path I could see a white plate 61 cm "
        "deep; below it, 38 cm. I think it is because of the new path.\n\nCould we come and show you the three jars? It takes five "
        "minutes.\n\nMaya Okafor, 7B"
    )
    letter = _made(
        story,
        "maya",
        6,
        Made(title="Letter to the council", tags=("river", "writing"), stand=Stand(words=first)),
        ["teachers 7B"],
    )
    _next(story, "maya", 3, letter, Stand(words=second, note="With numbers, and a question that they can say yes to."))


def _mosaic(story: Story) -> None:
    mosaic = _made(
        story,
        "amina",
        8,
        Made(
            title="A bee of 900 tiles",
            about="For the wall beside the gate. The wings were the hardest.",
            tags=("bees", "art"),
            stand=Stand(files=(story.photo("amina", maps.bee(plain=True), "A bee of brown and yellow tiles, with white wings"),)),
        ),
        ["teachers 7B", "teachers Art club"],
    )
    stand = Stand(
        files=(story.photo("amina", maps.bee(plain=False), "The same bee, now with blue and silver tiles in its wings"),),
        note="White wings looked like paper. I mixed in silver and blue, and now they look as if they move.",
    )
    _next(story, "amina", 4, mosaic, stand)
    _made(
        story,
        "jonas",
        5,
        Made(
            title="How deep one can see",
            about="What a white plate on a string tells about water, as others explain it.",
            tags=("river", "measuring"),
            stand=Stand(link="https://en.wikipedia.org/wiki/Secchi_disk"),
        ),
        ["teachers 7B"],
    )


def _made(story: Story, name: str, days: float, made: Made, audience: list[str]) -> UUID:
    with_audience = Made(
        title=made.title,
        about=made.about,
        tags=made.tags,
        stand=made.stand,
        audience=tuple(story.principal(name, words) for words in audience),
    )
    return story.act(name, story.today - days * DAY, lambda tx: artifacts.add(tx, with_audience).id)


def _next(story: Story, name: str, days: float, artifact: UUID, stand: Stand) -> None:
    story.act(name, story.today - days * DAY, lambda tx: artifacts.add_version(tx, artifact, stand).id)


def _said(story: Story, name: str, days: float, artifact: UUID, words: str) -> None:
    story.act(name, story.today - days * DAY, lambda tx: feedback.add_message(tx, artifact, feedback.Answer(words)).id)
