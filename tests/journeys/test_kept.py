"""What is being typed is sent to the server by the page itself, and counted along."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, Response, expect

from requests_app.models import ApplicationDraft
from requests_app.workflow.states import HANDLER, Status
from tests.builders import PASSWORD, City
from tests.requests_app.cases import bring_to, desk, submitted
from tests.requests_app.officers import page_of

pytestmark = pytest.mark.browser
TYPED = "柳桥街道二〇二五年绿化养护项目的招标文件和中标通知书"


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def kept(answer: Response) -> bool:
    return answer.request.method == "POST" and answer.status == 204


def test_an_application_is_kept_while_it_is_typed_and_found_without_the_session(
    browser: Browser, live_server: Any, committed_city: City
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{live_server.url}/requests/apply/?organ={committed_city.office.code}")
    with page.expect_response(kept):
        page.fill("#id_description", TYPED)
    expect(page.locator(".kept-status", has_text="已自动保存")).to_be_visible()
    assert ApplicationDraft.objects.get().typed["description"] == TYPED
    context.clear_cookies(name="sessionid")
    page.reload()
    expect(page.locator("#id_description")).to_have_value(TYPED)
    page.fill("#id_description", "长" * 2100)
    expect(page.locator(".kept-status", has_text="请删减100字")).to_be_visible()
    context.close()


def test_an_answer_typed_past_the_end_of_the_session_is_there_after_signing_in(
    browser: Browser, live_server: Any, committed_city: City, settings: Any
) -> None:
    settings.AXES_ENABLED = False
    people = desk(committed_city)
    case = bring_to(submitted(committed_city), Status.HANDLING, people=people)
    address = f"{live_server.url}{page_of(case, 'act/submit_answer')}"
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    sign_in(page, people[HANDLER].username)
    context.clear_cookies(name="sessionid")
    with page.expect_response(kept):
        page.fill("textarea[name=body]", TYPED)
    page.goto(address)
    sign_in(page, people[HANDLER].username)
    expect(page.locator("textarea[name=body]")).to_have_value(TYPED)
    expect(page.locator(".kept-before")).to_be_visible()
    context.close()


def sign_in(page: Page, username: str) -> None:
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_selector("textarea[name=body]")
