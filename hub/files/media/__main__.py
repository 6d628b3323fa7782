"""The process in which what strangers made is opened: an order, one line, on its standard input, an answer on its standard output.

Nothing else runs in it. A library that is led astray by a file has no database, no secrets and no network line of ours
at hand, and whatever becomes of this process, the hub goes on.
"""

import os
import sys
import threading
from pathlib import Path

import msgspec

from hub.files.media.fence import fence
from hub.files.media.rules import Answer, Made, Order, Unfit


def main() -> None:
    order = msgspec.json.decode(sys.stdin.buffer.readline(), type=Order)
    fence(order.wish)
    threading.Thread(target=_end_with_whoever_asked, daemon=True).start()
    try:
        answer = Answer(made=_made(order))
    except Unfit as why:
        answer = Answer(wrong=why.wrong)
    except Exception:
        # Hostile bytes make decoders raise nearly anything; whatever it was, this is nothing that we can show.
        answer = Answer(wrong="broken")
    sys.stdout.buffer.write(msgspec.json.encode(answer))


def _end_with_whoever_asked() -> None:
    """A hub that was killed can't end what it began, and a film would be made anew for nobody for an hour."""
    os.read(0, 1)
    os._exit(1)


def _made(order: Order) -> Made:
    source, out = Path(order.source), Path(order.out)
    if order.kind == "pdf":
        from hub.files.media import pdf

        return pdf.cleaned(source, out)
    from hub.files.media import film

    return film.transcoded(source, out, order.kind) if order.wish == "transcode" else film.looked_at(source, out, order.kind)


if __name__ == "__main__":
    main()
