"""What led to what, on one line: in the order of time, and only as far as one may see it."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

from hub.artifacts import actions as artifacts
from hub.artifacts.actions import Made, Stand
from hub.clock import now
from hub.database import Tx
from hub.feedback import actions as feedback
from hub.goals import actions as goals
from hub.goals.actions import Wish
from hub.items import actions as items
from hub.items.models import ItemLink
from hub.loops import actions as loops
from hub.reflections import actions as reflections
from hub.reflections import queries as prompts
from hub.slices import Span
from hub.vine import queries
from hub.vine.entries import Entry
from tests.support import many
from tests.support.school import School, Someone
from tests.support.statements import Statements

Count = Callable[[], AbstractContextManager[Statements]]


def vine(someone: Someone, item: UUID) -> list[Entry]:
    return someone.reads(lambda tx: queries.one(tx, item)).entries


def steps(someone: Someone, item: UUID) -> list[str]:
    return [entry.step for entry in vine(someone, item)]


def looks_back(someone: Someone, about: UUID, *audience: UUID) -> UUID:
    def post(tx: Tx) -> UUID:
        free = next(one for one in prompts.sets(tx) if one.key == "free")
        written = reflections.Written(prompts=free.id, answers={"words": "It carries further."}, about=about, audience=audience)
        return reflections.post(tx, written).id

    return someone.does(post)


class Story:
    """Maya's goal, a letter for it in two versions, what others said, what became of it, and her thoughts about it."""

    def __init__(self, school: School) -> None:
        self.maya, self.rivera, self.chidi, self.ada, self.jonas = school.people(
            maya="student", rivera="teacher of maya", chidi="guardian of maya", ada="guardian of maya", jonas="student"
        )
        both = (school.teachers(), self.maya.family)
        maya, start = self.maya, now() - timedelta(days=9)
        everyone = (maya, self.rivera, self.chidi, self.ada)

        def on(day: int) -> None:
            for one in everyone:
                one.clock = start + timedelta(days=day)

        on(0)
        self.goal = maya.does(lambda tx: goals.begin(tx, Wish(title="Be heard", audience=both)).id)
        on(1)
        self.letter = maya.does(lambda tx: artifacts.add(tx, Made(title="A letter", stand=Stand(words="Dear all"), audience=both)).id)
        maya.does(goals.show_by, self.goal, self.letter)
        on(2)
        maya.does(loops.ask, loops.Ask(item=self.letter, people=(self.rivera.id,), question="Is it clear?"))
        on(3)
        self.said = self.rivera.says(self.letter, "Who reads it?")
        on(4)
        self.fathers = self.chidi.says(self.letter, "From your father alone")
        on(5)
        maya.does(artifacts.add_version, self.letter, Stand(words="Dear council", note="I named them"), 1)
        on(6)
        maya.does(loops.respond, self.said, "adopted", "She is right")
        on(7)
        self.thoughts = looks_back(maya, self.letter, *both)
        on(8)
        for one in everyone:
            one.clock = None


def test_one_line_from_the_goal_to_the_thought_about_it(school: School) -> None:
    story = Story(school)
    told = vine(story.maya, story.letter)
    expected = ["goal", "version", "request", "feedback", "feedback", "version", "response", "reflection"]
    assert [entry.step for entry in told][:8] == expected
    assert [entry.kind for entry in told][3:6] == ["said", "said", "mine"]
    assert (told[3].title, told[3].words) == ("Ms Rivera answered", "Who reads it?")
    assert (told[5].title, told[5].words, told[5].version) == ("A letter, version 2", "I named them", 2)
    assert (told[6].outcome, told[6].version, told[6].title) == ("adopted", 2, "Took up what Ms Rivera said")
    assert [one for one in steps(story.maya, story.goal) if one != "next"] == expected
    assert [one for one in steps(story.maya, story.thoughts) if one != "next"] == expected


