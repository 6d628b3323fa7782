"""What is done about criteria, for tests/policy_matrix.py."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from hub.database import Tx
from hub.errors import NotFound
from hub.rubrics import actions as rubrics
from hub.rubrics import queries as criteria


def of_rubrics(rubric: UUID) -> dict[str, Callable[[Tx], Any]]:
    return {
        "rubrics.write_rubric": lambda tx: rubrics.write_rubric(tx, rubrics.Criteria("New", ("One",))),
        "rubrics.change_rubric": lambda tx: rubrics.change_rubric(tx, rubric, rubrics.Criteria("New", ("One",)), 1),
        "rubrics.end_rubric": lambda tx: rubrics.end_rubric(tx, rubric),
        "rubrics.version": lambda tx: there(criteria.newest_of(tx, [rubric]) or None),
    }


def there(row: object | None) -> None:
    if row is None:
        raise NotFound("")
