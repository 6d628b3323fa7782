"""Looks at everything that Trellis stands on, and says in a sentence each what is well and what to do. Changes nothing.

It ends with 1 when there is a problem; warnings are for you to weigh.

  trellis doctor
  trellis doctor --json
"""

import argparse
import sys

from hub import doctor
from hub.cli.saying import say, say_json
from hub.cli.troubles import in_words
from hub.settings import Settings

MARKS = {"ok": "ok     ", "warning": "warning", "problem": "PROBLEM"}
COLOURS = {"ok": "32", "warning": "33", "problem": "31"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="answer as JSON: a list of about, state (ok, warning, problem), words")


def run(given: argparse.Namespace, settings: Settings) -> int:
    found = doctor.look(settings, in_words)
    if given.json:
        say_json(found)
    else:
        for one in found:
            mark = MARKS[one.state]
            if sys.stdout.isatty():
                mark = f"\033[{COLOURS[one.state]}m{mark}\033[0m"
            say(f"{mark}  {one.about}: {one.words}")
    return 1 if any(one.state == "problem" for one in found) else 0
