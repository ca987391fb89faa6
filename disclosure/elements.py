"""The elements of a document: one row each, from which every list of them is read.

The form, the table exchange, the interface, OAI-PMH, the dumps and the public page take from here
which elements they show, in what order and under what heading. A new plain element is a field of
the model and a row of this table; OAI-PMH also has a schema, `api/gw.xsd`.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from disclosure.choices import DocumentType, Kind, Language, Openness, Reach, Validity
from disclosure.grounds import CHOICES as GROUNDS
from disclosure.workflow import Status


class Form(enum.Enum):
    """What an element is; in a record it is str, ISO date or None, int or None, bool, list."""

    TEXT = enum.auto()
    DATE = enum.auto()
    MOMENT = enum.auto()
    NUMBER = enum.auto()
    FLAG = enum.auto()
    CHOICE = enum.auto()
    NAMES = enum.auto()


class Given(enum.Enum):
    """How it comes to a document."""

    FIELD = enum.auto()  # a field that a clerk fills in
    LABELS = enum.auto()  # rows of a catalogue that a clerk chooses
    APART = enum.auto()  # a clerk's too, but filing takes it by itself: the organ, the issuers
    ACTS = enum.auto()  # by the acts alone: states, times, the index number


class Hands(enum.IntEnum):
    """What it takes to put an element right once its document is public (docs/editions.md)."""

    CLERK = 1  # 要素更正: one act by a clerk
    SECOND = 2  # 形式更正: a second person agrees
    REVIEW = 3  # 内容更正: the whole review
    NOBODY = 4  # what the document is known by, or what decides who reads it: not by a correction


@dataclass(frozen=True, slots=True, order=True)
class At:
    """A place in something printed: the part, the line, and the side when two share a line."""

    part: str
    line: int
    side: int = 1


@dataclass(frozen=True, slots=True)
class Element:
    """One element. None and False mean that it does not stand there.

    `heading` is what the back office, tables and the page call it; `page_heading` and `help` are
    other words for the page and the interface, `key` another name in the interface. `choices`
    maps stored values to labels, `default` is what a blank one means. `text_rows` is the height
    of its box on the form. `of_the_order` is what carries a 规章 and is not published with it.
    `hands` counts once the document is public.
    """

    name: str
    heading: str
    form: Form = Form.TEXT
    given: Given = Given.FIELD
    choices: Mapping[str, str] = field(default_factory=dict)
    default: str = ""
    required: bool = False
    unbounded: bool = False
    text_rows: int = 0
    of_the_order: bool = False
    hands: Hands = Hands.REVIEW
    # Where it stands.
    on_form: At | None = None  # the part is the heading of a group of fields
    in_tables: bool = True  # import and export, in the order of the rows here
    in_open_table: bool = True  # the table of the open data: never what concerns the office alone
    in_portable: bool = False  # what another portal is filled from, as stored
    in_api: At | None = None  # "brief" in lists, "full" in the one document besides
    in_oai: At | None = None  # "head", "imprint" or "facts" of the schema
    on_page: At | None = None  # "main" or "other"
    # Other words.
    key: str = ""
    help: str = ""
    page_heading: str = ""
    labelled: bool = False  # the interface gives the label of the value beside it
    label_only: bool = False  # … or in its place
    across: bool = False  # takes the page's whole width


HEAD, TEXT, CATALOGUE, OPENNESS, REACH, DATES, IMPRINT = (
    "",
    "正文",
    "目录要素",
    "公开属性",
    "公开范围",
    "日期和效力",
    "印发",
)
FORM_GROUPS = (HEAD, TEXT, CATALOGUE, OPENNESS, REACH, DATES, IMPRINT)

# A row is its words, then where it stands.
# fmt: off
TABLE: tuple[Element, ...] = (
    Element("organ", "公开责任机关代码", given=Given.APART, required=True, hands=Hands.NOBODY,
        on_form=At(HEAD, 1), in_api=At("brief", 7)),
    Element("issuers", "发文机关", Form.NAMES, Given.APART, hands=Hands.SECOND,
        on_form=At(HEAD, 3), in_api=At("brief", 8), on_page=At("main", 1)),
    Element("kind", "信息类别", Form.CHOICE, choices=dict(Kind.choices), hands=Hands.CLERK,
        default=Kind.OFFICIAL.value,
        on_form=At(CATALOGUE, 2, 1), in_portable=True, in_api=At("brief", 4),
        in_oai=At("head", 5)),
    Element("title", "标题", required=True, hands=Hands.SECOND,
        on_form=At(HEAD, 2), in_portable=True, in_api=At("brief", 2), in_oai=At("head", 2)),
    Element("language", "语种", Form.CHOICE, choices=dict(Language.choices),
        hands=Hands.NOBODY,
        default=Language.CHINESE.value,
        on_form=At(HEAD, 5), in_portable=True, in_api=At("brief", 23), in_oai=At("head", 3),
        on_page=At("other", 8)),
    Element("doc_number", "发文字号", help="发文字号，没有时为空", hands=Hands.NOBODY,
        on_form=At(HEAD, 4, 1), in_portable=True, in_api=At("brief", 3), in_oai=At("head", 4),
        on_page=At("main", 2)),
    Element("doc_type", "公文种类", Form.CHOICE, choices=dict(DocumentType.choices),
        hands=Hands.SECOND,
        on_form=At(HEAD, 4, 2), in_portable=True, in_api=At("brief", 5), in_oai=At("head", 6),
        on_page=At("other", 3)),
    Element("signatory", "签发人", of_the_order=True, hands=Hands.SECOND,
        help="上行文（报告、请示等）版头的签发人",
        on_form=At(HEAD, 6), in_portable=True, in_api=At("full", 12), on_page=At("other", 3, 2)),
    Element("instrument_genre", "体裁", key="genre", hands=Hands.SECOND,
        on_form=At(IMPRINT, 1, 2), in_portable=True, in_api=At("brief", 6), in_oai=At("head", 7),
        on_page=At("other", 4)),
    Element("attached_instrument", "所印发文件名称", hands=Hands.SECOND,
        on_form=At(IMPRINT, 1, 1), in_portable=True, in_api=At("full", 1), in_oai=At("head", 8)),
    Element("recipients", "主送机关", unbounded=True, text_rows=2, of_the_order=True,
        hands=Hands.SECOND,
        on_form=At(TEXT, 1), in_portable=True, in_api=At("full", 3), in_oai=At("imprint", 1)),
    Element("copy_to", "抄送机关", unbounded=True, text_rows=2, of_the_order=True,
        hands=Hands.SECOND,
        on_form=At(TEXT, 3), in_portable=True, in_api=At("full", 4), in_oai=At("imprint", 2)),
    Element("annotation", "附注", of_the_order=True, hands=Hands.SECOND,
        on_form=At(TEXT, 4), in_portable=True, in_api=At("full", 12)),
    Element("body", "正文", unbounded=True, text_rows=16, hands=Hands.SECOND,
        on_form=At(TEXT, 2), in_portable=True),
    Element("is_recognised", "识别文字", Form.FLAG, Given.ACTS,
        help="正文是否由扫描件识别得来；是的，以附件中的原件为准",
        in_tables=False, in_open_table=False, in_portable=True, in_api=At("brief", 23)),
    Element("abstract", "内容概述", text_rows=3, across=True, hands=Hands.CLERK,
        on_form=At(CATALOGUE, 1), in_portable=True, in_api=At("brief", 16), in_oai=At("facts", 5),
        on_page=At("other", 17)),
    Element("theme", "主题分类", hands=Hands.CLERK,
        on_form=At(CATALOGUE, 3), in_api=At("brief", 9), on_page=At("main", 5)),
    Element("category", "公开类别", hands=Hands.CLERK,
        on_form=At(CATALOGUE, 2, 2), in_api=At("brief", 10), on_page=At("other", 5)),
    Element("period", "所属期间", hands=Hands.CLERK,
        on_form=At(CATALOGUE, 6), in_portable=True, in_api=At("brief", 24),
        on_page=At("other", 4, 2)),
    Element("tags", "政策标签", Form.NAMES, Given.LABELS, hands=Hands.CLERK,
        on_form=At(CATALOGUE, 4), in_api=At("brief", 11), on_page=At("other", 15)),
    Element("audiences", "适用对象", Form.NAMES, Given.LABELS, hands=Hands.CLERK,
        on_form=At(CATALOGUE, 5), in_api=At("brief", 12), on_page=At("other", 13)),
    Element("subject_words", "主题词", Form.NAMES, Given.LABELS, hands=Hands.CLERK,
        on_form=At(IMPRINT, 3, 2), in_api=At("brief", 13), on_page=At("other", 14)),
    Element("openness", "公开属性", Form.CHOICE, choices=dict(Openness.choices), label_only=True,
        hands=Hands.NOBODY,
        on_form=At(OPENNESS, 1), in_api=At("full", 8), on_page=At("other", 6)),
    Element("openness_basis", "不主动公开的依据", Form.CHOICE, choices=dict(GROUNDS),
        hands=Hands.NOBODY,
        on_form=At(OPENNESS, 2), in_open_table=False),
    Element("openness_ground", "不主动公开的理由", hands=Hands.NOBODY,
        on_form=At(OPENNESS, 3), in_open_table=False),
    Element("openness_article", "依据条款", given=Given.ACTS,
        in_open_table=False),
    Element("reach", "公开范围", Form.CHOICE, choices=dict(Reach.choices), hands=Hands.NOBODY,
        default=Reach.EVERYONE.value,
        on_form=At(REACH, 1), on_page=At("other", 7)),
    Element("reach_reason", "定向公开的理由", hands=Hands.NOBODY,
        on_form=At(REACH, 2)),
    Element("secrecy_mark", "密级标识", hands=Hands.NOBODY,
        on_form=At(OPENNESS, 4), in_open_table=False),
    Element("signed_on", "成文日期", Form.DATE,
        on_form=At(DATES, 1, 1), in_portable=True, in_api=At("brief", 17), in_oai=At("facts", 6),
        on_page=At("main", 3)),
    Element("changed_on", "变更日期", Form.DATE,
        on_form=At(DATES, 1, 2), in_portable=True, in_oai=At("facts", 7)),
    Element("printed_by", "印发机关", of_the_order=True, hands=Hands.SECOND,
        on_form=At(IMPRINT, 2, 1), in_portable=True, in_api=At("full", 5),
        in_oai=At("imprint", 3)),
    Element("printed_on", "印发日期", Form.DATE, hands=Hands.SECOND,
        on_form=At(IMPRINT, 2, 2), in_portable=True, in_api=At("full", 6),
        in_oai=At("imprint", 4)),
    Element("copies", "份数", Form.NUMBER, hands=Hands.SECOND,
        on_form=At(IMPRINT, 3, 1), in_open_table=False),
    Element("effective_on", "施行日期", Form.DATE,
        on_form=At(DATES, 2, 1), in_portable=True, in_api=At("brief", 18), in_oai=At("facts", 8),
        on_page=At("main", 4)),
    Element("expires_on", "有效期至", Form.DATE,
        on_form=At(DATES, 2, 2), in_portable=True, in_api=At("brief", 19), in_oai=At("facts", 9),
        on_page=At("other", 10)),
    Element("is_normative", "行政规范性文件", Form.FLAG, help="是否行政规范性文件",
        page_heading="文件性质",
        on_form=At(DATES, 3, 1), in_portable=True, in_api=At("brief", 14), in_oai=At("facts", 1),
        on_page=At("other", 11)),
    Element("is_rule", "政府规章", Form.FLAG, help="是否政府规章",
        on_form=At(DATES, 3, 2), in_portable=True, in_api=At("brief", 15), in_oai=At("facts", 2)),
    Element("rule_note", "题注", hands=Hands.SECOND,
        on_form=At(DATES, 4), in_portable=True, in_api=At("full", 2), in_oai=At("facts", 3)),
    Element("filing_no", "登记备案号", hands=Hands.SECOND,
        on_form=At(DATES, 5), in_portable=True, in_api=At("full", 7), in_oai=At("facts", 4),
        on_page=At("other", 12)),
    Element("index_no", "索引号", given=Given.ACTS,
        in_portable=True, in_api=At("brief", 1), in_oai=At("head", 1), on_page=At("other", 1)),
    Element("first_published_on", "首次公开日期", Form.DATE, Given.ACTS,
        help="历史公文在别处首次公开的日子；其他文件为空", page_heading="首次公开", across=True,
        in_portable=True, in_api=At("full", 12), on_page=At("other", 2)),
    Element("first_published_in", "首次公开载体", given=Given.ACTS,
        in_portable=True, in_api=At("full", 13)),
    Element("first_published_at", "首次公开时间", Form.MOMENT, Given.ACTS,
        help="在本库首次公开的时间",
        in_portable=True, in_api=At("full", 9), in_oai=At("facts", 10)),
    Element("published_at", "公开时间", Form.MOMENT, Given.ACTS, page_heading="发布日期",
        in_tables=False, in_open_table=False, in_portable=True, in_api=At("brief", 20),
        in_oai=At("facts", 11), on_page=At("other", 2, 2)),
    Element("corrected_at", "更正时间", Form.MOMENT, Given.ACTS,
        in_tables=False, in_open_table=False, in_portable=True, in_api=At("full", 11)),
    Element("editor", "责任编辑", given=Given.ACTS,
        in_tables=False, in_open_table=False, in_portable=True, in_api=At("full", 13)),
    Element("validity", "有效性", Form.CHOICE, Given.ACTS, choices=dict(Validity.choices),
        default=Validity.TO_VERIFY.value, labelled=True,
        in_api=At("brief", 21), on_page=At("other", 9)),
    Element("validity_reason", "有效性说明", given=Given.ACTS, across=True,
        in_tables=False, in_open_table=False, in_api=At("brief", 22), on_page=At("other", 16)),
    Element("validity_checked_on", "有效性核定日期", Form.DATE, Given.ACTS,
        in_tables=False, in_open_table=False, in_api=At("full", 10)),
    Element("status", "办理状态", Form.CHOICE, Given.ACTS, choices=dict(Status.choices),
        in_open_table=False),
)
# fmt: on

# What a clerk may set; status, times, index number and validity come from the acts.
ELEMENTS = tuple(each.name for each in TABLE if each.given is Given.FIELD)
LABELS = tuple(each.name for each in TABLE if each.given is Given.LABELS)
PORTABLE = tuple(each.name for each in TABLE if each.in_portable)
OF_THE_ORDER = tuple(each.name for each in TABLE if each.of_the_order)
# What anybody is told of a public document somewhere, as far as it does not come from the acts.
SHOWN = tuple(
    each.name
    for each in TABLE
    if each.given is not Given.ACTS
    and (each.in_api or each.in_oai or each.on_page or each.in_portable or each.in_open_table)
)


def within(hands: Hands) -> tuple[Element, ...]:
    """What of a public document so many hands may put right, in the order of the form."""
    found = [each for each in TABLE if each.given is not Given.ACTS and each.hands <= hands]
    groups = {title: number for number, title in enumerate(FORM_GROUPS)}
    placed = [(groups[each.on_form.part], each.on_form, each) for each in found if each.on_form]
    return tuple(each for _, _, each in sorted(placed, key=lambda row: row[:2]))


def form_lines(group: str) -> list[tuple[Element, ...]]:
    """The lines of a group of the form; elements of one line stand side by side."""
    found = _placed(group, lambda each: each.on_form)
    lines = groupby(found, key=lambda each: each.on_form.line if each.on_form else 0)
    return [tuple(line) for _, line in lines]


def api_elements(part: str) -> list[Element]:
    """What the interface tells of a document: "brief" in lists, "full" besides."""
    return _placed(part, lambda each: each.in_api)


def oai_names(part: str) -> list[str]:
    """What a part of the schema `gw` holds, by its names in the interface."""
    return [each.key or each.name for each in _placed(part, lambda each: each.in_oai)]


def page_elements(part: str) -> list[Element]:
    """What a part of the page's table shows."""
    return _placed(part, lambda each: each.on_page)


def _placed(part: str, where: Callable[[Element], At | None]) -> list[Element]:
    found = [(at, each) for each in TABLE if (at := where(each)) and at.part == part]
    return [each for _, each in sorted(found, key=lambda pair: pair[0])]
