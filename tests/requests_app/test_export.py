"""导出: nothing of the applicants in the usual table, a reason for the other one."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from requests_app.models import InformationRequest
from requests_app.services import export
from requests_app.workflow.states import Status
from tests.builders import City
from tests.requests_app.cases import SUBMITTED_AT, bring_to, desk, submitted
from tests.requests_app.officers import LIST, signed_in

pytestmark = pytest.mark.django_db
EXPORT = f"{LIST}export/"
FULL = {"what": "personal", "kind": "xlsx", "purpose": "remedy", "reason": "整理复议证据"}
PERSON = {
    "name": "欧阳演示",
    "identity_number": "110101199003074578",
    "phone": "13800138000",
    "email": "ouyang@people.example",
    "address": "试江市东河区柳桥路7弄8号902室",
    "agent_name": "司徒代理",
    "agent_number": "110101198001010053",
}


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


def _text(content: bytes, kind: str) -> str:
    """Everything that stands in a file, unpacked."""
    if kind == "csv":
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def _rows(content: bytes) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    first, *rest = sheet.iter_rows(values_only=True)
    return [dict(zip(first, row, strict=True)) for row in rest]


def _export(city: City, kind: str = "xlsx") -> export.Exported:
    handler = city.people[Role.REQUEST_HANDLER]
    cases = InformationRequest.objects.worked_on_by(handler).order_by("pk")
    return export.export_list(cases=cases, kind=kind, by=handler, at=SUBMITTED_AT)


def _told(text: str) -> str:
    """A description in which the applicant wrote down who they are."""
    return f"{text} 本人{PERSON['name']}，{PERSON['identity_number']}，{PERSON['phone']}"


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_list_without_anything_of_the_applicants(city: City, kind: str) -> None:
    case = submitted(
        city, description=_told(f"{PERSON['agent_name']}的{PERSON['address']}"), **PERSON
    )
    late = bring_to(submitted(city), Status.HANDLING, people=desk(city))
    client = signed_in(city.people[Role.REQUEST_HANDLER])
    response = client.post(f"{EXPORT}?queue=all", {"what": "list", "kind": kind})
    assert response["Cache-Control"].startswith("no-store, private")
    assert response["Content-Disposition"].startswith("attachment")
    text = _text(response.getvalue(), kind)
    assert [value for value in PERSON.values() if value in text] == []
    assert case.number in text
    assert late.number in text
    entry = AuditEntry.objects.get(action="requests.export")
    assert (entry.details["count"], entry.organ_code) == (2, city.office.code)


@given(
    lead=st.text(max_size=90),
    parts=st.lists(st.sampled_from(sorted(PERSON)), min_size=1, max_size=4),
    gap=st.sampled_from(["", " ", "，", "\n", "="]),
)
@effort(max_examples=200, deadline=None, database=None)
def test_whatever_stands_around_it_nobody_is_named(lead: str, parts: list[str], gap: str) -> None:
    case = InformationRequest(
        description=lead + gap.join(PERSON[part] for part in parts), number="X-1"
    )
    for name, value in PERSON.items():
        setattr(case, name, value)
    shown = export.shown_subject(case)
    assert [value for value in PERSON.values() if value in shown] == []


def test_cells_run_nowhere_and_hold_what_the_list_says(city: City) -> None:
    formula = '=HYPERLINK("http://evil.example","x")'
    titles = (formula, "+1", "@a", "-2+3", "\t=1+1", "＝1")
    for title in titles:
        submitted(city, info_title=title)
    late = bring_to(submitted(city), Status.HANDLING, people=desk(city))
    file = _export(city)
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"inlineStr", "s", "n"}
    rows = _rows(file.content)
    assert [row["所需信息"] for row in rows[:2]] == [f"'{formula}", "'+1"]
    plain = list(csv.reader(io.StringIO(_text(_export(city, "csv").content, "csv"))))
    assert all(row[6].startswith("'") for row in plain[1 : len(titles) + 1])
    last = rows[-1]
    assert (last["编号"], last["状态"], last["逾期工作日"]) == (late.number, "办理中", 0)
    assert last["答复期限"] == late.reply_due_on.isoformat()
    assert file.count == len(titles) + 1


def test_days_late_are_working_days(city: City) -> None:
    """Due on Saturday 10 October, a working day; four working days later it is the 15th."""
    bring_to(submitted(city), Status.HANDLING, people=desk(city))
    handler = city.people[Role.REQUEST_HANDLER]
    cases = InformationRequest.objects.worked_on_by(handler)
    at = SUBMITTED_AT.replace(month=10, day=15)
    file = export.export_list(cases=cases, kind="xlsx", by=handler, at=at)
    assert [row["逾期工作日"] for row in _rows(file.content)] == [4]


def test_the_filters_of_the_list_hold(city: City) -> None:
    handled = bring_to(submitted(city), Status.HANDLING, people=desk(city))
    waiting = submitted(city)
    client = signed_in(city.people[Role.REQUEST_HANDLER])
    sent = {"what": "list", "kind": "csv"}
    late = client.post(f"{EXPORT}?queue=late", sent).getvalue().decode()
    assert handled.number in late
    assert waiting.number not in late
    by_state = f"{EXPORT}?queue=all&status__exact=awaiting_confirmation"
    found = client.post(by_state, sent).getvalue().decode()
    assert waiting.number in found
    assert handled.number not in found
    none = client.post(f"{EXPORT}?queue=all&status__exact=archived", sent)
    assert (none.status_code, "没有可以导出" in none.content.decode()) == (409, True)
    assert client.get(f"{EXPORT}?nonsense=1").status_code == 400
    page = client.get(f"{LIST}?queue=late").content.decode()
    assert "export/?queue=late" in page


class TestPersonal:
    def test_the_head_with_purpose_and_reason(self, city: City) -> None:
        case = submitted(city, **PERSON)
        client = signed_in(city.people[Role.OFFICE_HEAD])
        page = client.get(f"{EXPORT}?queue=all").content.decode()
        assert "导出含个人信息的列表" in page
        response = client.post(f"{EXPORT}?queue=all", FULL)
        assert response["Cache-Control"].startswith("no-store, private")
        (row,) = _rows(response.getvalue())
        assert (row["姓名或者名称"], row["证件号码"]) == (
            PERSON["name"],
            PERSON["identity_number"],
        )
        entry = AuditEntry.objects.get(action="requests.export_personal")
        assert entry.details == {
            "format": "xlsx",
            "purpose": "remedy",
            "reason": "整理复议证据",
            "count": 1,
            "numbers": [case.number],
        }
        assert all(value not in str(entry.content()) for value in PERSON.values())

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            ({"reason": " "}, "请填写导出的理由"),
            ({"purpose": ""}, "请选择导出的用途"),
            ({"purpose": "好奇"}, "请重新选择导出的用途"),
            ({"kind": "exe"}, "请重新选择文件格式"),
            ({"reason": "给欧阳演示寄信"}, "里有个人信息"),
            ({"reason": "电话13912345678来问"}, "里有个人信息"),
        ],
    )
    def test_not_without(self, city: City, change: dict[str, str], told: str) -> None:
        submitted(city, **PERSON)
        client = signed_in(city.people[Role.OFFICE_HEAD])
        response = client.post(f"{EXPORT}?queue=all", FULL | change)
        assert response.status_code in {400, 409}
        assert told in response.content.decode()
        assert not AuditEntry.objects.filter(action__startswith="requests.export").exists()

    def test_few_at_a_time(self, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(export, "MOST_PERSONAL", 1)
        for _ in range(2):
            submitted(city)
        head = city.people[Role.OFFICE_HEAD]
        cases = InformationRequest.objects.worked_on_by(head)
        with pytest.raises(ActRefused, match="一次最多导出1件"):
            export.export_personal(
                cases=cases, kind="csv", purpose="remedy", reason="举证", by=head, at=SUBMITTED_AT
            )


class TestDoors:
    def test_who_may_take_out_what(self, city: City) -> None:
        case = submitted(city)
        sent = {"what": "list", "kind": "csv"}
        for role in (Role.REQUEST_INTAKE, Role.REQUEST_HANDLER, Role.SUPERVISOR):
            client = signed_in(city.people[role])
            file = client.post(f"{EXPORT}?queue=all", sent).getvalue().decode()
            assert case.number in file, role
            assert "导出含个人信息" not in client.get(EXPORT).content.decode()
            assert client.post(f"{EXPORT}?queue=all", FULL).status_code == 403, role
        for role in (Role.ANSWER_REVIEWER, Role.SIGNER, Role.CLERK):
            client = signed_in(city.people[role])
            assert client.get(EXPORT).status_code == 404, role
            assert client.post(EXPORT, sent).status_code == 404, role
            assert EXPORT not in client.get(LIST).content.decode(), role
        assert not AuditEntry.objects.filter(action="requests.export_personal").exists()

    def test_another_organs_people_get_none_of_it(self, city: City) -> None:
        submitted(city)
        client = signed_in(city.outsider)
        for given_form in ({"what": "list", "kind": "csv"}, FULL):
            response = client.post(f"{EXPORT}?queue=all", given_form)
            assert (response.status_code, "没有可以导出" in response.content.decode()) == (
                409,
                True,
            )
        everything = InformationRequest.objects.all()
        with pytest.raises(ActRefused, match="没有可以导出"):
            export.export_list(cases=everything, kind="csv", by=city.outsider, at=SUBMITTED_AT)
        with pytest.raises(NotPermitted):
            export.export_personal(
                cases=everything, kind="csv", purpose="remedy", reason="举证",
                by=city.people[Role.SUPERVISOR], at=SUBMITTED_AT,
            )  # fmt: skip
