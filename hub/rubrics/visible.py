"""Whom rubrics are there for: a school's own."""

from sqlalchemy import select

from hub.rubrics.models import Rubric, RubricVersion
from hub.seeing import MY_SCHOOL, Visible

_rubric = Rubric.__table__

VISIBLE: Visible = {
    Rubric: (Rubric.school_id == MY_SCHOOL, "my school's"),
    RubricVersion: (RubricVersion.rubric_id.in_(select(_rubric.c.id).where(_rubric.c.school_id == MY_SCHOOL)), "my school's"),
}
