"""The `trellis` command."""

import gc
import sys
from importlib import import_module
from types import ModuleType
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
# doesn't let it draw (hub/web/logs.py); uvicorn, to start anew when a file changes. And Litestar insists on yaml, to describe
# an API in; ours isn't described so. Together they are 60 of the 830 ms that loading a hub works, and 5 of its 78 MB;
# `trellis --help` loads none of them either way.
sys.modules |= dict.fromkeys(("rich", "watchfiles"))  # type: ignore[arg-type]
sys.modules["yaml"] = _Later("yaml")

from hub.cli import main  # noqa: E402 - not before that

if __name__ == "__main__":
    sys.exit(main())
