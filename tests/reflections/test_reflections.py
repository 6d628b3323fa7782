"""Looking back: posted once, kept whole, changed without loss."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from hub.database import Tx
from hub.errors import Conflict, Forbidden, Invalid
from hub.ids import new_id
from hub.items import actions as items
from hub.items import cards
from hub.items.sets import NEWEST_FIRST
from hub.reflections import actions, histories, queries
from hub.reflections.actions import Written
from hub.reflections.models import PromptSetVersion, Reflection
from hub.slices import Place, Span
from tests.support.school import School, Someone, photo_of


def what(someone: Someone, **more: Any) -> Written:
    """Answers to What? So what? Now what?"""
    prompts = someone.reads(queries.sets)[0].id
    return Written(**{"prompts": prompts, "answers": {"what": "We found a heron.", "now_what": "Draw it."}, **more})


def post(someone: Someone, written: Written) -> UUID:
    return someone.does(lambda tx: actions.post(tx, written).id)


def test_what_was_written_is_what_is_read(school: School) -> None:
    (maya,) = school.people(maya="student")
    answers = {"what": "  We found\r\na *heron* 🪶 \u202e ", "so_what": "   ", "unknown": "not a question"}
    shown = maya.shown(post(maya, what(maya, answers=answers, title="  The   nest ")))
    assert shown.title == "The nest"
    assert [(part.key, part.words) for part in shown.parts] == [("what", "We found\na *heron* 🪶 \u202e")]
    assert maya.shown(post(maya, what(maya))).title == "We found a heron."


def test_words_that_a_database_can_not_keep_are_kept_without_what_it_can_not(school: School) -> None:
    (maya,) = school.people(maya="student")
    item = post(maya, what(maya, answers={"what": "A\x00B"}, title="T\x00"))
    assert maya.shown(item).parts[0].words == "AB"
    maya.says(item, "C\x00D")
    assert maya.hears(item) == ["CD"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"answers": {}}, "answer-what"),
        ({"answers": {"what": " \n ", "unknown": "words"}}, "answer-what"),
        ({"answers": {"what": "\u202e\u200b", "now_what": "\u2800"}}, "answer-what"),
        ({"answers": {"so_what": "x" * (actions.LONGEST + 1)}}, "answer-so_what"),
        ({"title": "x" * 201}, "title"),
        ({"prompts": UUID(int=9)}, "prompts"),
        ({"photos": (UUID(int=9),)}, "photos"),
        ({"photos": tuple(new_id() for _ in range(21))}, "photos"),
        ({"audience": (UUID(int=9),)}, "audience"),
    ],
)
def test_what_can_not_be_is_said_beside_its_box_and_nothing_is_kept(wrong: dict[str, Any], field: str, small_school: School) -> None:
    (maya,) = small_school.people(maya="student")
    with pytest.raises(Invalid) as refused:
        post(maya, what(maya, **wrong))
    assert refused.value.field == field
    assert small_school.work(lambda tx: tx.scalar(select(func.count(Reflection.id)))) == 0


def test_the_questions_of_another_school_are_not_there(small_school: School) -> None:
    (maya,) = small_school.people(maya="student")
    (olu,) = small_school.another().people(olu="student")
    with pytest.raises(Invalid) as refused:
        post(maya, what(maya, prompts=what(olu).prompts))
    assert refused.value.field == "prompts"


def test_a_reflection_keeps_the_questions_that_it_answered(small_school: School) -> None:
    (maya,) = small_school.people(maya="student")
    item = post(maya, what(maya))

    def ask_otherwise(tx: Any) -> None:
        first = tx.get_one(PromptSetVersion, what_id)
        questions = [{"key": "what", "question": "What did you see?", "hints": []}]
        tx.add(PromptSetVersion(prompt_set_id=first.prompt_set_id, number=2, name="New", about="", prompts=questions, created=tx.now))

    what_id = what(maya).prompts
    small_school.work(ask_otherwise)
    assert maya.reads(queries.sets)[0].name == "New"
    assert [part.question for part in maya.shown(item).parts] == ["What happened?", "Now what?"]
    sheet = maya.reads(queries.sheet_to_edit, item)
    assert [prompt.key for prompt in sheet.questions.prompts] == ["what", "so_what", "now_what"]


def test_an_edit_keeps_how_it_read_and_a_stale_one_overwrites_nothing(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    item = post(maya, what(maya, audience=(school.teachers(),)))
    maya.does(actions.edit, item, what(maya, answers={"what": "Two herons."}), 1)
    with pytest.raises(Conflict):
        maya.does(actions.edit, item, what(maya, answers={"what": "Three."}), 1)
    shown, (versions, *_) = rivera.reads(histories.history, item)
    assert (shown.parts[0].words, shown.version, shown.edited is not None) == ("Two herons.", 2, True)
    assert [version.answers["what"] for version in versions] == ["We found a heron."]
    maya.does(actions.edit, item, what(maya, answers={"what": "Two herons."}, title=shown.title), 2)
    assert maya.shown(item).version == 2
    with pytest.raises(Forbidden):
        rivera.does(actions.edit, item, what(maya), 2)
    maya.does(items.withdraw, item)
    assert rivera.reads(histories.history, item)[1].versions == []
    assert len(maya.reads(histories.history, item)[1].versions) == 1


def test_a_double_click_posts_once(school: School) -> None:
    (maya,) = school.people(maya="student")
    written = what(maya, writing=new_id())
    assert post(maya, written) == post(maya, written)
    assert maya.reads(cards.counts_of, maya.id) == {"reflection": 1}


async def test_ten_clicks_at_once_post_once(school: School) -> None:
    (maya,) = school.people(maya="student")
    written = what(maya, writing=new_id())
    database = school.database
    made = await asyncio.gather(*(database.write(maya.claim, lambda tx: actions.post(tx, written).id) for _ in range(10)))
    assert len(set(made)) == 1
    assert maya.reads(cards.counts_of, maya.id) == {"reflection": 1}


def test_a_reflection_shows_its_photos_in_order_and_only_ones_own(small_school: School) -> None:
    maya, jonas = small_school.people(maya="student", jonas="student")
    first, second, his = photo_of(maya), photo_of(maya), photo_of(jonas)
    item = post(maya, what(maya, photos=(second, first), alts={first: " A heron "}))
    assert [(one.id, one.alt) for one in maya.shown(item).files] == [(second, ""), (first, "A heron")]
    for foreign in (his, first):  # Another's, and one that hangs on another item.
        with pytest.raises(Invalid):
            post(maya, what(maya, photos=(foreign,)))
    maya.does(actions.edit, item, what(maya, photos=(first,)), 1)
    assert [one.id for one in maya.shown(item).files] == [first]


def test_pages_of_reflections_leave_none_out_and_show_none_twice(small_school: School) -> None:
    (maya,) = small_school.people(maya="student")
    made = [maya.writes(f"Day {day}") for day in range(7)]
    found: list[UUID] = []
    span = Span(3)

    def part(tx: Tx, span: Span) -> tuple[Place, ...]:
        return NEWEST_FIRST["reflection"].cut(tx, [maya.id], span)[maya.id].places

    while places := maya.reads(part, span):
        found += [place.id for place in places]
        span = Span(3, after=places[-1])
    assert found == made[::-1]


def test_a_spoiled_draft_spoils_no_page(small_school: School) -> None:
    from hub.drafts import actions as drafts

    (maya,) = small_school.people(maya="student")
    maya.does(drafts.save, "reflection/new", new_id(), 0, {"photo": "not-an-id", "audience": "nor this", "questions": "none"})
    assert maya.reads(queries.sheet).questions.key == "what"


def test_what_was_changed_before_it_was_shared_is_for_its_owner_and_those_who_saw_it(school: School) -> None:
    maya, rivera, chidi = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
    item = post(maya, what(maya, answers={"what": "I cried in the break."}, audience=(school.teachers(),)))
    maya.does(lambda tx: actions.edit(tx, item, what(maya, answers={"what": "I was sad in the break."}), base=1))
    maya.shares(item, school.teachers(), maya.family)
    maya.does(lambda tx: actions.edit(tx, item, what(maya, answers={"what": "I was tired in the break."}), base=2))

    def earlier(someone: Someone) -> list[str]:
        return [version.answers["what"] for version in someone.reads(lambda tx: histories.history(tx, item)[1].versions)]

    assert earlier(maya) == earlier(rivera) == ["I cried in the break.", "I was sad in the break."]
    assert earlier(chidi) == ["I was sad in the break."]
