"""The parts by themselves: spaces, dates, headings, titles, validity phrases."""

from __future__ import annotations

import datetime as dt

import pytest

from disclosure.imports.dates import add_months, find_dates, whole_date
from disclosure.imports.lines import clean_lines, tidy_spaces
from disclosure.imports.titles import find_genre, find_instruments, instrument_kind, quoted_names
from disclosure.imports.validity import read_validity
from portal.text.headings import find_headings

SIGNED = dt.date(2024, 2, 29)


@pytest.mark.parametrize(
    ("printed", "tidy"),
    [
        ("几 个 事 项 的 通 知", "几个事项的通知"),
        ("第一章 总  则", "第一章 总则"),
        ("第一条 为了节水，制定本办法。", "第一条 为了节水，制定本办法。"),
        ("组 长：王 江  水务局局长", "组长：王江 水务局局长"),
        ("云州市民政局 云州市财政局", "云州市民政局 云州市财政局"),
        ("到 2025 年底，于 3 月 1 日前完成 2 次。", "到2025年底，于3月1日前完成2次。"),
        ("（2019年1月1日公布 2021年2月2日修订）", "（2019年1月1日公布 2021年2月2日修订）"),
        ("做好节水 工作，落实到人。", "做好节水工作，落实到人。"),
        ("(一) 节约用水", "(一)节约用水"),
        ("not a Han sentence", "not a Han sentence"),
    ],
)
def test_stray_spaces(printed: str, tidy: str) -> None:
    assert tidy_spaces(printed) == tidy


def test_markdown_entities_and_invisible_characters_go() -> None:
    lines = clean_lines("# **标\u200b题**\n---\n\n云州市水务局  &sp;\n***\n王江&nbsp;\n")
    assert [(line.numbers, line.text) for line in lines] == [
        ((1,), "标题"),
        ((4,), "云州市水务局"),
        ((6,), "王江"),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024年4月28日", dt.date(2024, 4, 28)),
        ("２０２４ 年 ４ 月 ２８ 日", dt.date(2024, 4, 28)),
        ("二〇〇四年十月十五日", dt.date(2004, 10, 15)),
        ("二○○四年十二月三十一日", dt.date(2004, 12, 31)),
        ("一九九六年六月二十九日", dt.date(1996, 6, 29)),
        ("（2024年4月28日）", dt.date(2024, 4, 28)),
        ("2024-04-28", dt.date(2024, 4, 28)),
        ("2024年2月31日", None),
        ("2024年13月1日", None),
        ("二〇〇四年二月三十日", None),
    ],
)
def test_whole_dates(text: str, value: dt.date | None) -> None:
    found = whole_date(text)
    assert found is not None
    assert found.value == value


def test_text_that_is_no_date() -> None:
    assert whole_date("2024年4月") is None
    assert whole_date("定于2024年4月28日") is None
    assert [item.raw for item in find_dates("自2024年4月1日至2024年5月1日")] == [
        "2024年4月1日",
        "2024年5月1日",
    ]


def test_leap_day_falls_back() -> None:
    assert add_months(SIGNED, 12) == dt.date(2025, 2, 28)


def test_heading_levels() -> None:
    headings = find_headings(
        [
            "第一章 总则",
            "第一节 目标",
            "第一条 为了节水，制定本办法。",
            "一、范围",
            "（一）水源。取水应当登记。",
            "1.计量",
            "（1）水表",
            "依照第二条的规定执行。",
            "2021年是关键一年。",
        ]
    )
    assert [(heading.level, heading.text) for heading in headings] == [
        (1, "第一章 总则"),
        (2, "第一节 目标"),
        (5, "第一条"),
        (1, "一、范围"),
        (2, "（一）水源"),
        (3, "1.计量"),
        (4, "（1）水表"),
    ]


def test_list_items_in_an_article_are_no_headings() -> None:
    headings = find_headings(
        [
            "第一条 有下列情形之一的，应当登记：",
            "（一）取水的；",
            "（二）排水的；",
            "（三）其他情形。",
        ]
    )
    assert [heading.text for heading in headings] == ["第一条"]


def test_siblings_stand_or_fall_together() -> None:
    long = "五、" + "各单位应当定期检查用水设施，" * 6 + "不得拖延。"
    names = ["一、范围", "二、对象", "三、标准", "四、程序", long]
    assert len(find_headings(names)) == 5
    assert find_headings(names)[-1].text == "五、各单位应当定期检查用水设施"
    assert find_headings([long.replace("五", number) for number in "一二三"]) == []


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("关于节水的通知", "通知"),
        ("关于节水的指导意见（试行）", "意见"),
        ("关于节水建议的复函", "函"),
        ("关于节水的函", "函"),
        ("云州市人民政府令", "命令（令）"),
        ("嘉奖命令（令）", "命令（令）"),
        ("会议纪要", "纪要"),
        ("政府工作报告", "报告"),
        ("节水工作要点", None),
        ("对第12号建议的答复", None),
        ("学习《关于节水的通知》", None),
    ],
)
def test_genre(title: str, genre: str | None) -> None:
    assert find_genre(title) == genre


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("关于印发《节水办法》的通知", ["节水办法"]),
        ("关于印发《甲办法》和《乙〈丙〉方案》的通知", ["甲办法", "乙〈丙〉方案"]),
        ("水务局关于印发节水办法（试行）的通知", ["节水办法（试行）"]),
        ("办公室转发水务局关于节水实施方案的通知", ["水务局关于节水实施方案"]),
        ("关于公布节水评审结果的通告", []),
        ("关于节水的通知", []),
    ],
)
def test_instruments(title: str, names: list[str]) -> None:
    assert find_instruments(title) == names


