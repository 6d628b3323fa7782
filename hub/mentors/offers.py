"""What mentors offer, and finding one by words."""

import re
from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

import msgspec
from sqlalchemy import select

from hub.columns import among
from hub.database import Tx
from hub.errors import NotFound
from hub.mentors.models import Offer
from hub.mentors.queries import IS_A_MENTOR
from hub.people.faces import Face, faces
from hub.people.queries import to_school
from hub.policy import Verb, require
from hub.words import _

MANY = 100
"""Mentors who are shown at once."""
FEW = 3
"""Of those whose offers fit a question."""


class Offered(msgspec.Struct, frozen=True):
    """One offer."""

    id: UUID
    words: str
    tags: list[str]


class Mentor(msgspec.Struct, frozen=True):
    """A mentor of the school, and what they offer."""

    face: Face
    offers: list[Offered]


def find(tx: Tx, offer_id: UUID | None) -> Offer:
    """Raises NotFound."""
    found = tx.get(Offer, offer_id) if offer_id else None
    if found is None:
        raise NotFound(_("We can't find this offer. Perhaps it was taken back."))
    return found


def mine(tx: Tx) -> list[Offered]:
    return of_people(tx, [tx.viewer.id])[tx.viewer.id]


def by_ids(tx: Tx, ids: Collection[UUID]) -> list[Offered]:
    """Those of them that the viewer may see."""
    return [Offered(one.id, one.words, list(one.tags)) for one in tx.scalars(_BY_ID, {"ids": list(ids)})]


def of_people(tx: Tx, people: Collection[UUID]) -> dict[UUID, list[Offered]]:
    found: dict[UUID, list[Offered]] = defaultdict(list)
    for one in tx.scalars(_OF_PEOPLE, {"ids": list(people)}):
        found[one.person_id].append(Offered(one.id, one.words, list(one.tags)))
    return found


def mentors(tx: Tx, wanted: str = "") -> list[Mentor]:
    """Of the school, by name; those of whom a name, an offer or a tag holds each of the words. Raises Forbidden for who isn't staff."""
    require("school", to_school(tx), Verb.LOOK_UP)
    people = set(tx.scalars(IS_A_MENTOR))
    known, offered = faces(tx, people), of_people(tx, people)
    words = wanted.casefold().split()
    found = [Mentor(known[id_], offered[id_]) for id_ in people if not known[id_].roles & {"student", "teacher", "admin"}]
    fitting = [one for one in found if all(word in _haystack(one) for word in words)]
    return sorted(fitting, key=lambda one: (one.face.name.casefold(), one.face.id))[:MANY]


def fitting(tx: Tx, question: str) -> list[tuple[Mentor, str]]:
    """For staff: the mentors whose offers speak of what is asked, with the word by which they are found; FEW at the most."""
    asked = _long_words(question, 3)
    found = []
    for one in mentors(tx):
        tags = [word for offer in one.offers for tag in offer.tags for word in _long_words(tag, 3)]
        said = [word for offer in one.offers for word in _long_words(offer.words, 6)]
        if word := next((word for word in (*tags, *said) if any(_alike(word, other) for other in asked)), None):
            found.append((one, word))
    return found[:FEW]


def _long_words(text: str, least: int) -> list[str]:
    """In the order in which they stand; short ones say nothing of what it is about."""
    return [word for word in re.findall(r"\w+", text.casefold()) if len(word) >= least]


def _alike(one: str, other: str) -> bool:
    """The same word, or one that goes on from it: "measure", "measured"."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= 4 and long.startswith(short) and len(long) - len(short) <= 4)


def _haystack(one: Mentor) -> str:
    return " ".join([one.face.name, *(" ".join([offer.words, *offer.tags]) for offer in one.offers)]).casefold()


_BY_ID = select(Offer).where(among(Offer.id, "ids"))
_OF_PEOPLE = select(Offer).where(among(Offer.person_id, "ids")).order_by(Offer.created.desc(), Offer.id)
