"""Every component in every state, for those who build Trellis. Served in development only."""

from datetime import timedelta

from litestar import get

from hub.clock import now
from hub.web.show import AnyRequest, Page, show_stranger


@get("/styleguide", include_in_schema=False)
async def styleguide(request: AnyRequest) -> Page:
    moment = now()
    return show_stranger(request, "styleguide.html", now=moment, yesterday=moment - timedelta(days=1))
