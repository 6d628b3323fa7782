"""The policy on one page. `python -m hub.matrix` prints docs/policy.md."""

import sys

from hub.policy import TABLE, VISIBLE


def as_markdown() -> str:
    lines = [
        "# The policy",
        "",
        "Printed by the code (`make docs`); a test fails when it is stale.",
        "",
        "## Who may see",
        "",
        "| what | whom it is there for |",
        "|---|---|",
    ]
    lines += [f"| {model.__name__} | {words} |" for model, (_predicate, words) in VISIBLE.items()]
    lines += [
        "",
        "Everything else is the hub's own: no viewer's session can read it.",
        "",
        "## Who may do",
        "",
        "| to | as | may |",
        "|---|---|---|",
    ]
    for kind, rows in TABLE.items():
        lines += [f"| {kind} | {relation} | {', '.join(sorted(verbs))} |" for relation, verbs in rows.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(as_markdown())
