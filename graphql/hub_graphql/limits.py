"""How much one request may ask for, and how it is told that it asked for more."""

import msgspec


class Limits(msgspec.Struct, frozen=True):
    """The most that one request may ask for."""

    things: int = 20_000
    """Fields that would be answered, each list counted by its `first:` or `last:`."""
    depth: int = 20
    roots: int = 30
    aliases: int = 200
    operations: int = 10
    fragments: int = 200
    """Validation compares each with each."""
    overlap: int = 40_000
    """Comparing fields of one name with one another: the square of their number, times the size of their arguments."""
    page: int = 20
    """How many a connection is taken to hold when the document doesn't say."""
    items: int = 5
    """How many a plain list is taken to hold."""


class TooMuch(Exception):
    """The document asks for more than a limit allows. `code` names the limit."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
