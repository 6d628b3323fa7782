"""`trellis WORD …`: one module for each thing an operator does."""

import argparse
import sys

from hub.cli import demo, serve, token
from hub.settings import load

COMMANDS = (serve, demo, token)


def main(argv: list[str] | None = None) -> int:
    """0 when done, 1 when it could not be done, 2 for words that can't be understood."""
    parser = argparse.ArgumentParser(prog="trellis", description="A self-hosted hub for project-based learning.")
    words = parser.add_subparsers(dest="word", required=True, metavar="WORD")
    for command in COMMANDS:
        command.add(words)
    given = parser.parse_args(argv)
    try:
        return int(given.run(given, load()))
    except (ValueError, LookupError) as problem:
        print(f"trellis: {problem}", file=sys.stderr)  # noqa: T201
        return 1


__all__ = ["main"]
