"""A kind word to begin with, that whoever says it can make their own."""

from hub.items.models import ItemKind
from hub.words import _


def kind_word(kind: ItemKind) -> str:
    """It speaks of the effort, never of a gift."""
    words: dict[ItemKind, str] = {
        "goal": _("I’m proud of how you stick with this."),
        "artifact": _("I can see how much work you put into this."),
        "project": _("This is a project that I would have loved to be part of."),
        "room": _("I like how you work together on this."),
        "need_to_know": _("That is a question worth asking."),
        "reflection": _("Thank you for letting me read how you think about it."),
    }
    return words[kind]
