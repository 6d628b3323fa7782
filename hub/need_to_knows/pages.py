"""What teams need to know, over HTTP."""

from typing import Any

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.errors import Conflict, Invalid
from hub.ids import NOTHING, parse_id
from hub.need_to_knows import actions, evidence, histories, merging, one
from hub.web.answers import see_other
from hub.web.claims import claim_of
from hub.web.forms import form_of, text_form
from hub.web.hub import hub_of
from hub.web.show import Page, show, show_again
from hub.words import whole_number

AnyRequest = Request[Any, Any, Any]


class QuestionForm(msgspec.Struct, frozen=True):
    """A question as it was written. `alone`: the page said that nobody else will see it. `version`: of one that is worded anew."""

    question: str = ""
    alone: str = ""
    version: str = ""
    writing: str = ""


class FindingForm(msgspec.Struct, frozen=True):
    """What was found out, or, with `why` alone, what is still missing."""

    words: str = ""
    source: str = ""
    why: str = ""
    evidence: list[str] = []
    version: str = ""
    writing: str = ""


class MergeForm(msgspec.Struct, frozen=True):
    """One question for several: `questions` are ids."""

    question: str = ""
    questions: list[str] = []
    writing: str = ""


class RevealForm(msgspec.Struct, frozen=True):
    """`complete`: all have written theirs, as far as the page knew."""

    complete: str = ""


class PickForm(msgspec.Struct, frozen=True):
    picked: str = ""


class QuestionsOfRoom(Controller):
    path = "/rooms/{room_id:str}/questions"

    @get("/")
    async def page(self, request: AnyRequest, room_id: FromPath[str]) -> Page:
        return await show(request, "need_to_knows/questions.html", one.of_room, parse_id(room_id))

    @post("/")
    async def ask(self, request: AnyRequest, room_id: FromPath[str]) -> Response[str]:
        given, problem = await text_form(request, QuestionForm)
        id_ = parse_id(room_id)
        try:
            if problem:
                raise problem
            await _write(request, actions.ask, id_, given.question, parse_id(given.writing), alone=bool(given.alone))
        except (Invalid, Conflict) as wrong:
            also = {"typed": given, "problem": wrong, "form": "ask"}
            return await show_again(request, "need_to_knows/questions.html", also, _status(wrong), one.of_room, id_)
        return see_other(f"/rooms/{id_}/questions", sent=given.writing)

    @post("/reveal")
    async def reveal(self, request: AnyRequest, room_id: FromPath[str]) -> Response[str]:
        id_, given = parse_id(room_id), await form_of(request, RevealForm)
        try:
            await _write(request, actions.reveal, id_, complete=bool(given.complete))
        except Conflict as wrong:  # Somebody came in meanwhile who hasn't written.
            also = {"problem": wrong, "form": "reveal"}
            return await show_again(request, "need_to_knows/questions.html", also, _status(wrong), one.of_room, id_)
        return see_other(f"/rooms/{id_}/questions")


class QuestionsOfProject(Controller):
    """What the class makes of what its teams need to know."""

    path = "/projects/{project_id:str}/questions"

    @get("/")
    async def page(self, request: AnyRequest, project_id: FromPath[str]) -> Page:
        return await show(request, "need_to_knows/class.html", one.of_project, parse_id(project_id))

    @post("/")
    async def merge(self, request: AnyRequest, project_id: FromPath[str]) -> Response[str]:
        given, problem = await text_form(request, MergeForm)
        id_ = parse_id(project_id)
        several = [parse_id(each) or NOTHING for each in given.questions]
        try:
            if problem:
                raise problem
            await _write(request, merging.merge, id_, several, given.question, parse_id(given.writing))
        except (Invalid, Conflict) as wrong:
            also = {"typed": given, "problem": wrong, "form": "merge"}
            return await show_again(request, "need_to_knows/class.html", also, _status(wrong), one.of_project, id_)
        return see_other(f"/projects/{id_}/questions", sent=given.writing)


