"""A message in a browser: written, asked back, answered, rated; and what axe says of its pages."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from policies.messages.models import Message, PublishedMessage
from portal.accounts.choices import Role
from portal.tracking.codes import code_from
from tests.builders import City, published
from tests.journeys.axe import WIDTHS, inject, overflow, violations
from tests.journeys.conftest import Desk, Open
from tests.policies.messages.cases import answered, at_nine, channel, walk, written

pytestmark = pytest.mark.browser
QUESTION = "残疾人停车位怎样申请，到哪里办？"
ANSWER = "您好。带残疾人证和行驶证到停车场管理处办理，不收费。"
LIST = "/admin/policies/message/"
WIDE, NARROW = 1280, 375


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_from_the_question_to_the_rating(
    open_page: Open, desk: Desk, committed_city: City, live_server: Any, width: int
) -> None:
    city = committed_city
    document = published(city, title="试江市公共停车管理办法", doc_number="试府办〔2026〕17号")
    channel("policy", city.office)
    citizen = open_page(document.get_absolute_url(), width=width)
    citizen.get_by_role("link", name="问制定机关").click()
    citizen.get_by_label("您想问什么").fill(QUESTION)
    citizen.get_by_label("怎样称呼您").fill("钱女士")
    citizen.wait_for_timeout(3100)  # quicker than that is held
    press(citizen, "提交")
    citizen.get_by_role("link", name="查看办理进度").click()
    message = Message.objects.get()
    own = f"{live_server.url}{message.get_absolute_url()}"
    page = f"{live_server.url}{LIST}{message.pk}/change/"
    distributing, answering = desk(Role.MESSAGE_DESK), desk(Role.MESSAGE_RESPONDER)
    distributing.goto(page)
    press(distributing, "分办")
    answering.goto(page)
    press(answering, "签收办理")
    answering.get_by_text("请补充", exact=True).first.click()
    answering.get_by_label("请留言人补充什么").fill("是哪个停车场？")
    press(answering, "请补充")
    citizen.goto(own)
    citizen.get_by_label("您补充的情况").fill("市图书馆停车场")
    press(citizen, "补充")
    expect(citizen.get_by_text("已经补充，机关接着办理。")).to_be_visible()
    answering.goto(page)
    answering.get_by_label("结果").select_option("answered")
    answering.get_by_label("答复", exact=True).fill(ANSWER)
    press(answering, "拟答复")
    reviewing = desk(Role.ANSWER_REVIEWER)
    reviewing.goto(page)
    press(reviewing, "同意答复")
    citizen.goto(own)
    expect(citizen.get_by_text(ANSWER)).to_be_visible()
    citizen.get_by_label("满意", exact=True).check()
    press(citizen, "评价")
    expect(citizen.get_by_text("谢谢您的评价。")).to_be_visible()
    message.refresh_from_db()
    assert [row.action for row in message.acts.all()] == [
        "submit", "assign", "accept", "ask_back", "supplement", "propose", "approve", "rate",
    ]  # fmt: skip


def test_what_axe_says(open_page: Open, desk: Desk, committed_city: City, live_server: Any) -> None:
    city, at = committed_city, at_nine("2026-11-18")
    row = channel("policy", city.office)
    done = walk(answered(city, at=at, by_channel=row), city, "publish", at=at)
    asked = walk(written(city, QUESTION, at=at), city, "assign", "accept", "ask_back", at=at)
    sent_on = walk(written(city, "另一件事", at=at), city, "refer", at=at)
    work = walk(written(city, f"请问{QUESTION}", at=at), city, "assign", "accept", at=at)
    page, faults = open_page("/messages/"), []
    public = PublishedMessage.objects.get()
    for address in ("/messages/", public.get_absolute_url(), "/messages/new/", "/messages/track/"):
        page.goto(f"{live_server.url}{address}")
        faults += seen(page)
    for message in (done, asked, sent_on):
        page.goto(f"{live_server.url}/messages/track/{message.number}/")
        page.fill("input[name=code]", code_from(message.submission_key))
        press(page, "查询")
        page.wait_for_url("**/case/**")
        faults += seen(page)
    page.goto(f"{live_server.url}/messages/new/?channel=consult")
    page.get_by_label("您想问什么").fill(done.text)
    page.get_by_label("怎样称呼您").fill("钱女士")
    press(page, "提交")
    expect(page.get_by_text("也许已经有答案")).to_be_visible()
    faults += seen(page)
    officer = desk(Role.MESSAGE_RESPONDER)
    for address in (f"{LIST}?queue=all", f"{LIST}{work.pk}/change/", f"{LIST}month/?month=2026-11"):
        officer.goto(f"{live_server.url}{address}")
        faults += seen(officer)
    assert not faults, "\n".join(faults)


def seen(page: Page) -> list[str]:
    """What axe finds on a page at each width, and what is too wide."""
    inject(page)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{page.url} {width}: {one}" for one in violations(page)]
        if over := overflow(page):
            found.append(f"{page.url} {width}: {over}px too wide")
    return found
