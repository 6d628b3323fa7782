"""`trellis serve`: brings the database up to date and serves."""

import argparse
from typing import Any

import uvicorn

from hub import migrations
from hub.app import create_app
from hub.database import Database
from hub.demo.people import PASSWORD
from hub.demo.school import demo_people, fill, is_empty
from hub.files.store import LocalStore
from hub.identity import beginning
from hub.identity.queries import recognise
from hub.settings import Settings
from hub.viewer import System
from hub.web.logs import begin_logging


def add(words: Any) -> None:
    parser = words.add_parser("serve", help="serve the hub", description=__doc__)
    parser.add_argument("--demo", action="store_true", help="fill an empty hub with the demo school first")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace, settings: Settings) -> int:
    begin_logging()
    _say("Bringing the database up to date …")
    migrations.upgrade(settings.database)
    database = Database(settings.database, recognise)
    try:
        if given.demo and is_empty(database):
            _say("Making the demo school …")
            fill(database, LocalStore(settings.data / "files"))
        people = demo_people(database)
        if people and not settings.local:
            raise ValueError(
                f"The demo school's password is no secret, so it is served to this machine only, not on {settings.host}. "
                "Use another TRELLIS_DATA for your school."
            )
        code = database.write_now(System("first start"), beginning.new_setup_code) if is_empty(database) else None
    finally:
        database.close()
    _say(f"Trellis is on {settings.url}")
    if people:
        width = max(len(one.name) for one in people)
        _say("\n".join(["", "Who can sign in, all with the password " + PASSWORD + ":"]))
        for one in people:
            _say(f"  {one.name:{width}}  {', '.join(one.roles):9}  {one.sign_in_name}")
    if code:
        _say(f"\nThis hub has no school yet. Open {settings.url}/begin and type this code: {code}")
    _say("")
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        ws="websockets-sansio",
        ws_per_message_deflate=False,  # It costs 2.4 to 2.8 times the CPU for frames of 200 bytes.
        ws_max_size=65_536,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # Whom to believe about addresses is TRELLIS_PROXIES' to say.
        timeout_graceful_shutdown=10,
    )
    return 0


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201
