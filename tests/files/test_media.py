"""What is kept of a PDF, a recording or a film is what is to be seen and heard, and nothing else of it."""

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import av
import pikepdf
import pytest
from PIL import Image

from hub.errors import Invalid
from hub.files.media import asking, fence
from hub.files.media.rules import HEAD, Kind, Made, kind_of
from tests import media as made
from tests import photos
from tests.files.looking import named


def make(data: bytes, folder: Path, *, anew: bool = False) -> tuple[Made, dict[str, bytes]]:
    """What became of it, and the bytes of each piece."""
    source, out = folder / "source", folder / "out"
    source.write_bytes(data)
    out.mkdir()
    kind = kind_of(data[:HEAD])
    assert kind is not None
    done = asking.make(source, out, kind, wish="transcode" if anew else "read" if kind == "pdf" else "look")
    return done, {piece.name: (out / piece.name).read_bytes() for piece in done.pieces}


def corners(image: Image.Image) -> list[str]:
    x, y = image.width // 4, image.height // 4
    return [named(image.convert("RGB").getpixel(at)) for at in ((x, y), (3 * x, y), (x, 3 * y), (3 * x, 3 * y))]


UPRIGHT = ["red", "green", "blue", "yellow"]


def test_of_a_pdf_its_pages_are_kept_and_links_to_the_web_and_nothing_that_acts_or_tells(tmp_path: Path) -> None:
    sent = made.pdf(3)
    for secret in made.SECRETS[3:]:
        assert secret in sent
    done, pieces = make(sent, tmp_path)
    assert (done.medium, done.pages) == ("pdf", 3)
    assert [piece.name for piece in done.pieces] == ["full", "page-1", "thumb", "page-2", "page-3"]
    with pikepdf.open(BytesIO(pieces["full"])) as kept:
        out = BytesIO()
        kept.save(out, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        assert set(kept.Root.keys()) <= {"/Type", "/Pages"}
        assert len(kept.docinfo) == 0
        assert [str(one.A.URI) for one in kept.pages[0].obj.Annots] == ["https://river.example/"]
    plain = out.getvalue()
    for secret in (*made.SECRETS, *photos.SECRETS, b"JavaScript", b"Launch", b"PieceInfo", b"Exif", b"Photoshop"):
        assert secret not in plain, secret
    # The picture on it, which has the name of something that acts, is there.
    page = Image.open(BytesIO(pieces["page-1"]))
    assert (page.format, page.size) == ("WEBP", (1200, 900))
    assert corners(page) == UPRIGHT
    assert max(Image.open(BytesIO(pieces["thumb"])).size) == 480


def test_of_a_long_pdf_the_first_thirty_pages_are_drawn_and_all_are_kept(tmp_path: Path) -> None:
    done, pieces = make(made.pdf(33, links=False), tmp_path)
    assert done.pages == 33
    assert sum(name.startswith("page-") for name in pieces) == 30
    with pikepdf.open(BytesIO(pieces["full"])) as kept:
        assert len(kept.pages) == 33


def test_a_pdf_that_is_a_page_of_a_website_too_is_only_a_pdf_afterwards(tmp_path: Path) -> None:
    _done, pieces = make(made.pdf_that_is_a_page(), tmp_path)
    assert b"TRAILER-SECRET" not in pieces["full"]
    assert b"<script" not in pieces["full"]


@pytest.mark.parametrize("kind", made.SOUNDS)
def test_each_kind_of_recording_becomes_one_that_every_browser_plays_without_its_tags(kind: str, tmp_path: Path) -> None:
    sent = made.sound(kind)
    assert made.about(sent)
    done, pieces = make(sent, tmp_path)
    assert [(piece.name, piece.type) for piece in done.pieces] == [("full", "audio/mp4"), ("thumb", "image/webp")]
    assert done.seconds == pytest.approx(2, abs=0.1)
    assert made.about(pieces["full"]) == {}
    assert not any(secret in pieces["full"] for secret in made.SECRETS)
    with av.open(BytesIO(pieces["full"]), "r") as plays:
        assert [stream.codec_context.name for stream in plays.streams] == ["aac"]
        assert sum(frame.samples for frame in plays.decode(audio=0)) == pytest.approx(96_000, rel=0.05)
    # Louder and louder: the drawing is taller at its end.
    drawn = Image.open(BytesIO(pieces["thumb"])).getchannel("A")
    tall = [sum(drawn.getpixel((x, y)) > 0 for y in range(drawn.height)) for x in (60, 420)]  # type: ignore[operator]
    assert tall[0] * 2 < tall[1]


@pytest.mark.parametrize("kind", ["mp4", "mov", "webm"])
def test_a_film_that_browsers_play_is_copied_without_its_place_and_its_makers_name(kind: str, tmp_path: Path) -> None:
    sent = made.film(kind)
    assert made._TITLE in made.about(sent).values()
    done, pieces = make(sent, tmp_path)
    assert (done.medium, sorted(pieces)) == ("video", ["full", "page", "thumb"])
    assert done.seconds == pytest.approx(2, abs=0.2)
    assert made.about(pieces["full"]) == {}
    assert not any(secret in pieces["full"] for secret in made.SECRETS)
    # What an encoder writes between the pictures, where cameras write their place.
    assert b"x264 - core" not in pieces["full"]
    assert kind == "webm" or b"x264 - core" in sent
    assert corners(made.first_picture(pieces["full"])) == UPRIGHT
    assert corners(Image.open(BytesIO(pieces["page"]))) == UPRIGHT
    with av.open(BytesIO(pieces["full"]), "r") as plays:
        assert sum(1 for _frame in plays.decode(video=0)) == 30
        assert [stream.type for stream in plays.streams] == ["video", "audio"]
        assert plays.streams.audio[0].codec_context.name == ("opus" if kind == "webm" else "aac")


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_film_stands_upright_however_the_phone_was_held(turn: int, tmp_path: Path) -> None:
    done, pieces = make(made.film("mp4", 1, turn=turn), tmp_path)
    assert corners(made.first_picture(pieces["full"])) == UPRIGHT
    assert corners(Image.open(BytesIO(pieces["page"]))) == UPRIGHT
    assert {(piece.width, piece.height) for piece in done.pieces} == {(320, 240)}


@pytest.mark.parametrize("turn", [0, 90])
def test_a_film_that_few_browsers_play_waits_with_its_poster_until_it_is_made_anew(turn: int, tmp_path: Path) -> None:
    done, pieces = make(made.film("hevc", 1, turn=turn), tmp_path)
    assert sorted(pieces) == ["page", "thumb"]
    assert corners(Image.open(BytesIO(pieces["page"]))) == UPRIGHT
    (tmp_path / "again").mkdir()
    done, pieces = make(made.film("hevc", 1, turn=turn), tmp_path / "again", anew=True)
    assert [(piece.type, piece.width, piece.height) for piece in done.pieces] == [("video/mp4", 320, 240)]
    assert corners(made.first_picture(pieces["full"])) == UPRIGHT
    assert made.about(pieces["full"]) == {}
    with av.open(BytesIO(pieces["full"]), "r") as plays:
        assert [stream.codec_context.name for stream in plays.streams] == ["h264", "aac"]


def test_a_film_without_sound_is_a_film(tmp_path: Path) -> None:
    done, pieces = make(made.film("mp4", 1, voiced=False), tmp_path)
    assert done.medium == "video"
    with av.open(BytesIO(pieces["full"]), "r") as plays:
        assert [stream.type for stream in plays.streams] == ["video"]


CUT: dict[str, Callable[[], bytes]] = {
    "a film": made.film,
    "a film that can be played while it comes": partial(made.film, streaming=True),
    "a film of HEVC": partial(made.film, "hevc", 1),
    "a film of WebM": partial(made.film, "webm"),
    "a PDF": made.pdf,
    **{f"a recording of {kind}": partial(made.sound, kind) for kind in made.SOUNDS},
}


@pytest.mark.parametrize("what", CUT)
def test_what_is_only_half_there_is_refused(what: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"seems broken or only half there\."):
        make(photos.cut_in_half(CUT[what]()), tmp_path)


@pytest.mark.parametrize("kind", made.ENDLESS)
def test_a_recording_that_never_said_how_long_it_is_is_kept_as_far_as_it_goes(kind: str, tmp_path: Path) -> None:
    """Half of one is a shorter one: nobody can tell them apart, and refusing would take away what somebody has."""
    done, pieces = make(photos.cut_in_half(made.endless(kind)), tmp_path)
    assert done.seconds == pytest.approx(1, abs=0.25)
    with av.open(BytesIO(pieces["full"]), "r") as plays:
        assert sum(frame.samples for frame in plays.decode(audio=0)) / 48_000 == pytest.approx(done.seconds, abs=0.05)


def test_a_locked_pdf_is_refused_and_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"^This PDF is locked with a password\."):
        make(made.pdf(1, password="secret"), tmp_path)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n" + os.urandom(5000) + b"%%EOF", "pdf"),
        (b"\0\0\0\x18ftypmp42" + bytes(12) + os.urandom(5000), "mp4"),
        (b"\x1aE\xdf\xa3" + os.urandom(5000), "matroska"),
        (b"OggS" + os.urandom(5000), "ogg"),
        (b"RIFF\xff\xff\xff\xffWAVE" + os.urandom(5000), "wav"),
        (b"ID3\x04\0\0\0\0\0\0" + os.urandom(5000), "mp3"),
        (b"fLaC" + os.urandom(5000), "flac"),
        (b"\xff\xf1" + os.urandom(5000), "aac"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_noise_that_begins_like_a_file_is_refused(data: bytes, kind: Kind, tmp_path: Path) -> None:
    assert kind_of(data[:HEAD]) == kind
    with pytest.raises(Invalid):
        make(data, tmp_path)


def test_photos_pages_and_archives_are_no_media() -> None:
    others = (photos.jpeg(), photos.svg(), photos.html(), photos.zip_file(), b"", b"MZ" + bytes(100), b"#EXTM3U\nhttp://127.0.0.1/")
    assert [kind_of(data[:HEAD]) for data in others] == [None] * len(others)


def test_a_process_that_takes_too_long_or_too_much_is_ended_and_the_file_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(fence.BOUNDS, "look", fence.BOUNDS["look"]._replace(seconds=0.01))
    begun = time.monotonic()
    with pytest.raises(Invalid):
        make(made.film("mp4"), tmp_path)
    assert time.monotonic() - begun < 2


def test_the_process_ends_with_a_hub_that_was_killed(tmp_path: Path) -> None:
    """It reads from a pipe into which nobody writes: by itself, it would wait for ever."""
    os.mkfifo(source := tmp_path / "source")
    (out := tmp_path / "out").mkdir()
    code = """if True:
        import sys
        from pathlib import Path
        from hub.files.media import asking
        asking.make(Path(sys.argv[1]), Path(sys.argv[2]), "wav", wish="look")
    """
    hub = subprocess.Popen([sys.executable, "-c", code, source, out])
    line = _opened_for_a_reader(source)
    reader = select.poll()
    reader.register(line, 0)
    assert reader.poll(200) == [], "it reads"
    hub.kill()
    hub.wait()
    gone = reader.poll(10_000)
    os.close(line)
    assert [event for _line, event in gone] == [select.POLLERR], "it would go on for nobody"


def _opened_for_a_reader(pipe: Path) -> int:
    for _ in range(500):
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.02)
    pytest.fail("nobody reads")


def test_the_process_is_fenced_in_memory_and_in_what_it_writes() -> None:
    code = """if True:
        import sys
        from hub.files.media import fence
        fence.fence(fence.BOUNDS["look"])
        try:
            bytearray(3_000_000_000)
        except MemoryError:
            print("no more memory")
        import resource
        print(resource.getrlimit(resource.RLIMIT_CORE), resource.getrlimit(resource.RLIMIT_FSIZE)[0])
    """
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.splitlines() == ["no more memory", "(0, 0) 2000000000"]


def test_the_process_gets_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRELLIS_DATABASE_URL", "postgresql://secret")
    assert not any("TRELLIS" in name for name in asking._ENVIRONMENT)


def test_nothing_that_opens_media_is_loaded_where_they_are_only_asked_for() -> None:
    hungry = ("av", "pikepdf", "pypdfium2", "PIL", "pillow_heif")
    code = f"import sys, hub.files.photos.rules, hub.files.uploads; sys.exit(any(name in sys.modules for name in {hungry}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
