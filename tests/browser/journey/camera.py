"""Photos as phones take them: twelve million pixels, lying on their side, and telling where they were taken."""

import shutil
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests import photos
from tests.support.once import once
from tests.support.server import Server


def jpeg(folder: Path, name: str, drawing: bytes) -> Path:
    return _taken(folder / name, "jpeg", drawing, lambda: photos.jpeg(6, _phone_sized(drawing)))


def heic(folder: Path, name: str, drawing: bytes) -> Path:
    return _taken(folder / name, "heic", drawing, lambda: photos.heic(1, _phone_sized(drawing)))


def assert_no_trace(page: Page, hub: Server) -> None:
    """What was given is upright, and tells nothing but the picture."""
    for link in page.locator("article .photo img").all():
        source = str(link.get_attribute("src"))
        for rendition in ("full", "page", "thumb"):
            answer = page.request.get(hub.url + source.rsplit("/", 1)[0] + "/" + rendition)
            assert answer.ok
            raw = answer.body()
            assert not [secret for secret in photos.SECRETS if secret in raw]
            image = Image.open(BytesIO(raw))
            assert not image.getexif()


def _taken(file: Path, kind: str, drawing: bytes, photo: Callable[[], bytes]) -> Path:
    """Taken once a run: the journey is played on each database with the same photos."""

    def make(folder: Path) -> None:
        (folder / "photo").write_bytes(photo())

    shutil.copyfile(once(f"{kind}-{sha256(drawing).hexdigest()[:16]}", make) / "photo", file)
    return file


def _phone_sized(drawing: bytes) -> Image.Image:
    return Image.open(BytesIO(drawing)).resize((4032, 3024))
