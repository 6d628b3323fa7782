"""Parts of the afternoon of tests/test_schema.py: what people do together, by the documents alone."""

from typing import Any

from tests.graphql import evening


def ask_and_answer(run: Any, do: Any, item: str) -> None:
    """A question to Ms Rivera, her answer in a form and with criteria, and what became of it."""
    rivera = run("rivera", "viewer")["person"]["id"]
    first = do("maya", "request_feedback", item=item, people=[rivera], question="Is it clear?")
    assert do("maya", "withdraw_request", id=first["id"])["withdrawn"] is not None
    request = do("maya", "request_feedback", item=item, people=[rivera], question="Is it clear?")
    refused = run("maya", "remind", input={"request": request["id"], "person": rivera})
    assert (refused["__typename"], "tomorrow" in refused["message"]) == ("Conflict", True)
    assert request["id"] in [one["id"] for one in run("rivera", "loops")["requests"]["nodes"]]
    rubric = do("rivera", "write_rubric", name="Clear", criteria=["One can follow it"])
    parts = [{"key": "strength-0", "words": "The blue mark"}]
    said = do("rivera", "add_message", item=item, form="RUBRIC", rubric=rubric["current"]["id"], parts=parts)
    assert said["parts"] == [{"key": "strength-0", "label": "Strong", "words": "The blue mark", "criterion": "One can follow it"}]
    assert said["words"] == "**One can follow it: Strong**\n\nThe blue mark"
    assert do("maya", "thank", request=request["id"], person=rivera)["asked"][0]["thanked"] is not None
    assert said["id"] in [one["message"]["id"] for one in run("maya", "loops")["openLoops"]["nodes"]]
    told = do("maya", "respond", message=said["id"], outcome="ADAPTED", why="I marked her wings, too")
    assert (told["response"]["outcome"], told["response"]["version"]) == ("ADAPTED", 1)
    changed = do("rivera", "change_rubric", id=rubric["id"], version=1, name="Clear", criteria=["One can follow it", "It has numbers"])
    assert changed["current"]["number"] == 2
    assert [len(one["versions"]) for one in run("maya", "rubrics")["rubrics"] if one["id"] == rubric["id"]] == [2]
    assert do("rivera", "end_rubric", id=rubric["id"])["ended"] is not None


def grow_a_goal(run: Any, do: Any, with_whom: list[str], reflection: str) -> None:
    """From the wish to its end, out of this reflection of Maya's."""
    goal = do("maya", "begin_goal", title="Keep bees", steps=["Ask Nana"], cameFrom=reflection, audience=with_whom)
    assert [one["id"] for one in goal["cameFrom"]] == [reflection]
    id_ = goal["id"]
    assert do("maya", "change_goal", id=id_, version=1, title="Keep bees", plan="If one stings, then I breathe.")["version"] == 2
    small = do("maya", "begin_goal", title="Learn to sew a veil", supports=id_)["id"]
    assert do("maya", "change_goal", id=small, version=1, title="Sew a veil")["supports"] == []
    assert do("maya", "change_goal", id=small, version=2, title="Sew a veil", supports=id_)["supports"][0]["id"] == id_
    assert (
        run("maya", "change_goal", input={"id": id_, "version": 2, "title": "Bees", "supports": small})["fields"][0]["name"] == "supports"
    )
    [first, second] = do("maya", "add_step", goal=id_, words="Find a hive", due="2030-05-01")["steps"]
    assert do("maya", "tick_step", id=first["id"])["steps"][0]["done"] is not None
    assert [step["words"] for step in do("maya", "move_step", id=second["id"], by=-1)["steps"]] == ["Find a hive", "Ask Nana"]
    assert do("maya", "change_step", id=second["id"], words="Find a hive", due="2030-06-01")["steps"][0]["due"] == "2030-06-01"
    stale = run("maya", "change_step", input={"id": second["id"], "words": "Find two", "edition": "as it read before"})
    assert (stale["__typename"], "another window" in stale["message"]) == ("Conflict", True)
    assert stale["standing"]["steps"][0]["words"] == "Find a hive"
    assert [step["words"] for step in do("maya", "take_step_away", id=second["id"])["steps"]] == ["Ask Nana"]
    assert len(do("maya", "take_step_away", id=second["id"], away=False)["steps"]) == 2
    assert id_ in [one["goal"]["id"] for one in run("maya", "my_week")["week"]["promises"]]
    twice = [do("maya", "check_in", goal=id_, confidence=4, words="Nana has veils.", clientMutationId="once") for _ in range(2)]
    assert [one["confidence"] for one in twice[1]["checkIns"]] == [4]
    refused = run("maya", "check_in", input={"goal": id_, "confidence": 4, "day": "2999-01-01"})
    assert ([one["name"] for one in refused["fields"]], "still to come" in refused["fields"][0]["message"]) == (["day"], True)
    assert do("maya", "ask_for_help", goal=id_, words="Where do hives come from?")["waitingSince"] is not None
    stale = run("maya", "ask_for_help", input={"goal": id_, "words": "Who has wood?", "insteadOf": ""})
    assert (stale["__typename"], stale["standing"]["helpWords"]) == ("Conflict", "Where do hives come from?")
    assert run("rivera", "goal", id=id_)["helpWords"] == "Where do hives come from?"
    assert run("chidi", "goal", id=id_)["helpSince"] is None
    assert do("maya", "ask_for_help", goal=id_, needed=False)["helpSince"] is None
    assert [one["id"] for one in do("maya", "link_evidence", goal=id_, item=reflection)["evidence"]] == [reflection]
    assert do("maya", "end_goal", goal=id_, progress="LET_GO", why="No garden.")["why"] == "No garden."
    do("maya", "end_goal", goal=id_, progress="REACHED", why="A roof will do.")
    seen = run("chidi", "goal", id=id_)
    assert (seen["progress"], [one["number"] for one in seen["history"]], len(seen["checkIns"])) == ("REACHED", [1, 2], 1)
    assert [(one["progress"], one["why"]) for one in seen["history"]] == [(None, None), ("LET_GO", "No garden.")]
    assert seen["history"][1]["ended"] is not None
    assert run("maya", "my_goals")["goals"]["edges"][1]["node"]["id"] == id_
    assert "GOAL" in [one["node"]["step"] for one in run("maya", "vine", id=id_)["vine"]["edges"]]


