"""The order in which our files may import each other, and that they keep to it."""

from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from tests.support.layout import LONGEST, Module, problems, read

ROOT = Path(__file__).parent.parent

# From the ground up. A file imports from its own row and from those above it in this table, never from one below.
# The first pattern that matches has the file.
LAYERS = [
    ("base", ["hub/__init__.py", "hub/errors.py", "hub/words.py", "hub/ids.py", "hub/clock.py", "hub/columns.py"]),
    ("base", ["hub/cursors.py", "hub/plots.py"]),
    ("settings", ["hub/settings.py", "hub/assets.py", "hub/viewer.py"]),
    # Work on bytes, secrets and spellings: no database, no viewer.
    ("tools", ["hub/marks.py", "hub/notifications/hours.py"]),
    (
        "tools",
        [
            "hub/files/photos/*",
            "hub/files/media/*",
            "hub/files/behind.py",
            "hub/files/pieces.py",
            "hub/files/store.py",
            "hub/artifacts/comparing.py",
            "hub/artifacts/links.py",
        ],
    ),
    ("tools", ["hub/identity/keys.py", "hub/identity/passwords.py", "hub/people/names.py", "hub/people/school.py"]),
    ("database", ["hub/away.py", "hub/engines.py", "hub/landing.py", "hub/database.py", "hub/turns.py", "hub/scoping.py"]),
    ("events", ["hub/events.py", "hub/jobs.py", "hub/mail.py"]),
    ("models", ["hub/*/models.py"]),
    ("calendar", ["hub/calendars/ics.py"]),
    ("making", ["hub/files/preparing.py"]),  # from bytes to what is stored: it knows the words of the models, and asks no database
    ("predicates", ["hub/seeing.py", "hub/*/visible.py"]),
    ("policy", ["hub/policy.py", "hub/matrix.py", "hub/holdings.py"]),
    ("migrations", ["hub/migrations/*"]),  # they compare the models with the tables, and the policy knows every model
    (
        "queries",
        [
            "hub/slices.py",
            "hub/histories.py",
            "hub/*/histories.py",
            "hub/*/queries.py",
            "hub/*/sets.py",
            "hub/items/audiences.py",
            "hub/items/cards.py",
            "hub/items/company.py",
            "hub/items/holders.py",
            "hub/items/tagged.py",
            "hub/artifacts/versions.py",
            "hub/artifacts/texts.py",
            "hub/items/linked.py",
            "hub/people/faces.py",
            "hub/people/classes.py",
            "hub/goals/choosing.py",
            "hub/goals/saying.py",
            "hub/goals/to_do.py",
            "hub/projects/design.py",
            "hub/projects/standing.py",
            "hub/projects/stuck.py",
            "hub/mentors/looking.py",
            "hub/mentors/asks.py",
            "hub/mentors/offers.py",
            "hub/projects/timeline.py",
            "hub/handins/overview.py",
            "hub/handins/way.py",
            "hub/projects/sheets.py",
            "hub/rooms/presence.py",
            "hub/teams/agreed.py",
            "hub/teams/invited.py",
            "hub/teams/one.py",
            "hub/teams/suggesting.py",
            "hub/need_to_knows/one.py",
            "hub/need_to_knows/wording.py",
            "hub/feedback/box.py",
            "hub/feedback/moments.py",
            "hub/feedback/unread.py",
            "hub/feedback/mentions.py",
            "hub/feedback/contacts.py",
            "hub/feedback/pace.py",
            "hub/safeguarding/held.py",
            "hub/safeguarding/waiting.py",
            "hub/safeguarding/pauses.py",
            "hub/safeguarding/speaking.py",
            "hub/safeguarding/around.py",
            "hub/safeguarding/deeds.py",
            "hub/safeguarding/kept.py",
            "hub/feedback/forms.py",
            "hub/feedback/pinned.py",
            "hub/feedback/shown.py",
            "hub/feedback/signs.py",
            "hub/loops/requests.py",
            "hub/loops/waiting.py",
            "hub/vine/lines.py",
            "hub/vine/entries.py",
            "hub/vine/coming.py",
            "hub/feedback/encouraging.py",
            "hub/homes/at_work.py",
            "hub/homes/week.py",
            "hub/homes/suggesting.py",
            "hub/homes/starters.py",
            "hub/homes/grown.py",
            "hub/homes/office.py",
            "hub/homes/news.py",
            "hub/homes/seen.py",
            "hub/homes/waits.py",
            "hub/homes/answering.py",
            "hub/homes/overview.py",
            "hub/homes/answer_times.py",
            "hub/homes/together.py",
            "hub/homes/children.py",
            "hub/notifications/saying.py",
        ],
    ),
    (
        "actions",
        [
            "hub/*/actions.py",
            "hub/drafts/sending.py",
            "hub/feedback/reactions.py",
            "hub/rooms/pins.py",
            "hub/artifacts/bringing.py",
            "hub/artifacts/ours.py",
            "hub/files/coming.py",
            "hub/files/films.py",
            "hub/items/links.py",
            "hub/items/tags.py",
            "hub/goals/larger.py",
            "hub/goals/own.py",
            "hub/goals/steps.py",
            "hub/loops/answering.py",
            "hub/projects/milestones.py",
            "hub/safeguarding/asking.py",
            "hub/mentors/asking.py",
            "hub/safeguarding/pausing.py",
            "hub/teams/codes.py",
            "hub/teams/contracts.py",
            "hub/need_to_knows/evidence.py",
            "hub/need_to_knows/families.py",
            "hub/need_to_knows/merging.py",
            "hub/teams/inviting.py",
            "hub/loops/reminders.py",
            "hub/identity/limits.py",
            "hub/identity/known.py",
            "hub/identity/invitations.py",
            "hub/identity/beginning.py",
            "hub/people/office.py",
            "hub/people/lists.py",
            "hub/notifications/telling.py",
            "hub/notifications/digests.py",
        ],
    ),
    ("operations", ["hub/chores.py", "hub/worker.py", "hub/backup/*", "hub/doctor.py"]),
    (
        "web",
        [
            "hub/web/*",
            "hub/files/receive.py",
            "hub/files/uploads.py",
            "hub/files/tus.py",
            "hub/files/arriving.py",
            "hub/feedback/live.py",
            "hub/rooms/live.py",
            "hub/goals/forms.py",
            "hub/projects/forms.py",
            "hub/teams/forms.py",
            "hub/mentors/forms.py",
            "hub/tasks/forms.py",
            "hub/notifications/letters.py",
        ],
    ),
    (
        "faces",
        [
            "hub/*/pages.py",
            "hub/files/resumable.py",
            "hub/artifacts/importing.py",
            "hub/teams/joining.py",
            "hub/safeguarding/pause_pages.py",
            "graphql/hub_graphql/*",
            "realtime/hub_realtime/*",
        ],
    ),
    ("app", ["hub/app.py"]),
    ("doors", ["hub/demo/*", "hub/cli/*", "hub/__main__.py"]),
]

