"""Compiled templates, kept beside our own compiled modules: compiling those of a first page takes as long as ten later pages."""

import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from tempfile import NamedTemporaryFile

import jinja2
from jinja2 import compiler
from jinja2.bccache import Bucket

FOLDER = Path(cache_from_source(__file__)).parent / "templates"


class Compiled(jinja2.BytecodeCache):
    """What has changed since is compiled anew: a template, how they are compiled (`by`, a file of ours), Jinja or Python.

    Where that folder can't be written, each process compiles for itself.
    """

    def __init__(self, by: str | Path, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._by = f"{Path(by).read_text(encoding='utf-8')}{Path(compiler.__file__).stat().st_mtime_ns}"

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(self._by + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError), (self._folder / bucket.key).open("rb") as kept:
            bucket.load_bytecode(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            # Whole or not at all: other processes may read it meanwhile.
            with NamedTemporaryFile(dir=self._folder, delete=False) as fresh:
                bucket.write_bytecode(fresh)
            Path(fresh.name).replace(self._folder / bucket.key)
