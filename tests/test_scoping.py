"""What a viewer's session refuses, and what it withholds, however it is asked."""

from collections.abc import Callable, Iterator
from typing import Any, cast
from uuid import UUID

import pytest
from sqlalchemy import (
    Table,
    bindparam,
    case,
    column,
    delete,
    exists,
    func,
    insert,
    lambda_stmt,
    literal,
    literal_column,
    select,
    table,
    text,
    true,
    union,
    update,
)
from sqlalchemy.orm import Bundle, Load, aliased, join, joinedload, selectinload, with_polymorphic

import hub.events
import hub.jobs  # noqa: F401 - so that every model is mapped
from hub.database import Database, Tx
from hub.errors import NotSignedIn
from hub.events import Event
from hub.feedback.models import Message, Thread
from hub.files.models import File
from hub.identity.queries import recognise
from hub.items.models import Item, ItemGrant
from hub.people.models import Person
from hub.reflections.models import PromptSetVersion, Reflection
from hub.viewer import Claim
from tests.support.databases import Databases
from tests.support.school import School, Someone

_item, _message, _person = Item.__table__, Message.__table__, Person.__table__
_Other = aliased(Item)
_TITLES = select(Item.id, Item.title)

REFUSED: dict[str, Callable[[], Any]] = {
    "a core select": lambda: select(_item.c.title),
    "a bare table": lambda: select(_item),
    "text": lambda: text("SELECT title FROM item"),
    "text with columns": lambda: select(Item).from_statement(text("SELECT * FROM item")),
    "a core statement behind a model": lambda: select(Item).from_statement(select(_item)),
    "a statement behind a model": lambda: select(Item).from_statement(select(Item)),
    "a column of text": lambda: select(Person.id, text("(SELECT title FROM item)")),
    "a condition of text": lambda: select(Person.id).where(text("(SELECT title FROM item) = 'Secret'")),
    "literal SQL": lambda: select(Person.id, literal_column("(SELECT title FROM item)")),
    "a table by its name": lambda: select(Person.id, table("item", column("title")).c.title),
    "text as a subquery": lambda: select(Person.id, text("SELECT title FROM item").columns(column("title")).subquery().c.title),
    "an operator of text": lambda: select(Person.id, Person.name.op("|| (SELECT title FROM item) ||")(literal(""))),
    "a prefix": lambda: select(Person.id).prefix_with("(SELECT title FROM item),"),
    "a suffix": lambda: select(Person.id, Person.name).suffix_with("UNION SELECT id, title FROM item"),
    "a hint": lambda: select(Person.id).with_statement_hint("UNION SELECT title FROM item"),
    "a bare column of another table": lambda: select(Person.id, _item.c.title),
    "a bare column beside an alias": lambda: select(_Other.id, _item.c.title),
    "a bare alias": lambda: select(Person.id, _item.alias().c.title),
    "a bare column in a subquery": lambda: select(Person.id, select(_item.c.title).limit(1).scalar_subquery()),
    "a bare column in a subquery of its model": lambda: select(Item.id, select(_item.c.title).correlate(None).limit(1).scalar_subquery()),
    "a bare column in a case": lambda: select(Person.id, case((select(func.count(_item.c.id)).scalar_subquery() > 0, 1), else_=0)),
    "a bare column in an order": lambda: select(Person.id).order_by(select(_item.c.title).scalar_subquery()),
    "a union with a bare select": lambda: select(Item.title).union_all(select(_item.c.title)),
    "a subquery with a bare union": lambda: select(select(Item.title).union_all(select(_item.c.title)).subquery().c.title),
    "a bare CTE": lambda: select(Person.id).add_cte(select(_item.c.title).cte("stolen")),
    "a recursive CTE": lambda: _recursive(),
    "a bare lateral": lambda: _lateral(select(_item.c.title)),
    "a bare join": lambda: select(Person.id).select_from(_item.join(_person, true())),
    "a join made beforehand": lambda: select(Person.id).select_from(join(Person, Item, true())),
    "a bare table joined": lambda: select(Person.id, _item.c.title).outerjoin(_item, true()),
    "an alias of another table": lambda: select(aliased(Person, _message.alias(), adapt_on_names=True).id),
    "an alias of a bare select": lambda: select(aliased(Item, select(_item).subquery())),
    "a lambda": lambda: lambda_stmt(lambda: select(Item.title)),
    "a lambda inside": lambda: select(Person.id).where(lambda: select(_item.c.title).scalar_subquery() == "Secret"),
    "other columns": lambda: select(Item.id).with_only_columns(_item.c.title),
    "a load by join": lambda: select(File).options(joinedload(File.renditions)),
    "any load by join": lambda: select(File).options(joinedload("*")),
    "a load by join of one model": lambda: select(Reflection).options(Load(Reflection).joinedload(Reflection.prompts)),
    "a load by join behind another": lambda: select(Reflection).options(
        selectinload(Reflection.prompts).joinedload(PromptSetVersion.prompt_set)
    ),
    "the hub's own": lambda: select(Event),
    "a bulk update": lambda: update(Item).values(title="stolen"),
    "a bulk update by key": lambda: update(Item),
    "a bulk delete": lambda: delete(ItemGrant),
    "a bulk insert": lambda: insert(ItemGrant).values(item_id=UUID(int=1), principal_id=UUID(int=2)),
    "a core update": lambda: cast(Table, _item).update().values(title="stolen"),
}

