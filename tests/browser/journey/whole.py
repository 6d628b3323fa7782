"""The main job, from the first chapter to the last."""

from tests.browser.journey import care, family, finding, goal, growth, letters, lines, mentor, project, reflection, room, standing, work
from tests.browser.journey.stage import Stage


def play(stage: Stage) -> None:
    goal.a_goal_is_set(stage)
    goal.it_is_looked_at(stage)

    reflection.a_reflection_is_written(stage)
    reflection.her_teacher_answers(stage)
    reflection.her_father_answers(stage)
    lines.a_line_is_lost(stage)
    lines.it_is_shared_no_more(stage)

    work.work_is_added(stage)
    work.feedback_is_asked_for(stage)
    work.it_is_answered_by_keyboard(stage)

    growth.a_second_version_is_added(stage)
    growth.the_loop_is_closed(stage)
    growth.a_thought_leads_on(stage)
    growth.the_vine_tells_it(stage)
    growth.her_teacher_sees_the_class_at_a_glance(stage)

    family.her_father_sees_what_grew(stage)
    family.he_encourages_her_and_begins_a_talk(stage)
    family.her_mother_reads_none_of_it(stage)

    letters.letters_are_wished_for(stage)
    letters.the_bell_rings(stage)
    letters.a_letter_comes_and_is_the_last(stage)

    project.a_project_begins(stage)
    project.a_team_is_put_together(stage)
    project.a_team_mate_joins_with_a_code(stage)
    project.they_agree_on_how_they_work(stage)
    room.they_talk_in_their_room(stage)
    finding.each_asks_alone(stage)
    finding.they_show_pick_and_answer(stage)
    finding.a_card_moves_by_keyboard(stage)
    finding.a_milestone_is_handed_in(stage)

    mentor.a_mentor_is_invited(stage)
    mentor.the_school_looks_and_approves(stage)
    mentor.he_sees_that_room_alone(stage)
    mentor.he_is_asked_and_answers(stage)
    care.a_number_waits_for_a_teacher(stage)
    care.words_are_told_of(stage)
    care.his_days_end_at_once(stage)
    standing.her_teacher_sees_where_the_teams_stand(stage)
    standing.her_father_sees_what_her_team_does(stage)
