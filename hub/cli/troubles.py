"""What went wrong, in one sentence for whoever runs the hub. What is our own fault has none, and shows its traceback."""

import errno
import socket

from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from hub.errors import Refusal


def in_words(problem: BaseException) -> str | None:
    """None for what nobody has foreseen."""
    if isinstance(problem, Refusal):
        return problem.message
    if isinstance(problem, DBAPIError):
        return _database(problem.orig or problem)
    if _is(problem, "psycopg", "Error") or _is(problem, "pysqlite3", "Error") or _is(problem, "sqlite3", "Error"):
        return _database(problem)
    if _is(problem, "alembic.util.exc", "CommandError") and "Can't locate revision" in str(problem):
        return "This database was made by a newer Trellis. Install that version again, or restore a backup of this one."
    if isinstance(problem, (ArgumentError, NoSuchModuleError)):
        return "TRELLIS_DATABASE_URL can't be read as the address of a database."
    if isinstance(problem, OSError):
        return _system(problem)
    if isinstance(problem, (ValueError, LookupError)) and problem.args and isinstance(problem.args[0], str):
        # Said by us, with a full stop; those of Python's own are no sentences.
        said = problem.args[0]
        return said if " " in said and said[-1] in ".?" else None
    return None


def _is(problem: BaseException, module: str, name: str) -> bool:
    """By name: only a library that is loaded can have raised it, and loading it for this would cost every start its time."""
    return any((kind.__module__.startswith(module), kind.__name__) == (True, name) for kind in type(problem).__mro__)


def _database(problem: BaseException) -> str | None:
    said = " ".join(str(problem).split())
    for sign, sentence in _SAID.items():
        if sign in said:
            return sentence
    if _is(problem, "psycopg", "OperationalError"):
        return f"The PostgreSQL of TRELLIS_DATABASE_URL can't be reached: {said[:300].rstrip('.')}."
    return None


_SAID = {
    "database is locked": "The database is locked: another program is holding it. Wait until that is done, or stop it, and try again.",
    "unable to open database file": "The database file can't be opened. Is TRELLIS_DATA a folder that this account may write to?",
    "readonly database": "The database may only be read by this account. Who owns the folder of TRELLIS_DATA?",
    "not a database": "The file that should be the database is something else. Is TRELLIS_DATABASE_URL, or TRELLIS_DATA, the right one?",
    "disk is full": "The disk is full. Make room, then try again.",
    "No space left": "The disk is full. Make room, then try again.",
    "malformed": "The database is damaged. Keep a copy of it, and restore the latest backup.",
    "password authentication failed": "PostgreSQL refuses the name or the password of TRELLIS_DATABASE_URL.",
    "Connection refused": "No PostgreSQL answers at TRELLIS_DATABASE_URL. Is it running, and is its port the right one?",
    "could not translate host name": "The host of TRELLIS_DATABASE_URL is not known. Is its name spelled right?",
    "failed to resolve host": "The host of TRELLIS_DATABASE_URL is not known. Is its name spelled right?",
    "does not exist": "PostgreSQL has no such database, or no such account, as TRELLIS_DATABASE_URL names. Create it first.",
    "permission denied": "The account of TRELLIS_DATABASE_URL may not make tables there. Give it the database as its owner.",
}


def _system(problem: OSError) -> str:
    where = problem.filename if isinstance(problem.filename, str) else ""
    sentences = {
        errno.EACCES: f"This account may not write to {where or 'that place'}.",
        errno.EPERM: f"This account may not write to {where or 'that place'}.",
        errno.EROFS: f"{where or 'That place'} can only be read.",
        errno.ENOSPC: "The disk is full. Make room, then try again.",
        errno.ENOENT: f"There is no {where or 'such file'}.",
        errno.ENOTDIR: f"{where or 'A part of the path'} is a file, and should be a folder.",
        errno.EISDIR: f"{where or 'It'} is a folder, and should be a file.",
        errno.EEXIST: f"{where or 'It'} is there already.",
    }
    if isinstance(problem, socket.gaierror):
        return "The host name is not known."
    return sentences.get(problem.errno or 0, f"{problem.strerror or type(problem).__name__}{f': {where}' if where else ''}.")