WITHHELD: dict[str, Callable[[], Any]] = {
    "the model": lambda: select(Item),
    "its column": lambda: select(Item.title),
    "its subclass": lambda: select(Reflection),
    "a column of its subclass": lambda: select(Reflection.version),
    "an alias": lambda: select(_Other.title),
    "an alias of its table": lambda: select(aliased(Item, _item.alias())),
    "an alias of a subquery": lambda: select(aliased(Item, select(Item).subquery())),
    "an alias of a union": lambda: select(aliased(Item, select(Item).union_all(select(Item)).subquery()).title),
    "all kinds": lambda: select(with_polymorphic(Item, "*")),
    "all kinds, aliased": lambda: select(with_polymorphic(Item, [Reflection], flat=True)),
    "a bundle": lambda: select(Bundle("both", Item.id, Item.title)),
    "a bare column beside its model": lambda: select(Item.id, _item.c.title),
    "a join": lambda: select(Person.id, Item.title).join(Item, Item.owner_id == Person.id),
    "a join of a message": lambda: select(literal(1)).select_from(Person).join(Message, true()),
    "a condition alone": lambda: select(Person.id).where(Message.words == "Secret"),
    "an alias in a condition": lambda: select(Person.id).where(aliased(Message).words == "Secret"),
    "a correlated condition": lambda: select(Person.id).where(select(Message.id).where(Message.author_id == Person.id).exists()),
    "an exists": lambda: select(Person.id).where(exists().where(Message.words == "Secret")),
    "an in": lambda: select(Person.id).where(literal("Secret").in_(select(Item.title))),
    "a subquery": lambda: select(_TITLES.subquery().c.title),
    "a CTE": lambda: select(_TITLES.cte().c.title),
    "a subquery that joins": lambda: _beside(lambda both: both.subquery()),
    "a CTE that joins": lambda: _beside(lambda both: both.cte()),
    "a union": lambda: union(select(Item.title), select(Reflection.title)),
    "a union inside": lambda: select(union(select(Item.title), select(Item.title)).subquery().c.title),
    "a constant": lambda: select(literal("Secret")).select_from(Item),
    "a window": lambda: select(Person.id, func.max(Item.title).over()).join(Item, true()),
    "the thread": lambda: select(Thread),
    "the words": lambda: select(Message.words),
    "the audience": lambda: select(ItemGrant.principal_id),
}


def _recursive() -> Any:
    begun = _TITLES.cte("begun", recursive=True)
    return select(begun.union_all(select(_item.c.id, _item.c.title)).c.title)


def _lateral(inner: Any) -> Any:
    beside = inner.lateral()
    return select(Person.id, beside.c.title).join(beside, true())


def _beside(made: Callable[[Any], Any]) -> Any:
    both = made(select(Person.id, Person.name).join(Message, Message.words == "Secret"))
    return select(both.c.id, both.c.name)


