"""Letters: written at the moment of sending, so that no row ever holds an address, a link or a word of one.

By SMTP where TRELLIS_MAIL_URL is set, else laid as .eml files into the folder outbox/ of the data folder.
"""

from collections.abc import Callable
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import UUID

import msgspec

from hub import jobs
from hub.database import Database, Tx
from hub.ids import new_id
from hub.settings import Settings, is_local
from hub.viewer import System

if TYPE_CHECKING:
    # What letters are made and sent with, a megabyte, is loaded with the first of them.
    from email.message import EmailMessage
    from smtplib import SMTP

PATIENCE = 30
"""Seconds that a mail server has for each answer."""


class Letter(msgspec.Struct, frozen=True):
    """One letter to one address."""

    to: str
    subject: str
    text: str
    html: str = ""
    """The same words with links that can be touched; "": plain text is all there is."""
    stop: str = ""
    """Where a POST alone, without a sign-in, stops letters of this kind (RFC 8058)."""
    name: str = ""
    """The same for each copy, if the letter may go out twice: mail programs know them for one. "": each has its own."""


Writer = Callable[..., Letter | None]
"""Given the hub's own transaction, its address, whom to write to, and what the wish said. None: there is nothing to send any more."""
_writers: dict[str, Writer] = {}


def writes(kind: str) -> Callable[[Writer], Writer]:
    def register(writer: Writer) -> Writer:
        _writers[kind] = writer
        return writer

    return register


def send_later(tx: Tx, kind: str, person: UUID | None, **about: str) -> None:
    """Wishes for a letter once this transaction is committed. An id is all that the wish holds; without one, nothing is sent.

    `about` is what the letter's writer asks for besides: never an address, a link or a word of anybody's.
    """
    wish: dict[str, Any] = {"letter": kind, "person": str(person) if person else None, **about}
    jobs.later(tx, "mail.send", **wish)


def open_post(settings: Settings) -> None:
    """Says how letters leave this hub. Called once, by whoever starts a worker."""
    deliver = _by_smtp if settings.mail_url else _into_outbox

    def send(database: Database, args: dict[str, Any]) -> None:
        if args["person"] is None:
            return
        about = {name: value for name, value in args.items() if name not in ("letter", "person")}
        letter = database.write_now(System("mail"), _writers[args["letter"]], settings.url, UUID(args["person"]), **about)
        if letter is not None:
            deliver(settings, letter)

    jobs.handles("mail.send")(send)


def _by_smtp(settings: Settings, letter: Letter) -> None:
    """Raises OSError or SMTPException when it could not be handed over; the job is then tried again."""
    import smtplib
    import ssl

    where = urlsplit(settings.mail_url)
    host = where.hostname or "localhost"
    trust = ssl.create_default_context()
    if where.scheme == "smtps":
        with smtplib.SMTP_SSL(host, where.port or 465, timeout=PATIENCE, context=trust) as server:
            _hand_over(server, where, settings, letter)
        return
    with smtplib.SMTP(host, where.port or 25, timeout=PATIENCE) as server:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=trust)
            server.ehlo()
        elif where.username and not is_local(host):
            raise smtplib.SMTPNotSupportedError("The mail server offers no TLS, so the password was not sent to it.")
        _hand_over(server, where, settings, letter)


def _hand_over(server: "SMTP", where: SplitResult, settings: Settings, letter: Letter) -> None:
    if where.username:
        server.login(unquote(where.username), unquote(where.password or ""))
    server.send_message(_message(settings, letter))


def _into_outbox(settings: Settings, letter: Letter) -> None:
    folder = settings.data / "outbox"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    being_written = folder / f".{new_id()}"
    being_written.touch(mode=0o600)
    being_written.write_bytes(bytes(_message(settings, letter)))
    being_written.rename(_place(folder, letter))


def _place(folder: Path, letter: Letter) -> Path:
    """A second copy of a letter takes the place of the first."""
    if not letter.name:
        return folder / f"{new_id()}.eml"
    return next(folder.glob(f"*-{letter.name}.eml"), folder / f"{new_id()}-{letter.name}.eml")


def _message(settings: Settings, letter: Letter) -> "EmailMessage":
    from email import policy
    from email.message import EmailMessage

    host = urlsplit(settings.url).hostname or "localhost"
    # As long as RFC 5322 allows: an address that is folded is encoded as well, and no mail program then finds it in its header.
    message = EmailMessage(policy=policy.default.clone(max_line_length=998))
    message["From"] = settings.mail_from or f"Trellis <trellis@{host}>"
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = formatdate()
    message["Message-ID"] = f"<{letter.name}@{host}>" if letter.name else make_msgid(domain=host)
    message["Auto-Submitted"] = "auto-generated"
    if letter.stop:
        message["List-Unsubscribe"] = f"<{letter.stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    return message
