"""A post for each test that asks for one."""

from collections.abc import Iterator

import pytest

from hub import mail
from hub.settings import Settings
from tests.notifications.post import URL, Post
from tests.support.mail import mail_server
from tests.support.school import School


@pytest.fixture
def post(school: School) -> Iterator[Post]:
    with mail_server() as server:
        mail.open_post(Settings(mail_url=f"smtp://127.0.0.1:{server.port}", base_url=URL))
        yield Post(school, server)
