"""Letters leave by TLS, to a server that can show who it is, or not at all.

The server's certificate, tests/support/localhost.pem, is signed by itself, for the name "localhost" alone. Who is told to trust
it (SSL_CERT_FILE, as a school with an authority of its own would) does; nobody else does.
"""

import ssl
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from hub import mail
from hub.mail import Letter
from hub.settings import Settings
from tests.support import mail as support
from tests.support.mail import MailServer, mail_server

CERTIFICATE = Path(support.__file__).parent / "localhost.pem"
LETTER = Letter("maya@example.org", "Olá", "Words", html="<p>Words</p>", stop="https://hub.example/letters/x", name="one")


def tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


@pytest.fixture
def in_secret() -> Iterator[MailServer]:
    """smtps: the line is secret from the first word."""
    with mail_server(tls()) as server:
        yield server


@pytest.fixture
def becoming_secret() -> Iterator[MailServer]:
    """smtp: the line becomes secret by STARTTLS."""
    with mail_server() as server:
        server.starttls = tls()
        yield server


def sends(scheme: str, server: MailServer, host: str = "localhost") -> None:
    mail._by_smtp(Settings(mail_url=f"{scheme}://hub:se%20cret@{host}:{server.port}", base_url="https://hub.example"), LETTER)


def test_by_smtps_nothing_is_said_in_the_open(trusted: None, in_secret: MailServer) -> None:
    sends("smtps", in_secret)
    [letter] = in_secret.letters
    assert letter["To"] == "maya@example.org"
    assert any(said.startswith("AUTH PLAIN") for said in in_secret.said)


def test_by_starttls_name_password_and_letter_come_after_the_line_is_secret(trusted: None, becoming_secret: MailServer) -> None:
    sends("smtp", becoming_secret)
    said = [words.split()[0].upper() for words in becoming_secret.said]
    assert said[:2] == ["EHLO", "STARTTLS"]
    assert said.index("(IN") < said.index("AUTH") < said.index("MAIL") < said.index("DATA")
    assert len(becoming_secret.letters) == 1


def test_a_letter_carries_its_way_out_and_both_forms_over_the_line(trusted: None, in_secret: MailServer) -> None:
    sends("smtps", in_secret)
    [letter] = in_secret.letters
    assert letter["List-Unsubscribe"] == "<https://hub.example/letters/x>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Message-ID"] == "<one@hub.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize("scheme", ["smtps", "smtp"])
def test_a_server_that_nobody_vouches_for_gets_neither_password_nor_letter(
    scheme: str, in_secret: MailServer, becoming_secret: MailServer
) -> None:
    server = in_secret if scheme == "smtps" else becoming_secret
    with pytest.raises(ssl.SSLCertVerificationError):
        sends(scheme, server)
    assert [said for said in server.said if said.split()[0].upper() not in ("EHLO", "STARTTLS")] == []
    assert server.letters == []


@pytest.mark.parametrize("scheme", ["smtps", "smtp"])
def test_a_certificate_for_another_name_is_refused(trusted: None, scheme: str, in_secret: MailServer, becoming_secret: MailServer) -> None:
    server = in_secret if scheme == "smtps" else becoming_secret
    with pytest.raises(ssl.SSLCertVerificationError, match=r"mismatch|not valid"):
        sends(scheme, server, host="127.0.0.1")
    assert server.letters == []


def test_the_way_out_stands_in_its_header_as_it_is_however_long() -> None:
    way = f"https://a-rather-long-name-of-a-hub.school.example/letters/{'0123456789abcdef' * 4}"
    raw = bytes(mail._message(Settings(), msgspec.structs.replace(LETTER, stop=way))).decode()
    assert f"\nList-Unsubscribe: <{way}>\n" in raw
    assert max(map(len, raw.splitlines())) <= 998
