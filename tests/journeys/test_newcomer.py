"""Somebody's first visit: what each task costs in clicks and fields, with an upper bound.

The figures stand in docs/walk.md; WALK_FIGURES=file writes those of this run.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from disclosure.models import Document
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.notifications.models import Subscription
from tests.journeys.conftest import Desk, Open
from tests.journeys.places import Places

pytestmark = pytest.mark.browser

WIDTHS = pytest.mark.parametrize("width", [375, 1280])
FILES = 10
LETTER = """试江市人民政府办公室关于第{number}号河段清洁工作的通知
试府办〔2026〕{number}号

各区人民政府，市政府各部门：
为改善水环境，现就第{number}号河段清洁有关事项通知如下。
一、明确责任
由属地街道负责日常巡查。
试江市人民政府办公室
2026年11月2日
（此件公开发布）
"""


@dataclass
class Walk:
    """A page in somebody's hands; counts what they press and what they fill in."""

    page: Page
    clicks: int = 0
    fields: int = 0

    def click(self, target: Locator) -> None:
        """One click or tap; what cannot be seen cannot be pressed."""
        target.click()
        self.clicks += 1

    def fill(self, target: Locator, text: str) -> None:
        """One field typed or chosen."""
        if target.evaluate("(e) => e.tagName") == "SELECT":
            target.select_option(label=text)
        else:
            target.fill(text)
        self.fields += 1

    def link(self, name: str | re.Pattern[str]) -> None:
        """Press the first link in sight that says this."""
        self.click(self.page.locator("a:visible", has_text=name).first)

    def cost(self, task: str, width: int, *, clicks: int, fields: int) -> None:
        """Hold the cost to its bound, and note it."""
        if path := os.environ.get("WALK_FIGURES"):
            with Path(path).open("a", encoding="utf-8") as notes:
                notes.write(f"{task}\t{width}\t{self.clicks}\t{self.fields}\n")
        assert self.clicks <= clicks
        assert self.fields <= fields


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
    walk.link(re.compile("查看全部|看看已失效"))
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


@pytest.fixture
def letters(tmp_path: Path) -> list[str]:
    """Ten letters as an office writes them."""
    paths = [tmp_path / f"通知{number}.txt" for number in range(41, 41 + FILES)]
    for number, path in enumerate(paths, start=41):
        path.write_text(LETTER.format(number=number), encoding="utf-8")
    return [str(path) for path in paths]


def complete(walk: Walk) -> None:
    """What no reading can know of a document: its gist, its theme, its category."""
    page = walk.page
    walk.fill(page.locator("#id_abstract"), "明确河段清洁责任。")
    walk.click(page.locator(".field-theme .select2-selection"))
    walk.fill(page.locator(".select2-search__field").last, "水利")
    walk.click(page.locator(".select2-results__option", has_text="水利").first)
    other = page.locator("#id_category option", has_text="其他").first.inner_text()
    walk.fill(page.locator("#id_category"), other)
    walk.click(page.get_by_role("button", name="保存", exact=True))


@WIDTHS
def test_file_ten_documents(
    desk: Desk, places: Places, live_server: Any, letters: list[str], width: int
) -> None:
    before = Document.objects.filter(status=Status.OPENNESS_REVIEW).count()
    page = desk(Role.CLERK)
    page.set_viewport_size({"width": width, "height": 900})
    page.reload()
    walk = Walk(page)
    walk.link("导入文件")
    page.set_input_files("input[type=file]", letters)
    walk.clicks += 1
    walk.click(page.get_by_role("button", name="导入"))
    page.get_by_text(f"共 {FILES} 份，已录入 {FILES} 份。").wait_for()
    result = page.url
    for number in range(FILES):
        walk.click(page.locator(".st-table tbody a[href*='/disclosure/document/']").nth(number))
        complete(walk)
        if number < FILES - 1:
            page.goto(result)
            walk.clicks += 1
    page.wait_for_url("**/admin/disclosure/document/**")
    page.goto(f"{live_server.url}/admin/disclosure/document/?q=河段清洁")
    walk.fields += 1
    walk.clicks += 1
    walk.click(page.locator("#action-toggle"))
    walk.fill(page.locator("select[name=action]"), "提交审查")
    walk.click(page.get_by_role("button", name="执行"))
    page.get_by_text(f"已办理 {FILES} 件。").wait_for()
    assert Document.objects.filter(status=Status.OPENNESS_REVIEW).count() == before + FILES
    walk.cost("录入十份文件", width, clicks=60, fields=35)
