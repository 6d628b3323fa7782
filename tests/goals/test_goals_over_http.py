"""Goals over HTTP as browsers send them: what can't be is said beside its box, with what was typed; nothing is half there."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape

import httpx
import pytest

from tests.support.boxes import box, form_at, is_beside
from tests.support.server import Server

OURS = {"accept": "text/html", "sec-fetch-site": "same-origin"}
WISH = "Build a bridge that holds a cat"


@pytest.fixture(scope="module")
def amina(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, headers=OURS, trust_env=False, timeout=30) as client:
        assert client.post("/sign-in", data={"name": "amina", "password": "trellis-demo"}).status_code == 303
        yield client


@pytest.fixture
def goal(amina: httpx.Client) -> str:
    return begun(amina)


def begun(client: httpx.Client, **boxes: str) -> str:
    answer = client.post("/goals", data={"title": WISH, "steps": "Draw it\nAsk the cat"} | boxes)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].split("?")[0]


@pytest.mark.parametrize(
    ("boxes", "field", "says"),
    [
        ({"title": "  "}, "title", "What do you wish for?"),
        ({"title": "t" * 201}, "title", "fewer words"),
        ({"plan": "p" * 5_001}, "plan", "longer than fits here"),
        ({"outcome": "o" * 200_001}, "outcome", "longer than we can take"),
        ({"due": "soon"}, "due", "can&#39;t read this day"),
        ({"due": "2026-02-31"}, "due", "can&#39;t read this day"),
        ({"steps": "\n".join(map(str, range(51)))}, "steps", "more than 50 steps"),
        ({"criteria": "\n".join(map(str, range(13)))}, "criteria", "Choose the 12"),
        ({"supports": "01a20000-0000-7000-8000-000000000000"}, "supports", "isn&#39;t there any more"),
        ({"audience": "01a20000-0000-7000-8000-000000000000"}, "audience", "your teachers and your family"),
    ],
)
def test_a_goal_that_cannot_be_is_refused_beside_its_box(amina: httpx.Client, boxes: dict[str, str], field: str, says: str) -> None:
    before = count(amina)
    answer = amina.post("/goals", data={"title": WISH, "obstacle": "The cat is heavy."} | boxes)
    assert answer.status_code == 422
    is_beside(answer.text, field, says)
    assert "The cat is heavy." in answer.text, "what was typed is lost"
    assert boxes.get("title", WISH).strip()[:50] in answer.text
    assert count(amina) == before


@pytest.mark.parametrize(
    ("boxes", "field", "says"),
    [({"title": ""}, "title", "What do you wish for?"), ({"due": "tomorrow"}, "due", "can&#39;t read this day")],
)
def test_a_change_that_cannot_be_is_refused_beside_its_box(
    amina: httpx.Client, goal: str, boxes: dict[str, str], field: str, says: str
) -> None:
    answer = amina.post(f"{goal}/edit", data={"title": WISH, "plan": "If it falls", "version": "1"} | boxes)
    assert answer.status_code == 422
    is_beside(answer.text, field, says)
    assert "If it falls" in answer.text
    assert "It was never changed" in amina.get(f"{goal}/history").text


@pytest.mark.parametrize(
    ("act", "boxes", "at", "says", "kept"),
    [
        ("steps", {"step": " "}, "step", "what you will do", ""),
        ("steps", {"step": "s" * 301}, "step", "fewer words", "s" * 301),
        ("steps", {"step": "Weigh the cat", "due": "Friday"}, "step-due", "can&#39;t read this day", "Weigh the cat"),
        ("check-ins", {"words": "It purrs"}, "confidence", "from 1 to 5", "It purrs"),
        ("check-ins", {"confidence": "6", "words": "It purrs"}, "confidence", "from 1 to 5", "It purrs"),
        ("check-ins", {"confidence": "٣", "words": "It purrs"}, "confidence", "from 1 to 5", "It purrs"),
        ("check-ins", {"confidence": "3", "words": "w" * 501}, "look-words", "fewer words", "w" * 501),
        ("check-ins", {"confidence": "4", "words": "It purrs", "day": "2999-01-01"}, "day", "still to come", "It purrs"),
        ("check-ins", {"confidence": "4", "words": "It purrs", "day": "2001-01-01"}, "day", "hadn&#39;t begun", "It purrs"),
        ("check-ins", {"confidence": "4", "words": "It purrs", "day": "Monday"}, "day", "can&#39;t read this day", "It purrs"),
        ("help", {"words": "h" * 5_001}, "help-words", "longer than fits", "h" * 5_001),
        ("end", {"why": "It ran away"}, "progress", "Choose what became of it", "It ran away"),
        ("end", {"progress": "eaten", "why": "It ran away"}, "progress", "Choose what became of it", "It ran away"),
        ("end", {"progress": "let_go", "why": " "}, "why", "a few words why", 'value="let_go" required checked'),
    ],
)
def test_what_cannot_be_done_with_a_goal_is_said_beside_its_box(
    amina: httpx.Client, goal: str, act: str, boxes: dict[str, str], at: str, says: str, kept: str
) -> None:
    answer = amina.post(f"{goal}/{act}", data=boxes)
    assert answer.status_code == 422
    is_beside(answer.text, at, says)
    assert kept in " ".join(answer.text.split())
    page = amina.get(goal).text
    assert "0 of 2 done" in page
    assert "goal-plot-0" in page


def test_help_that_nobody_could_give_says_whom_to_share_with(amina: httpx.Client, goal: str) -> None:
    answer = amina.post(f"{goal}/help", data={"words": "It purrs too loud"})
    assert answer.status_code == 422
    assert "Share this goal with a teacher first" in answer.text
    assert "It purrs too loud" in answer.text
    assert "/audience" in answer.text


def test_a_double_click_begins_one_goal_and_looks_once(amina: httpx.Client) -> None:
    form = {"title": "Twice", "writing": box(amina.get("/goals/new").text, "writing")}
    before = count(amina)
    first, second = amina.post("/goals", data=form), amina.post("/goals", data=form)
    assert first.headers["location"] == second.headers["location"]
    assert count(amina) == before + 1
    goal = first.headers["location"].split("?")[0]
    look = {"confidence": "4", "words": "Sure", "writing": box(amina.get(goal).text, "writing")}
    assert {amina.post(f"{goal}/check-ins", data=look).status_code for _ in range(2)} == {303}
    assert "goal-plot-1" in amina.get(goal).text
    step = {"step": "Measure it", "writing": form_at(amina.get(goal).text, f"{goal}/steps")}
    assert {amina.post(f"{goal}/steps", data=step).status_code for _ in range(2)} == {303}
    assert "0 of 1 done" in amina.get(goal).text


@pytest.mark.parametrize(("place", "act", "words"), [("step", "steps", "step"), ("help", "help", "words"), ("end", "end", "why")])
def test_what_was_typed_at_a_goal_stands_there_again(amina: httpx.Client, goal: str, place: str, act: str, words: str) -> None:
    writing = form_at(amina.get(goal).text, f"{goal}/{act}")
    kept = {"writing": writing, "base": 0, "words": {words: "The cat is asleep"}}
    assert amina.put(f"/drafts/{place}/{goal.rsplit('/', 1)[1]}", json=kept).status_code == 200
    page = amina.get(goal).text
    assert "The cat is asleep" in page
    assert form_at(page, f"{goal}/{act}") == writing
    assert re.search(rf'href="{goal}#{place}"', amina.get("/").text), "It is found again from home."


def test_a_step_is_ticked_where_it_stands(amina: httpx.Client, goal: str) -> None:
    step = re.findall(r'action="/steps/([0-9a-f-]+)/tick"', amina.get(goal).text)[0]
    for answer in (amina.post(f"/steps/{step}/tick", data={"done": "yes"}) for _ in range(2)):
        assert (answer.status_code, answer.headers["location"]) == (303, f"{goal}#goal-steps")
    assert "1 of 2 done" in amina.get(goal).text
    amina.post(f"/steps/{step}/away")
    assert "0 of 1 done" in amina.get(goal).text
    assert amina.post(f"/steps/{step}/tick", data={"done": "yes"}).status_code == 404


def test_a_stale_change_shows_both_texts(amina: httpx.Client, goal: str) -> None:
    assert amina.post(f"{goal}/edit", data={"title": "In the other window", "version": "1"}).status_code == 303
    answer = amina.post(f"{goal}/edit", data={"title": "In this window", "version": "1"})
    assert answer.status_code == 409
    assert re.search("In the other window.*In this window", answer.text, re.S)


def test_what_has_ended_says_so_in_its_place(amina: httpx.Client, goal: str) -> None:
    assert "It takes ten seconds." in amina.get(goal).text
    assert amina.post(f"{goal}/end", data={"progress": "changed", "why": "It is a dog"}).status_code == 303
    stale = ("check-ins", {"confidence": "3", "words": "Woof"}), ("steps", {"step": "Woof"}), ("help", {"words": "Woof"})
    wrong = ("check-ins", {"words": "Woof"}), ("steps", {"step": "Woof", "due": "soon"}), ("end", {"why": "Woof"})
    for refused, told in ((stale, "has come to its end.*Woof"), (wrong, 'role="alert".*Woof')):
        for act, boxes in refused:  # What was typed is shown, too, though its box is not there any more.
            assert re.search(told, amina.post(f"{goal}/{act}", data=boxes).text, re.S)
    assert "It takes ten seconds." not in amina.get(goal).text


@pytest.mark.parametrize("name", ["at", "when", "created", "date", "time"])
def test_nobody_sets_the_moment_of_a_check_in(amina: httpx.Client, goal: str, name: str) -> None:
    future = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    answer = amina.post(f"{goal}/check-ins", data={"confidence": "5", name: future}, headers={"date": future})
    assert answer.status_code == 303
    [told] = re.findall(r'<td><time datetime="([^"]+)"', amina.get(goal).text)
    assert datetime.fromisoformat(told) <= datetime.now(UTC) + timedelta(minutes=1)


def test_a_step_is_said_anew_moved_and_put_back_where_it_stands(amina: httpx.Client, goal: str) -> None:
    first, second = re.findall(r'action="/steps/([0-9a-f-]+)/tick"', amina.get(goal).text)
    answer = amina.post(f"/steps/{first}/change", data={"step": "Draw it twice", "due": "2031-03-04"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{goal}#step-{first}")
    assert "Draw it twice" in amina.get(goal).text
    assert 'value="2031-03-04"' in amina.get(goal).text
    answer = amina.post(f"/steps/{first}/move", data={"to": "later"})
    assert answer.headers["location"] == f"{goal}?step={first}#step-{first}"
    page = amina.get(answer.headers["location"]).text
    assert re.findall(r'action="/steps/([0-9a-f-]+)/tick"', page) == [second, first]
    assert len(re.findall(r"<details[^>]*\bopen\b", page)) == 1, "What was moved stays open, to be moved further."
    for step in (first, second):
        amina.post(f"/steps/{step}/away")
    page = amina.get(goal).text
    assert "You took “Ask the cat” away." in page
    assert re.findall(r'action="/steps/([0-9a-f-]+)/put-back"', page) == [second, first], "Not only what was taken away last."
    assert {amina.post(f"/steps/{step}/put-back").status_code for step in (second, first)} == {303}
    assert re.findall(r'action="/steps/([0-9a-f-]+)/tick"', amina.get(goal).text) == [second, first]


@pytest.mark.parametrize("ended", [False, True])
def test_what_was_typed_into_a_step_that_is_gone_is_shown_with_its_goal(amina: httpx.Client, goal: str, ended: bool) -> None:
    step = re.findall(r'action="/steps/([0-9a-f-]+)/tick"', amina.get(goal).text)[0]
    amina.post(f"/steps/{step}/away")
    if ended:
        amina.post(f"{goal}/end", data={"progress": "reached"})
    for due in ("2031-03-04", "soon"):
        answer = amina.post(f"/steps/{step}/change", data={"step": "Draw it in blue", "due": due, "edition": "0"})
        assert answer.status_code == 409
        assert re.search("You took this step away in another window.*Draw it in blue", answer.text, re.S)
        assert ("come to its end" in answer.text, f"/steps/{step}/put-back" in answer.text) == (ended, not ended)


@pytest.mark.parametrize(
    ("boxes", "at", "says"),
    [
        ({"step": " "}, "words", "what you will do"),
        ({"step": "s" * 301}, "words", "fewer words"),
        ({"step": "Draw it", "due": "soon"}, "due", "can&#39;t read this day"),
    ],
)
def test_a_step_that_cannot_be_is_refused_beside_its_box(amina: httpx.Client, goal: str, boxes: dict[str, str], at: str, says: str) -> None:
    step = re.findall(r'action="/steps/([0-9a-f-]+)/tick"', amina.get(goal).text)[0]
    answer = amina.post(f"/steps/{step}/change", data=boxes)
    assert answer.status_code == 422
    is_beside(answer.text, f"{at}-{step}", says)
    assert boxes["step"].strip() in answer.text
    assert "Draw it" in amina.get(goal).text


def test_what_a_goal_is_part_of_is_chosen_anew_on_its_sheet(amina: httpx.Client, goal: str) -> None:
    larger = begun(amina, title="Be an engineer").rsplit("/", 1)[1]
    form = {"title": WISH, "version": "1"}
    assert amina.post(f"{goal}/edit", data=form | {"supports": larger}).status_code == 303
    assert "Be an engineer" in amina.get(goal).text
    assert re.search(rf'value="{larger}"\s+selected', amina.get(f"{goal}/edit").text)
    answer = amina.post(f"/goals/{larger}/edit", data={"title": "Be an engineer", "version": "1", "supports": goal.rsplit("/", 1)[1]})
    assert answer.status_code == 422
    is_beside(answer.text, "supports", "a part of this goal itself")
    assert amina.post(f"{goal}/edit", data=form).status_code == 409, "The sheet of the first window would take it off again."
    assert amina.post(f"{goal}/edit", data=form | {"version": "2"}).status_code == 303
    assert "Be an engineer" not in amina.get(goal).text


def test_a_reflection_that_ends_in_what_cannot_be_is_refused_beside_its_box(amina: httpx.Client, goal: str) -> None:
    sheet = amina.get(f"/reflections/new?about={goal.rsplit('/', 1)[1]}").text
    assert WISH in sheet
    form = {name: box(sheet, name) for name in ("writing", "prompts", "about")} | {"questions": "what", "answer-what": "It held."}
    for boxes, field in (({"next_step": "n" * 201}, "next_step"), ({"next_step": "Feed it", "goal": "nothing"}, "goal")):
        answer = amina.post("/reflections", data=form | boxes)
        assert answer.status_code == 422
        assert f'id="{field}-wrong"' in answer.text
        assert "It held." in answer.text
        assert boxes["next_step"] in answer.text
    answer = amina.post("/reflections", data=form | {"about": "01a20000-0000-7000-8000-000000000000"})
    assert answer.status_code == 422
    assert "isn&#39;t there any more" in answer.text
    answer = amina.post("/reflections", data=form | {"next_step": "Feed it", "goal": goal.rsplit("/", 1)[1]})
    assert answer.status_code == 303
    page = amina.get(goal).text
    assert "Feed it" in page
    assert "Looking back on it" in page
    assert "It looks back on" in amina.get(answer.headers["location"]).text


def test_a_goal_grows_out_of_a_reflection_by_its_menu(amina: httpx.Client) -> None:
    there = re.findall(r'href="(/reflections/[0-9a-f-]{36})"', amina.get("/space").text)[0]
    [menu] = re.findall(r'href="(/goals/new\?from=[^"]+)"', amina.get(there).text)
    sheet = amina.get(menu).text
    assert "Grows out of" in sheet
    goal = begun(amina, came_from=box(sheet, "came_from"))
    assert "What it grew from" in amina.get(goal).text
    assert "What grew out of it" in amina.get(there).text


@pytest.mark.parametrize("id_", ["nothing", "0", "01a20000-0000-7000-8000-000000000000", "%00", "a" * 2000])
def test_an_unknown_goal_or_step_is_simply_not_there(amina: httpx.Client, id_: str) -> None:
    for answer in (
        amina.get(f"/goals/{id_}"),
        amina.get(f"/goals/{id_}/history"),
        amina.post(f"/goals/{id_}/check-ins", data={"confidence": "3"}),
        amina.post(f"/goals/{id_}/check-ins", data={"confidence": "9"}),
        amina.post(f"/steps/{id_}/tick", data={"done": "yes"}),
        amina.post(f"/steps/{id_}/change", data={"step": "Draw it"}),
        amina.post(f"/steps/{id_}/change", data={"step": ""}),
        amina.post(f"/steps/{id_}/move", data={"to": "later"}),
        amina.post(f"/steps/{id_}/put-back"),
    ):
        assert answer.status_code == 404


def count(client: httpx.Client) -> int:
    return len(set(re.findall(r'href="/goals/([0-9a-f-]{36})"', client.get("/space?kind=goal").text)))


def test_work_is_looked_for_by_its_title_with_a_plain_form(amina: httpx.Client, goal: str) -> None:
    for n in range(11):
        amina.post("/artifacts", data={"title": f"Beam {n}", "words": "…"})
    [further] = re.findall(r'href="(/goals/[^"]+evidence[^"]+)"', amina.get(goal).text)
    assert re.findall(r"Beam \d+<", amina.get(unescape(further)).text) == ["Beam 0<"]
    [work] = re.findall(r'name="item" value="([^"]+)"', amina.get(f"{goal}/evidence?q=BEAM+10").text)
    assert amina.post(f"{goal}/evidence", data={"item": work}).status_code == 303
    assert "has this in its title" in amina.get(f"{goal}/evidence?q=BEAM+10&after=nowhere").text
