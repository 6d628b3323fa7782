"""What a school installs: the wheel built from the sdist, in a fresh environment, away from the checkout."""

import re
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.support.server import Server, running

ROOT = Path(__file__).parent.parent
PATHS_OF_OURS = re.compile(r"hub/|hub_graphql/|hub_realtime/|trellis_hub-[\d.]+\.dist-info/")

pytestmark = pytest.mark.timeout(300)


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the unpacked sdist and not from the checkout, so that the sdist is known to be whole."""
    folder = tmp_path_factory.mktemp("package")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder)]
    run(*build, "--sdist", str(ROOT), cwd=folder)
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    run(*build, "--wheel", str(folder / sdist.name.removesuffix(".tar.gz")), cwd=folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that has the wheel, and our dependencies from this one."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False, symlinks=True)
    (libraries,) = home.glob("lib/python3*/site-packages")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-qq", "--python", str(home / "bin" / "python")]
    run(*pip, "install", "--no-deps", "--no-index", str(wheel), cwd=home)
    # In a folder that a .pth names, other .pth files are not read: the editable install in there stays unseen.
    (libraries / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home / "bin"


class Installed(Server):
    """The server as the installed command starts it, in an empty folder."""

    def __init__(self, programs: Path, folder: Path) -> None:
        super().__init__(folder)
        self.command = [str(programs / "trellis")]
        self.cwd = folder


@pytest.fixture(scope="module")
def hub(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with ExitStack() as stack:
        yield running(stack, Installed(installed, tmp_path_factory.mktemp("empty")), "--demo")


def test_the_wheel_brings_its_own_files_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    strangers = [name for name in names if not PATHS_OF_OURS.match(name)]
    assert not strangers, f"The wheel would write beside our packages: {strangers}"
    for needed in (r"hub/templates/base\.html", r"hub/static/dist/.+\.css", r"hub_graphql/operations/.+\.graphql"):
        assert any(re.fullmatch(needed, name) for name in names), f"The wheel has no {needed}"


def test_it_runs_from_the_wheel_and_not_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    where = run(installed / "python", "-c", "import hub, hub_graphql, hub_realtime; print(hub.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(installed.parent), where
    whose = run(installed / "python", "-c", "import graphql; print(graphql.__file__)", cwd=tmp_path)
    assert not Path(whose.strip()).is_relative_to(ROOT / "graphql"), whose


def test_a_page_and_its_style_sheet(hub: Server) -> None:
    page = httpx.get(f"{hub.url}/sign-in", trust_env=False)
    assert page.status_code == 200
    links = re.findall(r"<link\b[^>]*\brel=[\"']?stylesheet[^>]*>", page.text)
    assert links, "the page links to no style sheet"
    for link in links:
        address = re.search(r"\bhref=[\"']?([^\"'\s>]+)", link)
        assert address
        sheet = httpx.get(httpx.URL(hub.url).join(address[1]), trust_env=False)
        assert sheet.status_code == 200
        assert sheet.headers["content-type"].startswith("text/css")
        assert len(sheet.text) > 100


def test_a_query(hub: Server) -> None:
    person = hub.trellis_json("demo", "--people")[0]["sign_in_name"]
    token = hub.trellis_json("token", "create", "--for", person)["token"]
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/graphql-response+json"}
    answer = httpx.post(f"{hub.url}/graphql", json={"query": "{ __typename }"}, headers=headers, trust_env=False)
    assert (answer.status_code, answer.json()) == (200, {"data": {"__typename": "Query"}})


def test_a_socket(hub: Server) -> None:
    """Nobody is signed in, so that the door must be there and stay shut, in words of the protocol."""
    try:
        with connect(f"{hub.url.replace('http', 'ws', 1)}/live", origin=Origin(hub.url), proxy=None) as socket:
            socket.close()
            said = socket.close_code
    except InvalidStatus as refusal:
        said = refusal.response.status_code
    assert said in (1000, 1008, 4401, 401, 403), said
