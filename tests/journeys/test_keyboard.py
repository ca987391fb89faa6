"""Without a mouse: every stop in sight, nothing that holds, every control usable (T20)."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portal.accounts.choices import Role
from tests.builders import draft
from tests.journeys.conftest import Desk, Open
from tests.journeys.places import Places

pytestmark = pytest.mark.browser

STANDARD, ELDER = "off.default.standard", "on.default.standard"
MOST_STOPS = 400
# The stop, whether it can be seen (2.4.11), and whether it shows that it has the focus (2.4.7).
_STOP = """() => {
    const e = document.activeElement;
    if (e === document.body || e === null) return null;
    // The parts of a date are stops of one field.
    if (window.lastStop !== e) e.seen = (e.seen ?? 0) + 1;
    window.lastStop = e;
    const r = e.getBoundingClientRect();
    const x = Math.max(0, Math.min(r.left + r.width / 2, innerWidth - 1));
    const label = e.labels?.[0];
    // A long one, such as a table, may go on below the bar: it may not be wholly behind it.
    const free = [r.top + 4, r.top + r.height / 2, r.bottom - 4].some((wanted) => {
        const y = Math.max(0, Math.min(wanted, innerHeight - 1));
        const top = document.elementFromPoint(x, y);
        return top !== null && (
            e === top || e.contains(top) || top.contains(e) || label?.contains(top));
    });
    return { free, ring: getComputedStyle(e).outlineStyle, times: e.seen,
        html: e.outerHTML.slice(0, 160) };
}"""


def walk(page: Page) -> int:
    """Tab through a page to its end, or round to its first stop; how many stops there were."""
    page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    first = ""
    for stops in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None or (stops and stop["html"] == first):
            return stops
        first = first or stop["html"]
        assert stop["free"], f"hidden: {stop['html']}"
        assert stop["ring"] != "none", f"no ring: {stop['html']}"
        assert stop["times"] == 1, f"again: {stop['html']}"
    pytest.fail(f"more than {MOST_STOPS} stops, or a trap")


def reach(page: Page, name: str) -> None:
    """Go on to the next stop that bears a name."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "(e => (e.ariaLabel || e.labels?.[0]?.textContent || e.textContent).trim())"
            "(document.activeElement)"
        )
        if said.startswith(name):
            return
    pytest.fail(f"no key leads to {name}")


def test_the_first_stop_skips_to_the_text(open_page: Open, places: Places) -> None:
    page = open_page(places.revised.get_absolute_url())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("reading", [STANDARD, ELDER])
@pytest.mark.parametrize("width", [375, 1280])
def test_every_stop_is_in_sight(
    open_page: Open, places: Places, live_server: Any, reading: str, width: int
) -> None:
    page = open_page("/library/?validity=all", width=width, reading=reading)
    assert walk(page) > 30
    pages = places.pages()
    for name in ("disclosure:document", "comparison", "disclosure:error_report", "site:home",
                 "disclosure:column", "notifications:subscribe", "disclosure:sheet"):  # fmt: skip
        page.goto(f"{live_server.url}{pages[name]}")
        stops = walk(page)
        least = page.locator(":is(a[href], button:not([disabled])):visible").count()
        assert stops >= least > 0, name


def test_facets_open_on_a_phone_without_a_mouse(open_page: Open, places: Places) -> None:
    page = open_page("/library/?validity=all", width=375)
    assert not page.locator(".drawer a", has_text="2026年").is_visible()
    reach(page, "筛选")
    page.keyboard.press("Enter")
    reach(page, "2026年")
    page.keyboard.press("Enter")
    page.wait_for_url("**year=2026**")
    reach(page, "2026年")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "year=2026" not in url)


def test_the_day_and_the_pages_of_the_list(open_page: Open, places: Places) -> None:
    page = open_page("/library/?validity=all")
    page.locator("#on-wide").focus()
    page.keyboard.type("06012025")
    page.keyboard.press("Enter")
    page.wait_for_url("**on=2025-06-01**")
    reach(page, "2025年6月1日有效")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "on=" not in url)
    page.goto(page.url.split("?")[0] + "?validity=all")
    reach(page, "下一页")
    page.keyboard.press("Enter")
    page.wait_for_url("**page=2**")


def test_a_mistake_takes_the_focus_and_is_said(
    open_page: Open, places: Places, live_server: Any
) -> None:
    pages = places.pages()
    for name, send in (("disclosure:error_report", "提交"), ("subscribe to a subject", "订阅")):
        page = open_page(pages[name], width=375)
        button = page.locator("main form button[type=submit]", has_text=send)
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator("main [role=alert]"), name).to_be_focused()
        assert page.title().startswith("请检查"), name
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("[aria-invalid=true]:focus"), name).to_be_visible()


def test_staff_submit_without_a_mouse(
    desk: Desk, places: Places, committed_city: Any, live_server: Any
) -> None:
    document = draft(committed_city, doc_number="试府办〔2026〕70号")
    page = desk(Role.CLERK)
    page.goto(f"{live_server.url}/admin/disclosure/document/{document.pk}/change/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    reach(page, "提交审查")
    page.keyboard.press("Enter")
    page.get_by_text("已保存并提交审查。").wait_for()
    document.refresh_from_db()
    assert document.status == "openness_review"


def test_the_keyboard_reaches_the_decision_before_the_form(
    desk: Desk, places: Places, live_server: Any
) -> None:
    page = desk(Role.OPENNESS_REVIEWER)
    page.goto(f"{live_server.url}/admin/disclosure/document/{places.waiting.pk}/change/")
    page.get_by_role("link", name="公开前预览").focus()
    names: list[str] = []
    while "退回" not in names and len(names) < 20:
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.id || document.activeElement.innerText"))
    # The text stands beside it; nothing of the form comes in between.
    assert names[-6:] == [
        "confirm_openness_openness",
        "confirm_openness_basis",
        "confirm_openness_ground",
        "认定公开属性",
        "send_back_reason",
        "退回",
    ]
    assert not [name for name in names if name.startswith("id_")]


def test_a_refused_act_takes_the_focus(desk: Desk, places: Places, live_server: Any) -> None:
    page = desk(Role.CLERK)
    page.goto(f"{live_server.url}/admin/disclosure/document/{places.unfinished.pk}/act/submit/")
    page.locator("button", has_text="提交审查").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-blockers[role=alert]")).to_be_focused()
