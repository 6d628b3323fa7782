"""The seven points of a project's design: what each asks, and what helps to answer it. They coach; nothing counts them."""

from collections.abc import Mapping
from hashlib import sha256

import msgspec

from hub.words import _


class Point(msgspec.Struct, frozen=True):
    """One point. `question` is asked of the designer; `help`, where nothing is said yet."""

    key: str
    name: str
    question: str
    help: str


def points() -> list[Point]:
    """In the order in which a design grows. The elements are those of Gold Standard PBL (PBLWorks); the words are ours."""
    return [
        Point(
            "challenge",
            _("A challenging problem"),
            _("What makes this hard enough to be worth weeks, and open enough to have more than one answer?"),
            _("Try the driving question on a student: do they begin to guess, or to look it up?"),
        ),
        Point(
            "inquiry",
            _("Inquiry that goes on"),
            _("How do new questions come up along the way, and who follows them?"),
            _("Leave room between two milestones for what nobody knows today."),
        ),
        Point(
            "real",
            _("Something real"),
            _("Who outside the class has this problem, or will use what is made?"),
            _("A name and an address make it more real than “the public”."),
        ),
        Point(
            "choice",
            _("Voice and choice"),
            _("What do students decide themselves: the question, the way, the product, the team?"),
            _("Choose one decision that you would have made, and hand it over."),
        ),
        Point(
            "reflection",
            _("Looking back"),
            _("When do they stop to say what they learned, and how?"),
            _("Once at each milestone is enough. Three sentences are enough, too."),
        ),
        Point(
            "critique",
            _("Critique and revision"),
            _("Who answers a first version, and how much time is left to make a second?"),
            _("Plan the second version before the first one is due."),
        ),
        Point(
            "public",
            _("A public product"),
            _("Who sees it in the end, besides you and the class?"),
            _("Invite them now. A date on which somebody comes changes the work."),
        ),
    ]


def edition_of(said: Mapping[str, str]) -> str:
    """A mark of what is said to the points: a change names the one that it builds on."""
    return sha256("\n".join(f"{key} {said[key]}" for key in sorted(said) if said[key]).encode()).hexdigest()[:16]
