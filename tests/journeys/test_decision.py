"""One decision from the catalogue to its evaluation, through the pages of staff and of citizens, no
step left out; and the same file at the door of the meeting with one step missing: at a desk with
scripts, on a telephone without.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from decisions.catalogues.models import Catalogue, CatalogueItem
from decisions.dossiers.models import AskedUnit, Decision
from decisions.dossiers.workflow import Status
from portal.accounts.choices import Role
from tests.builders import PASSWORD, City, published
from tests.decisions.dossiers import cases as dossiers
from tests.journeys.axe import inject, overflow, violations

pytestmark = pytest.mark.browser
TITLE = "试江市居家养老服务补贴办法"
WAYS = [(1280, True), (375, False)]
# The acts before the meeting, and what the page says where one of them was not done.
MISSING = {
    "screen": "还没有确定",
    "draft": "没有登记草案",
    "take_part": "没有公众参与",
    "ask_units": "没有听取企业",
    "note_replies": "还有1家",
    "hear_experts": "没有专家论证",
    "assess_risk": "没有风险评估",
    "review_competition": "没有公平竞争审查结论",
    "note_review": "没有合法性审查意见",
}


def put(page: Page, fields: dict[str, Any]) -> None:
    """Fill in what a form asks, by the names of its fields, whatever stands for each."""
    for name, value in fields.items():
        first = page.locator(f"[name={name}]").first
        kind = first.evaluate("(node) => node.type || node.tagName")
        if kind.startswith("select"):
            first.select_option(value, force=True)
        elif kind in ("checkbox", "radio"):
            exact = page.locator(f"[name={name}][value='{value}']")
            (exact.first if exact.count() else first).check(force=True)
        else:
            first.fill(value, force=True)


def sent(page: Page) -> None:
    """Press the button of the form, and land where no problem is told."""
    page.locator(".st-do button.st-main").last.click()
    page.wait_for_load_state()
    told = page.locator(".st-blockers[role=alert]")
    assert told.count() == 0, told.first.inner_text()


def opener(browser: Browser, base: str, width: int, *, scripts: bool) -> Callable[..., Page]:
    """Opens the site for a citizen, or for somebody of the staff who signs in."""

    def opened(username: str = "") -> Page:
        page = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts
        ).new_page()
        if username:
            page.goto(f"{base}/admin/")
            page.fill("input[name=login]", username)
            page.fill("input[name=password]", PASSWORD)
            page.get_by_role("button", name="登录").click()
            page.wait_for_url("**/admin/")
        return page

    return opened


@pytest.mark.parametrize(("width", "scripts"), WAYS)
def test_from_the_catalogue_to_the_evaluation(
    browser: Browser, committed_city: City, live_server: Any, width: int, *, scripts: bool
) -> None:
    city, opened = committed_city, opener(browser, live_server.url, width, scripts=scripts)
    handler = opened(city.people[Role.DECISION_HANDLER].username)
    reviewer = opened(city.people[Role.DECISION_REVIEWER].username)
    citizen = opened()

    def act(page: Page, row: Any, action: str, **fields: Any) -> None:
        model = row._meta.model_name
        page.goto(f"{live_server.url}/admin/decisions/{model}/{row.pk}/act/{action}/")
        put(page, fields)
        sent(page)

    def read(address: str, *words: str) -> None:
        """A page as a citizen reads it: the words, no fault of accessibility, nothing sideways."""
        citizen.goto(f"{live_server.url}{address}")
        text = citizen.locator("#main").inner_text().replace("\u200b", "")
        for each in words:
            assert each in text.replace("\n", ""), (address, each)
        assert overflow(citizen) == 0
        if scripts:
            inject(citizen)
            assert violations(citizen) == []

    # The catalogue of the year.
    handler.goto(f"{live_server.url}/admin/decisions/catalogue/begin/")
    put(handler, {"year": "2026"})
    sent(handler)
    catalogue = Catalogue.objects.get()
    act(handler, catalogue, "put", title=TITLE, matter="measures", lead=str(city.office.pk),
        months="2月至9月", gist="失能的老人拿不到补贴。")  # fmt: skip
    act(handler, catalogue, "write", approved_by="市政府第12次常务会议")
    act(handler, catalogue, "submit")
    act(reviewer, catalogue, "release")
    item = CatalogueItem.objects.get()
    read(catalogue.get_absolute_url(), TITLE, "没有调整过")

    # The decision, up to where people were heard.
    handler.goto(f"{live_server.url}/admin/decisions/decision/begin/")
    put(handler, {
        "maker": str(city.root.pk), "title": TITLE, "matter": "measures", "origin": "deputy",
        "origin_words": "代表建议第47号。", "started_on": "2026-03-02",
    })  # fmt: skip
    sent(handler)
    decision = Decision.objects.get()
    act(handler, decision, "screen", adaptation="施行前留三个月。")
    act(handler, decision, "link_item", item=str(item.pk))
    act(handler, decision, "take_part", way="open", first="2026-04-08", last="2026-05-08",
        opinions="12")  # fmt: skip
    _draft(decision, city)
    act(handler, decision, "ask_units", kind="enterprise", names="演示养老服务公司\n演示助餐公司",
        asked_on="2026-04-08")  # fmt: skip
    for unit, reply in zip(AskedUnit.objects.order_by("pk"), ("opinions", "silent"), strict=True):
        on = {"replied_on": "2026-04-20"} if reply == "opinions" else {}
        act(handler, decision, "note_replies", units=str(unit.pk), reply=reply, **on)
    act(reviewer, decision, "disclose")
    read(item.get_absolute_url(), "征求意见", "决策全过程")

    # Argued by experts, its risks and its effect on competition weighed.
    act(handler, decision, "hear_experts", held_on="2026-06-03", experts="5", assessor="演示大学",
        is_free_of_interest="on", is_signed="on", note="建议按失能程度发放。")  # fmt: skip
    act(handler, decision, "assess_risk", assessed_on="2026-06-05", assessor="演示评估公司",
        is_third_party="on", level="low", precautions="分批受理。")  # fmt: skip
    act(handler, decision, "review_competition", reviewer="market_and_drafter",
        initial_on="2026-06-08", heard="两家企业", conclusion="free",
        concluded_on="2026-06-12")  # fmt: skip

    # Reviewed, decided, published.
    act(handler, decision, "send_to_review", received_on="2026-09-21")
    act(handler, decision, "note_review", opinion_on="2026-10-08", conclusion="lawful")
    act(handler, decision, "submit")
    act(handler, decision, "pass", sitting="standing", held_on="2026-10-26",
        decided_on="2026-10-28", head_spoke_last="on")  # fmt: skip
    document = published(city, title=f"试江市人民政府关于印发《{TITLE}》的通知", doc_number="")
    act(handler, decision, "publish", document=document.title, published_on="2026-11-02",
        adopted="收到12条，采纳5条。", experts_adopted="采纳了按失能程度发放的意见。")  # fmt: skip

    # Carried out and evaluated.
    act(handler, decision, "report", reported_on="2026-11-10", note="发放第一批。")
    act(handler, decision, "evaluate", evaluated_on="2026-11-12", evaluator="演示研究院",
        trigger="needed", upshot="continue", note="继续执行。")  # fmt: skip
    act(reviewer, decision, "disclose")
    read(decision.get_absolute_url(), TITLE, "专家论证", "风险评估", "公平竞争审查",
         "合法性审查", "发放第一批。", "演示研究院", "收到12条，采纳5条。")  # fmt: skip
    read(f"/decisions/{decision.pk}/dossier/", TITLE, "继续执行。")
    read(item.get_absolute_url(), "公布")


@pytest.mark.parametrize(("width", "scripts"), WAYS)
def test_without_one_of_its_steps_it_is_not_put_to_the_meeting(
    browser: Browser, committed_city: City, live_server: Any, width: int, *, scripts: bool
) -> None:
    city = committed_city
    page = opener(browser, live_server.url, width, scripts=scripts)(
        city.people[Role.DECISION_HANDLER].username
    )
    for missing, words in MISSING.items():
        left_out = {missing, "note_replies"} if missing == "ask_units" else {missing}
        row = dossiers.started(city, title=f"{TITLE}（缺{missing}）")
        dossiers.walk(row, city, *(name for name in dossiers.FILE if name not in left_out))
        base = f"{live_server.url}/admin/decisions/decision/{row.pk}/"
        page.goto(f"{base}change/")
        assert words in page.inner_text("main, #main, body"), missing
        page.goto(f"{base}act/submit/")
        page.locator(".st-do button.st-main").last.click()
        page.wait_for_load_state()
        assert words in page.locator(".st-blockers[role=alert]").first.inner_text(), missing
        row.refresh_from_db()
        assert row.status == Status.PREPARING, missing
    whole = dossiers.walk(dossiers.started(city), city, *dossiers.FILE)
    page.goto(f"{live_server.url}/admin/decisions/decision/{whole.pk}/act/submit/")
    sent(page)
    whole.refresh_from_db()
    assert whole.status == Status.SUBMITTED


def _draft(decision: Decision, city: City) -> None:
    """The draft, which is written in the editor (tests/journeys/test_editor.py)."""
    dossiers.walk(decision, city, "draft")
