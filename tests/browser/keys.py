"""A page by keyboard alone."""

from playwright.sync_api import Page


def press_on(page: Page, role: str, name: str, key: str = "Enter") -> None:
    """Goes there with Tab, and presses this key."""
    tab_to(page, role, name)
    page.keyboard.press(key)


def tab_to(page: Page, role: str, name: str, most: int = 80, *, back: bool = False) -> None:
    """Presses Tab (with Shift: `back`) until this has the focus, as somebody would who sees where it is."""
    wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
    one = wanted.element_handle()
    for _press in range(most):
        there = one.evaluate("one => one === document.activeElement ? one.matches(':focus-visible') : one.isConnected ? null : 'gone'")
        if there == "gone":  # What is live was drawn anew.
            one = wanted.element_handle()
            continue
        if there is not None:
            assert there, f"{name} has the focus and doesn't show it"
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"{name} is out of the keyboard's reach")
