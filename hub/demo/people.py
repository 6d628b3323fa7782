"""The people of the demo school. All invented; their password is no secret, which is why `serve` keeps them to this machine."""

from uuid import UUID

import msgspec

from hub.database import Tx
from hub.identity.passwords import hash_password
from hub.people import actions as people
from hub.people.models import Person, School
from hub.viewer import Role

PASSWORD = "trellis-demo"  # noqa: S105 - printed at the start, and only ever in a demo


class Someone(msgspec.Struct, frozen=True):
    """Who can sign in, and as what."""

    name: str
    called: str
    sign_in_name: str
    roles: tuple[Role, ...]

    @property
    def email(self) -> str | None:
        """Of a domain that is nobody's. Without a mail server, letters to it are files on this machine."""
        return f"{self.sign_in_name}@example.org" if {"guardian", "teacher", "mentor"} & set(self.roles) else None


PEOPLE = (
    Someone("Maya Okafor", "Maya", "maya", ("student",)),
    Someone("Jonas Lind", "Jonas", "jonas", ("student",)),
    Someone("Amina Kaya", "Amina", "amina", ("student",)),
    Someone("Elsa Lind", "Elsa", "elsa", ("student",)),
    Someone("Ines Rivera", "Ms Rivera", "rivera", ("teacher",)),
    Someone("Samuel Boateng", "Mr Boateng", "boateng", ("teacher",)),
    Someone("Chidi Okafor", "Chidi", "chidi", ("guardian",)),
    Someone("Ada Okafor", "Ada", "ada", ("guardian",)),
    Someone("Karin Lind", "Karin", "karin", ("guardian",)),
    Someone("Lena Brandt", "Ms Brandt", "brandt", ("mentor",)),
    Someone("Noor Haddad", "Ms Haddad", "haddad", ("admin",)),
)


class Demo(msgspec.Struct, frozen=True):
    """The demo school once it is made."""

    school: School
    people: dict[str, Person]
    """By sign-in name."""

    def id(self, sign_in_name: str) -> UUID:
        return self.people[sign_in_name].id


def make_people(tx: Tx) -> Demo:
    school = people.open_school(tx, "Riverside School", "Europe/London", ["en"])
    password = hash_password(PASSWORD)
    made = {
        one.sign_in_name: people.add_person(
            tx, school.id, one.name, one.called, one.sign_in_name, one.roles, password_hash=password, email=one.email, demo=True
        )
        for one in PEOPLE
    }
    bees = people.open_class(tx, school.id, "7B")
    for name in ("maya", "jonas", "amina"):
        people.enrol(tx, bees, made[name], "student")
    people.enrol(tx, bees, made["rivera"], "teacher")
    art = people.open_class(tx, school.id, "Art club")
    for name in ("maya", "amina", "elsa"):
        people.enrol(tx, art, made[name], "student")
    people.enrol(tx, art, made["boateng"], "teacher")
    for guardian, relation in (("chidi", "father"), ("ada", "mother")):
        people.link_guardian(tx, made[guardian], made["maya"], relation, made["haddad"].id)
    for child in ("jonas", "elsa"):
        people.link_guardian(tx, made["karin"], made[child], "mother", made["haddad"].id)
    return Demo(school, made)
