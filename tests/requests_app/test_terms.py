"""本机关内部期限: an organ's own days, never the law's, for its open cases at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.workdays.services import load_calendar
from requests_app.internal_terms import Terms
from requests_app.models import CorrectionNotice, InformationRequest, OrganTerms
from requests_app.rectification import workflow as rectification_workflow
from requests_app.services import recalculation
from requests_app.services.terms import set_terms, terms_of, usual_terms
from requests_app.workflow.states import Status
from tests.builders import City
from tests.requests_app.cases import SUBMITTED_AT, bring_to, desk, submitted
from tests.requests_app.officers import page_of, signed_in
from tests.requests_app.rectification.cases import brought, filed, walk

pytestmark = pytest.mark.django_db
LIST = "/admin/requests_app/organterms/"
OWN = Terms(
    draft_days_before=10,
    review_days_before=5,
    assistance_days=7,
    correction_days=12,
    record_correction_days=15,
)
# What `set_terms` asks, however many cases are open.
QUERIES_TO_SET = 20


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


def _set(city: City, terms: Terms = OWN) -> int:
    head = city.people[Role.OFFICE_HEAD]
    return set_terms(organ=city.office, terms=terms, by=head, at=SUBMITTED_AT)


def _handled(city: City) -> InformationRequest:
    return bring_to(submitted(city), Status.HANDLING, people=desk(city))


def test_only_internal_days_of_the_organs_open_cases_move(city: City) -> None:
    people, calendar = desk(city), load_calendar()
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    done = bring_to(submitted(city), Status.ANSWERED, people=people)
    elsewhere = submitted(city, organ=city.district)
    due, days = case.reply_due_on, (done.draft_due_on, done.review_due_on)
    assert due is not None
    assert _set(city) == 1
    for one in (case, done, elsewhere):
        one.refresh_from_db()
    assert case.reply_due_on == due
    assert case.draft_due_on is not None
    assert case.review_due_on is not None
    assert calendar.add(case.draft_due_on, 10) == due
    assert calendar.add(case.review_due_on, 5) == due
    assert (done.draft_due_on, done.review_due_on) == days
    entry = AuditEntry.objects.get(action="requests.set_terms")
    assert entry.details["after"] == asdict(OWN)
    assert entry.details["before"] == asdict(usual_terms())
    assert (terms_of(city.office), terms_of(city.district)) == (OWN, usual_terms())
    assert _set(city) == 0


@pytest.mark.parametrize("cases", [1, 4])
def test_as_many_queries_for_many_cases(
    city: City, django_assert_num_queries: DjangoAssertNumQueries, cases: int
) -> None:
    people = desk(city)
    for _ in range(cases):
        bring_to(submitted(city), Status.HANDLING, people=people)
        filed(city)
    with django_assert_num_queries(QUERIES_TO_SET):
        assert _set(city) == 2 * cases


def test_open_requests_for_correction_move_from_the_day_they_came(city: City) -> None:
    calendar = load_calendar()
    here, decided = (
        walk(filed(city), city, "accept"),
        brought(city, rectification_workflow.Status.DECLINED),
    )
    gone, told = walk(filed(city), city, "forward"), decided.due_on
    elsewhere = gone.due_on
    assert _set(city) == 1
    for case in (here, decided, gone):
        case.refresh_from_db()
    assert here.due_on == calendar.add(here.started_on, OWN.record_correction_days)
    assert (decided.due_on, gone.due_on) == (told, elsewhere)
    entry = AuditEntry.objects.get(action="requests.set_terms")
    assert (entry.details["cases"], entry.details["corrections"]) == (0, 1)


def test_acts_and_redating_reckon_with_them(city: City) -> None:
    _set(city)
    people, calendar = desk(city), load_calendar()
    case = bring_to(submitted(city), Status.AWAITING_CORRECTION, people=people)
    notice = CorrectionNotice.objects.get(request=case)
    assert notice.respond_by == calendar.add(notice.noticed_on, OWN.correction_days)
    other = _moved(city)
    recalculation.begin_redating(reason="更正", by=city.people[Role.SUPERVISOR], at=SUBMITTED_AT)
    recalculation.go_on(at=SUBMITTED_AT)
    other.refresh_from_db()
    assert other.draft_due_on is not None
    assert calendar.add(other.draft_due_on, OWN.draft_days_before) == other.reply_due_on


def _moved(city: City) -> InformationRequest:
    """Registered, with dates that a changed calendar would move."""
    case = submitted(city)
    InformationRequest.objects.filter(pk=case.pk).update(
        status=Status.REGISTERED,
        received_on=SUBMITTED_AT.date(),
        reply_due_on=dt.date(2026, 10, 9),
    )
    return InformationRequest.objects.get(pk=case.pk)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(OWN, review_days_before=10),
        replace(OWN, draft_days_before=20),
        replace(OWN, review_days_before=0),
        replace(OWN, correction_days=0),
        replace(OWN, assistance_days=121),
    ],
)
def test_impossible_terms_are_refused_by_act_and_database(city: City, wrong: Terms) -> None:
    with pytest.raises(ActRefused):
        _set(city, wrong)
    head = city.people[Role.OFFICE_HEAD]
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganTerms.objects.create(organ=city.office, by=head, at=SUBMITTED_AT, **asdict(wrong))
    assert not AuditEntry.objects.filter(action="requests.set_terms").exists()


class TestPage:
    def test_the_head_sets_and_every_number_is_called_internal(self, city: City) -> None:
        case = _handled(city)
        client = signed_in(city.people[Role.OFFICE_HEAD])
        address = f"{LIST}{city.office.pk}/change/"
        page = client.get(address)
        assert page.content.decode().count("不是法定期限") == 1 + len(asdict(OWN))
        assert page["Cache-Control"].startswith("no-store, private")
        typed = asdict(OWN) | {"correction_days": "十"}
        again = client.post(address, typed)
        assert again.status_code == 400
        assert "应为整数" in again.content.decode()
        assert 'value="12"' not in again.content.decode()
        refused = client.post(address, asdict(OWN) | {"review_days_before": 10})
        assert refused.status_code == 409
        assert "拟稿应早于审核" in refused.content.decode()
        assert client.post(address, asdict(OWN)).status_code == 302
        assert terms_of(city.office) == OWN
        assert "本机关设定" in client.get(LIST).content.decode()
        handler = signed_in(city.people[Role.REQUEST_HANDLER])
        offered = handler.get(page_of(case)).content.decode()
        assert f'name="days" value="{OWN.assistance_days}"' in offered

    def test_colleagues_read_and_outsiders_find_nothing(self, city: City) -> None:
        address = f"{LIST}{city.office.pk}/change/"
        for role in (Role.REQUEST_HANDLER, Role.SUPERVISOR):
            client = signed_in(city.people[role])
            page = client.get(address).content.decode()
            assert "公开工作机构负责人设定" in page
            assert "<textarea" not in page
            assert client.post(address, asdict(OWN)).status_code == 403
        outsider = signed_in(city.outsider)
        assert outsider.get(address).status_code == 404
        assert outsider.post(address, asdict(OWN)).status_code == 404
        assert city.office.name not in outsider.get(LIST).content.decode()
        for role in (Role.CLERK, Role.SYSTEM_ADMIN):
            if role in city.people:
                assert signed_in(city.people[role]).get(LIST).status_code == 404
        assert not OrganTerms.objects.exists()
        with pytest.raises(NotPermitted):
            set_terms(organ=city.office, terms=OWN, by=city.people[Role.SIGNER], at=SUBMITTED_AT)
