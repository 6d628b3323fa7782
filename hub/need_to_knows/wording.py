"""What a question must say."""

from hub.errors import Invalid
from hub.words import _, one_line

QUESTION = 200
"""Letters of it."""


def asked(question: str) -> str:
    """Raises Invalid("question")."""
    title = one_line("question", question, QUESTION)
    if not title:
        raise Invalid("question", _("What do you need to find out? One question is enough."))
    return title
