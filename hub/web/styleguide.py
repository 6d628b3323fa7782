"""Every component in every state, for those who build Trellis. Served in development only."""

from datetime import datetime, timedelta
from types import SimpleNamespace

from litestar import get

from hub.clock import now
from hub.plots import over_time
from hub.web.hub import Place
from hub.web.show import AnyRequest, Page, show_stranger

# Nobody's account: the page needs a face for its frame.
_MAYA = SimpleNamespace(id="maya", name="Maya Okafor", called="Maya", initials="MO", adult=False, school_name="Riverside School")
_RIVERA = SimpleNamespace(id="rivera", name="Ines Rivera", called="Ms Rivera", initials="IR", adult=True)
_JONAS = SimpleNamespace(id="jonas", name="Jonas Lind", called="Jonas", initials="JL", adult=False)
_NAV = [
    Place("/styleguide", "sprout", "Styleguide", 2, current=True),
    Place("/", "book-open", "My space", 0, current=False),
    Place("/", "bell", "News", 3, current=False, new=True),
]
_SURE = (2, 3, 2, 4, 4)


@get("/styleguide", include_in_schema=False)
async def styleguide(request: AnyRequest) -> Page:
    moment = now()
    return show_stranger(
        request,
        "styleguide.html",
        viewer=_MAYA,
        nav=_NAV,
        role_words="student",
        now=moment,
        today=moment.date(),
        yesterday=moment - timedelta(days=1),
        sure=over_time([(moment - timedelta(days=8 - 2 * n), value, "") for n, value in enumerate(_SURE)], 1, 5),
        requests=[_request(moment, "maya"), _request(moment, "jonas")],
    )


def _request(moment: datetime, asker: str) -> SimpleNamespace:
    """Maya's own, half answered; or one that is put to her."""
    mine = asker == "maya"
    answered = SimpleNamespace(who=_RIVERA, answered=moment if mine else None, message_id="1", thanked=None, may_be_reminded=False)
    waits = SimpleNamespace(who=_JONAS if mine else _MAYA, answered=None, thanked=None, may_be_reminded=mine, reminded=None)
    people = [answered, waits]
    return SimpleNamespace(
        id=asker,
        item_id="x",
        mine=mine,
        open=True,
        late=False,
        asker=_MAYA if mine else _JONAS,
        people=people,
        question="Would you know what to do after reading it?",
        version=1,
        until=moment.date(),
        created=moment - timedelta(days=1),
        withdrawn=None,
        to=lambda me: next((one for one in people if one.who.id == me), None),
    )
