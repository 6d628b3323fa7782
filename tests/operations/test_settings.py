"""TRELLIS_* variables: each wrong value is answered with a sentence that names it."""

from pathlib import Path

import pytest

from hub.settings import Settings, load

WRONG = [
    ("HOST", "http://elm.example", "without a scheme"),
    ("HOST", "127.0.0.1:8000", "without a scheme or a port"),
    ("PORT", "eighty", "whole number from 0 to 65535"),
    ("PORT", "99999", "whole number from 0 to 65535"),
    ("PORT", "-1", "whole number from 0 to 65535"),
    ("BASE_URL", "trellis.elm.example", "begins with http:// or https://"),
    ("BASE_URL", "https://", "names no host"),
    ("BASE_URL", "https://elm.example/trellis", "a host name of its own"),
    ("BASE_URL", "https://elm.example:port", "can't be read"),
    ("DATABASE_URL", "mysql://localhost/trellis", "begins with sqlite:/// or postgresql://"),
    ("DATABASE_URL", "sqlite://", "names no file"),
    ("REDIS_URL", "http://localhost", "begins with redis://"),
    ("DATA", "a\0b", "no folder can have"),
    ("MAIL_URL", "mail.elm.example", "begins with smtp:// or smtps://"),
    ("MAIL_URL", "smtp://", "names no host"),
    ("MAIL_FROM", "Elm School", "is no mail address"),
    ("PROXIES", "proxy.elm.example", "is no address or network"),
    ("PROXIES", "10.0.0.0/8,,127.0.0.1", "nothing is no address"),
    ("QUOTA_MB", "0", "1 or more"),
    ("QUOTA_MB", "lots", "1 or more"),
    ("PHOTO_MB", "201", "from 1 to 200"),
    ("PDF_MB", "501", "from 1 to 500"),
    ("VIDEO_MB", "0", "from 1 to 1500"),
    ("DEVELOPMENT", "perhaps", "true or false"),
]


@pytest.mark.parametrize(("name", "value", "words"), WRONG)
def test_a_wrong_value_is_answered_with_a_sentence(name: str, value: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"^TRELLIS_{name}.* can't be used: .*{words}.*\\.$"):
        load({f"TRELLIS_{name}": value})


def test_every_setting_has_a_wrong_value_here() -> None:
    assert {name.lower() for name, _, _ in WRONG} == set(Settings.__struct_fields__)


def test_a_name_that_is_no_setting_is_refused() -> None:
    with pytest.raises(ValueError, match="TRELLIS_DATABSE_URL is not a setting"):
        load({"TRELLIS_DATABSE_URL": "postgresql://localhost/trellis"})


def test_a_password_in_a_wrong_url_is_not_repeated() -> None:
    for name in ("DATABASE_URL", "MAIL_URL", "REDIS_URL"):
        with pytest.raises(ValueError, match=name) as refused:
            load({f"TRELLIS_{name}": "ftp://trellis:otter-bakes-bread@elm.example"})
        assert "otter" not in str(refused.value)


def test_what_is_right_is_taken_and_what_is_empty_is_not_there() -> None:
    found = load(
        {
            "TRELLIS_HOST": "::1",
            "TRELLIS_PORT": "8080",
            "TRELLIS_DATA": "/srv/trellis",
            "TRELLIS_DATABASE_URL": "",
            "TRELLIS_MAIL_FROM": "Elm School <trellis@elm.example>",
            "TRELLIS_PROXIES": "127.0.0.1, 10.0.0.0/8",
            "TRELLIS_DEVELOPMENT": "true",
            "PATH": "/bin",
        }
    )
    assert found == Settings(
        host="::1",
        port=8080,
        data=Path("/srv/trellis"),
        mail_from="Elm School <trellis@elm.example>",
        proxies="127.0.0.1, 10.0.0.0/8",
        development=True,
    )
    assert found.url == "http://[::1]:8080"
    assert found.database == "sqlite:////srv/trellis/trellis.sqlite3"
    assert found.local
