"""Fills an empty hub with the demo school: its people, their work, and what was said about it, by the very actions that pages use."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from sqlalchemy import select

from hub.clock import now
from hub.database import Database, Tx
from hub.demo.goals import tell_goals
from hub.demo.people import PEOPLE, Demo, Someone, make_people
from hub.feedback import actions as feedback
from hub.files import actions as files
from hub.files.photos.rules import kind_of
from hub.files.store import Store
from hub.identity import actions as identity
from hub.identity.keys import digest
from hub.ids import new_id
from hub.items.actions import principal_of
from hub.items.models import Item
from hub.people.models import Class, Person, School
from hub.reflections import actions as reflections
from hub.reflections import queries as prompts
from hub.viewer import Claim, System

DEMO = System("demo school")
DAY = timedelta(days=1)


def is_empty(database: Database) -> bool:
    """Whether no school was opened yet."""
    return not database.read_now(DEMO, lambda tx: tx.scalar(select(School.id).limit(1)))


def demo_people(database: Database) -> list[Someone]:
    """Those of the demo's people who are on this hub."""
    here = set(database.read_now(DEMO, lambda tx: tx.scalars(select(Person.sign_in_name).where(Person.demo.is_(True))).all()))
    return [one for one in PEOPLE if one.sign_in_name in here]


def fill(database: Database, store: Store) -> None:
    """Makes the demo school on an empty hub."""
    demo = database.write_now(DEMO, make_people)
    _Story(database, store, demo).tell()


