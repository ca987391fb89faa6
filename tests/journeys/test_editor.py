"""A text in the editor: opened, changed and sent as it is; without script as plain lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.text.model import (
    Article,
    Block,
    Cell,
    Figure,
    Heading,
    Note,
    Paragraph,
    Table,
    Text,
    Words,
    cell,
    words,
)
from tests.builders import City
from tests.journeys.axe import faults
from tests.text.html.clips import WORD
from tests.text.samples import EVERYTHING, PICTURE
from tests.text.trial import TRIAL

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.text.trial")]
GRID = Table(
    (
        tuple(cell(each, is_header=True) for each in ("区", "车位", "备注")),
        tuple(cell(each) for each in ("文汇区", "120", "")),
        tuple(cell(each) for each in ("柳桥区", "80", "")),
    )
)

# Two frames, with whatever waited behind each of them.
SETTLED = """() => new Promise((done) => requestAnimationFrame(() => setTimeout(
    () => requestAnimationFrame(() => setTimeout(done)))))"""


class Sheet:
    """The page with the field, and what its console said."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.said: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.goto(address)

    @property
    def text(self) -> Any:
        return self.page.locator(".te-text")

    def press(self, *names: str) -> None:
        for name in names:
            self.page.get_by_role("toolbar").get_by_role("button", name=name, exact=True).click()

    def keys(self, *names: str) -> None:
        """One key after the other; before each the editor hears of the cursor's new place, as with
        any hand: a machine that is busy tells it late.
        """
        for name in names:
            self.page.evaluate(SETTLED)
            self.page.keyboard.press(name)
        self.page.evaluate(SETTLED)

    def saved(self) -> tuple[Block, ...]:
        """What is in the text after saving it; nothing was refused, nothing went wrong."""
        self.page.get_by_role("button", name="保存").click()
        expect(self.page.locator("body")).to_have_text("已保存")
        assert self.said == []
        assert TRIAL.saved is not None
        return TRIAL.saved.blocks

    def paste(self, html: str, plain: str = "") -> None:
        """What the clipboard would hand over, at the cursor."""
        self.text.evaluate(
            """(place, [html, plain]) => {
                const clipboardData = new DataTransfer();
                if (html) clipboardData.setData("text/html", html);
                clipboardData.setData("text/plain", plain);
                place.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
            }""",
            [html, plain],
        )


@pytest.fixture(autouse=True)
def city(committed_city: City) -> City:
    """As everywhere here, though the page shows nothing of it."""
    return committed_city


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    yield made
    made.close()


@pytest.fixture
def opened(context: BrowserContext, live_server: Any) -> Any:
    def act(*blocks: Block) -> Sheet:
        TRIAL.text, TRIAL.saved = Text(blocks), None
        sheet = Sheet(context.new_page(), live_server.url)
        expect(sheet.text).to_be_visible()
        return sheet

    return act


def p(text: str) -> Paragraph:
    return Paragraph(words(text))


def test_everything_is_sent_as_it_was(opened: Any) -> None:
    """The editor's schema and the server's table are one: whatever a text may hold, stays."""
    assert opened(*EVERYTHING.blocks).saved() == EVERYTHING.blocks


def test_without_script_everything_is_sent_as_it_was(browser: Browser, live_server: Any) -> None:
    TRIAL.text, TRIAL.saved = EVERYTHING, None
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url)
    area = page.get_by_role("textbox", name="正文")
    assert "文汇区\t120" in area.input_value()
    page.get_by_role("button", name="保存").click()
    assert TRIAL.saved == EVERYTHING
    page.goto(live_server.url)
    area.fill(area.input_value().replace("每小时五元", "每小时六元"))
    page.get_by_role("button", name="保存").click()
    assert TRIAL.saved == Text((*EVERYTHING.blocks[:-1], p("每小时六元。")))
    context.close()


