"""A process that posts reflections with photos as fast as it can, and says each one once it was acknowledged.

    python -m tests.operations.writer DATABASE_URL DATA_FOLDER SECRET PHOTO THREAD=NUMBER …

PHOTO is a file with a pickled Photo, so that what is killed and begun again needn't draw one each time.

Each thread goes on from its number. A number that was sent before and not acknowledged is sent again, as a browser does.
Every third photo is put down and taken away again, so that files vanish while others look at them.
"""

import pickle
import sys
import threading
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from hub.database import Database, Tx
from hub.drafts.sending import was_sent
from hub.files import actions as files
from hub.files.photos.rules import Photo
from hub.files.store import LocalStore
from hub.identity.keys import digest
from hub.identity.queries import recognise
from hub.ids import new_id
from hub.reflections import actions
from hub.reflections.models import PromptSetVersion
from hub.viewer import Claim

QUOTA = 10**12


class Writer:
    def __init__(self, url: str, folder: str, secret: str, photo: str) -> None:
        self.database = Database(url, recognise)
        self.store = LocalStore(Path(folder) / "files")
        self.claim = Claim("session", digest(secret))
        self.photo: Photo = pickle.loads(Path(photo).read_bytes())
        self.saying = threading.Lock()

    def go_on(self, thread: str, number: int) -> None:
        while True:
            self.write(thread, number)
            with self.saying:
                print(f"{thread}-{number}", flush=True)
            number += 1

    def write(self, thread: str, number: int) -> None:
        photo = self.put(self.photo)
        self.database.write_now(self.claim, post, f"{thread}-{number}", photo, self.photo)
        if number % 3 == 0:
            other = self.put(self.photo)
            self.database.write_now(self.claim, files.keep, other, self.photo, QUOTA)
            for key in self.database.write_now(self.claim, files.take_away, other):
                self.store.delete(key)

    def put(self, photo: Photo) -> UUID:
        file_id = new_id()
        for rendition in photo.renditions:
            self.store.put(files.key_of(file_id, rendition.name), rendition.bytes)
        return file_id


def post(tx: Tx, title: str, file_id: UUID, photo: Photo) -> None:
    writing = uuid5(NAMESPACE_URL, title)
    if was_sent(tx, str(writing)):
        return
    files.keep(tx, file_id, photo, QUOTA)
    prompts = tx.query(PromptSetVersion).first()
    assert prompts is not None
    answers = {prompts.questions()[0].key: f"What I saw on walk {title}"}
    actions.post(tx, actions.Written(prompts=prompts.id, answers=answers, title=title, photos=(file_id,), writing=writing))


if __name__ == "__main__":
    writer = Writer(*sys.argv[1:5])
    for word in sys.argv[5:]:
        thread, _, number = word.partition("=")
        threading.Thread(target=writer.go_on, args=(thread, int(number)), daemon=True).start()
    threading.Event().wait()
