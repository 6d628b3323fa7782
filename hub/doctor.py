"""Looks at everything that Trellis stands on. Each check says what is so, or what to do; none changes anything, and no mail is sent."""

import contextlib
import os
import shutil
import smtplib
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
import psycopg
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from hub import assets, migrations
from hub.database import Database
from hub.engines import SQLITE, conninfo
from hub.identity.queries import recognise
from hub.jobs import Job
from hub.people.models import Person, School
from hub.settings import Settings, is_local
from hub.viewer import System

State = Literal["ok", "warning", "problem"]
US = System("doctor")
PATIENCE = 5
"""Seconds that another server has to answer."""
LITTLE, VERY_LITTLE = 5_000_000_000, 500_000_000
"""Bytes free on the disk."""


class Finding(msgspec.Struct, frozen=True):
    """`words` is a sentence; for a warning or a problem it says what to do."""

    about: str
    state: State
    words: str


def look(settings: Settings, in_words: Callable[[Exception], str | None] = lambda _problem: None) -> list[Finding]:
    """All of them; one that can't be made is a problem itself, told by `in_words` where that knows it."""
    found: list[Finding] = []
    for about, check in CHECKS.items():
        if check is _people and any((one.about, one.state) == ("Database", "problem") for one in found):
            continue
        try:
            found += [Finding(about, *one) for one in check(settings)]
        except Exception as problem:
            found.append(Finding(about, "problem", in_words(problem) or f"This could not be looked at ({type(problem).__name__})."))
    return found


Told = Iterator[tuple[State, str]]


def _python(_settings: Settings) -> Told:
    yield "ok", f"Python {'.'.join(str(part) for part in sys.version_info[:3])}."


def _sqlite(settings: Settings) -> Told:
    if _engine(settings) == "sqlite":
        yield sqlite_fault(SQLITE.sqlite_version)


def sqlite_fault(version: str) -> tuple[State, str]:
    """3.7.0 to 3.51.2 can lose a write when one connection begins a new WAL while another checkpoints the old one."""
    numbers = tuple(int(part) for part in version.split("."))
    if (3, 7, 0) <= numbers <= (3, 51, 2):
        return "warning", (
            f"SQLite {version} can, very rarely, damage a database that is written by two processes at once. "
            "Serve with one process and no `trellis` command beside it, or use PostgreSQL, or an SQLite of 3.51.3 or newer."
        )
    return "ok", f"SQLite {version}."


def _database(settings: Settings) -> Told:
    if _engine(settings) == "sqlite":
        path = Path(make_url(settings.database).database or "")
        if not path.is_file():
            yield "warning", f"There is no database in {path.parent} yet: `trellis serve` or `trellis create-admin` makes it."
            return
        if not _can_be_written(path):
            yield "problem", f"{path} can't be written to: another program is holding it, or this account may not."
            return
    else:
        with psycopg.connect(conninfo(settings.database), connect_timeout=PATIENCE) as connection:
            yield "ok", f"PostgreSQL {connection.info.server_version // 10000} answers."
    stands = migrations.revision(settings.database)
    if stands == migrations.newest():
        yield "ok", f"Its tables are up to date ({stands})."
    elif stands is not None and not migrations.knows(stands):
        yield "problem", f"Its tables ({stands}) were made by a newer Trellis: install that version again, or restore a backup."
    else:
        yield "problem", "Its tables are not up to date: run `trellis migrate`."


