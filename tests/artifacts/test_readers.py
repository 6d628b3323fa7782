"""Who sees a piece of work, and who may add to it: its owner alone, until it is shared, and again when it is taken back."""

from datetime import timedelta

import pytest

from hub.artifacts import actions, queries, sets
from hub.artifacts.actions import Stand, Wording
from hub.clock import now
from hub.errors import Conflict, Forbidden, NotFound
from hub.files.queries import rendition
from hub.items import actions as items
from hub.items import tagged, tags
from hub.slices import Span
from tests.artifacts.work import made, shown
from tests.support.school import School, photo_of


def test_work_is_its_owners_alone_until_it_is_shared(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    artifact = made(maya)
    assert shown(maya, artifact).audience.private
    with pytest.raises(NotFound):
        shown(rivera, artifact)
    maya.shares(artifact, school.teachers())
    assert shown(rivera, artifact).versions[0].words == "It bends twice."
    assert shown(rivera, artifact).waiting_since is None, "Sharing work asks for nothing."


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


def test_of_work_that_was_taken_back_only_its_owner_reads_any_version(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    photo = photo_of(maya)
    artifact = made(maya, school.teachers(), stand=Stand(files=(photo,)), about="Secret", tags=("bees",))
    maya.does(actions.add_version, artifact, Stand(words="Second"))
    maya.does(items.withdraw, artifact)
    seen = shown(rivera, artifact)
    assert (seen.title, seen.about, seen.opening, seen.versions, seen.tags, seen.files) == ("Taken back", "", "", [], [], [])
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
    film = photo_of(maya)
    with pytest.raises(Conflict, match="Bring it back first"):
        maya.does(actions.add_version, artifact, Stand(files=(film,)), 1)
    with pytest.raises(Conflict, match="Bring it back first"):
        maya.does(actions.edit, artifact, Wording(title="Not now"), 1)
    maya.does(items.bring_back, artifact)
    assert shown(rivera, artifact).versions[0].words == "It bends twice."
    assert maya.does(actions.add_version, artifact, Stand(files=(film,)), 1).version == 2


def test_someones_work_is_listed_newest_first_for_who_may_see_it(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    ids = []
    for days in (3, 2, 1):
        maya.clock = now() - timedelta(days=days)
        ids.append(made(maya, *([school.teachers()] if days != 2 else [])))
    maya.writes("No artifact", school.teachers())
    listed = rivera.reads(lambda tx: sets.by_owner(tx, [maya.id], Span()))[maya.id][1]
    assert [one.id for one in listed] == [ids[2], ids[0]]
