"""Who asks: the door to everything that is theirs."""

from typing import Annotated, Any

import strawberry

from hub.drafts import queries as writing
from hub.homes import waits
from hub.items import audiences, tagged
from hub.people import sets
from hub.reflections import queries as questions
from hub.rubrics import queries as criteria
from hub.teams import invited
from hub.teams import queries as together
from hub_graphql import homes, loops, mentor_asks, mentors
from hub_graphql.artifacts import ArtifactConnection
from hub_graphql.connections import After, Before, First, Last, span
from hub_graphql.context import Context, Level
from hub_graphql.drafts import Draft, drafts
from hub_graphql.fields import field
from hub_graphql.goals import GoalConnection
from hub_graphql.homes import AnsweredItem, Child, SchoolNumbers, WaitingItem
from hub_graphql.items import AudienceGroup, groups
from hub_graphql.joining import TeamInvitation, invitations
from hub_graphql.mentor_asks import MentorAsk
from hub_graphql.mentors import Mentor, Mentorship, Offer, Words
from hub_graphql.notifications import NotificationConnection, Rhythm, notifications, rhythm, unseen_count
from hub_graphql.overviews import TimeToFeedback, time_to_feedback
from hub_graphql.people import Class, Person, School, classes
from hub_graphql.projects import ProjectConnection, of_school
from hub_graphql.reflections import PromptSet, ReflectionConnection, prompt_set
from hub_graphql.rubrics import Rubric, rubrics
from hub_graphql.safeguarding import ReportConnection, reports
from hub_graphql.teams import Team, teams
from hub_graphql.week import Week, week