def make_something(run: Any, do: Any, with_whom: list[str]) -> None:
    """A text of Maya's in two versions, found again under its tag, and seen in her class."""
    made = do("maya", "add_artifact", title="Letter", stand={"words": "Dear council"}, tags=["river"], audience=with_whom)
    id_ = made["id"]
    assert do("maya", "add_version", artifact=id_, version=1, stand={"words": "Dear all", "note": "Kinder"})["newest"]["number"] == 2
    assert do("maya", "edit_artifact", id=id_, edition=1, about="To the council")["about"] == "To the council"
    assert do("maya", "tag_item", id=id_, tags=["letters"])["tags"] == ["letters"]
    seen = run("rivera", "artifact", id=id_)
    assert (seen["about"], [(one["title"], one["about"]) for one in seen["history"]]) == ("To the council", [("Letter", "")])
    assert run("maya", "my_artifacts")["artifacts"]["nodes"][0]["id"] == id_
    [class_] = run("rivera", "viewer")["classes"]
    assert "Maya" in [one["who"]["called"] for one in run("rivera", "class_overview", **{"class": class_["id"]})["overview"]]
    assert run("rivera", "time_to_feedback")["timeToFeedback"]["answers"] >= 1


def lead_a_project(run: Any, do: Any, with_whom: list[str]) -> None:
    """Maya proposes it, Ms Rivera takes it on, says it anew and leads it; and makes one of her own like it."""
    id_ = do("maya", "begin_project", title="Bees", drivingQuestion="Who feeds us?", audience=with_whom, clientMutationId="bees")["id"]
    assert do("maya", "begin_project", title="Bees", clientMutationId="bees")["id"] == id_
    assert run("maya", "project", id=id_)["waitingSince"] is not None
    taken = do("rivera", "take_on_project", id=id_)
    assert (taken["proposal"], taken["owner"]["called"], taken["proposedBy"]["called"]) == (False, "Ms Rivera", "Maya")
    anew = {"id": id_, "version": 1, "title": "Our bees", "drivingQuestion": "Who feeds whom?", "aims": ["To count"]}
    points = [{"key": "real", "words": "A keeper."}]
    assert [one["words"] for one in do("rivera", "change_project", **anew, design=points)["design"]][2] == "A keeper."
    stale = run("rivera", "change_project", input={**anew, "title": "Wasps"})
    assert (stale["__typename"], stale["standing"]["title"], stale["standing"]["version"]) == ("Conflict", "Our bees", 2)
    refused = run("rivera", "change_project", input={**anew, "version": 2, "drivingQuestion": "x" * 301})
    assert [one["name"] for one in refused["fields"]] == ["drivingQuestion"]
    do("rivera", "add_milestone", project=id_, keyQuestion="How many?")
    [first, second] = do("rivera", "add_milestone", project=id_, keyQuestion="Which?", due="2030-05-01")["milestones"]
    assert do("rivera", "move_milestone", id=second["id"], by=-1)["milestones"][0]["keyQuestion"] == "Which?"
    assert do("rivera", "change_milestone", id=first["id"], keyQuestion="How many are there?")["milestones"][1]["due"] is None
    stale = run("rivera", "change_milestone", input={"id": first["id"], "keyQuestion": "How few?", "edition": first["edition"]})
    assert (stale["__typename"], stale["standing"]["milestones"][1]["keyQuestion"]) == ("Conflict", "How many are there?")
    assert len(do("rivera", "take_milestone_away", id=first["id"])["milestones"]) == 1
    stale = run("rivera", "change_milestone", input={"id": first["id"], "keyQuestion": "How few?", "edition": first["edition"]})
    assert (stale["__typename"], len(stale["standing"]["milestones"])) == ("Conflict", 1)
    assert len(do("rivera", "take_milestone_away", id=first["id"], away=False)["milestones"]) == 2
    assert do("rivera", "set_project_stage", id=id_, stage="ACTIVE")["stage"] == "ACTIVE"
    copy = do("rivera", "copy_project", id=id_, clientMutationId="like it")
    assert (copy["stage"], copy["credit"], len(copy["milestones"])) == ("DRAFT", "After “Our bees” by Ms Rivera", 2)
    assert do("rivera", "copy_project", id=id_, clientMutationId="like it")["id"] == copy["id"]
    seen = run("maya", "project", id=id_)
    assert (seen["stage"], seen["aims"], seen["design"]) == ("ACTIVE", ["To count"], [])
    assert [one["title"] for one in seen["history"]] == ["Bees"]
    assert seen["viewerCan"] == ["ANSWER", "REPORT"]
    assert id_ in [edge["node"]["id"] for edge in run("maya", "projects")["projects"]["edges"]]
    assert "PROJECT_TAKEN_ON" in [one["kind"] for one in run("maya", "notifications")["notifications"]["nodes"]]
    assert [edge["node"]["step"] for edge in run("maya", "vine", id=id_)["vine"]["edges"]] == ["PROJECT"]


