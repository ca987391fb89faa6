"""A clerk writes a document's text in the back office and sees it on its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from disclosure.models import Document
from portal.accounts.choices import Role
from portal.text.model import Article, Figure, Heading, List, Table
from tests.builders import City, draft
from tests.files.samples import image_bytes
from tests.journeys.axe import faults
from tests.journeys.conftest import Desk
from tests.journeys.test_editor import SETTLED
from tests.text.html.clips import WORD

pytestmark = pytest.mark.browser
BODY = "现就有关事项通知如下。\n区\t车位\t备注\n文汇区\t120\t\n柳桥区\t80\t"


@pytest.fixture
def document(committed_city: City) -> Document:
    return draft(committed_city, body=BODY)


@pytest.fixture
def form(desk: Desk, document: Document) -> Iterator[Page]:
    """The document's form; whatever its page complains of fails the test."""
    page = desk(Role.CLERK)
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.text} {message.location['url']}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(page.url.replace("/admin/", f"/admin/disclosure/document/{document.pk}/change/"))
    expect(page.locator(".te-text")).to_be_visible()
    yield page
    assert [each for each in said if "favicon.ico" not in each] == []


def settle(page: Page) -> None:
    """Let the editor hear of the cursor's new place, which a busy machine tells it late."""
    page.evaluate(SETTLED)


def key(page: Page, name: str) -> None:
    """One key, with the cursor where a hand would have seen it."""
    settle(page)
    page.keyboard.press(name)
    settle(page)


def press(page: Page, name: str) -> None:
    tools = page.get_by_role("toolbar", name="正文工具")
    tools.get_by_role("button", name=name, exact=True).click()


def paste(page: Page, html: str) -> None:
    page.locator(".te-text").evaluate(
        """(place, html) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", html);
            place.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
        }""",
        html,
    )


def test_a_text_is_written_and_seen(form: Page, document: Document) -> None:
    text = form.locator(".te-text")
    text.get_by_text("120").click()
    key(form, "End")
    form.keyboard.type("0")
    text.get_by_text("柳桥区").drag_to(text.get_by_text("80"))
    press(form, "合并单元格")
    text.get_by_text("现就有关").click()
    key(form, "End")
    key(form, "Enter")
    paste(form, WORD)
    expect(text.get_by_role("heading", name="总则")).to_be_visible()
    press(form, "加一条")
    form.keyboard.type("市城市管理部门负责停车管理。")
    press(form, "图片")
    panel = form.get_by_role("group", name="插入图片")
    panel.get_by_label("图片文件").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": image_bytes()}
    )
    panel.get_by_label("替代文字").fill("停车场出入口")
    panel.get_by_role("button", name="上传并插入").click()
    expect(text.get_by_role("img", name="停车场出入口")).to_be_visible()
    form.locator("input[name=_continue], button[name=_continue]").first.click()
    expect(form.get_by_text(re.compile("成功|已保存")).first).to_be_visible()
    document.refresh_from_db()
    kinds = {type(block) for block in document.text.blocks}
    assert {Heading, Article, List, Table, Figure} <= kinds
    grid = document.text.blocks[-1]
    assert isinstance(grid, Table)
    assert "文汇区\t1200" in document.body
    assert grid.rows[-1][0].across == 2
    form.goto(form.url.replace("/change/", "/preview/"))
    expect(form.get_by_role("cell", name="1200")).to_be_visible()
    expect(form.get_by_text("第二条", exact=True)).to_be_visible()
    expect(form.get_by_role("img", name="停车场出入口")).to_be_visible()


def test_the_form_is_for_everybody(form: Page) -> None:
    form.locator(".te-text").get_by_text("120").click()
    assert faults(form, back_office=True) == []
