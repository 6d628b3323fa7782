"""What one does with a goal: begin it, change it, look how it stands, ask for help, bring it to an end."""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import bindparam, func, select

from hub.clock import day_of
from hub.database import Tx
from hub.drafts.sending import Sending
from hub.errors import Conflict, Invalid
from hub.feedback.actions import open_thread
from hub.goals import queries
from hub.goals.larger import be_part_of
from hub.goals.models import CheckIn, Goal, GoalProgress, GoalVersion, Step
from hub.goals.own import growing, mine, tell
from hub.goals.steps import LONGEST_STEP, STEPS
from hub.items import holders, linked
from hub.items import queries as items
from hub.items.actions import first_audience, stands
from hub.items.links import link, unlink
from hub.loops import waiting
from hub.words import _, lines, one_line, opening

CRITERIA = 12
CHECK_INS = 500
"""Of one goal: one a day for longer than a school year. All of them are drawn."""
LONGEST = 5_000
"""Letters in one box of several lines."""


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
    """The larger goal of one's own that this one is a part of."""
    led_to_by: UUID | None = None
    """The reflection in which it began."""
    writing: UUID | None = None


def begin(tx: Tx, wish: Wish) -> Goal:
    """Raises Invalid for a goal without a wish, for words that are too long, and for an audience that can't be."""
    sending = Sending(tx, wish.writing, "begin_goal", wish)
    if sending.made:
        return queries.find(tx, sending.made)
    words = _checked(wish)
    steps = [said for step in wish.steps if (said := one_line("steps", step, LONGEST_STEP))]
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
    be_part_of(tx, goal, wish.supports)
    if wish.led_to_by:
        link(tx, wish.led_to_by, goal.id, "led_to")
    sending.becomes(goal.id)
    tell(tx, "goal.begun", goal)
    return goal


def change(tx: Tx, goal_id: UUID | None, wish: Wish, base: int) -> Goal:
    """Changes its words, its day, and what it is a part of; how it read before is kept. Steps have acts of their own. Raises Conflict."""
    goal = mine(tx, goal_id)
    sending = Sending(tx, wish.writing, "change_goal", goal.id, wish)
    if sending.made:
        return goal
    if goal.version != base:
        raise Conflict(_("You changed this goal in another window. Both texts are shown here: please choose."))
    words = _checked(wish)
    before = _words_of(goal)
    planned = goal.due != wish.due or set(linked.targets(tx, [goal.id], "supports").get(goal.id, ())) != ({wish.supports} - {None})
    for name, value in words.items():
        setattr(goal, name, value)
    if planned or _words_of(goal) != before:
        _keep(tx, goal, before, "words" if _words_of(goal) != before else "plan")
    goal.due = wish.due
    be_part_of(tx, goal, wish.supports)
    sending.becomes(goal.id)
    tell(tx, "goal.changed", goal)
    return goal


def check_in(
    tx: Tx, goal_id: UUID | None, confidence: int, words: str = "", writing: UUID | None = None, day: date | None = None
) -> CheckIn:
    """How sure one is, 1 to 5: today, or on a day before that was not written down. What moment it is, the hub's own clock says.

    Raises Invalid("confidence"), Invalid("day") for one that is still to come or was before the goal, Invalid("words") after very many,
    Conflict.
    """
    goal = mine(tx, goal_id)
    sending = Sending(tx, writing, "check_in", goal.id, confidence, words, day)
    if sending.made:
        return tx.get_one(CheckIn, sending.made)
    if not 1 <= confidence <= 5:
        raise Invalid("confidence", _("Choose how sure you are, from 1 to 5."))
    growing(tx, goal_id)
    if (tx.scalar(_CHECK_INS, {"goal": goal.id}) or 0) >= CHECK_INS:
        raise Invalid("words", _("You have looked at this goal %(n)d times. Begin the next one with what you learned.") % {"n": CHECK_INS})
    looked = CheckIn(goal_id=goal.id, at=_moment(tx, goal, day), confidence=confidence, words=one_line("words", words, 500))
    made_now = tx.make(looked)
    sending.becomes(made_now.id)
    tell(tx, "goal.checked_in", goal)
    return made_now


def ask_for_help(tx: Tx, goal_id: UUID | None, words: str, writing: UUID | None = None, instead_of: str | None = None) -> Goal:
    """Puts it among those who wait, at each teacher who can see it. Raises Invalid("audience") when none can, and Conflict for a goal that
    has come to its end, and where help is asked for in other words than those that these take the place of; without `instead_of` they
    take any place."""
    goal = mine(tx, goal_id)
    said = lines("words", words, LONGEST)
    sending = Sending(tx, writing, "ask_for_help", goal.id, said)
    if sending.made:
        return goal
    stands(growing(tx, goal_id))
    if goal.help_since and instead_of is not None and goal.help_words not in (said, lines("words", instead_of, LONGEST)):
        raise Conflict(_("You asked for help in another window. Both texts are shown here: please choose."))
    if not holders.staff_among(tx, items.granted(tx, goal.id) - {goal.owner_id}):
        raise Invalid("audience", _("Share this goal with a teacher first: nobody who could help can see it yet."))
    if goal.help_since is None or goal.help_words != said:
        spoke = waiting.staff_spoke(tx, goal) if goal.help_since else None
        if goal.help_since is None or (spoke and spoke > goal.help_since):
            goal.help_since = tx.now
        goal.help_words = said
        waiting.begins(tx, goal)
        tell(tx, "goal.help_asked", goal)
    sending.becomes(goal.id)
    return goal