def do_it_together(run: Any, do: Any) -> None:
    """Ms Rivera makes teams in her class; they talk, and each looks after something."""
    groups = run("rivera", "begin_reflection")["audienceChoices"]
    with_7b = [one["id"] for one in groups if one["kind"] == "CLASS"]
    project = do("rivera", "begin_project", title="The lake", audience=with_7b)["id"]
    maya, jonas = (run(name, "viewer")["person"]["id"] for name in ("maya", "jonas"))
    given = {"project": project, "name": "Otters", "people": [maya], "clientMutationId": "otters"}
    team = do("rivera", "make_team", **given)
    assert do("rivera", "make_team", **given) == team
    id_, room = team["id"], team["room"]["id"]
    assert [one["name"] for one in run("rivera", "make_team", input={"project": project, "name": "otters"})["fields"]] == ["name"]
    assert run("jonas", "join_team", input={"id": id_})["__typename"] == "Forbidden"
    assert do("rivera", "change_team", id=id_, name="The otters", open=True)["name"] == "The otters"
    joined = [do("jonas", "join_team", id=id_, clientMutationId="in") for _ in range(2)][1]
    assert (joined["mine"], joined["room"]["id"], joined["viewerCan"]) == (True, room, ["INVITE", "HAND_IN", "WRITE", "SIGN", "LEAVE"])
    assert do("maya", "look_after", team=id_, member=maya, role="the map")["members"][1]["role"] == "the map"
    asked = do("maya", "add_message", item=room, words="@Jonas, @Chidi: who has the boat?")
    do("jonas", "pin_message", message=asked["id"])
    [pin] = run("rivera", "room", id=room)["pins"]
    assert [one["called"] for one in (*asked["mentions"], pin["by"])] == ["Jonas", "Jonas"], "Her father reads nothing here."
    assert [one["team"]["id"] for one in run("rivera", "project_standing", id=project)["standing"]] == [id_]
    seen = run("jonas", "room", id=room)
    assert (seen["title"], seen["owner"], seen["thread"]["unreadCount"]) == ("The otters", {"id": id_, "called": "The otters"}, 1)
    can = ["ANSWER", "WRITE", "REVEAL", "PIN"]
    assert (seen["audience"]["words"], seen["viewerCan"]) == ("The otters (Jonas, Maya) and Ms Rivera", can)
    assert (run("jonas", "teams")["teams"][0]["id"], run("jonas", "team", id=id_)["unread"]) == (id_, 1)
    rude = do("jonas", "add_message", item=room, words="Silly.")
    do("maya", "report_message", id=rude["id"], reason="Not to me.")
    about = do("maya", "tell_staff", about=jonas, matter="UNKIND", reason="He laughs at me.")
    assert (about["about"], about["matter"], about["closed"]) == ("PERSON", "UNKIND", None)
    assert seen["owner"] in [one["who"] for one in run("maya", "home")["answered"]]
    [report] = [one for one in run("haddad", "reports")["reports"]["nodes"] if one["reason"] == "Not to me."]
    assert (report["itemKind"], report["itemOwner"], report["reported"]) == ("ROOM", seen["owner"], None), "Of the room she knows no more."
    assert do("rivera", "take_out_of_team", id=id_, person=jonas)["before"][0]["person"]["called"] == "Jonas"
    assert (run("jonas", "room", id=room), run("jonas", "team", id=id_)["room"]) == (None, None)
    assert [one["person"]["called"] for one in do("rivera", "put_into_team", id=id_, people=[jonas])["members"]] == ["Jonas", "Maya"]
    nobody = run("rivera", "put_into_team", input={"id": id_, "people": []})
    assert [one["name"] for one in nobody["fields"]] == ["people"]
    _agree(run, do, id_)
    _plan(run, do, id_, jonas)
    _hand_in(run, do, project, id_)
    _wonder(run, do, project, id_, room)
    evening.pause(run, do, room)
    left = do("jonas", "leave_team", id=id_)
    assert (left["mine"], left["room"], left["viewerCan"]) == (False, None, ["JOIN"])
    code = do("maya", "make_team_code", id=id_)["code"]
    assert (run("rivera", "team", id=id_)["code"], run("jonas", "team", id=id_)["code"]) == (code, None)
    again = do("jonas", "join_team_by_code", code=code.lower())
    assert (again["id"], again["mine"], again["room"]["id"]) == (id_, True, room)
    assert do("jonas", "turn_team_code_off", id=id_)["code"] is None
    assert run("elsa", "join_team_by_code", input={"code": code})["__typename"] == "NotFound"
    do("jonas", "leave_team", id=id_)
    _ask_in(run, do, id_, jonas)
    found = run("rivera", "suggested_teams", project=project, size=2)
    assert run("maya", "suggested_teams", project=project) is None
    several = [{"name": one["name"], "people": [each["id"] for each in one["people"]]} for one in found]
    made = [do("rivera", "make_teams", project=project, teams=several, clientMutationId="all") for _ in range(2)]
    assert made[0] == made[1]
    assert [one["name"] for one in made[0]["teams"]] == ["Team 1", "The otters"]
    assert [each["person"]["called"] for each in made[0]["teams"][0]["members"]] == [each["called"] for each in found[0]["people"]]
    none_left = run("rivera", "make_teams", input={"project": project, "teams": []})
    assert none_left["__typename"] == "ValidationProblem"
    do("rivera", "share_item", id=project, audience=[])
    gone = [run("maya", "leave_team", input={"id": id_, "clientMutationId": "out"}) for _ in range(2)]
    assert [(one["__typename"], one["message"]) for one in gone] == [("NotFound", "This was done, but you can't see it any more.")] * 2


