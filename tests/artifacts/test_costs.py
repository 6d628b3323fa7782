"""What is done with a piece of work, and what its sheets and lists show, costs the same number of statements however much there is."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from hub.artifacts import actions, histories, queries, sets
from hub.artifacts.actions import Stand, Wording
from hub.artifacts.models import Artifact, ArtifactEdition, ArtifactVersion
from hub.database import Tx
from hub.homes import queries as homes
from hub.items.models import ItemTag
from hub.slices import Span
from tests.artifacts.work import made
from tests.support import many
from tests.support.school import School
from tests.support.statements import Statements

Count = Callable[[], AbstractContextManager[Statements]]


def test_an_act_and_a_sheet_cost_the_same_however_much_there_is(school: School, statements: Count) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    teachers = school.teachers()
    artifact = made(maya, teachers, tags=("river",))

    def grow(tx: Tx, to: int) -> None:
        """So many versions and editions of it, and as much other work, with a picture on each; all of it under one tag."""
        work = tx.get_one(Artifact, artifact)
        others = many.artifacts(tx, maya, to - work.version, teachers)
        tx.add_all(ItemTag(item_id=other, tag="river") for other in others)
        numbers = range(work.version + 1, to + 1)
        tx.add_all(
            ArtifactVersion(artifact_id=artifact, number=number, medium="photo", words=f"Line {number}", created=tx.now)
            for number in numbers
        )
        many.photos(tx, maya, [*((other, 1) for other in others), *((artifact, number) for number in numbers)])
        kept = {"artifact_id": artifact, "title": "Map", "about": "", "tags": ["map", "river"], "until": tx.now}
        tx.add_all(ArtifactEdition(number=number, **kept) for number in range(work.edition, to))
        work.version = work.edition = to

    def cost(do: Callable[[Callable[[Tx], object]], object], act: Callable[[Tx], object]) -> int:
        with statements() as seen:
            do(act)
        return seen.count

    def costs(to: int) -> dict[str, int]:
        maya.does(grow, to)
        edition = maya.reads(lambda tx: tx.get_one(Artifact, artifact).edition)
        found = {
            "add": cost(maya.does, lambda tx: actions.add(tx, actions.Made(title="Poem", stand=Stand(words="It"), audience=(teachers,)))),
            "add a version": cost(maya.does, lambda tx: actions.add_version(tx, artifact, Stand(words="New"))),
            "edit": cost(maya.does, lambda tx: actions.edit(tx, artifact, Wording(title=f"The {to}", tags=("river",)), edition)),
        }
        reads: dict[str, tuple[Callable[[Callable[[Tx], object]], object], Callable[[Tx], object]]] = {
            "sheet": (maya.reads, lambda tx: queries.sheet(tx)),
            "sheet of a version": (maya.reads, lambda tx: queries.sheet_to_add(tx, artifact)),
            "sheet of the words": (maya.reads, lambda tx: queries.sheet_to_edit(tx, artifact)),
            "history": (rivera.reads, lambda tx: histories.history(tx, artifact)),
            "page": (maya.reads, lambda tx: queries.page(tx, artifact)),
            "compare": (rivera.reads, lambda tx: queries.compare(tx, artifact, None, None)),
            "of people": (rivera.reads, lambda tx: sets.by_owner(tx, [maya.id], Span(100))),
            "space by kind": (rivera.reads, lambda tx: homes.space(tx, maya.id, "", "artifact", "")),
            "space by tag": (maya.reads, lambda tx: homes.space(tx, maya.id, "", "", "river")),
        }
        return found | {name: min(cost(do, read) for _ in range(2)) for name, (do, read) in reads.items()}

    costs(3)
    at_five, at_twenty, at_hundred = costs(6), costs(20), costs(100)
    assert at_five == at_twenty == at_hundred
    assert max(at_five.values()) <= 40, at_five


def test_a_page_of_work_costs_the_same_however_many_versions_it_has(school: School, statements: Count) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    artifact = made(maya, school.teachers())
    totals = []
    for to in (5, 20, 100):

        def grow(tx: Tx, to: int = to) -> None:
            work = tx.get_one(Artifact, artifact)
            numbers = range(work.version + 1, to + 1)
            tx.add_all(
                ArtifactVersion(artifact_id=artifact, number=number, medium="photo", words=f"Line {number}", created=tx.now)
                for number in numbers
            )
            many.photos(tx, maya, [(artifact, number) for number in numbers])
            work.version = to

        maya.does(grow)
        for read in (queries.page, queries.compare):
            args = (artifact, 1) if read is queries.page else (artifact, 1, 2)
            counts = []
            for _again in range(2):  # A pool that opens one more connection greets it with statements of its own.
                with statements() as seen:
                    rivera.reads(read, *args)
                counts.append(seen.count)
            totals.append(min(counts))
    assert len(set(totals[::2])) == len(set(totals[1::2])) == 1, totals
