"""Somebody's first visit: what each task costs in clicks and fields, with an upper bound.

The figures stand in docs/walk.md; WALK_FIGURES=file writes those of this run.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from portal.notifications.models import Subscription
from tests.journeys.conftest import Open
from tests.journeys.places import Places
from tests.journeys.walks import Walk

pytestmark = pytest.mark.browser

WIDTHS = pytest.mark.parametrize("width", [375, 1280])


def start(open_page: Open, width: int) -> Walk:
    """Somebody who has just come in by the front door."""
    return Walk(open_page("/", width=width))


def seek(walk: Walk, words: str) -> None:
    """Type into the search box of the home page and send it."""
    walk.fill(walk.page.locator("input[type=search]:visible").first, words)
    walk.click(walk.page.locator("button:visible", has_text="搜索").first)


@WIDTHS
def test_find_the_rule_in_force(open_page: Open, places: Places, width: int) -> None:
    walk = start(open_page, width)
    seek(walk, "停车场管理办法")
    row = walk.page.locator(".row", has_text="2024年修正文本").first
    assert "现行有效" in row.locator(".state").inner_text()
    walk.click(row.locator("h2 a"))
    assert walk.page.locator(".stamp b").inner_text() == "现行有效"
    walk.cost("找现行规定", width, clicks=2, fields=1)


@WIDTHS
def test_what_repealed_an_old_rule(open_page: Open, places: Places, width: int) -> None:
    walk = start(open_page, width)
    seek(walk, places.old.doc_number)
    # What no longer holds is left out at first; the page says so and leads to it.
    walk.link(re.compile("查看全部|看看已失效|完全相符的有"))
    row = walk.page.locator(".row", has_text=places.old.title).first
    assert "已废止" in row.locator(".state").inner_text()
    walk.click(row.locator(".fate a"))
    assert places.rule.title in walk.page.locator("h1").inner_text().replace("\n", "")
    walk.cost("查被谁废止", width, clicks=3, fields=1)


@WIDTHS
def test_subscribe_to_a_subject(open_page: Open, places: Places, width: int) -> None:
    walk = start(open_page, width)
    seek(walk, "停车")
    walk.link("订阅这组条件")
    walk.fill(walk.page.get_by_label("电子邮箱"), "newcomer@people.example")
    walk.click(walk.page.locator("main form button", has_text="订阅"))
    assert walk.page.locator("h1").inner_text() == "请查收确认邮件"
    assert Subscription.objects.filter(address="newcomer@people.example").exists()
    walk.cost("订阅一个主题", width, clicks=3, fields=2)


@WIDTHS
def test_print_and_cite(open_page: Open, places: Places, width: int, live_server: Any) -> None:
    walk = Walk(open_page(places.revised.get_absolute_url(), width=width))
    page = walk.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    walk.click(page.get_by_role("button", name="复制引用"))
    page.locator("[data-copied]", has_text=re.compile(".")).wait_for(state="attached")
    cited = page.evaluate("navigator.clipboard.readText()")
    assert places.revised.doc_number in cited
    assert places.revised.get_absolute_url() in cited
    walk.link("公文版式")
    page.evaluate("window.print = () => (window.printed = true)")
    walk.click(page.get_by_role("button", name="打印"))
    assert page.evaluate("window.printed")
    walk.cost("打印和引用", width, clicks=3, fields=0)
