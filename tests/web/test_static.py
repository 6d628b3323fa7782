"""Browser files, while the folder they stand in changes under a running hub."""

import shutil
from pathlib import Path

import pytest
from litestar.testing import create_test_client

from hub import assets
from hub.web.static import static


def test_a_file_that_vanished_is_missing_and_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = assets.asset("app.css")
    shutil.copy(assets.STATIC / Path(address).name, tmp_path)
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    with create_test_client([static], logging_config=None) as hub:
        assert hub.get(address).status_code == 200
        (tmp_path / Path(address).name).unlink()
        assert hub.get(address).status_code == 404
        assert hub.get("/static/nothing.css").status_code == 404
