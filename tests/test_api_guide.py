"""docs/api.md does what it says: its documents are those that are shipped, and its programs run."""

import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.graphql.api import NAMES, operation
from tests.photos import jpeg
from tests.support.ports import wait_until
from tests.support.server import Server

ROOT = Path(__file__).parent.parent
NODE = ["node", "--experimental-websocket"]
GUIDE = (ROOT / "docs" / "api.md").read_text()


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", GUIDE, re.M | re.S)


def test_its_documents_are_those_that_are_shipped() -> None:
    shipped = {operation(name): name for name in NAMES}
    assert [block for block in blocks("graphql") if block not in shipped] == []
    assert len(blocks("graphql")) >= 5


def ask(server: Server, name: str, document: str, **variables: Any) -> Any:
    """What the one field of a named document answers."""
    [value] = post(server, name, {"query": operation(document), "variables": variables})["data"].values()
    return value


token = cache(Server.token)


def post(server: Server, name: str, question: dict[str, Any]) -> Any:
    headers = {"Authorization": f"Bearer {token(server, name)}"}
    return httpx.post(f"{server.url}/graphql", json=question, headers=headers, trust_env=False).json()


def test_its_shell_lines_run(server: Server, tmp_path: Path) -> None:
    (tmp_path / "jars.jpg").write_bytes(jpeg())
    (tmp_path / "graphql").symlink_to(ROOT / "graphql")
    outside = os.environ | {"HUB": server.url, "TOKEN": token(server, "maya"), "no_proxy": "*"}
    lines = [block for block in blocks("sh") if "curl" in block]
    told = [
        subprocess.run(["sh", "-ec", line], cwd=tmp_path, env=outside, capture_output=True, text=True, check=True).stdout for line in lines
    ]
    first, several, photo = map(json.loads, told)
    assert first == {"data": {"viewer": {"person": {"called": "Maya"}}}}
    assert several["data"]["viewer"]["reflections"]["nodes"]
    begin = ask(server, "maya", "begin_reflection")
    posted = ask(
        server,
        "maya",
        "post_reflection",
        input={
            "promptSet": begin["promptSets"][0]["id"],
            "answers": [{"key": "what", "words": "We filled **two** jars."}],
            "audience": [begin["audienceChoices"][0]["id"]],
            "photos": [{"id": photo["id"], "alt": "Two jars"}],
            "clientMutationId": "jars-2026-11-22",
        },
    )
    assert posted["photos"][0]["alt"] == "Two jars"


@pytest.mark.parametrize(("kind", "program", "runs"), [("python", "follow.py", [sys.executable]), ("js", "follow.mjs", NODE)])
def test_its_programs_follow_a_thread(server: Server, tmp_path: Path, kind: str, program: str, runs: list[str]) -> None:
    mine = post(server, "maya", {"query": "{ viewer { reflections(first: 100) { nodes { id title } } } }"})["data"]["viewer"]
    item = next(one["id"] for one in mine["reflections"]["nodes"] if one["title"] == "What the jars showed me")
    [text] = blocks(kind)
    (tmp_path / program).write_text(text)
    shutil.copy(ROOT / "graphql" / "operations" / "thread_events.graphql", tmp_path)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    outside = os.environ | {"HUB": server.url, "TOKEN": token(server, "maya"), "ITEM": item, "no_proxy": "*"}
    heard = tmp_path / "heard"
    with heard.open("w") as out:
        running = subprocess.Popen([*runs, program], cwd=tmp_path, env=outside, stdout=out, stderr=subprocess.STDOUT)
    try:

        def told() -> bool:
            ask(server, "rivera", "add_message", input={"item": item, "words": "Still there?"})
            return "Still there?" in heard.read_text()

        wait_until(told, within=30, what="an answer", every=1)
    finally:
        running.kill()
        running.wait()
