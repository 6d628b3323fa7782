"""What the demo's people work on for weeks: Ms Rivera's project with the teams of her class, and one that a student proposes to her."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from hub.artifacts import actions as artifacts
from hub.artifacts.actions import Made, Stand
from hub.database import Tx
from hub.demo import drawings
from hub.demo.mentors import tell_mentor
from hub.feedback import actions as feedback
from hub.handins import actions as handins
from hub.projects import actions as projects
from hub.projects import milestones
from hub.projects.queries import milestones_of
from hub.rooms import pins
from hub.tasks import actions as tasks
from hub.teams import actions as teams
from hub.teams import codes
from hub.teams import queries as rooms

DAY = timedelta(days=1)


class Story(Protocol):
    """Who does what, and when: `hub.demo.school`."""

    today: datetime

    def act(self, name: str, at: datetime, action: Callable[[Tx], UUID]) -> UUID: ...

    def person(self, name: str) -> UUID: ...

    def principal(self, name: str, words: str) -> UUID: ...

    def photo(self, name: str, raw: bytes, alt: str) -> UUID: ...

    def answer(self, name: str, at: datetime, item: UUID, words: str, to: UUID | None = None) -> UUID: ...


def tell_projects(story: Story) -> None:
    """The river, under way with 7B; and Amina's idea, which waits for a teacher."""
    first = (story.today - 26 * DAY).date()
    river = story.act("rivera", story.today - 28 * DAY, lambda tx: projects.begin(tx, _river(story, first)).id)
    way = (
        ("What is in our water, and how do we know?", "Two jars, measured, and what we don’t understand about them", 14),
        ("Where does it come from?", "A map of the river with everything that flows into it", 33),
        ("What can a school do about it?", "A letter to the council, in its second version", 44),
        ("Who listens, and what do they ask?", "The evening at the town hall", 52),
    )
    marks = [
        _milestone(story, river, milestones.Marked(key_question=question, product=product, due=first + days * DAY))
        for question, product, days in way
    ]
    story.act("rivera", story.today - 26 * DAY, lambda tx: projects.move_on(tx, river, "active").id)
    asked = story.answer("jonas", story.today - 20 * DAY, river, "May we also ask people who fished here when they were young?")
    story.answer("rivera", story.today - 19 * DAY, river, "Yes. They are the only ones who can compare. Whom do you know?", asked)
    bees = _teams(story, river, marks)
    tell_mentor(story, river, bees)
    story.act("amina", story.today - timedelta(hours=3), lambda tx: projects.begin(tx, _swifts(story)).id)


def _teams(story: Story, river: UUID, marks: list[UUID]) -> UUID:
    """The Bees talk; the Otters have just been put together, and take one more."""
    bees = _team(story, river, "Team Bees", "maya", "jonas")
    _team(story, river, "Team Otters", "amina", anyone=True)
    story.act("maya", story.today - 24 * DAY, lambda tx: codes.make_code(tx, bees).id)
    story.act("maya", story.today - 24 * DAY, lambda tx: teams.look_after(tx, bees, story.person("maya"), "the camera").id)
    story.act("jonas", story.today - 24 * DAY, lambda tx: teams.look_after(tx, bees, story.person("jonas"), "the measuring").id)
    _board(story, bees, marks)
    _hands_in(story, river, bees)
    room = story.act("maya", story.today, lambda tx: rooms.room_of(tx, rooms.find(tx, bees)).id)
    at = story.today - timedelta(hours=4)
    river = story.photo("jonas", drawings.river_bank(), "The river below the bridge on the day after the rain")
    measured = feedback.Answer("The kit says 12 after the rain. On Monday it was 4. Did I read it wrong?", files=(river,))
    asked = story.act("jonas", at, lambda tx: feedback.add_message(tx, room, measured).id)
    question = story.answer(
        "rivera", at + timedelta(minutes=3), room, "You read it right. What else changed between Monday and today, besides the rain?"
    )
    story.answer("maya", at + timedelta(minutes=4), room, "The bridge works! They started digging on Tuesday.", asked)
    story.act("jonas", at + timedelta(minutes=5), lambda tx: pins.pin(tx, question).id)
    return room


