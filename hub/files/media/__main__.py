"""The process in which what strangers made is opened: an order, one line, on its standard input, an answer on its standard output.

Nothing else runs in it. A library that is led astray by a file has no database, no secrets and no network line of ours
at hand, and whatever becomes of this process, the hub goes on.
"""

import json
import os
import sys
import threading
from pathlib import Path

from hub.files.media.fence import fence
from hub.files.media.rules import Answer, Bounds, Kind, Made, Order, PhotoKind, Piece, Unfit, Wish


def main() -> None:
    bounds, *wanted = json.loads(sys.stdin.buffer.readline())
    order = Order(Bounds(*bounds), *wanted)
    fence(order.bounds)
    threading.Thread(target=_end_with_whoever_asked, daemon=True).start()
    try:
        answer = Answer(made=_made(order))
    except Unfit as why:
        answer = Answer(wrong=why.wrong, size=why.size)
    except MemoryError:
        answer = Answer(wrong="hungry")
    except Exception:
        # Hostile bytes make decoders raise nearly anything; whatever it was, this is nothing that we can show.
        answer = Answer(wrong="broken")
    sys.stdout.write(json.dumps(answer))


def _end_with_whoever_asked() -> None:
    """A hub that was killed can't end what it began, and a film would be made anew for nobody for an hour."""
    os.read(0, 1)
    os._exit(1)


def _made(order: Order) -> Made:
    source, out = Path(order.source), Path(order.out)
    match order.kind:
        case "image/jpeg" | "image/png" | "image/gif" | "image/webp" | "image/avif" | "image/heic" as kind:
            return _photo(source, out, kind)
        case "pdf":
            from hub.files.media import pdf

            return pdf.cleaned(source, out)
        case kind:
            return _moving(source, out, kind, order.wish)


def _photo(source: Path, out: Path, kind: PhotoKind) -> Made:
    from hub.files.photos.studio import drawn

    with source.open("rb") as file:
        photo = drawn(file, kind)
    for one in photo.renditions:
        (out / one.name).write_bytes(one.bytes)
    return Made("photo", tuple(Piece(one.name, one.type, one.width, one.height) for one in photo.renditions))


def _moving(source: Path, out: Path, kind: Kind, wish: Wish) -> Made:
    from hub.files.media import film

    return film.transcoded(source, out, kind) if wish == "transcode" else film.looked_at(source, out, kind)


if __name__ == "__main__":
    main()