def _can_be_written(path: Path) -> bool:
    try:
        with contextlib.closing(SQLITE.connect(str(path), timeout=PATIENCE, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except SQLITE.OperationalError:
        return False
    return True


def _data(settings: Settings) -> Told:
    folder = settings.data.absolute()
    there = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError:
        yield "problem", f"{there} can't be written to by this account: change its owner, or TRELLIS_DATA."
        return
    yield "ok", f"{folder} can be written to."
    free = shutil.disk_usage(there).free
    state: State = "problem" if free < VERY_LITTLE else "warning" if free < LITTLE else "ok"
    yield state, f"{free / 1e9:.1f} GB are free there." + ("" if state == "ok" else " Make room before photos and words are refused.")
    if os.name == "posix" and folder.exists() and folder.stat().st_mode & 0o007:
        yield "warning", f"Everyone on this machine may look into {folder}: `chmod o-rwx {folder}` ends that."


def _mail(settings: Settings) -> Told:
    if not settings.mail_url:
        outbox = settings.data.absolute() / "outbox"
        yield "warning", f"No TRELLIS_MAIL_URL: letters, such as those for a forgotten password, are only laid into {outbox}."
        return
    where = urlsplit(settings.mail_url)
    host, port = where.hostname or "", where.port or (465 if where.scheme == "smtps" else 25)
    try:
        with _smtp(where.scheme, host, port) as server:
            server.ehlo()
            covered = where.scheme == "smtps"
            if not covered and server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
                covered = True
            if where.username and not covered and not is_local(host):
                yield "problem", f"The mail server {host} offers no TLS, so the password is not sent to it: use smtps://, or another port."
                return
            if where.username:
                server.login(unquote(where.username), unquote(where.password or ""))
    except smtplib.SMTPAuthenticationError:
        yield "problem", f"The mail server {host} refuses the name or the password of TRELLIS_MAIL_URL."
    except ssl.SSLError:
        yield "problem", f"The mail server {host} shows a certificate that can't be trusted, or speaks no TLS on port {port}."
    except (OSError, smtplib.SMTPException):
        yield "problem", f"No mail server answers at {host}, port {port}: see TRELLIS_MAIL_URL and the firewall."
    else:
        yield "ok", f"The mail server {host} answers" + (" and knows us." if where.username else ".")
    if not settings.mail_from:
        yield "warning", "No TRELLIS_MAIL_FROM: many mail servers only take letters from an address that they know."


def _smtp(scheme: str, host: str, port: int) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=PATIENCE)


def _redis(settings: Settings) -> Told:
    if not settings.redis_url:
        return
    try:
        with Redis.from_url(settings.redis_url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE) as redis:
            redis.ping()
    except (RedisError, OSError):
        yield "problem", "Redis doesn't answer at TRELLIS_REDIS_URL. All goes on without it, but live news comes up to a second later."
    else:
        yield "ok", "Redis answers."


def _address(settings: Settings) -> Told:
    host = urlsplit(settings.url).hostname or ""
    if settings.secure:
        yield "ok", f"People come to {settings.url}; cookies are for TLS only."
        if settings.local and not settings.proxies:
            yield "warning", "TLS ends at a proxy that TRELLIS_PROXIES doesn't name, so all tries at passwords count as one address's."
    elif is_local(host):
        yield "ok", f"Only this machine reaches {settings.url}."
    else:
        yield "problem", f"Passwords travel openly to {settings.url}: put a proxy with TLS before it, and an https:// TRELLIS_BASE_URL."
    if not settings.local and not settings.base_url:
        yield "warning", "No TRELLIS_BASE_URL: links in letters and codes will name the listening address."
    if settings.development:
        yield (
            ("ok" if is_local(host) else "problem"),
            "TRELLIS_DEVELOPMENT is on, which is for this machine only: it tells more than strangers should know.",
        )


def _people(settings: Settings) -> Told:
    if migrations.revision(settings.database) != migrations.newest():
        return
    with contextlib.closing(Database(settings.database, recognise)) as database:
        demo, schools, failed = database.read_now(
            US,
            lambda tx: (
                tx.scalar(select(func.count()).select_from(Person).where(Person.demo.is_(True))) or 0,
                tx.scalar(select(func.count()).select_from(School)) or 0,
                tx.scalar(select(func.count()).select_from(Job).where(Job.failed.is_not(None))) or 0,
            ),
        )
    outside = not settings.local or not is_local(urlsplit(settings.url).hostname or "")
    if demo and outside:
        yield "problem", f"{demo} demo people, whose password everyone knows, can sign in from outside: use another TRELLIS_DATA."
    elif demo:
        yield "ok", f"{demo} demo people are here, for this machine only."
    elif not schools:
        yield "warning", "There is no school yet: begin with `trellis create-admin`, or with the code that `trellis serve` shows."
    else:
        yield "ok", "No demo people are here."
    if failed:
        yield "warning", f"{failed} jobs, such as letters, were given up after many tries: the log says of which kind they were."


def _time_zones(_settings: Settings) -> Told:
    try:
        ZoneInfo("Europe/London")
    except ZoneInfoNotFoundError:
        yield "problem", "There is no time zone data: install the system's tzdata, or `pip install tzdata`."
    else:
        yield "ok", "Time zones are known."


def _browser_files(_settings: Settings) -> Told:
    try:
        assets.asset("app.css")
    except LookupError:
        yield "problem", "The browser files are not built: `python hatch_build.py` builds them in a checkout."
    else:
        yield "ok", "The browser files are built."


def _media(_settings: Settings) -> Told:
    # In a process of its own, as they are used: what is wrong with one of them must not end this one.
    told = subprocess.run(
        [sys.executable, "-c", "import av, pikepdf, pypdfium2, PIL, pillow_heif"], capture_output=True, timeout=60, check=False
    )
    if told.returncode == 0:
        yield "ok", "The libraries for photos, PDFs, recordings and films load."
    else:
        yield (
            "problem",
            "A library for photos, PDFs, recordings or films does not load: install Trellis again with `pip install --force-reinstall`.",
        )


def _engine(settings: Settings) -> str:
    return make_url(settings.database).get_backend_name()


CHECKS: dict[str, Callable[[Settings], Told]] = {
    "Python": _python,
    "SQLite": _sqlite,
    "Database": _database,
    "Data folder": _data,
    "Mail": _mail,
    "Redis": _redis,
    "Address": _address,
    "People": _people,
    "Time zones": _time_zones,
    "Browser files": _browser_files,
    "Media": _media,
}
