"""Every knob, in one struct, read from TRELLIS_* environment variables and from nowhere else."""

import os
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

PREFIX = "TRELLIS_"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One field, one variable: `database_url` is TRELLIS_DATABASE_URL. Each is explained in docs/operate.md; a test sees to it."""

    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535)] = 8000
    base_url: str = ""
    database_url: str = ""
    redis_url: str = ""
    data: Path = Path("data")
    mail_url: str = ""
    mail_from: str = ""
    proxies: str = ""
    quota_mb: Annotated[int, Meta(ge=1)] = 2048
    photo_mb: Annotated[int, Meta(ge=1, le=200)] = 25
    pdf_mb: Annotated[int, Meta(ge=1, le=500)] = 100
    video_mb: Annotated[int, Meta(ge=1, le=1500)] = 500
    development: bool = False

    @property
    def url(self) -> str:
        """Where people reach this hub, without a trailing slash."""
        return (self.base_url or f"http://{_bracketed(self.host)}:{self.port}").rstrip("/")

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data.absolute() / 'trellis.sqlite3'}"

    @property
    def secure(self) -> bool:
        """Whether browsers reach us over TLS: cookies are then marked Secure and bound to this host."""
        return self.url.startswith("https://")

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the listening address."""
        return is_local(self.host)


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """Raises ValueError with a sentence that names the variable, for a value that can't be or a name that isn't."""
    given = {name.removeprefix(PREFIX).lower(): value for name, value in environment.items() if name.startswith(PREFIX)}
    unknown = sorted(set(given) - set(Settings.__struct_fields__))
    if unknown:
        raise ValueError(f"{PREFIX}{unknown[0].upper()} is not a setting of Trellis. See docs/operate.md for those that are.")
    # Empty is as good as not there: unit files and compose files can't always leave a line out.
    given = {name: value.strip() for name, value in given.items() if value.strip()}
    for name, value in given.items():
        if (wrong := _WRONG[name](value)) is not None:
            # What can hold a password is not repeated: this sentence ends up in a log.
            shown = "" if name.endswith("_url") else f"={value}"
            raise ValueError(f"{PREFIX}{name.upper()}{shown} can't be used: {wrong}.")
    return msgspec.convert(given, Settings, strict=False, dec_hook=lambda kind, value: kind(value))


def is_local(host: str) -> bool:
    """Whether a name or an address means this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


Wrong = Callable[[str], str | None]
"""What is wrong with a value, as the end of a sentence; None when it is well."""


def _number(least: int, most: int | None = None) -> Wrong:
    def wrong(value: str) -> str | None:
        if value.isascii() and value.isdigit() and int(value) >= least and (most is None or int(value) <= most):
            return None
        return f"it is a whole number from {least} to {most}" if most is not None else f"it is a whole number of {least} or more"

    return wrong


def _url(*schemes: str, host: bool = True) -> Wrong:
    def wrong(value: str) -> str | None:
        try:
            parts = urlsplit(value)
            _ = parts.port
        except ValueError:
            return "its host or port can't be read"
        if parts.scheme not in schemes:
            return f"it begins with {' or '.join(one + '://' for one in schemes)}"
        return "it names no host" if host and not parts.hostname else None

    return wrong


def _base_url(value: str) -> str | None:
    parts = urlsplit(value)
    below = parts.path.rstrip("/") or parts.query or parts.fragment
    return _url("http", "https")(value) or ("Trellis wants a host name of its own, not a folder of one" if below else None)


def _database(value: str) -> str | None:
    scheme = urlsplit(value).scheme.split("+")[0]
    if scheme not in ("sqlite", "postgresql"):
        return "it begins with sqlite:/// or postgresql://"
    if scheme == "sqlite" and not value.partition(":///")[2].strip("/"):
        return "it names no file; write sqlite:////srv/trellis/trellis.sqlite3"
    return None


def _proxies(value: str) -> str | None:
    for one in value.split(","):
        try:
            ip_network(one.strip(), strict=False)
        except ValueError:
            return f"{one.strip() or 'nothing'} is no address or network; write 127.0.0.1 or 10.0.0.0/8, separated by commas"
    return None


def _mail_from(value: str) -> str | None:
    address = parseaddr(value)[1]
    return None if "@" in address.strip("@") and "\n" not in value else "it is no mail address; write Elm School <trellis@elm.example>"


def _host(value: str) -> str | None:
    return "it is an address or a name, without a scheme or a port" if "/" in value or value.count(":") == 1 else None


def _yes_or_no(value: str) -> str | None:
    return None if value.lower() in ("true", "false", "1", "0") else "it is true or false"


_WRONG: dict[str, Wrong] = {
    "host": _host,
    "port": _number(0, 65535),
    "base_url": _base_url,
    "database_url": _database,
    "redis_url": _url("redis", "rediss", "unix", host=False),
    "data": lambda value: "it holds a sign that no folder can have" if "\0" in value else None,
    "mail_url": _url("smtp", "smtps"),
    "mail_from": _mail_from,
    "proxies": _proxies,
    "quota_mb": _number(1),
    "photo_mb": _number(1, 200),
    "pdf_mb": _number(1, 500),
    "video_mb": _number(1, 1500),
    "development": _yes_or_no,
}
