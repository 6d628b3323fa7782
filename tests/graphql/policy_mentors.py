"""The rows of policy_table.py that are about mentors: of the demo's river, and one who was with the other project for a moment."""

#                                M j r b c a k h x
READING: list[tuple[str, str, str, str]] = [
    ("Viewer", "of mentors", "s s s s s s s s x", "mentorships mentorAsks offers mentors mentorshipsToApprove"),
    ("Project", "led with 7B, with its mentors", "- - s - - - - - x", "mentorships"),
    ("Mentorship", "of it", "- - s - - - - s x", "id projectTitle purpose firstDay lastDay state mentor invitedBy approvedBy"),
    ("Mentorship", "of it, for who sees it", "- - s - - - - - x", "project"),
    ("Mentor", "of the school", "- - s s - - - s x", "person offers"),
    ("Offer", "of a mentor", "- - s s - - - s x", "id words tags"),
    ("MentorAsk", "that the Bees asked her", "s s s - - - - - x", "id words minutes until asked state mentor by question"),
    ("NeedToKnow", "that the Bees asked her", "s s s - - - - - x", "mentorAsks"),
    ("MentorRecord", "of a mentor", "- - - - - - - s x", "person checks mentorships offers"),
    ("BackgroundCheck", "of a mentor", "- - - - - - - s x", "kind identity issued expires recorded recordedBy holds"),
]
DOING: list[tuple[str, str, str]] = [
    ("inviteMentor", "f f s - - - - - x", "what is led with 7B"),
    ("recordCheck", "f f f f f f f s x", "of a mentor"),
    ("approveMentorship", "- - f - - - - s x", "of a mentor with it"),
    ("askMentor", "s s s - - - - - x", "what the Bees need to know"),
    ("declineMentorAsk", "f f f - - - - - x", "of the Bees"),
    ("takeMentorAskBack", "s s s - - - - - x", "of the Bees"),
    ("endMentorship", "- - s - - - - s x", "of a mentor with it"),
    ("offerHelp", "f f f f f f f f x", "one's own"),
    ("takeOfferBack", "- - f f - - - f x", "of a mentor"),
]
