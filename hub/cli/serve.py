"""Brings the database up to date, then serves the hub until it is told to stop (Ctrl+C, or SIGTERM).

On SIGTERM it takes no more requests, closes the live lines with code 1012 (browsers then come back by themselves),
finishes what is being written, and ends with 0.

  trellis serve            serve on TRELLIS_HOST and TRELLIS_PORT
  trellis serve --demo     fill an empty hub with the demo school first
"""

import argparse
import contextlib
import errno
import resource
import signal
import socket
from types import FrameType

import msgspec
from uvicorn.config import Config
from uvicorn.server import Server

from hub import migrations
from hub.app import create_app
from hub.cli.saying import make_folder, say, table
from hub.database import Database
from hub.demo.people import PASSWORD, Someone
from hub.demo.school import demo_people, fill, is_empty
from hub.files.store import LocalStore
from hub.identity import beginning
from hub.identity.queries import recognise
from hub.settings import Settings
from hub.viewer import System
from hub.web.lines import PatientLine
from hub.web.logs import begin_logging

PATIENCE = 10
"""Seconds that requests have to come to their end after SIGTERM."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="fill an empty hub with the demo school first")


def run(given: argparse.Namespace, settings: Settings) -> int:
    _open_as_many_files_as_allowed()
    listener = _listen(settings)
    with listener:
        settings = msgspec.structs.replace(settings, port=listener.getsockname()[1])
        welcome = _prepare(settings, demo=given.demo)
        # Not sooner: until it serves, the command speaks to the person who typed it.
        begin_logging(development=settings.development)
        config = Config(
            create_app(settings),
            http=PatientLine,
            ws="websockets-sansio",
            ws_per_message_deflate=False,  # It costs 2.4 to 2.8 times the CPU for frames of 200 bytes.
            ws_max_size=65_536,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,  # hub/web/address.py reads them, and believes TRELLIS_PROXIES alone.
            timeout_graceful_shutdown=PATIENCE,
        )
        # Once it has stopped serving, uvicorn raises the signal again, which would end us as if we had failed.
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, _already_stopping)
        _Server(config, settings, welcome).run(sockets=[listener])
    return 0


class _Welcome(msgspec.Struct, frozen=True):
    people: list[Someone]
    code: str | None


class _Server(Server):
    """Says that it serves once it does."""

    def __init__(self, config: Config, settings: Settings, welcome: _Welcome) -> None:
        super().__init__(config)
        self._settings = settings
        self._welcome = welcome

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            _greet(self._settings, self._welcome)


def _open_as_many_files_as_allowed() -> None:
    """Each open page holds one, and what a shell or a service begins with, often 1024, is little for a school."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Some systems name a hard limit that they don't grant: then it stays as it was.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _listen(settings: Settings) -> socket.socket:
    """Raises ValueError with a sentence when that address can't be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        # Here already, not when we serve: two that start at once would both get past bind.
        listener.listen(2048)
    except OSError as problem:
        listener.close()
        reasons = {
            errno.EADDRINUSE: f"Something else is served on port {settings.port} already. Stop that, or choose another TRELLIS_PORT.",
            errno.EACCES: f"This account may not serve on port {settings.port}. Choose a TRELLIS_PORT above 1023, with a proxy before it.",
            errno.EADDRNOTAVAIL: f"This machine has no address {settings.host}: TRELLIS_HOST is wrong.",
        }
        unknown = f"TRELLIS_HOST={settings.host} is no address of this machine."
        raise ValueError(reasons.get(problem.errno or 0, unknown)) from problem
    return listener


def _prepare(settings: Settings, *, demo: bool) -> _Welcome:
    say("Bringing the database up to date …")
    make_folder(settings)
    migrations.upgrade(settings.database)
    database = Database(settings.database, recognise)
    try:
        new = demo and is_empty(database)
        if not settings.local and (new or demo_people(database)):
            raise ValueError(
                f"The demo school's password is no secret, so it is served to this machine only, not on {settings.host}. "
                + ("Leave --demo out to begin your own school." if new else "Use another TRELLIS_DATA for your school.")
            )
        if new:
            say("Making the demo school …")
            fill(database, LocalStore(settings.data / "files"))
        return _Welcome(demo_people(database), database.write_now(System("first start"), beginning.new_setup_code))
    finally:
        database.close()


def _greet(settings: Settings, welcome: _Welcome) -> None:
    say(f"Trellis is on {settings.url}")
    if settings.base_url:
        say(f"It listens on {settings.host}, port {settings.port}.")
    if welcome.people:
        say(f"\nWho can sign in, all with the password {PASSWORD}:")
        table([(f"  {one.name}", ", ".join(one.roles), one.sign_in_name) for one in welcome.people])
    if welcome.code:
        say(f"\nThis hub has no school yet. Open {settings.url}/begin and type this code: {welcome.code}")
    say()


def _already_stopping(_number: int, _frame: FrameType | None) -> None:
    """Nothing is left to do."""
