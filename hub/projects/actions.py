"""What one does with a project: design it or propose it, change it, move it on, copy it, take a proposal on."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select

from hub.database import Tx
from hub.drafts.sending import Sending
from hub.errors import Conflict, Forbidden, Invalid
from hub.feedback.actions import open_thread
from hub.items import holders
from hub.items import queries as items
from hub.items.actions import first_audience, relations, still_there
from hub.items.actions import tell as tell_of
from hub.items.models import Item, ItemGrant
from hub.people.faces import faces
from hub.policy import Verb, require
from hub.projects import queries
from hub.projects.design import edition_of, points
from hub.projects.models import Milestone, Project, ProjectStage, ProjectVersion
from hub.words import _, lines, one_line, opening

LONGEST = 5_000
"""Letters in one box of several lines."""
MANY = 12
"""Aims, or skills, of one project."""


class Design(msgspec.Struct, frozen=True, kw_only=True):
    """A project as it was written. `aims` and `skills` are one line each; `design` maps a point of the check to what is said to it.
    `writing`: the same piece of writing makes one project."""

    title: str
    driving_question: str = ""
    entry_event: str = ""
    summary: str = ""
    aims: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    product: str = ""
    product_for: str = ""
    starts: date | None = None
    ends: date | None = None
    design: dict[str, str] = {}
    audience: tuple[UUID, ...] = ()
    writing: UUID | None = None


def begin(tx: Tx, design: Design) -> Project:
    """A teacher's is a draft; a student's is a proposal. Raises Forbidden for others, and Invalid for words and days that can't be."""
    require("projects", queries.to_projects(tx), Verb.WRITE)
    sending = Sending(tx, design.writing, "begin_project", design)
    if sending.made:
        return queries.find(tx, sending.made)
    project = _make(tx, _checked(design), design.audience)
    sending.becomes(project.id)
    tell(tx, "project.begun", project)
    return project


def change(tx: Tx, project_id: UUID | None, design: Design, base: int, check: str | None = None) -> Project:
    """How it read before is kept. Raises Conflict when `base` is not the version that stands, or `check` not the edition of what is said to
    the points; without one that is overwritten. What is said to the points alone is the designer's own: it makes no version, and nobody
    is told."""
    project = mine(tx, project_id)
    sending = Sending(tx, design.writing, "change_project", project.id, design)
    if sending.made:
        return project
    if project.version != base:
        raise Conflict(_("You changed this project in another window. Both texts are shown here: please choose."))
    words = _checked(design)
    if check is not None and check != edition_of(project.design) and words["design"] != project.design:
        raise Conflict(_("You changed this project in another window. Both texts are shown here: please choose."))
    if project.stage in queries.AT_WORK and not words["driving_question"]:
        raise Invalid("driving_question", _("Students are at work on it: it needs its driving question."))
    before = queries.words_of(project)
    for name, value in words.items():
        setattr(project, name, value)
    if _on_the_sheet(queries.words_of(project)) != _on_the_sheet(before):
        tx.add(ProjectVersion(project_id=project.id, number=project.version, words=before, until=tx.now))
        project.version += 1
        project.updated = tx.now
        tell(tx, "project.changed", project)
    sending.becomes(project.id)
    return project


def move_on(tx: Tx, project_id: UUID | None, stage: ProjectStage) -> Project:
    """To any stage, also back. Raises Invalid("driving_question") for one that students shall work on without one, and Forbidden for a
    proposal that no teacher has taken on."""
    project = mine(tx, project_id)
    if stage == project.stage:
        return project
    if project.proposed_by == project.owner_id:
        raise Forbidden(_("This is a proposal. A teacher takes it on first."))
    if stage in queries.AT_WORK and not project.driving_question:
        raise Invalid("driving_question", _("Give it a driving question first: it is what students work on."))
    project.stage = stage
    tell(tx, f"project.{stage}", project)
    return project


def copy(tx: Tx, project_id: UUID | None, writing: UUID | None = None) -> Project:
    """A draft of one's own with the same sheet and milestones, without days, and with credit to whose it was. What a colleague said to the
    points of the check stays theirs. Raises Conflict for one that was taken back or deleted."""
    require("projects", queries.to_projects(tx), Verb.WRITE)
    source = queries.find(tx, project_id)
    require("project", relations(tx, source), Verb.COPY)
    sending = Sending(tx, writing, "copy_project", source.id)
    if sending.made:
        return queries.find(tx, sending.made)
    _to_be_read(tx, source)
    words = {name: getattr(source, name) for name in queries.SHEET} | {"starts": None, "ends": None, "opening": source.opening}
    if source.owner_id != tx.viewer.id:
        words["design"] = {}
    made = _make(tx, words, ())
    made.copied_from = source.id
    made.credit = _credit(tx, source)
    tx.add_all(
        Milestone(project_id=made.id, place=one.place, key_question=one.key_question, product=one.product, created=tx.now)
        for one in queries.milestones_of(tx, source.id)
    )
    sending.becomes(made.id)
    tell(tx, "project.begun", made)
    return made


