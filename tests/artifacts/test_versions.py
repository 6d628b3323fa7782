"""Every version of a piece of work stays as it was, and two are laid beside each other."""

import pytest

from hub.artifacts import actions, queries
from hub.artifacts.actions import Stand
from hub.errors import Conflict, Invalid, NotFound
from hub.files.queries import rendition
from hub.ids import new_id
from hub.items import cards
from tests.artifacts.work import made, shown
from tests.support.school import School, photo_of


def test_every_version_stays_as_it_was(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    first, second = photo_of(maya), photo_of(maya)
    artifact = made(maya, school.teachers(), stand=Stand(files=(first,)))
    maya.does(actions.add_version, artifact, Stand(files=(second,), note="Bluer water"))
    maya.does(actions.add_version, artifact, Stand(words="A poem now", note="Words say more"))
    seen = shown(rivera, artifact)
    assert [(one.number, one.medium, one.note) for one in seen.versions] == [
        (1, "photo", ""),
        (2, "photo", "Bluer water"),
        (3, "text", "Words say more"),
    ]
    assert [[file.id for file in one.files] for one in seen.versions] == [[first], [second], []]
    assert (seen.medium, seen.opening, seen.files) == ("text", "A poem now", [])
    assert rivera.reads(queries.page, artifact, 1).at.files[0].id == first  # type: ignore[union-attr]
    assert rivera.reads(rendition, first, "page").file_id == first


def test_a_list_shows_the_pictures_of_the_newest_version(school: School) -> None:
    (maya,) = school.people(maya="student")
    first, second = photo_of(maya), photo_of(maya)
    artifact = made(maya, stand=Stand(files=(first,)))
    maya.does(actions.add_version, artifact, Stand(files=(second,)))
    card = maya.reads(cards.by_ids, [artifact])[artifact]
    assert [one.id for one in card.files] == [second]
    assert card.medium == "photo"


def test_a_version_that_builds_on_an_old_one_overwrites_nothing(school: School) -> None:
    (maya,) = school.people(maya="student")
    artifact = made(maya)
    maya.does(actions.add_version, artifact, Stand(words="Second"), 1)
    with pytest.raises(Conflict):
        maya.does(actions.add_version, artifact, Stand(words="Other"), 1)
    maya.does(actions.add_version, artifact, Stand(words="Third"))
    assert [one.words for one in shown(maya, artifact).versions] == ["It bends twice.", "Second", "Third"]


def test_a_version_that_never_was_is_not_there(school: School) -> None:
    (maya,) = school.people(maya="student")
    artifact = made(maya)
    for number in (0, 2, -1, 10**9):
        with pytest.raises(NotFound):
            maya.reads(queries.page, artifact, number)
        with pytest.raises(NotFound):
            maya.reads(queries.compare, artifact, number, 1)
    for unknown in (None, new_id(), maya.id):
        with pytest.raises(NotFound):
            maya.reads(queries.page, unknown)


def test_two_versions_are_laid_beside_each_other(school: School) -> None:
    (maya,) = school.people(maya="student")
    first, second, third = (photo_of(maya) for _n in range(3))
    artifact = made(maya, stand=Stand(files=(first,), words="It bends twice."))
    maya.does(actions.add_version, artifact, Stand(files=(second, third), words="It bends three times."))
    seen = maya.reads(queries.compare, artifact, None, None)
    assert (seen.before.number, seen.after.number) == (1, 2)
    assert [(one.before and one.before.id, one.after and one.after.id) for one in seen.pairs] == [(first, second), (None, third)]
    assert [(one.kind, one.words) for one in seen.words or []] == [
        ("same", "It bends "),
        ("taken", "twice"),
        ("added", "three times"),
        ("same", "."),
    ]
    assert maya.reads(queries.compare, artifact, 2, 1).before.number == 1, "The earlier one stands first, however they are named."
    assert maya.reads(queries.compare, artifact, 1, 1).words == [seen.words[0].__class__("same", "It bends twice.")]  # type: ignore[index]


def test_work_has_no_end_of_versions_but_one(small_school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    (maya,) = small_school.people(maya="student")
    monkeypatch.setattr(actions, "VERSIONS", 3)
    artifact = made(maya)
    for n in (2, 3):
        maya.does(actions.add_version, artifact, Stand(words=f"Version {n}"))
    with pytest.raises(Invalid, match="3 versions"):
        maya.does(actions.add_version, artifact, Stand(words="One more"))
    assert shown(maya, artifact).version == 3
