"""The people of policy_table.py, what they act on, and what each of its rows does."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from hub.artifacts import actions as artifacts
from hub.clock import now
from hub.database import Database, Tx
from hub.errors import Forbidden, NotFound, NotSignedIn, Refusal
from hub.feedback import actions as feedback
from hub.feedback import queries as threads
from hub.feedback import reactions
from hub.files.queries import rendition
from hub.goals import actions as goals
from hub.goals import steps
from hub.goals.models import Step
from hub.handins import actions as handins
from hub.handins import way
from hub.items import actions as items
from hub.items import links, tags
from hub.items.models import ItemGrant
from hub.items.queries import find
from hub.loops import actions as loops
from hub.loops.models import Asked, Response
from hub.need_to_knows import actions as wonders
from hub.need_to_knows import evidence, histories, merging
from hub.need_to_knows import one as questions
from hub.need_to_knows.models import NeedToKnow
from hub.people.models import ClassMember, Guardianship, Person
from hub.projects import actions as projects
from hub.projects import milestones
from hub.reflections import actions as reflections
from hub.rooms import queries as rooms
from hub.rubrics import actions as rubrics
from hub.safeguarding import actions as safe
from hub.safeguarding import asking
from hub.teams import actions as teams
from hub.teams import codes, contracts, invited, inviting, one, suggesting
from hub.teams import queries as together
from tests.mentors.matrix import of_mentors
from tests.rubrics.rows import of_rubrics, there
from tests.safeguarding.matrix import of_pauses
from tests.support.school import School, photo_of
from tests.tasks import rows as board


class Matrix:
    def __init__(self, database: Database) -> None:
        school, other = School(database), School(database, "Hillside")
        folk = school.people(
            owner="student",
            teacher="teacher of owner",
            other_class="teacher of 8A",
            admin="admin",
            father="guardian of owner",
            mother="guardian of owner",
            classmate="student",
            friend="student of 8A",
            other_parent="guardian of classmate",
            stranger="student of 8A",
            deactivated="teacher of 7B",
            ended_guardian="guardian of owner",
            ended_teacher="teacher of 7B",
            unapproved="unapproved guardian of owner",
            **dict.fromkeys(("mentor", "ended_mentor"), "mentor"),
        ) + other.people(elsewhere="student", teacher_elsewhere="teacher of elsewhere")
        self.who = {someone.key: someone for someone in folk}
        owner, friend = self.who["owner"], self.who["friend"]
        moment = now()
        school.change(Person, self.who["deactivated"].id, deactivated=moment)
        school.change(ClassMember, (school.classes["7B"], self.who["ended_teacher"].id), ended=moment)
        school.change(Guardianship, (self.who["ended_guardian"].id, owner.id), ended=moment)
        photo = photo_of(owner)
        self.item = owner.writes("We found a heron.", school.teachers(), owner.family, photos=(photo,))
        school.work(lambda tx: tx.add(ItemGrant(item_id=self.item, principal_id=friend.id)))
        said = self.who["teacher"].says(self.item, "Where was it?")
        his = self.who["father"].says(self.item, "I saw it as well.")
        report = owner.does(lambda tx: safe.report_message(tx, said, "I don't like it").id)
        his_report = owner.does(lambda tx: safe.report_message(tx, his, "I don't like it").id)
        written = reflections.Written(prompts=UUID(int=0), answers={"words": "New"})
        wish = goals.Wish(title="Explain the river", audience=(school.teachers(), owner.family), steps=("Write it down",))
        goal = owner.does(lambda tx: goals.begin(tx, wish).id)
        school.work(lambda tx: tx.add(ItemGrant(item_id=goal, principal_id=friend.id)))
        work = artifacts.Made(title="Map", stand=artifacts.Stand(words="It bends"), audience=(school.teachers(), owner.family))
        artifact = owner.does(lambda tx: artifacts.add(tx, work).id)
        school.work(lambda tx: tx.add(ItemGrant(item_id=artifact, principal_id=friend.id)))
        step = owner.reads(lambda tx: tx.scalars(select(Step.id).where(Step.goal_id == goal)).one())
        to_father = loops.Ask(item=self.item, people=(self.who["father"].id,))
        request = owner.does(lambda tx: loops.ask(tx, to_father).id)
        owner.does(lambda tx: loops.respond(tx, his, "adopted", "It helps"))
        self.who["father"].says(self.item, "As you asked.")
        later_request = owner.does(lambda tx: loops.ask(tx, to_father).id)
        school.change(Asked, (later_request, self.who["father"].id), since=moment - timedelta(days=2))
        rubric = self.who["teacher"].does(lambda tx: rubrics.write_rubric(tx, rubrics.Criteria("Clear", ("One can follow it",))).id)
        question = milestones.Marked(key_question="Where is its spring?")
        idea = projects.Design(title="The river", driving_question="Whose is it?", audience=(school.teachers(), owner.family))
        led = msgspec.structs.replace(idea, audience=(school.principal("class", school.classes["7B"]),))
        proposal, project = (
            owner.does(lambda tx: projects.begin(tx, idea).id),
            self.who["teacher"].does(lambda tx: projects.begin(tx, led).id),
        )
        school.work(lambda tx: tx.add(ItemGrant(item_id=proposal, principal_id=friend.id)))
        milestone = owner.does(lambda tx: milestones.add(tx, proposal, question).id)
        of_led = self.who["teacher"].does(lambda tx: milestones.add(tx, project, question).id)
        made = teams.Made(name="Otters", people=(owner.id,), open=True)
        team = self.who["teacher"].does(lambda tx: teams.make(tx, project, made).id)
        room = owner.reads(lambda tx: together.by_ids(tx, [team])[team].room_id)
        owner.does(lambda tx: contracts.write(tx, team, "We listen.", 0).id)
        theirs = artifacts.Made(title="Map", team=team, milestone=of_led, stand=artifacts.Stand(words="It bends"))
        ours = owner.does(lambda tx: artifacts.add(tx, theirs).id)
        owner.does(lambda tx: handins.hand_in(tx, of_led, team, ours, 1).id)
        wondered = self.who["teacher"].does(lambda tx: projects.begin(tx, led).id)
        bees = self.who["teacher"].does(lambda tx: teams.make(tx, wondered, teams.Made(name="Bees", people=(owner.id,))).id)
        hive = owner.reads(lambda tx: together.by_ids(tx, [bees])[bees].room_id)
        alone = owner.does(lambda tx: wonders.ask(tx, room, "Whose is it?").id)
        shown = owner.does(lambda tx: wonders.ask(tx, hive, "Whose is it?").id)
        known = owner.does(lambda tx: wonders.ask(tx, hive, "Who knows it?").id)
        owner.does(lambda tx: wonders.reveal(tx, hive).id)
        others = [owner.does(wonders.ask, hive, f"Where is {n}?").id for n in range(2)]
        found = wonders.Found(words="Ours", base=1)
        owner.does(lambda tx: wonders.answer(tx, known, found).id)
        for id_ in (*others, shown, known):
            school.change(NeedToKnow, id_, picked=moment)
        merged = self.who["teacher"].does(lambda tx: merging.merge(tx, wondered, others, "Where are they?").id)
        owner.does(inviting.invite, team, self.who["classmate"].id)
        asked = self.who["classmate"].reads(invited.mine)[0].id
        owner.does(codes.make_code, team)
        code = owner.reads(together.codes_of, [team])[team]
        self.acts: dict[str, Callable[[Tx], Any]] = (
            of_mentors(self.who, project)
            | of_pauses(self.who, room)
            | of_rubrics(rubric)
            | {
                "items.find": lambda tx: find(tx, self.item),
                "items.share": lambda tx: items.share(tx, self.item, ()),
                "items.withdraw": lambda tx: items.withdraw(tx, self.item),
                "items.put_back": lambda tx: items.put_back(tx, self.item),
                "items.delete": lambda tx: items.delete(tx, self.item),
                "items.bring_back": lambda tx: items.bring_back(tx, self.item),
                "reflections.edit": lambda tx: reflections.edit(tx, self.item, written, 1),
                "goals.change": lambda tx: goals.change(tx, goal, goals.Wish(title="New"), 1),
                "steps.add": lambda tx: steps.add(tx, goal, "One more"),
                "steps.change": lambda tx: steps.change(tx, step, "Write it up"),
                "steps.move": lambda tx: steps.move(tx, step, 1),
                "steps.tick": lambda tx: steps.tick(tx, step, done=True),
                "steps.take_away": lambda tx: steps.take_away(tx, step),
                "steps.goal_of": lambda tx: steps.goal_of(tx, step),
                "steps.page": lambda tx: steps.page(tx, step),
                "steps.put_back": lambda tx: steps.put_back(tx, step),
                "goals.check_in": lambda tx: goals.check_in(tx, goal, 3),
                "goals.ask_for_help": lambda tx: goals.ask_for_help(tx, goal, "Help"),
                "goals.got_help": lambda tx: goals.got_help(tx, goal),
                "goals.show_by": lambda tx: goals.show_by(tx, goal, self.item),
                "goals.no_longer_show_by": lambda tx: goals.no_longer_show_by(tx, goal, self.item),
                "goals.bring_to_an_end": lambda tx: goals.bring_to_an_end(tx, goal, "reached", ""),
                "artifacts.add_version": lambda tx: artifacts.add_version(tx, artifact, artifacts.Stand(words="It bends twice")),
                "artifacts.edit": lambda tx: artifacts.edit(tx, artifact, artifacts.Wording(title="New"), 1),
                "projects.begin": lambda tx: projects.begin(tx, projects.Design(title="New")),
                "projects.change": lambda tx: projects.change(tx, proposal, projects.Design(title="New"), 1),
                "projects.move_on": lambda tx: projects.move_on(tx, proposal, "archived"),
                "projects.copy": lambda tx: projects.copy(tx, proposal),
                "projects.take_on": lambda tx: projects.take_on(tx, proposal),
                "milestones.add": lambda tx: milestones.add(tx, proposal, question),
                "milestones.change": lambda tx: milestones.change(tx, milestone, question),
                "milestones.project_of": lambda tx: milestones.project_of(tx, milestone),
                "milestones.move": lambda tx: milestones.move(tx, milestone, 1),
                "milestones.take_away": lambda tx: milestones.take_away(tx, milestone),
                "milestones.put_back": lambda tx: milestones.put_back(tx, milestone),
                "led.projects.find": lambda tx: find(tx, project),
                "led.projects.change": lambda tx: projects.change(tx, project, projects.Design(title="New"), 1),
                "led.projects.move_on": lambda tx: projects.move_on(tx, project, "active"),
                "led.projects.copy": lambda tx: projects.copy(tx, project),
                "led.projects.take_on": lambda tx: projects.take_on(tx, project),
                "led.milestones.change": lambda tx: milestones.change(tx, of_led, question),
                "teams.page": lambda tx: one.page(tx, team),
                "teams.make": lambda tx: teams.make(tx, project, teams.Made(name="Bees")),
                "teams.make_all": lambda tx: teams.make_all(tx, project, (teams.Made(name="Bees"), teams.Made(name="Wasps"))),
                "teams.suggestion": lambda tx: suggesting.suggestion(tx, project),
                "teams.change": lambda tx: teams.change(tx, team, "Bees", False),
                "teams.put_in": lambda tx: teams.put_in(tx, team, owner.id),
                "teams.take_out": lambda tx: teams.take_out(tx, team, owner.id),
                "teams.join": lambda tx: teams.join(tx, team),
                "teams.leave": lambda tx: teams.leave(tx, team),
                "teams.look_after": lambda tx: teams.look_after(tx, team, owner.id, "The map"),
                "codes.make_code": lambda tx: codes.make_code(tx, team),
                "codes.turn_off": lambda tx: codes.turn_off(tx, team),
                "codes.typed": codes.typed,
                "codes.knock": codes.knock,
                "codes.join": lambda tx: codes.join(tx, code),
                **board.rows(owner, team, room),
                "inviting.invite": lambda tx: inviting.invite(tx, team, owner.id),
                "inviting.withdraw": lambda tx: inviting.withdraw(tx, asked),
                "inviting.answer": lambda tx: inviting.answer(tx, asked, accepts=False),
                "invited.page": lambda tx: invited.page(tx, asked),
                "contracts.write": lambda tx: contracts.write(tx, team, "We ask.", 1),
                "contracts.sign": lambda tx: contracts.sign(tx, team, 1),
                "contracts.take_back": lambda tx: contracts.take_back(tx, team),
                "rooms.milestones": lambda tx: way.page(tx, room),
                "ours.artifacts.sheet": lambda tx: way.sheet(tx, team, of_led),
                "ours.artifacts.add": lambda tx: artifacts.add(tx, theirs),
                "ours.artifacts.find": lambda tx: find(tx, ours),
                "ours.artifacts.add_version": lambda tx: artifacts.add_version(tx, ours, artifacts.Stand(words="It bends twice")),
                "ours.artifacts.edit": lambda tx: artifacts.edit(tx, ours, artifacts.Wording(title="New"), 1),
                "ours.items.share": lambda tx: items.share(tx, ours, ()),
                "ours.items.delete": lambda tx: items.delete(tx, ours),
                "ours.feedback.add_message": lambda tx: feedback.add_message(tx, ours, feedback.Answer("Yes")),
                "handins.hand_in": lambda tx: handins.hand_in(tx, of_led, team, ours, 1),
                "handins.take_back": lambda tx: handins.take_back(tx, of_led, team),
                "rooms.page": lambda tx: rooms.page(tx, room),
                "rooms.feedback.add_message": lambda tx: feedback.add_message(tx, room, feedback.Answer("Yes")),
                "rooms.feedback.mark_read": lambda tx: feedback.mark_read(tx, room),
                "rooms.items.share": lambda tx: items.share(tx, room, ()),
                "rooms.items.withdraw": lambda tx: items.withdraw(tx, room),
                "rooms.items.delete": lambda tx: items.delete(tx, room),
                "rooms.tags.tag": lambda tx: tags.tag(tx, room, ["river"]),
                "rooms.loops.ask": lambda tx: loops.ask(tx, loops.Ask(item=room, people=(self.who["teacher"].id,))),
                "wonders.page": lambda tx: questions.of_room(tx, room),
                "wonders.ask": lambda tx: wonders.ask(tx, room, "Who drinks it?"),
                "wonders.reveal": lambda tx: wonders.reveal(tx, room),
                "alone.find": lambda tx: find(tx, alone),
                "alone.change": lambda tx: wonders.change(tx, alone, "Who owns it?", 1),
                "alone.take_away": lambda tx: wonders.take_away(tx, alone),
                "alone.add_message": lambda tx: feedback.add_message(tx, alone, feedback.Answer("Yes")),
                "wonders.find": lambda tx: find(tx, shown),
                "wonders.page_of": lambda tx: questions.page(tx, shown),
                "wonders.histories": lambda tx: histories.history(tx, shown),
                "wonders.change": lambda tx: wonders.change(tx, shown, "Who owns it?", 1),
                "wonders.pick": lambda tx: wonders.pick(tx, shown),
                "wonders.take_up": lambda tx: wonders.take_up(tx, shown),
                "wonders.answer": lambda tx: wonders.answer(tx, shown, found),
                "wonders.reopen": lambda tx: wonders.reopen(tx, known, "Why?"),
                "wonders.take_away": lambda tx: wonders.take_away(tx, shown),
                "wonders.put_back": lambda tx: wonders.put_back(tx, shown),
                "wonders.add_message": lambda tx: feedback.add_message(tx, shown, feedback.Answer("Yes")),
                "wonders.no_longer_show_by": lambda tx: evidence.no_longer_show_by(tx, shown, artifact),
                "merging.page": lambda tx: questions.of_project(tx, wondered),
                "merging.merge": lambda tx: merging.merge(tx, wondered, (shown, known), "Ours?"),
                "merging.part": lambda tx: merging.part(tx, merged),
                "wonders.items.delete": lambda tx: items.delete(tx, shown),
                "wonders.items.share": lambda tx: items.share(tx, shown, ()),
                "tags.tag": lambda tx: tags.tag(tx, self.item, ["river"]),
                "links.link": lambda tx: links.link(tx, self.item, goal, "evidence"),
                "links.unlink": lambda tx: links.unlink(tx, self.item, goal, "evidence"),
                "feedback.add_message": lambda tx: feedback.add_message(tx, self.item, feedback.Answer("Yes")),
                "feedback.mark_read": lambda tx: feedback.mark_read(tx, self.item),
                "feedback.one": lambda tx: threads.one(tx, said),
                "feedback.edit_message": lambda tx: feedback.edit_message(tx, said, "Other words", 1),
                "feedback.withdraw_message": lambda tx: feedback.withdraw_message(tx, said),
                "reactions.react": lambda tx: reactions.react(tx, said, "heart"),
                "reactions.press": lambda tx: reactions.press(tx, said, "heart:"),
                "safe.report_message": lambda tx: safe.report_message(tx, said, "Please look"),
                "safe.hide_message": lambda tx: safe.hide_message(tx, said, "unkind"),
                "safe.show_message": lambda tx: safe.show_message(tx, said),
                "safe.let_through": lambda tx: safe.let_through(tx, said),
                "asking.report_item": lambda tx: asking.report_item(tx, self.item, "other", "Please look"),
                "asking.report_person": lambda tx: asking.report_person(tx, owner.id, "worried", "Please look"),
                "safe.look": lambda tx: safe.look(tx, report),
                "safe.hide_reported": lambda tx: safe.hide_reported(tx, report, "unkind"),
                "safe.show_reported": lambda tx: safe.show_reported(tx, report),
                "safe.close_report": lambda tx: safe.close_report(tx, report),
                "his.one": lambda tx: threads.one(tx, his),
                "his.add_message": lambda tx: feedback.add_message(tx, self.item, feedback.Answer("Yes", reply_to=his)),
                "his.reactions.react": lambda tx: reactions.react(tx, his, "heart"),
                "his.edit_message": lambda tx: feedback.edit_message(tx, his, "Other words", 1),
                "his.withdraw_message": lambda tx: feedback.withdraw_message(tx, his),
                "his.safe.report_message": lambda tx: safe.report_message(tx, his, "Please look"),
                "his.safe.hide_message": lambda tx: safe.hide_message(tx, his, "unkind"),
                "his.safe.look": lambda tx: safe.look(tx, his_report),
                "his.safe.hide_reported": lambda tx: safe.hide_reported(tx, his_report, "unkind"),
                "his.safe.close_report": lambda tx: safe.close_report(tx, his_report),
                "loops.ask": lambda tx: loops.ask(tx, loops.Ask(item=self.item, people=(self.who["teacher"].id,))),
                "loops.withdraw_request": lambda tx: loops.withdraw_request(tx, request),
                "loops.thank": lambda tx: loops.thank(tx, request, self.who["father"].id),
                "loops.remind": lambda tx: loops.remind(tx, later_request, self.who["father"].id),
                "loops.respond": lambda tx: loops.respond(tx, said, "adopted", "Yes"),
                "his.loops.respond": lambda tx: loops.respond(tx, his, "declined", "Yes"),
                "his.loops.response": lambda tx: there(tx.get(Response, his)),
                "files.rendition": lambda tx: rendition(tx, photo, "page"),
            }
        )

    def outcome(self, who: str, act: str) -> str:
        def then_undo(tx: Tx) -> None:
            self.acts[act](tx)
            tx.flush()
            raise Undo

        with pytest.raises((Undo, Refusal)) as raised:
            self.who[who].does(then_undo)
        return {Undo: ".", Forbidden: "F", NotFound: "N", NotSignedIn: "S"}[raised.type]


class Undo(Exception):
    """Takes back what was done, so that the next starts from the same."""
