"""The door of an open day on two devices without network, and signing up on a telephone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from decisions.events.models import EventSession, Scan, SignUp
from decisions.events.selectors import board_of
from decisions.events.services import issued_tickets, signups
from portal.accounts.choices import Role
from portal.tracking.codes import code_from
from tests.builders import City, person
from tests.conftest import NOON
from tests.decisions.events.cases import DAY, HOUR, published, signed_up
from tests.journeys.axe import faults
from tests.journeys.conftest import Desk, Open
from tests.journeys.test_accessibility import LOOKS, visit

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("at_noon")]
NAME = "欧阳修远"


def soon(city: City, **changes: Any) -> EventSession:
    """A session that begins in an hour."""
    return published(city, at=NOON - 3 * DAY, starts_at=NOON + HOUR, places=20, **changes)


def ticket_of(row: SignUp) -> tuple[str, str]:
    """The text and the code of somebody's ticket."""
    found = SignUp.objects.select_related("ticket", "session").get(pk=row.pk)
    text = issued_tickets.text_of(found.ticket, found, found.session)
    return text, issued_tickets.code_for(found.ticket)


def at_door(desk: Desk, who: str, address: str) -> Page:
    """A device with the list."""
    page = desk(who)
    page.clock.set_fixed_time(NOON)
    page.goto(address)
    page.get_by_role("button", name="取名单").click()
    page.get_by_text("名单已取，断网也能签到。").wait_for()
    return page


def scan(page: Page, typed: str, told: str) -> None:
    """What is typed or comes from a hand scanner, and what the device says to it."""
    page.get_by_label("票码，或者用扫码枪扫二维码").fill(typed)
    page.keyboard.press("Enter")
    expect(page.locator("[data-result]")).to_contain_text(told)


def test_two_devices_without_network(desk: Desk, committed_city: City, live_server: Any) -> None:
    city, session = committed_city, soon(committed_city)
    early = NOON - 2 * DAY
    both, one, leaves, other = [
        signed_up(session, name, at=early) for name in (NAME, "司马光", "王安石", "曾巩")
    ]
    elsewhere = signed_up(soon(city, place="南门"), at=early)
    for name in ("p-door-a", "p-door-b"):
        person(name, organs=[city.office], roles=[Role.PARTICIPATION])
    address = f"{live_server.url}/admin/decisions/event/session/{session.pk}/door/"
    first, second = (at_door(desk, name, address) for name in ("p-door-a", "p-door-b"))
    late = signed_up(session, "苏洵", at=NOON - dt.timedelta(minutes=1))
    signups.withdraw(signup=leaves, at=NOON - dt.timedelta(minutes=2))
    for page in (first, second):
        page.context.set_offline(True)

    text, code = ticket_of(both)
    scan(first, text, "已签到：欧**1位")
    scan(first, code, "已经签到")
    scan(first, ticket_of(one)[1].lower().replace("-", " "), "已签到：司**1位")
    # Signed after the list was taken: the key alone says that it is good.
    scan(first, ticket_of(late)[0], "已签到：1位")
    scan(first, ticket_of(elsewhere)[0], "是另一场的票")
    changed = ("A" if text[0] != "A" else "B") + text[1:]
    scan(first, changed, "不是有效的票")
    scan(first, "2222-2222-2222", "名单上没有这个票码")
    scan(first, "KX4M", "票码是十二个字母和数字")
    second.clock.set_fixed_time(NOON + dt.timedelta(minutes=2))
    scan(second, text, "已签到：欧**1位")
    scan(second, ticket_of(leaves)[0], "已签到：王**1位")
    kept = first.evaluate("JSON.stringify(localStorage)")
    for word in (NAME, "欧**", text, code, both.number):
        assert word not in kept
    assert Scan.objects.count() == 0

    for page in (first, second):
        page.context.set_offline(False)
        expect(page.locator("[data-stand]")).not_to_contain_text("没有上传")
    # Sent once more: nothing twice.
    first.evaluate(
        "(name) => localStorage.setItem(name, JSON.stringify("
        "JSON.parse(localStorage.getItem(name)).map((scan) => ({...scan, sent: false}))))",
        f"door.scans.{session.pk}",
    )
    first.reload()
    first.get_by_role("button", name="上传签到").click()
    expect(first.locator("[data-stand]")).not_to_contain_text("没有上传")
    board = board_of(session)
    assert set(board.entries) == {row.ticket.pk for row in _whole(both, one, late, leaves)}
    assert [len(scans) for scans in board.conflicts.values()] == [3]
    assert len(board.revoked) == 1
    assert len(board.unknown) == 3
    assert not _whole(other)[0].ticket.scans.exists()
    second.reload()
    page_text = second.content()
    assert "扫了不止一次的票" in page_text
    assert "其中1张票扫码以前已经取消" in page_text
    assert faults(second) == []


# A camera before which tickets are held, and a browser that reads them: neither is there where the
# tests run.
CAMERA = """
window.shown = "";
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return window.shown ? [{ rawValue: window.shown }] : []; }
};
Object.defineProperty(navigator, "mediaDevices", { value: {
  getUserMedia: async () => {
    if (window.forbidden) throw new DOMException("no", "NotAllowedError");
    window.stream = document.createElement("canvas").captureStream();
    return window.stream;
  },
} });
"""


