"""Putting the elements found into one document, with evidence and warnings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from disclosure.imports.blocks import Body
from disclosure.imports.dates import whole_date
from disclosure.imports.elements import (
    AttachedInstrument,
    Evidence,
    Line,
    OrganName,
    ParsedDocument,
)
from disclosure.imports.imprint import Imprint
from disclosure.imports.issuers import Source, is_organ_like, reconcile, split_names
from disclosure.imports.line_wrap import squeeze
from disclosure.imports.marks import Head, split_top_level
from disclosure.imports.signoff import Closing
from disclosure.imports.titles import (
    ORDER_GENRE,
    find_genre,
    instrument_kind,
    quoted_names,
    title_issuer,
)
from disclosure.imports.validity import read_validity
from portal.text.headings import find_headings

__all__ = ["Assembler", "issuer_prefix", "order_organ"]

# These go to everyone; a missing 主送 is no fault in them.
_NO_RECIPIENT_GENRES: Final = frozenset(
    {ORDER_GENRE, "公告", "通告", "公报", "决定", "决议", "意见", "通报", "纪要"}
)
_PERSON_TITLE: Final = re.compile(
    r"(?:总理|主席|省长|市长|区长|县长|镇长|主任|局长|部长|署长|行长|总指挥)\s"
)


class Assembler:
    """Puts the pieces the readers found together into one :class:`ParsedDocument`."""

    def __init__(self, file: str, organs: Sequence[OrganName]) -> None:
        self.document = ParsedDocument(file=file)
        self.organs = organs

    def note(self, name: str, evidence: Evidence) -> None:
        """Record the evidence for a field."""
        self.document.evidence[name] = evidence

    def warn(self, text: str) -> None:
        """Add a warning once."""
        if text not in self.document.warnings:
            self.document.warnings.append(text)

    def take_head(self, head: Head) -> None:
        """Take number, 密级, 紧急程度 and title."""
        document = self.document
        if head.number is not None:
            document.doc_number = head.number.canonical
            self.note(
                "doc_number",
                Evidence(
                    0.98, "版头", head.number_lines, head.number.raw, {"key": head.number.key}
                ),
            )
        elif head.blank_number:
            self.warn(f"发文字号没有序号（“{head.blank_number}”），请核对原件后填写。")
        else:
            self.warn("未识别到发文字号，请对照原件填写；确无文号的请注明。")
        if head.secrecy:
            document.secrecy_mark = head.secrecy
            self.note("secrecy_mark", Evidence(0.95, "版头", head.secrecy_lines, head.secrecy))
            self.warn(
                f"版头标有密级“{head.secrecy}”，不得在门户发布，请立即停止导入并按保密规定处理。"
            )
        document.urgency = head.urgency
        document.signatory = head.signatory
        if head.signatory:
            self.note("signatory", Evidence(0.95, "版头", head.signatory_lines, head.signatory))
        if head.title:
            document.title = head.title_text
            numbers = tuple(n for line in head.title for n in line.numbers)
            raw = " ".join(line.text for line in head.title)
            self.note("title", Evidence(0.95, "标题", numbers, raw))

    def take_order_title(self, lines: Sequence[Line], head: Head) -> None:
        """An order without a title of its own goes by the instrument it promulgates."""
        if self.document.title:
            return
        text = "".join(line.squeezed for line in lines[:6])
        names = quoted_names(text)
        if head.is_order and names:
            self.document.title = names[0][2]
            self.note("title", Evidence(0.9, "正文", lines[0].numbers, names[0][2]))
        elif head.is_order and head.masthead:
            self.document.title = f"{head.masthead[-1].squeezed.removesuffix('令')}令"
            self.note("title", Evidence(0.7, "版头", head.masthead[-1].numbers))
        elif head.meta.get("标题") or head.meta.get("名称"):
            self.document.title = head.meta.get("标题") or head.meta["名称"]
            self.note("title", Evidence(0.7, "信息目录表", raw=self.document.title))
        else:
            self.warn("未识别到标题，请对照原件填写。")

    def take_genre(self, head: Head) -> None:
        """Decide the 文种: by the number for orders, by the title's last word otherwise."""
        title, number = self.document.title, head.number
        genre = find_genre(title)
        where = "标题"
        if head.is_order:
            genre, where = ORDER_GENRE, "发文字号"
        elif genre is None and title.endswith("答复") and number and number.prefix.endswith("函"):
            # A reply to a deputy's proposal under a 函 number is sent as a 函.
            genre, where = "函", "发文字号"
        self.document.genre = genre
        if genre:
            raw = genre if genre in title else title[-4:]
            self.note("genre", Evidence(0.95 if where == "标题" else 0.8, where, raw=raw))
        elif title:
            self.warn(f"标题“{title}”未以法定文种结尾，请人工选定公文种类。")

    def take_recipients(self, head: Head, imprint: Imprint) -> None:
        """Take the 主送 from below the title, or from the 版记."""
        text, where, lines = head.recipients, "主送", head.recipient_lines
        if not text and imprint.main_to:
            text, where, lines = imprint.main_to, "版记", ()
        self.document.recipients = split_top_level(text)
        if text:
            self.note("recipients", Evidence(0.95, where, lines, text))
        elif self.document.genre not in _NO_RECIPIENT_GENRES:
            self.warn("未识别到主送机关，请对照原件确认。")

    def take_imprint(self, imprint: Imprint) -> None:
        """Take 抄送, 印发 and 份数."""
        document = self.document
        document.copy_to = split_top_level(imprint.copy_to)
        if imprint.copy_to:
            self.note("copy_to", Evidence(0.95, "版记", imprint.copy_lines, imprint.copy_to))
        document.copies = imprint.copies
        if imprint.copies_line:
            line = imprint.copies_line
            self.note("copies", Evidence(0.95, "版记", line.numbers, line.text))
        if imprint.printed is None:
            return
        document.printed_by = imprint.printed_by or None
        raw = imprint.printed.raw
        if imprint.printed_by:
            self.note(
                "printed_by", Evidence(0.9, "版记", imprint.printed_lines, imprint.printed_by)
            )
        if imprint.printed.value is None:
            self.warn(f"印发日期“{raw}”不是有效日期，请核对原件后填写。")
            return
        document.printed_on = imprint.printed.value.isoformat()
        self.note("printed_on", Evidence(0.95, "版记", imprint.printed_lines, raw))

    def take_signing(self, closing: Closing, imprint: Imprint, head: Head) -> dt.date | None:
        """Take the 成文日期, or what can stand for it; return it for 自印发之日起."""
        found = closing.signed
        value = found.value if found else None
        if found is not None:
            self.note("signed_on", Evidence(0.95, "署名", closing.date_lines, found.raw))
            if value is None:
                self.note("signed_on", Evidence(0.0, "署名", closing.date_lines, found.raw))
                self.warn(f"成文日期“{found.raw}”不是有效日期，未予采用，请核对原件后填写。")
        elif head.date is not None and head.date.value is not None:
            value = head.date.value
            self.note("signed_on", Evidence(0.8, "题注", head.date_lines, head.date.raw))
        elif imprint.printed is not None and imprint.printed.value is not None:
            value = imprint.printed.value
            self.note(
                "signed_on", Evidence(0.5, "版记", imprint.printed_lines, imprint.printed.raw)
            )
            self.warn("正文未见成文日期，暂以版记印发日期代替，请核对。")
        else:
            labelled = whole_date(head.meta.get("成文日期", ""))
            value = labelled.value if labelled else None
            if labelled and value:
                self.note("signed_on", Evidence(0.7, "信息目录表", raw=labelled.raw))
            else:
                self.warn("未识别到成文日期，请对照原件填写。")
        self.document.signed_on = value.isoformat() if value else None
        return value

    def take_openness(self, closing: Closing, head: Head) -> None:
        """Take the openness mark; a missing or undecided one needs an official."""
        line = closing.openness_line
        meta = head.meta.get("公开属性") or head.meta.get("公开类别")
        if line is not None:
            self.document.openness = closing.openness
            self.note("openness", Evidence(0.95, "附注", line.numbers, line.text))
        elif meta in {"主动公开", "依申请公开", "不予公开"}:
            self.document.openness = meta
            self.note("openness", Evidence(0.8, "信息目录表", raw=meta))
        if self.document.openness in {"依申请公开", "不予公开"}:
            self.warn(f"本件标注为“{self.document.openness}”，不得在门户发布，请停止导入。")
        elif self.document.openness is None:
            self.warn("未见明确的公开属性标注，请在发布前认定公开属性。")

    def take_issuers(self, head: Head, closing: Closing) -> None:
        """Compare 版头, title, 署名 and 代字 and take the issuers."""
        prefix = issuer_prefix(head)
        signed = [x for x in closing.signatures if not _PERSON_TITLE.match(x.text)]
        masthead = " ".join(line.text for line in head.masthead)
        names = [order_organ(name) for name in split_names(masthead, self.organs)]
        sources = [
            Source("版头", tuple(names), _numbers(head.masthead), 0.97),
            Source("标题", split_names(prefix, self.organs), _numbers(head.title), 0.93),
            Source(
                "署名",
                split_names(" ".join(line.text for line in signed), self.organs),
                _numbers(signed),
                0.9,
            ),
            Source("信息目录表", split_names(_labelled_organ(head), self.organs), (), 0.7),
        ]
        issuers, evidence, warnings = reconcile(sources, head.number, self.organs)
        self.document.issuers = issuers
        if evidence:
            self.note("issuers", evidence)
        for warning in warnings:
            self.warn(warning)

    def check_years(self, head: Head) -> None:
        """Warn when the number's year is not the year of signing."""
        year = head.number.year if head.number else None
        signed = self.document.signed_on
        if year and signed and int(signed[:4]) != year:
            self.warn(f"发文字号年份（{year}）与成文年份（{signed[:4]}）不一致，请核对。")

    def take_body(self, paragraphs: Sequence[Line], names: Sequence[str]) -> None:
        """Take the paragraphs, their headings and the attached instrument."""
        texts = [line.text for line in paragraphs]
        self.document.paragraphs = texts
        self.document.headings = find_headings(texts)
        if not names:
            return
        wanted = {squeeze(name) for name in names}
        bare = [squeeze(text).strip("《》") for text in texts]
        index = next((i for i, text in enumerate(bare) if text in wanted), None)
        name = bare[index] if index is not None else names[0]
        self.document.attached_instrument = AttachedInstrument(name, instrument_kind(name), index)

    def take_text(self, body: Body) -> None:
        """Take the body as blocks, and say which pictures are none of it."""
        self.document.text, self.document.places = body.text, body.places
        if body.left:
            self.warn(
                f"版头或落款处有图片{body.left}幅（可能是红头或印章），没有录入正文，请核对原件。"
            )

    def take_validity(self, counted_from: dt.date | None) -> None:
        """Take 施行, 有效期 and 废止."""
        validity = read_validity(self.document.paragraphs, counted_from, self.document.title)
        effective, expires = validity.effective_on, validity.expires_on
        self.document.effective_on = effective.isoformat() if effective else None
        self.document.expires_on = expires.isoformat() if expires else None
        self.document.repeals = validity.repeals
        self.document.evidence |= validity.evidence
        for warning in validity.warnings:
            self.warn(warning)


def _numbers(lines: Sequence[Line]) -> tuple[int, ...]:
    return tuple(number for line in lines for number in line.numbers)


def order_organ(name: str) -> str:
    """Return 国务院 for 中华人民共和国国务院."""
    return name.removeprefix("中华人民共和国") if name.endswith("国务院") else name


def _labelled_organ(head: Head) -> str:
    """Return the organ a web page's element table names, or an empty string."""
    labels = ("发文机关", "发文机构", "制发机关", "发布机构")
    return next((head.meta[label] for label in labels if head.meta.get(label)), "")


def issuer_prefix(head: Head) -> str:
    """Return the issuer part of the title with its gaps, which tell joint organs apart."""
    spaced = title_issuer(" ".join(line.text for line in head.title))
    return spaced if is_organ_like(squeeze(spaced)) or "、" in spaced else ""
