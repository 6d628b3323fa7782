"""What is told reaches those who may see it: in order, once, and whole or not silently."""

import asyncio

from hub.cursors import sealed
from tests.live.world import WORK, Site


async def test_an_answer_appears_on_the_open_pages_of_those_who_may_read_it(site: Site) -> None:
    world = site.world
    async with (
        site.following("maya", world.topic) as maya,
        site.following("rivera", world.topic) as rivera,
        site.following("chidi", world.topic, token=True, origin=None) as chidi,
    ):
        await world.say("Look at my bees")
        heard = await maya.hear()
        assert heard["topic"] == world.topic
        assert heard["seq"] == 1
        assert heard["put"][0]["into"] == f"thread-{world.item}"
        assert heard["put"][0]["html"] == "<p data-for=learner>Look at my bees</p>"
        assert (await rivera.hear())["put"][0]["html"] == "<p data-for=staff>Look at my bees</p>"
        assert (await chidi.hear())["put"][0]["html"] == "<p data-for=family>Look at my bees</p>"


async def test_words_for_some_are_not_told_to_others(site: Site) -> None:
    world = site.world
    async with site.following("rivera", world.topic) as rivera, site.following("chidi", world.topic) as chidi:
        await world.say("Only for my teacher", to=["maya", world.teachers])
        await world.say("For all")
        assert await rivera.words() == "Only for my teacher"
        assert await chidi.words() == "For all"


async def test_who_looks_in_the_same_way_gets_the_same_bytes_sealed_once(site: Site) -> None:
    world = site.world
    async with site.following("chidi", world.topic) as chidi, site.following("amara", world.topic) as amara:
        await world.say("For all")
        assert await chidi.raw() == await amara.raw()


async def test_the_order_is_the_order_of_commits(site: Site) -> None:
    world = site.world
    async with site.following("maya", world.topic) as maya, site.following("chidi", world.topic) as chidi:
        await asyncio.gather(*(world.say(str(number)) for number in range(100)))
        heard = [await maya.hear() for _ in range(100)]
        assert [one["seq"] for one in heard] == list(range(1, 101))
        assert [await chidi.hear() for _ in range(100)] == [
            {**one, "put": [{**put, "html": put["html"].replace("learner", "family")} for put in one["put"]]} for one in heard
        ]


async def test_whoever_was_away_gets_what_was_missed(site: Site) -> None:
    world = site.world
    for number in range(1, 6):
        await world.say(str(number))
    async with site.socket("chidi") as connection:
        heard = await site.client(connection, "chidi").follow(world.topic, after=2)
        assert [one["seq"] for one in heard] == [3, 4, 5, 5]
        assert heard[-1]["put"] == []


async def test_a_gap_that_cannot_be_filled_is_said(site: Site) -> None:
    world = site.world
    await asyncio.gather(*(world.say(str(number)) for number in range(203)))
    async with site.following("maya", world.topic, after=203) as maya:
        assert (await maya.follow(world.topic, after=2))[0] == {"topic": world.topic, "seq": 203, "resync": True}
        assert (await maya.hear())["put"] == []
        assert (await maya.follow(world.topic, after=3))[0]["seq"] == 4
    async with site.following("maya", world.topic) as maya:
        # The database came back from a backup: the client knows more than the log.
        assert (await maya.follow(world.topic, after=300))[0] == {"topic": world.topic, "seq": 203, "resync": True}


async def test_nothing_is_missing_or_doubled_for_a_client_that_keeps_losing_its_line(site: Site) -> None:
    world = site.world
    seen: list[str] = []
    place = 0

    async def write() -> None:
        for number in range(200):
            await world.say(str(number))
            await asyncio.sleep(0.002)

    writing = asyncio.create_task(write())
    while len(seen) < 200:
        async with site.socket("chidi") as connection:
            client = site.client(connection, "chidi")
            await client.send(follow=world.topic, after=sealed(client.key, world.topic, place))
            for _ in range(7 + len(seen) % 11):
                if len(seen) == 200:
                    break
                heard = await client.hear()
                assert "resync" not in heard
                assert heard["seq"] >= place
                place = heard["seq"]
                seen += [put["html"].partition(">")[2].removesuffix("</p>") for put in heard["put"]]
            connection.transport.abort()
    await writing
    assert seen == [str(number) for number in range(200)]


async def test_an_event_that_cannot_be_shown_has_the_page_read_anew_and_does_not_hide_the_next(site: Site) -> None:
    world = site.world
    async with site.following("maya", world.topic) as maya:
        await world.say("(breaks)")
        await world.say("(anew)")
        await world.say("after it")
        assert (await maya.hear()) == {"topic": world.topic, "seq": 1, "resync": True}
        assert (await maya.hear()) == {"topic": world.topic, "seq": 2, "resync": True}
        assert await maya.words() == "after it"


async def test_what_is_about_one_person_is_told_to_them_and_to_staff(site: Site) -> None:
    world = site.world
    async with (
        site.following("chidi", world.topic) as chidi,
        site.following("amara", world.topic) as amara,
        site.following("rivera", world.topic) as rivera,
    ):
        item, only = world.item, world.ids["chidi"]
        await world.database.write(WORK, lambda tx: tx.tell("person.paused", [world.topic], item=item, only=only))
        await world.say("For all")
        assert [(await one.hear())["put"][0]["id"] for one in (chidi, rivera)] == ["event-person.paused"] * 2
        assert await amara.words() == "For all"


async def test_a_home_tells_its_person_only_what_they_may_see(site: Site) -> None:
    world = site.world
    async with site.following("chidi", world.home("chidi")) as chidi:
        await world.say("Not for him", to=["maya", world.teachers], homes=["chidi", "rivera"])
        await world.say("For him", homes=["chidi"])
        heard = await chidi.hear()
        assert heard["topic"] == world.home("chidi")
        assert "For him" in heard["put"][0]["html"]
