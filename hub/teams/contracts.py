"""What one does with a team's contract: write it, put one's name under it, take it back."""

from uuid import UUID

from hub.database import Tx
from hub.drafts.sending import Sending
from hub.errors import Conflict, Invalid
from hub.policy import Verb, require
from hub.safeguarding import speaking
from hub.teams import agreed, queries
from hub.teams.actions import in_turn, tell
from hub.teams.models import Contract, Signature, Team
from hub.words import _, lines

LONGEST = 5_000


def write(tx: Tx, team_id: UUID | None, words: str, base: int, writing: UUID | None = None) -> Team:
    """A further version, under which nobody has signed yet; those before it are kept, with the names under them.

    Raises Forbidden for who is neither in the team nor leads its project, Conflict where another version than `base` stands, and
    Invalid("words").
    """
    team = queries.find(tx, team_id)
    mine = queries.relations(tx, team)
    require("team", mine, Verb.WRITE)
    speaking.require(tx, team.id, mine, words=words)
    in_turn(tx, team.project_id)
    words = lines("words", words, LONGEST)
    if not words:
        raise Invalid("words", _("Write what you agree on. Three sentences are enough."))
    sending = Sending(tx, writing, "write_contract", team.id, words)
    if sending.made:
        return team
    stands = agreed.standing(tx, team.id)
    if (stands.number if stands else 0) != base:
        raise Conflict(_("Somebody else changed it meanwhile. Both texts are shown here: please choose."))
    if stands is None or stands.words != words:
        tx.add(Contract(team_id=team.id, number=base + 1, words=words, author_id=tx.viewer.id, written=tx.now))
        tell(tx, "team.contract_changed", team, queries.room_of(tx, team))
    sending.becomes(team.id)
    return team


def sign(tx: Tx, team_id: UUID | None, version: int) -> Team:
    """Puts one's name under the version that one has read. Harmless twice. Raises Forbidden, and Conflict where another version stands."""
    team, contract = _to_sign(tx, team_id)
    if contract is None or contract.number != version:
        raise Conflict(_("It was changed since you read it. Read it as it is now, then sign."))
    if agreed.signature(tx, contract, tx.viewer.id) is None:
        tx.add(Signature(team_id=team.id, number=version, person_id=tx.viewer.id, signed=tx.now))
        tell(tx, "team.signed", team, queries.room_of(tx, team))
    return team


def take_back(tx: Tx, team_id: UUID | None) -> Team:
    """One's name is no longer under it; that it was, is kept. Harmless where it isn't."""
    team, contract = _to_sign(tx, team_id)
    mine = agreed.signature(tx, contract, tx.viewer.id) if contract else None
    if mine is not None:
        mine.taken_back = tx.now
        tell(tx, "team.signed", team, queries.room_of(tx, team))
    return team


def _to_sign(tx: Tx, team_id: UUID | None) -> tuple[Team, Contract | None]:
    team = queries.find(tx, team_id)
    require("team", queries.relations(tx, team), Verb.SIGN)
    in_turn(tx, team.project_id)
    return team, agreed.standing(tx, team.id)
