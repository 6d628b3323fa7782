"""What the headers of tus 1.0 say, ours and theirs."""

import binascii
import hashlib
from base64 import b64decode
from email.utils import format_datetime
from typing import Any

from litestar import Request
from litestar.exceptions import HTTPException

from hub.files.coming import GIVEN_UP
from hub.files.models import Upload

AnyRequest = Request[Any, Any, Any]
VERSION = "1.0.0"
OURS = {"tus-resumable": VERSION, "cache-control": "no-store"}
_HASHES = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}


class Checksum:
    """What a piece should be. `hash` is fed with what came of it."""

    def __init__(self, algorithm: str, told: bytes) -> None:
        self.hash, self._told = _HASHES[algorithm](), told

    @property
    def met(self) -> bool:
        return self.hash.digest() == self._told


def abilities(most: int) -> dict[str, str]:
    return {
        **OURS,
        "tus-version": VERSION,
        "tus-extension": "creation,termination,checksum,expiration",
        "tus-checksum-algorithm": ",".join(_HASHES),
        "tus-max-size": str(most),
    }


def standing(upload: Upload) -> dict[str, str]:
    expires = format_datetime(upload.touched + GIVEN_UP, usegmt=True)
    return {**OURS, "upload-offset": str(upload.received), "upload-expires": expires}


def spoken(request: AnyRequest) -> None:
    """Raises 412 to whoever speaks another version, or something else."""
    if request.headers.get("tus-resumable") != VERSION:
        raise HTTPException(status_code=412, headers={"tus-version": VERSION})


def number(request: AnyRequest, name: str) -> int:
    """Raises 400 where it isn't there, or no number."""
    value = request.headers.get(name, "")
    if not (value.isascii() and value.isdigit() and len(value) < 16):
        raise HTTPException(status_code=400)
    return int(value)


def name_of(request: AnyRequest) -> str:
    """What its sender calls it: to be shown, and never to be believed."""
    for pair in request.headers.get("upload-metadata", "").split(","):
        key, _space, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                name = b64decode(value, validate=True).decode()
            except (binascii.Error, UnicodeDecodeError):
                return ""
            return "".join(letter for letter in name.replace("\\", "/").rsplit("/", 1)[-1] if letter.isprintable())[:120]
    return ""


def checksum(request: AnyRequest) -> Checksum | None:
    """Raises 400 for one that we don't know, or can't read."""
    given = request.headers.get("upload-checksum", "")
    if not given:
        return None
    algorithm, _space, value = given.partition(" ")
    if algorithm not in _HASHES:
        raise HTTPException(status_code=400)
    try:
        return Checksum(algorithm, b64decode(value, validate=True))
    except binascii.Error as error:
        raise HTTPException(status_code=400) from error
