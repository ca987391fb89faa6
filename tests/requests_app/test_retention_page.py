"""保存期限 on the page of a case, and the list of what is held and what goes next."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from requests_app.models import InformationRequest
from requests_app.rectification import workflow as rectification_workflow
from requests_app.rectification.models import Rectification
from requests_app.services.retention import hold, purge
from requests_app.workflow.states import Status
from tests.builders import City
from tests.requests_app.cases import SUBMITTED_AT, bring_to, desk, submitted
from tests.requests_app.officers import LIST, leaks, page_of, signed_in
from tests.requests_app.rectification.cases import PERSONAL, brought, filed, walk

pytestmark = pytest.mark.django_db
KEEPING = f"{LIST}keeping/"


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


def _closed(city: City, state: str = Status.ARCHIVED) -> InformationRequest:
    return bring_to(submitted(city), state, people=desk(city))


def _ends_in(case: InformationRequest, days: int, *, months: int) -> InformationRequest:
    """The same case, closed so long ago that its term ends in so many days."""
    until = timezone.localdate() + dt.timedelta(days=days)
    closed = until - relativedelta(months=months)
    InformationRequest.objects.filter(pk=case.pk).update(closed_on=closed)
    case.refresh_from_db()
    return case


def test_the_head_holds_and_lifts_with_a_reason(city: City) -> None:
    case, head = _closed(city), signed_in(city.people[Role.OFFICE_HEAD])
    page = head.get(page_of(case)).content.decode()
    assert "2031-09-07，次日清除" in page
    assert "办结后保存 60 个月" in page
    empty = head.post(page_of(case, "hold"), {"reason": " "})
    assert (empty.status_code, "请填写保留的理由" in empty.content.decode()) == (409, True)
    for told in ("联系人手机13800138000", "演示申请人甲提起诉讼", "证件990101199001010019"):
        refused = head.post(page_of(case, "hold"), {"reason": told})
        assert refused.status_code == 409
        assert "里有个人信息" in refused.content.decode()
    assert head.post(page_of(case, "hold"), {"reason": "行政诉讼未结"}).status_code == 302
    page = head.get(page_of(case)).content.decode()
    assert "行政诉讼未结" in page
    assert "原定 2031-09-07" in page
    twice = head.post(page_of(case, "hold"), {"reason": "再来一次"})
    assert "已经延长保存" in twice.content.decode()
    assert head.post(page_of(case, "lift-hold"), {"reason": ""}).status_code == 409
    assert head.post(page_of(case, "lift-hold"), {"reason": "判决生效"}).status_code == 302
    case.refresh_from_db()
    assert case.legal_hold == ""
    entries = AuditEntry.objects.filter(action__in=("requests.hold", "requests.lift_hold"))
    kept = "\n".join(str(entry.content()) for entry in entries)
    assert entries.count() == 2
    assert leaks(kept) == []
    assert "13800138000" not in kept


def test_others_read_why_and_cannot(city: City) -> None:
    case = _closed(city)
    handler = signed_in(city.people[Role.REQUEST_HANDLER])
    page = handler.get(page_of(case)).content.decode()
    assert "须由公开工作机构负责人办理" in page
    assert page_of(case, "hold") not in page
    refused = handler.post(page_of(case, "hold"), {"reason": "诉讼"})
    assert refused.status_code == 403
    outsider = signed_in(city.outsider)
    for act in ("hold", "lift-hold"):
        assert outsider.post(page_of(case, act), {"reason": "诉讼"}).status_code == 404
        assert handler.get(page_of(case, act)).status_code == 405
    case.refresh_from_db()
    assert case.legal_hold == ""


def test_the_list_of_what_is_held_and_what_goes_next(city: City) -> None:
    people = desk(city)
    cases = {
        name: bring_to(submitted(city), state, people=people)
        for name, state in (
            ("held", Status.ARCHIVED),
            ("soon", Status.ANSWERED),
            ("later", Status.ARCHIVED),
            ("withdrawn", Status.WITHDRAWN),
            ("open", Status.HANDLING),
        )
    }
    head = city.people[Role.OFFICE_HEAD]
    hold.hold(request=cases["held"], reason="复议未结", by=head, at=SUBMITTED_AT)
    _ends_in(cases["held"], 10, months=60)
    _ends_in(cases["soon"], 90, months=60)
    _ends_in(cases["later"], 91, months=60)
    _ends_in(cases["withdrawn"], 0, months=24)
    client = signed_in(city.people[Role.SUPERVISOR])
    with CaptureQueriesContext(connection) as few:
        page = client.get(KEEPING)
    assert page["Cache-Control"].startswith("no-store, private")
    held, soon = page.content.decode().split("天内将清除的")
    assert cases["held"].number in held
    assert "复议未结" in held
    assert soon.index(cases["withdrawn"].number) < soon.index(cases["soon"].number)
    assert "申请人撤回的" in soon
    for name in ("held", "later", "open"):
        assert cases[name].number not in soon, name
    assert leaks(page.content.decode()) == []
    for name in ("later", "open"):
        hold.hold(request=cases[name], reason="检查", by=head, at=SUBMITTED_AT)
    with CaptureQueriesContext(connection) as many:
        client.get(KEEPING)
    assert len(many) <= len(few)


def test_the_list_has_requests_for_correction_too(city: City) -> None:
    """Each by its own term, beside the applications, in the order in which they go."""
    states = {
        "held": rectification_workflow.Status.DECLINED,
        "soon": rectification_workflow.Status.CORRECTED,
        "later": rectification_workflow.Status.CORRECTED,
        "withdrawn": rectification_workflow.Status.WITHDRAWN,
        "open": rectification_workflow.Status.VERIFYING,
    }
    rows = {name: brought(city, state) for name, state in states.items()}
    rows["letter"] = walk(filed(city), city, "record_withdrawal")
    walk(rows["held"], city, "hold")
    until = timezone.localdate()
    for name, days, months in (
        ("held", 10, 60), ("soon", 90, 60), ("later", 91, 60), ("withdrawn", 1, 24),
        ("letter", 60, 24),
    ):  # fmt: skip
        closed = until + dt.timedelta(days=days) - relativedelta(months=months)
        Rectification.objects.filter(pk=rows[name].pk).update(closed_on=closed)
    case = _ends_in(_closed(city), 30, months=60)
    client = signed_in(city.people[Role.SUPERVISOR])
    with CaptureQueriesContext(connection) as few:
        page = client.get(KEEPING).content.decode()
    held, soon = page.split("天内将清除的")
    assert rows["held"].number in held
    assert "诉讼未结" in held
    assert f"/rectification/{rows['held'].pk}/change/" in held
    order: list[Any] = [rows["withdrawn"], case, rows["letter"], rows["soon"]]
    places = [soon.index(row.number) for row in order]
    assert places == sorted(places)
    for name in ("held", "later", "open"):
        assert rows[name].number not in soon, name
    assert [secret for secret in PERSONAL if secret in page] == []
    for _ in range(3):
        walk(brought(city, rectification_workflow.Status.DECLINED), city, "hold")
    with CaptureQueriesContext(connection) as many:
        client.get(KEEPING)
    assert len(many) <= len(few)
    assert rows["held"].number not in signed_in(city.outsider).get(KEEPING).content.decode()


def test_outsiders_find_no_list(city: City) -> None:
    case = _ends_in(_closed(city), 10, months=60)
    page = signed_in(city.outsider).get(KEEPING).content.decode()
    assert case.number not in page
    assert signed_in(city.people[Role.CLERK]).get(KEEPING).status_code == 404


def test_what_is_purged_cannot_be_held_and_its_page_says_so(city: City) -> None:
    case, head = _closed(city), city.people[Role.OFFICE_HEAD]
    purge.purge_due(at=dt.datetime(2031, 9, 9, 4, tzinfo=dt.UTC))
    client = signed_in(head)
    assert "已按保存期限清除" in client.get(page_of(case)).content.decode()
    refused = client.post(page_of(case, "hold"), {"reason": "诉讼"})
    assert "个人信息已经清除" in refused.content.decode()
