"""What is done in two windows at the same moment, on PostgreSQL: nothing is lost or doubled, and no bound is passed."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from hub.artifacts import actions as artifacts
from hub.artifacts.models import ArtifactVersion
from hub.database import Database, Tx
from hub.drafts import actions as drafts
from hub.drafts.sending import once
from hub.errors import Refusal
from hub.events import Event as Happened
from hub.feedback import actions as feedback
from hub.feedback import reactions
from hub.feedback.models import Message, MessageReaction
from hub.feedback.signs import short
from hub.goals import actions as goals
from hub.goals import steps
from hub.goals.models import GoalVersion, Step
from hub.identity import actions as identity
from hub.identity.models import AccessToken, Invitation
from hub.identity.queries import recognise
from hub.ids import new_id
from hub.items import actions as items
from hub.items import tags
from hub.items.models import Item, ItemGrant, ItemLink, ItemTag
from hub.loops import actions as loops
from hub.people import office
from hub.reflections import actions as reflections
from hub.reflections.models import Reflection
from hub.safeguarding import actions as safeguarding
from hub.safeguarding.models import Report
from tests.artifacts.work import made
from tests.goals.test_goals import goal_of
from tests.support.databases import Databases
from tests.support.school import School, Someone

PATIENCE = 10.0
BOTH, ONE_IS_SHOWN, ONE_IS_REFUSED = ["done", "done"], ["Conflict", "done"], ["Invalid", "done"]

Act = tuple[Someone, Callable[[Tx], object]]


class Scene:
    """One school for all of them: each makes what it acts on."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.maya, self.rivera, self.boateng = school.people(maya="student", rivera="teacher of maya", boateng="teacher of maya")
        (self.chidi,) = school.people(chidi="guardian of maya")

    def work(self) -> UUID:
        return made(self.maya, self.school.teachers())

    def goal(self, **more: object) -> UUID:
        return goal_of(self.maya, self.school.teachers(), **more)

    def ask(self, item: UUID) -> UUID:
        return self.maya.does(lambda tx: loops.ask(tx, loops.Ask(item=item, people=(self.rivera.id,))).id)

    def hers(self, act: Callable[..., object], *others: object) -> tuple[Act, Act]:
        """The same in two windows, or with another word in each, which comes last."""
        first, second = others or ((), ())
        return (self.maya, lambda tx: act(tx, first)), (self.maya, lambda tx: act(tx, second))

    def count(self, model: Any, *which: Any) -> int:
        return self.school.work(lambda tx: tx.scalar(select(func.count()).select_from(model).where(*which)) or 0)

    def at_once(self, one: Act, other: Act) -> list[str]:
        """The first has written, and is not over until the second waits for it or has come through beside it."""
        written, through = Event(), Event()

        def first(tx: Tx) -> None:
            try:
                one[1](tx)
                tx.flush()
            finally:
                written.set()
            while not through.wait(0.005) and not self.school.work(_who_waits):
                pass

        def second() -> str:
            assert written.wait(PATIENCE)
            try:
                return self._does(other)
            finally:
                through.set()

        with ThreadPoolExecutor(2) as windows:
            found = [windows.submit(self._does, (one[0], first)), windows.submit(second)]
            return sorted(each.result(PATIENCE) for each in found)

    def _does(self, act: Act) -> str:
        try:
            act[0].does(act[1])
        except Refusal as refusal:
            return type(refusal).__name__
        return "done"


