"""The terms of extension and deferral, and twenty officers at one case."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connections

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.audit.services import verify
from portal.common.errors import ActRefused, NotNow, NotPermitted
from portal.workdays.services import load_calendar
from requests_app.models import InformationRequest
from requests_app.services import answers, deferral, extension
from requests_app.services.clock import clock_of
from requests_app.workflow import WORKFLOW
from requests_app.workflow.states import HANDLER, HEAD, SIGNER, Status
from tests.builders import City, person
from tests.requests_app.cases import DAY, STEPS, SUBMITTED_AT, Desk, bring_to, desk, submitted
from tests.requests_app.matrix import Try, an_office, attempt

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


class TestExtension:
    @pytest.fixture
    def case(self, city: City, people: Desk) -> InformationRequest:
        return bring_to(submitted(city), Status.HANDLING, people=people)

    def extend(self, case: InformationRequest, people: Desk, on: dt.date, days: int = 20) -> None:
        at = dt.datetime.combine(on, SUBMITTED_AT.time(), dt.UTC)
        head = people[HEAD]
        extension.extend(request=case, days=days, reason="查阅档案", by=head, at=at)

    def test_twenty_days_on_the_last_day(self, case: InformationRequest, people: Desk) -> None:
        due = case.reply_due_on
        assert due is not None
        self.extend(case, people, due)
        case.refresh_from_db()
        assert case.reply_due_on == load_calendar().add(due, 20)
        with pytest.raises(ActRefused, match="已经延期过一次"):
            self.extend(case, people, due)

    def test_not_twenty_one(self, case: InformationRequest, people: Desk) -> None:
        with pytest.raises(ActRefused, match="20个工作日"):
            self.extend(case, people, SUBMITTED_AT.date(), days=21)

    def test_not_after_the_term(self, case: InformationRequest, people: Desk) -> None:
        assert case.reply_due_on is not None
        with pytest.raises(ActRefused, match="已过"):
            self.extend(case, people, case.reply_due_on + DAY)

    def test_only_by_the_head_of_the_office(self, case: InformationRequest, people: Desk) -> None:
        with pytest.raises(NotPermitted):
            extension.extend(
                request=case, days=5, reason="查档", by=people[HANDLER], at=SUBMITTED_AT
            )


class TestDeferral:
    @pytest.fixture
    def case(self, city: City, people: Desk) -> InformationRequest:
        return bring_to(submitted(city), Status.HANDLING, people=people)

    def defer(self, case: InformationRequest, people: Desk, until: dt.date) -> None:
        deferral.defer(
            request=case, until=until, reason="数量巨大", by=people[HEAD], at=SUBMITTED_AT
        )

    def test_sets_the_day_once_reasons_were_given(
        self, case: InformationRequest, people: Desk
    ) -> None:
        with pytest.raises(ActRefused, match="申请人说明理由以后"):
            self.defer(case, people, dt.date(2026, 12, 1))
        for action in ("ask_reasons", "supply_reasons"):
            STEPS[action](case, people, SUBMITTED_AT)
        case.refresh_from_db()
        assert case.reply_due_on is not None
        with pytest.raises(ActRefused, match="应晚于答复期限"):
            self.defer(case, people, case.reply_due_on)
        self.defer(case, people, dt.date(2026, 12, 1))
        case = InformationRequest.objects.get(pk=case.pk)
        assert case.reply_due_on == dt.date(2026, 12, 1)
        found = clock_of(case, as_of=SUBMITTED_AT.date())
        assert found is not None
        assert found.reply is not None
        with pytest.raises(ActRefused, match="已经确定过"):
            self.defer(case, people, dt.date(2026, 12, 20))
        # Later acts reckon anew and keep the day.
        STEPS["submit_answer"](case, people, SUBMITTED_AT)
        case.refresh_from_db()
        assert case.reply_due_on == dt.date(2026, 12, 1)


# --- twenty officers on one case ---


def at_once(acts: list[Callable[[], object]]) -> list[Exception]:
    """Do all of it from threads that start together; returns what was refused."""
    start, errors = threading.Barrier(len(acts)), []

    def run(one: Callable[[], object]) -> None:
        start.wait(timeout=30)
        try:
            one()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(one,)) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return errors


OFFICERS = 20


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("state", "action", "role"),
    [
        (Status.AWAITING_CONFIRMATION, "confirm", Role.REQUEST_INTAKE),
        (Status.REVIEW, "approve", Role.ANSWER_REVIEWER),
        (Status.DELIVERING, "deliver", Role.REQUEST_INTAKE),
    ],
)
def test_of_twenty_officers_one_does_it(
    transactional_db: None, city: City, state: str, action: str, role: Role
) -> None:
    office = an_office(city)
    case = bring_to(submitted(city), state, people=office.desk)
    officers = [
        person(f"p-{number}", organs=[city.office], roles=[role]) for number in range(OFFICERS)
    ]
    before = AuditEntry.objects.count()
    trials = [Try(case, officer, SUBMITTED_AT, office) for officer in officers]
    refused = at_once([partial(attempt, action, trial) for trial in trials])
    assert len(refused) == OFFICERS - 1
    assert {type(error) for error in refused} == {NotNow}
    case.refresh_from_db()
    assert case.status == WORKFLOW.actions[action].target
    assert case.acts.filter(action=action).count() == 1
    assert AuditEntry.objects.count() == before + 1
    assert verify() is None


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_of_twenty_different_acts_one_moves_the_case(transactional_db: None, city: City) -> None:
    """Signing and sending back at once: one of them, and the records agree with the state."""
    people = desk(city)
    case = bring_to(submitted(city), Status.SIGNING, people=people)
    signer = people[SIGNER]
    tries: list[Callable[[], object]] = []
    for _ in range(OFFICERS // 2):
        tries.append(lambda: answers.sign(request=case, by=signer, at=SUBMITTED_AT))
        tries.append(
            lambda: answers.send_back(request=case, reason="改", by=signer, at=SUBMITTED_AT)
        )
    refused = at_once(tries)
    assert len(refused) == OFFICERS - 1
    case.refresh_from_db()
    last = case.acts.order_by("-id")[0]
    assert case.status == last.target
    assert (case.status == Status.DELIVERING) == (last.action == "sign")
    assert case.acts.filter(action__in=("sign", "return_signing")).count() == 1