def _board(story: Story, bees: UUID, marks: list[UUID]) -> None:
    """What the Bees have to do: some of it done, one thing late."""
    jars, where, letter, _evening = marks
    today = story.today.date()
    for column, by, title, owner, days, milestone in (
        ("done", "jonas", "Fill two jars at the bridge", "jonas", -13, jars),
        ("done", "maya", "Measure both jars", "maya", -12, jars),
        ("review", "maya", "First version of the letter", "maya", 8, letter),
        ("doing", "jonas", "Measure above the bridge, after the rain", "jonas", -1, where),
        ("doing", "maya", "Photos of the digging, for the map", "maya", 3, None),
        ("todo", "maya", "Ask the fishing club who remembers clear water", "maya", 6, where),
        ("todo", "jonas", "Draw the fields and their drains on the map", "jonas", 9, where),
        ("todo", "rivera", "Find out whom the letter goes to", None, None, letter),
    ):
        planned = tasks.Planned(
            title=title,
            owner=story.person(owner) if owner else None,
            due=today + days * DAY if days else None,
            milestone=milestone,
        )
        story.act(by, story.today - 14 * DAY, lambda tx, column=column, planned=planned: tasks.add(tx, bees, column, planned).id)  # type: ignore[misc]


def _hands_in(story: Story, river: UUID, bees: UUID) -> None:
    """What Maya began Jonas went on with, and handed in on the day; Ms Rivera answered."""
    jars = story.act("maya", story.today, lambda tx: milestones_of(tx, river)[0].id)
    first = Made(title="Two jars", team=bees, milestone=jars, stand=Stand(words="Monday: **4**. After the rain: **12**."))
    work = story.act("maya", story.today - 14 * DAY, lambda tx: artifacts.add(tx, first).id)
    more = Stand(
        words="Monday: **4**. After the rain: **12**.\n\nWhat we don’t understand: above the bridge it stays at 4, whatever the weather.",
        note="I measured above the bridge as well, and wrote what we don’t understand.",
    )
    story.act("jonas", story.today - 12 * DAY, lambda tx: artifacts.add_version(tx, work, more).id)
    story.act("jonas", story.today - 12 * DAY, lambda tx: handins.hand_in(tx, jars, bees, work, 2).id)
    story.answer("rivera", story.today - 11 * DAY, work, "That it stays at 4 above the bridge is the find of the week. Put it first.")


def _team(story: Story, river: UUID, name: str, *people: str, anyone: bool = False) -> UUID:
    made = teams.Made(name=name, people=tuple(story.person(one) for one in people), open=anyone)
    return story.act("rivera", story.today - 25 * DAY, lambda tx: teams.make(tx, river, made).id)


def _milestone(story: Story, project: UUID, given: milestones.Marked) -> UUID:
    return story.act("rivera", story.today - 28 * DAY, lambda tx: milestones.add(tx, project, given).id)


def _river(story: Story, first: date) -> projects.Design:
    return projects.Design(
        title="Our river",
        driving_question="Why is our river brown after the rain, and what would make somebody do something about it?",
        entry_event="We stand on the bridge without saying a word for five minutes. Then everyone asks one question.",
        summary="Seven weeks along four kilometres of river: we measure, ask people, draw a map, and tell the council what we found.",
        aims=(
            "What water carries, and how to measure it",
            "Reading a map, and making one that others can read",
            "Writing so that somebody acts",
        ),
        skills=("Asking for critique, and using it", "Explaining to people who weren’t there"),
        product="An evening at the town hall with our map, our jars and our letter.",
        product_for="The town council, and the people who live by the river",
        starts=first,
        ends=first + 52 * DAY,
        design={
            "challenge": "Nobody in town can say where the mud comes from. Neither can I.",
            "real": "Ms Adeyemi of the council comes to the third week and takes our letter along.",
            "public": "The town hall is booked. The fishing club has been asked.",
        },
        audience=(story.principal("rivera", "class 7B"),),
    )


def _swifts(story: Story) -> projects.Design:
    return projects.Design(
        title="A home for the swifts",
        driving_question="Where do the swifts go when the old roof is taken down?",
        summary="The roof of the gym is repaired in spring. Swifts nest under it. We could build boxes for them before they come back.",
        product="Twelve boxes on the north wall, and a board that says who lives there.",
        product_for="The swifts, and everybody who comes through the gate",
        audience=(story.principal("amina", "teachers 7B"),),
    )