def _who_waits(tx: Tx) -> bool:
    return bool(tx.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


@pytest.fixture(scope="module")
def scene(databases: Databases) -> Iterator[Scene]:
    with databases.fresh("postgresql") as url:
        database = Database(url, recognise)
        yield Scene(School(database))
        database.close()


def test_what_was_changed_in_both_shows_both(scene: Scene) -> None:
    maya, work = scene.maya, scene.work()
    looked = maya.writes("We found a heron.", scene.school.teachers())
    said = maya.says(looked, "Where?")
    prompts = scene.school.work(lambda tx: tx.get_one(Reflection, looked).prompts_id)

    def look_back(tx: Tx, words: str) -> None:
        reflections.edit(tx, looked, reflections.Written(prompts=prompts, answers={"words": words}), 1)

    for act in (
        lambda tx, words: artifacts.edit(tx, work, artifacts.Wording(title=words), 1),
        lambda tx, words: artifacts.add_version(tx, work, artifacts.Stand(words=words), 1),
        lambda tx, words: feedback.edit_message(tx, said, words, 1),
        look_back,
    ):
        assert scene.at_once(*scene.hers(act, "One", "Two")) == ONE_IS_SHOWN


def test_what_was_added_in_both_is_there_twice_and_in_order(scene: Scene) -> None:
    work, goal = scene.work(), scene.goal()
    assert scene.at_once(*scene.hers(lambda tx, words: artifacts.add_version(tx, work, artifacts.Stand(words=words)), "One", "Two")) == BOTH
    assert scene.count(ArtifactVersion, ArtifactVersion.artifact_id == work) == 3
    assert scene.at_once(*scene.hers(lambda tx, words: steps.add(tx, goal, words), "One", "Two")) == BOTH
    places = scene.school.work(lambda tx: tx.scalars(select(Step.place).where(Step.goal_id == goal)).all())
    assert sorted(places) == [0, 1]


def test_what_is_one_thing_is_done_once(scene: Scene) -> None:
    rivera, work = scene.rivera, scene.work()
    request, key = scene.ask(work), str(new_id())
    said = rivera.says(work, "Lovely")
    for kind, act in (
        ("feedback.thanked", lambda tx, _: loops.thank(tx, request, rivera.id)),
        ("request.withdrawn", lambda tx, _: loops.withdraw_request(tx, request)),
        ("goal.begun", lambda tx, _: once(tx, key, "begin", lambda: goals.begin(tx, goals.Wish(title="Once")).id)),
        ("item.withdrawn", lambda tx, _: items.withdraw(tx, work)),
        ("item.put_back", lambda tx, _: items.put_back(tx, work)),
        ("item.deleted", lambda tx, _: items.delete(tx, work)),
        ("item.brought_back", lambda tx, _: items.bring_back(tx, work)),
    ):
        before = scene.count(Happened, Happened.kind == kind)
        assert scene.at_once(*scene.hers(act)) == BOTH
        assert scene.count(Happened, Happened.kind == kind) == before + 1, kind
    assert scene.at_once(*scene.hers(lambda tx, _: safeguarding.report_message(tx, said, "Please look"))) == BOTH
    assert scene.count(Report, Report.message_id == said) == 1
    writing = new_id()
    first, second = ((rivera, partial(_saves, writing=writing, words=words)) for words in ("One", "Two"))
    assert scene.at_once(first, second) == ["Newer", "done"]


def _saves(tx: Tx, writing: UUID, words: str) -> None:
    drafts.save(tx, "goal/new", writing, 0, {"words": words})


def test_an_audience_and_tags_are_those_of_one_choice_and_never_both_together(scene: Scene) -> None:
    maya, teachers, family = scene.maya, scene.school.teachers(), scene.maya.family
    work = made(maya)
    assert scene.at_once(*scene.hers(lambda tx, whom: items.share(tx, work, [whom]), teachers, family)) == BOTH
    granted = scene.school.work(lambda tx: set(tx.scalars(select(ItemGrant.principal_id).where(ItemGrant.item_id == work))))
    assert granted == {maya.id, family}
    assert scene.at_once(*scene.hers(lambda tx, word: tags.tag(tx, work, [word]), "river", "bees")) == BOTH
    assert scene.school.work(lambda tx: tx.scalars(select(ItemTag.tag).where(ItemTag.item_id == work)).all()) == ["bees"]


def test_no_bound_is_passed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    maya, work = scene.maya, scene.work()
    full = scene.goal(steps=tuple(f"Step {n}" for n in range(steps.STEPS - 1)))
    monkeypatch.setattr(loops, "MOST", 1)
    monkeypatch.setattr(identity, "TOKENS_AT_MOST", 1)
    monkeypatch.setattr(drafts, "DRAFTS", 1)
    asks = loops.Ask(item=work, people=(scene.rivera.id,))
    for act in (
        lambda tx, words: steps.add(tx, full, words),
        lambda tx, _: loops.ask(tx, asks),
        lambda tx, words: identity.make_my_token(tx, words, 30),
        lambda tx, words: drafts.save(tx, f"thread/{words}", new_id(), 0, {"words": words}),
    ):
        assert scene.at_once(*scene.hers(act, "One", "Two")) == ONE_IS_REFUSED
    assert scene.count(AccessToken, AccessToken.person_id == maya.id) == 1


def test_two_ends_of_a_goal_are_both_kept(scene: Scene) -> None:
    goal = scene.goal()

    def ends(tx: Tx, why: str) -> None:
        goals.bring_to_an_end(tx, goal, "let_go", why)

    assert scene.at_once(*scene.hers(ends, "Too cold", "No time")) == BOTH
    kept = scene.school.work(lambda tx: tx.scalars(select(GoalVersion.words).where(GoalVersion.goal_id == goal)).all())
    assert [one["why"] for one in kept] == ["Too cold"]


def test_goals_never_become_a_part_of_themselves(scene: Scene) -> None:
    one, other = scene.goal(), scene.goal()

    def part(tx: Tx, pair: tuple[UUID, UUID]) -> None:
        goals.change(tx, pair[0], goals.Wish(title="Part", supports=pair[1]), 1)

    assert scene.at_once(*scene.hers(part, (one, other), (other, one))) == ONE_IS_REFUSED
    assert scene.count(ItemLink, ItemLink.kind == "supports", ItemLink.source_id.in_((one, other))) == 1


def test_a_session_that_was_ended_meanwhile_does_nothing_any_more(scene: Scene) -> None:
    (jonas,) = scene.school.people(jonas="student")

    def sign_out(tx: Tx) -> None:
        identity.sign_out_everywhere(tx)

    def make_a_key(tx: Tx) -> None:
        identity.make_my_token(tx, "Mine", 30)

    assert scene.at_once((jonas, sign_out), (jonas, make_a_key)) == ["NotSignedIn", "done"]
    assert scene.count(AccessToken, AccessToken.person_id == jonas.id) == 0


def test_whoever_writes_while_staff_answer_waits_and_whoever_takes_a_question_back_does_not(scene: Scene) -> None:
    maya, rivera, work, other = scene.maya, scene.rivera, scene.work(), scene.work()

    def says(tx: Tx, item: UUID) -> None:
        feedback.add_message(tx, item, feedback.Answer("Words"))

    def waits(item: UUID) -> bool:
        return maya.reads(lambda tx: tx.get_one(Item, item).waiting_since is not None)

    maya.says(work, "Is it clear?")
    assert scene.at_once((rivera, lambda tx: says(tx, work)), (maya, lambda tx: says(tx, work))) == BOTH
    assert waits(work)
    assert scene.at_once((maya, lambda tx: says(tx, work)), (rivera, lambda tx: says(tx, work))) == BOTH
    assert not waits(work)
    asked, again = scene.ask(other), scene.work()
    assert scene.at_once((rivera, lambda tx: says(tx, other)), (maya, lambda tx: loops.withdraw_request(tx, asked))) == BOTH
    assert not waits(other)
    maya.says(again, "Is it clear?")
    question = loops.Ask(item=again, people=(scene.boateng.id,))
    assert scene.at_once((rivera, lambda tx: says(tx, again)), (maya, lambda tx: loops.ask(tx, question))) == BOTH
    assert waits(again)


def test_of_two_slips_that_colleagues_give_at_once_one_works(scene: Scene) -> None:
    maya = scene.maya

    def slip(tx: Tx) -> None:
        office.give_slip(tx, maya.id)

    assert scene.at_once((scene.rivera, slip), (scene.boateng, slip)) == BOTH
    assert scene.count(Invitation, Invitation.person_id == maya.id, Invitation.revoked.is_(None)) == 1


def test_the_same_sign_given_in_two_windows_is_given_once_and_taken_back_once(scene: Scene) -> None:
    said = scene.rivera.says(scene.work(), "It bends")

    for pressed, there in (("heart:", 1), (f"heart:{short(scene.maya.id)}", 0)):
        before = scene.count(Happened, Happened.kind == "message.reacted")
        assert scene.at_once(*scene.hers(lambda tx, _, pressed=pressed: reactions.press(tx, said, pressed))) == BOTH
        assert scene.count(MessageReaction, MessageReaction.message_id == said) == there
        assert scene.count(Happened, Happened.kind == "message.reacted") == before + 1


def test_what_two_colleagues_do_at_once_about_words_is_done_by_the_first(scene: Scene) -> None:
    said = scene.maya.says(scene.work(), "You are slow")

    def both(act: Callable[[Tx, str], object]) -> list[str]:
        return scene.at_once((scene.rivera, lambda tx: act(tx, "One")), (scene.boateng, lambda tx: act(tx, "Two")))

    for kind, act in (
        ("message.hidden", lambda tx, why: safeguarding.hide_message(tx, said, why)),
        ("message.shown", lambda tx, _: safeguarding.show_message(tx, said)),
        ("message.hidden", lambda tx, why: safeguarding.hide_message(tx, said, why)),
    ):
        before = scene.count(Happened, Happened.kind == kind)
        assert both(act) == BOTH
        assert scene.count(Happened, Happened.kind == kind) == before + 1, kind
    assert scene.count(Message, Message.id == said, Message.hidden_because == "One") == 1
    report = scene.rivera.does(lambda tx: safeguarding.report_message(tx, said, "Please look").id)
    assert both(lambda tx, _: safeguarding.close_report(tx, report)) == BOTH
    assert scene.count(Report, Report.id == report, Report.closed_by == scene.rivera.id) == 1