def got_help(tx: Tx, goal_id: UUID | None) -> Goal:
    """No more help is needed. Its owner alone says so: an answer from staff ends the wait, and not the wish."""
    goal = mine(tx, goal_id)
    if goal.help_since is not None:
        _no_more_help(tx, goal)
        tell(tx, "goal.got_help", goal)
    return goal


def bring_to_an_end(tx: Tx, goal_id: UUID | None, progress: GoalProgress, why: str, writing: UUID | None = None) -> Goal:
    """Reached, changed or let go, with a word why; or growing again, with one if there is one. What was said of it before is kept.

    Raises Invalid("why") where a word is missing.
    """
    goal = mine(tx, goal_id)
    said = lines("why", why, LONGEST)
    sending = Sending(tx, writing, "end_goal", goal.id, progress, said)
    if sending.made:
        return goal
    if progress in ("changed", "let_go") and not said:
        raise Invalid("why", _("Say in a few words why. It helps the next goal."))
    if (progress, said) != (goal.progress, goal.why):
        if goal.ended:
            _keep(tx, goal, _words_of(goal) | {"progress": goal.progress, "why": goal.why, "ended": goal.ended.isoformat()}, "end")
        elif goal.why:
            _keep(tx, goal, _words_of(goal) | {"progress": goal.progress, "why": goal.why}, "growing")
        if progress != goal.progress:
            goal.ended = None if progress == "growing" else tx.now
        goal.progress = progress
        goal.why = said
        if goal.ended:
            _no_more_help(tx, goal)
        tell(tx, f"goal.{progress}", goal)
    sending.becomes(goal.id)
    return goal


def show_by(tx: Tx, goal_id: UUID | None, item_id: UUID | None) -> Goal:
    """This work of one's own shows how the goal goes. Raises Invalid("link") for a goal, and for what is linked the other way."""
    goal = mine(tx, goal_id)
    item = items.find(tx, item_id)
    if item.kind == "goal":
        raise Invalid("link", _("A goal is shown by work and reflections. To make it part of this one, choose that on its sheet."))
    link(tx, item_id, goal.id, "evidence")
    tell(tx, "goal.evidence_linked", goal)
    tell(tx, "item.linked", item)
    return goal


def no_longer_show_by(tx: Tx, goal_id: UUID | None, item_id: UUID | None) -> Goal:
    goal = mine(tx, goal_id)
    unlink(tx, item_id, goal.id, "evidence")
    tell(tx, "goal.evidence_taken_off", goal)
    tell(tx, "item.unlinked", items.find(tx, item_id))
    return goal


def _moment(tx: Tx, goal: Goal, day: date | None) -> datetime:
    """Now; of a day that has passed, its noon."""
    zone = tx.viewer.time_zone
    if day is None or day == tx.today:
        return tx.now
    if day > tx.today:
        raise Invalid("day", _("That day is still to come. Look how it goes when it is there."))
    if day < day_of(goal.created, zone):
        raise Invalid("day", _("This goal hadn't begun then. Choose a day since."))
    return max(datetime.combine(day, time(12), ZoneInfo(zone)), goal.created)


def _no_more_help(tx: Tx, goal: Goal) -> None:
    """What else was asked of staff about it, or said, still waits."""
    if goal.help_since is None:
        return
    goal.help_since = None
    goal.help_words = ""
    goal.waiting_since = waiting.since(tx, goal)


def _checked(wish: Wish) -> dict[str, object]:
    title = one_line("title", wish.title, 200)
    if not title:
        raise Invalid("title", _("What do you wish for? One line is enough."))
    criteria = [said for one in wish.criteria if (said := one_line("criteria", one, 200))]
    if len(criteria) > CRITERIA:
        raise Invalid("criteria", _("Choose the %(n)d that say most.") % {"n": CRITERIA})
    outcome = lines("outcome", wish.outcome, LONGEST)
    return {
        "title": title,
        "outcome": outcome,
        "obstacle": lines("obstacle", wish.obstacle, LONGEST),
        "plan": lines("plan", wish.plan, LONGEST),
        "criteria": criteria,
        "opening": opening(outcome or wish.plan, 220),
    }


def _keep(tx: Tx, goal: Goal, before: dict[str, str], changed: str) -> None:
    """How it stood until now, and what of it changed: "words", "plan" (its day, what it is part of), "end", or "growing" (why
    it grew again)."""
    tx.add(GoalVersion(goal_id=goal.id, number=goal.version, words=before | {"changed": changed}, until=tx.now))
    goal.version += 1
    goal.updated = tx.now


def _words_of(goal: Goal) -> dict[str, str]:
    return {
        "title": goal.title,
        "outcome": goal.outcome,
        "obstacle": goal.obstacle,
        "plan": goal.plan,
        "criteria": "\n".join(goal.criteria),
    }


_CHECK_INS = select(func.count(CheckIn.id)).where(CheckIn.goal_id == bindparam("goal", type_=Goal.id.type))
