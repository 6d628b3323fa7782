"""Every knob, in one struct, read from TRELLIS_* environment variables and from nowhere else."""

import os
from collections.abc import Mapping
from ipaddress import ip_address
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
    development: bool = False

    @property
    def url(self) -> str:
        """Where people reach this hub, without a trailing slash."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")

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
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """Raises ValueError with a sentence that names the variable, for a value that can't be or a name that isn't."""
    given = {name.removeprefix(PREFIX).lower(): value for name, value in environment.items() if name.startswith(PREFIX)}
    unknown = sorted(set(given) - set(Settings.__struct_fields__))
    if unknown:
        raise ValueError(f"{PREFIX}{unknown[0].upper()} is not a setting of Trellis. See docs/operate.md for those that are.")
    for name, value in given.items():
        _check(name, value)
    return msgspec.convert(given, Settings, strict=False, dec_hook=lambda kind, value: kind(value))


def _check(name: str, value: str) -> None:
    variable = PREFIX + name.upper()
    try:
        msgspec.convert({name: value}, Settings, strict=False, dec_hook=lambda kind, value: kind(value))
    except msgspec.ValidationError as problem:
        raise ValueError(f"{variable}={value!r} can't be used: {problem}.") from problem
    schemes = {
        "base_url": ("http", "https"),
        "database_url": ("sqlite", "postgresql"),
        "redis_url": ("redis", "rediss", "unix"),
        "mail_url": ("smtp", "smtps"),
    }
    if value and name in schemes and urlsplit(value).scheme.split("+")[0] not in schemes[name]:
        raise ValueError(f"{variable} must begin with {' or '.join(s + '://' for s in schemes[name])}.")
