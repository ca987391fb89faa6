"""One officer's morning at the desk: split, join, hold and lift, and a table taken out."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import expect

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from requests_app.models import InformationRequest
from requests_app.workflow.states import Status
from tests.builders import City, person
from tests.journeys.axe import faults
from tests.journeys.conftest import Desk
from tests.requests_app.cases import bring_to, submitted
from tests.requests_app.cases import desk as office_desk
from tests.requests_app.officers import LIST, page_of

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("at_noon")]


def test_split_join_hold_lift_and_export(
    desk: Desk, committed_city: City, live_server: Any
) -> None:
    city = committed_city
    case = bring_to(submitted(city), Status.HANDLING, people=office_desk(city))
    roles = [Role.REQUEST_HANDLER, Role.OFFICE_HEAD, Role.SUPERVISOR]
    person("p-desk", organs=[city.office], roles=roles)
    InformationRequest.objects.update(handler=None)
    page = desk("p-desk")
    page.set_viewport_size({"width": 375, "height": 800})

    page.goto(f"{live_server.url}{LIST}")
    # On a phone a case takes five lines, six where several people have it; not one for each column.
    row = page.locator("tr.data-row")
    assert row.bounding_box()["height"] < 185
    row.get_by_role("link", name=case.subject).click()
    fold(page, "拆分")
    page.get_by_label("拆成的各件").fill("招标文件\n中标通知书")
    page.get_by_role("button", name="拆分", exact=True).click()
    page.get_by_text(f"拆分：已办理。{case.number} 现在已拆分。").wait_for()
    first, second = case.parts.order_by("number")

    # The next case has the focus: one key, and it is there.
    expect(page.locator(".st-next")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{page_of(first)}")
    fold(page, "并案")
    page.get_by_label("并入的申请编号").fill(second.number)
    page.get_by_label("并案的理由").fill("同一招标项目")
    page.get_by_role("button", name="并案", exact=True).click()
    page.get_by_role("link", name=f"下一件：{second.number}").wait_for()
    page.get_by_text(f"并案：已办理。{first.number} 现在已并案。").wait_for()

    for button, reason in (("延长保存", "行政诉讼未结"), ("解除延长保存", "诉讼已经审结")):
        fold(page.locator("#keeping"), button)
        page.locator("#keeping").get_by_label("理由").fill(reason)
        page.locator("#keeping").get_by_role("button", name=button, exact=True).click()
        page.get_by_text(
            {"延长保存": "期满不清除", "解除延长保存": "按期限清除"}[button]
        ).wait_for()

    page.goto(f"{live_server.url}{LIST}?queue=all")
    page.get_by_role("link", name="导出列表").click()
    page.get_by_label("用途").select_option(label="复议、诉讼举证")
    page.get_by_label("理由").fill("复议机关调取案卷")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出含个人信息的列表").click()
    sheet = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).active
    assert sheet is not None
    assert sheet.max_row == 4
    entry = AuditEntry.objects.get(action="requests.export_personal")
    assert "复议机关调取案卷" in str(entry.content())

    for address in (f"{LIST}suggestions/", f"{LIST}?queue=all"):
        page.goto(f"{live_server.url}{address}")
        assert faults(page, back_office=True) == [], address


def fold(place: Any, name: str) -> None:
    """Open what is folded away under a name."""
    place.locator("summary", has_text=name).first.click()