def _hand_in(run: Any, do: Any, project: str, team: str) -> None:
    """One makes it, the other goes on with it; it waits for their teacher."""
    way = do("rivera", "add_milestone", project=project, keyQuestion="How deep is it?", due="2026-01-05")["milestones"][0]["id"]
    made = do("maya", "add_artifact", title="Depths", stand={"words": "4 m"}, team=team, milestone=way)["id"]
    do("jonas", "add_version", artifact=made, stand={"words": "5 m"}, version=1)
    [before] = run("maya", "team_milestones", id=team)["milestones"]
    assert (before["state"], before["stands"]) == ("WORKING", None)
    handed = [do("jonas", "hand_in", team=team, milestone=way, artifact=made, version=2) for _ in range(2)]
    assert handed[0] == handed[1]
    [stands] = handed[0]["milestones"]
    assert (stands["state"], stands["stands"]["version"], stands["stands"]["by"]["called"]) == ("HANDED_IN", 2, "Jonas")
    assert stands["late"] > 0
    assert team in [one["who"]["id"] for one in run("rivera", "home")["waiting"]]
    refused = run("maya", "hand_in", input={"team": team, "milestone": way, "artifact": made, "version": 3})
    assert [one["name"] for one in refused["fields"]] == ["work"]
    shown = run("rivera", "team_milestones", id=team)
    assert [[one["author"]["called"] for one in each["versions"]] for each in shown["artifacts"]["nodes"]] == [["Maya", "Jonas"]]
    back = do("maya", "take_back_hand_in", team=team, milestone=way)["milestones"][0]
    assert (back["state"], back["stands"], [one["version"] for one in back["before"]]) == ("WORKING", None, [2])


