"""Which projects may this viewer see, and how are they designed?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from hashlib import sha256
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select

from hub.columns import among
from hub.database import Tx
from hub.drafts.queries import Desk, desks
from hub.errors import NotFound
from hub.feedback import queries as feedback
from hub.handins.overview import Overview, overview
from hub.items import cards, linked
from hub.items.models import Item, ItemGrant
from hub.people.faces import Face, faces
from hub.policy import Relation, Verb, allows
from hub.projects.design import Point, points
from hub.projects.design import edition_of as check_edition
from hub.projects.models import Milestone, Project, ProjectStage
from hub.slices import Keyset, Place, Slice, Span
from hub.teams.invited import Invited
from hub.teams.invited import mine as invited
from hub.teams.queries import Candidate, ShownTeam, candidates, of_projects
from hub.vine import queries as growth
from hub.vine.entries import Vine
from hub.words import _

SHEET = (
    *("title", "driving_question", "entry_event", "summary", "aims", "skills", "product", "product_for"),
    *("starts", "ends", "design"),
)
"""What stands on the sheet of a project, by its columns."""
PAGE = 30
AT_WORK: tuple[ProjectStage, ...] = ("active", "exhibition")
"""Stages in which students work on it: it has its driving question then."""


class ShownMilestone(msgspec.Struct, frozen=True):
    """A milestone."""

    id: UUID
    key_question: str
    product: str
    due: date | None
    edition: str


class Said(msgspec.Struct, frozen=True):
    """A point of the design check, with what the designer says to it; "" where nothing is said yet."""

    point: Point
    words: str


class Shown(cards.Card, frozen=True, kw_only=True):
    """A project as this viewer may read it."""

    driving_question: str
    entry_event: str
    summary: str
    aims: list[str]
    skills: list[str]
    product: str
    product_for: str
    starts: date | None
    ends: date | None
    check: list[Said]
    """The seven points; empty where it isn't the viewer's to design."""
    stage: str
    proposed_by: Face | None
    credit: str
    copied_from: UUID | None
    version: int
    milestones: list[ShownMilestone]

    @property
    def check_edition(self) -> str:
        return check_edition({one.point.key: one.words for one in self.check})

    @property
    def proposal(self) -> bool:
        return self.proposed_by is not None and self.proposed_by.id == self.owner.id


class ProjectPage(msgspec.Struct, frozen=True):
    """A project's page: the design, its teams, what was said, and the boxes for more. `free`: who could be in one more team; only for who
    puts them together."""

    item: Shown
    around: linked.Around
    vine: Vine
    thread: feedback.ShownThread
    desk: Desk
    adding: Desk
    """The box of one more milestone."""
    teams: list[ShownTeam]
    invited: list[Invited]
    """Into which of them the viewer is asked."""
    free: list[Candidate]
    making: Desk
    """The box of one more team."""
    way: Overview

    @property
    def mine(self) -> ShownTeam | None:
        """The team that the viewer is in."""
        return next((team for team in self.teams if team.mine), None)


class Projects(msgspec.Struct, frozen=True):
    """The page of all that the viewer may see, newest first. `may_begin`: whether they may design or propose one."""

    shown: list[Shown]
    older: str | None
    later: bool
    may_begin: bool


def to_projects(tx: Tx) -> frozenset[Relation]:
    """What the viewer is to projects that are not there yet."""
    if tx.viewer.staff:
        return frozenset({Relation.STAFF})
    return frozenset({Relation.SELF}) if "student" in tx.viewer.roles else frozenset({Relation.PEER})


def find(tx: Tx, project_id: UUID | None) -> Project:
    """Raises NotFound."""
    project = tx.get(Project, project_id) if project_id else None
    if project is None:
        raise NotFound(_("We can't find this project. Perhaps it was taken back, or isn't shared with you."))
    return project


def milestone(tx: Tx, milestone_id: UUID | None) -> Milestone:
    """Raises NotFound."""
    found = tx.get(Milestone, milestone_id) if milestone_id else None
    if found is None:
        raise NotFound(no_such_milestone())
    return found


def no_such_milestone() -> str:
    return _("We can't find this milestone. Perhaps it was taken away.")


def milestones_of(tx: Tx, project_id: UUID) -> list[Milestone]:
    """In their order."""
    return list(tx.scalars(_MILESTONES, {"ids": [project_id]}))


def edition_of(milestone: Milestone) -> str:
    """A mark of how it reads: a change names the one that it builds on."""
    return sha256(f"{milestone.key_question}\n{milestone.product}\n{milestone.due or ''}".encode()).hexdigest()[:16]


def listed(tx: Tx, before: str = "") -> Projects:
    place = Place.in_address(before)
    cut = of_school(tx, Span(PAGE, after=place))
    shown = by_ids(tx, [one.id for one in cut.places])
    may_begin = allows("projects", to_projects(tx), Verb.WRITE)
    return Projects(shown, cut.places[-1].cursor if cut.more_after else None, place is not None, may_begin)


def of_school(tx: Tx, span: Span) -> Slice:
    """Those that the viewer may see, newest first."""
    return _ALL.cut(tx, [tx.viewer.school_id], span)[tx.viewer.school_id]


def page(tx: Tx, project_id: UUID | None) -> ProjectPage:
    project = find(tx, project_id)
    replying, adding, making = desks(tx, f"thread/{project.id}", f"milestone/{project.id}", f"team/{project.id}")
    item = show(tx, [project])[0]
    organises = Verb.ORGANISE in item.can and not item.proposal and item.deleted is None
    teams = of_projects(tx, [project.id])[project.id] if item.readable else []
    return ProjectPage(
        item=item,
        around=linked.around(tx, project.id),
        vine=growth.one(tx, project.id),
        thread=feedback.thread(tx, project),
        desk=replying,
        adding=adding,
        teams=teams,
        invited=[one for one in invited(tx) if one.project_id == project.id],
        free=[one for one in candidates(tx, project) if one.team is None] if organises else [],
        making=making,
        way=overview(tx, item, teams),
    )


def page_of_milestone(tx: Tx, milestone_id: UUID | None) -> ProjectPage:
    """The page of the project that it belongs to."""
    return page(tx, milestone(tx, milestone_id).project_id)


def show(tx: Tx, projects: Sequence[Project]) -> list[Shown]:
    """Made ready to show, in the same number of statements however many there are."""
    milestones: dict[UUID, list[ShownMilestone]] = defaultdict(list)
    for one in tx.scalars(_MILESTONES, {"ids": [project.id for project in projects]}):
        milestones[one.project_id].append(ShownMilestone(one.id, one.key_question, one.product, one.due, edition_of(one)))
    proposers = faces(tx, {project.proposed_by for project in projects if project.proposed_by})
    made = cards.cards(tx, projects)
    return [
        _shown(project, card, milestones[project.id], proposers.get(project.proposed_by) if project.proposed_by else None)
        for project, card in zip(projects, made, strict=True)
    ]


def by_ids(tx: Tx, ids: Iterable[UUID]) -> list[Shown]:
    """Those of them that the viewer may see, in the order asked for."""
    wanted = list(ids)
    found = {shown.id: shown for shown in show(tx, tx.scalars(_BY_ID, {"ids": wanted}).all())}
    return [found[id_] for id_ in wanted if id_ in found]


def proposers(tx: Tx, project_ids: Collection[UUID]) -> dict[UUID, Face]:
    """The student who proposed each of these, where one did."""
    found = {row[0]: row[1] for row in tx.execute(_PROPOSED, {"ids": list(project_ids)}) if row[1]}
    known = faces(tx, set(found.values()))
    return {id_: known[person] for id_, person in found.items()}


def words_of(project: Project) -> dict[str, str]:
    """Its sheet, each box by its name; lists by lines."""
    boxes = {name: getattr(project, name) for name in SHEET if name != "design"}
    design = {f"design-{key}": words for key, words in project.design.items()}
    return {name: _in_a_box(value) for name, value in boxes.items()} | design


def _in_a_box(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(value)
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _shown(project: Project, card: cards.Card, milestones: list[ShownMilestone], proposer: Face | None) -> Shown:
    readable = card.readable
    designs = Verb.EDIT in card.can and readable
    return Shown(
        **card.fields(),
        driving_question=project.driving_question if readable else "",
        entry_event=project.entry_event if readable else "",
        summary=project.summary if readable else "",
        aims=list(project.aims) if readable else [],
        skills=list(project.skills) if readable else [],
        product=project.product if readable else "",
        product_for=project.product_for if readable else "",
        starts=project.starts if readable else None,
        ends=project.ends if readable else None,
        check=[Said(point, project.design.get(point.key, "")) for point in points()] if designs else [],
        stage=project.stage,
        proposed_by=proposer,
        credit=project.credit if readable else "",
        copied_from=project.copied_from if readable else None,
        version=project.version,
        milestones=milestones if readable else [],
    )


GRANTS = select(ItemGrant).where(ItemGrant.item_id == bindparam("item", type_=Item.id.type))
_ALL = Keyset(Project.school_id, Project.created, Project.id, Project.deleted.is_(None), newest_first=True)
_PROPOSED = select(Project.id, Project.proposed_by).where(among(Project.id, "ids"), Project.proposed_by.is_not(None))
_BY_ID = select(Project).where(among(Project.id, "ids"))
_MILESTONES = select(Milestone).where(among(Milestone.project_id, "ids")).order_by(Milestone.project_id, Milestone.place, Milestone.id)
