"""How the domain says no. Each face knows how to show each of these; nothing else is an expected failure."""


class Refusal(Exception):
    """A clear no, with words for the person who asked."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Invalid(Refusal):
    """Something typed can't be taken as it is. `field` names the box that it belongs beside."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class NotFound(Refusal):
    """Missing and invisible are the same answer, so that an id tells nothing."""


class Forbidden(Refusal):
    """Visible, but not this person's to do."""


class NotSignedIn(Refusal):
    """Nobody is known behind the request: no session, an ended one, or a token that no longer holds."""


class Conflict(Refusal):
    """Someone else, or another window, was there first. Both texts must be kept and shown."""


class Gone(Refusal):
    """It was here once and has been used up: a sent draft, a used or expired invitation."""


class TooSlow(Refusal):
    """The rest of a request didn't come. The line is closed after the answer."""


class TooMany(Refusal):
    """Tried too often. `wait` is in seconds."""

    def __init__(self, message: str, wait: int) -> None:
        super().__init__(message)
        self.wait = wait