def test_what_only_shares_a_goal_with_it_is_not_on_its_line(school: School) -> None:
    story = Story(school)
    other = story.maya.does(lambda tx: artifacts.add(tx, Made(title="A film", stand=Stand(words="…"))).id)
    story.maya.does(goals.show_by, story.goal, other)
    assert "A film" not in [entry.title for entry in vine(story.maya, story.letter)]
    assert "A film" in [entry.title for entry in vine(story.maya, story.goal)]


def test_how_sure_one_was_of_a_goal_stands_on_the_goals_own_line_alone(school: School) -> None:
    story = Story(school)
    story.maya.does(goals.check_in, story.goal, 4, "It goes")
    assert "check_in" in steps(story.maya, story.goal)
    assert "Checked in: quite sure" in [entry.title for entry in vine(story.maya, story.goal)]
    assert "check_in" not in steps(story.maya, story.letter)


def test_each_sees_only_what_is_theirs_to_see(school: School) -> None:
    story = Story(school)
    words = [entry.words for entry in vine(story.ada, story.goal)]
    assert "From your father alone" not in words
    assert "Who reads it?" in words
    assert "request" not in steps(story.ada, story.goal), "whom a child has asked is not for the other guardian"
    assert "next" not in steps(story.ada, story.goal)
    assert "From your father alone" in [entry.words for entry in vine(story.chidi, story.goal)]
    story.maya.shares(story.goal)
    assert "Be heard" not in [entry.title for entry in vine(story.rivera, story.letter)]
    story.maya.does(items.withdraw, story.letter)
    assert steps(story.rivera, story.letter) == ["reflection"]
    assert [entry.title for entry in vine(story.rivera, story.thoughts)] == ["It carries further."]
    story.maya.does(items.delete, story.letter)
    assert "version" not in steps(story.maya, story.goal)


def test_what_was_taken_back_or_hidden_leaves_no_node(school: School) -> None:
    story = Story(school)
    story.rivera.does(feedback.withdraw_message, story.said)
    assert "Ms Rivera answered" not in [entry.title for entry in vine(story.maya, story.letter)]
    assert "response" not in steps(story.maya, story.letter)


