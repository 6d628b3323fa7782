"""What one does with a goal: begin it, change it, take its steps, look how it stands, ask for help, bring it to an end."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, select

from hub.database import Tx
from hub.drafts.actions import bury, was_sent
from hub.errors import Conflict, Invalid
from hub.feedback.actions import open_thread
from hub.goals import queries
from hub.goals.models import CheckIn, Goal, GoalProgress, GoalVersion, Step
from hub.items import queries as items
from hub.items.actions import first_audience, relations, tell
from hub.items.links import link, unlink
from hub.loops.models import Asked, FeedbackRequest
from hub.policy import Verb, require
from hub.words import _, opening

LONGEST = 5_000
"""Characters in one box."""
STEPS = 50
CRITERIA = 12


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """A goal as it was written. `criteria` and `steps` are one line each. `writing`: the same piece of writing makes one goal."""

    title: str
    outcome: str = ""
    obstacle: str = ""
    plan: str = ""
    criteria: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    due: date | None = None
    audience: tuple[UUID, ...] = ()
    supports: UUID | None = None
    """The larger goal that this one is a part of."""
    led_to_by: UUID | None = None
    """The reflection in which it began."""
    writing: UUID | None = None


def begin(tx: Tx, wish: Wish) -> Goal:
    """Raises Invalid for a goal without a wish, for words that are too long, and for an audience that can't be."""
    if wish.writing and (made := was_sent(tx, str(wish.writing))):
        return queries.find(tx, made)
    words = _checked(wish)
    steps = [_line("steps", step, 300) for step in wish.steps if step.strip()]
    if len(steps) > STEPS:
        raise Invalid("steps", _("That is more than %(n)d steps. Begin with the first few.") % {"n": STEPS})
    goal = tx.make(
        Goal(
            school_id=tx.viewer.school_id,
            owner_id=tx.viewer.id,
            **words,
            due=wish.due,
            created=tx.now,
            updated=tx.now,
        )
    )
    tx.add_all(Step(goal_id=goal.id, place=place, words=step, created=tx.now) for place, step in enumerate(steps))
    open_thread(tx, goal)
    first_audience(tx, goal, wish.audience)
    if wish.supports:
        link(tx, goal.id, wish.supports, "supports")
    if wish.led_to_by:
        link(tx, wish.led_to_by, goal.id, "led_to")
    if wish.writing:
        bury(tx, str(wish.writing), "begin_goal", goal.id)
    _tell(tx, "goal.begun", goal)
    return goal


def change(tx: Tx, goal_id: UUID | None, wish: Wish, base: int) -> Goal:
    """Changes its words and its day; how it read before is kept. Steps are changed by their own acts. Raises Conflict."""
    goal = _mine(tx, goal_id)
    if wish.writing and was_sent(tx, str(wish.writing)):
        return goal
    if goal.version != base:
        raise Conflict(_("You changed this goal in another window. Both texts are shown here: please choose."))
    words = _checked(wish)
    before = _words_of(goal)
    for name, value in words.items():
        setattr(goal, name, value)
    if _words_of(goal) != before:
        tx.add(GoalVersion(goal_id=goal.id, number=goal.version, words=before, until=tx.now))
        goal.version += 1
        goal.updated = tx.now
    goal.due = wish.due
    if wish.writing:
        bury(tx, str(wish.writing), "change_goal", goal.id)
    _tell(tx, "goal.changed", goal)
    return goal


def add_step(tx: Tx, goal_id: UUID | None, words: str, due: date | None = None, came_from: UUID | None = None) -> Step:
    """One more thing to do, at the end. `came_from` is the reflection in which it was found. Raises Invalid("step"), Conflict."""
    goal = _mine(tx, goal_id)
    line = _line("step", words, 300)
    if not line:
        raise Invalid("step", _("Say in a few words what you will do."))
    if goal.progress != "growing":
        raise Conflict(_("This goal has come to its end. Let it grow again before you add a step."))
    count, last = tx.execute(select(func.count(Step.id), func.max(Step.place)).where(Step.goal_id == goal.id)).one()
    if count >= STEPS:
        raise Invalid("step", _("This goal has %(n)d steps already. Tick some, or take some away.") % {"n": STEPS})
    step = tx.make(Step(goal_id=goal.id, place=(-1 if last is None else last) + 1, words=line, due=due, created=tx.now))
    if came_from:
        link(tx, came_from, goal.id, "led_to")
    _tell(tx, "goal.step_added", goal)
    return step


def tick(tx: Tx, step_id: UUID | None, done: bool) -> Step:
    """Done, or not done after all. Saying the same twice changes nothing."""
    step = queries.step(tx, step_id)
    goal = _mine(tx, step.goal_id)
    if (step.done is not None) != done:
        step.done = tx.now if done else None
        _tell(tx, "goal.step_ticked", goal)
    return step


def take_step_away(tx: Tx, step_id: UUID | None) -> Goal:
    step = queries.step(tx, step_id)
    goal = _mine(tx, step.goal_id)
    tx.delete(step)
    _tell(tx, "goal.step_taken_away", goal)
    return goal


def check_in(tx: Tx, goal_id: UUID | None, confidence: int, words: str = "", writing: UUID | None = None) -> CheckIn:
    """How sure one is today, 1 to 5. Its time is the hub's own: a clock that is wrong has no say. Raises Invalid("confidence")."""
    goal = _mine(tx, goal_id)
    if writing and (made := was_sent(tx, str(writing))):
        return tx.get_one(CheckIn, made)
    if not 1 <= confidence <= 5:
        raise Invalid("confidence", _("Choose how sure you are, from 1 to 5."))
    if goal.progress != "growing":
        raise Conflict(_("This goal has come to its end. Let it grow again before you check in."))
    made_now = tx.make(CheckIn(goal_id=goal.id, at=tx.now, confidence=confidence, words=_line("words", words, 500)))
    if writing:
        bury(tx, str(writing), "check_in", made_now.id)
    _tell(tx, "goal.checked_in", goal)
    return made_now


