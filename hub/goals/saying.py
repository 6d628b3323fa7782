"""How sure somebody is that they will reach their goal, in words: 1 (not at all) to 5 (very)."""

from hub.words import _


def sure(confidence: float) -> str:
    """As a whole, for other languages decline it: "quite sure"."""
    return (_("not at all sure"), _("a little sure"), _("half sure"), _("quite sure"), _("very sure"))[int(confidence) - 1]


def how_sure(confidence: float) -> str:
    """On a scale, where it has been asked how sure: "quite"."""
    return (_("not at all"), _("a little"), _("half"), _("quite"), _("very"))[int(confidence) - 1]
