"""One message to a thousand sockets: beside `websockets.broadcast` and Node's `ws`, with readers that stall, and what a socket weighs."""

import json
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import hatch_build
from benchmarks.crowd import Crowd
from benchmarks.figures import Ratio, Section, held, in_turns, percentile, ratio
from benchmarks.ground import OURS, PEERS, ROOT, Ground, environment
from benchmarks.school import BENCH, School, build
from hub.database import Database, Tx
from hub.events import thread_topic
from hub.identity.queries import recognise
from hub.items.actions import principal_of
from hub.items.models import ItemGrant

SOCKETS, PEOPLE = 1000, 20
"""As many windows each as one person may have open."""
STALLED = 10
A_SECOND = 20
WEIGHT = 25.0
"""kB a socket, at the most."""


class Side(NamedTuple):
    """A server and its crowd. `send` has it send one message to everyone."""

    crowd: Crowd
    send: Callable[[str], None]
    weight: float
    """kB of memory that each idle socket took."""


def measure(ground: Ground, *, sockets: int = SOCKETS, rounds: int = 5, messages: int = 50, seconds: float = 3) -> Section:
    url = ground.database("sqlite")
    with closing(Database(url, recognise)) as database:
        school = build(database, PEOPLE)
        database.write_now(BENCH, _share_with_all, school)
    with ExitStack() as stack:
        ours = stack.enter_context(_ours(url, school, sockets))
        broadcast = stack.enter_context(_served([OURS, ROOT / "benchmarks" / "peers" / "broadcasting.py"], sockets))
        ws = stack.enter_context(_served([_node(), _peer_of_node()], sockets))
        turns = [(ours, "frame"), (ours, "whole"), (broadcast, ""), (ws, "")]
        frame, whole, theirs, nodes = in_turns(rounds, *(partial(_one_by_one, side, line, messages, sockets) for side, line in turns))
        waits = [_paced(side, line, seconds) for side, line in turns]
        for side in (ours, broadcast, ws):
            side.crowd.stall(sockets * STALLED // SOCKETS)
        beside = [_paced(side, line, seconds) for side, line in turns]
        weights = [side.weight for side in (ours, broadcast, ws)]
    rows = [["what", "ours", "websockets.broadcast", "Node's ws", "ours ÷ broadcast", "target", "ours ÷ ws"]]
    alone, all_of_it = ratio(theirs, frame), ratio(theirs, whole)
    each = messages * sockets / 1000
    rows.append(_rates("a frame that is rendered, thousand deliveries/s", each, frame, theirs, nodes, alone))
    rows.append(_rates("a message from its action on, the same", each, whole, theirs, nodes, all_of_it))
    rows[-1][5] = ""
    for line, paced in ((f"at {A_SECOND} a second", waits), (f"beside {STALLED} readers that stall", beside)):
        rendered, whole_way, *peers = paced
        rows.append(_waits(f"the frame's p50 and p99 {line}, ms", [rendered, *peers]))
        rows.append(_waits(f"the message's, from its action on, {line}", [whole_way, *peers]))
        rows[-1][5] = ""
    heavy = f"≤ {WEIGHT:g} kB: {held(weights[0], WEIGHT, at_least=False)}"
    rows.append(["memory of an idle socket, kB", *(f"{one:.1f}" for one in weights), f"{weights[0] / weights[1]:.2f}", heavy, ""])
    note = (
        f"{sockets:,} sockets that one process holds and another only counts, 200 bytes, {rounds} rounds of {messages} messages, the next "
        f"when all have heard the last, A B C D; then {seconds:g} s at {A_SECOND} a second. From its action on: `add_message` by a "
        f"teacher to {PEOPLE} people (the policy, grants, the event), its commit on SQLite, who may still read it, the rendering, the "
        f"frames; the peers send what they are given, to whoever is there. ws {_version()}, on Node as `make` finds it; Python on uvloop."
    )
    return Section("Fan-out to a thousand sockets", rows, [note])


def _rates(what: str, each: float, ours: Sequence[float], theirs: Sequence[float], nodes: Sequence[float], found: Ratio) -> list[str]:
    """From seconds a round."""
    found_nodes = ratio(nodes, ours)
    rates = [f"{each / statistics.median(one):.0f}" for one in (ours, theirs, nodes)]
    return [what, *rates, str(found), f"≥ 1: {held(found.median, 1, at_least=True)}", str(found_nodes)]


def _waits(what: str, waits: Sequence[Sequence[float]]) -> list[str]:
    p99 = [percentile(one, 0.99) for one in waits]
    shown = [f"{percentile(one, 0.5) * 1000:.0f}, {late * 1000:.0f}" for one, late in zip(waits, p99, strict=True)]
    times = p99[0] / p99[1]
    return [what, *shown, f"{times:.2f} (p99)", f"≤ 1: {held(times, 1, at_least=False)}", f"{p99[0] / p99[2]:.2f}"]


def _one_by_one(side: Side, line: str, messages: int, sockets: int) -> float:
    begun = time.perf_counter()
    for _ in range(messages):
        side.send(line)
        side.crowd.hears(sockets)
    return time.perf_counter() - begun


def _paced(side: Side, line: str, seconds: float) -> list[float]:
    side.crowd.taken.clear()
    side.crowd.paced(lambda: side.send(line), int(seconds * A_SECOND), 1 / A_SECOND)
    side.crowd.until_quiet()
    return list(side.crowd.taken)


@contextmanager
def _ours(url: str, school: School, sockets: int) -> Iterator[Side]:
    item = school.reflections[0]
    command: list[str | Path] = [OURS, "-m", "benchmarks.our_sockets", url, str(item), school.secrets["rivera"]]
    names = [name for name in school.secrets if name.startswith("student")]
    follow = json.dumps({"follow": thread_topic(item), "after": ""}).ljust(130)
    with _served(command, sockets, "/live", [f"Cookie: trellis={school.secrets[name]}\r\n" for name in names], follow) as side:
        yield side


@contextmanager
def _served(
    command: Sequence[str | Path], sockets: int, path: str = "/", headers: Sequence[str] = ("",), first: str = ""
) -> Iterator[Side]:
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin
    assert process.stdout
    inward = process.stdin
    try:
        port = int(process.stdout.readline())
        before = _resident(process.pid)
        origin = f"Origin: http://127.0.0.1:{port}\r\n"
        with Crowd(port, sockets, path, [origin + one for one in headers], first) as crowd:

            def send(line: str) -> None:
                inward.write(line + "\n")
                inward.flush()

            yield Side(crowd, send, (_resident(process.pid) - before) / sockets)
    finally:
        inward.close()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def _resident(process: int) -> float:
    """kB; nan where the system has no /proc."""
    status = Path(f"/proc/{process}/status")
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text()) if status.is_file() else None
    return int(found[1]) * 1.024 if found else float("nan")


