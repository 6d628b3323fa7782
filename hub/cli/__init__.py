"""`trellis WORD …`: one module for each thing an operator does.

A module has the text of its help as its docstring (an example last), `arguments(parser)` and `run(given, settings)`,
which returns the exit code.
"""

import argparse
import gc
import os
import sys
from collections.abc import Iterable
from importlib import import_module
from typing import Protocol, cast

from hub.cli.troubles import in_words
from hub.settings import Settings, load

WORDS = {
    "serve": ("serve", "bring the database up to date and serve the hub"),
    "migrate": ("migrate", "bring the database up to date"),
    "demo": ("demo", "make the demo school, or list who of it can sign in"),
    "create-admin": ("create_admin", "make an admin, and a school where there is none"),
    "invite": ("invite", "let a list of people in, each with a code"),
    "artifacts": ("artifacts", "bring in a folder of somebody's work"),
    "token": ("token", "make, list and revoke keys for programs"),
    "export-schema": ("export", "write the published GraphQL schema"),
    "doctor": ("doctor", "look at everything that Trellis stands on"),
    "backup": ("backup", "keep the database and the files in one archive"),
    "restore": ("restore", "fill an empty hub from such an archive"),
}
"""Each word, the module that does it, and its line in the list. Only the module that is asked for is loaded."""

COULD_NOT = 1


class Command(Protocol):
    """What each of the modules offers."""

    __doc__: str

    def arguments(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, given: argparse.Namespace, settings: Settings) -> int: ...


def main(argv: list[str] | None = None) -> int:
    """0 when done, 1 when it could not be done, 2 for words that can't be understood."""
    asked = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(
        prog="trellis",
        description="A self-hosted hub for project-based learning. Its settings are TRELLIS_* variables: see docs/operate.md.",
        formatter_class=_Listing,
        epilog="`trellis WORD --help` says more. It ends with 0 when done, 1 when it could not be done, 2 when it was not understood.",
    )
    parser.add_argument("--version", action=_Version, help="say which version this is")
    words = parser.add_subparsers(dest="word", required=True, metavar="WORD")
    commands = {word: _add(words, word, load_it=asked[:1] == [word]) for word in WORDS}
    given = parser.parse_args(asked)
    command = commands[given.word]
    assert command is not None
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
    try:
        return command.run(given, load())
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read along has seen enough. Python would complain once more when it closes the output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return COULD_NOT
    except Exception as problem:
        sentence = in_words(problem)
        if sentence is None:
            raise
        print(f"trellis: {sentence}", file=sys.stderr)  # noqa: T201 - a command speaks
        return COULD_NOT


class _Version(argparse.Action):
    """Looked up only when it is asked for."""

    def __init__(self, option_strings: list[str], dest: str, help: str) -> None:  # noqa: A002 - argparse names it
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_given: object) -> None:
        from importlib.metadata import version

        print(f"Trellis {version('trellis-hub')}")  # noqa: T201 - a command speaks
        parser.exit()


class _Listing(argparse.HelpFormatter):
    """Python counts the words of the list without their indent, and would break the lines of the longest."""

    def add_arguments(self, actions: Iterable[argparse.Action]) -> None:
        super().add_arguments(actions)
        self._action_max_length += 2


def _add(words: "argparse._SubParsersAction[argparse.ArgumentParser]", word: str, *, load_it: bool) -> Command | None:
    module, line = WORDS[word]
    parser = words.add_parser(word, help=line, formatter_class=argparse.RawDescriptionHelpFormatter)
    if not load_it:
        return None
    command = cast(Command, import_module(f"hub.cli.{module}"))
    parser.description = command.__doc__
    command.arguments(parser)
    return command
