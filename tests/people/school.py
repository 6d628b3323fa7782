"""A small school on a real database, with few words to say who is who."""

from collections.abc import Callable
from functools import cache
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import select

from hub.database import Database, Tx
from hub.errors import NotSignedIn
from hub.identity import actions
from hub.identity.keys import digest
from hub.identity.passwords import hash_password
from hub.identity.queries import recognise
from hub.people.actions import add_person, enrol, link_guardian, open_class, open_school
from hub.people.models import Person
from hub.viewer import Claim, Role, System

P = ParamSpec("P")
T = TypeVar("T")

PASSWORD = "heron mends nets"


@cache
def hashed(password: str = PASSWORD) -> str:
    return hash_password(password)


class Town:
    """Maya and Ben are in Bees with Ms Rivera; Olu is in Ants with Mr Stone; Chidi is Maya's father; Ada is the admin."""

    def __init__(self, url: str) -> None:
        self.database = Database(url, recognise)
        self.ids: dict[str, UUID] = {}
        self.school, self.bees, self.ants = self.do(self._build)

    def do(self, work: Callable[Concatenate[Tx, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """The hub's own work."""
        return self.database.write_now(System("test"), work, *args, **kw)

    def by(self, claim: Claim, work: Callable[Concatenate[Tx, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Somebody's work."""
        return self.database.write_now(claim, work, *args, **kw)

    def enter(self, name: str) -> Claim:
        """Signs someone in, in a browser of their own."""

        def sign_in(tx: Tx) -> actions.SignedIn:
            return actions.sign_in(tx, self.ids[name], verified_hash=hashed(), name=name, address="10.0.0.1")

        return Claim("session", digest(self.do(sign_in).secret))

    def person(self, name: str) -> Person:
        return self.do(lambda tx: tx.scalars(select(Person).where(Person.sign_in_name == name)).one())

    def signed_in(self, claim: Claim) -> bool:
        try:
            return self.database.read_now(claim, lambda tx: tx.viewer.id) is not None
        except NotSignedIn:
            return False

    def _build(self, tx: Tx) -> tuple[UUID, UUID, UUID]:
        school = open_school(tx, "Riverside", "Europe/Lisbon", ["en"])
        made: dict[str, Person] = {}
        everyone: list[tuple[str, str, Role]] = [
            ("ada", "Ada Lind", "admin"),
            ("rivera", "Ms Rivera", "teacher"),
            ("stone", "Mr Stone", "teacher"),
            ("maya", "Maya Okafor", "student"),
            ("ben", "Ben Li", "student"),
            ("olu", "Olu Ade", "student"),
            ("chidi", "Chidi Okafor", "guardian"),
        ]
        for key, name, role in everyone:
            made[key] = add_person(tx, school.id, name, None, key, {role}, password_hash=hashed())
            self.ids[key] = made[key].id
        bees, ants = open_class(tx, school.id, "Bees"), open_class(tx, school.id, "Ants")
        for key, class_, role in (("rivera", bees, "teacher"), ("stone", ants, "teacher"), ("maya", bees, "student")):
            enrol(tx, class_, made[key], role)
        enrol(tx, bees, made["ben"], "student")
        enrol(tx, ants, made["olu"], "student")
        link_guardian(tx, made["chidi"], made["maya"], "father", approved_by=made["ada"].id)
        return school.id, bees.id, ants.id