# (who, whom): why this one may.
EXCEPTIONS: dict[tuple[str, str], str] = {}


@cache
def ours() -> list[Module]:
    return read(ROOT)


def test_our_files_keep_to_the_order() -> None:
    found = problems(ours(), LAYERS, EXCEPTIONS)
    assert not found, "\n".join(["The layout is broken:", *found])


def test_every_row_has_its_files() -> None:
    files = [module.file for module in ours()]
    idle = [pattern for _name, patterns in LAYERS for pattern in patterns if not any(fnmatchcase(file, pattern) for file in files)]
    assert not idle, f"The table speaks of files that are gone: {idle}"


def test_every_exception_is_still_needed() -> None:
    imports = {(module.file, other) for module in ours() for other in module.imports}
    assert set(EXCEPTIONS) <= imports, f"Nobody needs these any more: {sorted(set(EXCEPTIONS) - imports)}"


def test_no_module_of_the_tests_is_two_things() -> None:
    lines = {path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines()) for path in (ROOT / "tests").rglob("*.py")}
    assert not {name: count for name, count in lines.items() if count > LONGEST}, f"Over {LONGEST} lines they are two things."


def test_a_bad_tree_is_found_out(tmp_path: Path) -> None:
    tree = {
        "hub/errors.py": "import hub.database\n",
        "hub/database.py": "from hub.goals.models import Goal\n",
        "hub/goals/models.py": "def late():\n    from .queries import mine\n",
        "hub/goals/queries.py": "from . import models\n",
        "hub/goals/pages.py": "from sqlalchemy import select\nfrom hub_graphql import schema\nselect(1)\n",
        "hub/goals/helpers.py": "import os\nprint(os)\n",
        "hub/goals/actions.py": "x = 1\n" * 301,
        "hub/__main__.py": "import hub.goals.pages, hub_graphql.schema, hub_realtime.socket\n",
        "graphql/hub_graphql/schema.py": "",
        "realtime/hub_realtime/socket.py": "import typing as t\nif t.TYPE_CHECKING:\n    import hub.app\n",
        "hub/app.py": "import hub.goals.pages, hub_graphql.schema, hub_realtime.socket\n",
    }
    for name, text in tree.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)

    found = problems(read(tmp_path), LAYERS, {})

    assert sorted(found) == [
        "These import each other in a circle: hub/goals/models.py → hub/goals/queries.py → hub/goals/models.py",
        "hub/__main__.py imports all three faces; only hub/app.py puts them together.",
        "hub/database.py:1 (database) imports hub/goals/models.py (models), which stands above it.",
        "hub/errors.py:1 (base) imports hub/database.py (database), which stands above it.",
        "hub/goals/actions.py has 301 lines; over 300 it is two things.",
        "hub/goals/helpers.py has no place in the table of tests/test_layout.py: give it one, with a reason.",
        "hub/goals/models.py:2 (models) imports hub/goals/queries.py (queries), which stands above it.",
        "hub/goals/pages.py:2 imports graphql/hub_graphql/schema.py, another face; what both need belongs below them.",
        "hub/goals/pages.py:3 is a face and calls select(): move it to the feature's queries.py.",
    ]
