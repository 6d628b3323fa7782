"""Every route with every role, and what it answers: a table to be read, walked by test_routes.py.

What a word in braces stands for is looked up in `_ids` there.
"""

from tests.routes_doors import DOORS
from tests.routes_talk import TALK

ROLES = ("nobody", "maya", "jonas", "rivera", "boateng", "chidi", "karin", "haddad", "brandt")
"""Somebody who isn't signed in; the learner; a classmate; her teacher; a teacher of hers with whom nothing of it is shared;
her father; another child's mother; the school's admin; the mentor of {project}."""

# {item}: Maya's reflection, shared with the teachers of 7B and her family. {own}: one that only she sees. {message}: hers, in the
# thread of {item}. {goal}: Maya's, shared as {item} is, with its first {step}. {teachers}: Ms Rivera's, hers alone. {file}: the
# photo of {item}. {person}: Jonas. {class}: 7B. {report}: of {message}, by her father. {feedback}: what Ms Rivera, the {teacher},
# said about {item}; {request}: Maya's to her, on a letter that only teachers see. {rubric}: the school's. {project}: Ms Rivera's,
# shared with 7B, with its first {milestone}, the {team} of Maya and Jonas with its {room}, a {task} and a {question} of Maya's there, and
# an {open} one, in whose room Amina wrote one {alone}; the {mentor} has her {mentorship}, and an {offer}; {proposal}: Amina's.
# 200 looked, 201 and 204 done, 303 done or led elsewhere (nobody: to the sign-in page), 401 sign in first,
# 403 seen but not theirs, 404 not there for them, 422 something is missing in what was sent, 405 not in this way.
TABLE = (
    DOORS
    + TALK
    + """
#                                                             nobody maya jonas rivera boateng chidi karin haddad brandt
GET /                                                         303 200 200 200 200 200 200 200 200
GET /answering                                                303 303 303 303 303 303 303 303 303
GET /answering/{turn}                                         303 200 200 200 200 200 200 200 200
GET /answering/{turn}/left                                    303 200 200 200 200 200 200 200 200
GET /answering/{nothing}                                      303 404 404 404 404 404 404 404 404
GET /space                                                    303 200 200 200 200 200 200 200 200
GET /you/calendar                                             303 200 200 200 200 200 200 200 200
GET /calendar/{nothing}                                       404 404 404 404 404 404 404 404 404
GET /you/tokens                                               303 200 200 200 200 200 200 200 200
GET /reports                                                  303 403 403 200 200 403 403 200 403
GET /items/{item}/report                                      303 403 404 200 404 200 404 404 404
GET /people/{person}/report                                   303 200 403 200 200 404 200 200 200
GET /reports/log                                              303 403 403 403 403 403 403 200 403
GET /reports/looked-after                                     303 403 403 200 200 403 403 200 403
GET /reports/{report}                                         303 404 404 200 404 403 404 200 404
GET /classes                                                  303 403 403 200 200 403 403 200 403
GET /classes/{class}                                          303 403 403 200 200 403 403 200 403
GET /classes/{class}/roster                                   303 403 403 200 200 403 403 200 403
GET /classes/{class}/invite                                   303 403 403 200 403 403 403 200 404
GET /people                                                   303 403 403 200 200 403 403 200 403
GET /people/invite                                            303 403 403 403 403 403 403 200 403
GET /people/school                                            303 403 403 403 403 403 403 200 403
GET /people/{person}                                          303 403 403 200 200 403 403 200 403
GET /people/{person}/space                                    303 200 200 200 200 404 200 200 404
GET /reflections/new                                          303 200 200 200 200 200 200 200 200
GET /reflections/{item}                                       303 200 404 200 404 200 404 404 404
GET /reflections/{own}                                        303 200 404 404 404 404 404 404 404
GET /reflections/{item}/history                               303 200 404 200 404 200 404 404 404
GET /reflections/{item}/edit                                  303 200 404 403 404 403 404 404 404
GET /goals/new                                                303 200 200 200 200 200 200 200 200
GET /goals/{goal}                                             303 200 404 200 404 200 404 404 404
GET /goals/{teachers}                                         303 404 404 200 404 404 404 404 404
GET /goals/{goal}/history                                     303 200 404 200 404 200 404 404 404
GET /goals/{goal}/edit                                        303 200 404 403 404 403 404 404 404
GET /goals/{goal}/evidence                                    303 200 404 403 404 403 404 404 404
GET /projects                                                 303 200 200 200 200 200 200 200 200
GET /projects/new                                             303 200 200 200 200 403 403 200 403
GET /projects/{project}                                       303 200 200 200 404 404 404 404 200
GET /projects/{proposal}                                      303 404 404 200 404 404 404 404 404
GET /projects/{project}/history                               303 200 200 200 404 404 404 404 200
GET /projects/{project}/standing                              303 404 404 200 404 404 404 404 404
GET /projects/{project}/edit                                  303 403 403 200 404 404 404 404 403
GET /projects/{project}/teams/suggest                         303 403 403 200 404 404 404 404 403
GET /teams/{team}                                             303 200 200 200 404 404 404 404 200
GET /projects/{project}/mentors                               303 403 403 200 404 404 404 404 403
GET /mentors                                                  303 403 403 200 200 403 403 200 403
GET /mentors/{mentor}                                         303 403 403 403 403 403 403 200 403
GET /join-team                                                303 200 200 403 403 403 403 403 403
GET /join-team/{code}                                         303 200 200 403 403 403 403 403 403
GET /team-invitations/{item}                                  303 404 404 404 404 404 404 404 404
GET /teams/{team}/contract                                    303 200 200 200 404 404 404 404 200
GET /rooms/{room}                                             303 200 200 200 404 404 404 404 200
GET /rooms/{room}/board                                       303 200 200 200 404 404 404 404 200
GET /tasks/{task}                                             303 200 200 200 404 404 404 404 200
GET /rooms/{room}/milestones                                  303 200 200 200 404 404 404 404 200
GET /teams/{team}/artifacts/new                               303 200 200 403 404 404 404 404 403
GET /rooms/{room}/questions                                   303 200 200 200 404 404 404 404 200
GET /need-to-knows/{question}                                 303 200 200 200 404 404 404 404 200
GET /projects/{project}/questions                             303 200 200 200 404 404 404 404 200
GET /need-to-knows/{question}/history                         303 200 200 200 404 404 404 404 200
GET /need-to-knows/{alone}                                    303 404 404 404 404 404 404 404 404
GET /artifacts/import                                         303 200 200 200 200 200 200 200 200
GET /artifacts/new                                            303 200 200 200 200 200 200 200 200
GET /artifacts/{artifact}                                     303 200 404 200 404 200 404 404 404
GET /artifacts/{artifact}/history                             303 200 404 200 404 200 404 404 404
GET /artifacts/{artifact}/edit                                303 200 404 403 404 403 404 404 404
GET /artifacts/{artifact}/compare                             303 200 404 200 404 200 404 404 404
GET /artifacts/{artifact}/versions/new                        303 200 404 403 404 403 404 404 404
GET /artifacts/{artifact}/versions/{number}                   303 200 404 200 404 200 404 404 404
GET /items/{item}                                             303 303 404 303 404 303 404 404 404
GET /items/{own}                                              303 303 404 404 404 404 404 404 404
GET /items/{item}/audience                                    303 200 404 403 404 403 404 404 404
GET /loops                                                    303 200 200 200 200 200 200 200 200
GET /items/{item}/ask                                         303 200 404 403 404 403 404 404 404
GET /messages/{feedback}/respond                              303 200 404 403 404 403 404 404 404
GET /messages/{message}/respond                               303 403 404 403 404 403 404 404 404
GET /rubrics                                                  303 403 403 200 200 403 403 200 403
GET /rubrics/new                                              303 403 403 200 200 403 403 200 403
GET /rubrics/{rubric}/edit                                    303 403 403 200 200 403 403 200 403
GET /items/{item}/reply                                       303 200 404 200 404 200 404 404 404
GET /items/{item}/earlier                                     303 200 404 200 404 200 404 404 404
GET /messages/{message}/edit                                  303 200 404 403 404 403 404 404 404
GET /messages/{message}/history                               303 200 404 200 404 200 404 404 404
GET /messages/{message}/report                                303 200 404 200 404 200 404 404 404
GET /messages/{message}/hide                                  303 403 404 200 404 403 404 404 404
GET /files/{file}/{size}                                      303 200 404 200 404 200 404 404 404
POST /graphql                                                 401 200 200 200 200 200 200 200 200
PUT /drafts/{place}                                           401 200 200 200 200 200 200 200 200
DELETE /drafts/{place}                                        401 204 204 204 204 204 204 204 204
GET /uploads/{item}                                           303 404 404 404 404 404 404 404 404
POST /uploads/{item}                                          401 404 404 404 404 404 404 404 404
PATCH /uploads/{item}                                         412 412 412 412 412 412 412 412 412
DELETE /uploads/{item}                                        412 412 412 412 412 412 412 412 412
POST /uploads                                                 412 412 412 412 412 412 412 412 412
POST /files                                                   401 422 422 422 422 422 422 422 422
DELETE /files/{file}                                          401 204 204 204 204 204 204 204 204
POST /reflections                                             401 422 422 422 422 422 422 422 422
POST /reflections/{item}/edit                                 401 409 404 403 404 403 404 404 404
POST /goals                                                   401 422 422 422 422 422 422 422 422
POST /goals/{goal}/edit                                       401 409 404 403 404 403 404 404 404
POST /goals/{goal}/steps step=Ask                             401 303 404 403 404 403 404 404 404
POST /goals/{goal}/check-ins confidence=3                     401 303 404 403 404 403 404 404 404
POST /goals/{goal}/help words=How                             401 303 404 403 404 403 404 404 404
POST /goals/{goal}/helped                                     401 303 404 403 404 403 404 404 404
POST /goals/{goal}/evidence item={item}                       401 303 404 403 404 403 404 404 404
POST /goals/{goal}/evidence/away item={item}                  401 303 404 403 404 403 404 404 404
POST /steps/{step}/tick done=yes                              401 303 404 403 404 403 404 404 404
POST /steps/{step}/change                                     401 422 404 403 404 403 404 404 404
POST /steps/{step}/change step=Ask                            401 303 404 403 404 403 404 404 404
POST /steps/{step}/move to=later                              401 303 404 403 404 403 404 404 404
POST /steps/{step}/away                                       401 303 404 403 404 403 404 404 404
POST /steps/{step}/put-back                                   401 303 404 403 404 403 404 404 404
POST /goals/{goal}/end                                        401 422 404 422 404 422 404 404 404
POST /goals/{goal}/end progress=reached                       401 303 404 403 404 403 404 404 404
POST /projects                                                401 422 422 422 422 403 403 422 403
POST /projects title=Swifts                                   401 303 303 303 303 403 403 303 403
POST /projects/{project}/edit                                 401 403 403 409 404 404 404 404 403
POST /projects/{project}/stage stage=late                     401 422 422 422 404 404 404 404 422
POST /projects/{project}/stage stage=active                   401 403 403 303 404 404 404 404 403
POST /projects/{project}/copy                                 401 403 403 303 404 403 403 404 403
POST /projects/{project}/milestones                           401 403 403 422 404 404 404 404 403
POST /projects/{project}/milestones key_question=Who          401 403 403 303 404 404 404 404 403
POST /milestones/{milestone}/change                           401 403 403 422 404 404 404 404 403
POST /milestones/{milestone}/change key_question=Who          401 403 403 303 404 404 404 404 403
POST /milestones/{milestone}/move to=later                    401 403 403 303 404 404 404 404 403
POST /milestones/{milestone}/away                             401 403 403 303 404 404 404 404 403
POST /milestones/{milestone}/put-back                         401 403 403 303 404 404 404 404 403
POST /projects/{proposal}/take-on                             401 404 404 303 404 404 404 404 404
POST /projects/{project}/teams                                401 403 403 422 404 404 404 404 403
POST /projects/{project}/teams name=Herons                    401 403 403 303 404 404 404 404 403
POST /projects/{project}/teams/suggest                        401 403 403 422 404 404 404 404 403
POST /teams/{team}/change name=Wasps                          401 403 403 303 404 404 404 404 403
POST /teams/{team}/people                                     401 403 403 422 404 404 404 404 403
POST /teams/{team}/people person={person}                     401 403 403 303 404 404 404 404 403
POST /teams/{team}/role person={person} role=map              401 403 303 303 404 404 404 404 403
POST /teams/{team}/contract words=Listen version=0            401 303 303 303 404 404 404 404 403
POST /teams/{team}/code                                       401 303 303 303 404 404 404 404 403
POST /teams/{team}/code/off                                   401 303 303 303 404 404 404 404 403
POST /join-team code=BCD-FGH-JKM                              401 404 404 403 403 403 403 403 403
POST /rooms/{room}/board column=todo title=Measure            401 303 303 303 404 404 404 404 403
POST /tasks/{task}/change title=Map version=1                 401 303 303 303 404 404 404 404 403
POST /tasks/{task}/move                                       401 422 422 422 404 404 404 404 403
POST /tasks/{task}/move column=done                           401 303 303 303 404 404 404 404 403
POST /tasks/{task}/away                                       401 303 303 303 404 404 404 404 403
POST /tasks/{task}/put-back                                   401 303 303 303 404 404 404 404 403
POST /teams/{team}/invite                                     401 422 422 422 404 404 404 404 403
POST /teams/{team}/invite person={person}                     401 303 303 303 404 404 404 404 403
POST /team-invitations/{item}/yes                             401 404 404 404 404 404 404 404 404
POST /team-invitations/{item}/no                              401 404 404 404 404 404 404 404 404
POST /team-invitations/{item}/withdraw                        401 404 404 404 404 404 404 404 404
POST /teams/{team}/sign version=1                             401 303 303 403 404 404 404 404 403
POST /teams/{team}/unsign                                     401 303 303 403 404 404 404 404 403
POST /items/{room}/messages words=Hello                       401 303 303 303 404 404 404 404 303
POST /teams/{team}/artifacts                                  401 422 422 403 404 404 404 404 403
POST /teams/{team}/artifacts title=Jars words=Brown           401 303 303 403 404 404 404 404 403
POST /rooms/{room}/milestones/{milestone}/hand-in             401 422 422 403 404 404 404 404 403
POST /rooms/{room}/milestones/{milestone}/take-back           401 303 303 403 404 404 404 404 403
POST /rooms/{room}/questions                                  401 422 422 403 404 404 404 404 403
POST /rooms/{room}/questions question=Who                     401 303 303 403 404 404 404 404 403
POST /rooms/{room}/questions/reveal                           401 303 303 303 404 404 404 404 403
POST /need-to-knows/{question}/pick                           401 303 303 403 404 404 404 404 403
POST /need-to-knows/{question}/take-up                        401 303 303 303 404 404 404 404 403
POST /need-to-knows/{question}/answer                         401 422 422 422 404 404 404 404 403
POST /need-to-knows/{question}/answer words=Mud version=2     401 303 303 303 404 404 404 404 403
POST /need-to-knows/{question}/reopen why=More                401 303 303 303 404 404 404 404 403
POST /need-to-knows/{question}/words question=Why version=4   401 303 403 403 404 404 404 404 403
POST /projects/{project}/questions                            401 403 403 422 404 404 404 404 403
POST /need-to-knows/{question}/part                           401 409 403 403 404 404 404 404 403
POST /need-to-knows/{question}/unshow evidence={artifact}     401 303 404 403 404 404 404 404 404
POST /need-to-knows/{alone}/take-up                           401 404 404 404 404 404 404 404 404
POST /need-to-knows/{question}/away                           401 303 403 403 404 404 404 404 403
POST /need-to-knows/{question}/put-back                       401 303 404 404 404 404 404 404 404
POST /teams/{team}/join                                       401 303 303 403 404 404 404 404 403
POST /teams/{open}/join                                       401 409 409 403 404 404 404 404 403
POST /teams/{team}/out person={person}                        401 403 403 303 404 404 404 404 403
POST /teams/{team}/leave                                      401 303 303 403 404 404 404 404 403
POST /artifacts/import                                        401 200 200 200 200 200 200 200 200
POST /artifacts                                               401 422 422 422 422 422 422 422 422
POST /artifacts title=Poem words=Bends                        401 303 303 303 303 303 303 303 303
POST /artifacts/{artifact}/edit                               401 409 404 403 404 403 404 404 404
POST /artifacts/{artifact}/edit title=River version=1         401 303 404 403 404 403 404 404 404
POST /artifacts/{artifact}/versions                           401 422 404 403 404 403 404 404 404
POST /artifacts/{artifact}/versions words=New                 401 303 404 403 404 403 404 404 404
POST /items/{item}/messages words=Hello                       401 303 404 303 404 303 404 404 404
POST /items/{own}/messages words=Hello                        401 303 404 404 404 404 404 404 404
POST /items/{item}/reply other=tag                            401 303 404 303 404 303 404 404 404
POST /items/{item}/ask                                        401 422 404 403 404 403 404 404 404
POST /requests/{request}/thank person={teacher}               401 409 404 403 404 404 404 404 404
POST /requests/{request}/remind person={teacher}              401 409 404 403 404 404 404 404 404
POST /requests/{request}/withdraw                             401 303 404 403 404 404 404 404 404
POST /messages/{feedback}/respond                             401 422 404 403 404 403 404 404 404
POST /messages/{feedback}/respond outcome=adopted why=Yes     401 303 404 403 404 403 404 404 404
POST /rubrics                                                 401 403 403 422 422 403 403 422 403
POST /rubrics name=New criteria=One                           401 403 403 303 303 403 403 303 403
POST /rubrics/{rubric}/edit name=Now criteria=One version=9   401 403 403 409 409 403 403 409 403
POST /rubrics/{rubric}/end                                    401 403 403 303 303 403 403 303 403
POST /rubrics/{rubric}/offer                                  401 403 403 303 303 403 403 303 403
POST /items/{item}/read                                       401 303 404 303 404 303 404 404 404
POST /messages/{message}/edit words=Changed version=1         401 303 404 403 404 403 404 404 404
POST /messages/{message}/report why=Odd                       401 403 404 303 404 303 404 404 404
POST /messages/{message}/hide why=Odd                         401 403 404 303 404 403 404 404 404
POST /messages/{message}/show                                 401 403 404 303 404 403 404 404 404
POST /messages/{message}/let-through                          401 403 404 303 404 403 404 404 404
POST /messages/{message}/react                                401 422 404 422 404 422 404 404 404
POST /messages/{message}/react sign=like                      401 303 404 303 404 303 404 404 404
POST /messages/{message}/withdraw                             401 303 404 403 404 403 404 404 404
POST /items/{item}/report                                     401 403 404 422 404 422 404 404 404
POST /people/{person}/report                                  401 422 403 422 422 404 422 422 422
POST /reports/{report}/hide                                   401 404 404 422 404 403 404 422 404
POST /reports/{report}/hide why=Odd                           401 404 404 303 404 403 404 303 404
POST /reports/{report}/show                                   401 404 404 303 404 403 404 303 404
POST /reports/{report}/close                                  401 404 404 303 404 403 404 303 404
POST /items/{item}/withdraw                                   401 303 404 403 404 403 404 404 404
POST /items/{item}/put-back                                   401 303 404 403 404 403 404 404 404
POST /items/{item}/delete                                     401 303 404 403 404 403 404 404 404
POST /items/{item}/bring-back                                 401 303 404 403 404 403 404 404 404
POST /items/{item}/audience                                   401 303 404 403 404 403 404 404 404
POST /classes name=8A                                         401 403 403 403 403 403 403 303 403
POST /classes/{class}/invite names=Ola_Nordmann role=student  401 403 403 422 403 403 403 422 404
POST /classes/{class}/roster person={person}                  401 403 403 403 403 403 403 422 404
POST /classes/{class}/roster/{person}/end                     401 403 403 403 403 403 403 303 404
POST /classes/{class}/codes                                   401 403 403 200 403 403 403 200 404
POST /people/invite names=Ola_Nordmann role=student           401 403 403 403 403 403 403 422 403
POST /people/school                                           401 403 403 403 403 403 403 422 403
POST /people/school name=Elm time_zone=UTC languages=en       401 403 403 403 403 403 403 303 403
POST /people/{person}/slip                                    401 403 403 200 403 404 403 200 404
POST /people/{person}/names name=Jonas_Lind called=Jonas      401 403 403 403 403 404 403 303 404
POST /people/{person}/roles role=student                      401 403 403 403 403 404 403 422 404
POST /people/{person}/guardians                               401 403 403 403 403 404 403 422 404
POST /people/{person}/guardians/{guardian}/approve            401 403 403 403 403 404 403 303 404
POST /people/{person}/guardians/{guardian}/end                401 403 403 403 403 404 403 303 404
POST /people/{person}/deactivate                              401 403 403 403 403 404 403 303 404
POST /people/{person}/reactivate                              401 403 403 403 403 404 403 303 404
POST /notifications/seen                                      401 303 303 303 303 303 303 303 303
POST /letters/{code}                                          404 404 404 404 404 404 404 404 404
POST /letters/{code}/again                                    404 404 404 404 404 404 404 404 404
POST /projects/{project}/mentors                              401 403 403 422 404 404 404 404 403
POST /mentors/{mentor}/check                                  401 403 403 403 403 403 403 422 403
POST /mentorships/{mentorship}/approve                        401 404 404 403 404 404 404 303 403
POST /mentorships/{mentorship}/end                            401 404 404 303 404 404 404 303 303
POST /offers words=Bees                                       401 403 403 403 403 403 403 403 303
POST /offers/{offer}/take-back                                401 404 404 403 403 404 404 403 303
POST /you/letters kind=never                                  401 303 303 303 303 303 303 303 303
POST /you/email                                               401 422 422 422 422 422 422 422 422
POST /you/language language=en                                401 303 303 303 303 303 303 303 303
POST /you/password                                            401 422 422 422 422 422 422 422 422
POST /you/places/{item}/end                                   401 404 404 404 404 404 404 404 404
POST /you/calendar                                            401 200 200 200 200 200 200 200 200
POST /you/calendar/end                                        401 303 303 303 303 303 303 303 303
POST /you/tokens                                              401 422 422 422 422 422 422 422 422
POST /you/tokens/{item}/end                                   401 404 404 404 404 404 404 404 404
POST /begin                                                   404 404 404 404 404 404 404 404 404
POST /forgotten name=nobody                                   200 200 200 200 200 200 200 200 200
POST /join                                                    422 422 422 422 422 422 422 422 422
POST /join/{code}                                             404 404 404 404 404 404 404 404 404
POST /sign-in                                                 422 422 422 422 422 422 422 422 422
POST /sign-out                                                303 303 303 303 303 303 303 303 303
POST /sign-out-everywhere                                     401 401 401 401 401 401 401 401 401
"""
)


class Row:
    """A line of the table. What a form must hold stands behind its path: `POST /items/{item}/messages words=Hello`."""

    def __init__(self, line: str) -> None:
        words = line.split()
        codes = words[-len(ROLES) :]
        self.method, self.path, *boxes = words[: -len(ROLES)]
        self.boxes = dict(box.split("=", 1) for box in boxes)
        self.outcomes = {role: int(code) for role, code in zip(ROLES, codes, strict=True)}


def rows() -> list[Row]:
    return [Row(line) for line in TABLE.splitlines() if line.strip() and not line.startswith("#")]