def ask_for_help(tx: Tx, goal_id: UUID | None, words: str) -> Goal:
    """Puts it among those who wait, at each teacher who can see it. Raises Invalid("audience") when none can."""
    goal = _mine(tx, goal_id)
    text = _text("words", words)
    if not items.staff_among(tx, items.granted(tx, goal.id) - {goal.owner_id}):
        raise Invalid("audience", _("Share this goal with a teacher first: nobody who could help can see it yet."))
    if goal.help_since is None or goal.help_words != text:
        goal.help_since = goal.help_since or tx.now
        goal.help_words = text
        goal.wait(tx.now)
        _tell(tx, "goal.help_asked", goal)
    return goal


def got_help(tx: Tx, goal_id: UUID | None) -> Goal:
    """No more help is needed. Its owner alone says so: an answer from staff ends the wait, and not the wish."""
    goal = _mine(tx, goal_id)
    if goal.help_since is not None:
        _no_more_help(tx, goal)
        _tell(tx, "goal.got_help", goal)
    return goal


def bring_to_an_end(tx: Tx, goal_id: UUID | None, progress: GoalProgress, why: str) -> Goal:
    """Reached, changed or let go, with a word why; or growing again. Raises Invalid("why") where a word is missing."""
    goal = _mine(tx, goal_id)
    text = _text("why", why)
    if progress in ("changed", "let_go") and not text:
        raise Invalid("why", _("Say in a few words why. It helps the next goal."))
    if (progress, text) != (goal.progress, goal.why):
        goal.progress = progress
        goal.why = text
        goal.ended = None if progress == "growing" else tx.now
        if goal.ended:
            _no_more_help(tx, goal)
        _tell(tx, f"goal.{progress}", goal)
    return goal


def show_by(tx: Tx, goal_id: UUID | None, item_id: UUID | None) -> Goal:
    """This work of one's own shows how the goal goes. Raises Invalid("link") for a goal, and for what is linked the other way."""
    goal = _mine(tx, goal_id)
    if items.find(tx, item_id).kind == "goal":
        raise Invalid("link", _("A goal is shown by work and reflections. To make it part of this one, choose that on its sheet."))
    link(tx, item_id, goal.id, "evidence")
    _tell(tx, "goal.evidence_linked", goal)
    return goal


def no_longer_show_by(tx: Tx, goal_id: UUID | None, item_id: UUID | None) -> Goal:
    goal = _mine(tx, goal_id)
    unlink(tx, item_id, goal.id, "evidence")
    _tell(tx, "goal.evidence_taken_off", goal)
    return goal


def _no_more_help(tx: Tx, goal: Goal) -> None:
    """What else is asked of staff about it is still waited for."""
    if goal.help_since is None:
        return
    goal.help_since = None
    goal.help_words = ""
    asked = {person: since for person, since in tx.execute(_STILL_ASKED, {"item": goal.id})}  # noqa: C416 - a Row is no pair to a type checker
    goal.waiting_since = min((asked[person] for person in items.staff_among(tx, asked)), default=None)


def _mine(tx: Tx, goal_id: UUID | None) -> Goal:
    goal = queries.find(tx, goal_id)
    require("item", relations(tx, goal), Verb.EDIT)
    return goal


def _checked(wish: Wish) -> dict[str, object]:
    title = _line("title", wish.title, 200)
    if not title:
        raise Invalid("title", _("What do you wish for? One line is enough."))
    criteria = [line for one in wish.criteria if (line := _line("criteria", one, 200))]
    if len(criteria) > CRITERIA:
        raise Invalid("criteria", _("Choose the %(n)d that say most.") % {"n": CRITERIA})
    outcome = _text("outcome", wish.outcome)
    return {
        "title": title,
        "outcome": outcome,
        "obstacle": _text("obstacle", wish.obstacle),
        "plan": _text("plan", wish.plan),
        "criteria": criteria,
        "opening": opening(outcome or wish.plan, 220),
    }


def _words_of(goal: Goal) -> dict[str, str]:
    return {
        "title": goal.title,
        "outcome": goal.outcome,
        "obstacle": goal.obstacle,
        "plan": goal.plan,
        "criteria": "\n".join(goal.criteria),
    }


def _line(field: str, text: str, most: int) -> str:
    line = " ".join(text.replace("\x00", "").split())
    if len(line) > most:
        raise Invalid(field, _("Please say it in fewer words (%(n)d letters at the most).") % {"n": most})
    return line


def _text(field: str, text: str) -> str:
    text = text.replace("\x00", "").strip()
    if len(text) > LONGEST:
        raise Invalid(field, _("This is longer than fits here. Please make it shorter."))
    return text


def _tell(tx: Tx, kind: str, goal: Goal) -> None:
    tell(tx, kind, goal, items.readers(tx, items.granted(tx, goal.id)))


_STILL_ASKED = (
    select(Asked.person_id, Asked.since)
    .join(FeedbackRequest, FeedbackRequest.id == Asked.request_id)
    .where(FeedbackRequest.item_id == bindparam("item", type_=Goal.id.type), FeedbackRequest.withdrawn.is_(None), Asked.answered.is_(None))
    .order_by(Asked.since.desc())
)
