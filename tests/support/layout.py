"""Reads who imports whom, and compares it with the table in tests/test_layout.py."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

ROOTS = {"hub": "hub", "graphql/hub_graphql": "hub_graphql", "realtime/hub_realtime": "hub_realtime"}
FACES = ("hub/*/pages.py", "graphql/hub_graphql/*", "realtime/hub_realtime/*")
LONGEST = 300


@dataclass(frozen=True)
class Module:
    """`file` is relative to the root, with slashes; `imports` are files of ours, each with the line that names it."""

    file: str
    name: str
    tree: ast.Module
    lines: int
    imports: Mapping[str, int]


def read(root: Path) -> list[Module]:
    """All modules of ours below `root`, which is laid out like the checkout."""
    paths = {
        _dotted(path.relative_to(root / folder), package): path
        for folder, package in ROOTS.items()
        for path in sorted((root / folder).rglob("*.py"))
        if "migrations/versions" not in path.as_posix()
    }
    files = {name: path.relative_to(root).as_posix() for name, path in paths.items()}
    modules = []
    for name, path in paths.items():
        text = path.read_text()
        tree = ast.parse(text, files[name])
        imports: dict[str, int] = {}
        for wanted, line in _wanted(tree, name, is_package=path.name == "__init__.py"):
            if wanted in files and wanted != name:
                imports.setdefault(files[wanted], line)
        modules.append(Module(files[name], name, tree, len(text.splitlines()), imports))
    return modules


def _dotted(path: Path, package: str) -> str:
    parts = [package, *path.with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _wanted(tree: ast.AST, name: str, *, is_package: bool) -> Iterator[tuple[str, int]]:
    """Dotted names, also from imports inside functions: moving one there hides a circle and doesn't cut it."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = name.split(".")[: None if is_package and node.level == 1 else (is_package - node.level)]
                base = ".".join([*above, *([node.module] if node.module else [])])
            # `from hub import policy` names a module, `from hub.policy import require` a thing in one.
            yield base, node.lineno
            yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)
        elif not isinstance(node, ast.expr):  # No import stands in an expression, and most of a tree are expressions.
            yield from _wanted(node, name, is_package=is_package)


Layers = Sequence[tuple[str, Sequence[str]]]


def layer(file: str, layers: Layers) -> int | None:
    """How high a file stands; the first pattern that matches has it."""
    for height, (_, patterns) in enumerate(layers):
        if any(fnmatchcase(file, pattern) for pattern in patterns):
            return height
    return None


def problems(modules: Sequence[Module], layers: Layers, exceptions: Mapping[tuple[str, str], str]) -> list[str]:
    """Each in one sentence that says where it is and what to do."""
    found = [*_placeless(modules, layers), *_upward(modules, layers, exceptions), *_between_faces(modules, exceptions)]
    return [*found, *_circles(modules), *_selects(modules), *_long(modules)]


def _placeless(modules: Sequence[Module], layers: Layers) -> Iterator[str]:
    for module in modules:
        if layer(module.file, layers) is None and module.tree.body[1:]:
            yield f"{module.file} has no place in the table of tests/test_layout.py: give it one, with a reason."


def _upward(modules: Sequence[Module], layers: Layers, exceptions: Mapping[tuple[str, str], str]) -> Iterator[str]:
    for module in modules:
        mine = layer(module.file, layers)
        for other, line in module.imports.items():
            theirs = layer(other, layers)
            if mine is not None and theirs is not None and theirs > mine and (module.file, other) not in exceptions:
                low, high = layers[mine][0], layers[theirs][0]
                yield f"{module.file}:{line} ({low}) imports {other} ({high}), which stands above it."


def _face(file: str) -> str | None:
    return next((pattern for pattern in FACES if fnmatchcase(file, pattern)), None)


def _between_faces(modules: Sequence[Module], exceptions: Mapping[tuple[str, str], str]) -> Iterator[str]:
    for module in modules:
        faces = {face: other for other in module.imports if (face := _face(other))}
        if len(faces) == len(FACES) and module.file != "hub/app.py":
            yield f"{module.file} imports all three faces; only hub/app.py puts them together."
        if mine := _face(module.file):
            for other, line in module.imports.items():
                if _face(other) not in (None, mine) and (module.file, other) not in exceptions:
                    yield f"{module.file}:{line} imports {other}, another face; what both need belongs below them."


def _circles(modules: Sequence[Module]) -> Iterator[str]:
    edges = {module.file: sorted(module.imports) for module in modules}
    done: set[str] = set()

    def walk(file: str, path: list[str]) -> Iterator[str]:
        if file in path:
            yield "These import each other in a circle: " + " → ".join([*path[path.index(file) :], file])
        elif file not in done:
            for other in edges[file]:
                yield from walk(other, [*path, file])
            done.add(file)

    for file in edges:
        yield from walk(file, [])


def _selects(modules: Sequence[Module]) -> Iterator[str]:
    for module in modules:
        if _face(module.file):
            for node in ast.walk(module.tree):
                if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "select":
                    yield f"{module.file}:{node.lineno} is a face and calls select(): move it to the feature's queries.py."


def _long(modules: Sequence[Module]) -> Iterator[str]:
    for module in modules:
        if module.lines > LONGEST:
            yield f"{module.file} has {module.lines} lines; over {LONGEST} it is two things."
