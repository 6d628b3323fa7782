"""What one does with a piece of work: add it, show how it changed, say better what it is. Nothing that stood is lost."""

from collections.abc import Iterable
from uuid import UUID

import msgspec
from sqlalchemy import select

from hub.artifacts import links, queries
from hub.artifacts.models import Artifact, ArtifactEdition, ArtifactVersion, Medium
from hub.artifacts.ours import is_ours, of_team, require_may_speak, tell_team
from hub.columns import among
from hub.database import Tx
from hub.drafts.sending import Sending
from hub.errors import Conflict, Invalid
from hub.feedback.actions import open_thread
from hub.files.actions import attach, described
from hub.files.models import File
from hub.items import holders, tagged
from hub.items import queries as items
from hub.items import tags as tagging
from hub.items.actions import first_audience, relations, still_there, tell
from hub.items.models import Item
from hub.policy import Relation, Verb, require
from hub.safeguarding import speaking
from hub.words import _, lines, one_line, opening

LONGEST = 50_000
"""Characters of a text: some twenty pages."""
ABOUT = 2_000
VERSIONS = 200
"""Of one piece of work."""


OWN = frozenset({Relation.OWNER})


class Stand(msgspec.Struct, frozen=True, kw_only=True):
    """How it stands: files, words (Markdown), the address of a page, or several of them. `alts`: what each file shows."""

    files: tuple[UUID, ...] = ()
    alts: dict[UUID, str] = {}
    words: str = ""
    link: str = ""
    note: str = ""
    """What changed."""


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A new piece of work. `writing`: the same piece of writing makes one."""

    title: str
    about: str = ""
    tags: tuple[str, ...] = ()
    stand: Stand = Stand()
    audience: tuple[UUID, ...] = ()
    team: UUID | None = None
    """Whose it is, where it isn't the viewer's own: who may go into its room sees it, and no audience is chosen."""
    milestone: UUID | None = None
    """Of a team's work: for which milestone of its project it is begun."""
    writing: UUID | None = None


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """What can be said anew of one that stands. `alts`: what files of it show, by their ids; others keep theirs."""

    title: str
    about: str = ""
    tags: tuple[str, ...] = ()
    alts: dict[UUID, str] = {}
    writing: UUID | None = None


def add(tx: Tx, made: Made) -> Artifact:
    """Raises Invalid without a title, with nothing to show, and for files, tags, a link or an audience that can't be; for a team,
    NotFound, and Forbidden for who isn't in it."""
    sending = Sending(tx, made.writing, "add_artifact", made)
    if sending.made:
        return queries.find(tx, sending.made)
    title, about, tags = _worded(made.title, made.about, made.tags)
    stand = _checked(made.stand)
    ours = of_team(tx, made.team, made.milestone) if made.team else None
    if ours:
        require_may_speak(tx, ours.team.id, title=title, about=about, tags=" ".join(tags), **_said(tx, made.stand))
    artifact = tx.make(
        Artifact(
            school_id=tx.viewer.school_id,
            owner_id=ours.team.id if ours else tx.viewer.id,
            milestone_id=ours.milestone_id if ours else None,
            title=title,
            about=about,
            created=tx.now,
            updated=tx.now,
        )
    )
    open_thread(tx, artifact)
    if ours:
        ours.let_in(tx, artifact)
    else:
        first_audience(tx, artifact, made.audience)
    tagging.put(tx, artifact, tags)
    _keep(tx, artifact, stand)
    sending.becomes(artifact.id)
    _tell(tx, "artifact.added", artifact)
    return artifact


def add_version(tx: Tx, artifact_id: UUID | None, stand: Stand, base: int | None = None, writing: UUID | None = None) -> Artifact:
    """How it stands now; all that was before stays as it was. Raises Conflict when `base` is not the version that stood last,
    and for work that was deleted."""
    artifact = _mine(tx, artifact_id)
    sending = Sending(tx, writing, "add_version", artifact.id, stand)
    if sending.made:
        return artifact
    still_there(artifact)
    if is_ours(tx, artifact):
        # Two who add one at once wait for each other, and both stay: none of them could know of the other's.
        tx.refresh(artifact, with_for_update={"key_share": True, "of": Item})
        require_may_speak(tx, artifact.owner_id, **_said(tx, stand))
    elif base is not None and artifact.version != base:
        raise Conflict(_("You added a version in another window. It is shown here beside yours: please choose."))
    else:
        speaking.require_on(tx, artifact, OWN, **_said(tx, stand))
    if artifact.version >= VERSIONS:
        raise Invalid("note", _("This has %(n)d versions already. Please begin a new piece of work.") % {"n": VERSIONS})
    checked = _checked(stand)
    artifact.version += 1
    artifact.updated = tx.now
    _keep(tx, artifact, checked)
    sending.becomes(artifact.id)
    _tell(tx, "artifact.version_added", artifact)
    return artifact


