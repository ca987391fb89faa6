"""The one list of columns: Chinese headings in CSV and XLSX, English keys in JSON Lines."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from disclosure.choices import DocumentType, Kind, Language, Openness, Reach, Validity
from disclosure.workflow import Status

FORMATS = ("csv", "xlsx", "jsonl")


class Form(enum.Enum):
    """What stands in a cell; in a record it is str, ISO date or None, int or None, bool, list."""

    TEXT = enum.auto()
    DATE = enum.auto()
    NUMBER = enum.auto()
    FLAG = enum.auto()
    CHOICE = enum.auto()
    NAMES = enum.auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `choices` maps stored values to their labels, `default` fills an empty cell."""

    key: str
    heading: str
    form: Form = Form.TEXT
    choices: Mapping[str, str] = field(default_factory=dict)
    default: str = ""
    required: bool = False
    exported_only: bool = False


COLUMNS = (
    Column("organ", "公开责任机关代码", required=True),
    Column("issuers", "发文机关", Form.NAMES),
    Column("kind", "信息类别", Form.CHOICE, dict(Kind.choices), default=Kind.OFFICIAL.value),
    Column("title", "标题", required=True),
    Column(
        "language",
        "语种",
        Form.CHOICE,
        dict(Language.choices),
        default=Language.CHINESE.value,
    ),
    Column("doc_number", "发文字号"),
    Column("doc_type", "公文种类", Form.CHOICE, dict(DocumentType.choices)),
    Column("instrument_genre", "体裁"),
    Column("attached_instrument", "所印发文件名称"),
    Column("recipients", "主送机关"),
    Column("copy_to", "抄送机关"),
    Column("body", "正文"),
    Column("abstract", "内容概述"),
    Column("theme", "主题分类"),
    Column("category", "公开类别"),
    Column("tags", "政策标签", Form.NAMES),
    Column("audiences", "适用对象", Form.NAMES),
    Column("subject_words", "主题词", Form.NAMES),
    Column("openness", "公开属性", Form.CHOICE, dict(Openness.choices)),
    Column("openness_ground", "不主动公开的理由"),
    Column("openness_article", "依据条款"),
    Column("reach", "公开范围", Form.CHOICE, dict(Reach.choices), default=Reach.EVERYONE.value),
    Column("reach_reason", "定向公开的理由"),
    Column("secrecy_mark", "密级标识"),
    Column("signed_on", "成文日期", Form.DATE),
    Column("changed_on", "变更日期", Form.DATE),
    Column("printed_by", "印发机关"),
    Column("printed_on", "印发日期", Form.DATE),
    Column("copies", "份数", Form.NUMBER),
    Column("effective_on", "施行日期", Form.DATE),
    Column("expires_on", "有效期至", Form.DATE),
    Column("is_normative", "行政规范性文件", Form.FLAG),
    Column("is_rule", "政府规章", Form.FLAG),
    Column("rule_note", "题注"),
    Column("filing_no", "登记备案号"),
    Column("index_no", "索引号", exported_only=True),
    Column("first_published_at", "首次公开时间", exported_only=True),
    Column("validity", "有效性", Form.CHOICE, dict(Validity.choices), exported_only=True),
    Column("status", "办理状态", Form.CHOICE, dict(Status.choices), exported_only=True),
    Column("url", "网址", exported_only=True),
)
IMPORTED = tuple(column for column in COLUMNS if not column.exported_only)
BY_KEY = {column.key: column for column in COLUMNS}
BY_HEADING = {column.heading: column for column in COLUMNS}
# Text without an upper limit: in a workbook it may need more than one cell.
UNBOUNDED = ("recipients", "copy_to", "body")


def expected_headings() -> str:
    """The headings of an import, for messages; the required ones are marked."""
    return "、".join(
        f"{column.heading}（必填）" if column.required else column.heading for column in IMPORTED
    )
