"""Everything that one's own page shows."""

from hub.database import Tx
from hub.identity.queries import Account, my_account
from hub.notifications.queries import Letters, letters


class You(Account, frozen=True, kw_only=True):
    """What I see about myself, and when letters come."""

    letters: Letters


def you(tx: Tx) -> You:
    """Raises Forbidden for a key, as my_account does."""
    account = my_account(tx)
    return You(**{name: getattr(account, name) for name in Account.__struct_fields__}, letters=letters(tx))
