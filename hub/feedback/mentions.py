"""Who is named in what is said: "@" and how somebody is called."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from sqlalchemy import select

from hub.columns import among
from hub.database import Tx
from hub.feedback.models import Message, MessageGrant
from hub.items.holders import Holder, of_principals
from hub.items.models import Item
from hub.people.models import Principal

SIGN = "@"
People = Mapping[UUID, Iterable[str]]
"""People by their ids, with the names by which they go."""


def named(words: str, people: People) -> set[UUID]:
    """Those who are named. Of two names the longer one counts; of two people who go by one name, both are meant."""
    return {person for _piece, meant in pieces(words, people) for person in meant}


def pieces(words: str, people: People) -> Iterator[tuple[str, frozenset[UUID]]]:
    """The words from first to last, cut around names: each with those whom it means, and what stands between with nobody."""
    by_name: dict[str, set[UUID]] = defaultdict(set)
    for id_, names in people.items() if SIGN in words else ():
        for name in names:
            by_name[_plain(name)].add(id_)
    by_name.pop("", None)
    longest_first = sorted(by_name, key=len, reverse=True)
    names = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
    reached = 0
    for match in re.finditer(rf"(?<!\w){SIGN}({names})(?!\w)", words, re.IGNORECASE) if names else ():
        yield words[reached : match.start()], frozenset()
        yield match[0], frozenset(by_name.get(_plain(match[1]), ()))
        reached = match.end()
    yield words[reached:], frozenset()


def in_messages(tx: Tx, said: Mapping[UUID, str]) -> dict[UUID, dict[UUID, tuple[str, str]]]:
    """Whom each of these messages names, by its words, of those who read it. For messages that the viewer may see; two statements for any
    number of them, and none where nobody is named."""
    calling = {message: words for message, words in said.items() if SIGN in words}
    if not calling:
        return {}
    readers: dict[UUID, dict[UUID, tuple[str, str]]] = defaultdict(dict)
    with tx.system("names in visible words"):
        granted = [
            (message, principal)
            for message, principal, kind, about, owner in tx.execute(_GRANTED, {"ids": list(calling)})
            if kind in _KNOWN or (principal == owner and about in _AMONG_THEMSELVES)
        ]
        held: dict[UUID, list[Holder]] = defaultdict(list)
        for holder in of_principals(tx, {principal for _message, principal in granted}):
            held[holder.principal_id].append(holder)
    for message, principal in granted:
        readers[message] |= {one.person_id: (one.called, one.name) for one in held[principal]}
    return {
        message: {person: readers[message][person] for person in who}
        for message, words in calling.items()
        if (who := named(words, readers[message]))
    }


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


# Only readers of whom everybody who reads it may know: nobody of a family or a class; and who is in a team only where it
# talks by itself. A question of the class has readers who don't know who is in another team.
_KNOWN = ("person", "teachers", "mentors")
_AMONG_THEMSELVES = ("room", "need_to_know")
_GRANTED = (
    select(MessageGrant.message_id, Principal.id, Principal.kind, Item.kind, Item.owner_id)
    .join(Message, Message.id == MessageGrant.message_id)
    .join(Item, Item.id == Message.item_id)
    .join(Principal, Principal.id == MessageGrant.principal_id)
    .where(among(MessageGrant.message_id, "ids"))
)
