"""What a question must say."""

from hub.errors import Invalid
from hub.feedback import contacts
from hub.words import _, one_line

QUESTION = 200
"""Letters of it."""


def asked(question: str) -> str:
    """Raises Invalid("question")."""
    title = one_line("question", question, QUESTION)
    if not title:
        raise Invalid("question", _("What do you need to find out? One question is enough."))
    if contacts.found(title) & {"mail", "phone"}:
        # A mentor who comes later reads it as well, and no member of staff has looked before.
        raise Invalid("question", _("Leave out mail addresses and telephone numbers: whoever knows an answer gives it here."))
    return title
