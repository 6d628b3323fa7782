"""The digest: one letter with everything, by name and title only, as its reader may see them at the moment it is written."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from hashlib import blake2b
from uuid import UUID

import jinja2
import msgspec

from hub import mail
from hub.database import Tx
from hub.identity.queries import in_a_letter
from hub.mail import Letter
from hub.notifications import queries
from hub.notifications.actions import sign_off_key
from hub.notifications.saying import rhythm_words
from hub.people.models import Person
from hub.web.rendering import environment
from hub.words import _, direction, locale, ngettext, speaking

PATH = "/letters/{key:str}"
"""Where its reader can stop it."""
MOST = 60
"""Things that one letter tells of. Who was away for a month finds the rest on the page."""


class About(msgspec.Struct, frozen=True):
    """One item, and what happened to it, a line each. `link` leads to the first of that."""

    title: str
    link: str
    lines: list[str]


class Part(msgspec.Struct, frozen=True):
    """All about one person's work."""

    heading: str
    about: list[About]


@mail.writes("digest")
def digest(tx: Tx, url: str, person_id: UUID, at: str) -> Letter | None:
    """What was put into this letter, as far as it is still there, unseen and wanted. The same letter each time it is written."""
    person = tx.get(Person, person_id)
    viewer = in_a_letter(tx, person_id)
    if person is None or viewer is None or not person.email:
        return None
    to, key = person.email, sign_off_key(person)
    tx.bind_to(viewer)
    rhythm = queries.letters(tx).hours
    notes = queries.in_letter(tx, datetime.fromisoformat(at))
    if rhythm.kind == "never" or not notes:
        return None
    with speaking(viewer.language):
        count = len(notes)
        words = ngettext("%(n)d new thing for you at %(school)s", "%(n)d new things for you at %(school)s", count)
        subject = " ".join((words % {"n": count, "school": viewer.school_name}).split())
        stop = url + PATH.replace("{key:str}", key)
        told = {
            "subject": subject,
            "school": viewer.school_name,
            "hello": _("Hello %(name)s,") % {"name": viewer.called},
            "parts": _parts(notes[:MOST], viewer.id, url),
            "more": max(0, count - MOST),
            "all": f"{url}/notifications",
            "rhythm": rhythm_words(rhythm),
            "change": f"{url}/you#letters",
            "stop": stop,
            "lang": locale().replace("_", "-"),
            "dir": direction(),
        }
        return Letter(
            to=to,
            subject=subject,
            text=_templates().get_template("notifications/letter.txt").render(told),
            html=_templates().get_template("notifications/letter.html").render(told),
            stop=stop,
            name=blake2b(f"{person_id} {at}".encode(), digest_size=16, key=person.letter_key).hexdigest(),
        )


def _parts(notes: Iterable[queries.Note], me: UUID, url: str) -> list[Part]:
    """The reader's own work first, then each other person's, such as each child's; what is about one item stands together."""
    by_owner: dict[UUID, dict[UUID, list[queries.Note]]] = {}
    names: dict[UUID, str] = {}
    for note in notes:
        names[note.owner.id] = note.owner.called
        by_owner.setdefault(note.owner.id, {}).setdefault(note.item_id, []).append(note)
    return [
        Part(
            _("Your own work") if owner == me else names[owner],
            [About(about[0].title, f"{url}{about[0].href}", _lines(about)) for about in by_owner[owner].values()],
        )
        for owner in sorted(by_owner, key=lambda owner: (owner != me, names[owner]))
    ]


def _lines(about: list[queries.Note]) -> list[str]:
    often = Counter(note.words for note in about)
    return [words if n == 1 else _("%(what)s (%(n)d times)") % {"what": words, "n": n} for words, n in often.items()]


@cache
def _templates() -> jinja2.Environment:
    return environment()
