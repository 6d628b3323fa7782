"""Whether it is the database that is away: it restarts, or can't be reached. Nothing is wrong then but the moment."""

from sqlalchemy.exc import DBAPIError

SOON = 2
"""Seconds after which to ask again."""

# PostgreSQL's classes of a lost connection and of a server that stops or starts, and its code of one that is full.
_AWAY = ("08", "57P", "53300")


def database_is_away(problem: BaseException) -> bool:
    """Of PostgreSQL alone: SQLite is a file of our own."""
    if not isinstance(problem, DBAPIError) or not type(problem.orig).__module__.startswith("psycopg"):
        return False
    # An error that the server didn't number came from the line itself; one that it numbered says what it is.
    state = getattr(problem.orig, "sqlstate", None)
    return state.startswith(_AWAY) if state else type(problem.orig).__name__ in ("OperationalError", "InterfaceError")
