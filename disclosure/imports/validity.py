"""施行, 有效期 and 废止 phrases (conventions.md §4.4), read from the body text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from disclosure.imports.dates import DATE_PATTERN, add_months, find_dates
from disclosure.imports.elements import Evidence, Repeal
from disclosure.imports.repeals import read_repeals
from portal.common.numerals import chinese_integer

__all__ = ["Validity", "read_validity"]

_FORCE: Final = "(?:施行|实施|执行|生效|试行|实行|起效)"
# 零时 says nothing that the day does not.
_HOUR: Final = r"(?:零时|0{1,2}时|零点|0点|0{1,2}[:：]00)?"
_TERM: Final = "(?:有效期|实施期|施行期|执行期|试行期|适用期)(?:限)?"
_OWN: Final = (
    "本(?:办法|规定|细则|规则|条例|方案|意见|通知|决定|通告|公告|标准|制度|规划|预案|规范|文件|实施"
    "|指南|措施|暂行|管理|目录|计划|令)"
)
_ON_DATE: Final = re.compile(
    rf"[自从于]\s?(?P<date>{DATE_PATTERN})\s?{_HOUR}(?:之日)?起?[，,]?(?:正式|开始)?{_FORCE}"
)
# 有效期自…至…, 自…起至…止施行: both ends in one phrase.
_FROM_TO: Final = re.compile(
    rf"[自从]\s?(?P<date>{DATE_PATTERN})\s?{_HOUR}(?:之日)?起?[，,]?(?:至|到)\s?(?P<until>{DATE_PATTERN})"
    rf"(?P<close>[^。；，]{{0,6}}{_FORCE})?"
)
_OPENS_TERM: Final = re.compile(rf"{_TERM}[为是限：:，,]{{0,2}}$")
_ON_ISSUE: Final = re.compile(
    rf"自\s*(?:(?:本\w{{2,6}})?(?:印发|发布|公布|颁布|下发|发文|成文))\s*之日起\s*"
    rf"(?:满?\s*(?P<days>[0-9一二三四五六七八九十百]{{1,4}})\s*[日天]\s*后?(?:正式|开始)?)?{_FORCE}"
)
_UNTIL: Final = re.compile(
    rf"{_TERM}[^。；]{{0,40}}?(?:至|到)\s?(?P<date>{DATE_PATTERN})"
    rf"|{_FORCE}[，,]?(?:有效期?)?(?:至|到)\s?(?P<stop>{DATE_PATTERN})"
    r"\s?(?:止|终止|截止|废止|失效|届满)"
)
_YEARS: Final = re.compile(
    rf"(?:{_TERM}|试行)[为是：:]?\s?(?P<count>[0-9]{{1,3}}|[一二三四五六七八九十两]{{1,3}})\s?"
    "(?P<unit>年|个月)"
)
# What speaks of the beginning or the end of a document's force, read or not.
_SPEAKS: Final = re.compile(
    rf"{_TERM}[为是自至到：:由]|[自从][^。；，]{{2,30}}起[，,]?(?:正式|开始)?{_FORCE}(?![前后之满届的])"
    r"|(?:施行|实施|生效)(?:日期|时间)[由另为]|试行[一二三四五六七八九十两0-9]{1,3}(?:年|个月)"
)
_OPENS_OWN: Final = re.compile(
    rf"(?:第[一二三四五六七八九十百零〇]{{1,6}}条\s?|[（(]?[一二三四五六七八九十0-9]{{1,3}}[）)、.．]\s?)?"
    rf"(?:{_OWN}|自|从|{_TERM}|{_FORCE})"
)
_SENTENCE: Final = re.compile("[^。；！？]+[。；！？]?")
_QUOTED: Final = 40


@dataclass(slots=True)
class Validity:
    """When a document takes effect and ends, and what it repeals."""

    effective_on: dt.date | None = None
    expires_on: dt.date | None = None
    repeals: list[Repeal] = field(default_factory=list)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def _is_own(sentence: str, at: int, paragraph: str) -> bool:
    """Return whether the phrase at ``at`` speaks of this document, not of one it cites."""
    before = sentence[:at]
    if re.search(_OWN, before) or "现予公布" in before or "现将" in before:
        return True
    clause = re.split("[，,]", before)[-1].strip()
    cited = "《" in before or clause.endswith("》") or re.search("该|原|上述|其中", clause)
    return not cited and (not clause or clause in {"并", "均"} or paragraph.startswith(before))


def _effective(
    sentence: str, paragraph: str, signed: dt.date | None
) -> tuple[dt.date | None, float, str] | None:
    """Return ``(date, confidence, raw)`` when the sentence says when the document takes effect.

    The date is None when the calendar has no such day.
    """
    match = _ON_DATE.search(sentence)
    if match and _is_own(sentence, match.start(), paragraph):
        return find_dates(match["date"])[0].value, 0.95, match[0]
    match = _span(sentence, paragraph)
    if match:
        return find_dates(match["date"])[0].value, 0.9, match[0]
    match = _ON_ISSUE.search(sentence)
    if match and signed and _is_own(sentence, match.start(), paragraph):
        days = chinese_integer(match["days"]) if match["days"] else 0
        return signed + dt.timedelta(days=days or 0), 0.6 if days else 0.8, match[0]
    return None


def _span(sentence: str, paragraph: str) -> re.Match[str] | None:
    """Match 有效期自…至…, and 自…至…施行, of this document."""
    match = _FROM_TO.search(sentence)
    if match is None:
        return None
    before = sentence[: match.start()]
    term = _OPENS_TERM.search(before)
    if term is None and not match["close"]:
        return None
    own = bool(re.search(_OWN, before)) or (term is not None and not before[: term.start()].strip())
    if term is None:
        own = own or _is_own(sentence, match.start(), paragraph)
    return match if own and not _speaks_of_others(sentence) else None


def _read_effective(paragraphs: Sequence[str], signed: dt.date | None, validity: Validity) -> None:
    """Take the last statement: the instrument's own 附则 stands behind the covering notice."""
    for index, paragraph in enumerate(paragraphs):
        for match in _SENTENCE.finditer(paragraph):
            found = _effective(match[0], paragraph, signed)
            if found is None:
                continue
            value, confidence, raw = found
            if value is None:
                validity.warnings.append(f"“{raw}”中的日期不是有效日期，未予采用，请核对原件。")
                continue
            if validity.effective_on not in (None, value):
                validity.warnings.append(
                    f"文中施行日期不一致（{validity.effective_on}与{value}），已取后者，请核对。"
                )
            if confidence < 0.7:
                validity.warnings.append(
                    f"施行日期按“{raw}”自成文日期推算为{value}，请按实际公布日期核对。"
                )
            validity.effective_on = value
            validity.evidence["effective_on"] = Evidence(
                confidence, "正文", raw=raw, extra={"paragraph": index}
            )


