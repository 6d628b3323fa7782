"""An address as a square for a phone's camera."""

from markupsafe import Markup


def qr(address: str) -> Markup:
    """An SVG to stand in a page: shapes and attributes only, no style that the page's policy would refuse."""
    # Not at the top: it costs a start 12 MB, and codes are printed on few days.
    import segno

    drawn = segno.make(address, error="m", micro=False)
    return Markup(drawn.svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None))  # noqa: S704 - drawn by us from shapes alone
