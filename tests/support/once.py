"""What is slow to make, made once a run, by whichever of its processes needs it first."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

_places: list[Path] = []


@pytest.fixture(scope="session", autouse=True)
def place_of_the_run(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[None]:
    """A folder that all its processes see. pytest takes it away, some runs later."""
    mine = tmp_path_factory.getbasetemp()
    _places.append((mine if worker_id == "master" else mine.parent) / "once")
    yield
    _places.clear()


def once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name, which `make` has filled; the others wait for it. What is in it is only read."""
    (place,) = _places
    place.mkdir(exist_ok=True)
    made, half = place / name, place / f"{name}.half"
    with (place / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir()
            make(half)
            half.rename(made)
    return made
