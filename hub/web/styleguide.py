"""Every component in every state, for those who build Trellis. Served in development only."""

from datetime import timedelta
from types import SimpleNamespace

from litestar import get

from hub.clock import now
from hub.web.hub import Place
from hub.web.show import AnyRequest, Page, show_stranger

# Nobody's account: the page needs a face for its frame.
_MAYA = SimpleNamespace(id="maya", name="Maya Okafor", called="Maya", initials="MO", adult=False, school_name="Riverside School")
_NAV = [Place("/styleguide", "sprout", "Styleguide", 2, current=True), Place("/", "book-open", "My space", 0, current=False)]


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
        yesterday=moment - timedelta(days=1),
    )
