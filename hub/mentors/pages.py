"""Mentors over HTTP: invited by who leads a project, looked at and approved by an admin; and what they offer."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.database import Tx
from hub.errors import Conflict, Invalid
from hub.homes import queries as homes
from hub.ids import parse_id
from hub.mentors import actions, asking, looking
from hub.mentors.forms import AskForm, CheckForm, DeclineForm, InviteForm, OfferForm, asking_of, checked_of, invited_of
from hub.need_to_knows import one
from hub.web.answers import see_other
from hub.web.claims import claim_of
from hub.web.forms import text_form
from hub.web.hub import hub_of
from hub.web.show import Page, show, show_again

AnyRequest = Request[Any, Any, Any]


class MentorsOfProject(Controller):
    path = "/projects/{project_id:str}/mentors"

    @get("/")
    async def page(self, request: AnyRequest, project_id: FromPath[str]) -> Page:
        wanted = request.query_params.get("q", "")
        return await show(request, "mentors/project.html", looking.of_project, parse_id(project_id), wanted)

    @post("/")
    async def invite(self, request: AnyRequest, project_id: FromPath[str]) -> Response[str]:
        given, problem = await text_form(request, InviteForm)
        id_ = parse_id(project_id)
        try:
            if problem:
                raise problem
            await _write(request, actions.invite, id_, invited_of(given))
        except (Invalid, Conflict) as wrong:
            also = {"typed": given, "problem": wrong}
            return await show_again(request, "mentors/project.html", also, _status(wrong), looking.of_project, id_)
        return see_other(f"/projects/{id_}/mentors", sent=given.writing, done="mentor-invited")


class MentorPages(Controller):
    """For the school's staff: who helps with what; and, for its admins, what the school keeps about each."""

    path = "/mentors"

    @get("/")
    async def mentors(self, request: AnyRequest) -> Page:
        return await show(request, "mentors/mentors.html", looking.of_school, request.query_params.get("q", ""))

    @get("/{person_id:str}")
    async def record(self, request: AnyRequest, person_id: FromPath[str]) -> Page:
        return await show(request, "mentors/record.html", looking.record, parse_id(person_id))

    @post("/{person_id:str}/check")
    async def check(self, request: AnyRequest, person_id: FromPath[str]) -> Response[str]:
        given, problem = await text_form(request, CheckForm)
        id_ = parse_id(person_id)

        def record(tx: Tx) -> UUID:
            return actions.record_check(tx, id_, checked_of(given, tx.viewer.time_zone)).person_id

        try:
            if problem:
                raise problem
            person = await _write(request, record)
        except Invalid as wrong:
            also = {"typed": given, "problem": wrong, "form": "check"}
            return await show_again(request, "mentors/record.html", also, 422, looking.record, id_)
        return see_other(f"/mentors/{person}", done="check-recorded")


class MentorshipPages(Controller):
    """What is done with one mentorship."""

    path = "/mentorships/{mentorship_id:str}"

    @post("/approve")
    async def approve(self, request: AnyRequest, mentorship_id: FromPath[str]) -> Response[str]:
        id_ = parse_id(mentorship_id)
        try:
            found = await _write(request, actions.approve, id_)
        except Conflict as wrong:
            return await show_again(request, "mentors/record.html", {"problem": wrong}, 409, looking.record_of, id_)
        return see_other(f"/mentors/{found.person_id}", done="mentor-approved")

    @post("/end")
    async def end(self, request: AnyRequest, mentorship_id: FromPath[str]) -> Response[str]:
        """Back to where one was: an admin to the mentor's record, who leads it to the project, the mentor to their first page."""
        ended = await _write(request, actions.end, parse_id(mentorship_id))
        there = await hub_of(request).database.read(claim_of(request), looking.leads_to, ended.project_id, ended.person_id)
        return see_other(there, done="mentor-ended")


class OfferPages(Controller):
    path = "/offers"

    @post("/")
    async def offer(self, request: AnyRequest) -> Response[str]:
        given, problem = await text_form(request, OfferForm)
        try:
            if problem:
                raise problem
            await _write(request, actions.offer, given.words, given.tags.split(","), parse_id(given.writing))
        except Invalid as wrong:
            return await show_again(request, "homes/home.html", {"typed": given, "problem": wrong}, 422, homes.home)
        return see_other("/", sent=given.writing)

    @post("/{offer_id:str}/take-back")
    async def take_back(self, request: AnyRequest, offer_id: FromPath[str]) -> Response[str]:
        await _write(request, actions.take_offer_back, parse_id(offer_id))
        return see_other("/")


class AskMentorPages(Controller):
    path = "/need-to-knows/{question_id:str}/mentor"

    @post("/")
    async def ask(self, request: AnyRequest, question_id: FromPath[str]) -> Response[str]:
        given, problem = await text_form(request, AskForm)
        id_ = parse_id(question_id)
        try:
            if problem:
                raise problem
            await _write(request, asking.ask, asking_of(id_, given))
        except (Invalid, Conflict) as wrong:
            also = {"typed": given, "problem": wrong, "form": "mentor"}
            return await show_again(request, "need_to_knows/need_to_know.html", also, _status(wrong), one.page, id_)
        return see_other(f"/need-to-knows/{id_}", done="mentor-asked")


class MentorAskPages(Controller):
    """What is done with one ask."""

    path = "/mentor-asks/{ask_id:str}"

    @post("/take-back")
    async def take_back(self, request: AnyRequest, ask_id: FromPath[str]) -> Response[str]:
        found = await _write(request, asking.take_back, parse_id(ask_id))
        return see_other(f"/need-to-knows/{found.question_id}")

    @post("/decline")
    async def decline(self, request: AnyRequest, ask_id: FromPath[str]) -> Response[str]:
        """The mentor comes back to their first page, which holds what else is asked of them."""
        given, problem = await text_form(request, DeclineForm)
        try:
            if problem:
                raise problem
            await _write(request, asking.decline, parse_id(ask_id), given.words)
        except (Invalid, Conflict) as wrong:
            also = {"typed": given, "problem": wrong, "form": f"decline-{ask_id}"}
            return await show_again(request, "homes/home.html", also, _status(wrong), homes.home)
        return see_other("/", done="mentor-declined")


async def _write(request: AnyRequest, action: Any, *args: Any) -> Any:
    return await hub_of(request).database.write(claim_of(request), action, *args)


def _status(refusal: Invalid | Conflict) -> int:
    return 422 if isinstance(refusal, Invalid) else 409
