"""A mail server on a port of its own, which speaks as much SMTP as a letter needs, and can be made to fail."""

import email
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default


class MailServer:
    """`letters` are those that it took. While `busy`, it refuses each one for now. `said`: every command that it heard, and
    "(in secret)" where the line became one that nobody else can read."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.said: list[str] = []
        self.busy = False
        self.port = 0
        self.starttls: ssl.SSLContext | None = None
        """With it, an open line can be made secret by STARTTLS."""

    def talk(self, line: "_Line") -> None:
        line.say("220 mail.test")
        while said := line.hear():
            self.said.append(said)
            word = said.split()[0].upper()
            if word == "EHLO" and self.starttls and not line.secret:
                line.say("250-mail.test")
                line.say("250 STARTTLS")
            elif word == "EHLO":
                line.say("250-mail.test")
                line.say("250 AUTH PLAIN LOGIN")
            elif word == "STARTTLS" and self.starttls:
                line.say("220 go on")
                line.wrap(self.starttls)
                self.said.append("(in secret)")
            elif word == "AUTH":
                line.say("235 it is you")
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
    secret = False

    def handle(self) -> None:
        try:
            if self.server.tls:
                self.wrap(self.server.tls)
            self.server.mail.talk(self)
        except (ssl.SSLError, ConnectionError):
            pass  # Whoever called doesn't trust us, and said so by hanging up.
        finally:
            self.connection.close()  # The server closes the socket that it knows, and not what it was wrapped into.

    def wrap(self, tls: ssl.SSLContext) -> None:
        """From here on in secret."""
        self.connection = tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)
        self.secret = True

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
    tls: ssl.SSLContext | None = None


@contextmanager
def mail_server(tls: ssl.SSLContext | None = None) -> Iterator[MailServer]:
    """Within, it answers on 127.0.0.1, port `.port`; with `tls`, in secret from the first word."""
    mail = MailServer()
    with _Server(("127.0.0.1", 0), _Line) as server:
        server.mail = mail
        server.tls = tls
        mail.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield mail
        server.shutdown()
        thread.join(5)