def edit(tx: Tx, artifact_id: UUID | None, wording: Wording, base: int) -> Artifact:
    """Title, what it is about, tags, and what its files show; how it was said before is kept. Raises Conflict when `base` is not
    the edition that stands, and for work that was deleted."""
    artifact = _mine(tx, artifact_id)
    sending = Sending(tx, wording.writing, "edit_artifact", artifact.id, wording)
    if sending.made:
        return artifact
    still_there(artifact)
    if artifact.edition != base:
        raise Conflict(
            _("Somebody else changed it meanwhile. Both texts are shown here: please choose.")
            if is_ours(tx, artifact)
            else _("You changed this in another window. Both are shown here: please choose.")
        )
    title, about, tags = _worded(wording.title, wording.about, wording.tags)
    said = {"title": title, "about": about, "tags": " ".join(tags), "alts": " ".join(wording.alts.values())}
    if is_ours(tx, artifact):
        require_may_speak(tx, artifact.owner_id, **said)
    else:
        speaking.require_on(tx, artifact, OWN, **said)
    before = ArtifactEdition(
        artifact_id=artifact.id,
        number=artifact.edition,
        title=artifact.title,
        about=artifact.about,
        tags=tagged.of(tx, [artifact.id]).get(artifact.id, []),
        until=tx.now,
    )
    newly_tagged, before.alts = tagging.put(tx, artifact, tags), _describe(tx, artifact, wording.alts)
    if newly_tagged or before.alts or (title, about) != (artifact.title, artifact.about):
        tx.add(before)
        artifact.title, artifact.about = title, about
        artifact.edition += 1
        artifact.updated = tx.now
        artifact.opening = _opening(artifact, _newest(tx, artifact))
    sending.becomes(artifact.id)
    _tell(tx, "artifact.edited", artifact)
    return artifact


def _mine(tx: Tx, artifact_id: UUID | None) -> Artifact:
    artifact = queries.find(tx, artifact_id)
    require("item", relations(tx, artifact), Verb.EDIT)
    return artifact


def _worded(title: str, about: str, tags: Iterable[str]) -> tuple[str, str, list[str]]:
    line = one_line("title", title, 200)
    if not line:
        raise Invalid("title", _("Give it a name, so that it can be found again."))
    return line, lines("about", about, ABOUT), tagging.checked(tags)


def _said(tx: Tx, stand: Stand) -> dict[str, str]:
    names = tx.scalars(select(File.name).where(among(File.id, "ids")), {"ids": list(stand.files)}).all() if stand.files else ()
    written = {"words": stand.words, "note": stand.note, "link": stand.link, "alts": " ".join(stand.alts.values())}
    return {**written, "photos": " ".join(names)}


def _checked(stand: Stand) -> Stand:
    words, link = lines("words", stand.words, LONGEST), links.checked(stand.link)
    if not (stand.files or words or link):
        raise Invalid("photos", _("There is nothing to show yet: add a picture or a file, write something, or link a page."))
    return msgspec.structs.replace(stand, words=words, link=link, note=lines("note", stand.note, ABOUT))


def _keep(tx: Tx, artifact: Artifact, stand: Stand) -> None:
    """As its newest version."""
    attach(tx, artifact, stand.files, stand.alts, version=artifact.version)
    made = ArtifactVersion(
        artifact_id=artifact.id,
        number=artifact.version,
        medium=_medium(tx, stand),
        words=stand.words,
        link=stand.link,
        note=stand.note,
        author_id=tx.viewer.id if is_ours(tx, artifact) else None,
        created=tx.now,
    )
    artifact.opening = _opening(artifact, tx.make(made))


def _medium(tx: Tx, stand: Stand) -> Medium:
    """Of what it is before all: of its first file, else a text, else a link."""
    if stand.files:
        of_first: Medium = tx.get_one(File, stand.files[0]).medium
        return of_first
    return "text" if stand.words else "link"


def _opening(artifact: Artifact, newest: ArtifactVersion) -> str:
    return opening(artifact.about or newest.words, 220) or links.host_of(newest.link)


def _newest(tx: Tx, artifact: Artifact) -> ArtifactVersion:
    of_it = select(ArtifactVersion).where(ArtifactVersion.artifact_id == artifact.id, ArtifactVersion.number == artifact.version)
    return tx.scalars(of_it).one()


def _describe(tx: Tx, artifact: Artifact, alts: dict[UUID, str]) -> dict[str, str]:
    """What was said before of the files of which something else is said now."""
    its_own = select(File).where(among(File.id, "ids"), File.item_id == artifact.id)
    before: dict[str, str] = {}
    for file in tx.scalars(its_own, {"ids": list(alts)}):
        said = described(file.id, alts[file.id])
        if said != file.alt:
            before[str(file.id)], file.alt = file.alt, said
    return before


def _tell(tx: Tx, kind: str, artifact: Artifact) -> None:
    tell(tx, kind, artifact, holders.readers(tx, items.granted(tx, artifact.id)))
    if is_ours(tx, artifact):
        tell_team(tx, artifact)
