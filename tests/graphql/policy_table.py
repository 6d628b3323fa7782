"""Who gets what from each field: a table to be read, walked by test_schema_policy.py. A field without a row fails there.

It is about one reflection of Maya's, shared with the teachers of 7B and her family, on which Ms Rivera and Chidi have
said something, and about what is hers alone (scene.py). Each column is one person; each letter says what they get. What
is asked or sent for a row of a new kind stands in policy_asked.py.
"""

from tests.graphql.policy_mentors import READING as MENTORS_READING

WHO = ("maya", "jonas", "rivera", "boateng", "chidi", "ada", "karin", "haddad", "stranger")
"""Owner, classmate, teacher, other teacher, father, the child's other guardian, guardian of another child, admin, nobody."""

# s: the field answers with what it stands for.    -: null, empty or NotFound: it isn't there for them.
# f: Forbidden: they see it, and may not do it.    x: 401: nobody is signed in.
#
# Read: of what kind, which one, who gets it, and the fields of which this is true.
#                                M j r b c a k h x
READING: list[tuple[str, str, str, str]] = [
    *MENTORS_READING,
    (
        "Query",
        "anyone",
        "s s s s s s s s x",
        "viewer node nodes reflection goal artifact project team room needToKnow suggestedTeams mentorRecord",
    ),
    ("SuggestedTeam", "of what is led with 7B", "- - s - - - - - x", "name people"),
    (
        "Viewer",
        "me",
        "s s s s s s s s x",
        "person school language reflections goals artifacts projects teams teamInvitations tags answered "
        "drafts classes promptSets audienceChoices",
    ),
    ("Viewer", "my week", "s s s s s s s s x", "week"),
    ("Week", "one's own", "s s s s s s s s x", "promises further openLoops owed suggestion"),
    ("Week", "of who works on a project or leads it", "s s s - - - - - x", "projects"),
    ("ProjectAtWork", "led by one's teacher", "s s s - - - - - x", "title next project"),
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
    ("Person", "what Maya shared", "s - s - s s - - x", "reflections goals artifacts projects"),
    ("Class", "7B", "s s s s s s s s x", "id name teachers students"),
    ("Class", "7B, at a glance", "- - s s - - - s x", "overview"),
    ("LearnerOverview", "Maya", "- - s s - - - s x", "who needs moreGoals moreWaiting openLoops"),
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
        "outcome obstacle plan criteria due progress "
        "version steps checkIns supports cameFrom reflections history evidence tags",
    ),
    ("Goal", "that was let go", "s - s - s s - - x", "why ended"),
    ("Goal", "a wish for help", "s - s - - - - - x", "helpSince helpWords waitingSince"),
    ("Step", "of it", "s - s - s s - - x", "id words due done edition"),
    ("CheckIn", "of it", "s - s - s s - - x", "id at confidence words"),
    ("GoalVersion", "changed", "s - s - s s - - x", "number title outcome obstacle plan criteria until progress"),
    ("GoalVersion", "let go, and taken up again", "s - s - s s - - x", "why ended"),
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
    ("ArtifactEdition", "changed", "s - s - s s - - x", "number title about tags described until"),
    ("FileDescription", "changed", "s - s - s s - - x", "words file"),
    (
        "Project",
        "proposed",
        "s - s - s s - - x",
        "id title opening owner audience state created edited deleted viewerCan requests thread tags "
        "drivingQuestion entryEvent summary aims skills product productFor starts ends stage proposal proposedBy credit version milestones "
        "history",
    ),
    ("Project", "waiting", "s - s - - - - - x", "waitingSince"),
    ("Project", "the check of whose it is", "s - - - - - - - x", "design designEdition"),
    ("Milestone", "of it", "s - s - s s - - x", "id keyQuestion product due edition"),
    ("DesignPoint", "of it", "s - - - - - - - x", "key name question help words"),
    (
        "ProjectVersion",
        "changed",
        "s - s - s s - - x",
        "number title drivingQuestion entryEvent summary aims skills product productFor until",
    ),
    ("Project", "led with 7B", "s s s - - - - - x", "id title milestones teams standing"),
    (
        "TeamStanding",
        "of it",
        "- - s - - - - - x",
        "team waits next late openQuestions answeredQuestions cardsLate quiet stuck investigating lastSpoken",
    ),
    ("Team", "of it", "s s s - - - - - x", "id name called open project members unread mine viewerCan"),
    ("TeamContract", "of it", "s - s - - - - - x", "version words author written signed missing mine"),
    ("Team", "of it, where it talks, and who left", "s - s - - - - - x", "room before contract code tasks"),
    ("Task", "of its board", "s - s - - - - - x", "id title column owner ownerLeft due late milestone version"),
    ("TaskMilestone", "of its board", "s - s - - - - - x", "id keyQuestion"),
    ("Team", "of it, what it made and hands in", "s - s - - - - - x", "artifacts milestones"),
    ("TeamMilestone", "of it", "s - s - - - - - x", "milestone state words late stands before"),
    ("HandIn", "of it", "s - s - - - - - x", "id title version by at takenBack artifact"),
    ("ArtifactVersion", "of the team's", "s - s - - - - - x", "author"),
    ("Team", "of it, who is asked in, Jonas among them", "s s s - - - - - x", "invitations"),
    ("TeamInvitation", "into it, to Jonas", "s s s - - - - - x", "id by who made until standing team"),
    ("TeamMember", "of it", "s s s - - - - - x", "person role since ended"),
    (
        "Room",
        "of it",
        "s - s - - - - - x",
        "id title opening owner audience state created edited deleted viewerCan requests thread tags vine team project here pauses pins",
    ),
    ("RoomPause", "of Jonas", "- - s - - - - - x", "person until by why"),
    ("RoomPin", "in it", "s - s - - - - - x", "message by since"),
    ("Message", "pinned in it", "s - s - - - - - x", "id words pinned files"),
    ("RoomPresence", "in it", "s - s - - - - - x", "person writing"),
    (
        "NeedToKnow",
        "shown in her team's room",
        "s - s - - - - - x",
        "id title opening author by since stage answer source why picked alone version project owner audience state created edited deleted"
        " viewerCan requests thread tags vine history",
    ),
    ("NeedToKnow", "alone, before its team shows it", "s - - - - - - - x", "id title author stage alone audience project"),
    ("NeedToKnow", "what nothing hangs on", "- - - - - - - - x", "mergedInto mergedFrom evidence waitingSince"),
    ("NeedToKnowVersion", "of it", "s - s - - - - - x", "number title stage answer source until"),
    ("NeedToKnowVersion", "before it was opened again", "- - - - - - - - x", "why"),
    ("Team", "what it needs to know", "s - s - - - - - x", "needToKnows"),
    ("Project", "led with 7B, what its teams picked", "s - s - - - - - x", "needToKnows"),
    ("Room", "where nobody waits", "- - - - - - - - x", "waitingSince"),
    ("Answer", "shared", "s - s - s s - - x", "key prompt words html"),
    ("ReflectionVersion", "edited", "s - s - s s - - x", "number title answers until"),
    ("Photo", "on it", "s - s - s s - - x", "id alt width height url thumbnailUrl fullUrl"),
    (
        "File",
        "on it",
        "s - s - s s - - x",
        "id medium state name alt width height pages seconds url pageUrl pageUrls thumbnailUrl size",
    ),
    ("Audience", "of it", "s - s - s s - - x", "words count groups people"),
    ("AudienceGroup", "of it", "s - s - s s - - x", "id kind words hint people"),
    ("Thread", "of it", "s - s - s s - - x", "id item unreadCount liveCursor willRead frozen messages found"),
    (
        "Message",
        "by the teacher",
        "s - s - s s - - x",
        "id author voice words html form parts rubric criteriaChanged answersRequest response reactions mentions "
        "state created edited version unread item replyTo history viewerCan",
    ),
    ("Message", "by the father", "s - s - s - - - x", ""),
    ("MessageVersion", "by the teacher", "s - s - s s - - x", "number words parts until"),
    ("Reaction", "to the teacher", "s - s - s s - - x", "sign count people mine"),
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
    (
        "Report",
        "of the father",
        "s - s - - - - s x",
        "id about matter reason created author said itemKind itemOwner closed outcome viewerCan",
    ),
    ("Report", "of the father, its message", "s - s - - - - - x", "reported"),
    ("Report", "of the father, its words, which the admin has not looked at", "- - s - - - - - x", "evidence"),
    ("Report", "of the father, who looked", "- - s - - - - s x", "looks"),
    ("Report", "of the teacher", "s - - - - - - s x", "id"),
    ("Report", "of the father, what was done", "- - s - - - - s x", "deeds"),
    ("ReportDeed", "of the father", "- - s - - - - s x", "kind who at why"),
    ("Evidence", "of the father", "- - s - - - - - x", "number words until"),
    ("ReportLook", "of the father", "- - s - - - - s x", "who at"),
    ("Draft", "Maya's", "s - - - - - - - x", "id place writing number words saved"),
    ("DraftBox", "Maya's", "s - - - - - - - x", "name words"),
    ("WaitingItem", "Maya waits", "- - s - - - - - x", "who title kind since asks putTo help cursor item"),
    ("WaitingAsk", "of the teacher", "- - s - - - - - x", "question version until since"),
    ("AnsweredItem", "on Maya's", "s - s - s s - - x", "who title newest count item"),
    ("Child", "Maya", "- - - - s s - - x", "who since new unseen answeredByYou earlier answered grown starters teams"),
    ("ChildTeam", "of one's own child", "- - - - s s s - x", "project drivingQuestion team role others since until reached coming did"),
    ("TeamStep", "of one's own child's", "- - - - s s s - x", "question late when due"),
    ("TeamDeed", "of one's own child", "- - - - s s s - x", "what words when"),
    ("AnsweredByYou", "on one's own child's", "- - - - s s s - x", "when item"),
    ("Deed", "Maya's", "- - - - s s - - x", "what title words when item"),
    ("Starter", "of one's own child's words", "- - - - s s s - x", "quote question title item"),
    ("Reflection", "what led to what", "s - s - s s - - x", "vine"),
    ("Goal", "what led to what", "s - s - s s - - x", "vine"),
    ("Artifact", "what led to what", "s - s - s s - - x", "vine"),
    ("Project", "what led to what", "s - s - s s - - x", "vine"),
    ("VineEntry", "on it", "s - s - s s - - x", "kind step title words href when version outcome who item message"),
    ("SchoolNumbers", "all", "- - - - - - - s x", "people classes guardianshipsToApprove mentorsToApprove"),
]