@strawberry.type(description="You: the person behind the token or the session that asks.")
class Viewer:
    context: strawberry.Private[Context]

    @field("Yourself, as others see you.")
    def person(self) -> Person:
        found = self.context.one(Person, self.context.viewer.id)
        assert found is not None
        return found

    @field("Your school.")
    def school(self) -> School:
        found = self.context.one(School, self.context.viewer.school_id)
        assert found is not None
        return found

    @field("The language in which the hub speaks to you, as a language tag.")
    def language(self) -> str:
        return self.context.viewer.language

    @field("What you wrote when looking back, newest first.")
    def reflections(self, first: First = None, after: After = None, last: Last = None, before: Before = None) -> ReflectionConnection:
        me = self.context.viewer.id
        found: Any = Level(self.context, [me]).need("reflections of people", me, span(first, after, last, before))
        return found  # type: ignore[no-any-return]

    @field("What you want to reach, newest first.")
    def goals(self, first: First = None, after: After = None, last: Last = None, before: Before = None) -> GoalConnection:
        me = self.context.viewer.id
        found: Any = Level(self.context, [me]).need("goals of people", me, span(first, after, last, before))
        return found  # type: ignore[no-any-return]

    @field("All projects that you may see, newest first.")
    def projects(self, first: First = None, after: After = None, last: Last = None, before: Before = None) -> ProjectConnection:
        return of_school(self.context, span(first, after, last, before))

    @field("The teams that you are in, newest first.")
    def teams(self) -> list[Team]:
        return list(teams(self.context, together.mine(self.context.tx)).values())

    @field("The projects that you are with as a mentor, in these days.")
    def mentorships(self) -> list[Mentorship]:
        return mentors.mine(self.context)

    @field("What you are asked as a mentor and have not answered, the oldest first.")
    def mentor_asks(self) -> list[MentorAsk]:
        return mentor_asks.of_me(self.context)

    @field("What you offer as a mentor, the newest first.")
    def offers(self) -> list[Offer]:
        return mentors.my_offers(self.context)

    @field("The school's mentors by name; for its staff.")
    def mentors(self, words: Words = "") -> list[Mentor]:
        return mentors.of_school(self.context, words)

    @field("Mentors whom nobody has approved yet, the longest wait first; for admins.")
    def mentorships_to_approve(self) -> list[Mentorship]:
        return mentors.to_approve(self.context)

    @field("The teams that you are asked into, whoever asked first on top.")
    def team_invitations(self) -> list[TeamInvitation]:
        return list(invitations(self.context, invited.mine(self.context.tx)).values())

    @field("What you made, newest first.")
    def artifacts(self, first: First = None, after: After = None, last: Last = None, before: Before = None) -> ArtifactConnection:
        me = self.context.viewer.id
        found: Any = Level(self.context, [me]).need("artifacts of people", me, span(first, after, last, before))
        return found  # type: ignore[no-any-return]

    @field("The tags that you have used most, the most used first; 12 at the most.")
    def tags(self) -> list[str]:
        return tagged.my_own(self.context.tx)

    @field("Where something was said that you have not read, the newest first; 10 at the most.")
    def answered(self) -> list[AnsweredItem]:
        return homes.answered(self.context)

    @field("Who waits for you, the longest wait first. Null for who isn't staff.")
    def waiting(
        self,
        first: Annotated[int, strawberry.argument(description="How many from the front; 100 at the most.")] = waits.PAGE,
        after: After = None,
    ) -> list[WaitingItem] | None:
        part = span(first, after, None, None)
        return homes.waiting(self.context, part) if self.context.viewer.staff else None

    @field("How many wait for you. Null for who isn't staff.")
    def waiting_count(self) -> int | None:
        return waits.count(self.context.tx) if self.context.viewer.staff else None

    @field("What you were asked for feedback on and have not answered; what is due first on top, then what has waited longest.")
    def requests(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> loops.FeedbackRequestConnection:
        return loops.owed(self.context, span(first, after, last, before))

    @field("What you asked and did not take back, until everybody has answered and was thanked; newest first.")
    def sent_requests(
        self,
        settled: Annotated[bool, strawberry.argument(description="Those too that everybody has answered and was thanked for.")] = False,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> loops.FeedbackRequestConnection:
        return loops.sent(self.context, span(first, after, last, before), settled)

    @field("Feedback on your work of which you have not said yet what became of it, oldest first.")
    def open_loops(self, first: First = None, after: After = None, last: Last = None, before: Before = None) -> loops.OpenLoopConnection:
        return loops.open_loops(self.context, span(first, after, last, before))

    @field("Feedback of yours of which the learner has not said yet what became of it, oldest first.")
    def given_loops(self, first: First = None, after: After = None, last: Last = None, before: Before = None) -> loops.OpenLoopConnection:
        return loops.given(self.context, span(first, after, last, before))

    @field("The criteria that your school offers for feedback, by name.")
    def rubrics(self) -> list[Rubric]:
        return list(rubrics(self.context, criteria.offered(self.context.tx)).values())

    @field("How long learners waited for your answers, which nobody else is told. Null for who isn't staff.")
    def time_to_feedback(self) -> TimeToFeedback | None:
        return time_to_feedback(self.context) if self.context.viewer.staff else None

    @field("What you look after as staff, and what you reported yourself; oldest first. `viewerCan` tells which it is.")
    def reports(
        self,
        waiting: Annotated[bool, strawberry.argument(description="Only those that still wait for staff to look.")] = False,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ReportConnection:
        return reports(self.context, span(first, after, last, before), waiting=waiting)

    @field("What you were told, as far as you may still see what it is about; newest first.")
    def notifications(self, first: First = None, after: After = None, last: Last = None, before: Before = None) -> NotificationConnection:
        return notifications(self.context, span(first, after, last, before))

    @field("How much of it you have not seen; 100 at the most.")
    def unseen_count(self) -> int:
        return unseen_count(self.context)

    @field("When letters come to you about what you have not seen.")
    def rhythm(self) -> Rhythm:
        return rhythm(self.context)

    @field("What you said you'd do, what waits for you, what you owe someone, and one suggestion.")
    def week(self) -> Week:
        return week(self.context)

    @field("Your children, with what is new since you last looked. Null for who isn't a guardian.")
    def children(self) -> list[Child] | None:
        return homes.children(self.context) if "guardian" in self.context.viewer.roles else None

    @field("How many there are at your school. Null for who isn't a school admin.")
    def school_numbers(self) -> SchoolNumbers | None:
        return homes.school_numbers(self.context) if "admin" in self.context.viewer.roles else None

    @field("Everything that you began and did not send, newest first; 20 at the most.")
    def drafts(self) -> list[Draft]:
        return list(drafts(writing.unfinished(self.context.tx)).values())

    @field("The classes in which you learn or teach, by name.")
    def classes(self) -> list[Class]:
        return classes(self.context, sets.my_classes(self.context.tx))

    @field("The prompt sets with which a reflection can be begun, in the school's order.")
    def prompt_sets(self) -> list[PromptSet]:
        return [prompt_set(one) for one in questions.sets(self.context.tx)]

    @field("With whom you can share: your teachers and your family; staff also with the school.")
    def audience_choices(self) -> list[AudienceGroup]:
        return groups(self.context, audiences.choices(self.context.tx))
