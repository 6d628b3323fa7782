"""The `trellis` command."""

import gc
import sys

# What is loaded now stays. Looking through it for garbage again and again is up to a third of a start: hub.cli begins with
# that when everything is loaded, and never looks at it again.
gc.disable()
# structlog would load it, to draw tracebacks that our log never lets it draw (hub/web/logs.py).
sys.modules["rich"] = None  # type: ignore[assignment]

from hub.cli import main  # noqa: E402 - not before that

if __name__ == "__main__":
    sys.exit(main())
