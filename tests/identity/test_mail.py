"""Letters leave by a real line, or wait in the outbox."""

import smtplib
from collections.abc import Iterator
from uuid import UUID

import pytest

from hub import jobs, mail
from hub.database import Tx
from hub.ids import new_id
from hub.mail import Letter
from hub.settings import Settings
from tests.people.school import Town
from tests.support.mail import MailServer, mail_server


@pytest.fixture
def post_office() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> None:
    def write(_tx: Tx, url: str, _person: UUID) -> Letter:
        return Letter("maya@example.org", "Olá, Maya", f"{url}/x")

    monkeypatch.setitem(mail._writers, "test", write)


def test_a_letter_goes_out_by_smtp(town: Town, letters: None, post_office: MailServer) -> None:
    mail.open_post(
        Settings(mail_url=f"smtp://127.0.0.1:{post_office.port}", mail_from="Hub <hub@example.org>", base_url="https://hub.example")
    )
    town.do(lambda tx: mail.send_later(tx, "test", new_id()))
    assert jobs.work_once(town.database)
    (letter,) = post_office.letters
    assert (letter["To"], letter["From"]) == ("maya@example.org", "Hub <hub@example.org>")
    assert "https://hub.example/x" in letter.get_content()
    assert not jobs.work_once(town.database)


def test_a_letter_that_finds_no_line_is_tried_again(town: Town, letters: None) -> None:
    mail.open_post(Settings(mail_url="smtp://127.0.0.1:1"))
    town.do(lambda tx: mail.send_later(tx, "test", new_id()))
    assert jobs.work_once(town.database)
    (job,) = town.do(lambda tx: tx.query(jobs.Job).all())
    assert job.tries == 1
    assert job.failed is None


def test_a_password_is_not_sent_over_an_open_line(post_office: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "is_local", lambda _host: False)
    with pytest.raises(smtplib.SMTPNotSupportedError):
        mail._by_smtp(Settings(mail_url=f"smtp://hub:secret@127.0.0.1:{post_office.port}"), Letter("a@example.org", "x", "x"))
    assert post_office.letters == []