def _expiry(
    sentence: str, paragraph: str, effective: dt.date | None
) -> tuple[dt.date | None, float, str] | None:
    match = _span(sentence, paragraph)
    if match:
        return find_dates(match["until"])[0].value, 0.95, match[0]
    match = _UNTIL.search(sentence)
    if match:
        return find_dates(match["date"] or match["stop"])[0].value, 0.95, match[0]
    match = _YEARS.search(sentence)
    count = chinese_integer(match["count"].replace("两", "二")) if match else None
    if match and count and effective:
        months = count if match["unit"] == "个月" else 12 * count
        if effective.year + months // 12 + 1 < dt.MAXYEAR:
            # The last valid day is the one before the anniversary (conventions.md §4.4).
            return add_months(effective, months) - dt.timedelta(days=1), 0.85, match[0]
    return None


def _speaks_of_others(sentence: str) -> bool:
    """将…有效期延长 and the term of a permit are not this document's own."""
    if "延长" in sentence or re.search("许可证|证书|执照|资质|合同", sentence):
        return True
    return not re.search(rf"{_FORCE}|{_OWN}|^\s?有效期", sentence)


def _warn_of_unread(paragraphs: Sequence[str], signed: dt.date | None, validity: Validity) -> None:
    """Name the sentences that speak of this document's force and gave no date."""
    for paragraph in paragraphs:
        for match in _SENTENCE.finditer(paragraph):
            sentence = match[0]
            spoken = _SPEAKS.search(sentence)
            if spoken is None or _speaks_of_others(sentence):
                continue
            if not (_is_own(sentence, spoken.start(), paragraph) and _OPENS_OWN.match(sentence)):
                continue
            if _effective(sentence, paragraph, signed) is None and not _expiry(
                sentence, paragraph, validity.effective_on
            ):
                validity.warnings.append(
                    f"“{_short(sentence)}”写到施行或者有效期，未能识别，请对照原件填写。"
                )


def _read_expiry(paragraphs: Sequence[str], validity: Validity) -> None:
    for index, paragraph in enumerate(paragraphs):
        for match in _SENTENCE.finditer(paragraph):
            sentence = match[0]
            # 将…有效期延长 and the term of a permit speak of something else.
            if _speaks_of_others(sentence):
                continue
            found = _expiry(sentence, paragraph, validity.effective_on)
            if found and found[0] is None:
                validity.warnings.append(
                    f"“{found[2]}”中的日期不是有效日期，未予采用，请核对原件。"
                )
            elif found:
                validity.expires_on = found[0]
                validity.evidence["expires_on"] = Evidence(
                    found[1], "正文", raw=found[2], extra={"paragraph": index}
                )
    if (
        validity.expires_on
        and validity.effective_on
        and validity.expires_on < validity.effective_on
    ):
        validity.warnings.append("有效期届满日早于施行日期，请核对施行日期和有效期。")


def _read_repeals(paragraphs: Sequence[str], title: str, validity: Validity) -> None:
    validity.repeals, unread = read_repeals(paragraphs, title)
    if validity.repeals:
        raw = "；".join(repeal.raw for repeal in validity.repeals)
        validity.evidence["repeals"] = Evidence(0.9, "正文", raw=raw)
    validity.warnings += [
        f"“{_short(sentence)}”写到废止文件，未能识别是哪些，请对照原件登记文件关系。"
        for sentence in unread
    ]


def _short(sentence: str) -> str:
    text = sentence.strip()
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"


def read_validity(paragraphs: Sequence[str], signed: dt.date | None, title: str = "") -> Validity:
    """Return the :class:`Validity` the ``paragraphs`` state.

    ``title`` is the document's own. ``signed`` is the 成文日期 (or 印发日期) that 自印发之日起
    counts from; without it such a phrase gives no date. No default term is ever assumed.
    """
    validity = Validity()
    _read_effective(paragraphs, signed, validity)
    _read_expiry(paragraphs, validity)
    _warn_of_unread(paragraphs, signed, validity)
    _read_repeals(paragraphs, title, validity)
    return validity