def _share_with_all(tx: Tx, school: School) -> None:
    tx.add(ItemGrant(item_id=school.reflections[0], principal_id=_class(tx, school.class_id)))


def _class(tx: Tx, class_id: UUID) -> UUID:
    return principal_of(tx, "class", class_id)


def _node() -> str:
    """Raises LookupError where there is none."""
    found = hatch_build.system_node() or hatch_build.wheel_node()
    if found is None:
        raise LookupError("Node 20 or newer is needed for the peer, and there is none.")
    return found[0]


def _peer_of_node() -> Path:
    """Its program, beside its packages, which are fetched when they are first wanted and again when the lock has changed."""
    source, folder = ROOT / "benchmarks" / "peers" / "sockets", PEERS.with_name(".peers-node")
    lock = (source / "package-lock.json").read_text()
    kept = folder / "package-lock.json"
    if not (folder / "node_modules").is_dir() or not kept.is_file() or kept.read_text() != lock:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(source, folder)
        node = hatch_build.system_node() or hatch_build.wheel_node()
        assert node
        hatch_build.run([*node[1], "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder, node)
    shutil.copy(source / "broadcasting.mjs", folder)
    return folder / "broadcasting.mjs"


def _version() -> str:
    lock = json.loads((ROOT / "benchmarks" / "peers" / "sockets" / "package-lock.json").read_text())
    return str(lock["packages"]["node_modules/ws"]["version"])
