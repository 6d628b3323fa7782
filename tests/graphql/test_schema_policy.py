"""Who gets what from each field: a table to be read, walked by a test. A field that stands in no row of it fails.

It is about one reflection of Maya's, shared with the teachers of 7B and her family, on which Ms Rivera and Chidi have
said something, and about what is hers alone. Each column is one person; each letter says what they get.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from graphql import GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType, get_named_type
from sqlalchemy import select

from hub.artifacts.models import Artifact
from hub.database import Tx
from hub.homes.models import Visit
from hub.ids import NOTHING
from hub.loops.models import Asked, FeedbackRequest
from hub.people.models import Person
from hub_graphql.nodes import global_id, key_of
from hub_graphql.schema import schema
from tests.graphql.api import WORK, Api, school

WHO = ("maya", "jonas", "rivera", "boateng", "chidi", "ada", "karin", "haddad", "stranger")
"""Owner, classmate, teacher, other teacher, father, the child's other guardian, guardian of another child, admin, nobody."""

# s: the field answers with what it stands for.    -: null, empty or NotFound: it isn't there for them.
# f: Forbidden: they see it, and may not do it.    x: 401: nobody is signed in.
#
# Read: what is asked (in the words of SCENES below), then who gets it, then the fields of which this is true.
#                                M j r b c a k h x
READING: list[tuple[str, str, str, str]] = [
    ("Query", "anyone", "s s s s s s s s x", "viewer node nodes reflection goal artifact"),
    (
        "Viewer",
        "me",
        "s s s s s s s s x",
        "person school language reflections goals artifacts tags answered drafts classes promptSets audienceChoices",
    ),
    ("Viewer", "my week", "s s s s s s s s x", "week"),
    ("Week", "one's own", "s s s s s s s s x", "promises further openLoops owed suggestion"),
    ("Promise", "one's own", "s s s - - - - - x", "title due late steps moreSteps goal"),
    ("Suggestion", "Maya's", "s - - - - - - - x", "why words act href item"),
    ("Viewer", "what I was told", "s s s s s s s s x", "notifications unseenCount rhythm"),
    ("Rhythm", "one's own", "s s s s s s s s x", "kind hour weekday quietFrom quietUntil words possible"),
    ("Notification", "the father's", "- - - - s - - - x", "id kind words created seen actor item message"),
    ("Viewer", "what is open", "s s s s s s s s x", "requests sentRequests openLoops givenLoops rubrics"),
    ("Viewer", "staff", "- - s s - - - s x", "waiting waitingCount timeToFeedback"),
    ("Viewer", "reports", "s - s - - - - s x", "reports"),
    ("Viewer", "guardian", "- - - - s s s - x", "children"),
    ("Viewer", "admin", "- - - - - - - s x", "schoolNumbers"),
    ("School", "mine", "s s s s s s s s x", "id name timeZone languages"),
    ("Person", "Maya", "s s s s s s - s x", "id name called roles"),
    ("Person", "what Maya shared", "s - s - s s - - x", "reflections goals artifacts"),
    ("Class", "7B", "s s s s s s s s x", "id name teachers students"),
    ("Class", "7B, at a glance", "- - s s - - - s x", "overview"),
    ("LearnerOverview", "Maya", "- - s s - - - s x", "who needs moreGoals openLoops"),
    ("LearnerOverview", "what Maya shared", "- - s - - - - - x", "goals lastReflection waiting"),
    ("GoalOverview", "shared", "- - s - - - - - x", "title steps stepsDone lastCheckIn confidence help goal"),
    ("WorkOverview", "what waits for each", "- - s s - - - - x", "title since item"),
    ("OpenLoopCounts", "of each learner", "- - s s - - - s x", "requests responses"),
    ("TimeToFeedback", "one's own", "- - s s - - - s x", "answers medianHours weeks"),
    ("AnswerWeek", "one's own", "- - s s - - - s x", "begins answers medianHours"),
    ("PromptSet", "the school's", "s s s s s s s s x", "id key name about prompts"),
    ("Prompt", "the school's", "s s s s s s s s x", "key question hints"),
    (
        "Reflection",
        "shared",
        "s - s - s s - - x",
        "id title opening owner audience state created edited deleted viewerCan requests thread promptSetName promptSet answers "
        "photos files version history "
        "about ledTo tags",
    ),
    ("Reflection", "waiting", "s - s - - - - - x", "waitingSince"),
    (
        "Goal",
        "shared",
        "s - s - s s - - x",
        "id title opening owner audience state created edited deleted viewerCan requests thread "
        "outcome obstacle plan criteria due progress why ended "
        "version steps checkIns supports cameFrom reflections history evidence tags",
    ),
    ("Goal", "a wish for help", "s - s - - - - - x", "helpSince helpWords waitingSince"),
    ("Step", "of it", "s - s - s s - - x", "id words due done"),
    ("CheckIn", "of it", "s - s - s s - - x", "id at confidence words"),
    ("GoalVersion", "changed", "s - s - s s - - x", "number title outcome obstacle plan criteria until"),
    (
        "Artifact",
        "shared",
        "s - s - s s - - x",
        "id title opening owner audience state created edited deleted viewerCan requests thread "
        "about version edition medium newest versions tags history "
        "reflections",
    ),
    ("Artifact", "waiting", "s - s - - - - - x", "waitingSince"),
    ("ArtifactVersion", "of it", "s - s - s s - - x", "id number medium words html link host note created files"),
    ("ArtifactEdition", "changed", "s - s - s s - - x", "number title about tags until"),
    ("Answer", "shared", "s - s - s s - - x", "key prompt words html"),
    ("ReflectionVersion", "edited", "s - s - s s - - x", "number title answers until"),
    ("Photo", "on it", "s - s - s s - - x", "id alt width height url thumbnailUrl fullUrl"),
    (
        "File",
        "on it",
        "s - s - s s - - x",
        "id medium state name alt width height pages seconds url pageUrl pageUrls thumbnailUrl",
    ),
    ("Audience", "of it", "s - s - s s - - x", "words count groups people"),
    ("AudienceGroup", "of it", "s - s - s s - - x", "id kind words hint people"),
    ("Thread", "of it", "s - s - s s - - x", "id item unreadCount liveCursor willRead messages"),
    (
        "Message",
        "by the teacher",
        "s - s - s s - - x",
        "id author voice words html form parts rubric criteriaChanged answersRequest response "
        "state created edited version unread item replyTo history viewerCan",
    ),
    ("Message", "by the father", "s - s - s - - - x", ""),
    ("MessageVersion", "by the teacher", "s - s - s s - - x", "number words parts until"),
    ("FormPart", "by the teacher", "s - s - s s - - x", "key label words criterion"),
    ("Response", "to the teacher", "s - s - s s - - x", "outcome why version created changed"),
    (
        "FeedbackRequest",
        "put to the teacher and the father",
        "s - s - s - - - x",
        "id asker version question until created withdrawn late asked item",
    ),
    ("Asked", "of it", "s - s - s - - - x", "person since reminded answered thanked mayBeReminded answer"),
    ("OpenLoop", "of Maya's", "s - - - - - - - x", "message item"),
    ("Rubric", "the school's", "s s s s s s s s x", "id name current ended versions"),
    ("RubricVersion", "the school's", "s s s s s s s s x", "id number name criteria created current"),
    ("Report", "of the father", "s - s - - - - s x", "id reason created author said itemKind itemOwner closed outcome viewerCan"),
    ("Report", "of the father, its message", "s - s - - - - - x", "reported"),
    ("Report", "of the father, its words, which the admin has not looked at", "- - s - - - - - x", "evidence"),
    ("Report", "of the father, who looked", "- - s - - - - s x", "looks"),
    ("Report", "of the teacher", "s - - - - - - s x", "id"),
    ("Evidence", "of the father", "- - s - - - - - x", "number words until"),
    ("ReportLook", "of the father", "- - s - - - - s x", "who at"),
    ("Draft", "Maya's", "s - - - - - - - x", "id place writing number words saved"),
    ("DraftBox", "Maya's", "s - - - - - - - x", "name words"),
    ("WaitingItem", "Maya waits", "- - s - - - - - x", "who title kind since asks putTo help cursor item"),
    ("WaitingAsk", "of the teacher", "- - s - - - - - x", "question version until since"),
    ("AnsweredItem", "on Maya's", "s - s - s s - - x", "who title newest count item"),
    ("Child", "Maya", "- - - - s s - - x", "who since new earlier answered grown starters"),
    ("Deed", "Maya's", "- - - - s s - - x", "what title words when item"),
    ("Starter", "of one's own child's words", "- - - - s s s - x", "quote question title item"),
    ("Reflection", "what led to what", "s - s - s s - - x", "vine"),
    ("Goal", "what led to what", "s - s - s s - - x", "vine"),
    ("Artifact", "what led to what", "s - s - s s - - x", "vine"),
    ("VineEntry", "on it", "s - s - s s - - x", "kind step title words href when version outcome who item message"),
    ("SchoolNumbers", "all", "- - - - - - - s x", "people classes guardianshipsToApprove"),
]

