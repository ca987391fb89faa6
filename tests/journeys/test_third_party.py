"""A third party with a letter: opens its door, confirms, objects with reasons, reads the notice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from portal.accounts.choices import Role
from portal.tracking.codes import code_from
from requests_app.models import Consultation
from requests_app.services import answers
from requests_app.services.consultation import letters as consultation_letters
from requests_app.services.consultation.opinions import give_opinion
from requests_app.workflow.states import HANDLER, Status
from tests.builders import City
from tests.journeys.axe import faults
from tests.journeys.conftest import Desk as Sit
from tests.requests_app.cases import PNG, PROVISION, STEPS, Desk, bring_to, submitted
from tests.requests_app.cases import desk as office_desk
from tests.requests_app.letters import sent

pytestmark = pytest.mark.browser
REASON = "报价属于商业秘密，公开会影响以后的竞标"


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "合同.png"
    path.write_bytes(PNG)
    return path


def a_letter(city: City, people: Desk) -> Consultation:
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    question = "2025年老旧小区加装电梯采购报价表，涉及贵公司的报价，是否同意公开"
    return sent(case, people, question=question)


def enter(page: Page, base: str, letter: Consultation) -> None:
    """By the address of the letter's code: the number is filled in, the query code is not."""
    page.goto(f"{base}/requests/opinion/{letter.number}/")
    assert page.input_value("#id_number") == letter.number
    page.fill("#id_code", code_from(letter.key).lower().replace("-", ""))
    page.get_by_role("button", name="打开征求意见书").click()
    page.wait_for_url("**/letter/")


def overrule(letter: Consultation, people: Desk) -> None:
    """The officers open it all the same, for a public interest, and tell the third party."""
    now, case, handler = timezone.now(), letter.request, people[HANDLER]
    answers.submit_answer(
        request=case, outcome="3.1", body="现予公开。", provision=PROVISION,
        override_reason="关系公共安全", by=handler, at=now,
    )  # fmt: skip
    for action in ("approve", "pass_secrecy", "sign"):
        STEPS[action](case, people, now)
    consultation_letters.tell_third_party(
        consultation=letter, text="公开总价，关系公共安全", told_on=timezone.localdate(),
        by=handler, at=now,
    )  # fmt: skip


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_third_party_objects(
    browser: Browser, live_server: Any, committed_city: City, contract: Path, script: bool
) -> None:
    people = office_desk(committed_city)
    letter = a_letter(committed_city, people)
    context = browser.new_context(
        viewport={"width": 375, "height": 800}, java_script_enabled=script
    )
    page = context.new_page()
    enter(page, live_server.url, letter)
    assert "绿化养护招标文件" not in page.content()
    page.get_by_role("button", name="确认收到").click()
    page.get_by_text("已经确认收到").wait_for()
    page.get_by_text("期限是怎样算的").click()
    expect(page.get_by_text("第15日")).to_be_visible()
    page.get_by_role("link", name="提出意见").click()
    page.get_by_label("不同意公开").check()
    page.get_by_role("button", name="下一步：核对").click()
    assert "请写明理由" in page.inner_text("[role=alert]")
    assert page.get_by_label("不同意公开").is_checked()
    page.get_by_role("textbox", name="理由").fill(REASON)
    page.set_input_files("#id_papers", contract)
    page.get_by_role("button", name="下一步：核对").click()
    assert "还没有提交" in page.inner_text(".lead")
    page.get_by_role("button", name="返回修改").click()
    assert page.get_by_role("textbox", name="理由").input_value() == REASON
    expect(page.get_by_text("已上传：材料 1")).to_be_visible()
    page.get_by_role("button", name="下一步：核对").click()
    page.get_by_role("button", name="提交意见").click()
    page.wait_for_url("**/receipt/")
    assert REASON in page.inner_text(".slip")
    letter.refresh_from_db()
    assert (letter.opinion, letter.files.count()) == ("objects", 1)

    overrule(letter, people)
    page.get_by_role("link", name="查看征求意见书").click()
    assert "公开总价" in page.inner_text(".answer")
    assert "任选一种" in page.inner_text(".answer")
    assert page.get_by_role("link", name="提出意见").count() == 0
    page.get_by_role("button", name="退出").click()
    page.goto(f"{live_server.url}/requests/opinion/{letter.number}/receipt/")
    assert page.url.endswith("/requests/opinion/")
    context.close()


@pytest.mark.parametrize("reading", ["off.default.standard", "on.dark.standard"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, live_server: Any, committed_city: City, contract: Path, reading: str
) -> None:
    people = office_desk(committed_city)
    letter, base = a_letter(committed_city, people), live_server.url
    found: dict[str, Any] = {}
    context = browser.new_context()
    context.add_cookies([{"name": "reading", "value": reading, "url": base}])
    page = context.new_page()

    def look(name: str) -> None:
        if told := faults(page):
            found[name] = told

    page.goto(f"{base}/requests/opinion/")
    look("door")
    page.get_by_role("button", name="打开征求意见书").click()
    look("door with errors")
    enter(page, base, letter)
    look("letter")
    page.get_by_role("button", name="确认收到").click()
    look("confirmed")
    page.get_by_role("link", name="提出意见").click()
    page.get_by_role("button", name="下一步：核对").click()
    look("form with errors")
    page.get_by_label("不同意公开").check()
    page.get_by_role("textbox", name="理由").fill(REASON)
    page.set_input_files("#id_papers", contract)
    page.get_by_role("button", name="下一步：核对").click()
    look("review")
    page.get_by_role("button", name="返回修改").click()
    look("form with a paper")
    page.get_by_role("button", name="下一步：核对").click()
    page.get_by_role("button", name="提交意见").click()
    page.wait_for_url("**/receipt/")
    look("receipt")
    letter.refresh_from_db()
    overrule(letter, people)
    page.get_by_role("link", name="查看征求意见书").click()
    look("notice")
    context.close()
    assert found == {}


def test_the_officers_pages_of_a_letter(desk: Sit, live_server: Any, committed_city: City) -> None:
    people = office_desk(committed_city)
    letter = a_letter(committed_city, people)
    shared = sent(letter.request, people, kind="co_maker", organ=committed_city.street)
    give_opinion(consultation=letter, opinion="objects", text=REASON, at=timezone.now())
    give_opinion(consultation=shared, opinion="agrees", text="", at=timezone.now())
    overrule(letter, people)
    waiting = sent(a_letter(committed_city, people).request, people, kind="co_maker",
                   organ=committed_city.street)  # fmt: skip
    page, base = desk(Role.REQUEST_HANDLER), live_server.url
    found: dict[str, Any] = {}

    def look(name: str) -> None:
        if told := faults(page, back_office=True):
            found[name] = told

    letters = f"{base}/admin/requests_app/consultation"
    for name, address in (
        ("list", f"{letters}/"),
        ("answer", f"{letters}/{waiting.pk}/change/"),
        ("answered", f"{letters}/{shared.pk}/change/"),
        ("case", f"{base}/admin/requests_app/informationrequest/{letter.request_id}/change/"),
    ):
        page.goto(address)
        look(name)
    page.get_by_role("button", name=f"打印征求意见书 {letter.number}").click()
    page.get_by_text(code_from(letter.key)).wait_for()
    look("letter")
    assert found == {}
