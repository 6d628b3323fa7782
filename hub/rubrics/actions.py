"""How a school's staff look after its rubrics. What was filled in with one stays as it was filled in."""

from collections.abc import Iterable
from uuid import UUID

import msgspec

from hub.database import Tx
from hub.drafts.sending import Sending
from hub.errors import Conflict, Invalid
from hub.events import home_topic
from hub.policy import Verb, require
from hub.rubrics import queries
from hub.rubrics.models import Rubric, RubricVersion
from hub.words import _, one_line, tidy_words

MOST = 10
"""Criteria of one rubric. Whoever answers work writes beside each."""
LONGEST = 200
"""Characters of one criterion."""


class Criteria(msgspec.Struct, frozen=True):
    """A rubric as it was written. `writing`: the same piece of writing makes one."""

    name: str
    criteria: tuple[str, ...] = ()
    writing: UUID | None = None


def write_rubric(tx: Tx, given: Criteria) -> Rubric:
    """Offers it to everyone at the school from now on. Raises Forbidden, Invalid("name" or "criteria")."""
    require("rubrics", queries.relations(tx), Verb.WRITE)
    sending = Sending(tx, given.writing, "write_rubric", given)
    if sending.made:
        return queries.find(tx, sending.made)
    name, criteria = _checked(given)
    rubric = tx.make(Rubric(school_id=tx.viewer.school_id, author_id=tx.viewer.id, created=tx.now))
    _stands(tx, rubric, 1, name, criteria)
    sending.becomes(rubric.id)
    return rubric


def change_rubric(tx: Tx, rubric_id: UUID | None, given: Criteria, base: int) -> Rubric:
    """Makes it read so from now on, as a new version. Raises Conflict when `base` is not the version that stands."""
    rubric = queries.find(tx, rubric_id)
    require("rubrics", queries.relations(tx), Verb.EDIT)
    sending = Sending(tx, given.writing, "change_rubric", rubric.id, given)
    if sending.made:
        return rubric
    name, criteria = _checked(given)
    stands = queries.newest_of(tx, [rubric.id])[rubric.id]
    if stands.number != base:
        raise Conflict(_("Somebody changed this rubric meanwhile. Both are shown here: please choose."))
    if (stands.name, stands.criteria) != (name, criteria):
        _stands(tx, rubric, stands.number + 1, name, criteria)
    sending.becomes(rubric.id)
    return rubric


def end_rubric(tx: Tx, rubric_id: UUID | None, ended: bool = True) -> Rubric:
    """No longer offered; or offered again. What was filled in with it stays."""
    rubric = queries.find(tx, rubric_id)
    require("rubrics", queries.relations(tx), Verb.EDIT)
    if (rubric.ended is not None) != ended:
        rubric.ended = tx.now if ended else None
        tx.tell("rubric.ended" if ended else "rubric.offered", [home_topic(tx.viewer.id)], rubric=rubric.id)
    return rubric


def _stands(tx: Tx, rubric: Rubric, number: int, name: str, criteria: list[str]) -> None:
    tx.make(RubricVersion(rubric_id=rubric.id, number=number, name=name, criteria=criteria, created=tx.now))
    tx.tell("rubric.written", [home_topic(tx.viewer.id)], rubric=rubric.id)


def _checked(given: Criteria) -> tuple[str, list[str]]:
    name = one_line("name", given.name, 80)
    if not name:
        raise Invalid("name", _("What is it called? A few words are enough."))
    criteria = list(_lines(given.criteria))
    if not criteria:
        raise Invalid("criteria", _("Write at least one criterion: something that one can see in good work."))
    if len(criteria) > MOST:
        raise Invalid("criteria", _("Choose the %(n)d that say most.") % {"n": MOST})
    return name, criteria


def _lines(criteria: Iterable[str]) -> Iterable[str]:
    for one in criteria:
        line = " ".join(tidy_words(one).split())
        if len(line) > LONGEST:
            raise Invalid("criteria", _("One line is too long (%(n)d letters at the most).") % {"n": LONGEST})
        if line:
            yield line