DOING: list[tuple[str, str, str]] = [
    # field            M j r b c a k h x   on what
    ("remind", "s - f - f - - - x", "the request"),
    ("thank", "s - f - f - - - x", "the request"),
    ("respond", "s - f - f f - - x", "what the teacher said"),
    ("requestFeedback", "s - f - f f - - x", "the reflection"),
    ("withdrawRequest", "s - f - f - - - x", "the request"),
    ("writeRubric", "f f s s f f f s x", "the school's"),
    ("changeRubric", "f f s s f f f s x", "the school's"),
    ("endRubric", "f f s s f f f s x", "the school's"),
    ("postReflection", "s s s s s s s s x", "one's own space"),
    ("editReflection", "s - f - f f - - x", "the reflection"),
    ("shareItem", "s - f - f f - - x", "the reflection"),
    ("withdrawItem", "s - f - f f - - x", "the reflection"),
    ("putItemBack", "s - f - f f - - x", "the reflection"),
    ("deleteItem", "s - f - f f - - x", "the reflection"),
    ("bringItemBack", "s - - - - - - - x", "the reflection, deleted"),
    ("addMessage", "s - s - s s - - x", "the reflection"),
    ("markThreadRead", "s - s - s s - - x", "the reflection"),
    ("editMessage", "f - s - f f - - x", "what the teacher said"),
    ("reportMessage", "s - s - s s - - x", "what the teacher said"),
    ("hideMessage", "f - s - f f - - x", "what the teacher said"),
    ("showMessage", "f - s - f f - - x", "what the teacher said"),
    ("lookAtReport", "f - s - - - - s x", "of the father"),
    ("closeReport", "f - s - - - - s x", "of the father"),
    ("updateSchool", "f f f f f f f s x", "one's own"),
    ("markNotificationsSeen", "s s s s s s s s x", "one's own"),
    ("setRhythm", "s s s s s s s s x", "one's own"),
    ("visit", "- - - - s s - - x", "Maya"),
    ("beginGoal", "s s s s s s s s x", "one's own space"),
    ("addArtifact", "s s s s s s s s x", "one's own space"),
    ("addVersion", "s - f - f f - - x", "the artifact"),
    ("editArtifact", "s - f - f f - - x", "the artifact"),
    ("tagItem", "s - f - f f - - x", "the reflection"),
    ("changeGoal", "s - f - f f - - x", "the goal"),
    ("addStep", "s - f - f f - - x", "the goal"),
    ("tickStep", "s - f - f f - - x", "the goal"),
    ("changeStep", "s - f - f f - - x", "the goal"),
    ("moveStep", "s - f - f f - - x", "the goal"),
    ("checkIn", "s - f - f f - - x", "the goal"),
    ("askForHelp", "s - f - f f - - x", "the goal"),
    ("linkEvidence", "s - f - f f - - x", "the goal"),
    ("endGoal", "s - f - f f - - x", "the goal"),
    ("takeStepAway", "s - f - f f - - x", "the goal"),
    ("withdrawMessage", "f - s - f f - - x", "what the teacher said"),
    ("saveDraft", "s s s s s s s s x", "one's own"),
    ("throwDraftAway", "s s s s s s s s x", "one's own"),
]

