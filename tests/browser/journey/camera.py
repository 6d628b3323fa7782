"""Photos as phones take them: twelve million pixels, lying on their side, and telling where they were taken."""

from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests import photos
from tests.support.server import Server


def jpeg(folder: Path, name: str, drawing: bytes) -> Path:
    file = folder / name
    file.write_bytes(_jpeg(drawing))
    return file


def heic(folder: Path, name: str, drawing: bytes) -> Path:
    file = folder / name
    file.write_bytes(_heic(drawing))
    return file


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


@cache  # The journey is played on each database with the same photos.
def _jpeg(drawing: bytes) -> bytes:
    return photos.jpeg(6, _phone_sized(drawing))


@cache
def _heic(drawing: bytes) -> bytes:
    return photos.heic(1, _phone_sized(drawing))


def _phone_sized(drawing: bytes) -> Image.Image:
    return Image.open(BytesIO(drawing)).resize((4032, 3024))
