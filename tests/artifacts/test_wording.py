"""What is said of a piece of work: title, words, tags and what it is evidence for, changed without a version."""

import pytest

from hub.artifacts import actions, histories, queries
from hub.artifacts.actions import Stand, Wording
from hub.errors import Conflict, Invalid, NotFound
from hub.goals import actions as goals
from hub.goals import queries as goal_pages
from hub.homes import queries as homes
from hub.items import actions as items
from hub.items import links, tagged, tags
from tests.artifacts.work import made, shown
from tests.support.school import School, photo_of


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
    assert seen.files[0].alt == "A map"


def test_what_its_files_show_is_never_overwritten_from_another_window(school: School) -> None:
    (maya,) = school.people(maya="student")
    photo = photo_of(maya)
    artifact = made(maya, title="The river", stand=Stand(files=(photo,)))
    described = Wording(title="The river", alts={photo: "A map"})
    maya.does(actions.edit, artifact, described, 1)
    with pytest.raises(Conflict):
        maya.does(actions.edit, artifact, Wording(title="The river", alts={photo: ""}), 1)
    assert (shown(maya, artifact).files[0].alt, shown(maya, artifact).edition) == ("A map", 2)
    maya.does(actions.edit, artifact, described, 2)
    assert shown(maya, artifact).edition == 2, "What changes nothing is no edition."


def test_what_a_file_shows_is_refused_beside_its_box_when_it_is_too_long_and_never_cut(school: School) -> None:
    (maya,) = school.people(maya="student")
    photo, other = photo_of(maya), photo_of(maya)
    most, more = "m" * 500, "m" * 501
    artifact = made(maya, stand=Stand(files=(photo,), alts={photo: most}))
    with pytest.raises(Invalid) as edited:
        maya.does(actions.edit, artifact, Wording(title="The river", alts={photo: more}), 1)
    with pytest.raises(Invalid) as added:
        made(maya, stand=Stand(files=(other,), alts={other: more}))
    assert (edited.value.field, added.value.field) == (f"alt-{photo}", f"alt-{other}")
    assert shown(maya, artifact).files[0].alt == most


def test_what_was_said_of_it_before_is_kept_for_who_could_read_it_then(school: School) -> None:
    maya, rivera, jonas = school.people(maya="student", rivera="teacher of maya", jonas="student")
    photo = photo_of(maya)
    artifact = made(maya, tags=("map", "blue"), stand=Stand(files=(photo,), alts={photo: "A map"}))
    maya.does(actions.edit, artifact, Wording(title="The river", about="Blue", tags=("map",), alts={photo: "A map in blue"}), 1)
    maya.does(actions.edit, artifact, Wording(title="The river", about="Blue", tags=("map",)), 2)
    maya.shares(artifact, school.teachers())
    maya.does(actions.edit, artifact, Wording(title="Our river", about="Blue", tags=("map",), alts={photo: "Our map"}), 2)
    seen, (before, *_) = maya.reads(histories.history, artifact)
    assert (seen.title, seen.edition) == ("Our river", 3)
    assert [(one.number, one.title, one.about, one.tags, one.described) for one in before] == [
        (1, "Map of the river", "", ["blue", "map"], {photo: "A map"}),
        (2, "The river", "Blue", ["map"], {photo: "A map in blue"}),
    ]
    assert [one.title for one in rivera.reads(histories.history, artifact)[1].versions] == ["The river"], (
        "What was before is not hers to read."
    )
    with pytest.raises(NotFound):
        jonas.reads(histories.history, artifact)
    maya.does(items.withdraw, artifact)
    assert rivera.reads(histories.history, artifact)[1].versions == []


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


def test_a_space_shows_what_is_under_one_tag_as_far_as_one_may_see_it(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    shared, private = made(maya, school.teachers(), tags=("river",)), made(maya, tags=("river",))
    made(maya, school.teachers(), tags=("rivers",))
    taken_back = made(maya, school.teachers(), tags=("river",))
    maya.does(items.withdraw, taken_back)
    under = {who: [card.id for card in who.reads(homes.space, maya.id, "", "", "river").cards] for who in (maya, rivera)}
    assert under == {maya: [taken_back, private, shared], rivera: [shared]}
    assert maya.reads(homes.space, maya.id, "", "", "%'\x00").cards == []


def test_work_is_evidence_for_a_goal_and_says_so(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    wish = goals.Wish(title="Explain the river", audience=(school.teachers(),))
    goal = maya.does(lambda tx: goals.begin(tx, wish).id)
    artifact = made(maya, school.teachers())
    assert artifact in {one.id for one in maya.reads(goal_pages.page, goal).may_show.choices}
    maya.does(links.link, artifact, goal, "evidence")
    assert [card.medium for card in rivera.reads(goal_pages.page, goal).around.evidence] == ["text"]
    assert [card.id for card in rivera.reads(queries.page, artifact).around.evidence_for] == [goal]
