"""What a piece of work is made of, what it can't be made of, and that it is there once."""

import pytest

from hub.artifacts import actions, sets
from hub.artifacts.actions import Made, Stand
from hub.errors import Invalid
from hub.ids import new_id
from hub.items import cards
from hub.slices import Span
from tests.artifacts.work import file_of, made, shown
from tests.support.school import School, photo_of


def test_work_is_made_of_photos_words_or_a_link(school: School) -> None:
    (maya,) = school.people(maya="student")
    one, other = photo_of(maya), photo_of(maya)
    photos = made(maya, stand=Stand(files=(one, other), alts={one: "The bend"}))
    text = made(maya, stand=Stand(words="**It** bends twice."), about="  ")
    link = made(maya, stand=Stand(link="example.org/river"))
    seen = [shown(maya, id_) for id_ in (photos, text, link)]
    assert [(one.medium, one.opening) for one in seen] == [("photo", ""), ("text", "It bends twice."), ("link", "example.org")]
    assert [(file.id, file.alt) for file in seen[0].versions[0].files] == [(one, "The bend"), (other, "")]
    assert (seen[2].versions[0].link, seen[2].versions[0].host) == ("https://example.org/river", "example.org")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Made(title="  ", stand=Stand(words="x")), "title"),
        (Made(title="x" * 201, stand=Stand(words="x")), "title"),
        (Made(title="x"), "photos"),
        (Made(title="x", stand=Stand(words="\u200b", link=" ")), "photos"),
        (Made(title="x", stand=Stand(words="y" * 50_001)), "words"),
        (Made(title="x", about="y" * 2_001, stand=Stand(words="y")), "about"),
        (Made(title="x", stand=Stand(words="y", note="z" * 2_001)), "note"),
        (Made(title="x", tags=tuple("abcdefghijklm"), stand=Stand(words="y")), "tags"),
        (Made(title="x", tags=("y" * 41,), stand=Stand(words="y")), "tags"),
        (Made(title="x", stand=Stand(files=(new_id(),))), "photos"),
        (Made(title="x", stand=Stand(words="y"), audience=(new_id(),)), "audience"),
    ],
)
def test_what_cannot_be_work_says_where_and_leaves_nothing(small_school: School, wrong: Made, field: str) -> None:
    (maya,) = small_school.people(maya="student")
    with pytest.raises(Invalid) as refusal:
        maya.does(lambda tx: actions.add(tx, wrong))
    assert refusal.value.field == field
    assert maya.reads(lambda tx: sets.by_owner(tx, [maya.id], Span()))[maya.id][1] == []


def test_files_are_ones_own_and_hang_in_one_place(school: School) -> None:
    maya, jonas = school.people(maya="student", jonas="student")
    his, mine = photo_of(jonas), photo_of(maya)
    artifact = made(maya, stand=Stand(files=(mine,)))
    elsewhere = maya.writes("A heron", photos=(photo := photo_of(maya),))
    for file in (his, photo, mine):
        with pytest.raises(Invalid, match="no longer here"):
            made(maya, stand=Stand(files=(file,)))
        with pytest.raises(Invalid, match="no longer here"):
            maya.does(actions.add_version, artifact, Stand(files=(file,)))
    assert [one.id for one in maya.shown(elsewhere).files] == [photo]
    assert [len(one.files) for one in shown(maya, artifact).versions] == [1]


def test_sending_the_same_writing_twice_makes_one(school: School) -> None:
    (maya,) = school.people(maya="student")
    writing, next_one = new_id(), new_id()
    artifact = made(maya, writing=writing)
    assert made(maya, writing=writing) == artifact
    for _again in range(2):
        maya.does(actions.add_version, artifact, Stand(words="Three times."), 1, next_one)
    assert shown(maya, artifact).version == 2


def test_a_version_is_of_any_medium_and_each_is_told_in_lists(school: School) -> None:
    (maya,) = school.people(maya="student")
    pdf = file_of(maya, "pdf", "full", "page-1", "page-2", "thumb", name="poster.pdf", pages=2)
    song = file_of(maya, "audio", "full", "thumb", name="song.mp3", seconds=65.0)
    film = file_of(maya, "video", "page", "thumb", state="preparing", seconds=4.0)
    artifact = made(maya, stand=Stand(files=(pdf,)))
    for file, medium in ((song, "audio"), (film, "video")):
        maya.does(actions.add_version, artifact, Stand(files=(file, photo_of(maya)), words="With words"))
        card = maya.reads(cards.by_ids, [artifact])[artifact]
        assert (card.medium, card.files[0].thumb) == (medium, f"/files/{file}/thumb")
    seen = shown(maya, artifact)
    assert [one.medium for one in seen.versions] == ["pdf", "audio", "video"]
    assert seen.versions[0].files[0].page_urls == (f"/files/{pdf}/page-1", f"/files/{pdf}/page-2")
    assert seen.versions[1].files[0].length == "1:05"
    assert seen.versions[2].files[0].state == "preparing"
