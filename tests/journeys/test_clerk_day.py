"""A clerk's day, counted: ten files, a repeal, a correction, another file in its place.

The figures stand in docs/walk.md; WALK_FIGURES=file writes those of this run.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from disclosure.models import Correction, Document, DocumentRelation
from disclosure.workflow import Status
from portal.accounts.choices import Role
from tests.files.samples import docx_bytes
from tests.journeys.conftest import Desk
from tests.journeys.places import Places
from tests.journeys.walks import Walk

pytestmark = pytest.mark.browser

WIDTHS = pytest.mark.parametrize("width", [375, 1280])
OFFICE = "试江市人民政府办公室"
RIVERS, PARKING, KEPT = range(41, 45), range(45, 48), range(48, 50)
LAST = 50


def letter(title: str, number: int, matter: str) -> list[str]:
    """演示: a letter as an office writes it, line by line."""
    return [
        f"{OFFICE}{title}", f"试府办〔2026〕{number}号", "各区人民政府，市政府各部门：",
        f"为改善服务，现就{matter}有关事项通知如下。", "一、明确责任", "由属地街道负责日常巡查。",
        OFFICE, "2026年11月2日", "（此件公开发布）",
    ]  # fmt: skip


@pytest.fixture
def files(tmp_path: Path, places: Places) -> list[str]:
    """Ten files of three kinds, on three subjects; the last of them ends an earlier one."""
    for number in RIVERS:
        lines = letter(f"关于第{number}号河段清洁工作的通知", number, "河段清洁")
        (tmp_path / f"{number}.txt").write_text("\n".join(lines), encoding="utf-8")
    for number in PARKING:
        lines = letter(f"关于第{number}号停车场收费公示的通知", number, "停车场收费公示")
        (tmp_path / f"{number}.docx").write_bytes(docx_bytes(*lines))
    for number in KEPT:
        lines = letter(f"关于第{number}号校车停靠点的通知", number, "校车停靠")
        page = "".join(f"<p>{line}</p>" for line in lines)
        (tmp_path / f"{number}.html").write_text(f"<html><body>{page}", encoding="utf-8")
    lines = letter(f"关于第{LAST}号停车场收费公示的通知", LAST, "停车场收费公示")
    lines.insert(6, "《关于第20号停车场收费公示的通知》（试府办〔2026〕20号）同时废止。")
    (tmp_path / f"{LAST}.docx").write_bytes(docx_bytes(*lines))
    return [str(path) for path in sorted(tmp_path.glob("[45]*"))]


def seated(desk: Desk, width: int, who: Role = Role.CLERK) -> Walk:
    """Somebody at the day's work."""
    page = desk(who)
    page.set_viewport_size({"width": width, "height": 900})
    page.reload()
    return Walk(page)


@WIDTHS
def test_ten_files_and_a_repeal(desk: Desk, places: Places, files: list[str], width: int) -> None:
    assert len(files) == 10
    before = Document.objects.filter(status=Status.OPENNESS_REVIEW).count()
    walk = seated(desk, width)
    page = walk.page
    walk.link("导入文件")
    walk.files(page.locator("input[type=file]"), files)
    walk.button("导入")
    page.get_by_text("共 10 份，已录入 10 份。").wait_for()
    walk.link("成批填写目录要素")
    # Most are about rivers; what is about parking is known from those before; the rest is chosen.
    walk.found(page.locator(".select2-selection").first, "水利")
    walk.fill(page.locator("#catalogue_category"), _other(page))
    for document in Document.objects.filter(title__contains="校车").order_by("pk"):
        row = page.locator(f".st-field:has(#catalogue_theme_{document.pk})")
        walk.found(row.locator(".select2-selection"), "教育")
    walk.button("保存并提交审查")
    # The text of the last one ends another document: that is offered, and asked for before it goes.
    refused = page.locator(".st-blockers li")
    refused.get_by_text("废止").wait_for()
    assert refused.count() == 1
    assert Document.objects.filter(status=Status.OPENNESS_REVIEW).count() == before + 9
    walk.cost("十份文件：导入、补全、提交九份", width, clicks=11, fields=4)
    repeal = Walk(page)
    repeal.click(refused.locator("a"))
    repeal.click(page.locator("#relations .st-blockers a", has_text="登记关系"))
    repeal.button("登记关系")
    repeal.click(page.get_by_role("button", name="提交审查", exact=True).first)
    page.get_by_text("已保存并提交审查。").wait_for()
    repeal.cost("正文写到的废止：登记，提交", width, clicks=4, fields=0)
    last = Document.objects.get(doc_number=f"试府办〔2026〕{LAST}号")
    ended = DocumentRelation.objects.get(source=last).target
    assert ended.doc_number == "试府办〔2026〕20号"
    assert (last.status, last.theme) == (Status.OPENNESS_REVIEW, ended.theme)
    river = Document.objects.get(doc_number=f"试府办〔2026〕{RIVERS[0]}号")
    assert "水利" in river.theme.path


@WIDTHS
def test_a_correction_with_another_file(
    desk: Desk, places: Places, tmp_path: Path, width: int
) -> None:
    document, better = places.revised, tmp_path / "收费标准表2025.txt"
    better.write_text("收费标准表：小型车每小时四元", encoding="utf-8")
    walk = seated(desk, width)
    page = walk.page
    page.goto(f"{page.url}disclosure/document/?q={document.doc_number}")
    walk.fields += 1
    walk.clicks += 1
    walk.link(document.title)
    walk.link("开始更正")
    walk.fill(page.get_by_label("更正种类"), "内容更正")
    walk.fill(page.get_by_label("更正的原因"), "附件放错了旧表，第一条有错字")
    walk.fill(page.get_by_label("更正说明"), "换上现行收费标准表，改正第一条的错字。")
    walk.button("开始更正")
    walk.click(page.locator("summary", has_text="修改更正稿"))
    walk.fill(page.locator("#edit_body"), document.body.replace("监督电话", "监督电话和营业时间"))
    walk.click(page.locator("form[action*='/act/edit/'] button[type=submit]").first)
    walk.cost("更正一份公开的文件：起草", width, clicks=6, fields=5)
    file = Walk(page)
    file.click(page.locator("summary", has_text="替换附件"))
    kept = page.locator("#replace_file_attachment option", has_text="收费标准表")
    file.fill(page.locator("#replace_file_attachment"), kept.inner_text())
    file.files(page.locator("#replace_file_file"), str(better))
    file.button("替换附件")
    file.button("提交审查")
    file.cost("换一个公开的附件，提交审查", width, clicks=4, fields=1)
    correction = Correction.objects.get(document=document)
    assert correction.status == "openness_review"


def _other(page: Any) -> str:
    text: str = page.locator("#catalogue_category option", has_text="其他").first.inner_text()
    return text
