"""The tables from step to step: what they become is what the models say, and what was in them stays."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, MetaData, create_engine, func, insert, select
from sqlalchemy.engine import make_url

from hub import migrations
from hub.artifacts import actions as artifacts
from hub.artifacts.models import ArtifactEdition
from hub.database import Database
from hub.drafts.models import Sent
from hub.feedback import actions as feedback
from hub.feedback import reactions
from hub.feedback.models import Message, ReadMark
from hub.goals import actions as goals
from hub.identity.queries import recognise
from hub.ids import new_id
from hub.items import actions as items
from hub.items import links, tags
from hub.items.models import Item, ItemGrant
from hub.loops import actions as loops
from hub.people.models import Person
from hub.projects import actions as projects
from hub.projects import milestones
from hub.safeguarding import actions as safe
from hub.safeguarding import asking
from hub.safeguarding.models import Evidence, Report
from hub.teams import actions as teams
from hub.teams import contracts
from hub.teams import queries as together
from hub.viewer import System
from tests.support.school import School, Someone

WE = System("a test")
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def test_the_tables_are_what_the_models_say(empty_database_url: str) -> None:
    from alembic import command

    migrations.upgrade(empty_database_url)
    migrations._run(empty_database_url, lambda config, _revision: command.check(config), "head")


def test_a_hub_of_the_first_step_keeps_everything(empty_database_url: str) -> None:
    migrations.upgrade(empty_database_url, "0001")
    maya, said = _old_hub(empty_database_url)

    migrations.upgrade(empty_database_url)

    database = Database(empty_database_url, recognise)
    try:
        person = database.read_now(WE, lambda tx: tx.get_one(Person, maya))
        assert (person.called, len(person.letter_key)) == ("Maya", 16)
        seqs = database.read_now(WE, lambda tx: {one.words: one.seq for one in tx.scalars(select(Message))})
        assert seqs == {"First": 1, "Second": 2, "Third": 3}
        assert database.read_now(WE, lambda tx: tx.scalars(select(ReadMark.seq)).all()) == [2], "She had read two of three."
        report = database.read_now(WE, lambda tx: tx.scalars(select(Report)).one())
        assert (report.author_id, report.owner_id, report.kind, report.outcome) == (maya, maya, "reflection", "stayed")
        assert report.message_id == said
        assert database.read_now(WE, lambda tx: tx.scalars(select(Evidence.words)).all()) == ["First"]
        assert database.read_now(WE, lambda tx: tx.scalars(select(Item.opening)).all()) == ["We found a heron."]
    finally:
        database.close()


def test_back_and_forth_keeps_what_the_older_tables_can_hold(database_url: str) -> None:
    database = Database(database_url, recognise)
    maya, rivera, boateng = School(database).people(maya="student", rivera="teacher of maya", boateng="teacher of maya")
    kept = maya.writes("We found a heron.", maya.school.teachers())
    rivera.says(kept, "Where?")
    wish = goals.Wish(title="Find another", audience=(maya.school.teachers(),), steps=("Look",))
    goal = maya.does(lambda tx: goals.begin(tx, wish).id)
    first = rivera.says(goal, "When?")
    maya.does(reactions.react, first, "helps")
    maya.says(goal, "Soon", first)
    drawn = maya.does(lambda tx: artifacts.add(tx, artifacts.Made(title="Map", stand=artifacts.Stand(words="A map"))).id)
    maya.does(artifacts.edit, drawn, artifacts.Wording(title="Our map"), 1)
    piece = new_id()
    for words in ("A map", "A map", "No, a plan"):
        said = maya.says(kept, words, writing=piece)
    _with_a_project(maya, rivera, boateng, kept)
    database.close()

    migrations.downgrade(database_url, "0003")
    migrations.upgrade(database_url)
    database = Database(database_url, recognise)
    assert database.read_now(WE, lambda tx: [(one.digest, one.made_id) for one in tx.scalars(select(Sent))]) == [("", said)]
    assert database.read_now(WE, lambda tx: [(one.title, one.alts) for one in tx.scalars(select(ArtifactEdition))]) == [("Map", {})]
    database.close()

    migrations.downgrade(database_url, "0001")
    migrations.upgrade(database_url)

    database = Database(database_url, recognise)
    try:
        assert database.read_now(WE, lambda tx: tx.scalars(select(Item.id)).all()) == [kept]
        assert database.read_now(WE, lambda tx: tx.scalars(select(Message.words).order_by(Message.id)).all()) == [
            "Where?",
            "A map",
            "No, a plan",
        ]
    finally:
        maya.school.database = database
    assert maya.hears(kept) == ["Where?", "A map", "No, a plan"]
    assert database.read_now(WE, lambda tx: tx.scalars(select(func.count(Item.id)).where(Item.kind == "project")).one()) == 0
    # Classes are shared with again.
    lake = projects.Design(title="The lake", audience=(_class(maya),))
    shared = rivera.does(lambda tx: projects.begin(tx, lake).id)
    assert maya.sees(shared)
    database.close()


def _with_a_project(maya: Someone, rivera: Someone, boateng: Someone, reflection: UUID) -> None:
    """One with all that can hang on it; and a reflection that a class sees, as only somebody's own work can be, from now on."""
    idea = projects.Design(title="The river", driving_question="Whose is it?", audience=(maya.school.teachers(),))
    project = maya.does(lambda tx: projects.begin(tx, idea).id)
    maya.does(projects.change, project, projects.Design(title="Our river"), 1)
    away = maya.does(lambda tx: milestones.add(tx, project, milestones.Marked(key_question="Where is its spring?")).id)
    maya.does(milestones.take_away, away)
    maya.does(tags.tag, project, ["river"])
    maya.does(links.link, reflection, project, "about")
    said = rivera.says(project, "Where?")
    maya.says(project, "There", said)
    maya.does(reactions.react, said, "like")
    rivera.does(feedback.edit_message, said, "Where is it?", 1)
    maya.does(feedback.mark_read, project)
    ask = loops.Ask(item=project, people=(rivera.id,))
    maya.does(loops.ask, ask)
    maya.does(loops.respond, said, "adopted", "Yes")
    rivera.says(project, "As you asked")
    report = maya.does(lambda tx: safe.report_message(tx, said, "Look").id)
    boateng.does(safe.look, report)
    maya.school.people(haddad="admin")
    maya.does(lambda tx: asking.report_person(tx, rivera.id, "worried", "Look"))
    rivera.does(projects.take_on, project)
    rivera.does(items.share, project, [_class(maya), maya.id])
    _with_a_team(maya, rivera, boateng, project)
    rivera.does(lambda tx: projects.copy(tx, project).id)
    class_ = _class(maya)
    maya.school.work(lambda tx: tx.add(ItemGrant(item_id=reflection, principal_id=class_)))


