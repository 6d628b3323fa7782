"""The sentence on a page after something was done, with the way to take it back."""

from typing import Any

import msgspec
from litestar import Request

from hub.ids import parse_id
from hub.words import _


class Notice(msgspec.Struct, frozen=True):
    """`tone` is leaf (done), sun (look at this), sky (to know) or ember (lost). `undo_href` is where a form takes it back. `mine`: it is
    about an item of one's own, and said to nobody else. `by` is the part of the page beside which it stands; "": on top."""

    words: str
    tone: str = "leaf"
    undo_href: str = ""
    undo_words: str = ""
    mine: bool = False
    by: str = ""


def notices_of(request: Request[Any, Any, Any]) -> list[Notice]:
    """Only sentences of ours, chosen by name: an address can't put words into our mouth. And only to whoever comes from a page of
    ours, as far as their browser says so: an address that was passed on greets nobody with what another did."""
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return []
    item = parse_id(request.query_params.get("item", ""))
    undo = f"/items/{item}/" if item else ""
    sentences = {
        "posted": Notice(_("Posted."), mine=True),
        "added": Notice(_("Added to your space."), mine=True),
        "team-added": Notice(_("Added. It is your team’s now, and all of you can go on with it.")),
        "handed-in": Notice(_("Handed in. Your teachers see it now, and you can take it back.")),
        "taken-back": Notice(_("You took it back. Your team can go on with it, and hand it in again.")),
        "version-added": Notice(_("Added. The versions before it are kept."), mine=True),
        "goal-begun": Notice(_("Your goal is planted. Tick its steps as you go."), mine=True),
        "project-begun": Notice(_("Your project is here. The line at its head says who sees it."), mine=True),
        "project-copied": Notice(_("This copy is yours. Change whatever you like; it says where it came from."), mine=True),
        "project-taken-on": Notice(_("It is yours to lead now. Who proposed it has been told."), mine=True),
        "milestone-taken-away": Notice(
            _("You took a milestone away."),
            undo_href=f"/milestones/{item}/put-back" if item else "",
            undo_words=_("Put it back"),
            mine=True,
        ),
        "question-taken-away": Notice(
            _("You took your question away."),
            undo_href=f"/need-to-knows/{item}/put-back" if item else "",
            undo_words=_("Put it back"),
            mine=True,
        ),
        "team-joined": Notice(_("You are in. What was said before you came, you can read.")),
        "team-declined": Notice(_("You said no. Whoever asked sees it on the team's page.")),
        "team-left": Notice(_("You left the team. What you said there stays, under your name.")),
        "message-gone": Notice(_("The message that you were sent to isn’t here for you, or no longer. This is where it would stand.")),
        "mentor-invited": Notice(_("Invited. An admin looks who they are and approves; until then they see nothing."), "sky"),
        "mentor-approved": Notice(_("Approved. They are in from their first day to their last.")),
        "mentor-ended": Notice(_("Ended. They see nothing of the project any more.")),
        "mentor-asked": Notice(_("Asked. What they say stands here, where you all see it.")),
        "mentor-declined": Notice(_("Told. You needn’t answer this one.")),
        "check-recorded": Notice(_("The check is recorded.")),
        "checked-in": Notice(_("Your check-in is kept."), mine=True),
        "help-asked": Notice(_("Your teachers see now that you would like help."), mine=True),
        "kept": Notice(_("Changed. How it was before is kept."), mine=True),
        "shared": Notice(_("Changed who sees it, from now on and everywhere."), mine=True),
        "withdrawn": Notice(_("You took it back. Only you can read it now."), undo_href=undo and undo + "put-back", mine=True),
        "put-back": Notice(_("It is back where it was."), mine=True),
        "deleted": Notice(
            _("Deleted. You can bring it back for 30 days."),
            undo_href=undo and undo + "bring-back",
            undo_words=_("Bring it back"),
            mine=True,
        ),
        "brought-back": Notice(_("It is back."), mine=True),
        "message-withdrawn": Notice(_("You took your message back.")),
        "reported": Notice(_("Thank you. Staff will look at it. Nobody else learns that you told us."), "sky"),
        "hidden": Notice(_("Hidden. The words are kept for staff.")),
        "shown": Notice(_("It can be read again.")),
        "paused": Notice(_("The pause has begun.")),
        "pause-ended": Notice(_("The pause is over.")),
        "looked": Notice(_("Thank you for looking.")),
        "asked": Notice(_("Asked. It stands on their page now; you will see their answer here."), mine=True),
        "request-withdrawn": Notice(_("You took the request back. Nobody needs to answer it."), mine=True),
        "thanked": Notice(_("You said thank you."), mine=True),
        "reminded": Notice(_("Reminded, kindly."), mine=True),
        "responded": Notice(_("Thank you. They see now what became of their words."), mine=True),
        "rubric-kept": Notice(_("Kept. Everyone at your school can answer with it.")),
        "rubric-ended": Notice(_("It is no longer offered. What was answered with it stays.")),
        "rubric-offered": Notice(_("It is offered again.")),
        "criteria-changed": Notice(
            _("Sent. The criteria were changed while you were writing: your words are kept with those that you filled in."), "sky"
        ),
        "all-answered": Notice(_("Nobody is waiting for you now.")),
        "rhythm": Notice(_("Kept. Your letters come like this from now on.")),
        "saved": Notice(_("Saved.")),
        "signed-out": Notice(_("You are signed out. Nothing of yours is left on this device.")),
        "deactivated": Notice(_("They can't sign in any more, and are signed out everywhere. What they made is kept.")),
        "reactivated": Notice(_("They can sign in again, with their password.")),
        "approved": Notice(_("Approved. They see what is shared with this family from now on.")),
        "guardian-ended": Notice(_("Ended. They see nothing of this student's any more.")),
        "off-roster": Notice(_("They aren't in this class any more.")),
        "password": Notice(_("Your password is changed. Everywhere else you are signed out.")),
        "place-ended": Notice(_("You are signed out there.")),
        "calendar-ended": Notice(_("This address leads nowhere any more.")),
        "key-ended": Notice(_("This key doesn't work any more.")),
        "thrown-away": Notice(_("The draft is gone.")),
    }
    named = sentences.get(request.query_params.get("done", ""))
    if named is None:
        return []
    return [msgspec.structs.replace(named, by=request.query_params.get("by", ""))]