def take_on(tx: Tx, project_id: UUID | None) -> Project:
    """A teacher makes a student's proposal theirs to lead. Who proposed it still sees it, and is named on it.

    Raises Conflict where a colleague was quicker, and for one that was taken back. Harmless where one leads it already.
    """
    # Of two teachers at once, one is the second.
    tx.execute(_IN_TURN, {"item": project_id})
    project = queries.find(tx, project_id)
    if project.proposed_by and tx.viewer.staff and project.owner_id == tx.viewer.id:
        return project
    require("project", relations(tx, project), Verb.TAKE_ON)
    if project.proposed_by is None or project.proposed_by != project.owner_id:
        raise Conflict(_("Somebody has taken this on already."))
    _to_be_read(tx, project)
    stays = {grant.principal_id for grant in tx.scalars(queries.GRANTS, {"item": project.id})}
    project.owner_id = tx.viewer.id
    project.waiting_since = None
    if tx.viewer.id not in stays:
        tx.add(ItemGrant(item_id=project.id, principal_id=tx.viewer.id, since=tx.now))
    tx.flush()
    tell(tx, "project.taken_on", project)
    return project


def mine(tx: Tx, project_id: UUID | None) -> Project:
    """Raises NotFound, Forbidden, and Conflict for one that was deleted."""
    project = queries.find(tx, project_id)
    require("project", relations(tx, project), Verb.EDIT)
    still_there(project)
    return project


def tell(tx: Tx, kind: str, project: Project) -> None:
    """At the project, and at the homes of all who may see it."""
    tell_of(tx, kind, project, holders.readers(tx, items.granted(tx, project.id)))


def _to_be_read(tx: Tx, project: Project) -> None:
    """What the viewer can't read, they don't get by another way either."""
    still_there(project)
    if project.state != "posted" and project.owner_id != tx.viewer.id:
        raise Conflict(_("This was taken back, so there is nothing to go on with."))


def _make(tx: Tx, words: dict[str, object], audience: tuple[UUID, ...]) -> Project:
    project = tx.make(
        Project(
            school_id=tx.viewer.school_id,
            owner_id=tx.viewer.id,
            **words,
            proposed_by=None if tx.viewer.staff else tx.viewer.id,
            created=tx.now,
            updated=tx.now,
        )
    )
    open_thread(tx, project)
    first_audience(tx, project, audience)
    return project


def _checked(design: Design) -> dict[str, object]:
    title = one_line("title", design.title, 200)
    if not title:
        raise Invalid("title", _("What is it called? A few words are enough."))
    if design.starts and design.ends and design.ends < design.starts:
        raise Invalid("ends", _("This day is before the one on which it starts."))
    summary = lines("summary", design.summary, LONGEST)
    question = one_line("driving_question", design.driving_question, 300)
    return {
        "title": title,
        "driving_question": question,
        "entry_event": lines("entry_event", design.entry_event, LONGEST),
        "summary": summary,
        "aims": _each("aims", design.aims),
        "skills": _each("skills", design.skills),
        "product": lines("product", design.product, LONGEST),
        "product_for": one_line("product_for", design.product_for, 300),
        "starts": design.starts,
        "ends": design.ends,
        "design": {
            point.key: said for point in points() if (said := lines(f"design-{point.key}", design.design.get(point.key, ""), LONGEST))
        },
        "opening": opening(question or summary, 220),
    }


def _on_the_sheet(words: dict[str, str]) -> dict[str, str]:
    """What others read of it."""
    return {name: said for name, said in words.items() if not name.startswith("design-")}


def _each(name: str, given: tuple[str, ...]) -> list[str]:
    kept = [said for one in given if (said := one_line(name, one, 200))]
    if len(kept) > MANY:
        raise Invalid(name, _("Choose the %(n)d that say most.") % {"n": MANY})
    return kept


def _credit(tx: Tx, project: Project) -> str:
    """What a copy says of the project that it began as, so that it outlives it; of the copy of a copy, the ones before as well."""
    owner = faces(tx, {project.owner_id})[project.owner_id]
    latest = _("After “%(title)s” by %(name)s") % {"title": project.title, "name": owner.called}
    before = [one for one in project.credit.split(_BEFORE) if one and one != latest]
    return opening(_BEFORE.join([latest, *before]), 300)


_BEFORE = " · "
_IN_TURN = select(Item.id).where(Item.id == bindparam("item", type_=Item.id.type)).with_for_update(key_share=True, of=Item)
