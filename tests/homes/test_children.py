"""What a guardian finds of each child: what they did, how to begin to talk, and nothing of another guardian's."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest

from hub.artifacts import actions as artifacts
from hub.artifacts.actions import Made, Stand
from hub.clock import now
from hub.database import Tx
from hub.drafts import actions as drafts
from hub.errors import NotFound
from hub.feedback import box
from hub.goals import actions as goals
from hub.goals import queries as goal_pages
from hub.goals import steps
from hub.goals.actions import Wish
from hub.homes import actions
from hub.homes.children import Child, children
from hub.ids import new_id
from hub.items import actions as items
from hub.loops import actions as loops
from hub.notifications.actions import look_at
from hub.reflections import actions as reflections
from hub.reflections import queries as prompts
from tests.support import many
from tests.support.school import School, Someone
from tests.support.statements import Statements

Count = Callable[[], AbstractContextManager[Statements]]


def of(someone: Someone) -> Child:
    [child] = someone.reads(children)
    return child


def begins(someone: Someone, title: str, *audience: UUID, **more: object) -> UUID:
    return someone.does(lambda tx: goals.begin(tx, Wish(title=title, audience=audience, **more)).id)  # type: ignore[arg-type]


def first_step(someone: Someone, goal: UUID) -> UUID:
    return someone.reads(lambda tx: goal_pages.page(tx, goal).item.steps[0].id)


def makes(someone: Someone, title: str, *audience: UUID, about: str = "") -> UUID:
    return someone.does(lambda tx: artifacts.add(tx, Made(title=title, stand=Stand(words="…"), audience=audience, about=about)).id)


def looks_back(someone: Someone, key: str, answers: dict[str, str], *audience: UUID) -> UUID:
    def post(tx: Tx) -> UUID:
        chosen = next(one for one in prompts.sets(tx) if key in [prompt.key for prompt in one.prompts])
        return reflections.post(tx, reflections.Written(prompts=chosen.id, answers=answers, audience=audience)).id

    return someone.does(post)


def test_what_they_did_since_then_with_what_was_there_before(school: School) -> None:
    maya, chidi = school.people(maya="student", chidi="guardian of maya")
    start = now() - timedelta(days=9)

    def on(day: int) -> None:
        maya.clock = chidi.clock = start + timedelta(days=day)

    on(0)
    goal = begins(maya, "Be heard", maya.family, steps=("One", "Two"))
    mine = begins(maya, "Private", steps=("Secret",))
    letter = makes(maya, "A letter", maya.family)
    assert of(chidi).grown == [], "the first time all of it is new"
    chidi.does(actions.visit, [maya.id])
    on(2)
    for each in (goal, mine):
        first = first_step(maya, each)
        maya.does(steps.tick, first, True)
    on(3)
    maya.does(artifacts.add_version, letter, Stand(words="Dear all", note="I named them"), 1)
    on(4)
    maya.does(goals.bring_to_an_end, goal, "reached", "They asked me!")
    maya.does(goals.bring_to_an_end, mine, "let_go", "Secret")
    on(5)
    did = of(chidi)
    assert [(one.what, one.words) for one in did.grown if one.what != "version"] == [("reached", "They asked me!"), ("step", "One")]
    assert "Secret" not in str(did)
    assert not did.quiet
    chidi.does(actions.visit, [maya.id])
    on(6)
    assert of(chidi).grown == []
    assert of(chidi).quiet


def test_what_was_being_kept_while_one_looked_is_not_missed(school: School) -> None:
    """It carries the time at which its keeping began, and can be seen only when that has ended."""
    maya, chidi = school.people(maya="student", chidi="guardian of maya")
    looked = now() - timedelta(days=1)
    chidi.clock = looked
    chidi.does(actions.visit, [maya.id])
    maya.clock = looked - timedelta(seconds=20)
    late = maya.writes("Just now", maya.family)
    maya.clock = looked - timedelta(hours=1)
    maya.writes("An hour before", maya.family)
    chidi.clock = None
    [child] = [of(chidi)]
    assert [one.id for one in child.new] == [late]
    assert child.unseen == {late}
    assert not child.said
    chidi.does(look_at, late)
    assert of(chidi).unseen == set(), "opened, and so no longer new"
    chidi.clock = None
    chidi.says(late, "Well seen")
    assert list(of(chidi).said) == [late]
    maya.clock = now() + timedelta(minutes=1)
    maya.does(lambda tx: reflections.edit(tx, late, reflections.Written(prompts=late, answers={"words": "As it is"}), 1))
    assert of(chidi).unseen == {late}, "changed since"
    assert not of(chidi).said


@pytest.mark.parametrize(
    ("key", "answers", "quote", "question"),
    [
        ("so_what", {"what": "We measured.", "so_what": "It is **less**. I was sure."}, "It is less.", "What would you try next?"),
        ("now_what", {"what": "We measured.", "now_what": "Ask Nana!"}, "Ask Nana!", "What would help you with that?"),
        ("thorn", {"rose": "The heron", "thorn": "Rain"}, "Rain", "What helped you, even a little?"),
        ("words", {"words": "x" * 200 + " y"}, "…", "How did you come to think of that?"),
    ],
)
def test_a_line_of_their_own_and_a_question_that_fits(
    small_school: School, key: str, answers: dict[str, str], quote: str, question: str
) -> None:
    maya, chidi = small_school.people(maya="student", chidi="guardian of maya")
    item = looks_back(maya, key, answers, maya.family)
    [starter] = of(chidi).starters
    assert (starter.item_id, starter.question) == (item, question)
    assert starter.quote == quote or len(starter.quote) <= 141
    assert of(chidi).starters == [starter], "the same words give the same"


def test_starters_come_from_the_newest_of_each_kind_and_only_from_what_is_shared(school: School) -> None:
    maya, chidi, rivera = school.people(maya="student", chidi="guardian of maya", rivera="teacher of maya")
    start = now() - timedelta(days=9)
    made: list[Callable[[], UUID]] = [
        lambda: makes(maya, "A letter", maya.family, about="For the council. It is long."),
        lambda: begins(maya, "Old goal", maya.family),
        lambda: begins(maya, "Be heard", maya.family, plan="If I stumble, then I breathe."),
        lambda: maya.writes("For my teacher alone", school.teachers()),
        lambda: begins(maya, "Mine alone", plan="Nobody knows"),
    ]
    for day, make in enumerate(made):
        maya.clock = start + timedelta(days=day)
        make()
    maya.clock = None
    found = of(chidi).starters
    assert [(one.kind, one.quote) for one in found] == [("goal", "If I stumble, then I breathe."), ("artifact", "For the council.")]
    maya.does(items.withdraw, found[1].item_id)
    assert [one.kind for one in of(chidi).starters] == ["goal"]
    assert rivera.reads(children) == []


def test_a_kind_word_stands_in_an_empty_box_and_never_over_words_that_were_begun(school: School) -> None:
    maya, chidi, jonas = school.people(maya="student", chidi="guardian of maya", jonas="student")
    goal = begins(maya, "Be heard", maya.family)

    def words(encourage: bool) -> str | None:
        return chidi.reads(lambda tx: box.box(tx, goal, None, encourage=encourage).desk.words.get("words"))

    assert (words(True), words(False)) == ("I’m proud of how you stick with this.", None)
    chidi.does(lambda tx: drafts.save(tx, f"thread/{goal}", new_id(), 0, {"words": "My own"}))
    assert words(True) == "My own"
    with pytest.raises(NotFound):
        jonas.reads(lambda tx: box.box(tx, goal, None, encourage=True))


def test_what_one_guardian_does_changes_nothing_for_the_other(school: School) -> None:
    maya, rivera, chidi, ada = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya", ada="guardian of maya")
    item = maya.writes("We found a heron.", maya.family, school.teachers())
    before = of(ada)
    maya.does(loops.ask, loops.Ask(item=item, people=(rivera.id, chidi.id), question="For my father"))
    said = chidi.says(item, "From your father alone")
    maya.does(loops.respond, said, "adopted", "He is right")
    chidi.does(actions.visit, [maya.id])
    assert of(ada) == before
    assert "father" not in str(of(ada))


def grow(tx: Tx, maya: Someone, family: UUID, more: int) -> None:
    many.steps(tx, many.goals(tx, maya, more, family), "One", done=tx.now)
    many.artifacts(tx, maya, more, family, versions=2)
    many.reflections(tx, maya, more, family, key="rose", answers={"rose": "Yes", "thorn": "No"})


def test_it_costs_the_same_however_much_there_is(school: School, statements: Count) -> None:
    maya, chidi, ada = school.people(maya="student", chidi="guardian of maya", ada="guardian of maya")
    # Ada looks for the first time, each time.
    chidi.clock = now() - timedelta(days=1)
    chidi.does(actions.visit, [maya.id])
    chidi.clock = None
    counts = []
    for more in (5, 15, 80):
        maya.does(grow, maya, maya.family, more)
        for someone in (chidi, ada):
            someone.reads(children)
            with statements() as seen:
                someone.reads(children)
            counts.append(seen.count)
    child = of(chidi)
    assert {one.what for one in child.grown} == {"step"}
    assert {one.kind for one in child.new} == {"goal", "artifact", "reflection"}
    assert counts == counts[:2] * 3, counts
    assert max(counts) <= 26, counts
