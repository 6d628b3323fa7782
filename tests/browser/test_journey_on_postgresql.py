"""The journey of test_journey.py against a server on PostgreSQL: each page once more, and nothing looked at twice."""

from pathlib import Path

import pytest

from tests.browser.journey.stage import staged
from tests.browser.journey.whole import play
from tests.support.browser import Screens
from tests.support.server import StartServer


@pytest.mark.timeout(400)
def test_the_journey_on_postgresql(start_server: StartServer, screens: Screens, tmp_path: Path, postgresql_url: str) -> None:
    with staged(start_server, screens, tmp_path, DATABASE_URL=postgresql_url) as stage:
        play(stage)