class _Story:
    """Who did what, and when."""

    def __init__(self, database: Database, store: Store, demo: Demo) -> None:
        self.database = database
        self.store = store
        self.demo = demo
        self.claims: dict[str, Claim] = {}
        self.today = now()

    def tell(self) -> None:
        # Here, because every start asks who of the demo is there, and few draw its photos.
        from hub.demo import drawings
        from hub.demo.artifacts import tell_artifacts
        from hub.demo.loops import tell_loops
        from hub.demo.projects import tell_projects
        from hub.demo.questions import tell_questions
        from hub.demo.siblings import tell_siblings

        jars = self.photo("maya", drawings.two_jars(), "Two jars of river water side by side: one brown, one almost clear")
        bank = self.photo("jonas", drawings.river_bank(), "The river below the bridge, with reeds in front")
        water = self.reflect(
            "maya",
            self.today - 3 * DAY,
            "what",
            "What the jars showed me",
            {
                "what": "We filled one jar on Monday and one **after the rain**. I held both against the window and took this photo.",
                "so_what": "I thought the rain would make the river cleaner. It did the opposite. I think the mud comes from the new path.",
                "now_what": "Ask the council what they measure, and take a third jar from above the bridge.",
            },
            ["teachers 7B", "family"],
            (jars,),
        )
        asked = self.answer(
            "rivera",
            self.today - 2 * DAY,
            water,
            "The two jars do the explaining for you. How could you find out whether it is really the path?",
        )
        self.answer(
            "chidi",
            self.today - 2 * DAY + timedelta(hours=3),
            water,
            "Nana read it over my shoulder and said “so that is why the fish left”.",
        )
        self.answer("maya", self.today - DAY, water, "I could take one jar above the path and one below it, on the same day.", asked)
        bees = self.reflect(
            "maya",
            self.today - 9 * DAY,
            "rose",
            "My first week with the bees",
            {
                "rose": "Jonas and I agreed on who does what without anyone getting loud.",
                "bud": "I begin to like explaining things.",
                "thorn": "I talked too much in the meeting.",
            },
            ["family"],
        )
        self.reflect(
            "maya",
            self.today - 12 * DAY,
            "free",
            "",
            {"words": "I don't want to show this one yet. I was angry today and I want to think first."},
            [],
        )
        self.reflect(
            "jonas",
            self.today - DAY - timedelta(hours=2),
            "what",
            "Below the bridge",
            {
                "what": "I went to the bank below the bridge and counted how far down I could see the white plate: 38 cm.",
                "so_what": "Last week it was 61 cm. Something changed upstream.",
            },
            ["teachers 7B", "family"],
            (bank,),
        )
        self.reflect(
            "amina",
            self.today - timedelta(hours=5),
            "rose",
            "Painting the map",
            {"rose": "The blue came out right at last.", "thorn": "The paper got wet and the bridge is wavy now."},
            ["teachers 7B", "teachers Art club"],
        )
        seven = self.reflect(
            "rivera",
            self.today - 6 * DAY,
            "free",
            "Waiting longer after a question",
            {"words": "I counted to seven before I said anything. Three hands came up that I had never seen before."},
            [],
        )
        tell_goals(self, water, bees, seven)
        tell_artifacts(self)
        tell_loops(self, self.demo.id("rivera"))
        tell_siblings(self)
        tell_projects(self)
        tell_questions(self)
        self.has_read("maya", but=water)
        self.leave()

    def reflect(
        self,
        name: str,
        at: datetime,
        key: str,
        title: str,
        answers: dict[str, str],
        audience: Sequence[str],
        photos: tuple[UUID, ...] = (),
    ) -> UUID:
        principals = tuple(self.principal(name, words) for words in audience)

        def post(tx: Tx) -> UUID:
            version = next(one for one in prompts.sets(tx) if one.key == key)
            written = reflections.Written(prompts=version.id, answers=answers, title=title, audience=principals, photos=photos)
            return reflections.post(tx, written).id

        return self.act(name, at, post)

    def answer(self, name: str, at: datetime, item: UUID, words: str, to: UUID | None = None) -> UUID:
        return self.act(name, at, lambda tx: feedback.add_message(tx, item, feedback.Answer(words, None, to)).id)

    def has_read(self, name: str, *, but: UUID) -> None:
        """What was said about all that they may see, but one."""

        def read(tx: Tx) -> UUID:
            for item in tx.scalars(select(Item.id).where(Item.id != but)):
                feedback.mark_read(tx, item)
            return but

        self.act(name, self.today, read)

    def photo(self, name: str, raw: bytes, alt: str) -> UUID:
        # Not at the top: nobody else of this process needs what draws.
        from hub.files.photos.studio import drawn

        kind = kind_of(raw)
        assert kind is not None
        photo = drawn(BytesIO(raw), kind)
        file_id = new_id()
        for rendition in photo.renditions:
            self.store.put(files.key_of(file_id, rendition.name), rendition.bytes)

        def keep(tx: Tx) -> UUID:
            file = files.keep(tx, file_id, photo, quota=1_000_000_000)
            file.alt = alt
            return file.id

        return self.act(name, self.today, keep)

    def act(self, name: str, at: datetime, action: Callable[[Tx], UUID]) -> UUID:
        """As this person, at that time."""

        def then(tx: Tx) -> UUID:
            tx.now = at
            return action(tx)

        if name not in self.claims:
            signed_in = self.database.write_now(DEMO, identity.new_session, self.demo.id(name), DAY, "demo", shared=False)
            self.claims[name] = Claim("session", digest(signed_in.secret))
        return self.database.write_now(self.claims[name], then)

    def person(self, name: str) -> UUID:
        return self.demo.id(name)

    def principal(self, name: str, words: str) -> UUID:
        """ "family"; or "teachers" or "class", and the name of a class."""

        def find(tx: Tx) -> UUID:
            if words == "family":
                return principal_of(tx, "family", self.demo.id(name))
            kind, class_name = words.split(" ", 1)
            class_id = tx.scalars(select(Class.id).where(Class.name == class_name)).one()
            return principal_of(tx, "class" if kind == "class" else "teachers", class_id)

        return self.database.read_now(DEMO, find)

    def leave(self) -> None:
        """Ends the sessions in which the story was told."""
        for claim in self.claims.values():
            self.database.write_now(DEMO, identity.sign_out, claim)
