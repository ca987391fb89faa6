"""The kinds of case that stand on the shared floor: what the tests of the floor ask of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.desk.buttons import Desk
from requests_app.admin.acts import DESK as APPLICATION_DESK
from requests_app.rectification.admin.acts import DESK as RECTIFICATION_DESK
from requests_app.rectification.services.reminders import remind_of_rectifications
from requests_app.services.reminders import remind_of_answers
from requests_app.workflow.states import Status as ApplicationStatus
from tests.builders import City, person
from tests.floor import enquiries
from tests.kind.admin import DESK as ENQUIRY_DESK
from tests.kind.notices import remind_of_enquiries
from tests.requests_app.cases import bring_to, desk, submitted
from tests.requests_app.rectification import cases as rectifications

# When every case of the tests comes in: a Monday; the calendar is loaded with the migrations.
CAME_AT = enquiries.ASKED_AT
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Kind:
    """One kind of case: how one comes in and is brought to a state, how an act is done by somebody
    (`do`: case, act, person, city, moment; none where the kind has a matrix of its own), and which
    acts `clear` the way for one.

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
    clear: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

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
KINDS = (ENQUIRIES, RECTIFICATIONS, APPLICATIONS)
# Applications have a matrix of their own, with what each of their acts needs (tests/requests_app).
WITH_MATRIX = tuple(kind for kind in KINDS if kind.do)


def personas(kind: Kind, city: City) -> dict[str, User]:
    """Somebody for each role that works on such cases, one who only supervises, an outsider."""
    working = {role.value: city.people[role] for role in kind.steps.rules.roles}
    above = person("p-above", organs=[city.root], roles=[Role.SUPERVISOR])
    return working | {"supervisor": above, "outsider": city.outsider}
