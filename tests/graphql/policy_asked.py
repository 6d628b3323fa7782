"""What is asked, and what is sent, for a row of policy_table.py."""

from datetime import UTC, datetime, timedelta
from typing import Any

from graphql import get_named_type

from hub.ids import NOTHING
from hub_graphql.nodes import global_id, key_of
from hub_graphql.schema import schema
from tests.graphql.scene import Scene

Question = tuple[str, dict[str, Any], str]
"""A document with FIELD in it, its variables, and the path to the thing that has the field."""

ASKED = {
    "node": "node(id: $me) { id }",
    "nodes": "nodes(ids: [$me]) { id }",
    "reflection": "reflection(id: $item) { id }",
    "goal": "goal(id: $item) { id }",
    "artifact": "artifact(id: $item) { id }",
    "project": "project(id: $item) { id }",
    "team": "team(id: $item) { id }",
    "room": "room(id: $item) { id }",
    "mentorRecord": "mentorRecord(person: $item) { person { id } }",
    "needToKnow": "needToKnow(id: $item) { id }",
    "suggestedTeams": "suggestedTeams(project: $item, size: 2) { name }",
}


def question(scene: Scene, kind: str, what: str) -> Question:
    shared = node(scene.item, "Reflection")
    record = "query($i: ID!) { mentorRecord(person: $i) { FIELD } }"
    viewer: Question = ("{ viewer { FIELD } }", {}, "viewer")
    places = {
        "Query": ("{ FIELD }", {}, ""),
        "Viewer": viewer,
        "School": within(viewer, "school"),
        "Person": node(scene.maya, "Person"),
        "Class": node(scene.class_, "Class"),
        "LearnerOverview": within(node(scene.class_, "Class"), "overview"),
        "GoalOverview": within(node(scene.class_, "Class"), "overview.goals"),
        "WorkOverview": within(node(scene.class_, "Class"), "overview.waiting"),
        "OpenLoopCounts": within(node(scene.class_, "Class"), "overview.openLoops"),
        "TimeToFeedback": within(viewer, "timeToFeedback"),
        "AnswerWeek": within(viewer, "timeToFeedback.weeks"),
        "PromptSet": node(scene.prompts, "PromptSet"),
        "Prompt": within(node(scene.prompts, "PromptSet"), "prompts"),
        "Reflection": shared,
        "Goal": node(scene.let_go if what == "that was let go" else scene.goal, "Goal"),
        "Step": within(node(scene.goal, "Goal"), "steps"),
        "CheckIn": within(node(scene.goal, "Goal"), "checkIns"),
        "GoalVersion": within(node(scene.goal, "Goal"), "history"),
        "Artifact": node(scene.artifact, "Artifact"),
        "ArtifactVersion": node(scene.of_team if what == "of the team's" else scene.version, "ArtifactVersion"),
        "ArtifactEdition": within(node(scene.artifact, "Artifact"), "history"),
        "FileDescription": within(node(scene.artifact, "Artifact"), "history.described"),
        "Project": node(scene.led if what.startswith("led") else scene.project, "Project"),
        "Milestone": within(node(scene.project, "Project"), "milestones"),
        "DesignPoint": within(node(scene.project, "Project"), "design"),
        "ProjectVersion": within(node(scene.project, "Project"), "history"),
        "Team": node(scene.team, "Team"),
        "TeamInvitation": node(scene.to_jonas, "TeamInvitation"),
        "TeamMember": within(node(scene.team, "Team"), "members"),
        "Task": within(node(scene.team, "Team"), "tasks"),
        "TaskMilestone": within(node(scene.team, "Team"), "tasks.milestone"),
        "TeamStanding": within(node(scene.led, "Project"), "standing"),
        "TeamMilestone": within(node(scene.team, "Team"), "milestones"),
        "HandIn": within(node(scene.team, "Team"), "milestones.before"),
        "TeamContract": within(node(scene.team, "Team"), "contract"),
        "Mentorship": node(scene.mentorship, "Mentorship"),
        "Mentor": within(viewer, "mentors"),
        "MentorAsk": within(node(scene.put_to_mentor, "NeedToKnow"), "mentorAsks"),
        "Offer": within(viewer, "mentors.offers"),
        "MentorRecord": (record, {"i": scene.mentor}, "mentorRecord"),
        "BackgroundCheck": within((record, {"i": scene.mentor}, "mentorRecord"), "checks"),
        "SuggestedTeam": ("query($i: ID!) { suggestedTeams(project: $i) { FIELD } }", {"i": scene.led}, "suggestedTeams"),
        "NeedToKnow": node({"al": scene.alone, "th": scene.put_to_mentor}.get(what[:2], scene.wonder), "NeedToKnow"),
        "NeedToKnowVersion": within(node(scene.wonder, "NeedToKnow"), "history"),
        "Room": node(scene.room, "Room"),
        "RoomPin": within(node(scene.room, "Room"), "pins"),
        "RoomPresence": within(node(scene.room, "Room"), "here"),
        "RoomPause": within(node(scene.room, "Room"), "pauses"),
        "Answer": within(shared, "answers"),
        "ReflectionVersion": within(shared, "history"),
        "Photo": node(scene.photo, "Photo"),
        "File": node(global_id("File", key_of(scene.photo, "Photo") or NOTHING), "File"),
        "Audience": within(shared, "audience"),
        "AudienceGroup": within(shared, "audience.groups"),
        "Thread": node(scene.thread, "Thread"),
        "Message": node({"by the father": scene.fathers, "pinned in it": scene.pinned}.get(what, scene.teachers), "Message"),
        "MessageVersion": within(node(scene.teachers, "Message"), "history"),
        "Reaction": within(node(scene.teachers, "Message"), "reactions"),
        "FormPart": within(node(scene.form, "Message"), "parts"),
        "Response": within(node(scene.teachers, "Message"), "response"),
        "FeedbackRequest": node(scene.request, "FeedbackRequest"),
        "Asked": within(node(scene.request, "FeedbackRequest"), "asked"),
        "OpenLoop": within(viewer, "openLoops.nodes"),
        "Rubric": node(scene.rubric["id"], "Rubric"),
        "RubricVersion": within(node(scene.rubric["id"], "Rubric"), "versions"),
        "Report": node(scene.of_teacher if what == "of the teacher" else scene.report, "Report"),
        "Evidence": within(node(scene.report, "Report"), "evidence"),
        "ReportDeed": within(node(scene.report, "Report"), "deeds"),
        "ReportLook": within(node(scene.report, "Report"), "looks"),
        "Draft": node(scene.draft, "Draft"),
        "DraftBox": within(node(scene.draft, "Draft"), "words"),
        "WaitingItem": within(viewer, "waiting"),
        "WaitingAsk": within(viewer, "waiting.asks"),
        "AnsweredItem": within(viewer, "answered"),
        "Child": within(viewer, "children"),
        "ChildTeam": within(viewer, "children.teams"),
        "TeamStep": within(viewer, "children.teams.reached"),
        "TeamDeed": within(viewer, "children.teams.did"),
        "AnsweredByYou": within(viewer, "children.answeredByYou"),
        "Deed": within(viewer, "children.grown"),
        "Starter": within(viewer, "children.starters"),
        "VineEntry": within(shared, "vine.nodes"),
        "Week": within(viewer, "week"),
        "ProjectAtWork": within(viewer, "week.projects"),
        "Promise": within(viewer, "week.promises"),
        "Suggestion": within(viewer, "week.suggestion"),
        "Rhythm": within(viewer, "rhythm"),
        "Notification": node(scene.told, "Notification"),
        "SchoolNumbers": within(viewer, "schoolNumbers"),
    }
    return places[kind]


