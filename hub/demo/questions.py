"""What the demo's teams need to know: the Bees are at work on it, the Otters still write alone."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from hub.demo.projects import DAY, Story
from hub.mentors import asking as mentors
from hub.need_to_knows import actions
from hub.rooms.models import Room
from hub.teams.models import Team

HOUR = timedelta(hours=1)


def tell_questions(story: Story) -> None:
    bees, otters = (_room(story, who, name) for who, name in (("maya", "Team Bees"), ("amina", "Team Otters")))
    days = story.today - 21 * DAY
    mud = _asks(story, "maya", days, bees, "Where does the mud come from: the building site or the fields?")
    fish = _asks(story, "jonas", days + HOUR, bees, "Why are there no fish under the old bridge?")
    twelve = _asks(story, "jonas", days + 2 * HOUR, bees, "What does a 12 on the nitrate kit mean?")
    _asks(story, "maya", days + 3 * HOUR, bees, "Who decides what may flow into the river?")
    story.act("maya", days + DAY, lambda tx: actions.reveal(tx, bees).id)
    for who, question in (("maya", mud), ("jonas", twelve), ("maya", fish)):
        _picks(story, who, days + DAY + HOUR, question)
    _finds(
        story,
        "jonas",
        days + 4 * DAY,
        twelve,
        "Twelve milligrams in a litre. Drinking water may have 50, but **a brook like ours should stay under 10**.",
        "The leaflet in the kit, page 3; Ms Adeyemi of the council said the same",
    )
    story.act("maya", days + 9 * DAY, lambda tx: actions.take_up(tx, mud).id)
    _finds(story, "jonas", days + 6 * DAY, fish, "Because the water is too warm there.", "My uncle, who fishes")
    dug = mentors.Asking(question=mud, words="Can one tell from the water itself, or do we need to look upstream?", minutes=15)
    story.act("maya", story.today - 2 * DAY, lambda tx: mentors.ask(tx, dug).id)
    why = "Is it warmer than above the bridge? We only measured on one side."
    story.act("rivera", days + 8 * DAY, lambda tx: actions.reopen(tx, fish, why).id)
    _asks(story, "amina", story.today - 2 * HOUR, otters, "Do otters still live here, or is it only our name?")


def _asks(story: Story, who: str, at: datetime, room: UUID, question: str) -> UUID:
    return story.act(who, at, lambda tx: actions.ask(tx, room, question).id)


def _picks(story: Story, who: str, at: datetime, question: UUID) -> None:
    story.act(who, at, lambda tx: actions.pick(tx, question).id)


def _finds(story: Story, who: str, at: datetime, question: UUID, words: str, source: str) -> None:
    story.act(who, at, lambda tx: actions.take_up(tx, question).id)
    found = actions.Found(words=words, source=source, base=2)
    story.act(who, at, lambda tx: actions.answer(tx, question, found).id)


def _room(story: Story, who: str, team: str) -> UUID:
    return story.act(
        who, story.today, lambda tx: tx.scalars(select(Room.id).join(Team, Team.id == Room.team_id).where(Team.name == team)).one()
    )
