"""What whoever sent a file is told when it isn't taken."""

from hub.errors import Invalid
from hub.files.media.rules import LONGEST, MOST_PAGES, Answer, AnyKind
from hub.words import _


class Hungry(Invalid):
    """A photo that wants more memory or time than others. It may be fine yet, alone."""


def refusal(field: str, answer: Answer, kind: AnyKind) -> Invalid:
    if kind == "pdf":
        return _of_a_pdf(field, answer)
    if kind.startswith("image/"):
        return _of_a_photo(field, answer)
    if answer.wrong == "long":
        return Invalid(field, _("This takes longer than %(hours)d hours. Please add the part that matters.") % {"hours": LONGEST // 3600})
    if answer.wrong == "large":
        return Invalid(field, _("The picture of this film is too large to open safely. Save it in a smaller size, 4K or less."))
    if answer.wrong == "no picture":
        return Invalid(field, _("There is nothing to see or hear in this file."))
    return Invalid(field, _("This recording seems broken or only half there. Try choosing it again."))


def photo_too_heavy(field: str, size: int, most: int) -> Invalid:
    """The refusal for a file of `size` bytes where `most` are taken; both are told in MB of a million bytes."""
    return _too_heavy(field, _("This photo is {size} MB. The most is {most} MB."), size, most)


def too_heavy(field: str, size: int, most: int) -> Invalid:
    """The same of any other file."""
    return _too_heavy(field, _("This file is {size} MB. The most is {most} MB."), size, most)


def _too_heavy(field: str, words: str, size: int, most: int) -> Invalid:
    # Rounded up, so that a file one byte over is never told to be as large as the limit.
    return Invalid(field, words.format(size=f"{-(-size // 1_000_000):,}", most=f"{most / 1_000_000:,.3g}"))


def _of_a_photo(field: str, answer: Answer) -> Invalid:
    if answer.wrong == "large":
        width, height = answer.size
        words = _("This picture is too large to open safely ({width} × {height}).")
        return Invalid(field, words.format(width=f"{width:,}", height=f"{height:,}"))
    if answer.wrong in ("hungry", "slow", "fell"):
        return Hungry(field, _("This picture is too large to open safely. Save it in a smaller size, and add that."))
    return Invalid(field, _("This photo seems broken or only half there. Try choosing it again, or another one."))


def _of_a_pdf(field: str, answer: Answer) -> Invalid:
    if answer.wrong == "locked":
        return Invalid(field, _("This PDF is locked with a password. Save a copy without one, and add that."))
    if answer.wrong == "many pages":
        return Invalid(field, _("This PDF has more than %(most)d pages. Please add the ones that matter.") % {"most": MOST_PAGES})
    if answer.wrong in ("hungry", "slow", "fell"):
        return Invalid(field, _("This PDF is too much to open safely. Please add the pages that matter, or print it into a new PDF."))
    return Invalid(field, _("This PDF seems broken or only half there. Try saving it again."))
