"""What of the API needs no row in policy_table.py, and why."""

FOLLOWING = {"threadEvents": "as Thread: tests/graphql/test_schema_following.py"}
CARRIED = {
    "PageInfo": "numbers and cursors of lists that are declared above",
    "ReflectionConnection": "as Person.reflections and Viewer.reflections",
    "ReflectionEdge": "as Person.reflections and Viewer.reflections",
    "GoalConnection": "as Person.goals and Viewer.goals",
    "GoalEdge": "as Person.goals and Viewer.goals",
    "ArtifactConnection": "as Person.artifacts and Viewer.artifacts",
    "ArtifactEdge": "as Person.artifacts and Viewer.artifacts",
    "ProjectConnection": "as Person.projects and Viewer.projects",
    "ProjectEdge": "as Person.projects and Viewer.projects",
    "MessageConnection": "as Thread.messages",
    "VineConnection": "as Reflection.vine, Goal.vine, Artifact.vine and Project.vine",
    "VineEdge": "as VineConnection",
    "MessageEdge": "as Thread.messages",
    "DraftThrownAway": "as throwDraftAway",
    "FeedbackRequestConnection": "as Viewer.requests and Viewer.sentRequests",
    "FeedbackRequestEdge": "as Viewer.requests and Viewer.sentRequests",
    "OpenLoopConnection": "as Viewer.openLoops and Viewer.givenLoops",
    "OpenLoopEdge": "as Viewer.openLoops and Viewer.givenLoops",
    "NotificationConnection": "as Viewer.notifications",
    "NotificationEdge": "as Viewer.notifications",
    "NotificationsSeen": "as markNotificationsSeen",
    "ReportConnection": "as Viewer.reports",
    "ReportEdge": "as Viewer.reports",
    **dict.fromkeys(("ValidationProblem", "FieldProblem", "NotFound", "Forbidden", "Conflict", "Gone", "TooMany"), "one's own act"),
    **dict.fromkeys(
        ("MessageAdded", "MessageEdited", "MessageWithdrawn", "MessageHidden", "MessageShown", "MessageAnswered", "MessageReacted"),
        "as Thread: tests/graphql/test_schema_following.py",
    ),
    **dict.fromkeys(
        ("RequestChanged", "ItemChanged", "NoLongerShared", "Resync"),
        "as Thread: tests/graphql/test_schema_following.py",
    ),
}
