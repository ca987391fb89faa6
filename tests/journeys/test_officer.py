"""An officer's day: import, complete, review, sign, withdraw, and what the citizen finds."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from deploy.local.processes import wait_until
from disclosure.models import Document
from portal.accounts.choices import Role
from tests.builders import City
from tests.journeys.conftest import Desk, Open

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parent.parent.parent
LETTER = """试江市人民政府办公室关于加强河道清洁工作的通知
试府办〔2026〕{number}号

各区人民政府，市政府各部门：
为改善水环境，现就河道清洁有关事项通知如下。
一、明确责任
{phrase}，由属地街道负责日常巡查。
二、加强检查
各区每季度检查一次，结果向社会公开。
试江市人民政府办公室
2026年11月2日
（此件公开发布）
"""
LEAFLET = "今天的菜单\n西红柿炒鸡蛋\n"


@pytest.fixture
def pictures() -> Callable[[Page, str], None]:
    """Pictures of each step at both widths, when STAFF_PICTURES names a folder."""
    folder = os.environ.get("STAFF_PICTURES", "")

    def take(page: Page, name: str) -> None:
        if not folder:
            return
        for width in (1280, 375):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(250)
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})

    return take


@pytest.fixture
def indexer(committed_city: City, settings: Any, tmp_path: Path) -> Iterator[Path]:
    """The indexer as `make run` starts it, beside the live server."""
    of = connection.settings_dict
    person = of["USER"] + (f":{quote(of['PASSWORD'], safe='')}" if of["PASSWORD"] else "")
    port = f":{of['PORT']}" if of["PORT"] else ""
    env = {
        **os.environ,
        "DATABASE_URL": f"postgres://{person}@{quote(of['HOST'], safe='')}{port}/{of['NAME']}",
        "SEARCH_INDEX_DIR": str(settings.SEARCH_INDEX_DIR),
        "DJANGO_SETTINGS_MODULE": "portal.settings.testing",
        "PYTHONUNBUFFERED": "1",
    }
    log = tmp_path / "indexer.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "search_index", "--follow"],
            cwd=ROOT,
            env=env,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        assert wait_until(lambda: "已启动" in log.read_text(encoding="utf-8"), 30), log.read_text()
        yield log
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=15)


@pytest.fixture
def letters(tmp_path: Path) -> list[Path]:
    """Two letters and a leaflet that is none."""
    texts = {
        "清洁通知.txt": LETTER.format(number=31, phrase="河道保洁员每日打捞漂浮物"),
        "清洁补充通知.txt": LETTER.format(number=32, phrase="汛期增加打捞班次").replace(
            "关于加强", "关于进一步加强"
        ),
        "菜单.txt": LEAFLET,
    }
    paths = []
    for name, text in texts.items():
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def choose(page: Page, field: str, text: str) -> None:
    """Choose from a list that is searched while one types."""
    page.locator(f".field-{field} .select2-selection").click()
    page.locator(".select2-search__field").last.fill(text)
    page.locator(
        ".select2-results__option[data-select2-id], .select2-results__option[aria-selected]",
        has_text=text,
    ).first.click()


def open_from_queue(page: Page, title: str, base: str) -> None:
    """Go to the day's work and open what waits there."""
    page.goto(f"{base}/admin/")
    page.locator(".st-rows a", has_text=title).first.click()


def hits(page: Page, base: str, query: str) -> int:
    """How many titles the citizen's list shows."""
    page.goto(f"{base}/library/?q={quote(query)}")
    return page.get_by_role("link", name=re.compile("关于加强河道清洁工作的通知")).count()