@pytest.fixture(scope="module")
def secret(databases: Databases) -> Iterator[tuple[Someone, Someone, UUID]]:
    """Maya, who wrote it; Jonas of her class, with whom it isn't shared; the item. No test here changes anything."""
    with databases.fresh("sqlite") as url:
        database = Database(url, recognise)
        maya, jonas = School(database).people(maya="student", jonas="student")
        item = maya.writes("Secret", title="Secret")
        maya.says(item, "Secret")
        yield maya, jonas, item
        database.close()


@pytest.mark.parametrize("how", REFUSED)
def test_a_viewers_session_refuses(how: str, secret: tuple[Someone, Someone, UUID]) -> None:
    for someone in secret[:2]:
        with pytest.raises(PermissionError):
            someone.does(lambda tx: tx.execute(REFUSED[how]()))


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
@pytest.mark.parametrize("how", WITHHELD)
def test_a_viewers_session_withholds_from_a_classmate(how: str, secret: tuple[Someone, Someone, UUID]) -> None:
    maya, jonas, _item = secret
    assert maya.reads(lambda tx: tx.execute(WITHHELD[how]()).all())
    assert jonas.reads(lambda tx: tx.execute(WITHHELD[how]()).all()) == []


def test_laterals_are_scoped_as_well(postgresql_url: str) -> None:
    database = Database(postgresql_url, recognise)
    maya, jonas = School(database).people(maya="student", jonas="student")
    maya.writes("Secret", title="Secret")
    rows = maya.reads(lambda tx: tx.execute(_lateral(select(Item.title))).all())
    assert {row.title for row in rows} == {"Secret"}
    assert jonas.reads(lambda tx: tx.execute(_lateral(select(Item.title))).all()) == []
    database.close()


def test_get_count_query_and_refresh_withhold_too(secret: tuple[Someone, Someone, UUID]) -> None:
    _maya, jonas, item = secret

    def look(tx: Tx) -> list[Any]:
        return [
            tx.get(Item, item),
            tx.get(Reflection, item),
            tx.scalar(select(func.count()).select_from(Item)),
            tx.scalar(select(func.count(Item.id))),
            tx.query(Item).count(),
            tx.query(Item).all(),
            tx.scalars(select(Item)).first(),
        ]

    assert jonas.reads(look) == [None, None, 0, 0, 0, [], None]


def test_what_the_hub_loaded_for_itself_is_not_there_for_the_viewer(secret: tuple[Someone, Someone, UUID]) -> None:
    _maya, jonas, item = secret

    def look(tx: Tx) -> Any:
        with tx.system("a test"):
            kept = tx.get(Item, item)
        assert kept is not None
        return tx.get(Item, item)

    assert jonas.reads(look) is None


def test_nobody_lends_another_persons_eyes(secret: tuple[Someone, Someone, UUID]) -> None:
    maya, jonas, _item = secret
    mine = select(Item.title).where(Item.owner_id == bindparam("viewer_id"))
    assert maya.reads(lambda tx: tx.scalars(mine).all()) == ["Secret"]
    assert jonas.reads(lambda tx: tx.scalars(select(Item.title), {"viewer_id": maya.id, "viewer_holds": [maya.id]}).all()) == []


def test_there_is_no_way_round_the_session(secret: tuple[Someone, Someone, UUID]) -> None:
    _maya, jonas, item = secret
    ways: list[Callable[[Tx], Any]] = [
        lambda tx: tx.connection(),
        lambda tx: tx.query(Item).update({"title": "stolen"}),
        lambda tx: tx.query(Item).delete(),
        lambda tx: tx.bulk_update_mappings(Item, [{"id": item, "title": "stolen"}]),
        lambda tx: tx.bulk_insert_mappings(ItemGrant, [{"item_id": item, "principal_id": jonas.id}]),
        lambda tx: tx.bulk_save_objects([ItemGrant(item_id=item, principal_id=jonas.id)]),
        lambda tx: tx.execute(update(Item), [{"id": item, "title": "stolen"}]),
    ]
    for way in ways:
        with pytest.raises(PermissionError):
            jonas.does(way)
    assert not jonas.sees(item)


def test_a_stranger_reads_nothing(secret: tuple[Someone, Someone, UUID]) -> None:
    database = secret[0].school.database
    for claim in (None, Claim("session", "0" * 64), Claim("token", secret[0].claim.digest)):
        with pytest.raises(NotSignedIn):
            database.read_now(claim, lambda tx: tx.scalars(select(Item)).all())
