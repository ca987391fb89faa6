"""A letter's way through the office in a real browser: window, officer, reviewers, signer."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.accounts.choices import Role
from requests_app.models import InformationRequest
from requests_app.services import assistance as assistance_acts
from requests_app.services.consultation import letters
from requests_app.workflow.states import HANDLER, Status
from tests.builders import PASSWORD, City, person
from tests.journeys.axe import faults
from tests.journeys.conftest import Desk
from tests.requests_app.cases import PNG, SUBMITTED_AT, bring_to, submitted
from tests.requests_app.cases import desk as office_desk

pytestmark = pytest.mark.browser
LIST = "/admin/requests_app/informationrequest/"
SECRETS = ("演示申请人丙", "E81234567", "13812345678")
Take = Callable[[Page, str], None]


@pytest.fixture
def take() -> Take:
    """Pictures of each step at both widths, when STAFF_PICTURES names a folder."""
    folder = os.environ.get("STAFF_PICTURES", "")

    def act(page: Page, name: str) -> None:
        if not folder:
            return
        for width in (1280, 375):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(250)
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})

    return act


def test_a_letter_from_the_window_to_the_applicant(
    desk: Desk, committed_city: City, live_server: Any, tmp_path: Path, take: Take
) -> None:
    person("p-second", organs=[committed_city.office], roles=[Role.ANSWER_REVIEWER])
    scan = tmp_path / "来信.png"
    scan.write_bytes(PNG)

    clerk = desk(Role.REQUEST_INTAKE)
    clerk.get_by_role("link", name="代为登记申请").click()
    clerk.get_by_label("收件机关").select_option(label=committed_city.office.name)
    clerk.get_by_label("来件方式").select_option(label="挂号信、特快专递")
    clerk.get_by_label("来件扫描件").set_input_files(str(scan))
    clerk.get_by_label("姓名或者单位名称").fill(SECRETS[0])
    clerk.get_by_label("证件类型").select_option(label="护照")
    clerk.get_by_label("证件号码", exact=True).fill(SECRETS[1])
    clerk.get_by_label("联系电话").fill(SECRETS[2])
    clerk.get_by_label("其他描述").fill("老旧小区加装电梯补贴标准")
    clerk.get_by_label("纸质").check()
    take(clerk, "intake")
    submit = clerk.get_by_role("button", name="登记，取得编号")
    submit.click()
    # The way of delivery was forgotten: it is said, and nothing typed is lost.
    clerk.get_by_text("没有登记成功").wait_for()
    assert clerk.get_by_label("证件号码", exact=True).input_value() == SECRETS[1]
    clerk.get_by_label("当面领取").check()
    clerk.get_by_label("来件扫描件").set_input_files(str(scan))
    clerk.get_by_role("button", name="登记，取得编号").click()
    clerk.get_by_text("政府信息公开申请回执").wait_for()
    take(clerk, "receipt")
    number = clerk.locator(".st-code").first.inner_text()
    case = InformationRequest.objects.get(number=number)
    change = f"{live_server.url}{LIST}{case.pk}/change/"
    clerk.get_by_role("link", name="去办理").click()
    clerk.get_by_label("承办人").select_option(
        label=committed_city.people[Role.REQUEST_HANDLER].full_name
    )
    clerk.get_by_role("button", name="分派承办").click()
    clerk.get_by_text("分派承办：已办理。").wait_for()

    officer = desk(Role.REQUEST_HANDLER)
    officer.get_by_role("link", name="老旧小区加装电梯补贴标准").first.click()
    assert not [secret for secret in SECRETS if secret in officer.content()]
    take(officer, "case")
    officer.get_by_label("查看用途").select_option(label="联系申请人")
    officer.get_by_role("button", name="显示").click()
    officer.get_by_text(SECRETS[2]).wait_for()
    take(officer, "revealed")
    officer.goto(change)
    assert not [secret for secret in SECRETS if secret in officer.content()]
    officer.get_by_label("查看用途").select_option(label="核对身份")
    with officer.expect_download() as download:
        officer.get_by_role("button", name="下载来件扫描件").click()
    assert Path(download.value.path()).read_bytes() == PNG
    officer.get_by_label("办理结果").select_option(value="3.4.1")
    officer.get_by_label("答复内容").fill("本机关不掌握该信息。")
    officer.get_by_role("button", name="提交审核").click()
    officer.get_by_text("请填写理由：检索了哪些范围").wait_for()
    take(officer, "refused")
    officer.get_by_label("理由", exact=True).first.fill("检索了本机关档案，没有该信息。")
    officer.get_by_role("button", name="提交审核").click()
    officer.get_by_text("提交审核：已办理。").wait_for()

    judge(desk(Role.ANSWER_REVIEWER), change, "审核通过，转复核", "同意")
    judge(desk("p-second"), change, "复核通过", "同意")
    judge(desk(Role.SECRECY_REVIEWER), change, "保密审查通过", "不涉密")
    signer = desk(Role.SIGNER)
    signer.goto(change)
    expect(signer.get_by_text("须先报备案")).to_have_count(1)
    signer.get_by_role("button", name="报区政府办公室备案").click()
    signer.get_by_text("已办理。").wait_for()
    signer.get_by_role("button", name="签发答复").click()
    signer.get_by_text("签发答复：已办理。").wait_for()
    take(signer, "signed")

    clerk.goto(change)
    clerk.get_by_label("送达方式").select_option(label="当面领取")
    clerk.get_by_role("button", name="登记送达").click()
    clerk.get_by_text("登记送达：已办理。").wait_for()
    take(clerk, "answered")
    case.refresh_from_db()
    assert (case.status, case.outcome) == ("answered", "3.4.1")


def judge(page: Page, address: str, button: str, words: str) -> None:
    """One judgement: an opinion is written, the button pressed."""
    page.goto(address)
    page.get_by_label("意见").first.fill(words)
    page.get_by_role("button", name=button).click()
    page.get_by_text(f"{button}：已办理。").wait_for()


@pytest.fixture
def busy_case(committed_city: City) -> InformationRequest:
    """A case with something in every part of its page."""
    people = office_desk(committed_city)
    case = bring_to(submitted(committed_city), Status.HANDLING, people=people)
    submitted(committed_city, description="2024年预算")
    handler = people[HANDLER]
    letters.consult(
        request=case, kind="third_party", party="某公司", question="可否公开", by=handler,
        at=SUBMITTED_AT,
    )  # fmt: skip
    assistance_acts.ask_assistance(
        request=case, organ=committed_city.street, question="有无此件", days=3, by=handler,
        at=SUBMITTED_AT,
    )  # fmt: skip
    return case


def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    desk: Desk, busy_case: InformationRequest, live_server: Any, take: Take
) -> None:
    found = []
    base = f"{LIST}{busy_case.pk}"
    assistance = f"/admin/requests_app/assistance/{busy_case.assistances.get().pk}/change/"
    terms = "/admin/requests_app/organterms/"
    own_terms = f"{terms}{busy_case.organ_id}/change/"
    for role, addresses in (
        (Role.REQUEST_INTAKE, ["/admin/", f"{LIST}?queue=all", f"{LIST}add/", f"{base}/change/"]),
        (
            Role.REQUEST_HANDLER,
            [f"{base}/change/", f"{base}/act/submit_answer/", f"{base}/act/split/", assistance],
        ),
        (
            Role.OFFICE_HEAD,
            [f"{base}/change/", f"{LIST}export/?queue=all", f"{LIST}keeping/", terms, own_terms],
        ),
    ):
        page = desk(role)
        for address in addresses:
            page.goto(f"{live_server.url}{address}")
            found += [f"{role} {address}: {fault}" for fault in faults(page, back_office=True)]
            take(page, f"axe-{role}-{address.strip('/').replace('/', '_').replace('?', '_')}")
    assert not found, "\n".join(found)


def test_without_javascript_a_case_is_handled_too(
    browser: Browser, busy_case: InformationRequest, live_server: Any, committed_city: City
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/")
    page.fill("input[name=login]", committed_city.people[Role.REQUEST_HANDLER].username)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.goto(f"{live_server.url}{LIST}{busy_case.pk}/change/")
    page.get_by_label("办理结果").select_option(value="3.1")
    page.get_by_label("答复内容").fill("现予公开。")
    page.get_by_role("button", name="提交审核").click()
    page.get_by_text("的意见还没有收到，也没有逾期").first.wait_for()
    assert page.get_by_label("答复内容").input_value() == "现予公开。"
    context.close()
    busy_case.refresh_from_db()
    assert busy_case.status == "handling"