def _with_a_team(maya: Someone, rivera: Someone, boateng: Someone, project: UUID) -> None:
    """In whose room something was said, answered, changed, read and reported; and somebody signed, left it and came back."""
    team = rivera.does(lambda tx: teams.make(tx, project, teams.Made(name="Bees", people=(maya.id,), open=True)).id)
    room = maya.reads(lambda tx: together.by_ids(tx, [team])[team].room_id)
    assert room
    said = maya.says(room, "Who has the map?")
    maya.does(feedback.edit_message, said, "Who has our map?", 1)
    rivera.says(room, "I have", said)
    maya.does(feedback.mark_read, room)
    report = rivera.does(lambda tx: safe.report_message(tx, said, "Look").id)
    boateng.does(safe.look, report)
    maya.does(teams.look_after, team, maya.id, "The map")
    for version, words in enumerate(("We listen.", "We ask.")):
        maya.does(contracts.write, team, words, version)
        maya.does(contracts.sign, team, version + 1)
    maya.does(teams.leave, team)
    maya.does(teams.join, team)


def _class(maya: Someone) -> UUID:
    return maya.school.principal("class", maya.school.classes["7B"])


def test_rows_that_would_point_at_nothing_stop_the_step(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(sqlite_url, recognise)
    School(database).people(maya="student")
    database.close()

    def spoil(config: Any, _revision: str) -> None:
        connection: Connection = config.attributes["connection"]
        connection.exec_driver_sql("DELETE FROM person")

    with pytest.raises(RuntimeError, match="point at nothing"):
        migrations._run(sqlite_url, spoil, "head")
    database = Database(sqlite_url, recognise)
    assert database.read_now(WE, lambda tx: tx.scalar(select(func.count(Person.id)))) == 1
    database.close()


def _old_hub(url: str) -> tuple[UUID, UUID]:
    """A school with one reflection, three messages, a read mark after two of them, and a report of the first."""
    parsed = make_url(url)
    engine = create_engine(parsed.set(drivername="postgresql+psycopg") if parsed.get_backend_name() == "postgresql" else parsed)
    meta = MetaData()
    with engine.begin() as connection:
        meta.reflect(connection)

        def put(table: str, **values: Any) -> None:
            columns = meta.tables[table].c
            kept = {columns[name]: _as_kept(connection, value) for name, value in values.items()}
            connection.execute(insert(meta.tables[table]).values(kept))

        school, maya, prompts, version, item, thread = (uuid4() for _ in range(6))
        put("school", id=school, name="Riverside", time_zone="UTC", languages=["en"], created=NOON)
        put("principal", id=maya, school_id=school, kind="person", subject_id=maya)
        named = {"name": "Maya Okafor", "called": "Maya", "sign_in_name": "maya", "language": "en", "demo": False}
        put("person", id=maya, school_id=school, created=NOON, **named)
        put("prompt_set", id=prompts, school_id=school, key="free", place=0)
        put("prompt_set_version", id=version, prompt_set_id=prompts, number=1, name="Free", about="", prompts=[], created=NOON)
        put("item", id=item, school_id=school, owner_id=maya, kind="reflection", title="Heron", state="posted", created=NOON, updated=NOON)
        put("reflection", id=item, prompts_id=version, answers={"words": "We found a *heron*."}, version=1)
        put("item_grant", item_id=item, principal_id=maya, since=NOON)
        put("thread", id=thread, item_id=item)
        topic = f"thread:{item}"
        put("topic", name=topic, seq=3)
        said = [uuid4() for _ in range(3)]
        for seq, (id_, words) in enumerate(zip(said, ("First", "Second", "Third"), strict=True), start=1):
            at = NOON + timedelta(minutes=seq)
            one = {"thread_id": thread, "item_id": item, "author_id": maya, "voice": "learner", "words": words, "version": 1}
            put("message", id=id_, created=at, **one)
            event = uuid4()
            put("event", id=event, school_id=school, actor_id=maya, kind="message.added", subjects={"message": str(id_)}, at=at)
            put("event_topic", topic=topic, seq=seq, event_id=event)
        put("read_mark", person_id=maya, thread_id=thread, until=NOON + timedelta(minutes=2, seconds=1))
        report = {"school_id": school, "message_id": said[0], "reporter_id": maya, "reason": "Look", "words": "First"}
        put("report", id=uuid4(), created=NOON, closed=NOON, closed_by=maya, **report)
    engine.dispose()
    return maya, said[0]


def _as_kept(connection: Connection, value: Any) -> Any:
    """As the column types of ours would write it: tables that were only looked at don't know them."""
    if connection.dialect.name != "sqlite":
        return value
    if isinstance(value, UUID):
        return value.hex
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value
