"""Every action with every relation: who may do what. Walked by test_policy.py; what a row does stands in policy_matrix.py."""

PEOPLE = (
    *("owner", "teacher", "other_class", "admin", "father", "mother", "other_parent", "classmate", "friend", "stranger"),
    *("elsewhere", "teacher_elsewhere", "deactivated", "ended_guardian", "ended_teacher", "unapproved", "mentor", "ended_mentor"),
)
"""What each is to Maya's reflection, which her class's teachers, her family and one friend in person may see."""

OUTCOMES = """
                          own tea oth adm fat mot par mat fri str els t_e dea e_g e_t una men e_m
items.find                 .   .   N   N   .   .   N   N   .   N   N   N   S   N   N   N   N   N
items.share                .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
items.withdraw             .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
items.put_back             .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
items.delete               .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
items.bring_back           .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
reflections.edit           .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
goals.change               .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
steps.add                  .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
steps.change               .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
steps.move                 .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
steps.tick                 .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
steps.take_away            .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
steps.page                 .   .   N   N   .   .   N   N   .   N   N   N   S   N   N   N   N   N
steps.goal_of              .   .   N   N   .   .   N   N   .   N   N   N   S   N   N   N   N   N
steps.put_back             .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
goals.check_in             .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
goals.ask_for_help         .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
goals.got_help             .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
goals.show_by              .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
goals.no_longer_show_by    .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
goals.bring_to_an_end      .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
artifacts.add_version      .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
artifacts.edit             .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
projects.begin             .   .   .   .   F   F   F   .   .   .   .   .   S   F   .   F   F   F
projects.change            .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
projects.move_on           F   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
projects.copy              .   .   N   N   F   F   F   N   F   N   N   N   S   F   N   F   F   F
projects.take_on           F   .   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
milestones.add             .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
milestones.change          .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
milestones.project_of      .   .   N   N   .   .   N   N   .   N   N   N   S   N   N   N   N   N
milestones.move            .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
milestones.take_away       .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
milestones.put_back        .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
led.projects.find          .   .   N   N   N   N   N   .   N   N   N   N   S   N   N   N   .   N
led.projects.change        F   .   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
led.projects.move_on       F   .   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
led.projects.copy          F   .   N   N   F   F   F   F   N   N   N   N   S   F   N   F   F   F
led.projects.take_on       F   F   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
led.milestones.change      F   .   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
teams.page                 .   .   N   N   N   N   N   .   N   N   N   N   S   N   N   N   .   N
teams.make                 F   .   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
teams.make_all             F   .   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
teams.suggestion           F   .   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
teams.change               F   .   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
teams.put_in               F   .   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
teams.take_out             F   .   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
teams.join                 .   F   N   N   N   N   N   .   N   N   N   N   S   N   N   N   F   N
teams.leave                .   F   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
teams.look_after           .   .   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
codes.make_code            .   .   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
codes.turn_off             .   .   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
codes.typed                .   F   F   F   F   F   F   .   .   .   .   F   S   F   F   F   F   F
codes.knock                .   F   F   F   F   F   F   .   .   .   .   F   S   F   F   F   F   F
codes.join                 .   F   F   F   F   F   F   .   .   .   N   F   S   F   F   F   F   F
tasks.board                .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   .   N
tasks.sheet                .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   .   N
tasks.add                  .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
tasks.change               .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
tasks.move                 .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
tasks.nudge                .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
tasks.take_away            .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
tasks.put_back             .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
inviting.invite            .   .   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
inviting.withdraw          .   .   N   N   N   N   N   F   N   N   N   N   S   N   N   N   N   N
inviting.answer            N   N   N   N   N   N   N   .   N   N   N   N   S   N   N   N   N   N
invited.page               N   N   N   N   N   N   N   .   N   N   N   N   S   N   N   N   N   N
contracts.write            .   .   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
contracts.sign             .   F   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
contracts.take_back        .   F   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
rooms.milestones           .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   .   N
ours.artifacts.sheet       .   F   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
ours.artifacts.add         .   F   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
ours.artifacts.find        .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   .   N
ours.artifacts.add_version .   F   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
ours.artifacts.edit        .   F   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
ours.items.share           F   F   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
ours.items.delete          F   F   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
ours.feedback.add_message  .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   .   N
handins.hand_in            .   F   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
handins.take_back          .   F   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
rooms.page                 .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   .   N
rooms.feedback.add_message .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   .   N
rooms.feedback.mark_read   .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   .   N
rooms.items.share          F   F   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
rooms.items.withdraw       F   F   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
rooms.items.delete         F   F   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
rooms.tags.tag             F   F   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
rooms.loops.ask            F   F   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
pins.pin                   .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
pins.unpin                 .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
wonders.page               .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   .   N
wonders.ask                .   F   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
wonders.reveal             .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
alone.find                 .   N   N   N   N   N   N   N   N   N   N   N   S   N   N   N   N   N
alone.change               .   N   N   N   N   N   N   N   N   N   N   N   S   N   N   N   N   N
alone.take_away            .   N   N   N   N   N   N   N   N   N   N   N   S   N   N   N   N   N
alone.add_message          .   N   N   N   N   N   N   N   N   N   N   N   S   N   N   N   N   N
wonders.find               .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   N   N
wonders.page_of            .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   N   N
wonders.histories          .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   N   N
wonders.change             .   F   N   N   N   N   N   N   N   N   N   N   S   N   N   N   N   N
wonders.pick               .   F   N   N   N   N   N   N   N   N   N   N   S   N   N   N   N   N
wonders.take_up            .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   N   N
wonders.answer             .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   N   N
wonders.reopen             .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   N   N
wonders.take_away          .   F   N   N   N   N   N   N   N   N   N   N   S   N   N   N   N   N
wonders.put_back           .   N   N   N   N   N   N   N   N   N   N   N   S   N   N   N   N   N
wonders.add_message        .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   N   N
wonders.no_longer_show_by  .   F   N   N   N   N   N   N   N   N   N   N   S   N   N   N   N   N
merging.page               .   .   N   N   N   N   N   .   N   N   N   N   S   N   N   N   N   N
merging.merge              F   .   N   N   N   N   N   F   N   N   N   N   S   N   N   N   N   N
merging.part               F   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   N   N
wonders.items.delete       F   F   N   N   N   N   N   N   N   N   N   N   S   N   N   N   N   N
wonders.items.share        F   F   N   N   N   N   N   N   N   N   N   N   S   N   N   N   N   N
mentors.invite             F   .   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
mentors.record_check       F   F   F   .   F   F   F   F   F   F   F   F   S   F   F   F   F   F
mentors.approve            N   F   N   .   N   N   N   N   N   N   N   N   S   N   N   N   F   N
mentors.end                N   .   N   .   N   N   N   N   N   N   N   N   S   N   N   N   .   N
mentors.offer              F   F   F   F   F   F   F   F   F   F   F   F   S   F   F   F   .   .
mentors.take_offer_back    N   F   F   F   N   N   N   N   N   N   N   N   S   N   F   N   .   N
mentors.of_project         F   .   N   N   N   N   N   F   N   N   N   N   S   N   N   N   F   N
mentors.of_school          F   .   .   .   F   F   F   F   F   F   F   .   S   F   .   F   F   F
mentors.record             F   F   F   .   F   F   F   F   F   F   F   F   S   F   F   F   F   F
mentor_asking.ask          .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
mentor_asking.take_back    .   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
mentor_asking.decline      F   F   N   N   N   N   N   N   N   N   N   N   S   N   N   N   .   N
tags.tag                   .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
links.link                 .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
links.unlink               .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
feedback.add_message       .   .   N   N   .   .   N   N   .   N   N   N   S   N   N   N   N   N
feedback.mark_read         .   .   N   N   .   .   N   N   .   N   N   N   S   N   N   N   N   N
feedback.one               .   .   N   N   .   .   N   N   .   N   N   N   S   N   N   N   N   N
feedback.edit_message      F   .   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
feedback.withdraw_message  F   .   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
reactions.react            .   .   N   N   .   .   N   N   .   N   N   N   S   N   N   N   N   N
reactions.press            .   .   N   N   .   .   N   N   .   N   N   N   S   N   N   N   N   N
his.one                    .   .   N   N   .   N   N   N   N   N   N   N   S   N   N   N   N   N
his.add_message            .   .   N   N   .   N   N   N   N   N   N   N   S   N   N   N   N   N
his.reactions.react        .   .   N   N   .   N   N   N   N   N   N   N   S   N   N   N   N   N
his.edit_message           F   F   N   N   .   N   N   N   N   N   N   N   S   N   N   N   N   N
his.withdraw_message       F   F   N   N   .   N   N   N   N   N   N   N   S   N   N   N   N   N
safe.report_message        .   .   N   N   .   .   N   N   .   N   N   N   S   N   N   N   N   N
safe.hide_message          F   .   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
safe.show_message          F   .   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
safe.let_through           F   .   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
safe.look                  F   N   N   .   N   N   N   N   N   N   N   N   S   N   N   N   N   N
asking.report_item         F   .   N   N   .   .   N   N   .   N   N   N   S   N   N   N   N   N
asking.report_person       F   .   .   .   .   .   N   .   N   N   N   N   S   N   .   N   .   N
safe.hide_reported         F   N   N   .   N   N   N   N   N   N   N   N   S   N   N   N   N   N
safe.show_reported         F   N   N   .   N   N   N   N   N   N   N   N   S   N   N   N   N   N
safe.close_report          F   N   N   .   N   N   N   N   N   N   N   N   S   N   N   N   N   N
his.safe.report_message    .   .   N   N   F   N   N   N   N   N   N   N   S   N   N   N   N   N
his.safe.hide_message      F   .   N   N   F   N   N   N   N   N   N   N   S   N   N   N   N   N
his.safe.look              F   .   N   .   N   N   N   N   N   N   N   N   S   N   N   N   N   N
his.safe.hide_reported     F   .   N   .   N   N   N   N   N   N   N   N   S   N   N   N   N   N
his.safe.close_report      F   .   N   .   N   N   N   N   N   N   N   N   S   N   N   N   N   N
pausing.pause              F   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
pausing.end                F   .   N   N   N   N   N   N   N   N   N   N   S   N   N   N   F   N
pausing.pause_reported     N   .   N   .   N   N   N   N   N   N   N   N   S   N   N   N   F   N
pausing.end_reported       N   .   N   .   N   N   N   N   N   N   N   N   S   N   N   N   F   N
loops.ask                  .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
loops.withdraw_request     .   F   N   N   F   N   N   N   N   N   N   N   S   N   N   N   N   N
loops.thank                .   F   N   N   F   N   N   N   N   N   N   N   S   N   N   N   N   N
loops.remind               .   F   N   N   F   N   N   N   N   N   N   N   S   N   N   N   N   N
loops.respond              .   F   N   N   F   F   N   N   F   N   N   N   S   N   N   N   N   N
his.loops.respond          .   F   N   N   F   N   N   N   N   N   N   N   S   N   N   N   N   N
his.loops.response         .   .   N   N   .   N   N   N   N   N   N   N   S   N   N   N   N   N
rubrics.write_rubric       F   .   .   .   F   F   F   F   F   F   F   .   S   F   .   F   F   F
rubrics.change_rubric      F   .   .   .   F   F   F   F   F   F   N   N   S   F   .   F   F   F
rubrics.end_rubric         F   .   .   .   F   F   F   F   F   F   N   N   S   F   .   F   F   F
rubrics.version            .   .   .   .   .   .   .   .   .   .   N   N   S   .   .   .   .   .
files.rendition            .   .   N   N   .   .   N   N   .   N   N   N   S   N   N   N   N   N
"""
"""Done, Forbidden, NotFound, not Signed in. What `his` acts on is a message of the father's; the others, the teacher's.
What `led` acts on is a project of the teacher's, shared with the owner's class; the other projects are the owner's proposal.
The team is of that project and open, with the owner in it; the room is the team's. `alone` is a question that the owner wrote there and
that the team hasn't shown; `wonders` one of another room, in which it has.

Whoever said the words never learns of a report of them, not even where they are staff."""