def node(id_: str, kind: str) -> Question:
    return f"query($i: ID!) {{ node(id: $i) {{ ... on {kind} {{ FIELD }} }} }}", {"i": id_}, "node"


def within(at: Question, path: str) -> Question:
    text, variables, to = at
    inner = "FIELD"
    for part in reversed(path.split(".")):
        inner = f"{part} {{ {inner} }}"
    return text.replace("FIELD", inner), variables, f"{to}.{path}"


def selection(kind: str, field: str) -> str:
    made: Any = schema._schema.type_map[kind]
    returned: Any = get_named_type(made.fields[field].type)
    if kind == "Query" and field in ASKED:
        return ASKED[field]
    if "nodes" in getattr(returned, "fields", {}):
        return f"{field} {{ nodes {{ __typename }} }}"
    return f"{field} {{ __typename }}" if hasattr(returned, "fields") else field


def given(scene: Scene, name: str, field: str) -> dict[str, Any]:
    writing = {"place": "reflection/new", "writing": "01a201bf-2648-72af-96d9-10adee70a046"}
    free = [{"key": "what", "words": f"{name} was here"}]
    wonder = scene.wonder_too if name == "rivera" else scene.wonder  # What one has answered, another can't.
    return {
        "postReflection": {"promptSet": scene.prompts, "answers": free},
        "editReflection": {"id": scene.item, "version": 2, "answers": free},
        "shareItem": {"id": scene.item, "audience": scene.audience},
        "addMessage": {"item": scene.item, "words": "Hello"},
        "markThreadRead": {"item": scene.thread},
        "editMessage": {"id": scene.teachers, "version": 2, "words": "Once more."},
        "reactToMessage": {"message": scene.teachers, "sign": "HEART", "on": True},
        "reportMessage": {"id": scene.teachers, "reason": "Look"},
        "hideMessage": {"id": scene.teachers, "because": "Hm"},
        "letMessageThrough": {"id": scene.teachers},
        "tellStaff": {"about": scene.maya, "reason": "Look"},
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
        "changeGoal": {"id": scene.goal, "version": 3, "title": "Explain the river"},
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
        "beginProject": {"title": "The lake"},
        "changeProject": {"id": scene.project, "version": 2, "title": "The lake"},
        "setProjectStage": {"id": scene.led, "stage": "ACTIVE"},
        "copyProject": {"id": scene.project},
        "takeOnProject": {"id": scene.project},
        "addMilestone": {"project": scene.project, "keyQuestion": "Who drinks it?"},
        "changeMilestone": {"id": scene.milestone, "keyQuestion": "Who owns it?"},
        "moveMilestone": {"id": scene.milestone, "by": 1},
        "takeMilestoneAway": {"id": scene.milestone},
        "makeTeam": {"project": scene.led, "name": f"The team of {name}"},
        "changeTeam": {"id": scene.team, "name": "Otters", "open": True},
        "putIntoTeam": {"id": scene.team, "people": [scene.maya]},
        "takeOutOfTeam": {"id": scene.team, "person": scene.jonas},
        "writeContract": {"team": scene.team, "words": "We talk.", "version": 1},
        "signContract": {"team": scene.team, "version": 1},
        "makeTeams": {"project": scene.led, "teams": [{"name": f"Team {name} {n}", "people": []} for n in (1, 2)]},
        "lookAfter": {"team": scene.team, "member": scene.maya, "role": "The map"},
        "addTask": {"team": scene.team, "title": "Measure"},
        "changeTask": {"id": scene.task, "title": "Measure again"},
        "moveTask": {"id": scene.task, "column": "DOING"},
        "takeTaskAway": {"id": scene.task},
        "pausePerson": {"room": scene.room, "person": scene.maya, "length": "HOUR", "why": "Rest"},
        "endPause": {"room": scene.room, "person": scene.maya},
        "pauseReported": {"report": scene.report, "length": "HOUR", "why": "Rest"},
        "endReportedPause": {"report": scene.report},
        "makeTeamCode": {"id": scene.team},
        "turnTeamCodeOff": {"id": scene.team},
        "joinTeamByCode": {"code": "BCD-FGH-JKM"},
        "handIn": {"team": scene.team, "milestone": scene.way, "artifact": scene.honey, "version": 3},
        "takeBackHandIn": {"team": scene.team, "milestone": scene.way},
        "askQuestion": {"room": scene.room, "question": f"Who is {name}?"},
        "pinMessage": {"message": scene.pinned},
        "revealNeedToKnows": {"room": scene.room},
        "pickNeedToKnow": {"id": scene.wonder},
        "changeQuestion": {"id": scene.wonder, "version": 6, "question": "Whose river is it?"},
        "takeUpQuestion": {"id": wonder},
        "answerQuestion": {"id": wonder, "version": 4, "words": "Mine."},
        "reopenQuestion": {"id": wonder, "why": "Who says so?"},
        "noLongerShowsAnswer": {"id": scene.wonder, "artifact": scene.artifact},
        "mergeNeedToKnows": {"project": scene.led, "questions": [scene.wonder, scene.wonder_too], "question": "Whose is it?"},
        "partNeedToKnow": {"id": scene.of_class() if field == "partNeedToKnow" else ""},
        "takeQuestionAway": {"id": scene.wonder, "away": False},
        "inviteIntoTeam": {"team": scene.team, "person": scene.amina},
        "withdrawTeamInvitation": {"id": scene.to_amina},
        "answerTeamInvitation": {"id": scene.to_jonas, "accepts": False},
        "leaveTeam": {"id": scene.team},
        "inviteMentor": {"project": scene.led, **scene.invited},
        "recordCheck": {
            "person": scene.mentor,
            "kind": "Police",
            "identity": "Passport",
            "issued": "2026-01-01",
            "expires": f"{datetime.now(UTC).date() + timedelta(days=300)}T12:00:00Z",
        },
        "approveMentorship": {"id": scene.mentorship},
        "endMentorship": {"id": scene.mentorship},
        "offerHelp": {"words": "Bees"},
        "takeOfferBack": {"id": scene.offer},
        "askMentor": {"question": scene.to_ask.get(name, scene.put_to_mentor), "minutes": 5},
        **{act: {"id": scene.ask} for act in ("declineMentorAsk", "takeMentorAskBack")},
        "joinTeam": {"id": scene.team},
        "saveDraft": {**writing, "base": 1 if name == "maya" else 0, "words": []},
        "throwDraftAway": writing,
    }.get(field, {"id": scene.teachers if field.endswith("Message") else scene.item})
