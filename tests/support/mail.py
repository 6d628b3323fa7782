"""A mail server on a port of its own, which speaks as much SMTP as a letter needs, and can be made to fail."""

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default


class MailServer:
    """`letters` are those that it took. While `busy`, it refuses each one for now. `said`: every command that it heard."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.said: list[str] = []
        self.busy = False
        self.port = 0

    def talk(self, line: "_Line") -> None:
        line.say("220 mail.test")
        while said := line.hear():
            self.said.append(said)
            word = said.split()[0].upper()
            if word == "EHLO":
                line.say("250 mail.test")
            elif word == "DATA" and self.busy:
                line.say("451 come back later")
            elif word == "DATA":
                line.say("354 go on")
                message = email.message_from_bytes(line.hear_letter(), policy=default)
                assert isinstance(message, EmailMessage)
                self.letters.append(message)
                line.say("250 taken")
            elif word == "QUIT":
                line.say("221 bye")
                return
            else:
                line.say("250 ok")


class _Line(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        self.server.mail.talk(self)

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def hear(self) -> str:
        return self.rfile.readline().decode().strip()

    def hear_letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    mail: MailServer


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Within, it answers on 127.0.0.1, port `.port`."""
    mail = MailServer()
    with _Server(("127.0.0.1", 0), _Line) as server:
        server.mail = mail
        mail.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield mail
        server.shutdown()
        thread.join(5)
