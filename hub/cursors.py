"""How far somebody has heard a topic, in a form that tells them nothing: what they say to go on from there.

A topic's numbers count what was told to anyone. A guardian who saw them could tell by the gaps, or by a number that has
grown, that something was said which she may not read. So nobody is given a number: it is sealed under a key of the
school's, different for each telling, and whatever was not sealed for this topic leads to reading anew. All who are told the
same thing get the same cursor, so that it is sealed once; what another one's could ask for is what one may read anyway.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b
from hmac import compare_digest
from os import urandom

KEY = 16
"""Bytes of a school's key."""
LENGTH = 32
"""Characters of a cursor, whatever the number."""
NOWHERE = 2**62
"""A number that no topic reaches: who comes from there is told to read anew."""

_HALF = 12
_NONCE = 6


def sealed(key: bytes, topic: str, seq: int) -> str:
    """A cursor for the school whose key this is. No two are alike, not even of the same number."""
    plain = urandom(_NONCE) + seq.to_bytes(_HALF - _NONCE, "big")
    proof = _proof(key, topic, plain)
    return urlsafe_b64encode(proof + _masked(key, proof, plain)).decode()


def opened(key: bytes, topic: str, cursor: str) -> int:
    """The number in a cursor; NOWHERE for anything that was not sealed with this key for this topic."""
    try:
        both = urlsafe_b64decode(cursor)
    except ValueError:
        return NOWHERE
    proof, masked = both[:_HALF], both[_HALF:]
    if len(cursor) != LENGTH or len(masked) != _HALF:
        return NOWHERE
    plain = _masked(key, proof, masked)
    if not compare_digest(proof, _proof(key, topic, plain)):
        return NOWHERE
    return int.from_bytes(plain[_NONCE:], "big")


def _proof(key: bytes, topic: str, plain: bytes) -> bytes:
    return blake2b(plain + topic.encode(), digest_size=_HALF, key=key, person=b"proof").digest()


def _masked(key: bytes, proof: bytes, words: bytes) -> bytes:
    """The proof depends on every bit of what it hides, so that no mask is used for two different things."""
    mask = blake2b(proof, digest_size=_HALF, key=key, person=b"mask").digest()
    return (int.from_bytes(words, "big") ^ int.from_bytes(mask, "big")).to_bytes(_HALF, "big")
