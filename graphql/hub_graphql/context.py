"""What resolvers stand on: who asks, the transaction in which it is read, and levels, which load what they need as one set."""

from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Any, TypeVar

from hub.database import Tx
from hub.turns import Turns
from hub.viewer import Viewer

T = TypeVar("T")
Load = Callable[..., Mapping[Any, Any]]

_LOADERS: dict[str, Load] = {}


def loads(what: str) -> Callable[[Load], Load]:
    """Registers how `what` is loaded: a function of the context, the keys of a level, and the field's own arguments.

    Answers with what belongs to each key. By name, so that modules need not import each other in a circle.
    """

    def register(load: Load) -> Load:
        assert what not in _LOADERS, what
        _LOADERS[what] = load
        return load

    return register


class Context:
    """One operation of one person."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns

    @property
    def tx(self) -> Tx:
        return self.turns.tx

    @property
    def viewer(self) -> Viewer:
        return self.tx.viewer

    def load(self, what: str, keys: Collection[Any], *how: Hashable) -> Mapping[Any, Any]:
        return _LOADERS[what](self, keys, *how) if keys else {}

    def one(self, kind: type[T], key: Any) -> T | None:
        """None for what is missing, and alike for what is not this viewer's to see, and for no key at all."""
        return None if key is None else self.load(kind.__name__, [key]).get(key)


class Level:
    """Things that were loaded together. What one of them is asked for is loaded for all: one set, however many they are."""

    __slots__ = ("_found", "context", "keys")

    def __init__(self, context: Context, keys: Collection[Any]) -> None:
        self.context = context
        self.keys = keys
        self._found: dict[tuple[Hashable, ...], Mapping[Any, Any]] = {}

    def need(self, what: str, key: Any, *how: Hashable) -> Any:
        """What belongs to one of its things; None where there is nothing."""
        asked = (what, *how)
        if asked not in self._found:
            self._found[asked] = self.context.load(what, self.keys, *how)
        return self._found[asked].get(key)