def _wonder(run: Any, do: Any, project: str, team: str, room: str) -> None:
    """What they need to know: each writes alone; they show it, pick one, find it out, and find out more."""
    given = {"room": room, "question": "How deep is it?", "alone": True, "clientMutationId": "deep"}
    deep = [do("jonas", "ask_question", **given)["id"] for _ in range(2)][1]
    assert [run("jonas", "team_need_to_knows", id=team)["needToKnows"][0]["alone"], run("maya", "need_to_know", id=deep)] == [True, None]
    assert run("maya", "reveal_need_to_knows", input={"room": room, "complete": True})["__typename"] == "Conflict", "she has not written"
    assert [one["title"] for one in do("rivera", "reveal_need_to_knows", room=room)["team"]["needToKnows"]] == ["How deep is it?"]
    assert run("maya", "ask_question", input={**given, "clientMutationId": "late"})["__typename"] == "Conflict"
    wide = do("maya", "ask_question", room=room, question="How wide is it?")["id"]
    worded = {"id": deep, "question": "How deep is the lake?", "version": 1}
    assert (do("maya", "pick_need_to_know", id=deep)["picked"], do("jonas", "change_question", **worded)["version"]) == (True, 2)
    assert do("maya", "take_up_question", id=deep)["stage"] == "INVESTIGATING"
    found = {"id": deep, "words": "Nine metres.", "source": "A rope with knots", "version": 3}
    answers = [do("maya", "answer_question", **found)["stage"], run("jonas", "answer_question", input=found)["__typename"]]
    assert answers == ["ANSWERED", "Conflict"]
    do("rivera", "reopen_question", id=deep, why="Everywhere?")
    seen = run("jonas", "need_to_know", id=deep)
    assert (seen["stage"], seen["answer"], seen["by"]["called"], seen["why"]) == ("REOPENED", "Nine metres.", "Ms Rivera", "Everywhere?")
    assert [one["stage"] for one in seen["history"]] == ["OPEN", "OPEN", "INVESTIGATING", "ANSWERED"]
    assert [one["title"] for one in run("rivera", "project_need_to_knows", id=project)["needToKnows"]] == ["How deep is the lake?"]
    work = next(one["id"] for one in run("maya", "my_artifacts")["artifacts"]["nodes"] if one["title"] == "Map of the river")
    assert run("jonas", "artifact", id=work) is None
    do("maya", "answer_question", id=deep, words="Nine metres, in the middle.", version=5, evidence=[work])
    assert [one["title"] for one in run("jonas", "need_to_know", id=deep)["evidence"]] == ["Map of the river"]
    shows = do("maya", "no_longer_shows_answer", id=deep, artifact=work)["evidence"]
    assert (shows, do("maya", "pick_need_to_know", id=wide)["picked"]) == ([], True)
    both = do("rivera", "merge_need_to_knows", project=project, questions=[deep, wide], question="How big is the lake?")
    assert [one["title"] for one in both["mergedFrom"]] == ["How deep is the lake?", "How wide is it?"]
    assert run("jonas", "need_to_know", id=wide)["mergedInto"]["title"] == "How big is the lake?"
    assert run("jonas", "take_up_question", input={"id": wide})["__typename"] == "Conflict"
    assert do("jonas", "take_up_question", id=both["id"])["stage"] == "INVESTIGATING"
    assert len(do("rivera", "part_need_to_know", id=both["id"])["needToKnows"]) == 2
    assert run("maya", "take_question_away", input={"id": wide})["__typename"] == "NotFound", "Nobody sees it any more, not even she."
    assert do("maya", "take_question_away", id=wide, away=False)["title"] == "How wide is it?"


