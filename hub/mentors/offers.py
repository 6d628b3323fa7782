"""What mentors offer, and finding one by words."""

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


def _haystack(one: Mentor) -> str:
    return " ".join([one.face.name, *(" ".join([offer.words, *offer.tags]) for offer in one.offers)]).casefold()


_BY_ID = select(Offer).where(among(Offer.id, "ids"))
_OF_PEOPLE = select(Offer).where(among(Offer.person_id, "ids")).order_by(Offer.created.desc(), Offer.id)