def test_what_could_come_next_follows_what_happened(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    teachers = school.teachers()

    def following(item: UUID) -> tuple[str, str] | None:
        last = vine(maya, item)[-1]
        return (last.title, last.href) if last.kind == "next" else None

    letter = maya.does(lambda tx: artifacts.add(tx, Made(title="A letter", stand=Stand(words="Dear all"), audience=(teachers,))).id)
    assert following(letter) == ("Look back on it", f"/reflections/new?about={letter}")
    maya.does(loops.ask, loops.Ask(item=letter, people=(rivera.id,)))
    said = rivera.says(letter, "Who reads it?")
    assert following(letter) == ("Tell Ms Rivera what you did with the feedback", f"/messages/{said}/respond")
    assert vine(maya, letter)[-1].words == ""
    rivera.says(letter, "And who signs it?")
    assert vine(maya, letter)[-1].words == "Who reads it?"
    maya.does(loops.respond, said, "adapted", "I see")
    assert following(letter) == ("Add the next version", f"/artifacts/{letter}/versions/new")
    maya.does(artifacts.add_version, letter, Stand(words="Dear council"), 1)
    assert following(letter) == ("Look back on it", f"/reflections/new?about={letter}")
    looks_back(maya, letter)
    assert following(letter) is None
    maya.clock = now() - timedelta(days=8)
    goal = maya.does(lambda tx: goals.begin(tx, Wish(title="Be heard")).id)
    maya.clock = None
    assert following(goal) == ("Look how it goes", f"/goals/{goal}#goal-going")
    maya.does(goals.check_in, goal, 4)
    assert following(goal) is None
    maya.does(goals.bring_to_an_end, goal, "reached", "")
    assert following(goal) == ("Look back on it", f"/reflections/new?about={goal}")


def test_links_that_run_in_a_circle_end(small_school: School) -> None:
    (maya,) = small_school.people(maya="student")
    one, two = maya.writes("One"), maya.writes("Two")

    def tie(tx: Tx) -> None:
        tx.add(ItemLink(source_id=one, target_id=two, kind="led_to"))
        tx.add(ItemLink(source_id=two, target_id=one, kind="led_to"))

    maya.does(tie)
    assert steps(maya, one) == ["reflection", "reflection"]


def test_a_long_one_is_folded_and_read_in_parts(small_school: School) -> None:
    (maya,) = small_school.people(maya="student")
    goal = maya.does(lambda tx: goals.begin(tx, Wish(title="Be heard")).id)
    for n in range(20):
        maya.does(goals.check_in, goal, 1 + n % 5, f"{n}")
    line = maya.reads(lambda tx: queries.one(tx, goal))
    began, between, stands = line.folded
    assert ([len(part) for part in (began, between, stands)], [*began, *between, *stands]) == ([2, 14, 5], line.entries)
    first, entries = line.cut(Span(8))
    assert (entries, first.more_before, first.more_after) == (line.entries[:8], False, True)
    second, rest = line.cut(Span(100, after=first.places[-1]))
    assert (rest, second.more_before, second.more_after) == (line.entries[8:], True, False)
    end, last = line.cut(Span(3, from_end=True, before=second.places[0]))
    assert (last, end.more_before, end.more_after) == (line.entries[5:8], True, True)


def test_of_very_much_only_the_newest_is_read_and_it_says_so(school: School, statements: Count) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    teachers = school.teachers()
    goal = maya.does(lambda tx: goals.begin(tx, Wish(title="Be heard", audience=(teachers,))).id)
    letter = maya.does(lambda tx: artifacts.add(tx, Made(title="A letter", stand=Stand(words="Dear all"), audience=(teachers,))).id)
    maya.does(goals.show_by, goal, letter)
    counts = []
    for more in (90, 500):
        maya.does(many.goal_versions, goal, more)
        maya.does(many.check_ins, [goal] * more)
        maya.does(lambda tx, more=more: many.requests(tx, maya, [goal] * more, rivera.id))  # type: ignore[misc]
        rivera.does(lambda tx, more=more: many.messages(tx, rivera, [goal] * more, maya.id))  # type: ignore[misc]
        maya.reads(queries.one, goal)
        with statements() as seen:
            line = maya.reads(queries.one, goal)
        counts.append((seen.count, line.earlier, len(line.entries)))
    # Four kinds, the goal itself, the letter, and what could come next.
    assert counts == [(counts[0][0], False, 4 * 90 + 3), (counts[0][0], True, 4 * queries.EACH + 3)]
    assert [entry.version for entry in line.entries if entry.step == "changed"][::99] == [492, 591]
    ofs = maya.reads(queries.one, letter)
    assert (ofs.earlier, "check_in" in [entry.step for entry in ofs.entries]) == (True, False)


def test_it_costs_the_same_however_much_hangs_there(school: School, statements: Count) -> None:
    story = Story(school)
    both = (school.teachers(), story.maya.family)
    counts: list[int] = []

    def as_rows(tx: Tx, more: int) -> None:
        many.messages(tx, story.rivera, [story.letter] * more, story.maya.id, *both, words="And?", form="free", parts={})
        many.check_ins(tx, [story.goal] * more)
        for made in many.artifacts(tx, story.maya, more, *both):
            tx.add(ItemLink(source_id=made, target_id=story.goal, kind="evidence", created=tx.now))

    for more in (5, 15, 80):
        if counts:
            school.work(as_rows, more)
        for _n in range(0 if counts else more):
            story.rivera.says(story.letter, "And?")
            story.maya.does(goals.check_in, story.goal, 3)
            made = story.maya.does(lambda tx: artifacts.add(tx, Made(title="More", stand=Stand(words="…"), audience=both)).id)
            story.maya.does(goals.show_by, story.goal, made)
        for someone in (story.maya, story.rivera, story.ada):
            with statements() as seen:
                vine(someone, story.goal)
            counts.append(seen.count)
    assert counts == counts[:3] * 3, counts
    assert max(counts) <= 20, counts
    assert Counter(steps(story.maya, story.goal)) >= Counter(feedback=100, version=100, check_in=100)
