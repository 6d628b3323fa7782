"""A schema in which anything may go wrong: what its objects hold is drawn by a number, and much of it is not what their types say."""

from datetime import UTC, datetime
from enum import Enum
from random import Random
from typing import Annotated, Any

import strawberry

from hub.errors import Forbidden


@strawberry.enum
class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Else(Enum):
    RED = "red"


class Shout(str):
    pass


@strawberry.input
class Size:
    width: int = 1
    colours: list[Colour] = strawberry.field(default_factory=lambda: [Colour.RED])


class Box:
    """What one object holds. The same number always makes the same."""

    def __init__(self, seed: str, worst: float) -> None:
        self.seed = seed
        self.worst = worst

    def draw(self, name: str, good: list[Any], bad: list[Any]) -> Any:
        random = Random(f"{self.seed}/{name}")
        return random.choice(bad if random.random() < self.worst else good)

    def word(self, name: str) -> Any:
        return self.draw(name, ["a", "", "ü\n"], [None, 7, True, Shout("s"), ["x"], object, ValueError("a wrong word"), b"x"])

    def thing(self, name: str) -> Any:
        kinds: list[Any] = [Flower, Stone, Bed]
        return _made(self.draw(name, kinds, [None, "stray", ValueError("no thing"), Path]), self.seed + name, self.worst)

    def flower(self, name: str) -> Any:
        return _made(self.draw(name, [Flower], [None, Stone, "stray", ValueError("no flower")]), self.seed + name, self.worst)

    def many(self, name: str, what: str) -> Any:
        count = self.draw(f"{name}#", [0, 1, 2, 3], [None, "no list", ValueError("no list"), {"a": 1}])
        if not isinstance(count, int):
            return count
        items = [getattr(self, what)(f"{name}[{n}]") for n in range(count)]
        return items if count != 2 else (item for item in items)


def _made(kind: Any, seed: str, worst: float) -> Any:
    if not isinstance(kind, type):
        return kind
    box = Box(seed[-60:], worst)
    if kind is Path:
        return Path(length=3)
    common = {
        "box": box,
        "name": box.word("name"),
        "nick": box.word("nick"),
        "id": box.word("id"),
        "colour": box.draw("colour", list(Colour), [None, "red", "RED", Else.RED, [], ValueError("no colour")]),
        "shade": box.draw("shade", list(Colour), [None, "BLUE", 3, ValueError("no shade")]),
        "since": box.draw("since", [datetime(2026, 1, 2, tzinfo=UTC)], [None, "yesterday", ValueError("never")]),
        "height": box.draw("height", [1, 2, 0.5, 3.0], [None, "4", "tall", 2**40, True, float("nan")]),
        "loud": box.draw("loud", [True, False], [None, 1, "yes", 0]),
        "weight": box.draw("weight", [1.5, 2], [None, "4", float("inf"), True]),
    }
    return kind(**common)


@strawberry.interface
class Thing:
    id: strawberry.ID
    name: str
    nick: str | None
    colour: Colour
    shade: Colour | None
    since: datetime | None
    height: int | None
    loud: bool | None
    weight: float
    box: strawberry.Private[Box]

    @strawberry.field
    def beside(self) -> "Thing | None":
        return self.box.thing("beside")  # type: ignore[no-any-return]

    @strawberry.field
    def bees(self, first: int = 2, after: str | None = None) -> list["Thing | None"]:
        return self.box.many(f"bees{first}{after}", "thing")  # type: ignore[no-any-return]

    @strawberry.field
    def painted(self, size: Size, colour: Colour | None = Colour.BLUE, info: strawberry.Info = None) -> str | None:  # type: ignore[assignment]
        size.colours.append(Colour.BLUE)  # A resolver may change what it is given.
        return f"{size.width} {[one.name for one in size.colours]} {colour} {info.path.key} {info.field_name} {info.context}"

    @strawberry.field
    def mixed(self, size: Size) -> int:
        size.colours.append(Colour.BLUE)
        return len(size.colours)

    @strawberry.field
    def refused(self) -> str | None:
        raise Forbidden("That is hers alone.")

    @strawberry.field
    def broken(self, loudly: bool) -> str:
        raise ZeroDivisionError(f"broken {loudly}")


@strawberry.type
class Flower(Thing):
    petals: list[str] = strawberry.field(resolver=lambda self: self.box.many("petals", "word"))

    @strawberry.field
    def seeds(self) -> list[list[str | None]] | None:
        return self.box.draw("seeds", [[["a"], ["b", None]], []], [None, [None], [["a"], "b"], [[7, ValueError("a bad seed")]]])  # type: ignore[no-any-return]

    @strawberry.field
    def twin(self) -> "Flower":
        return self.box.flower("twin")  # type: ignore[no-any-return]


@strawberry.type
class Stone(Thing):
    @strawberry.field
    def under(self) -> list["Flower"] | None:
        return self.box.many("under", "flower")  # type: ignore[no-any-return]


@strawberry.type
class Bed(Thing):
    @strawberry.field
    def flowers(self) -> list[Flower]:
        return self.box.many("flowers", "flower")  # type: ignore[no-any-return]

    @strawberry.field
    def best(self) -> Annotated[Flower | Stone, strawberry.union("FlowerOrStone")] | None:
        return self.box.thing("best")  # type: ignore[no-any-return]


@strawberry.type
class Path:
    """No Thing, though it turns up among them."""

    length: int


Found = Annotated[Flower | Stone | Path, strawberry.union("Found")]


@strawberry.type
class Query:
    @strawberry.field
    def garden(self, seed: int = 1, worst: float = 0.05) -> Bed | None:
        return _made(Bed, str(seed), worst)  # type: ignore[no-any-return]

    @strawberry.field
    def all(self, info: strawberry.Info, seed: int, worst: float = 0.05) -> list[Thing]:
        return Box(f"{info.field_name}{seed}", worst).many("all", "thing")  # type: ignore[no-any-return]

    @strawberry.field
    def found(self, seed: int = 2, worst: float = 0.05) -> Found | None:
        return Box(str(seed), worst).thing("found")  # type: ignore[no-any-return]

    @strawberry.field
    def must(self, seed: int, ids: list[strawberry.ID] | None = None) -> Thing:
        return Box(f"{seed}{ids}", 0.1).thing("must")  # type: ignore[no-any-return]


@strawberry.type
class Mutation:
    @strawberry.mutation
    def plant(self, info: strawberry.Info, name: str) -> int:
        info.context.append(name)
        return len(info.context)

    @strawberry.mutation
    def dig(self, info: strawberry.Info, deep: bool = False) -> int | None:
        info.context.clear()
        raise ValueError("a stone")


schema = strawberry.Schema(Query, Mutation)