def test_from_the_file_to_the_reader_and_back(
    desk: Desk,
    open_page: Open,
    indexer: Path,
    letters: list[Path],
    live_server: Any,
    pictures: Callable[[Page, str], None],
) -> None:
    base, title = live_server.url, "试江市人民政府办公室关于加强河道清洁工作的通知"
    clerk = desk(Role.CLERK)
    pictures(clerk, "01-clerk-today")
    clerk.get_by_role("link", name="导入文件").first.click()
    pictures(clerk, "02-import")
    clerk.set_input_files("input[type=file]", [str(path) for path in letters])
    clerk.get_by_role("button", name="导入").click()
    clerk.get_by_text("共 3 份，已录入 2 份，未能读取 1 份。").wait_for()
    rows = clerk.locator(".st-table tbody tr")
    assert [row.locator("td").first.inner_text() for row in rows.all()] == [
        "已录入",
        "已录入",
        "未能读取",
    ]
    pictures(clerk, "03-import-result")

    clerk.get_by_role("link", name=title).click()
    pictures(clerk, "04-draft")
    submit = clerk.get_by_role("button", name="提交审查", exact=True)
    submit.click()
    # Nothing is lost by pressing too early: what is missing is listed, each with the way to it.
    assert "没有保存，您填写的内容还在" in clerk.locator(".st-blockers").first.inner_text()
    clerk.goto(clerk.url)
    assert "项需要先处理" in clerk.locator(".st-why").first.inner_text()
    clerk.locator(".st-blockers a", has_text="内容概述").click()
    expect(clerk.locator("#id_abstract")).to_be_focused()
    clerk.fill("#id_abstract", "明确河道清洁责任和检查要求。")
    choose(clerk, "theme", "水利")
    clerk.select_option("#id_category", label=_other(clerk))
    clerk.get_by_role("button", name="保存并继续编辑").click()
    pictures(clerk, "05-completed")
    assert clerk.locator(".st-blockers").count() == 0
    clerk.get_by_role("link", name="公开前预览").click()
    assert "公众看不到本页" in clerk.locator(".st-preview").inner_text()
    assert clerk.locator("h1").inner_text().replace("\n", "") == title
    pictures(clerk, "06-preview")
    clerk.get_by_role("link", name="返回办理").click()
    clerk.get_by_role("button", name="提交审查", exact=True).click()
    pictures(clerk, "07-submitted")

    reviewer = desk(Role.OPENNESS_REVIEWER)
    pictures(reviewer, "08-reviewer-today")
    open_from_queue(reviewer, title, base)
    pictures(reviewer, "09-openness-review")
    assert "一、明确责任\n河道保洁员" in reviewer.locator(".st-text").inner_text()
    reviewer.get_by_role("button", name="认定公开属性").click()

    keeper = desk(Role.SECRECY_REVIEWER)
    open_from_queue(keeper, title, base)
    with keeper.expect_download() as download:
        keeper.get_by_role("link", name="清洁通知.txt").click()
    assert download.value.path().read_bytes() == letters[0].read_bytes()
    keeper.get_by_label("保密审查意见").fill("经逐项审查，不涉及国家秘密。")
    pictures(keeper, "10-secrecy-review")
    keeper.get_by_role("button", name="保密审查通过").click()

    citizen = open_page("/library/")
    assert hits(citizen, base, "河道清洁") == 0
    signer = desk(Role.SIGNER)
    open_from_queue(signer, title, base)
    pictures(signer, "11-signing")
    document = Document.objects.get(doc_number="试府办〔2026〕31号")
    signer.get_by_role("button", name="签发", exact=True).click()
    assert wait_until(lambda: hits(citizen, base, "河道清洁") == 1, 10)
    queries = ["打捞漂浮物", *(f"试府办{a}2026{b}31号" for a, b in ("〔〕", "[]", "（）"))]
    assert {query: hits(citizen, base, query) for query in queries} == dict.fromkeys(queries, 1)
    citizen.get_by_role("link", name=title).click()
    assert "河道保洁员每日打捞漂浮物" in citizen.locator("article").inner_text()
    pictures(signer, "12-published")

    signer.get_by_label("撤回理由").fill("附件有误，更正后重新公开。")
    signer.get_by_role("button", name="撤回公开").click()
    answer = citizen.goto(f"{base}{document.get_absolute_url()}")
    assert answer is not None
    assert answer.status == 410
    assert [hits(citizen, base, query) for query in ("河道清洁", "打捞漂浮物", "")] == [0, 0, 0]
    pictures(signer, "13-withdrawn")


def _other(page: Page) -> str:
    options = page.locator("#id_category option").all_inner_texts()
    return next(text for text in options if "其他" in text)