def test_kind_and_nested_names() -> None:
    assert instrument_kind("节水管理办法（试行）") == "管理办法"
    assert instrument_kind("讲话") is None
    assert [name for _, _, name in quoted_names("《关于印发《甲》的通知》和《乙》")] == [
        "关于印发《甲》的通知",
        "乙",
    ]


@pytest.mark.parametrize(
    ("text", "effective", "expires"),
    [
        ("本办法自2026年4月1日起施行。", "2026-04-01", None),
        ("本办法自2026年4月1日起施行，有效期至2028年12月31日。", "2026-04-01", "2028-12-31"),
        ("本办法自2026年4月1日起施行，有效期5年。", "2026-04-01", "2031-03-31"),
        ("本通知自印发之日起施行，有效期为两年。", "2024-02-29", "2026-02-27"),
        ("本意见自公布之日起30日后施行。", "2024-03-30", None),
        ("本规定自公布之日起三十日后施行。", "2024-03-30", None),
        ("自2026年4月1日起实施。", "2026-04-01", None),
        ("《节水法》自2021年1月1日起施行。", None, None),
        ("《甲规定》已经通过，现予公布，自2026年4月1日起施行。", "2026-04-01", None),
        ("许可证有效期5年。", None, None),
        ("本办法自2026年2月30日起施行。", None, None),
        ("将《甲规定》有效期延长至2028年12月31日。", None, None),
        ("本办法自2026年4月1日零时起施行。", "2026-04-01", None),
        ("本办法自2026年4月1日0时起施行。", "2026-04-01", None),
        ("本办法自2026年4月1日起实行，试行两年。", "2026-04-01", "2028-03-31"),
        ("本意见自2026年4月1日起试行一年。", "2026-04-01", "2027-03-31"),
        ("本意见自2026年4月1日起施行，试行期6个月。", "2026-04-01", "2026-09-30"),
        ("本规定自2026年4月1日起施行，至2028年3月31日截止。", "2026-04-01", "2028-03-31"),
        ("本办法有效期自2026年4月1日至2028年3月31日。", "2026-04-01", "2028-03-31"),
        ("本办法有效期限为自2026年4月1日起至2028年3月31日止。", "2026-04-01", "2028-03-31"),
        ("本办法施行期限自2026年4月1日起至2028年3月31日止。", "2026-04-01", "2028-03-31"),
        ("本办法自2026年4月1日起至2028年3月31日止施行。", "2026-04-01", "2028-03-31"),
        ("第九条 本细则自2026年4月1日起施行，有效期至2028年2月30日。", "2026-04-01", None),
        ("施工期自2026年4月1日至2028年3月31日。", None, None),
        ("许可证有效期自2026年4月1日至2028年3月31日。", None, None),
    ],
)
def test_validity_phrases(text: str, effective: str | None, expires: str | None) -> None:
    validity = read_validity([text], SIGNED)
    assert (
        validity.effective_on.isoformat() if validity.effective_on else None,
        validity.expires_on.isoformat() if validity.expires_on else None,
    ) == (effective, expires)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("本办法自2026年2月30日起施行。", "2026年2月30日"),
        ("本办法自2026年4月1日起施行，有效期至2028年2月30日。", "2028年2月30日"),
        ("本办法施行日期由区政府另行公布。", "另行公布"),
        ("本办法自桥梁通车之日起施行。", "通车之日"),
        ("第九条 本办法有效期与国家试点期限一致，有效期由市政府确定。", "试点期限"),
    ],
)
def test_phrases_that_give_no_date_are_named(text: str, named: str) -> None:
    assert any(named in warning for warning in read_validity([text], SIGNED).warnings)


@pytest.mark.parametrize(
    "text",
    [
        "自行车登记实行自愿。",
        "从事经营活动的，应当自本办法施行之日起三十日内备案。",
        "本办法施行前已经批准的，继续执行。",
        "《甲办法》自2026年2月30日起施行。",
    ],
)
def test_sentences_about_other_things_are_not_named(text: str) -> None:
    assert read_validity([text], SIGNED).warnings == []


def test_months_end_on_their_last_day() -> None:
    assert add_months(dt.date(2026, 8, 31), 6) == dt.date(2027, 2, 28)


def test_without_a_signing_date_nothing_is_counted_from_it() -> None:
    assert read_validity(["本通知自印发之日起施行，有效期5年。"], None).effective_on is None


def test_two_dates_are_warned_about() -> None:
    validity = read_validity(["本通知自2026年1月1日起施行。", "本办法自2026年2月1日起施行。"], None)
    assert validity.effective_on == dt.date(2026, 2, 1)
    assert any("不一致" in warning for warning in validity.warnings)
