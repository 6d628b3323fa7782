"""What a browser says about itself and where it wants to go, taken with care."""

import re
from urllib.parse import urlsplit

_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
# In this order: most call themselves Chrome or Safari as well.
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"))
_BAD = re.compile(r"[\x00-\x20\x7f\\]")


def device_of(user_agent: str) -> str:
    """ "Firefox on Android", for the list of where one is signed in. Empty for what we don't know: never the raw words."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "Safari" if "Safari" in user_agent else "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    return " · ".join(part for part in (browser, system) if part)


def local_path(wanted: str) -> str:
    """Where to go next, if it is a page of ours; else the home. Nothing that a browser could take for another host."""
    if not wanted.startswith("/") or wanted.startswith("//") or _BAD.search(wanted) or len(wanted) > 2000:
        return "/"
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or parts.path.startswith(("//", "/sign-", "/join", "/begin", "/forgotten")):
        return "/"
    return wanted
