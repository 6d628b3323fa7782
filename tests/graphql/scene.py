"""What policy_table.py is about: Maya's reflection on the jars, with what hangs on it, and what is hers alone."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from hub.artifacts.models import Artifact
from hub.database import Tx
from hub.homes.models import Visit
from hub.ids import NOTHING
from hub.loops.models import Asked, FeedbackRequest
from hub.people.models import Person
from hub.rooms.models import Presence
from hub_graphql.nodes import global_id, key_of
from tests.graphql.api import WORK, Api


class Scene:
    """Maya's reflection and all that hangs on it."""

    def __init__(self, api: Api) -> None:
        self.api = api
        mine = api.ask("maya", "{ viewer { person { id } reflections(first: 100) { nodes { id title photos { id } } } } }")["viewer"]
        jars = next(one for one in mine["reflections"]["nodes"] if one["title"] == "What the jars showed me")
        self.maya, self.item, self.photo = mine["person"]["id"], jars["id"], jars["photos"][0]["id"]
        answers = api.run("maya", "reflection", id=self.item)["answers"]
        said = api.run("maya", "thread", item=self.item)["thread"]
        self.thread = said["id"]
        by = {edge["node"]["author"]["called"]: edge["node"]["id"] for edge in said["messages"]["edges"]}
        self.teachers, self.fathers = by["Ms Rivera"], by["Chidi"]
        written = [{"key": one["key"], "words": one["words"] + " Yes."} for one in answers]
        api.do("maya", "edit_reflection", id=self.item, version=1, answers=written)
        api.do("rivera", "edit_message", id=self.teachers, version=1, words="Think again.")
        api.do("maya", "react_to_message", message=self.teachers, sign="HELPS")
        self.of_teacher = api.do("maya", "report_message", id=self.teachers, reason="To look at")["id"]
        self.report = api.do("maya", "report_message", id=self.fathers, reason="To look at")["id"]
        api.do("rivera", "look_at_report", id=self.report)
        api.do("rivera", "hide_message", id=self.fathers, because="To see")
        api.do("rivera", "show_message", id=self.fathers)
        self.report = api.do("maya", "report_message", id=self.fathers, reason="To look at again")["id"]
        api.do("rivera", "look_at_report", id=self.report)
        writing = "01a201bf-2648-72af-96d9-10adee70a046"
        words = [{"name": "title", "words": "Hm"}]
        self.draft = api.do("maya", "save_draft", place="reflection/new", writing=writing, base=0, words=words)["id"]
        self.class_ = api.run("maya", "viewer")["classes"][0]["id"]
        self._open_loops(api)
        for name in ("maya", "chidi", "ada", "rivera"):  # Maya speaks last, and waits.
            speaker = "rivera" if name != "rivera" else "maya"
            api.do(speaker, "add_message", item=self.item, words=f"For {name} to read")
        api.database.write_now(WORK, _asked_of, api.id("maya"), key_of(self.item, "Reflection") or NOTHING, api.id("rivera"))
        mine_too = api.run("maya", "my_goals")["goals"]["edges"]
        self.goal = next(edge["node"]["id"] for edge in mine_too if edge["node"]["title"].startswith("Explain what happens"))
        self.step = api.run("maya", "goal", id=self.goal)["steps"][0]["id"]
        api.do("maya", "change_goal", id=self.goal, version=1, title="Explain what happens to our river")
        api.do("maya", "end_goal", goal=self.goal, progress="CHANGED", why="It is a lake.")
        api.do("maya", "end_goal", goal=self.goal, progress="GROWING")
        api.do("maya", "ask_for_help", goal=self.goal, words="Whom could I ask?")
        looked_back = api.post_reflection("maya", "It moves.", to=("7B", "FAMILY"), about=self.goal, goal=self.goal, nextStep="Ask Nana")
        for name in ("chidi", "ada"):
            api.do(name, "add_message", item=looked_back, words="Well seen")
        api.database.write_now(WORK, _looked_an_hour_ago, [api.id("chidi"), api.id("ada")], api.id("maya"))
        api.do("maya", "tick_step", id=self.step, done=False)
        api.do("maya", "tick_step", id=self.step)
        made = api.run("maya", "my_artifacts")["artifacts"]["nodes"]
        self.artifact = next(one["id"] for one in made if one["title"] == "Map of the river")
        first = api.run("maya", "artifact", id=self.artifact)["versions"][0]
        self.version, shows = first["id"], [{"id": first["files"][0]["id"], "alt": "Our river, seen from above"}]
        api.do("maya", "edit_artifact", id=self.artifact, edition=1, about="From the spring to the bridge.", files=shows)
        api.post_reflection("maya", "The blue is right.", to=("7B", "FAMILY"), about=self.artifact)
        api.database.write_now(WORK, lambda tx: tx.get_one(Artifact, key_of(self.artifact, "Artifact")).wait(tx.now))
        told = api.run("chidi", "notifications")["notifications"]["nodes"]
        self.told = next(one["id"] for one in told if one["message"])
        begin = api.run("maya", "begin_reflection")
        self.prompts = begin["promptSets"][0]["id"]
        self.audience = [one["id"] for one in begin["audienceChoices"] if one["kind"] == "FAMILY" or one["hint"] == "7B"]
        self.let_go = api.do("maya", "begin_goal", title="Sail to the sea", audience=self.audience)["id"]
        api.do("maya", "end_goal", goal=self.let_go, progress="LET_GO", why="The boat leaks.")
        self._projects(api)

    def _projects(self, api: Api) -> None:
        """Maya proposes one, and says it anew; Ms Rivera leads another with her class, in which Maya is in a team, and Jonas was."""
        self.project = api.do("maya", "begin_project", title="The river", audience=self.audience)["id"]
        api.do("maya", "change_project", id=self.project, version=1, title="Our river", design=[{"key": "real", "words": "An aunt asked."}])
        self.milestone = api.do("maya", "add_milestone", project=self.project, keyQuestion="Where is its spring?")["milestones"][0]["id"]
        groups = api.run("rivera", "begin_reflection")["audienceChoices"]
        mine = [one["id"] for one in groups if one["kind"] == "CLASS"]
        self.led = api.do("rivera", "begin_project", title="Bees", drivingQuestion="Who needs bees?", audience=mine)["id"]
        self.jonas = global_id("Person", api.id("jonas"))
        team = api.do("rivera", "make_team", project=self.led, name="Otters", open=True, people=[self.maya, self.jonas])
        self.team, self.room = team["id"], team["room"]["id"]
        api.do("maya", "write_contract", team=self.team, words="We talk.", version=0)
        api.do("maya", "sign_contract", team=self.team, version=1)
        where = api.do("rivera", "add_milestone", project=self.led, keyQuestion="Where is it deep?")["milestones"][0]["id"]
        given = {"team": self.team, "title": "Ask the fishers", "milestone": where, "owner": self.maya}
        self.task = api.do("maya", "add_task", **given)["tasks"][0]["id"]
        self._hand_in(api)
        api.do("rivera", "pause_person", room=self.room, person=self.jonas, length="OPEN", why="He shouts")
        api.do("rivera", "take_out_of_team", id=self.team, person=self.jonas)
        api.do("maya", "make_team_code", id=self.team)
        self._mentor(api)
        self._questions(api, groups)

    def _questions(self, api: Api, groups: list[dict[str, str]]) -> None:
        """Of Maya's: two that her team sees, answered and opened again; and one of another team, which hasn't shown its own yet."""
        api.do("maya", "reveal_need_to_knows", room=self.room)
        self.wonder, self.wonder_too = (api.do("maya", "ask_question", room=self.room, question=f"Whose is {it}?")["id"] for it in "ab")
        for id_ in (self.wonder, self.wonder_too):
            api.do("maya", "pick_need_to_know", id=id_)
            api.do("maya", "answer_question", id=id_, words="Ours.", source="Nana", version=1)
            api.do("rivera", "reopen_question", id=id_, why="Who says so?")
        other = api.do("rivera", "begin_project", title="The pond", audience=[one["id"] for one in groups if one["kind"] == "CLASS"])["id"]
        hive = api.do("rivera", "make_team", project=other, name="Wasps", people=[self.maya])["room"]["id"]
        self.alone = api.do("maya", "ask_question", room=hive, question="Whose pond is it?", alone=True)["id"]
        self.amina = global_id("Person", api.id("amina"))
        asked = [api.do("maya", "invite_into_team", team=self.team, person=one)["invitations"] for one in (self.jonas, self.amina)][1]
        self.to_jonas, self.to_amina = (one["id"] for one in asked)
        self.pinned = api.do("maya", "add_message", item=self.room, words="We meet at four.")["id"]
        api.do("maya", "pin_message", message=self.pinned)
        api.database.write_now(WORK, _in_the_room, api.id("maya"), key_of(self.room, "Room"))

    def _mentor(self, api: Api) -> None:
        """Ms Brandt, who is with the demo's river, was with the other project for a moment."""
        day = api.database.read_now(WORK, lambda tx: tx.now.date())
        self.mentor = global_id("Person", api.id("brandt"))
        self.invited = {"person": self.mentor, "purpose": "Honey", "firstDay": str(day), "lastDay": str(day + timedelta(days=9))}
        api.do("rivera", "end_mentorship", id=api.do("rivera", "invite_mentor", project=self.led, **self.invited)["id"])
        seen = api.ask("rivera", "{ viewer { projects(first: 20) { nodes { mentorships { id state } } } } }")["viewer"]
        theirs = [one for project in seen["projects"]["nodes"] for one in project["mentorships"]]
        self.mentorship = next(one["id"] for one in theirs if one["state"] == "WITH")
        self.offer = api.ask("rivera", "{ viewer { mentors { offers { id } } } }")["viewer"]["mentors"][0]["offers"][0]["id"]
        [asked] = api.run("brandt", "mentoring")["mentorAsks"]
        self.ask, self.put_to_mentor = asked["id"], asked["question"]["id"]
        [bees] = [
            one["room"]["id"] for one in api.run("brandt", "mentoring")["mentorships"][0]["project"]["teams"] if one["name"] == "Team Bees"
        ]
        asking = ("maya", "jonas", "rivera")
        self.to_ask = {name: api.do("maya", "ask_question", room=bees, question=f"What does {name} ask?")["id"] for name in asking}

    def _hand_in(self, api: Api) -> None:
        """Maya's team hands in its honey, and then how it is by now."""
        self.way = api.do("rivera", "add_milestone", project=self.led, keyQuestion="How is honey made?")["milestones"][0]["id"]
        self.honey = api.do("maya", "add_artifact", title="Honey", stand={"words": "Sweet"}, team=self.team, milestone=self.way)["id"]
        for version in (1, 2):
            api.do("maya", "hand_in", team=self.team, milestone=self.way, artifact=self.honey, version=version)
            api.do("maya", "add_version", artifact=self.honey, stand={"words": f"Sweet, {version}"})
        self.of_team = api.run("maya", "artifact", id=self.honey)["versions"][0]["id"]

    def of_class(self) -> str:
        """What Ms Rivera merged."""
        there = self.api.run("rivera", "project_need_to_knows", id=self.led)["needToKnows"]
        return str(next(one["id"] for one in there if one["owner"]["called"] == "Ms Rivera"))

    def _open_loops(self, api: Api) -> None:
        """Ms Rivera answers, in a form, what she and Chidi were asked three days ago; of her first words Maya has said what became."""
        people = {name: global_id("Person", api.id(name)) for name in ("rivera", "chidi")}
        self.rivera, self.chidi = people["rivera"], people["chidi"]
        self.request = api.do("maya", "request_feedback", item=self.item, people=[*people.values()], question="What is missing?")["id"]
        parts = [{"key": "tell", "words": "The jars"}, {"key": "ask", "words": "Where was it?"}]
        self.form = api.do("rivera", "add_message", item=self.item, form="TAG", parts=parts)["id"]
        api.do("maya", "respond", message=self.teachers, outcome="ADOPTED", why="It helps")
        api.database.write_now(WORK, _three_days_ago, key_of(self.request, "FeedbackRequest"))
        self.rubric = api.run("maya", "rubrics")["rubrics"][0]


def _three_days_ago(tx: Tx, request: UUID | None) -> None:
    for asked in tx.scalars(select(Asked).where(Asked.request_id == request)):
        asked.since -= timedelta(days=3)


def _looked_an_hour_ago(tx: Tx, guardians: list[UUID], child: UUID) -> None:
    tx.add_all(Visit(person_id=one, about_id=child, last=tx.now - timedelta(hours=1), before=None) for one in guardians)


def _asked_of(tx: Tx, who: UUID, item: UUID, whom: UUID) -> None:
    """A request for feedback."""
    asker = tx.get_one(Person, who)
    request = FeedbackRequest(
        school_id=asker.school_id, item_id=item, asker_id=who, version=1, question="What is missing?", until=None, created=tx.now
    )
    tx.add(Asked(request_id=tx.make(request).id, person_id=whom, since=tx.now))


def _in_the_room(tx: Tx, who: UUID, room: UUID | None) -> None:
    """As long as it is looked at here."""
    assert room
    tx.add(Presence(room_id=room, person_id=who, process=NOTHING, writing=True, until=tx.now + timedelta(days=1)))