class NeedToKnowPages(Controller):
    """What is done with one question."""

    path = "/need-to-knows/{question_id:str}"

    @get("/")
    async def page(self, request: AnyRequest, question_id: FromPath[str]) -> Page:
        return await show(request, "need_to_knows/need_to_know.html", one.page, parse_id(question_id))

    @get("/history")
    async def history(self, request: AnyRequest, question_id: FromPath[str]) -> Page:
        before = whole_number(request.query_params.get("before", ""))
        return await show(request, "need_to_knows/history.html", histories.history, parse_id(question_id), before)

    @post("/pick")
    async def pick(self, request: AnyRequest, question_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, PickForm)
        id_ = parse_id(question_id)
        database = hub_of(request).database
        try:
            question = await _write(request, actions.pick, id_, bool(given.picked))
        except Conflict as wrong:
            room = await database.read(claim_of(request), one.room_of, id_)
            also = {"problem": wrong, "form": "pick"}
            return await show_again(request, "need_to_knows/questions.html", also, 409, one.of_room, room)
        room = await database.read(claim_of(request), one.room_of, question.id)
        there = see_other(f"/rooms/{room}/questions")
        there.headers["location"] += f"#question-{id_}"
        return there

    @post("/words")
    async def change(self, request: AnyRequest, question_id: FromPath[str]) -> Response[str]:
        given, problem = await text_form(request, QuestionForm)
        base = whole_number(given.version) or 0
        return await _done(request, question_id, "words", given, problem, actions.change, given.question, base, parse_id(given.writing))

    @post("/take-up")
    async def take_up(self, request: AnyRequest, question_id: FromPath[str]) -> Response[str]:
        return await _done(request, question_id, "take-up", FindingForm(), None, actions.take_up)

    @post("/answer")
    async def answer(self, request: AnyRequest, question_id: FromPath[str]) -> Response[str]:
        given, problem = await text_form(request, FindingForm)
        found = actions.Found(
            words=given.words,
            source=given.source,
            evidence=tuple(parse_id(each) or NOTHING for each in given.evidence if each),
            base=whole_number(given.version) or 0,
            writing=parse_id(given.writing),
        )
        return await _done(request, question_id, "finding", given, problem, actions.answer, found)

    @post("/reopen")
    async def reopen(self, request: AnyRequest, question_id: FromPath[str]) -> Response[str]:
        given, problem = await text_form(request, FindingForm)
        return await _done(request, question_id, "reopen", given, problem, actions.reopen, given.why, parse_id(given.writing))

    @post("/unshow")
    async def no_longer_show_by(self, request: AnyRequest, question_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, FindingForm)
        work = parse_id(given.evidence[-1]) if given.evidence else None
        return await _done(request, question_id, "finding", given, None, evidence.no_longer_show_by, work)

    @post("/part")
    async def part(self, request: AnyRequest, question_id: FromPath[str]) -> Response[str]:
        id_ = parse_id(question_id)
        try:
            project = await _write(request, merging.part, id_)
        except Conflict as wrong:
            also = {"typed": FindingForm(), "problem": wrong, "form": "take-up"}
            return await show_again(request, "need_to_knows/need_to_know.html", also, 409, one.page, id_)
        return see_other(f"/projects/{project.id}/questions")

    @post("/away")
    async def away(self, request: AnyRequest, question_id: FromPath[str]) -> Response[str]:
        id_ = parse_id(question_id)
        database = hub_of(request).database
        room = await database.read(claim_of(request), one.room_of, id_)
        await _write(request, actions.take_away, id_)
        return see_other(f"/rooms/{room}/questions" if room else "/", done="question-taken-away", item=str(id_))

    @post("/put-back")
    async def put_back(self, request: AnyRequest, question_id: FromPath[str]) -> Response[str]:
        question = await _write(request, actions.put_back, parse_id(question_id))
        return see_other(f"/need-to-knows/{question.id}")


async def _done(
    request: AnyRequest, question_id: str, form: str, given: Any, problem: Invalid | None, action: Any, *args: Any
) -> Response[str]:
    """Back to the question; what can't be taken is shown on its page, with what was typed."""
    id_ = parse_id(question_id)
    try:
        if problem:
            raise problem
        await _write(request, action, id_, *args)
    except (Invalid, Conflict) as wrong:
        also = {"typed": given, "problem": wrong, "form": form}
        return await show_again(request, "need_to_knows/need_to_know.html", also, _status(wrong), one.page, id_)
    return see_other(f"/need-to-knows/{id_}", sent=given.writing)


async def _write(request: AnyRequest, action: Any, *args: Any, **more: Any) -> Any:
    return await hub_of(request).database.write(claim_of(request), action, *args, **more)


def _status(refusal: Invalid | Conflict) -> int:
    return 422 if isinstance(refusal, Invalid) else 409
