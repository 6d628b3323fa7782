"""Whoever loses the right to listen hears nothing more, and learns of it within two seconds."""

import time
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from hub.clock import now
from hub.identity.models import AccessToken, BrowserSession
from hub.items.models import Item, ItemGrant
from hub.people.models import ClassMember, Guardianship, Person
from tests.live.world import WORK, Site, World


def _unshare(world: World) -> None:
    world.database.write_now(WORK, lambda tx: tx.query(ItemGrant).filter_by(principal_id=world.family).delete() and None)


@pytest.mark.parametrize(
    ("who", "token", "loses"),
    [
        ("chidi", False, lambda world: world.change(BrowserSession, {"ended": now()}, person_id=world.ids["chidi"])),
        ("chidi", False, lambda world: world.change(BrowserSession, {"expires": now()}, person_id=world.ids["chidi"])),
        ("chidi", True, lambda world: world.change(AccessToken, {"revoked": now()}, person_id=world.ids["chidi"])),
        ("chidi", True, lambda world: world.change(Person, {"deactivated": now()}, id=world.ids["chidi"])),
    ],
    ids=["signed out", "expired", "token revoked", "deactivated"],
)
async def test_an_ended_sign_in_ends_its_sockets(site: Site, who: str, token: bool, loses: Any) -> None:
    world = site.world
    async with site.following(who, world.topic, token=token) as lost, site.following("maya", world.topic) as maya:
        loses(world)
        before = time.monotonic()
        await world.say("a secret")
        with pytest.raises(ConnectionClosed):
            await lost.hear()
        assert time.monotonic() - before < 2
        assert lost.connection.close_code == 4401
        assert await maya.words() == "a secret"


@pytest.mark.parametrize(
    ("who", "loses", "spoken"),
    [
        ("chidi", lambda world: world.change(Guardianship, {"ended": now()}, guardian_id=world.ids["chidi"]), True),
        ("rivera", lambda world: world.change(ClassMember, {"ended": now()}, person_id=world.ids["rivera"]), True),
        ("chidi", _unshare, True),
        ("chidi", _unshare, False),
        ("rivera", lambda world: world.change(Item, {"deleted": now()}, id=world.item), True),
    ],
    ids=["guardianship cut", "left the class", "unshared", "unshared in silence", "deleted"],
)
async def test_whoever_may_not_see_it_any_more_is_out_of_the_room(site: Site, who: str, loses: Any, spoken: bool) -> None:
    world = site.world
    async with site.following(who, world.topic) as lost, site.following("maya", world.topic) as maya:
        loses(world)
        before = time.monotonic()
        if spoken:
            await world.say("a secret")
        assert await lost.hear() == {"topic": world.topic, "gone": True}
        assert time.monotonic() - before < 2
        await world.say("another")
        assert await maya.words() == ("a secret" if spoken else "another")
        # A topic's name that was learned while inside opens nothing.
        await lost.send(follow=world.topic, after="")
        assert await lost.hear() == {"topic": world.topic, "gone": True}
        assert await lost.silent(0.1)
