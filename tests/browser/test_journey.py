"""The main job, played in real browsers against a fresh server, on both databases. Leaves a picture of each step in journey/.

A student sets a goal on her phone, reflects, adds work and asks for feedback; her teacher answers with the keyboard alone, her
father from his phone, programs join by GraphQL; each sees the others' words without reloading, also after a lost line. The work
grows by what was said, and the vine tells how. Each chapter stands in tests/browser/journey/, and it grows with each part of the job.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.journey import family, goal, growth, letters, lines, reflection, work
from tests.browser.journey.stage import Stage
from tests.support.browser import Screens
from tests.support.mail import mail_server
from tests.support.server import StartServer


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest, start_server: StartServer, screens: Screens, tmp_path: Path) -> Iterator[Stage]:
    """A fresh server with the demo school, once on each database."""
    settings = {"DATABASE_URL": request.getfixturevalue("postgresql_url")} if request.param == "postgresql" else {}
    with mail_server() as mail:
        hub = start_server("--demo", MAIL_URL=f"smtp://127.0.0.1:{mail.port}", **settings)
        yield Stage(hub, screens, mail, tmp_path, looks=request.param == "sqlite")


@pytest.mark.timeout(400)  # Several people for a whole afternoon.
def test_the_journey(stage: Stage) -> None:
    goal.a_goal_is_set(stage)
    goal.it_is_looked_at(stage)

    reflection.a_reflection_is_written(stage)
    reflection.her_teacher_answers(stage)
    reflection.her_father_answers(stage)
    lines.a_line_is_lost(stage)
    lines.it_is_shared_no_more(stage)

    work.work_is_added(stage)
    work.feedback_is_asked_for(stage)
    work.it_is_answered_by_keyboard(stage)

    growth.a_second_version_is_added(stage)
    growth.the_loop_is_closed(stage)
    growth.a_thought_leads_on(stage)
    growth.the_vine_tells_it(stage)
    growth.her_teacher_sees_the_class_at_a_glance(stage)

    family.her_father_sees_what_grew(stage)
    family.he_encourages_her_and_begins_a_talk(stage)
    family.her_mother_reads_none_of_it(stage)

    letters.letters_are_wished_for(stage)
    letters.the_bell_rings(stage)
    letters.a_letter_comes_and_is_the_last(stage)
