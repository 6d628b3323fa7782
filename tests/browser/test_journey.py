"""The main job, played in real browsers against a fresh server on SQLite. With --pictures, as `make journey` plays it,
it leaves pictures of each step in journey/.

A student sets a goal on her phone, reflects, adds work and asks for feedback; her teacher answers with the keyboard alone, her
father from his phone, programs join by GraphQL; each sees the others' words without reloading, also after a lost line. The work
grows by what was said, and the vine tells how. Then a project: its team talks in its room, finds out and hands in, a mentor helps
for some days, and staff look after them. Each chapter stands in tests/browser/journey/, and it grows with each part of the job.

test_journey_on_postgresql.py plays the same. In a file of its own, because the tests of a file wait for one another, and this is
the longest of all.
"""

from pathlib import Path

import pytest

from tests.browser.journey.stage import staged
from tests.browser.journey.whole import play
from tests.support.browser import Screens
from tests.support.server import StartServer


@pytest.mark.timeout(400)  # Several people for a whole afternoon.
def test_the_journey(start_server: StartServer, screens: Screens, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    with staged(start_server, screens, tmp_path, looks=True, pictured=pytestconfig.getoption("--pictures")) as stage:
        play(stage)
