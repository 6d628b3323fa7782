"""The `trellis` command."""

import gc
import sys
from importlib import import_module
from types import ModuleType, SimpleNamespace
from typing import Any

# What is loaded now stays. Looking through it for garbage again and again is up to a third of a start: hub.cli begins with
# that when everything is loaded, and never looks at it again.
gc.disable()


class _Later(ModuleType):
    """A module that is loaded when something of it is first wanted. (importlib's LazyLoader loads it when it is named.)"""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


# What others load beside themselves in case it is wanted, which here it isn't: structlog, to draw tracebacks that our log
# doesn't let it draw (hub/web/logs.py); uvicorn, its own command line, with click and processes beside it, and to start anew
# when a file changes. And Litestar insists on yaml, to describe an API in, and on a debugger; ours isn't described so, and
# nobody sits before it. Together they are 90 of the 830 ms that loading a hub works, and 8 MB; `trellis --help` loads none of
# them either way.
sys.modules |= dict.fromkeys(("rich", "watchfiles"))  # type: ignore[arg-type]
sys.modules |= {name: _Later(name) for name in ("yaml", "pdb")}
sys.modules["uvicorn.main"] = SimpleNamespace(Server=None, main=None, run=None)  # type: ignore[assignment]

from hub.cli import main  # noqa: E402 - not before that

if __name__ == "__main__":
    sys.exit(main())
