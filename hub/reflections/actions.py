"""Looking back: what a learner can do with a reflection. Sharing, deleting and taking back are the same for every item."""

from uuid import UUID

import msgspec

from hub.database import Tx
from hub.drafts.sending import Sending
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.feedback.actions import open_thread
from hub.files.actions import attach
from hub.goals import actions as goals
from hub.goals import steps
from hub.items import holders
from hub.items import queries as items
from hub.items.actions import first_audience, relations, still_there, tell
from hub.items.links import link
from hub.people.models import School
from hub.policy import Verb, require
from hub.reflections import queries
from hub.reflections.models import Prompt, PromptSet, PromptSetVersion, Reflection, ReflectionVersion
from hub.words import _, one_line, opening, tidy_words

LONGEST = 50_000
"""Characters in one answer: some twenty pages."""
NEXT = 200
"""Characters in the one thing to do next: a goal's title has room for them too."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What a learner wrote. `writing` is the id of this piece of writing: posting it twice posts it once."""

    prompts: UUID
    answers: dict[str, str]
    title: str = ""
    audience: tuple[UUID, ...] = ()
    photos: tuple[UUID, ...] = ()
    alts: dict[UUID, str] = {}
    about: UUID | None = None
    """An item of one's own that is looked back on."""
    next_step: str = ""
    """One thing to do next: a step of `goal`, or a new goal with the same audience."""
    goal: UUID | None = None
    writing: UUID | None = None


def post(tx: Tx, written: Written) -> Reflection:
    """Raises Invalid when nothing was answered, and for prompts, an audience, photos, a goal or a next step that can't be."""
    sending = Sending(tx, written.writing, "post_reflection", written)
    if sending.made:
        return queries.find(tx, sending.made)
    prompts = tx.get(PromptSetVersion, written.prompts)
    if prompts is None:
        raise Invalid("prompts", _("These questions are no longer here. Please choose others; your words are kept."))
    answers = _checked(written.answers, prompts.questions())
    reflection = tx.make(
        Reflection(
            school_id=tx.viewer.school_id,
            owner_id=tx.viewer.id,
            title=_title(written.title, answers, prompts.name),
            opening=_opening(answers),
            prompts_id=prompts.id,
            answers=answers,
            created=tx.now,
            updated=tx.now,
        )
    )
    open_thread(tx, reflection)
    first_audience(tx, reflection, written.audience)
    attach(tx, reflection, written.photos, written.alts)
    _look_back(tx, reflection, written.about)
    _grow(tx, reflection, written)
    sending.becomes(reflection.id)
    tell(tx, "reflection.posted", reflection, holders.readers(tx, items.granted(tx, reflection.id)))
    return reflection


def edit(tx: Tx, reflection_id: UUID | None, written: Written, base: int) -> Reflection:
    """Changes title, answers and photos; how it read before is kept. Raises Conflict when `base` is not the version that
    stands, and for one that was deleted."""
    reflection = queries.find(tx, reflection_id)
    require("item", relations(tx, reflection), Verb.EDIT)
    sending = Sending(tx, written.writing, "edit_reflection", reflection.id, written)
    if sending.made:
        return reflection
    still_there(reflection)
    if reflection.version != base:
        raise Conflict(_("You changed this reflection in another window. Both texts are shown here: please choose."))
    answers = _checked(written.answers, reflection.prompts.questions())
    title = _title(written.title, answers, reflection.prompts.name)
    attach(tx, reflection, written.photos, written.alts)
    if (title, answers) != (reflection.title, reflection.answers):
        before = ReflectionVersion(
            reflection_id=reflection.id, number=reflection.version, title=reflection.title, answers=reflection.answers, until=tx.now
        )
        tx.add(before)
        reflection.title = title
        reflection.answers = answers
        reflection.opening = _opening(answers)
        reflection.version += 1
        reflection.updated = tx.now
    sending.becomes(reflection.id)
    tell(tx, "reflection.edited", reflection, holders.readers(tx, items.granted(tx, reflection.id)))
    return reflection


def give_default_prompts(tx: Tx, school: School) -> None:
    """The three sets that every school begins with; it can change them."""
    for place, (key, name, about, prompts) in enumerate(_defaults()):
        prompt_set = tx.make(PromptSet(school_id=school.id, key=key, place=place))
        questions = [msgspec.to_builtins(prompt) for prompt in prompts]
        tx.make(PromptSetVersion(prompt_set_id=prompt_set.id, number=1, name=name, about=about, prompts=questions, created=tx.now))


def _look_back(tx: Tx, reflection: Reflection, about: UUID | None) -> None:
    if about is None:
        return
    try:
        link(tx, reflection.id, about, "about")
    except (NotFound, Forbidden, Conflict) as problem:
        raise Invalid("about", _("What you look back on isn't there any more. Post once more, and it stands by itself.")) from problem


def _grow(tx: Tx, reflection: Reflection, written: Written) -> None:
    """What it ends in, in the same transaction: a step of a goal that grows, or a new goal."""
    line = one_line("next_step", written.next_step, NEXT)
    if not line:
        return
    if written.goal is None:
        goals.begin(tx, goals.Wish(title=line, audience=written.audience, led_to_by=reflection.id))
        return
    try:
        steps.add(tx, written.goal, line, came_from=reflection.id)
    except Invalid as problem:
        raise Invalid("next_step", problem.message) from problem
    except (NotFound, Forbidden, Conflict) as problem:
        raise Invalid("goal", _("This goal doesn't grow any more. Choose another, or let it be a new one.")) from problem


def _checked(answers: dict[str, str], prompts: list[Prompt]) -> dict[str, str]:
    keys = [prompt.key for prompt in prompts]
    given = {key: text for key in keys if (text := tidy_words(answers.get(key, "")))}
    if not given:
        raise Invalid(f"answer-{keys[0]}", _("Answer at least one question. A few words are enough."))
    for key, text in given.items():
        if len(text) > LONGEST:
            raise Invalid(f"answer-{key}", _("This is longer than one answer can be. Please split it in two."))
    return given


def _title(title: str, answers: dict[str, str], otherwise: str) -> str:
    title = one_line("title", title, 200)
    if title:
        return title
    return opening(next(iter(answers.values())), 60) or otherwise


def _opening(answers: dict[str, str]) -> str:
    return opening(next(iter(answers.values())), 220)


def _defaults() -> list[tuple[str, str, str, list[Prompt]]]:
    return [
        (
            "what",
            _("What? So what? Now what?"),
            _("To think through something that happened."),
            [
                Prompt("what", _("What happened?"), (_("What did you do?"), _("What did you see or measure?"), _("Who was there?"))),
                Prompt("so_what", _("So what?"), (_("What does it mean?"), _("What surprised you?"), _("What was hard?"))),
                Prompt("now_what", _("Now what?"), (_("What will you do next?"), _("What do you need?"))),
            ],
        ),
        (
            "rose",
            _("Rose, bud, thorn"),
            _("To look back on a day or a week, in three short answers."),
            [
                Prompt("rose", _("Rose: what went well?")),
                Prompt("bud", _("Bud: what is just beginning?")),
                Prompt("thorn", _("Thorn: what was hard, or got in the way?")),
            ],
        ),
        ("free", _("My own words"), _("An empty page."), [Prompt("words", _("What is on your mind?"))]),
    ]
