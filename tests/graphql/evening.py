"""As afternoon.py: who comes from outside the school, by the documents alone."""

from datetime import UTC, datetime, timedelta
from typing import Any


def pause(run: Any, do: Any, room: str) -> None:
    """Ms Rivera asks Jonas for a pause; then it is over."""
    maya, jonas = (run(name, "viewer")["person"]["id"] for name in ("maya", "jonas"))
    refused = run("maya", "pause_person", input={"room": room, "person": jonas, "length": "HOUR", "why": "He shouts"})
    assert refused["__typename"] == "Forbidden"
    nothing = run("rivera", "pause_person", input={"room": room, "person": jonas, "length": "HOUR", "why": " "})
    assert [one["name"] for one in nothing["fields"]] == ["why"]
    [standing] = do("rivera", "pause_person", room=room, person=jonas, length="HOUR", why="He shouts")["pauses"]
    assert (standing["person"]["called"], standing["by"]["called"], standing["why"]) == ("Jonas", "Ms Rivera", "He shouts")
    hushed = run("jonas", "add_message", input={"item": room, "words": "But"})
    assert (hushed["__typename"], hushed["message"][:24]) == ("Forbidden", "A member of staff has as")
    said = do("maya", "add_message", item=room, words="Quiet now")["id"]
    sought = {"id": room, "words": "quiet NOW"}
    assert [one["node"]["id"] for one in run("jonas", "search_thread", **sought)["thread"]["found"]["edges"]] == [said]
    assert [run(name, "search_thread", **{**sought, "words": " "})["thread"]["found"]["edges"] for name in ("maya", "jonas")] == [[], []]
    report = do("jonas", "report_message", id=said, reason="She is glad")["id"]
    assert [one["kind"] for one in do("rivera", "pause_reported", report=report, length="OPEN", why="Both")["deeds"]] == []
    assert [one["person"]["id"] for one in do("rivera", "end_pause", room=room, person=jonas)["pauses"]] == [maya]
    do("rivera", "end_reported_pause", report=report)
    assert [one["person"]["id"] for one in do("rivera", "pause_person", room=room, person=maya, length="WEEK", why="Rest")["pauses"]] == [
        maya
    ]
    assert do("rivera", "end_pause", room=room, person=maya)["pauses"] == []


def ask_a_mentor(run: Any, do: Any) -> None:
    """Ms Rivera finds Ms Brandt by her words, and invites her; the school looks, and approves."""
    offers = [do("brandt", "offer_help", words="I keep bees.", tags=["bees"], clientMutationId="bees") for _ in range(2)]
    assert offers[0] == offers[1]
    assert [one["person"]["called"] for one in run("rivera", "mentors", words="bees KEEP")["mentors"]] == ["Ms Brandt"]
    assert (run("rivera", "mentors", words="giraffes")["mentors"], run("maya", "mentors")["mentors"]) == ([], [])
    assert [do("brandt", "take_offer_back", id=offers[0]["id"])["id"]] == [offers[0]["id"]]
    [person] = [one["person"]["id"] for one in run("rivera", "mentors", words="measure")["mentors"]]
    project = do("rivera", "begin_project", title="The well")["id"]
    days = {"firstDay": "2000-01-01", "lastDay": "2000-01-09"}
    refused = run("rivera", "invite_mentor", input={"project": project, "person": person, "purpose": "Water", **days})
    assert [one["name"] for one in refused["fields"]] == ["lastDay"]
    today = datetime.now(UTC).date()
    days = {"firstDay": str(today - timedelta(days=1)), "lastDay": str(today + timedelta(days=9))}
    invited = do("rivera", "invite_mentor", project=project, person=person, purpose="Water", **days)
    assert (invited["state"], run("brandt", "project", id=project)) == ("INVITED", None)
    assert [one["projectTitle"] for one in run("haddad", "mentors")["mentorshipsToApprove"]] == ["The well"]
    check = {"kind": "Police", "identity": "Passport", "issued": "2026-01-01", "expires": f"{today + timedelta(days=300)}T12:00:00Z"}
    recorded = do("haddad", "record_check", person=person, **check)
    assert [one["holds"] for one in recorded["checks"]] == [True, False]
    assert do("haddad", "approve_mentorship", id=invited["id"])["state"] == "WITH"
    helping = run("brandt", "mentoring")["mentorships"]
    assert [one["project"]["title"] for one in helping] == ["The well", "Our river"]
    _ask_her(run, do)
    gone = run("brandt", "end_mentorship", input={"id": invited["id"]})
    assert gone["message"] == "This was done, but you can't see it any more."
    assert run("brandt", "project", id=project) is None


def _ask_her(run: Any, do: Any) -> None:
    """The Bees have asked Ms Brandt one question; she can't this time. Another is taken back."""
    [asked] = run("brandt", "mentoring")["mentorAsks"]
    assert (asked["minutes"], asked["by"]["called"], asked["question"]["title"][:20]) == (15, "Maya", "Where does the mud c")
    question = asked["question"]["id"]
    again = run("jonas", "ask_mentor", input={"question": question, "minutes": 5})
    assert again["__typename"] == "Conflict"
    assert [one["name"] for one in run("jonas", "ask_mentor", input={"question": question, "minutes": 7})["fields"]] == ["minutes"]
    words = "Not this week: look at the colour of the mud."
    declined = [do("brandt", "decline_mentor_ask", id=asked["id"], words=words, clientMutationId="sorry") for _ in range(2)]
    assert declined == [{"__typename": "MentorAsk", "id": asked["id"], "state": "DECLINED"}] * 2
    made = do("jonas", "ask_mentor", question=question, minutes=5, words="What colour?")
    assert (made["mentor"]["called"], made["state"]) == ("Ms Brandt", "ASKED")
    assert [one["state"] for one in run("maya", "need_to_know", id=question)["mentorAsks"]] == ["DECLINED", "ASKED"]
    assert do("maya", "take_mentor_ask_back", id=made["id"])["state"] == "TAKEN_BACK"
    assert run("brandt", "mentoring")["mentorAsks"] == []