def _ask_in(run: Any, do: Any, team: str, jonas: str) -> None:
    """Maya asks Jonas twice: the first time she takes it back."""
    asked = [do("maya", "invite_into_team", team=team, person=jonas, clientMutationId="come") for _ in range(2)][1]["invitations"]
    [mine] = run("jonas", "team_invitations")["teamInvitations"]
    assert (mine["id"], mine["by"]["called"], mine["team"]["id"], mine["standing"]) == (asked[0]["id"], "Maya", team, "OPEN")
    assert do("rivera", "withdraw_team_invitation", id=mine["id"])["invitations"] == []
    assert run("jonas", "answer_team_invitation", input={"id": mine["id"], "accepts": True})["__typename"] == "Gone"
    do("maya", "invite_into_team", team=team, person=jonas)
    [mine] = run("jonas", "team_invitations")["teamInvitations"]
    came = do("jonas", "answer_team_invitation", id=mine["id"], accepts=True)
    assert (came["standing"], came["team"]["mine"]) == ("ACCEPTED", True)
    do("jonas", "leave_team", id=team)


def _agree(run: Any, do: Any, team: str) -> None:
    """On how they work together; each signs what stands."""
    agreed = do("maya", "write_contract", team=team, words="We talk first.", version=0)["contract"]
    assert (agreed["version"], agreed["author"]["called"], agreed["signed"]) == (1, "Maya", [])
    signed = do("maya", "sign_contract", team=team, version=1)["contract"]
    assert (signed["mine"], [one["called"] for one in signed["missing"]]) == (True, ["Jonas"])
    do("jonas", "write_contract", team=team, words="We talk first, then we measure.", version=1)
    for act, given in (("sign_contract", {"version": 1}), ("write_contract", {"version": 1, "words": "No."})):
        assert run("maya", act, input={"team": team, **given})["__typename"] == "Conflict"
    assert do("maya", "sign_contract", team=team, version=2, signed=False)["contract"]["signed"] == []


def _plan(run: Any, do: Any, team: str, jonas: str) -> None:
    """On their board: what is to be done, and by whom."""
    ask = do("maya", "add_task", team=team, title="Ask the beekeeper", due="2030-05-01", clientMutationId="ask")["tasks"][0]
    assert (ask["column"], ask["owner"], ask["due"]) == ("TODO", None, "2030-05-01")
    measure = do("jonas", "add_task", team=team, title="Measure", column="DOING", owner=jonas)["tasks"][1]
    given = {"id": ask["id"], "title": "Ask her", "owner": jonas, "version": ask["version"]}
    assert do("maya", "change_task", **given)["tasks"][0]["owner"]["called"] == "Jonas"
    assert run("jonas", "change_task", input={**given, "title": "Ask him"})["__typename"] == "Conflict"
    moved = do("jonas", "move_task", id=ask["id"], column="DOING", before=measure["id"])["tasks"]
    assert [(one["title"], one["column"]) for one in moved] == [("Ask her", "DOING"), ("Measure", "DOING")]
    assert [one["title"] for one in do("maya", "take_task_away", id=measure["id"])["tasks"]] == ["Ask her"]
    do("maya", "take_task_away", id=measure["id"], away=False)
    assert [one["late"] for one in run("rivera", "board", id=team)["tasks"]] == [False, False]


def be_told(run: Any, do: Any, item: str) -> None:
    """What Chidi was told, that he has seen it, and how often he wants a letter."""
    told = run("chidi", "notifications")
    assert told["rhythm"]["possible"]
    assert item in [one["item"]["id"] for one in told["notifications"]["nodes"]]
    assert do("chidi", "mark_notifications_seen")["unseenCount"] == 0
    refused = run("maya", "set_rhythm", input={"kind": "WEEKLY"})
    assert refused["__typename"] == "ValidationProblem", "She has given no address."
    assert do("chidi", "set_rhythm", kind="NEVER")["kind"] == "NEVER"