ELSEWHERE = {"reflections.post", "goals.begin", "artifacts.add", "drafts.save", "drafts.throw_away"}
"""Actions on what is one's own alone: nobody has a relation to it, so there is nothing to walk."""
HELPERS = {
    *("items.relations", "items.stands", "items.still_there", "items.first_audience", "items.tell", "items.principal_of"),
    *("feedback.open_thread", "feedback.relations_to", "feedback.tell", "feedback.let_through", "reflections.give_default_prompts"),
    *("wonders.tell", "wonders.asked", "rooms.come_and_go", "rooms.stay"),
    *(
        "tags.checked",
        "tags.put",
        "projects.mine",
        "projects.tell",
        "teams.in_turn",
        "teams.tell",
        "teams.tell_families",
        "teams.tell_staff",
    ),
    *("asking.somebody", "asking.checked", "asking.ask", "asking.tell", "safe.write_down", "pausing.room_of", "pausing.of_reported"),
    *(
        "teams.going_on",
        "teams.may_be_in",
        "teams.take_in",
        "codes.students_only",
        "inviting.over",
        "rooms.open_room",
        "rooms.let_staff_in",
    ),
    "mentors.by_another_clock",
    *("ours.of_team", "ours.is_ours", "ours.tell_team", "ours.require_may_speak", "rooms.come_and_go", "rooms.stay"),
}
"""Parts of actions: no face calls them."""