FOLLOWING = {"threadEvents": "as Thread: tests/graphql/test_schema_following.py"}
CARRIED = {
    "PageInfo": "numbers and cursors of lists that are declared above",
    "ReflectionConnection": "as Person.reflections and Viewer.reflections",
    "ReflectionEdge": "as Person.reflections and Viewer.reflections",
    "GoalConnection": "as Person.goals and Viewer.goals",
    "GoalEdge": "as Person.goals and Viewer.goals",
    "ArtifactConnection": "as Person.artifacts and Viewer.artifacts",
    "ArtifactEdge": "as Person.artifacts and Viewer.artifacts",
    "MessageConnection": "as Thread.messages",
    "VineConnection": "as Reflection.vine, Goal.vine and Artifact.vine",
    "VineEdge": "as Reflection.vine, Goal.vine and Artifact.vine",
    "MessageEdge": "as Thread.messages",
    "DraftThrownAway": "as throwDraftAway",
    "NotificationConnection": "as Viewer.notifications",
    "NotificationEdge": "as Viewer.notifications",
    "NotificationsSeen": "as markNotificationsSeen",
    "ReportConnection": "as Viewer.reports",
    "ReportEdge": "as Viewer.reports",
    **dict.fromkeys(("ValidationProblem", "FieldProblem", "NotFound", "Forbidden", "Conflict", "Gone", "TooMany"), "one's own act"),
    **dict.fromkeys(
        ("MessageAdded", "MessageEdited", "MessageWithdrawn", "MessageHidden", "MessageShown", "MessageAnswered"),
        "as Thread: tests/graphql/test_schema_following.py",
    ),
    **dict.fromkeys(
        ("RequestChanged", "ItemChanged", "NoLongerShared", "Resync"),
        "as Thread: tests/graphql/test_schema_following.py",
    ),
}


