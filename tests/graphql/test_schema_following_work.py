"""Following a goal and a piece of work from a program, on the real server: each act is told, with what stands then."""

import asyncio
from typing import Any

import httpx

from tests import media
from tests.graphql.api import Line, line
from tests.graphql.test_schema_following import Program, shared, soon
from tests.support.server import Server


async def test_each_act_on_a_goal_is_told_with_what_stands(server: Server) -> None:
    maya, rivera, chidi = (Program(server, name) for name in ("maya", "rivera", "chidi"))
    reflection, groups = shared(maya)
    goal = maya.run("begin_goal", input={"title": "Keep bees", "steps": ["One", "Two"], "audience": groups})
    larger = maya.run("begin_goal", input={"title": "Feed the town", "audience": groups})["id"]
    id_, first = goal["id"], goal["steps"][0]["id"]
    acts: list[tuple[str, dict[str, Any]]] = [
        ("add_step", {"goal": id_, "words": "Three"}),
        ("move_step", {"id": first, "by": 9}),
        ("change_step", {"id": first, "words": "At last", "due": "2031-01-01"}),
        ("tick_step", {"id": first}),
        ("take_step_away", {"id": first}),
        ("take_step_away", {"id": first, "away": False}),
        ("check_in", {"goal": id_, "confidence": 4}),
        ("change_goal", {"id": id_, "version": 1, "title": "Keep bees", "supports": larger}),
        ("ask_for_help", {"goal": id_, "words": "Where?"}),
        ("link_evidence", {"goal": id_, "item": reflection}),
        ("end_goal", {"goal": id_, "progress": "REACHED"}),
    ]
    async with line(server.url, rivera.token) as hers, line(server.url, chidi.token) as his, line(server.url, rivera.token) as of_larger:
        for hearing, who, item in ((hers, rivera, id_), (his, chidi, id_), (of_larger, rivera, larger)):
            await hearing.follow(item, who.run("thread", item=item)["thread"]["liveCursor"])
        for act, given in acts:
            await maya.do(act, **given)
            for hearing in (hers, his):
                told = await soon(hearing.event())
                assert told["__typename"] == "ItemChanged", act
        stands = told["item"]
        assert [step["words"] for step in stands["steps"]] == ["Two", "Three", "At last"]
        assert stands["supports"] == [{"id": larger, "title": "Feed the town"}]
        assert (stands["progress"], [one["confidence"] for one in stands["checkIns"]]) == ("REACHED", [4])
        assert (await soon(of_larger.event()))["item"]["title"] == "Feed the town", "It has a part now."


async def test_work_is_told_when_it_grows_and_when_its_film_can_be_seen(server: Server) -> None:
    maya, rivera = Program(server, "maya"), Program(server, "rivera")
    _reflection, groups = shared(maya)
    work = maya.run("add_artifact", input={"title": "The bridge", "stand": {"words": "It sways."}, "audience": groups})["id"]
    async with line(server.url, rivera.token) as hers:
        await hers.follow(work, rivera.run("thread", item=work)["thread"]["liveCursor"])
        film = await asyncio.to_thread(given, server, maya, media.film("hevc", 1))
        await maya.do("add_version", artifact=work, stand={"files": [{"id": film}], "note": "Filmed"})
        assert (await told_of(hers))["version"] == 2
        while (seen := await told_of(hers, 20))["newest"]["files"][0]["state"] == "PREPARING":
            pass
        [file] = seen["newest"]["files"]
        assert (file["state"], file["url"]) == ("READY", f"/files/{film}/full")
        await maya.do("edit_artifact", id=work, edition=1, tags=["bridges"])
        assert (await told_of(hers))["tags"] == ["bridges"]


async def told_of(hearing: Line, seconds: float = 5) -> Any:
    return (await soon(hearing.event(), seconds))["item"]


def given(server: Server, who: Program, film: bytes) -> str:
    """Behind two others, so that it isn't ready before it hangs on anything."""
    with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {who.token}"}, trust_env=False, timeout=30) as client:
        answers = [client.post("/files", content=film, headers={"x-file-name": "bridge.mp4"}) for _ in range(3)]
    assert {one.status_code for one in answers} == {201}, answers[0].text
    id_: str = answers[-1].json()["id"]
    return id_
