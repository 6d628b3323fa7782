"""A worker that is there to be killed, with the letters of one evening: `python -m tests.notifications.postman URL FOLDER`."""

import sys
from pathlib import Path

from sqlalchemy import update

from hub import jobs, mail
from hub.database import Database, Tx
from hub.identity.queries import recognise
from hub.notifications import digests, letters
from hub.settings import Settings
from hub.viewer import System
from tests.notifications.post import FIVE, at

assert letters, "they are written by who knows of them"


def main(url: str, folder: str) -> None:
    database = Database(url, recognise)
    mail.open_post(Settings(data=Path(folder)))
    database.write_now(System("a test"), gather)
    while jobs.work_once(database):
        pass
    database.close()


def gather(tx: Tx) -> None:
    tx.now = FIVE
    digests.gather(tx)
    tx.flush()
    # Whoever had them under way is dead, and their lease has run out.
    tx.execute(update(jobs.Job).values(due=at("2020-01-01 00:00")))


if __name__ == "__main__":
    main(*sys.argv[1:])