def test_every_field_has_a_declared_outcome() -> None:
    declared = {f"{kind}.{field}" for kind, _what, _who, fields in READING for field in fields.split()}
    declared |= {f"Mutation.{field}" for field, *_rest in DOING} | {f"Subscription.{field}" for field in FOLLOWING}
    types = schema._schema.type_map.items()
    there = {
        f"{name}.{field}"
        for name, kind in types
        if isinstance(kind, GraphQLObjectType) and not name.startswith("__") and name not in CARRIED
        for field in kind.fields
    }
    assert sorted(there - declared) == [], "say in the table who gets these"
    assert sorted(declared - there) == [], "these are no more"
    assert set(CARRIED) <= {name for name, kind in types if not isinstance(kind, GraphQLInputObjectType | GraphQLInterfaceType)}


class Scene:
    """Maya's reflection and all that hangs on it."""

    def __init__(self, api: Api) -> None:
        self.api = api
        mine = api.ask("maya", "{ viewer { person { id } reflections(first: 100) { nodes { id title photos { id } } } } }")["viewer"]
        jars = next(one for one in mine["reflections"]["nodes"] if one["title"] == "What the jars showed me")
        self.maya, self.item, self.photo = mine["person"]["id"], jars["id"], jars["photos"][0]["id"]
        answers = api.run("maya", "reflection", id=self.item)["answers"]
        said = api.run("maya", "thread", item=self.item)["thread"]
        self.thread = said["id"]
        by = {edge["node"]["author"]["called"]: edge["node"]["id"] for edge in said["messages"]["edges"]}
        self.teachers, self.fathers = by["Ms Rivera"], by["Chidi"]
        written = [{"key": one["key"], "words": one["words"] + " Yes."} for one in answers]
        api.do("maya", "edit_reflection", id=self.item, version=1, answers=written)
        api.do("rivera", "edit_message", id=self.teachers, version=1, words="Think again.")
        self.of_teacher = api.do("maya", "report_message", id=self.teachers, reason="To look at")["id"]
        self.report = api.do("maya", "report_message", id=self.fathers, reason="To look at")["id"]
        api.do("rivera", "look_at_report", id=self.report)
        writing = "01a201bf-2648-72af-96d9-10adee70a046"
        words = [{"name": "title", "words": "Hm"}]
        self.draft = api.do("maya", "save_draft", place="reflection/new", writing=writing, base=0, words=words)["id"]
        self.class_ = api.run("maya", "viewer")["classes"][0]["id"]
        self._open_loops(api)
        for name in ("maya", "chidi", "ada", "rivera"):  # Maya speaks last, and waits.
            speaker = "rivera" if name != "rivera" else "maya"
            api.do(speaker, "add_message", item=self.item, words=f"For {name} to read")
        api.database.write_now(WORK, _asked_of, api.id("maya"), key_of(self.item, "Reflection") or NOTHING, api.id("rivera"))
        mine_too = api.run("maya", "my_goals")["goals"]["edges"]
        self.goal = next(edge["node"]["id"] for edge in mine_too if edge["node"]["title"].startswith("Explain what happens"))
        self.step = api.run("maya", "goal", id=self.goal)["steps"][0]["id"]
        api.do("maya", "change_goal", id=self.goal, version=1, title="Explain what happens to our river")
        api.do("maya", "ask_for_help", goal=self.goal, words="Whom could I ask?")
        api.post_reflection("maya", "It moves.", to=("7B", "FAMILY"), about=self.goal, goal=self.goal, nextStep="Ask Nana")
        api.database.write_now(WORK, _looked_an_hour_ago, [api.id("chidi"), api.id("ada")], api.id("maya"))
        api.do("maya", "tick_step", id=self.step, done=False)
        api.do("maya", "tick_step", id=self.step)
        made = api.run("maya", "my_artifacts")["artifacts"]["nodes"]
        self.artifact = next(one["id"] for one in made if one["title"] == "Map of the river")
        self.version = api.run("maya", "artifact", id=self.artifact)["versions"][0]["id"]
        api.do("maya", "edit_artifact", id=self.artifact, edition=1, about="From the spring to the bridge.")
        api.post_reflection("maya", "The blue is right.", to=("7B", "FAMILY"), about=self.artifact)
        api.database.write_now(WORK, lambda tx: tx.get_one(Artifact, key_of(self.artifact, "Artifact")).wait(tx.now))
        told = api.run("chidi", "notifications")["notifications"]["nodes"]
        self.told = next(one["id"] for one in told if one["message"])
        begin = api.run("maya", "begin_reflection")
        self.prompts = begin["promptSets"][0]["id"]
        self.audience = [one["id"] for one in begin["audienceChoices"] if one["kind"] == "FAMILY" or one["hint"] == "7B"]

    def _open_loops(self, api: Api) -> None:
        """Ms Rivera answers, in a form, what she and Chidi were asked three days ago; of her first words Maya has said what became."""
        people = {name: global_id("Person", api.id(name)) for name in ("rivera", "chidi")}
        self.rivera, self.chidi = people["rivera"], people["chidi"]
        self.request = api.do("maya", "request_feedback", item=self.item, people=[*people.values()], question="What is missing?")["id"]
        parts = [{"key": "tell", "words": "The jars"}, {"key": "ask", "words": "Where was it?"}]
        self.form = api.do("rivera", "add_message", item=self.item, form="TAG", parts=parts)["id"]
        api.do("maya", "respond", message=self.teachers, outcome="ADOPTED", why="It helps")
        api.database.write_now(WORK, _three_days_ago, key_of(self.request, "FeedbackRequest"))
        self.rubric = api.run("maya", "rubrics")["rubrics"][0]

    def node(self, id_: str, kind: str) -> tuple[str, dict[str, Any], str]:
        return f"query($i: ID!) {{ node(id: $i) {{ ... on {kind} {{ FIELD }} }} }}", {"i": id_}, "node"

    def question(self, kind: str, what: str) -> tuple[str, dict[str, Any], str]:
        """A document with FIELD in it, its variables, and the path to the thing that has the field."""
        shared = self.node(self.item, "Reflection")

        def within(at: tuple[str, dict[str, Any], str], path: str) -> tuple[str, dict[str, Any], str]:
            text, variables, to = at
            inner = "FIELD"
            for part in reversed(path.split(".")):
                inner = f"{part} {{ {inner} }}"
            return text.replace("FIELD", inner), variables, f"{to}.{path}"

        viewer: tuple[str, dict[str, Any], str] = ("{ viewer { FIELD } }", {}, "viewer")
        places = {
            "Query": ("{ FIELD }", {}, ""),
            "Viewer": viewer,
            "School": within(viewer, "school"),
            "Person": self.node(self.maya, "Person"),
            "Class": self.node(self.class_, "Class"),
            "LearnerOverview": within(self.node(self.class_, "Class"), "overview"),
            "GoalOverview": within(self.node(self.class_, "Class"), "overview.goals"),
            "WorkOverview": within(self.node(self.class_, "Class"), "overview.waiting"),
            "OpenLoopCounts": within(self.node(self.class_, "Class"), "overview.openLoops"),
            "TimeToFeedback": within(viewer, "timeToFeedback"),
            "AnswerWeek": within(viewer, "timeToFeedback.weeks"),
            "PromptSet": self.node(self.prompts, "PromptSet"),
            "Prompt": within(self.node(self.prompts, "PromptSet"), "prompts"),
            "Reflection": shared,
            "Goal": self.node(self.goal, "Goal"),
            "Step": within(self.node(self.goal, "Goal"), "steps"),
            "CheckIn": within(self.node(self.goal, "Goal"), "checkIns"),
            "GoalVersion": within(self.node(self.goal, "Goal"), "history"),
            "Artifact": self.node(self.artifact, "Artifact"),
            "ArtifactVersion": self.node(self.version, "ArtifactVersion"),
            "ArtifactEdition": within(self.node(self.artifact, "Artifact"), "history"),
            "Answer": within(shared, "answers"),
            "ReflectionVersion": within(shared, "history"),
            "Photo": self.node(self.photo, "Photo"),
            "File": self.node(global_id("File", key_of(self.photo, "Photo") or NOTHING), "File"),
            "Audience": within(shared, "audience"),
            "AudienceGroup": within(shared, "audience.groups"),
            "Thread": self.node(self.thread, "Thread"),
            "Message": self.node(self.fathers if what == "by the father" else self.teachers, "Message"),
            "MessageVersion": within(self.node(self.teachers, "Message"), "history"),
            "FormPart": within(self.node(self.form, "Message"), "parts"),
            "Response": within(self.node(self.teachers, "Message"), "response"),
            "FeedbackRequest": self.node(self.request, "FeedbackRequest"),
            "Asked": within(self.node(self.request, "FeedbackRequest"), "asked"),
            "OpenLoop": within(viewer, "openLoops"),
            "Rubric": self.node(self.rubric["id"], "Rubric"),
            "RubricVersion": within(self.node(self.rubric["id"], "Rubric"), "versions"),
            "Report": self.node(self.of_teacher if what == "of the teacher" else self.report, "Report"),
            "Evidence": within(self.node(self.report, "Report"), "evidence"),
            "ReportLook": within(self.node(self.report, "Report"), "looks"),
            "Draft": self.node(self.draft, "Draft"),
            "DraftBox": within(self.node(self.draft, "Draft"), "words"),
            "WaitingItem": within(viewer, "waiting"),
            "WaitingAsk": within(viewer, "waiting.asks"),
            "AnsweredItem": within(viewer, "answered"),
            "Child": within(viewer, "children"),
            "Deed": within(viewer, "children.grown"),
            "Starter": within(viewer, "children.starters"),
            "VineEntry": within(shared, "vine.nodes"),
            "Week": within(viewer, "week"),
            "Promise": within(viewer, "week.promises"),
            "Suggestion": within(viewer, "week.suggestion"),
            "Rhythm": within(viewer, "rhythm"),
            "Notification": self.node(self.told, "Notification"),
            "SchoolNumbers": within(viewer, "schoolNumbers"),
        }
        return places[kind]


