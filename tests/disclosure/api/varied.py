"""A small site in which everything occurs that a public page can show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from io import BytesIO

from disclosure.choices import Language, Reach, RelationKind
from disclosure.models import Document
from disclosure.services import review
from disclosure.services.documents import add_figure, address_to, attach, correct_document
from disclosure.services.relations import relate
from portal.accounts.choices import Role
from portal.organs.models import Organ
from portal.site.demo.builders import bring_to
from portal.taxonomy.models import Audience, PolicyTag, SubjectWord, Theme
from portal.text.model import (
    Annex,
    Article,
    Figure,
    Formula,
    List,
    ListItem,
    Mark,
    Note,
    Paragraph,
    Ruby,
    Table,
    Text,
    Words,
    cell,
    words,
)
from tests.builders import FILED_AT, City, draft
from tests.files.samples import docx_bytes, image_bytes, pdf_bytes, xlsx_bytes

START = FILED_AT + dt.timedelta(days=1)
SECRET = "仅供街道"


@dataclass(frozen=True)
class Site:
    """The documents by what they are there for; the hidden ones are not public."""

    public: dict[str, Document]
    hidden: dict[str, Document]


def varied_site(city: City) -> Site:
    """Published, amended, repealed, joint, translated, revised; and what must not be seen."""
    Organ.objects.filter(pk=city.office.pk).update(
        credit_code="11990000000000000X", phone="0000-81112222", website="https://office.example/"
    )
    city.office.refresh_from_db()
    labels = {
        "tags": [PolicyTag.objects.create(name="屋顶绿化", group="生态")],
        "audiences": [Audience.objects.create(name="物业企业", kind="industry")],
        "subject_words": [SubjectWord.objects.create(word="绿化养护")],
    }
    measures = _measures(city, labels)
    public = {
        "measures": measures,
        "amending": _out(city, 2, title="关于修改养护办法的决定", doc_type="决定"),
        "revised": _out(city, 3, title="屋顶绿化养护办法（修订文本）", is_normative=True),
        "old": _out(city, 4, title="旧的养护通知", signed_on=dt.date(2020, 3, 4)),
        "repealing": _out(city, 5, title="关于废止旧通知的决定"),
        "joint": _joint(city),
        "rule": _rule(city),
        "english": _translation(city, measures),
        "expired": _out(
            city,
            9,
            signed_on=dt.date(2021, 1, 5),
            effective_on=dt.date(2021, 2, 1),
            expires_on=dt.date(2024, 1, 31),
            is_normative=True,
        ),
        "coming": _out(city, 10, effective_on=dt.date(2027, 1, 1), is_normative=True),
        "explaining": _out(city, 11, doc_number="", title="一图读懂养护办法"),
        "street": _street(city),
        "openness": _out(city, 13, theme=Theme.objects.get(path="综合政务\\政务公开")),
    }
    _relate(city, public)
    hidden = {
        "withdrawn": _withdrawn(city, public["joint"]),
        "addressed": _addressed(city),
        "draft": draft(city, title=f"{SECRET}的草稿", doc_number="试府办〔2026〕90号"),
    }
    return Site(public, hidden)


def _moment(number: int) -> dt.datetime:
    # Two of them at the same instant: their order must survive as well.
    return START + dt.timedelta(hours=1, minutes=5 * (number // 2), microseconds=number // 2 * 7)


def _filed(city: City, number: int, *, organ: Organ | None = None, **elements: object) -> Document:
    own = {"doc_number": f"试府办〔2026〕{number}号", **elements}
    return draft(city, organ=organ, at=START, **own)


def _release(city: City, document: Document, number: int) -> Document:
    return bring_to(document, "published", cast=city.cast, at=_moment(number))


def _out(city: City, number: int, **elements: object) -> Document:
    return _release(city, _filed(city, number, **elements), number)


def _measures(city: City, labels: dict[str, list[object]]) -> Document:
    document = _filed(
        city,
        1,
        doc_number="试府办规〔2026〕1号",
        title="关于印发《屋顶绿化养护办法》的通知",
        attached_instrument="屋顶绿化养护办法",
        instrument_genre="办法",
        copy_to="市委各部门。",
        printed_by="试江市人民政府办公室",
        printed_on=dt.date(2026, 11, 2),
        changed_on=dt.date(2026, 11, 3),
        effective_on=dt.date(2026, 11, 5),
        expires_on=dt.date(2031, 11, 4),
        filing_no="备2026-1",
        is_normative=True,
        abstract="养护的责任、标准和补贴",
        body="现予印发。\n屋顶绿化养护办法\n第一条　为了养护，制定本办法。\n楼层\t补贴\n四层\t40%",
        labels=labels,
    )
    clerk = city.people[Role.CLERK]
    picture = add_figure(
        document=document, stream=BytesIO(image_bytes()), name="roof.png", by=clerk, at=START
    )
    text = measures_text(str(picture.public_id))
    document = correct_document(document=document, elements={"text": text}, by=clerk, at=START)
    for name, title, data in (
        ("form.docx", "申请表", docx_bytes("屋顶绿化申请表")),
        ("table.xlsx", "", xlsx_bytes()),
        ("map.pdf", "分布图", pdf_bytes()),
    ):
        stream = BytesIO(data)
        attach(document=document, stream=stream, name=name, title=title, by=clerk, at=START)
    return _release(city, document, 1)


def measures_text(picture: str) -> Text:
    """A text with what lines cannot hold: spans, a picture, a note, a link, a formula, marks."""
    header = (
        (cell("楼层", is_header=True, down=2), cell("补贴", is_header=True, across=2)),
        (cell("比例", is_header=True), cell("最高额", is_header=True)),
    )
    body = ((cell("四层"), cell("40%"), cell("24万元")), (cell("六层"), cell("30%", across=2)))
    words_with_all = (
        Words("补贴"),
        Words("按面积", frozenset({Mark.STRONG})),
        Words("计算，见"),
        Words("办事页", href="/library/"),
        Note(words("以不动产登记的面积为准。")),
        Words("："),
        Formula("S=a^2", "<math><msup><mi>a</mi><mn>2</mn></msup></math>"),
        Words("，"),
        Ruby("垚", "yáo"),
        Words("村除外。"),
    )
    items = (ListItem((Paragraph(words("申请表；")),)), ListItem((Paragraph(words("照片。")),)))
    return Text(
        (
            Paragraph(words("现予印发。")),
            Annex(words("屋顶绿化养护办法")),
            Article("第一条", words("为了养护，制定本办法。")),
            Paragraph(words_with_all),
            Table((*header, *body), words("表1 补贴")),
            List(items, ordered=True),
            Figure(picture, "屋顶的剖面", words("图1 剖面")),
        )
    )


def _joint(city: City) -> Document:
    names = ["试江市人民政府办公室", "中共试江市委宣传部", "试江市东河区人民政府"]
    return _out(city, 6, title="三家联合的通知", issuers=names)


def _rule(city: City) -> Document:
    return _out(
        city,
        7,
        doc_number="",
        title="试江市绿化管理规定",
        doc_type="命令（令）",
        is_rule=True,
        rule_note="（2026年11月2日试江市人民政府令第1号公布）",
        recipients="各单位：",
        copy_to="秘密抄送单位",
        effective_on=dt.date(2026, 11, 3),
        body="本令自公布之日起施行。\n试江市绿化管理规定\n第一条　总则。\n"
        "试江市绿化管理规定\n第二条　附则。",
    )


def _translation(city: City, original: Document) -> Document:
    title = "Measures on Roof Greening"
    document = _filed(city, 8, doc_number="", title=title, language=Language.ENGLISH)
    relate(
        source=document,
        target=original,
        kind=RelationKind.TRANSLATES,
        by=city.people[Role.CLERK],
        at=START,
    )
    return _release(city, document, 8)


def _street(city: City) -> Document:
    own = {"doc_number": "柳街办〔2026〕1号", "title": "街道关于养护的通知"}
    return _out(city, 12, organ=city.street, **own)


def _relate(city: City, public: dict[str, Document]) -> None:
    day = dt.date(2026, 11, 6)
    for source, kind, target, since, note in (
        ("amending", RelationKind.AMENDS, "measures", day, "修改第六条"),
        ("revised", RelationKind.REVISES, "measures", day, ""),
        ("repealing", RelationKind.REPEALS, "old", day, ""),
        ("explaining", RelationKind.EXPLAINS, "measures", None, ""),
        ("measures", RelationKind.BASIS, "rule", None, ""),
        ("street", RelationKind.SUPPORTS, "measures", None, "补充街道的做法"),
    ):
        relate(
            source=public[source],
            target=public[target],
            kind=kind,
            effective_on=since,
            note=note,
            by=city.people[Role.SIGNER],
            at=START + dt.timedelta(days=4),
        )


def _withdrawn(city: City, related: Document) -> Document:
    document = _out(city, 20, title=f"{SECRET}而撤回的通知")
    signer = city.people[Role.SIGNER]
    relate(source=document, target=related, kind=RelationKind.BASIS, by=signer, at=START)
    at = START + dt.timedelta(days=5)
    return review.withdraw(document=document, reason="内容有误", by=signer, at=at)


def _addressed(city: City) -> Document:
    own = {"reach": Reach.ADDRESSED, "reach_reason": "只涉及街道"}
    document = _filed(city, 21, title=f"{SECRET}的通知", **own)
    clerk = city.people[Role.CLERK]
    address_to(document=document, organs=[city.street], groups=[], by=clerk, at=START)
    return _release(city, document, 21)
