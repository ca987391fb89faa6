"""密级 marks in any text: found with their evidence; ordinary words about secrets are none."""

from __future__ import annotations

import pytest

from portal.files.secrecy import marks_of_name, secrecy_marks
from tests.growth import LINEAR, growth_factor

CERTAIN = (
    ("秘密★1年", "秘密"),
    ("机 密 ★ 长期\n关于印发方案的通知", "机密"),
    ("绝\u3000密", "绝密"),
    ("绝密★长期", "绝密"),
    ("机密☆20年", "机密"),
    ("秘密*6个月", "秘密"),
    ("祕密★十年", "秘密"),
    ("秘\u200b密★1年", "秘密"),
    ("密级：机密", "机密"),
    ("密级\t秘密\t份号\t000001", "秘密"),
    ("密 级: 绝 密", "绝密"),
    ("秘密 1年", "秘密"),
    ("000001  机密 3年  特急", "机密"),
    ("试江市人民政府办公室\n机密\n关于开展检查的通知", "机密"),
    ("【秘密】关于开展检查的通知", "秘密"),
    ("\n".join(["正文。"] * 40 + ["秘密★5年"]), "秘密"),
    ("\n".join(["正文。"] * 40 + ["机密"]), "机密"),
)
DOUBTFUL = (
    "内部资料 注意保存",
    "（内部使用）",
    "此件不得外传",
    "工作秘密★1年",
    "按照“机密★1年”的样式标注。",
    "标识写作“秘密★6个月”。",
    "属于（秘密）级的事项",
    "\n".join(["正文。"] * 40 + ["秘密"]),
)
ORDINARY = (
    "关于保守国家秘密的通知",
    "涉及商业秘密、个人隐私的政府信息不得公开。",
    "国家秘密的密级分为绝密、机密、秘密三级。",
    "密级：绝密 机密 秘密（请勾选）",
    "密级\t□绝密\t□机密\t□秘密",
    "绝密级国家秘密是最重要的国家秘密。",
    "保密期限不超过三十年，机密级不超过二十年。",
    "关于机密文件管理的规定",
    "在秘密会议上",
    "个人信息不得外传，违者追究责任。",
    "评价：★★★★★",
    "根据秘密 3年计划实施",
    "不保密",
)


@pytest.mark.parametrize(("text", "level"), CERTAIN)
def test_marks_that_keep_a_file_out(text: str, level: str) -> None:
    marks = [mark for mark in secrecy_marks(text) if mark.certain]
    assert [mark.level for mark in marks] == [level]
    assert "".join(marks[0].evidence.split()) in "".join(text.split())


@pytest.mark.parametrize("text", DOUBTFUL)
def test_marks_a_person_decides_about(text: str) -> None:
    assert [mark.certain for mark in secrecy_marks(text)] == [False]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_are_no_marks(text: str) -> None:
    assert secrecy_marks(text) == []


@pytest.mark.parametrize(
    ("name", "certain"),
    [
        ("机密★1年 关于开展检查的通知.docx", True),
        ("机密-名单.xlsx", True),
        ("【秘密】名单.pdf", True),
        ("秘密_名单.pdf", True),
        ("秘密花园.docx", False),
        ("机密文件管理办法.docx", False),
        ("保密工作要点.docx", False),
    ],
)
def test_names_of_files(name: str, certain: bool) -> None:
    assert any(mark.certain for mark in marks_of_name(name)) is certain


@pytest.mark.parametrize("piece", ["秘 ", "机密 ", "密级：", "★", "（秘密", "内部资料 ", " \n"])
def test_twice_the_text_takes_about_twice_the_time(piece: str) -> None:
    growth = growth_factor(secrecy_marks, lambda times: piece * times, 10_000, most=1 << 17)
    assert growth < LINEAR