def test_the_camera_reads_tickets_where_the_browser_can(
    desk: Desk, committed_city: City, live_server: Any
) -> None:
    city, session = committed_city, soon(committed_city)
    one, other = (signed_up(session, name, at=NOON - 2 * DAY) for name in (NAME, "曾巩"))
    person("p-camera", organs=[city.office], roles=[Role.PARTICIPATION])
    address = f"{live_server.url}/admin/decisions/event/session/{session.pk}/door/"
    without = at_door(desk, "p-camera", address)
    expect(without.locator("[data-camera]")).to_be_hidden()
    page = without.context.new_page()
    page.add_init_script(CAMERA)
    page.clock.set_fixed_time(NOON)
    page.goto(address)
    button = page.get_by_role("button", name="用摄像头扫")
    page.evaluate("window.forbidden = true")
    button.click()
    expect(page.locator("[data-result]")).to_contain_text("没有打开摄像头")
    page.evaluate("window.forbidden = false")
    button.click()
    expect(page.locator("[data-view]")).to_be_visible()
    assert faults(page) == []
    page.evaluate("(text) => { window.shown = text; }", ticket_of(one)[0])
    expect(page.locator("[data-result]")).to_contain_text("已签到：欧**1位")
    # Held there for longer, it is one scan; the next one is another.
    page.wait_for_timeout(800)
    expect(page.locator("[data-result]")).to_contain_text("已签到：欧**1位")
    page.evaluate("(text) => { window.shown = text; }", ticket_of(other)[0])
    expect(page.locator("[data-result]")).to_contain_text("已签到：曾*1位")
    page.get_by_role("button", name="关闭摄像头").click()
    expect(page.locator("[data-view]")).to_be_hidden()
    assert page.evaluate("window.stream.getTracks()[0].readyState") == "ended"
    expect(page.locator("[data-stand]")).not_to_contain_text("没有上传")
    assert set(board_of(session).entries) == {row.ticket.pk for row in _whole(one, other)}


def _whole(*rows: SignUp) -> list[SignUp]:
    keys = [row.pk for row in rows]
    return list(SignUp.objects.select_related("ticket").filter(pk__in=keys))


@pytest.mark.parametrize("with_script", [True, False])
def test_signing_up_on_a_telephone(
    browser: Browser, committed_city: City, live_server: Any, with_script: bool
) -> None:
    session = soon(committed_city)
    EventSession.objects.filter(pk=session.pk).update(
        starts_at=NOON + 9 * DAY, ends_at=NOON + 9 * DAY + HOUR, closes_at=NOON + 8 * DAY
    )
    size = {"width": 375, "height": 800}
    context = browser.new_context(viewport=size, java_script_enabled=with_script)
    page = context.new_page()
    page.goto(f"{live_server.url}/events/?month=2026-11")
    page.get_by_role("link", name="走进自来水厂").first.click()
    page.get_by_role("link", name="报名：").click()
    page.get_by_label("怎样称呼您").fill("陈先生")
    page.get_by_label("怎样告诉您").fill("139000")
    page.get_by_label("2位").check()
    page.get_by_label("我已满14周岁").check()
    page.get_by_role("button", name="提交报名").click()
    page.get_by_role("link", name="请写一个手机号或者电子邮箱。").wait_for()
    assert page.get_by_label("怎样称呼您").input_value() == "陈先生"
    page.get_by_label("怎样告诉您").fill("13900001234")
    page.get_by_role("button", name="提交报名").click()
    page.get_by_role("link", name="查看办理进度").click()
    page.get_by_text("已报上").first.wait_for()
    page.wait_for_load_state("load")
    picture = page.get_by_alt_text("入场二维码")
    assert picture.evaluate("(image) => image.complete && image.naturalWidth > 0")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.get_by_role("link", name="取消报名").click()
    page.get_by_role("button", name="确定撤回").click()
    page.get_by_text("您取消了报名").wait_for()
    assert SignUp.objects.get().status == "withdrawn"
    context.close()


@pytest.mark.parametrize(("reading", "looking"), LOOKS)
def test_the_pages_of_whoever_signed_up(
    open_page: Open, committed_city: City, live_server: Any, reading: str, looking: Any
) -> None:
    """The month, the event, the form, and the ticket behind the door: axe, reflow, 长者版."""
    session = soon(committed_city, is_tentative=True, conditions="年满6周岁")
    row = signed_up(session, NAME, at=NOON - DAY, companions=2)
    page = open_page("/events/track/", reading=reading)
    page.get_by_label("编号").fill(row.number)
    page.get_by_label("查询码").fill(code_from(row.submission_key))
    page.locator("form button.main").click()
    page.get_by_text("票码").first.wait_for()
    pages = {
        "month": "/events/?month=2026-11",
        "list": "/events/?month=2026-11&view=list",
        "event": session.event.get_absolute_url(),
        "form": f"/events/sessions/{session.pk}/",
        "plans": "/events/plans/2026/",
        "own": row.get_absolute_url(),
    }
    problems: list[str] = []
    visit(page, live_server.url, pages, looking(problems))
    assert not problems, "\n".join(problems)
