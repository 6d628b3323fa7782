"""What a predicate of the policy is made of: the viewer, as parameters that hub/scoping.py fills in each statement.

Each feature's visible.py says with these whom its rows are there for; hub/policy.py puts them together.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Uuid, bindparam

from hub.columns import among
from hub.database import Base
from hub.viewer import Viewer

Visible = Mapping[type[Base], tuple[ColumnElement[bool], str]]
"""For each model, which of its rows a viewer may see: for the database, and in words for docs/policy.md."""

ME = bindparam("viewer_id", type_=Uuid())
MY_SCHOOL = bindparam("viewer_school", type_=Uuid())
I_AM_STAFF = bindparam("viewer_staff", type_=Boolean())
I_AM_ADMIN = bindparam("viewer_admin", type_=Boolean())


def held_by_me(principal_id: Any) -> ColumnElement[bool]:
    """A principal that the viewer holds at this moment."""
    return among(principal_id, "viewer_holds")


def parameters(viewer: Viewer) -> dict[str, Any]:
    return {
        "viewer_id": viewer.id,
        "viewer_school": viewer.school_id,
        "viewer_staff": viewer.staff,
        "viewer_admin": "admin" in viewer.roles,
        "viewer_holds": viewer.held,
    }
