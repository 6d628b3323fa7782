"""Finds a Chromium; run as a program, it also tries to get one, and else says plainly what to install."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The first is Chromium without the windows around its pages, which takes a third less of a processor than the whole of it.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "The browser tests need Chromium, and it could not be installed from here. Install it "
    "(Debian and Ubuntu: apt-get install chromium; macOS: brew install --cask chromium) and call this again."
)

# What each new window does beside its page, unseen and unheeded, and what takes more of a processor than the page: two more pages
# below the address bar, and a process kept ready for the next. The rest is what Playwright leaves out, whose list ours replaces.
_LEFT_OUT = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "SpareRendererForSitePerProcess",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
ARGUMENTS = [
    # As root, which many build machines are, Chromium's own sandbox can't start.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    f"--disable-features={','.join(_LEFT_OUT)}",
]


def find() -> str | None:
    """The system's Chromium, else the one that Playwright has fetched, else None."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    return _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def main() -> int:
    if find():
        return 0
    print("  Installing Chromium for the browser tests", flush=True)
    attempts = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        packages = [["apt-get", "install", "-y", "-qq", name] for name in NAMES[:2]]
        attempts += [*packages, ["apt-get", "update", "-qq"], *packages]
    for attempt in attempts:
        # One that fails is no news: the next may do, and the last word is ours.
        subprocess.run(attempt, stdin=subprocess.DEVNULL, capture_output=True, timeout=600, check=False)
        if find():
            return 0
    print(MISSING, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
