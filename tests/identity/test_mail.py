"""Letters leave by a real line, or wait in the outbox."""

import socketserver
import threading
from collections.abc import Iterator
from uuid import UUID

import pytest

from hub import jobs, mail
from hub.database import Tx
from hub.ids import new_id
from hub.mail import Letter
from hub.settings import Settings
from tests.people.school import Town


class PostOffice(socketserver.StreamRequestHandler):
    """As much of SMTP as a sender needs."""

    taken: list[bytes] = []

    def handle(self) -> None:
        self.wfile.write(b"220 ready\r\n")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.taken.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                return


@pytest.fixture
def post_office() -> Iterator[int]:
    PostOffice.taken.clear()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), PostOffice) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> None:
    def write(_tx: Tx, url: str, _person: UUID) -> Letter:
        return Letter("maya@example.org", "Olá, Maya", f"{url}/x")

    monkeypatch.setitem(mail._writers, "test", write)


def test_a_letter_goes_out_by_smtp(town: Town, letters: None, post_office: int) -> None:
    mail.open_post(Settings(mail_url=f"smtp://127.0.0.1:{post_office}", mail_from="Hub <hub@example.org>", base_url="https://hub.example"))
    town.do(lambda tx: mail.send_later(tx, "test", new_id()))
    assert jobs.work_once(town.database)
    (letter,) = PostOffice.taken
    assert b"To: maya@example.org" in letter
    assert b"From: Hub <hub@example.org>" in letter
    assert b"https://hub.example/x" in letter
    assert not jobs.work_once(town.database)


def test_a_letter_that_finds_no_line_is_tried_again(town: Town, letters: None) -> None:
    mail.open_post(Settings(mail_url="smtp://127.0.0.1:1"))
    town.do(lambda tx: mail.send_later(tx, "test", new_id()))
    assert jobs.work_once(town.database)
    (job,) = town.do(lambda tx: tx.query(jobs.Job).all())
    assert job.tries == 1
    assert job.failed is None


def test_a_password_is_not_sent_over_an_open_line(post_office: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "_HERE", frozenset())
    with pytest.raises(mail.smtplib.SMTPNotSupportedError):
        mail._by_smtp(Settings(mail_url=f"smtp://hub:secret@127.0.0.1:{post_office}"), Letter("a@example.org", "x", "x"))
    assert PostOffice.taken == []
