"""The composition root: the only place that knows all three faces, and puts one hub together."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import jinja2
from litestar import Litestar
from litestar.datastructures import State

from hub.artifacts.importing import ImportPages
from hub.artifacts.pages import ArtifactPages
from hub.calendars.pages import CalendarPages, FeedPages
from hub.database import Database, Tx
from hub.drafts.pages import DraftPages
from hub.events import Told
from hub.feedback.live import fragments
from hub.feedback.models import VoiceKind
from hub.feedback.pages import MessagePages, ThreadPages
from hub.files.pages import FilePages
from hub.files.resumable import UploadPages
from hub.files.store import LocalStore
from hub.goals.pages import GoalPages, StepPages
from hub.handins.pages import TeamWorkPages, WayPages
from hub.homes.pages import HomePages, frame
from hub.identity.pages import IdentityPages
from hub.identity.queries import recognise
from hub.items.pages import ItemPages
from hub.loops.pages import AskPages, LoopPages, RequestPages, ResponsePages
from hub.mentors.pages import AskMentorPages, MentorAskPages, MentorPages, MentorshipPages, MentorsOfProject, OfferPages
from hub.need_to_knows.pages import NeedToKnowPages, QuestionsOfProject, QuestionsOfRoom
from hub.notifications.pages import LetterPages, NotificationPages
from hub.people.pages import ClassPages, PeoplePages
from hub.projects.pages import MilestonePages, ProjectPages
from hub.reflections.pages import ReflectionPages
from hub.rooms import live as rooms
from hub.rooms.pages import MyTeams, PinPages, RoomPages
from hub.rubrics.pages import RubricPages
from hub.safeguarding.pages import ConcernPages, ReportPages, TellPages
from hub.safeguarding.pause_pages import ReportPausePages, RoomPausePages
from hub.settings import Settings
from hub.tasks.pages import BoardPages, TaskPages
from hub.teams.joining import CodePages, InvitationPages, JoiningPages
from hub.teams.pages import TeamPages, TeamsOfProject
from hub.web import health
from hub.web.answers import HANDLERS
from hub.web.claims import claim_of
from hub.web.headers import bounded_headers, headed, safe_headers
from hub.web.hub import Hub
from hub.web.logs import logged
from hub.web.origin import our_origins, require_our_pages
from hub.web.patience import patient
from hub.web.rendering import environment
from hub.web.squeezing import squeezed
from hub.web.static import static
from hub.web.styleguide import styleguide
from hub.worker import Worker
from hub.you.pages import YouPages
from hub_graphql.later import Routes, routes_later
from hub_realtime.fragments import Render
from hub_realtime.frames import Put
from hub_realtime.live import Live
from hub_realtime.wakeups import wakeups

# A busy Python thread would otherwise keep the event loop waiting 5 ms at each turn: a socket's hop of 57 ms became 3 ms.
SWITCH = 0.0005
LARGEST = 30_000_000
"""Bytes of a request whose route sets no limit of its own."""


def create_app(settings: Settings) -> Litestar:
    """A hub on a database that is already migrated."""
    sys.setswitchinterval(SWITCH)
    database = Database(settings.database, recognise)
    store = LocalStore(settings.data / "files")
    templates = environment()
    hub = Hub(settings, database, store, store.parts, templates, frame)
    live = Live(
        database,
        _renderer(templates),
        wakeups=wakeups(settings.database, settings.redis_url),
        claim_of=claim_of,
        our_origins=our_origins,
    )

    def graphql() -> Routes:
        from hub_graphql.mount import GraphQL

        mounted = GraphQL(settings, database, live.follow)
        live.standing.watched.add(mounted)
        return mounted.routes()

    worker = Worker(database, store, settings)

    @asynccontextmanager
    async def running(_app: Litestar) -> AsyncIterator[None]:
        await live.start()
        worker.start()
        try:
            yield
        finally:
            await live.stop()
            await asyncio.to_thread(worker.stop)
            database.close()

    app = Litestar(
        route_handlers=[
            HomePages,
            ReflectionPages,
            GoalPages,
            StepPages,
            ProjectPages,
            TeamsOfProject,
            TeamPages,
            MentorsOfProject,
            MentorPages,
            MentorshipPages,
            OfferPages,
            AskMentorPages,
            MentorAskPages,
            BoardPages,
            TaskPages,
            JoiningPages,
            CodePages,
            InvitationPages,
            RoomPages,
            MyTeams,
            PinPages,
            WayPages,
            TeamWorkPages,
            QuestionsOfRoom,
            QuestionsOfProject,
            NeedToKnowPages,
            MilestonePages,
            ArtifactPages,
            ImportPages,
            ItemPages,
            ThreadPages,
            MessagePages,
            LoopPages,
            AskPages,
            RequestPages,
            ResponsePages,
            RubricPages,
            ConcernPages,
            TellPages,
            ReportPages,
            RoomPausePages,
            ReportPausePages,
            DraftPages,
            FilePages,
            UploadPages,
            NotificationPages,
            LetterPages,
            IdentityPages,
            YouPages,
            CalendarPages,
            FeedPages,
            PeoplePages,
            ClassPages,
            static,
            health.live,
            health.ready,
            live.route("/live"),
            *routes_later("/graphql", graphql),
            *([styleguide] if settings.development else []),
        ],
        middleware=[bounded_headers, require_our_pages, patient],
        exception_handlers=HANDLERS,
        lifespan=[running],
        state=State({"hub": hub}),
        openapi_config=None,
        request_max_body_size=LARGEST,
        logging_config=None,
        debug=False,
    )
    # Around it, not in its middleware: that is not asked where there is no such page or method.
    app.asgi_handler = headed(logged(squeezed(safe_headers(app.asgi_handler))))
    return app


def _renderer(templates: jinja2.Environment) -> Render:
    def render(tx: Tx, told: Told, topic: str, viewing: VoiceKind, language: str, /) -> list[Put] | None:
        shown = rooms.fragments(templates, tx, told) if told.kind == rooms.HERE else fragments(templates, tx, told, topic, viewing)
        return None if shown is None else [Put(*one) for one in shown]

    return render
