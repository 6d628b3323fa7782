"""Pieces of work as plain functions: added, shown in versions, laid beside each other, said anew, on both databases."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from hub.artifacts import actions, queries, sets
from hub.artifacts.actions import Made, Stand, Wording
from hub.clock import now
from hub.database import Tx
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.files import actions as files
from hub.files.models import Medium
from hub.files.preparing import Given, Stored
from hub.files.queries import rendition
from hub.goals import actions as goals
from hub.goals import queries as goal_pages
from hub.homes import queries as homes
from hub.ids import new_id
from hub.items import actions as items
from hub.items import cards, links, tagged, tags
from hub.slices import Span
from tests.support.school import School, Someone, photo_of
from tests.support.statements import Statements

Count = Callable[[], AbstractContextManager[Statements]]


def made(someone: Someone, *audience: UUID, **more: object) -> UUID:
    given = {"title": "Map of the river", "stand": Stand(words="It bends twice."), "audience": audience, **more}
    return someone.does(lambda tx: actions.add(tx, Made(**given)).id)  # type: ignore[arg-type]


def shown(someone: Someone, artifact: UUID) -> queries.Shown:
    return someone.reads(lambda tx: queries.page(tx, artifact).item)


def test_work_is_its_owners_alone_until_it_is_shared(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    artifact = made(maya)
    assert shown(maya, artifact).audience.private
    with pytest.raises(NotFound):
        shown(rivera, artifact)
    maya.shares(artifact, school.teachers())
    assert shown(rivera, artifact).versions[0].words == "It bends twice."
    assert shown(rivera, artifact).waiting_since is None, "Sharing work asks for nothing."


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
    assert [one.id for one in maya.shown(elsewhere).pictures] == [photo]
    assert [len(one.files) for one in shown(maya, artifact).versions] == [1]


def test_sending_the_same_writing_twice_makes_one(school: School) -> None:
    (maya,) = school.people(maya="student")
    writing, next_one = new_id(), new_id()
    artifact = made(maya, writing=writing)
    assert made(maya, writing=writing) == artifact
    for _again in range(2):
        maya.does(actions.add_version, artifact, Stand(words="Three times."), 1, next_one)
    assert shown(maya, artifact).version == 2


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
    assert (seen.medium, seen.opening, seen.pictures) == ("text", "A poem now", [])
    assert rivera.reads(queries.page, artifact, 1).at.files[0].id == first  # type: ignore[union-attr]
    assert rivera.reads(rendition, first, "page").file_id == first


def test_a_list_shows_the_pictures_of_the_newest_version(school: School) -> None:
    (maya,) = school.people(maya="student")
    first, second = photo_of(maya), photo_of(maya)
    artifact = made(maya, stand=Stand(files=(first,)))
    maya.does(actions.add_version, artifact, Stand(files=(second,)))
    card = maya.reads(cards.by_ids, [artifact])[artifact]
    assert [one.id for one in card.pictures] == [second]
    assert card.medium == "photo"


def test_a_version_that_builds_on_an_old_one_overwrites_nothing(school: School) -> None:
    (maya,) = school.people(maya="student")
    artifact = made(maya)
    maya.does(actions.add_version, artifact, Stand(words="Second"), 1)
    with pytest.raises(Conflict):
        maya.does(actions.add_version, artifact, Stand(words="Other"), 1)
    maya.does(actions.add_version, artifact, Stand(words="Third"))
    assert [one.words for one in shown(maya, artifact).versions] == ["It bends twice.", "Second", "Third"]


def test_only_its_owner_adds_a_version_or_says_anew_what_it_is(school: School) -> None:
    maya, rivera, jonas = school.people(maya="student", rivera="teacher of maya", jonas="student")
    artifact = made(maya, school.teachers())
    for someone, error in ((rivera, Forbidden), (jonas, NotFound)):
        with pytest.raises(error):
            someone.does(actions.add_version, artifact, Stand(words="Mine now"))
        with pytest.raises(error):
            someone.does(actions.edit, artifact, Wording(title="Mine now"), 1)
        with pytest.raises(error):
            someone.does(tags.tag, artifact, ["mine"])
        with pytest.raises(error):
            someone.reads(queries.sheet_to_add, artifact)
        with pytest.raises(error):
            someone.reads(queries.sheet_to_edit, artifact)


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


def test_of_work_that_was_taken_back_only_its_owner_reads_any_version(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    photo = photo_of(maya)
    artifact = made(maya, school.teachers(), stand=Stand(files=(photo,)), about="Secret", tags=("bees",))
    maya.does(actions.add_version, artifact, Stand(words="Second"))
    maya.does(items.withdraw, artifact)
    seen = shown(rivera, artifact)
    assert (seen.title, seen.about, seen.opening, seen.versions, seen.tags, seen.pictures) == ("Taken back", "", "", [], [], [])
    assert rivera.reads(tagged.of, [artifact]) == {}
    for read in (lambda: rivera.reads(queries.page, artifact, 1), lambda: rivera.reads(queries.compare, artifact, 1, 2)):
        with pytest.raises(NotFound):
            read()
    with pytest.raises(NotFound):
        rivera.reads(rendition, photo, "page")
    assert [one.number for one in shown(maya, artifact).versions] == [1, 2]
    maya.does(actions.add_version, artifact, Stand(words="Third"))
    maya.does(items.put_back, artifact)
    assert shown(rivera, artifact).version == 3


def test_work_that_was_deleted_is_gone_with_its_versions_and_comes_back_with_them(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    artifact = made(maya, school.teachers())
    maya.does(items.delete, artifact)
    with pytest.raises(NotFound):
        shown(rivera, artifact)
    maya.does(items.bring_back, artifact)
    assert shown(rivera, artifact).versions[0].words == "It bends twice."


def test_what_is_said_of_it_changes_without_a_version_and_never_from_two_windows(school: School) -> None:
    (maya,) = school.people(maya="student")
    photo = photo_of(maya)
    artifact = made(maya, stand=Stand(files=(photo,)))
    strange = photo_of(maya)
    maya.does(actions.edit, artifact, Wording(title="The river", about="Blue", tags=("map",), alts={photo: "A map", strange: "x"}), 1)
    with pytest.raises(Conflict):
        maya.does(actions.edit, artifact, Wording(title="Other"), 1)
    seen = shown(maya, artifact)
    assert (seen.title, seen.about, seen.opening, seen.tags, seen.version, seen.edition) == ("The river", "Blue", "Blue", ["map"], 1, 2)
    assert seen.pictures[0].alt == "A map"


def test_what_was_said_of_it_before_is_kept_for_who_could_read_it_then(school: School) -> None:
    maya, rivera, jonas = school.people(maya="student", rivera="teacher of maya", jonas="student")
    artifact = made(maya, tags=("map", "blue"))
    maya.does(actions.edit, artifact, Wording(title="The river", about="Blue", tags=("map",)), 1)
    maya.does(actions.edit, artifact, Wording(title="The river", about="Blue", tags=("map",)), 2)
    maya.shares(artifact, school.teachers())
    maya.does(actions.edit, artifact, Wording(title="Our river", about="Blue", tags=("map",)), 2)
    seen, before = maya.reads(queries.history, artifact)
    assert (seen.title, seen.edition) == ("Our river", 3)
    assert [(one.number, one.title, one.about, one.tags) for one in before] == [
        (1, "Map of the river", "", ["blue", "map"]),
        (2, "The river", "Blue", ["map"]),
    ]
    assert [one.title for one in rivera.reads(queries.history, artifact)[1]] == ["The river"], "What was before is not hers to read."
    with pytest.raises(NotFound):
        jonas.reads(queries.history, artifact)
    maya.does(items.withdraw, artifact)
    assert rivera.reads(queries.history, artifact)[1] == []


def test_tags_are_tidied_and_offered_again(school: School) -> None:
    maya, jonas = school.people(maya="student", jonas="student")
    artifact = made(maya, tags=("#River", " river ", "bees  and  honey", ""))
    made(maya, tags=("River",))
    made(jonas, tags=("secret",))
    assert shown(maya, artifact).tags == ["bees and honey", "River"]
    assert maya.reads(tagged.my_own) == ["River", "bees and honey"]
    maya.does(tags.tag, artifact, ["water"])
    assert shown(maya, artifact).tags == ["water"]


def test_a_reflection_can_have_tags_as_well(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    item = maya.writes("A heron", school.teachers())
    maya.does(tags.tag, item, ["birds"])
    assert rivera.reads(tagged.of, [item]) == {item: ["birds"]}


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


def test_someones_work_is_listed_newest_first_for_who_may_see_it(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    ids = []
    for days in (3, 2, 1):
        maya.clock = now() - timedelta(days=days)
        ids.append(made(maya, *([school.teachers()] if days != 2 else [])))
    maya.writes("No artifact", school.teachers())
    listed = rivera.reads(lambda tx: sets.by_owner(tx, [maya.id], Span()))[maya.id][1]
    assert [one.id for one in listed] == [ids[2], ids[0]]


def file_of(someone: Someone, medium: Medium, *names: str, **more: Any) -> UUID:
    """A file that they have given, with these renditions. The store is not asked."""
    renditions = tuple(Stored(name, "image/webp", 40, 30, 100) for name in names)
    return someone.does(lambda tx: files.keep(tx, new_id(), Given(medium, renditions, **more), 10**9).id)


def test_a_version_is_of_any_medium_and_each_is_told_in_lists(school: School) -> None:
    (maya,) = school.people(maya="student")
    pdf = file_of(maya, "pdf", "full", "page-1", "page-2", "thumb", name="poster.pdf", pages=2)
    song = file_of(maya, "audio", "full", "thumb", name="song.mp3", seconds=65.0)
    film = file_of(maya, "video", "page", "thumb", state="preparing", seconds=4.0)
    artifact = made(maya, stand=Stand(files=(pdf,)))
    for file, medium in ((song, "audio"), (film, "video")):
        maya.does(actions.add_version, artifact, Stand(files=(file, photo_of(maya)), words="With words"))
        card = maya.reads(cards.by_ids, [artifact])[artifact]
        assert (card.medium, card.pictures[0].thumb) == (medium, f"/files/{file}/thumb")
    seen = shown(maya, artifact)
    assert [one.medium for one in seen.versions] == ["pdf", "audio", "video"]
    assert seen.versions[0].files[0].page_urls == (f"/files/{pdf}/page-1", f"/files/{pdf}/page-2")
    assert seen.versions[1].files[0].length == "1:05"
    assert seen.versions[2].files[0].state == "preparing"


def test_work_is_evidence_for_a_goal_and_says_so(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    wish = goals.Wish(title="Explain the river", audience=(school.teachers(),))
    goal = maya.does(lambda tx: goals.begin(tx, wish).id)
    artifact = made(maya, school.teachers())
    assert artifact in {card.id for card in maya.reads(goal_pages.page, goal).may_be_evidence}
    maya.does(links.link, artifact, goal, "evidence")
    assert [card.medium for card in rivera.reads(goal_pages.page, goal).around.evidence] == ["text"]
    assert [card.id for card in rivera.reads(queries.page, artifact).around.evidence_for] == [goal]


def added(tx: Tx, artifact: UUID, stands: list[Stand]) -> None:
    for stand in stands:
        actions.add_version(tx, artifact, stand)


def test_a_page_of_work_costs_the_same_however_many_versions_it_has(school: School, statements: Count) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    artifact = made(maya, school.teachers())
    totals = []
    for more in (4, 15, 80):
        stands = [Stand(words=f"Line {n}", files=(photo_of(maya),)) for n in range(more)]
        maya.does(added, artifact, stands)
        for read in (queries.page, queries.compare):
            args = (artifact, 1) if read is queries.page else (artifact, 1, 2)
            counts = []
            for _again in range(2):  # A pool that opens one more connection greets it with statements of its own.
                with statements() as seen:
                    rivera.reads(read, *args)
                counts.append(seen.count)
            totals.append(min(counts))
    assert len(set(totals[::2])) == len(set(totals[1::2])) == 1, totals


def test_a_space_shows_what_is_under_one_tag_as_far_as_one_may_see_it(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    shared, private = made(maya, school.teachers(), tags=("river",)), made(maya, tags=("river",))
    made(maya, school.teachers(), tags=("rivers",))
    taken_back = made(maya, school.teachers(), tags=("river",))
    maya.does(items.withdraw, taken_back)
    under = {who: [card.id for card in who.reads(homes.space, maya.id, "", "", "river").cards] for who in (maya, rivera)}
    assert under == {maya: [taken_back, private, shared], rivera: [shared]}
    assert maya.reads(homes.space, maya.id, "", "", "%'\x00").cards == []
