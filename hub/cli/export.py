"""Writes the published GraphQL schema: all that a program can ask of Trellis, with its words.

It is the contract that graphql/schema.graphql keeps, and that code generators read.

  trellis export-schema > schema.graphql
  trellis export-schema --to graphql/schema.graphql
"""

import argparse
from pathlib import Path

from hub.cli.saying import say, say_json
from hub.settings import Settings
from hub_graphql.schema import printed


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, metavar="FILE", help="write it there, and not to the terminal")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(given: argparse.Namespace, settings: Settings) -> int:
    text = printed()
    if given.to:
        given.to.write_text(text, encoding="utf-8")
    told = {"to": str(given.to)} if given.to else {"schema": text}
    if given.json:
        say_json(told)
    elif not given.to:
        say(text.rstrip("\n"))
    return 0