def test_a_cell_is_edited_and_two_are_merged(opened: Any) -> None:
    sheet = opened(GRID)
    sheet.text.get_by_text("120").click()
    sheet.keys("End")
    sheet.page.keyboard.type("0")
    sheet.keys("Tab")
    sheet.page.keyboard.type("新建")
    sheet.text.get_by_text("柳桥区").click()
    sheet.keys("Home", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight")
    sheet.text.get_by_text("柳桥区").drag_to(sheet.text.get_by_text("80"))
    sheet.press("合并单元格")
    sheet.press("下面加行")
    (found,) = sheet.saved()
    assert isinstance(found, Table)
    assert found.rows[1] == (cell("文汇区"), cell("1200"), cell("新建"))
    assert found.rows[2][0] == Cell((p("柳桥区"), p("80")), across=2)
    assert len(found.rows) == 4


def test_what_word_copies_comes_as_structure(opened: Any) -> None:
    sheet = opened(p("原有。"))
    sheet.text.click()
    sheet.keys("Control+End", "Enter")
    sheet.paste(WORD)
    expect(sheet.page.get_by_role("status")).to_have_text(
        "已粘贴；1张图片没有带过来，请用“图片”按钮上传。"
    )
    kinds = [type(each).__name__ for each in sheet.saved()]
    assert kinds == ["Paragraph", "Heading", "Article", *["Paragraph"], "List", "Paragraph",
                     "Table", "Paragraph"]  # fmt: skip


def test_a_cell_takes_what_is_pasted_into_it(opened: Any) -> None:
    sheet = opened(GRID)
    sheet.text.get_by_role("cell").last.click()
    sheet.paste("<h1>总则</h1><p>第一条　一</p>")
    expect(sheet.text.get_by_role("cell", name="总则")).to_be_visible()
    (found,) = sheet.saved()
    assert found.rows[-1][-1] == Cell((p("总则"), Paragraph(words("一"), "第一条")))


def test_plain_lines_are_pasted_as_what_they_say(opened: Any) -> None:
    sheet = opened()
    sheet.text.click()
    sheet.paste("", "第一条　为了方便停车。\n项目\t标准\n地上\t五元")
    expect(sheet.text.get_by_role("cell", name="五元")).to_be_visible()
    first, second, *_ = sheet.saved()
    assert first == Article("第一条", words("为了方便停车。"))
    assert isinstance(second, Table)


def test_a_paste_that_the_server_cannot_read_leaves_its_words(opened: Any) -> None:
    sheet = opened()
    sheet.page.route("**/clean/", lambda route: route.abort())
    sheet.text.click()
    sheet.paste("<p>一</p><p>二</p>", "一\n二")
    expect(sheet.page.get_by_role("status")).to_contain_text("没有连上服务器")
    sheet.said.clear()
    assert sheet.saved() == (p("一"), p("二"))


def test_articles_are_added_and_numbered(opened: Any) -> None:
    sheet = opened(Article("第一条", words("目的。")), Article("第二条", words("范围。")))
    sheet.text.get_by_text("目的。").click()
    sheet.keys("Control+Enter")
    sheet.page.keyboard.type("依据。")
    sheet.press("条号重排")
    sheet.text.get_by_text("范围。").click()
    sheet.keys("End", "Enter")
    sheet.page.keyboard.type("第二款。")
    sheet.keys("Enter")
    sheet.page.keyboard.type("第四条 附则。")
    assert sheet.saved() == (
        Article("第一条", words("目的。")),
        Article("第二条", words("依据。")),
        Article("第三条", words("范围。")),
        p("第二款。"),
        Article("第四条", words("附则。")),
    )


def test_a_paragraph_becomes_a_heading_with_prose_behind_it(opened: Any) -> None:
    sheet = opened(p("（一）指导思想。以便民为先。"))
    sheet.text.get_by_text("指导思想").click()
    sheet.page.get_by_label("段落种类").select_option("二级标题")
    sheet.keys("Home", *["ArrowRight"] * 4)
    sheet.press("接排")
    assert sheet.saved() == (Heading(2, words("指导思想"), "（一）", words("。以便民为先。")),)


def test_numbering_becomes_words_again(opened: Any) -> None:
    sheet = opened(Article("第一条", words("目的。"), "（目的）"))
    sheet.text.get_by_text("目的。").click()
    sheet.keys("Home", "Backspace")
    assert sheet.saved() == (p("第一条（目的）目的。"),)


def test_words_beside_the_text_are_edited_in_fields(opened: Any) -> None:
    sheet = opened(p("停车。"), GRID)
    details = sheet.page.get_by_role("group", name="光标所在处")
    sheet.text.get_by_text("120").click()
    details.get_by_label("表题").fill("表1 车位")
    sheet.text.get_by_text("停车。").click()
    sheet.keys("End")
    sheet.press("脚注")
    details.get_by_label("脚注").press_sequentially("以登记为准。")
    sheet.keys("Enter")
    assert sheet.saved() == (
        Paragraph((Words("停车。"), Note(words("以登记为准。")))),
        replace(GRID, caption=words("表1 车位")),
    )


def test_words_lead_somewhere(opened: Any) -> None:
    sheet = opened(p("办事页"))
    sheet.text.get_by_text("办事页").dblclick()
    sheet.keys("Control+a", "Control+k")
    sheet.page.get_by_label("网址").fill("https://example.org/a")
    assert sheet.saved() == (Paragraph((Words("办事页", href="https://example.org/a"),)),)


def test_a_picture_needs_words(opened: Any) -> None:
    sheet = opened(p("见图。"))
    sheet.text.get_by_text("见图。").click()
    sheet.keys("End")
    sheet.press("图片")
    panel = sheet.page.get_by_role("group", name="插入图片")
    panel.get_by_label("图片文件").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": b"png"}
    )
    panel.get_by_role("button", name="上传并插入").click()
    expect(sheet.page.get_by_role("status")).to_have_text("请用一句话写明图中内容。")
    panel.get_by_label("替代文字").fill("停车场出入口")
    sheet.keys("Enter")
    expect(sheet.text.get_by_role("img", name="停车场出入口")).to_be_visible()
    assert sheet.saved() == (p("见图。"), Figure(PICTURE, "停车场出入口"))


def test_keys_reach_the_tools_and_lead_out(opened: Any) -> None:
    sheet = opened(p("停车。"), GRID)
    sheet.text.get_by_text("停车。").click()
    sheet.keys("Control+a", "Alt+F10", "ArrowRight", "ArrowRight", "ArrowRight")
    expect(sheet.page.get_by_role("button", name="加粗", exact=True)).not_to_be_focused()
    sheet.keys("Escape")
    expect(sheet.text).to_be_focused()
    sheet.text.get_by_role("cell").last.click()
    sheet.keys("Tab")
    expect(sheet.text).not_to_be_focused()


def test_the_editor_is_for_everybody(opened: Any) -> None:
    sheet = opened(*EVERYTHING.blocks)
    sheet.text.get_by_text("120").click()
    assert faults(sheet.page) == []
