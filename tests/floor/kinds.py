"""The kinds of case that stand on the shared floor: what the tests of the floor ask of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from decisions.catalogues.admin.acts import DESK as CATALOGUE_DESK
from decisions.catalogues.services.reminders import remind_of_catalogues
from decisions.consultations.admin.acts import DESK as CONSULTATION_DESK
from decisions.consultations.admin.opinions import DESK as OPINION_DESK
from decisions.consultations.services.reminders import remind_of_consultations
from decisions.dossiers.admin.acts import DESK as DECISION_DESK
from decisions.events.admin.acts import DESK as EVENT_DESK
from decisions.events.admin.acts import SIGNUP_DESK, SUGGESTION_DESK
from decisions.seats.admin.acts import APPLICANT_DESK
from decisions.seats.admin.acts import DESK as SITTING_DESK
from decisions.solicitations.admin.acts import DESK as SOLICITATION_DESK
from decisions.solicitations.admin.acts import PROPOSAL_DESK
from decisions.surveys.admin.acts import DESK as SURVEY_DESK
from policies.answers.admin.entries import DESK as ANSWER_DESK
from policies.answers.admin.feedback import DESK as ANSWER_FEEDBACK_DESK
from policies.answers.services.reminders import remind_of_feedback, remind_of_reviews
from policies.audiences.admin.pushes import DESK as PUSH_DESK
from policies.concerns.admin.concerns import DESK as CONCERN_DESK
from policies.concerns.services.reminders import remind_of_concerns
from policies.inquiries.admin import DESK as INQUIRY_DESK
from policies.inquiries.services.reminders import remind_of_inquiries
from policies.messages.admin.acts import DESK as MESSAGE_DESK
from policies.messages.services.reminders import remind_of_messages
from policies.relays.admin.tasks import DESK as RELAY_DESK
from policies.relays.services.reminders import remind_of_tasks
from policies.selection.admin.selections import DESK as SELECTION_DESK
from policies.selection.services.reminders import remind_of_selections
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.desk.buttons import Desk
from requests_app.admin.acts import DESK as APPLICATION_DESK
from requests_app.rectification.admin.acts import DESK as RECTIFICATION_DESK
from requests_app.rectification.services.reminders import remind_of_rectifications
from requests_app.services.reminders import remind_of_answers
from requests_app.workflow.states import Status as ApplicationStatus
from tests.builders import City, person
from tests.decisions.catalogues import cases as catalogues
from tests.decisions.consultations import cases as consultations
from tests.decisions.dossiers import cases as decisions
from tests.decisions.events import cases as events
from tests.decisions.seats import cases as seats
from tests.decisions.solicitations import cases as solicitations
from tests.decisions.surveys import cases as surveys
from tests.floor import enquiries
from tests.floor.moments import ASKED_AT
from tests.kind.admin import DESK as ENQUIRY_DESK
from tests.kind.notices import remind_of_enquiries
from tests.policies.answers import base as answers
from tests.policies.audiences import pushing as pushes
from tests.policies.concerns import cases as concerns
from tests.policies.inquiries import cases as inquiries
from tests.policies.messages import cases as messages
from tests.policies.relays import handing as relays
from tests.policies.selection import cases as selections
from tests.requests_app.cases import bring_to, desk, submitted
from tests.requests_app.rectification import cases as rectifications

# When every case of the tests comes in: a Monday; the calendar is loaded with the migrations.
CAME_AT = ASKED_AT
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Kind:
    """One kind of case: how one comes in and is brought to a state, how an act is done by somebody
    (`do`: case, act, person, city, moment; none where the kind has a matrix of its own), and which
    acts `clear` the way for one.

    `intake` and `handler` are the roles of those with whom a new case lies, and who hear of its
    term.
    `door` is where number and code are typed; `public` are the other addresses of a case, with its
    number in them; `remind` queues what is due by `due_on`, counted in the state `reminded`.
    """

    name: str
    desk: Desk
    filed: Callable[[City], Any]
    brought: Callable[[City, str], Any]
    door: str
    public: tuple[str, ...]
    remind: Callable[..., int]
    due_on: str
    notice: str
    reminded: str
    do: Any = None
    intake: Role = Role.REQUEST_INTAKE
    handler: Role = Role.REQUEST_HANDLER
    clear: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # How many entries of the trail an act leaves beside its own: those of what else it begins.
    besides: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name

    @property
    def steps(self) -> Any:
        return self.desk.steps

    @property
    def workflow(self) -> Any:
        return self.desk.steps.rules.workflow

    def again(self, case: Any) -> Any:
        """The row as it is now."""
        return self.steps.model._default_manager.get(pk=case.pk)

    def cleared(self, case: Any, action: str, city: City, at: dt.datetime) -> None:
        """Do what stands in the way of an act, by those whose it is."""
        for name in self.clear.get(action, ()):
            by = city.people[Role(self.workflow.actions[name].role)]
            if name in {act.action for act in self.workflow.offered_in(case.status)}:
                self.do(case, name, by, city, at)


ENQUIRIES = Kind(
    name="enquiries",
    desk=ENQUIRY_DESK,
    filed=enquiries.asked,
    brought=enquiries.brought,
    door="/enquiries/track/",
    public=(
        "/enquiries/case/{}/", "/enquiries/case/{}/withdraw/", "/enquiries/receipt/{}/",
        "/enquiries/case/{}/letter/00000000-0000-4000-8000-000000000000/",
    ),
    remind=remind_of_enquiries,
    due_on="due_on",
    notice="kind.due",
    reminded="answering",
    do=lambda case, action, by, city, at: enquiries.STEPS[action](case, by, city, at),
    clear={"close": ("log_contact",)},
)  # fmt: skip
RECTIFICATIONS = Kind(
    name="rectifications",
    desk=RECTIFICATION_DESK,
    filed=rectifications.filed,
    brought=rectifications.brought,
    door="/requests/track/",
    public=(
        "/requests/records/case/{}/", "/requests/records/case/{}/withdraw/",
        "/requests/records/receipt/{}/",
    ),
    remind=remind_of_rectifications,
    due_on="due_on",
    notice="requests.due",
    reminded="verifying",
    do=lambda case, action, by, city, at: rectifications.STEPS[action](
        case, lambda _role: by, city, at
    ),
    clear={"archive": ("tell",), "lift_hold": ("hold",)},
)  # fmt: skip
APPLICATIONS = Kind(
    name="applications",
    desk=APPLICATION_DESK,
    filed=submitted,
    brought=lambda city, state: bring_to(submitted(city), state, people=desk(city)),
    door="/requests/track/",
    public=(
        "/requests/case/{}/", "/requests/case/{}/withdraw/", "/requests/receipt/{}/",
    ),
    remind=remind_of_answers,
    due_on="reply_due_on",
    notice="requests.due",
    reminded=ApplicationStatus.HANDLING,
)  # fmt: skip
# Without a party outside the organ: nothing is asked of a door, a number or a query code.
_INSIDE = {"door": "", "public": (), "due_on": "", "notice": "", "reminded": ""}
ANSWERS = Kind(
    name="answers", desk=ANSWER_DESK, filed=answers.drafted, brought=answers.brought,
    remind=remind_of_reviews, do=lambda case, action, by, city, at: answers.STEPS[action](
        case, by, city, at
    ),
    clear={"submit": ("write",)}, **_INSIDE,
)  # fmt: skip
ANSWER_FEEDBACK = Kind(
    name="answer_feedback", desk=ANSWER_FEEDBACK_DESK, filed=answers.asked,
    brought=answers.feedback_brought, remind=remind_of_feedback,
    do=lambda case, action, by, city, at: answers.FEEDBACK_STEPS[action](case, by, city, at),
    **_INSIDE,
)  # fmt: skip
CONCERNS = Kind(
    name="concerns", desk=CONCERN_DESK, filed=concerns.recorded, brought=concerns.brought,
    remind=remind_of_concerns,
    do=lambda case, action, by, city, at: concerns.STEPS[action](case, by, city, at),
    clear={"submit": ("write",)}, **_INSIDE,
)  # fmt: skip
SELECTIONS = Kind(
    name="selections", desk=SELECTION_DESK, filed=selections.drafted, brought=selections.brought,
    remind=remind_of_selections,
    do=lambda case, action, by, city, at: selections.STEPS[action](case, by, city, at),
    intake=Role.CLERK, handler=Role.CLERK, **_INSIDE,
)  # fmt: skip
MESSAGES = Kind(
    name="messages",
    desk=MESSAGE_DESK,
    filed=messages.written,
    brought=messages.brought_beside,
    door="/messages/track/",
    public=(
        "/messages/case/{}/", "/messages/case/{}/withdraw/", "/messages/receipt/{}/",
    ),
    remind=remind_of_messages,
    due_on="due_on",
    notice="messages.due",
    reminded="answering",
    do=lambda case, action, by, city, at: messages.STEPS[action](case, by, city, at),
    besides={"distill": 2},
    intake=Role.MESSAGE_DESK,
    handler=Role.MESSAGE_RESPONDER,
)  # fmt: skip
INQUIRIES = Kind(
    name="inquiries", desk=INQUIRY_DESK, filed=inquiries.ordered, brought=inquiries.brought,
    remind=remind_of_inquiries,
    do=lambda case, action, by, city, at: inquiries.STEPS[action](case, by, city, at),
    clear={"submit": ("write",)}, **_INSIDE,
)  # fmt: skip
RELAY_TASKS = Kind(
    name="relay_tasks",
    desk=RELAY_DESK,
    filed=relays.handed,
    brought=relays.brought,
    door="/relays/track/",
    public=("/relays/case/{}/",),
    remind=remind_of_tasks,
    due_on="due_on",
    notice="relays.due",
    reminded="received",
    do=lambda case, action, by, city, at: relays.STEPS[action](case, by, city, at),
    intake=Role.CLERK,
    handler=Role.CLERK,
)
# Nothing of it falls due.
PUSHES = Kind(
    name="pushes", desk=PUSH_DESK, filed=pushes.begun, brought=pushes.brought,
    remind=lambda **_: 0, do=lambda case, action, by, city, at: pushes.STEPS[action](
        case, by, city, at
    ),
    **_INSIDE,
)  # fmt: skip
DECISIONS = Kind(
    name="decisions", desk=DECISION_DESK, filed=decisions.started, brought=decisions.brought,
    # What is put on record happened up to a day later than the other cases came in.
    remind=lambda **_: 0, do=lambda case, action, by, city, at: decisions.STEPS[action](
        case, by, city, max(at, decisions.AT)
    ),
    # Its document comes to be on the way.
    besides={"publish": 5},
    clear=decisions.CLEAR, intake=Role.DECISION_HANDLER, handler=Role.DECISION_HANDLER, **_INSIDE,
)  # fmt: skip
CATALOGUES = Kind(
    name="catalogues", desk=CATALOGUE_DESK, filed=catalogues.drafted, brought=catalogues.brought,
    remind=remind_of_catalogues,
    do=lambda case, action, by, city, at: catalogues.STEPS[action](case, by, city, at),
    clear=catalogues.CLEAR, intake=Role.DECISION_HANDLER, handler=Role.DECISION_HANDLER, **_INSIDE,
)  # fmt: skip
EVENTS = Kind(
    name="events", desk=EVENT_DESK, filed=events.drafted, brought=events.brought,
    remind=lambda **_: 0, do=lambda case, action, by, city, at: events.STEPS[action](
        case, by, city, at
    ),
    # One suggestion was made after each; a file is taken in and read with entries of their own.
    besides={"answer_suggestions": 1, "publish_suggestions": 1, "add_material": 2},
    clear=events.CLEAR, intake=Role.PARTICIPATION, handler=Role.PARTICIPATION, **_INSIDE,
)  # fmt: skip
# Their writers come to them by their sign-ups.
SUGGESTIONS = Kind(
    name="suggestions", desk=SUGGESTION_DESK, filed=events.suggestion_filed,
    brought=events.suggestion_in, remind=lambda **_: 0,
    do=lambda case, action, by, city, at: events.SUGGESTION_STEPS[action](case, by, city, at),
    clear={"hide": ("show",)}, intake=Role.PARTICIPATION, handler=Role.PARTICIPATION, **_INSIDE,
)  # fmt: skip
# Those who sign up have a door, and nothing falls due to an officer.
SIGNUPS = Kind(
    name="signups",
    desk=SIGNUP_DESK,
    filed=events.signup_filed,
    brought=events.signup_brought,
    door="/events/track/",
    public=(
        "/events/case/{}/",
        "/events/case/{}/withdraw/",
        "/events/receipt/{}/",
        "/events/case/{}/ticket/",
    ),
    remind=lambda **_: 0,
    due_on="",
    notice="",
    reminded="",
    do=lambda case, action, by, city, at: events.SIGNUP_STEPS[action](case, by, city, at),
    clear={"lift_hold": ("hold",)},
    intake=Role.PARTICIPATION,
    handler=Role.PARTICIPATION,
)
SITTINGS = Kind(
    name="sittings", desk=SITTING_DESK, filed=seats.drafted, brought=seats.brought,
    remind=lambda **_: 0, do=lambda case, action, by, city, at: seats.STEPS[action](
        case, by, city, at
    ),
    # Three stand on the list of each, and one came.
    besides={"reveal": 3, "hold": 3, "abort": 3, "tell": 1, "postpone": 3},
    clear=seats.CLEAR, intake=Role.PARTICIPATION, handler=Role.PARTICIPATION, **_INSIDE,
)  # fmt: skip
# Those who apply have a door, and nothing falls due to an officer.
APPLICANTS = Kind(
    name="applicants",
    desk=APPLICANT_DESK,
    filed=seats.applicant_filed,
    brought=seats.applicant_brought,
    door="/seats/track/",
    public=("/seats/case/{}/", "/seats/case/{}/withdraw/", "/seats/receipt/{}/"),
    remind=lambda **_: 0,
    due_on="",
    notice="",
    reminded="",
    do=lambda case, action, by, city, at: seats.APPLICANT_STEPS[action](case, by, city, at),
    clear={"lift_hold": ("hold",)},
    intake=Role.PARTICIPATION,
    handler=Role.PARTICIPATION,
)
CONSULTATIONS = Kind(
    name="consultations", desk=CONSULTATION_DESK, filed=consultations.drafted,
    brought=consultations.brought, remind=remind_of_consultations,
    do=lambda case, action, by, city, at: consultations.DO[action](case, by, city, at),
    clear={
        "settle": ("answer",), "release_draft": ("put_draft",), "ungroup": ("group",),
        "place": ("put_draft", "release_draft"), "strike_channel": ("note_channel",),
    },
    intake=Role.DECISION_HANDLER, handler=Role.DECISION_HANDLER, **_INSIDE,
)  # fmt: skip
# Nothing of one falls due: what is due is the outcome of all.
OPINIONS = Kind(
    name="opinions", desk=OPINION_DESK, filed=consultations.opinion,
    brought=consultations.opinion_brought, remind=lambda **_: 0,
    do=lambda case, action, by, city, at: consultations.OPINION_DO[action](case, by, city, at),
    clear={"hide": ("show",)},
    intake=Role.DECISION_HANDLER, handler=Role.DECISION_HANDLER, **_INSIDE,
)  # fmt: skip
SURVEYS = Kind(
    name="surveys", desk=SURVEY_DESK, filed=surveys.drafted, brought=surveys.brought,
    remind=lambda **_: 0, do=lambda case, action, by, city, at: surveys.STEPS[action](
        case, by, city, at
    ),
    clear=surveys.CLEAR, intake=Role.DECISION_HANDLER, handler=Role.DECISION_HANDLER, **_INSIDE,
)  # fmt: skip
SOLICITATIONS = Kind(
    name="solicitations", desk=SOLICITATION_DESK, filed=solicitations.drafted,
    brought=solicitations.brought, remind=lambda **_: 0,
    do=lambda case, action, by, city, at: solicitations.STEPS[action](case, by, city, at),
    # Four were proposed to each; the vote is a questionnaire with acts of its own.
    besides={
        "merge": 4, "put_aside": 1, "take_back": 1, "answer": 4, "stop": 4, "put_to_vote": 2,
    },
    clear=solicitations.CLEAR, intake=Role.DECISION_HANDLER, handler=Role.DECISION_HANDLER,
    **_INSIDE,
)  # fmt: skip
# Those who propose have a door, and nothing falls due to an officer.
PROPOSALS = Kind(
    name="proposals",
    desk=PROPOSAL_DESK,
    filed=solicitations.proposal_filed,
    brought=solicitations.proposal_brought,
    door="/solicitations/track/",
    public=(
        "/solicitations/case/{}/",
        "/solicitations/case/{}/withdraw/",
        "/solicitations/receipt/{}/",
    ),
    remind=lambda **_: 0,
    due_on="",
    notice="",
    reminded="",
    do=lambda case, action, by, city, at: solicitations.PROPOSAL_STEPS[action](case, by, city, at),
    clear={"lift_hold": ("hold",)},
    intake=Role.DECISION_HANDLER,
    handler=Role.DECISION_HANDLER,
)
KINDS = (
    ENQUIRIES, RECTIFICATIONS, APPLICATIONS, MESSAGES, RELAY_TASKS, SIGNUPS, APPLICANTS, PROPOSALS,
)  # fmt: skip
# Of these something falls due to an officer.
TIMED = tuple(kind for kind in KINDS if kind.due_on)
# Applications have a matrix of their own, with what each of their acts needs (tests/requests_app).
_WITHIN = (
    ANSWERS, ANSWER_FEEDBACK, INQUIRIES, CONCERNS, PUSHES, SELECTIONS,
    DECISIONS, CATALOGUES, EVENTS, SUGGESTIONS, CONSULTATIONS, OPINIONS, SITTINGS, SURVEYS,
    SOLICITATIONS,
)  # fmt: skip
WITH_MATRIX = tuple(kind for kind in (*KINDS, *_WITHIN) if kind.do)


def personas(kind: Kind, city: City) -> dict[str, User]:
    """Somebody for each role that works on such cases, one who only supervises, an outsider."""
    working = {role.value: city.people[role] for role in kind.steps.rules.roles}
    above = person("p-above", organs=[city.root], roles=[Role.SUPERVISOR])
    return working | {"supervisor": above, "outsider": city.outsider}
