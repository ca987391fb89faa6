"""The columns of a catalogue as a table, under our headings and those that organs use."""

from __future__ import annotations

from typing import Final

from decisions.catalogues.choices import Matter
from disclosure.elements import Form
from disclosure.exchange.columns import Column, Sheet

_ALSO: Final = {
    "决策机关": "maker", "决策事项": "title", "决策项目": "title", "决策事项名称": "title",
    "申报单位": "lead", "牵头单位": "lead", "拟决策时间": "months", "决策时间": "months",
    "完成时限": "months", "决策程序": "steps", "决策中是否需听证": "hearing", "是否听证": "hearing",
    "依据": "basis",
}  # fmt: skip

ITEMS: Final = Sheet(
    (
        Column("maker", "机关", required=True),
        Column("year", "年度", Form.NUMBER, required=True),
        Column("number", "序号", exported_only=True),
        Column("title", "事项名称", required=True),
        Column(
            "matter", "类别", Form.CHOICE, choices=dict(Matter.choices), default=Matter.OTHER.value
        ),
        Column("lead", "承办单位", required=True),
        Column("joint", "会办单位", Form.NAMES),
        Column("months", "计划时间", required=True),
        Column("steps", "计划的程序", Form.NAMES),
        Column("hearing", "计划听证", Form.FLAG),
        Column("gist", "主要内容"),
        Column("basis", "法律依据"),
        Column("uninvited", "不邀请利害关系人的理由"),
        Column("place", "在目录里", exported_only=True),
        Column("outcome", "完成情况", exported_only=True),
        Column("words", "完成情况的说明", exported_only=True),
    ),
    "一个事项",
    also=_ALSO,
    formats=("csv", "xlsx"),
)
HEADINGS: Final = tuple(column.heading for column in ITEMS.columns)
