"""The homes of families, who follow what their own child found out in a team."""

from sqlalchemy import bindparam, select

from hub.database import Tx
from hub.items.models import Item
from hub.need_to_knows.models import NeedToKnow, NeedToKnowVersion
from hub.teams.actions import tell_families

_ALWAYS = frozenset({"need_to_know.answered", "need_to_know.reopened"})
_OF_AN_ANSWER = frozenset({"need_to_know.changed", "need_to_know.taken_away", "need_to_know.put_back"})


def tell(tx: Tx, kind: str, question: NeedToKnow) -> None:
    """What its answer says there has changed: told for the viewer, and for all who brought the question to where it stood at any time."""
    if question.team_id and (kind in _ALWAYS or (kind in _OF_AN_ANSWER and question.stage == "answered")):
        with tx.system("who found something out"):
            brought = set(tx.scalars(_BROUGHT, {"id": question.id}))
        tell_families(tx, {tx.viewer.id, *filter(None, (question.by_id, *brought))})


_BROUGHT = select(NeedToKnowVersion.by_id).where(NeedToKnowVersion.need_to_know_id == bindparam("id", type_=Item.id.type)).distinct()
