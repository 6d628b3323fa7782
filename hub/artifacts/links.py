"""Addresses of pages elsewhere, as people type them. Nothing is fetched from there."""

from urllib.parse import urlsplit

from hub.errors import Invalid
from hub.words import _

LONGEST = 2000


def checked(typed: str) -> str:
    """The address in full; "" where none was typed. Raises Invalid("link") for what is no page that anybody could open."""
    link = typed.strip()
    if not link:
        return ""
    if "://" not in link:
        link = f"https://{link}"
    if len(link) > LONGEST or not link.isprintable() or any(sign.isspace() or sign in '"<>\\' for sign in link) or not host_of(link):
        raise Invalid("link", _("This doesn't look like the address of a page. It begins with https:// and has a name with a dot in it."))
    return link


def host_of(link: str) -> str:
    """Whose page it is, in letters that can't pass for others; "" for what is no address of a page."""
    try:
        parts = urlsplit(link)
        # Raises for a port that is none: "javascript:alert(1)" has such a one by now.
        named = parts.port is None or parts.port > 0
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:
        return ""
    whole = parts.scheme in ("http", "https") and "@" not in parts.netloc and "." in host.strip(".")
    return host if whole and named else ""
