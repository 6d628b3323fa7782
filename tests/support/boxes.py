"""Boxes of our forms, read from the markup of a page."""

import re


def box(page: str, name: str) -> str:
    """What the first one of this name holds."""
    found = re.search(rf'name="{name}"\s+value="([^"]+)"', page)
    assert found, f"no box {name}"
    return found[1]


def form_at(page: str, action: str) -> str:
    """Which piece of writing this form sends."""
    return box(page[page.index(f'action="{action}"') :], "writing")


def is_beside(page: str, box: str, says: str) -> None:
    assert says in page
    assert re.search(rf'aria-describedby="[^"]*{box}-wrong', page), f"not said beside {box}"
    assert f'id="{box}-wrong"' in page
