"""One decision from the catalogue to its evaluation, through the pages of staff and of citizens: at
a desk with scripts, on a telephone without.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from decisions.catalogues.models import Catalogue, CatalogueItem
from decisions.dossiers.models import Decision
from decisions.dossiers.terms import QUESTIONS
from portal.accounts.choices import Role
from tests.builders import PASSWORD, City, published
from tests.decisions.dossiers import cases as dossiers
from tests.journeys.axe import inject, overflow, violations

pytestmark = pytest.mark.browser
TITLE = "试江市居家养老服务补贴办法"
# What takes no step of its own here, with the reason that is asked for.
SKIPPED = {f"skip_{question}": "不涉及" for question in QUESTIONS if question != "public"}


def put(page: Page, fields: dict[str, Any]) -> None:
    """Fill in what a form asks, by the names of its fields, whatever stands for each."""
    for name, value in fields.items():
        first = page.locator(f"[name={name}]").first
        kind = first.evaluate("(node) => node.type || node.tagName")
        if kind.startswith("select"):
            first.select_option(value, force=True)
        elif kind in ("checkbox", "radio"):
            page.locator(f"[name={name}][value='{value}']").or_(first).first.check(force=True)
        else:
            first.fill(value, force=True)


def sent(page: Page) -> None:
    """Press the button of the form, and land where no problem is told."""
    page.locator(".st-do button.st-main").last.click()
    page.wait_for_load_state()
    told = page.locator(".st-blockers[role=alert]")
    assert told.count() == 0, told.first.inner_text()


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (375, False)])
def test_from_the_catalogue_to_the_evaluation(
    browser: Browser, committed_city: City, live_server: Any, width: int, *, scripts: bool
) -> None:
    city, contexts = committed_city, []

    def opened(username: str = "") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        if username:
            page.goto(f"{live_server.url}/admin/")
            page.fill("input[name=login]", username)
            page.fill("input[name=password]", PASSWORD)
            page.get_by_role("button", name="登录").click()
            page.wait_for_url("**/admin/")
        return page

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
    act(handler, decision, "screen", **SKIPPED)
    act(handler, decision, "link_item", item=str(item.pk))
    act(handler, decision, "take_part", way="open", first="2026-04-08", last="2026-05-08",
        opinions="12")  # fmt: skip
    _draft(decision, city)
    act(reviewer, decision, "disclose")
    read(item.get_absolute_url(), "征求意见", "决策全过程")

    # Reviewed, decided, published.
    act(handler, decision, "send_to_review", received_on="2026-09-21")
    act(handler, decision, "note_review", opinion_on="2026-10-08", conclusion="lawful")
    act(handler, decision, "submit")
    act(handler, decision, "pass", sitting="standing", held_on="2026-10-26",
        decided_on="2026-10-28", head_spoke_last="on")  # fmt: skip
    document = published(city, title=f"试江市人民政府关于印发《{TITLE}》的通知", doc_number="")
    act(handler, decision, "publish", document=document.title, published_on="2026-11-02",
        adopted="收到12条，采纳5条。")  # fmt: skip

    # Carried out and evaluated.
    act(handler, decision, "report", reported_on="2026-11-10", note="发放第一批。")
    act(handler, decision, "evaluate", evaluated_on="2026-11-12", evaluator="演示研究院",
        trigger="needed", upshot="continue", note="继续执行。")  # fmt: skip
    act(reviewer, decision, "disclose")
    read(decision.get_absolute_url(), TITLE, "发放第一批。", "演示研究院", "收到12条，采纳5条。")
    read(f"/decisions/{decision.pk}/dossier/", TITLE, "继续执行。")
    read(item.get_absolute_url(), "公布")
    for context in contexts:
        context.close()


def _draft(decision: Decision, city: City) -> None:
    """The draft, which is written in the editor (tests/journeys/test_editor.py)."""
    dossiers.walk(decision, city, "draft")
