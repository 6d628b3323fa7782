"""What was begun and not sent stands on one's first page, at whatever desk it was, with what was typed and not what was chosen."""

from uuid import UUID

import pytest

from hub.drafts import actions as drafts
from hub.homes import queries
from hub.ids import new_id
from hub.words import people_write_in
from tests.support.school import School, Someone

ID = str(UUID(int=7))


def unfinished(someone: Someone) -> list[tuple[str, str]]:
    return [(one.href.partition("#")[0], one.words) for one in someone.reads(queries.home).unfinished]


DESKS = [
    ("reflection/new", {"answer-what": "The jars.", "next_step": "", "about": ID, "prompts": ID}, "/reflections/new", "The jars."),
    ("reflection/new", {"next_step": "Ask Nana", "about": ID}, "/reflections/new", "Ask Nana"),
    (f"reflection/{ID}", {"title": "Jars", "version": "3"}, f"/reflections/{ID}/edit", "Jars"),
    ("goal/new", {"outcome": "A clean river", "due": "2026-12-01"}, "/goals/new", "A clean river"),
    ("goal/new", {"obstacle": "Rain"}, "/goals/new", "Rain"),
    (f"goal/{ID}", {"plan": "If it rains, I wait.", "criteria": ""}, f"/goals/{ID}/edit", "If it rains, I wait."),
    (f"check-in/{ID}", {"confidence": "3", "words": "Better", "day": "2026-11-20"}, f"/goals/{ID}", "Better"),
    (f"step/{ID}", {"step": "A third jar", "due": ""}, f"/goals/{ID}", "A third jar"),
    (f"help/{ID}", {"words": "A boat"}, f"/goals/{ID}", "A boat"),
    (f"end/{ID}", {"progress": "let_go", "why": "It dried up"}, f"/goals/{ID}", "It dried up"),
    ("artifact/new", {"tags": "river, map"}, "/artifacts/new", "river, map"),
    ("artifact/new", {f"alt-{ID}": "Two bends and a bridge"}, "/artifacts/new", "Two bends and a bridge"),
    (f"artifact/{ID}", {"about": "Where we filled the jars"}, f"/artifacts/{ID}/edit", "Where we filled the jars"),
    (f"version/{ID}", {"note": "With a scale"}, f"/artifacts/{ID}/versions/new", "With a scale"),
    (f"thread/{ID}", {"words": "I like it"}, f"/items/{ID}", "I like it"),
    (f"thread/{ID}/tag/", {"part-tell": "The two bends"}, f"/items/{ID}/reply?form=tag&criteria=", "The two bends"),
    (
        f"thread/{ID}/rubric/{ID}",
        {"criteria": ID, "part-growth-1": "Where is north?"},
        f"/items/{ID}/reply?form=rubric&criteria={ID}",
        "Where is north?",
    ),
    (f"ask/{ID}", {"people": ID, "question": "Is it clear?", "until": "2026-12-01"}, f"/items/{ID}/ask", "Is it clear?"),
    (f"respond/{ID}", {"outcome": "adapted", "why": "It was too long"}, f"/messages/{ID}/respond", "It was too long"),
    ("rubric/new", {"name": "Letters"}, "/rubrics/new", "Letters"),
    (f"rubric/{ID}", {"criteria": "It is short", "version": "2"}, f"/rubrics/{ID}/edit", "It is short"),
    (f"message/{ID}", {"words": "I meant this", "version": "1"}, f"/messages/{ID}/edit", "I meant this"),
]


def test_of_every_desk_the_words_that_were_typed_and_the_way_back(school: School) -> None:
    (rivera,) = school.people(rivera="teacher of 7B")
    for place, typed, href, words in DESKS:
        writing = new_id()
        rivera.does(drafts.save, place, writing, 0, typed)
        assert unfinished(rivera) == [(href, words)], place
        rivera.does(drafts.throw_away, place, writing)


@pytest.mark.parametrize(
    ("place", "chosen"),
    [
        (f"respond/{ID}", {"outcome": "adopted", "why": ""}),
        (f"thread/{ID}/rubric/{ID}", {"criteria": ID, "part-growth-1": " "}),
        ("reflection/new", {"about": ID, "answer-what": ""}),
        (f"ask/{ID}", {"people": ID, "until": "2026-12-01"}),
        (f"check-in/{ID}", {"confidence": "3", "day": "2026-11-20"}),
    ],
)
def test_what_was_only_chosen_was_not_written(small_school: School, place: str, chosen: dict[str, str]) -> None:
    (maya,) = small_school.people(maya="student")
    maya.does(drafts.save, place, new_id(), 0, chosen)
    assert unfinished(maya) == []


def test_nobody_writes_in_a_password() -> None:
    assert not any(people_write_in(box) for box in ("password", "new_password", "code", "writing", "version", "file", "until"))
