"""A worker that is killed in the middle of its letters: none is missing, none comes twice."""

import email
import subprocess
import sys
from collections import Counter
from email import policy
from pathlib import Path

from sqlalchemy import select

from hub import jobs
from tests.notifications.post import folk
from tests.support.ports import wait_until
from tests.support.school import School
from tests.support.server import ROOT

GUARDIANS = 20


def test_each_gets_one_letter_however_often_the_worker_is_killed(school: School, tmp_path: Path) -> None:
    maya, *guardians = folk(school, maya="student", **{f"guardian{n}": "guardian of maya" for n in range(GUARDIANS)})
    maya.writes("Words", maya.family, title="Jars")
    outbox = tmp_path / "outbox"

    def laid() -> list[Path]:
        return list(outbox.glob("*.eml"))

    command = [sys.executable, "-m", "tests.notifications.postman", school.database.url, str(tmp_path)]
    for killed_after in (1, 6, 12):
        with subprocess.Popen(command, cwd=ROOT) as worker:
            try:
                wait_until(lambda many=killed_after: len(laid()) >= many, within=30, what="some letters", every=0.002)  # type: ignore[misc]
            finally:
                worker.kill()
    assert len(laid()) < GUARDIANS, "it was killed too late to show anything"
    subprocess.run(command, cwd=ROOT, check=True, timeout=120)

    letters = [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in laid()]
    assert Counter(letter["To"] for letter in letters) == Counter(f"{one.key}@example.org" for one in guardians)
    assert len({letter["Message-ID"] for letter in letters}) == GUARDIANS
    assert school.work(lambda tx: tx.scalars(select(jobs.Job)).all()) == []