def _three_days_ago(tx: Tx, request: UUID | None) -> None:
    for asked in tx.scalars(select(Asked).where(Asked.request_id == request)):
        asked.since -= timedelta(days=3)


def _looked_an_hour_ago(tx: Tx, guardians: list[UUID], child: UUID) -> None:
    tx.add_all(Visit(person_id=one, about_id=child, last=tx.now - timedelta(hours=1), before=None) for one in guardians)


def _asked_of(tx: Tx, who: UUID, item: UUID, whom: UUID) -> None:
    """A request for feedback."""
    asker = tx.get_one(Person, who)
    request = FeedbackRequest(
        school_id=asker.school_id, item_id=item, asker_id=who, version=1, question="What is missing?", until=None, created=tx.now
    )
    tx.add(Asked(request_id=tx.make(request).id, person_id=whom, since=tx.now))


@pytest.fixture(scope="module")
def scene(databases: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder: Path = tmp_path_factory.mktemp("school")
    with databases.fresh("sqlite") as url, school(url, folder) as api:
        yield Scene(api)


ASKED = {
    "node": "node(id: $me) { id }",
    "nodes": "nodes(ids: [$me]) { id }",
    "reflection": "reflection(id: $item) { id }",
    "goal": "goal(id: $item) { id }",
    "artifact": "artifact(id: $item) { id }",
}
NULL_IS_NOTHING = {
    "reflections",
    "reports",
    "reported",
    "waitingSince",
    "evidence",
    "looks",
    "goals",
    "artifacts",
    "helpSince",
    "helpWords",
    "overview",
    "lastReflection",
    "waiting",
}
"""Where null, or an empty list, means that it isn't there for them. Elsewhere it says something of a thing that is."""


def selection(kind: str, field: str) -> str:
    made: Any = schema._schema.type_map[kind]
    returned: Any = get_named_type(made.fields[field].type)
    if kind == "Query" and field in ASKED:
        return ASKED[field]
    if "nodes" in getattr(returned, "fields", {}):
        return f"{field} {{ nodes {{ __typename }} }}"
    return f"{field} {{ __typename }}" if hasattr(returned, "fields") else field


def things(value: Any, path: str) -> list[Any]:
    """What stands at the end of a path through an answer; lists on the way are followed all."""
    found = [value]
    for part in filter(None, path.split(".")):
        found = [inner[part] for inner in found if inner and inner.get(part) is not None]
        found = [each for inner in found for each in (inner if isinstance(inner, list) else [inner])]
    return [one for one in found if one]


@pytest.mark.parametrize(("kind", "what", "who", "fields"), READING, ids=[f"{row[0]}, {row[1]}" for row in READING])
def test_what_is_asked(scene: Scene, kind: str, what: str, who: str, fields: str) -> None:
    text, variables, path = scene.question(kind, what)
    named = fields.split() or ["id"]
    chosen = " ".join(selection(kind, field) for field in named)
    if kind in ("WaitingItem", "AnsweredItem", "Child", "LearnerOverview"):
        chosen += " who { called }"
    text = text.replace("FIELD", chosen)
    if kind == "Query":
        text, variables = f"query($me: ID!, $item: ID!) {text}", {"me": "", "item": scene.item}
    got: dict[str, str] = {}
    for name in WHO:
        if kind == "Query" and name != "stranger":
            variables["me"] = scene.api.ask(name, "{ viewer { person { id } } }")["viewer"]["person"]["id"]
        answer = scene.api.post(None if name == "stranger" else name, text, **variables).json()
        got[name] = " ".join(sorted({outcome(kind, field, answer, path) for field in named}))
    assert got == dict(zip(WHO, who.split(), strict=True))


def outcome(kind: str, field: str, answer: Any, path: str) -> str:
    if "data" not in answer:
        return "x" if answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED" else str(answer)
    assert "errors" not in answer, answer
    there = things(answer["data"], path) if path else [answer["data"]]
    there = [one for one in there if (one.get("who") or {}).get("called", "Maya") == "Maya"]
    if not there:
        return "-"
    values = [one[field] for one in there]
    if kind == "Query":
        return "s"
    if kind == "Viewer" and field != "reports":
        return "-" if values == [None] else "s"
    if field in NULL_IS_NOTHING:
        return "s" if any(value and value.get("nodes", True) if isinstance(value, dict) else value for value in values) else "-"
    return "s"


@pytest.mark.parametrize(("field", "who", "what"), DOING, ids=[row[0] for row in DOING])
def test_what_is_done(scene: Scene, field: str, who: str, what: str) -> None:
    declared = dict(zip(WHO, who.split(), strict=True))
    got = {name: done(scene, name, field) for name in sorted(WHO, key=lambda name: declared[name] == "s")}
    assert got == declared


def done(scene: Scene, name: str, field: str) -> str:
    given = _input(scene, name, field)
    type_ = schema._schema.mutation_type.fields[field].args["input"].type  # type: ignore[union-attr]
    text = f"mutation($input: {type_}) {{ {field}(input: $input) {{ __typename ... on Problem {{ message }} }} }}"
    answer = scene.api.post(None if name == "stranger" else name, text, input=given).json()
    if "data" not in answer:
        return outcome("Mutation", field, answer, "")
    kind: str = answer["data"][field]["__typename"]
    return {"NotFound": "-", "Forbidden": "f"}.get(
        kind,
        "s"
        if kind
        in (
            "Reflection",
            "Goal",
            "Artifact",
            "Message",
            "Thread",
            "FeedbackRequest",
            "Rubric",
            "Report",
            "Draft",
            "DraftThrownAway",
            "School",
            "Child",
            "NotificationsSeen",
            "Rhythm",
        )
        else str(answer),
    )


def _input(scene: Scene, name: str, field: str) -> dict[str, Any]:
    writing = {"place": "reflection/new", "writing": "01a201bf-2648-72af-96d9-10adee70a046"}
    free = [{"key": "what", "words": f"{name} was here"}]
    return {
        "postReflection": {"promptSet": scene.prompts, "answers": free},
        "editReflection": {"id": scene.item, "version": 2, "answers": free},
        "shareItem": {"id": scene.item, "audience": scene.audience},
        "addMessage": {"item": scene.item, "words": "Hello"},
        "markThreadRead": {"item": scene.thread},
        "editMessage": {"id": scene.teachers, "version": 2, "words": "Once more."},
        "reportMessage": {"id": scene.teachers, "reason": "Look"},
        "hideMessage": {"id": scene.teachers, "because": "Hm"},
        "lookAtReport": {"id": scene.report},
        "closeReport": {"id": scene.report},
        "updateSchool": {},
        "requestFeedback": {"item": scene.item, "people": [scene.rivera]},
        "withdrawRequest": {"id": scene.request},
        "thank": {"request": scene.request, "person": scene.rivera},
        "remind": {"request": scene.request, "person": scene.chidi},
        "respond": {"message": scene.teachers, "outcome": "DECLINED", "why": "Not now"},
        "writeRubric": {"name": "New", "criteria": ["One"]},
        "changeRubric": {
            "id": scene.rubric["id"],
            "version": scene.rubric["current"]["number"],
            "name": scene.rubric["name"],
            "criteria": scene.rubric["current"]["criteria"],
        },
        "endRubric": {"id": scene.rubric["id"]},
        "visit": {"child": scene.maya},
        "markNotificationsSeen": {},
        "setRhythm": {"kind": "NEVER"},
        "beginGoal": {"title": "Listen more"},
        "changeGoal": {"id": scene.goal, "version": 2, "title": "Explain the river"},
        "addStep": {"goal": scene.goal, "words": "Ask Nana"},
        "tickStep": {"id": scene.step},
        "takeStepAway": {"id": scene.step},
        "changeStep": {"id": scene.step, "words": "Ask Nana"},
        "moveStep": {"id": scene.step, "by": 1},
        "checkIn": {"goal": scene.goal, "confidence": 4},
        "askForHelp": {"goal": scene.goal},
        "linkEvidence": {"goal": scene.goal, "item": scene.item},
        "endGoal": {"goal": scene.goal, "progress": "REACHED"},
        "addArtifact": {"title": "A poem", "stand": {"words": "It bends."}},
        "addVersion": {"artifact": scene.artifact, "stand": {"words": "It bends twice."}},
        "editArtifact": {"id": scene.artifact, "edition": 2},
        "tagItem": {"id": scene.item, "tags": ["river"]},
        "saveDraft": {**writing, "base": 1 if name == "maya" else 0, "words": []},
        "throwDraftAway": writing,
    }.get(field, {"id": scene.teachers if field.endswith("Message") else scene.item})
