"""A citizen without an account: applies, is asked to correct, corrects, reads the answer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from portal.tracking.codes import code_from
from requests_app.models import InformationRequest
from requests_app.workflow.states import Status
from tests.builders import City, published
from tests.journeys.axe import faults
from tests.requests_app.cases import PNG, STEPS, Desk, bring_to, desk, submitted

pytestmark = pytest.mark.browser
NUMBER = "990101199001010019"
READINGS = ("off.default.standard", "on.default.standard", "off.dark.standard")


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    path = tmp_path / "身份证.png"
    path.write_bytes(PNG)
    return path


def officers_do(case: InformationRequest, people: Desk, *actions: str) -> None:
    for action in actions:
        STEPS[action](case, people, timezone.now())


def fill(page: Page, evidence: Path) -> None:
    page.fill("#id_info_title", "柳桥街道绿化养护招标文件")
    page.check("input[name=medium][value=electronic]")
    page.check("input[name=delivery_way][value=online]")
    page.fill("#id_name", "演示申请人甲")
    page.set_input_files("#id_identity_files", evidence)
    page.fill("#id_phone", "13900001234")


def track(page: Page, base: str, number: str, code: str) -> None:
    page.goto(f"{base}/requests/track/")
    page.fill("#id_number", number)
    page.fill("#id_code", code)
    page.get_by_role("button", name="查询", exact=True).click()
    page.wait_for_url("**/requests/case/**")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_citizen_applies_corrects_and_reads_the_answer(
    browser: Browser, live_server: Any, committed_city: City, evidence: Path, script: bool
) -> None:
    people = desk(committed_city)
    context = browser.new_context(
        viewport={"width": 375, "height": 800}, java_script_enabled=script
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/requests/")
    page.get_by_role("link", name="我要申请").first.click()
    page.get_by_label("按名称找机关").fill("办公室")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name=committed_city.office.short_name, exact=True).click()
    fill(page, evidence)
    page.fill("#id_identity_number", "990101199001010010")
    page.get_by_role("button", name="下一步：核对").click()
    assert "身份证号码不对" in page.inner_text("[role=alert]")
    assert page.input_value("#id_name") == "演示申请人甲"
    expect(page.get_by_text("已上传：身份证明")).to_be_visible()
    page.fill("#id_identity_number", NUMBER)
    page.get_by_role("button", name="下一步：核对").click()
    assert NUMBER not in page.content()
    page.get_by_role("button", name="提交申请").click()
    page.wait_for_url("**/requests/receipt/**")
    number, code = page.locator(".slip strong").all_inner_texts()
    assert re.fullmatch(r"SJ-B-\d{4}-00001", number)
    assert page.locator(".slip img").evaluate("e => e.naturalWidth") > 0 if script else True
    context.close()

    case = InformationRequest.objects.get(number=number)
    officers_do(case, people, "confirm", "assign", "ask_correction")

    context = browser.new_context(
        viewport={"width": 375, "height": 800}, java_script_enabled=script
    )
    page = context.new_page()
    track(page, live_server.url, number, code.lower().replace("-", ""))
    assert "请您补正" in page.inner_text(".turn")
    page.fill("#id_text", "要2025年的")
    page.get_by_role("button", name="提交补正内容").click()
    page.get_by_text("已经收到您提交的内容").wait_for()
    assert "正在办理" in page.inner_text(".turn")

    officers_do(case, people, "submit_answer", "approve", "pass_secrecy", "sign", "deliver")

    page.reload()
    assert "已经答复" in page.inner_text(".turn")
    assert "现予公开" in page.inner_text(".letter")
    assert "行政复议" in page.inner_text(".answer")
    expect(page.locator("#line-title")).to_be_visible()
    page.get_by_role("button", name="退出查询").click()
    page.goto(f"{live_server.url}/requests/case/{number}/")
    assert "/requests/track/" in page.url
    context.close()


@pytest.mark.parametrize("reading", READINGS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, live_server: Any, committed_city: City, evidence: Path, reading: str
) -> None:
    people = desk(committed_city)
    published(committed_city, title="柳桥街道绿化养护招标文件汇编")
    base = live_server.url
    context = browser.new_context()
    context.add_cookies([{"name": "reading", "value": reading, "url": base}])
    page = context.new_page()
    found: dict[str, Any] = {}

    def look(name: str) -> None:
        if told := faults(page):
            found[name] = told

    for path in ("", "apply/", "track/", "register/"):
        page.goto(f"{base}/requests/{path}")
        look(path)
    page.goto(f"{base}/requests/apply/?organ={committed_city.office.code}")
    look("form")
    fill(page, evidence)
    page.get_by_role("button", name="下一步：核对").click()
    look("form with errors")
    page.fill("#id_identity_number", NUMBER)
    page.get_by_role("button", name="下一步：核对").click()
    look("review")
    page.get_by_role("button", name="提交申请").click()
    look("receipt")
    for status in (Status.ANSWERED, Status.AWAITING_PAYMENT, Status.AWAITING_CORRECTION):
        case = bring_to(submitted(committed_city), status, people=people)
        track(page, base, case.number, code_from(case.submission_key))
        look(status)
    page.goto(f"{base}/requests/case/{submitted_number(page)}/withdraw/")
    look("withdrawal")
    context.close()
    assert found == {}


def submitted_number(page: Page) -> str:
    """The number of the case whose page is open."""
    return page.locator(".lead .num").first.inner_text()
