"""施行, 有效期 and 废止 phrases (conventions.md §4.4), read from the body text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from disclosure.importing.dates import DATE_PATTERN, add_years, find_dates
from disclosure.importing.elements import Evidence, Repeal
from disclosure.importing.titles import quoted_names
from portal.organs.docnumbers import chinese_integer, find_all

__all__ = ["Validity", "read_validity"]

_FORCE: Final = "(?:施行|实施|执行|生效|试行)"
_OWN: Final = (
    "本(?:办法|规定|细则|规则|条例|方案|意见|通知|决定|通告|公告|标准|制度|规划|预案|规范|文件|实施"
    "|指南|措施|暂行|管理|目录|计划|令)"
)
_ON_DATE: Final = re.compile(rf"[自从于]\s*(?P<date>{DATE_PATTERN})\s*起?(?:正式|开始)?{_FORCE}")
_ON_ISSUE: Final = re.compile(
    rf"自\s*(?:(?:本\w{{2,6}})?(?:印发|发布|公布|颁布|下发|发文|成文))\s*之日起\s*"
    rf"(?:满?\s*(?P<days>[0-9一二三四五六七八九十百]{{1,4}})\s*[日天]\s*后?(?:正式|开始)?)?{_FORCE}"
)
_UNTIL: Final = re.compile(
    rf"(?:有效期|实施期限|施行期限|执行期限|试行期)[^。；]{{0,40}}?(?:至|到)\s*(?P<date>{DATE_PATTERN})"
    rf"|{_FORCE}(?:，)?至\s*(?P<stop>{DATE_PATTERN})\s*(?:止|终止|废止|失效)"
)
_YEARS: Final = re.compile(
    r"(?:有效期|试行期|施行期限)限?[为是：:]?\s*(?P<years>[0-9]{1,2}|[一二三四五六七八九十两]{1,3})\s*年"
)
_REPEAL: Final = re.compile("(?:废止|停止执行|停止施行|停止实施|不再执行)")
_BRACKETED: Final = re.compile(r"[（(][^（()）]*(?:[（(][^（()）]*[)）][^（()）]*)?[)）]")
_BREAKS_ROW: Final = re.compile("根据|依照|按照|规定|条|施行|不|未|擅自|废止|停止|修改")
_SENTENCE: Final = re.compile("[^。；！？]+[。；！？]?")


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
) -> tuple[dt.date, float, str] | None:
    """Return ``(date, confidence, raw)`` when the sentence says when the document takes effect."""
    match = _ON_DATE.search(sentence)
    if match and _is_own(sentence, match.start(), paragraph):
        value = find_dates(match["date"])[0].value
        return (value, 0.95, match[0]) if value else None
    match = _ON_ISSUE.search(sentence)
    if match and signed and _is_own(sentence, match.start(), paragraph):
        days = chinese_integer(match["days"]) if match["days"] else 0
        return signed + dt.timedelta(days=days or 0), 0.6 if days else 0.8, match[0]
    return None


def _read_effective(paragraphs: Sequence[str], signed: dt.date | None, validity: Validity) -> None:
    """Take the last statement: the instrument's own 附则 stands behind the covering notice."""
    for index, paragraph in enumerate(paragraphs):
        for match in _SENTENCE.finditer(paragraph):
            found = _effective(match[0], paragraph, signed)
            if found is None:
                continue
            value, confidence, raw = found
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


def _expiry(sentence: str, effective: dt.date | None) -> tuple[dt.date, float, str] | None:
    match = _UNTIL.search(sentence)
    if match:
        value = find_dates(match["date"] or match["stop"])[0].value
        return (value, 0.95, match[0]) if value else None
    match = _YEARS.search(sentence)
    years = chinese_integer(match["years"].replace("两", "二")) if match else None
    if match and years and effective and effective.year + years < dt.MAXYEAR:
        # The last valid day is the one before the anniversary (conventions.md §4.4).
        return add_years(effective, years) - dt.timedelta(days=1), 0.85, match[0]
    return None


def _read_expiry(paragraphs: Sequence[str], validity: Validity) -> None:
    for index, paragraph in enumerate(paragraphs):
        for match in _SENTENCE.finditer(paragraph):
            sentence = match[0]
            # 将…有效期延长 and the term of a permit speak of something else.
            if "延长" in sentence or not re.search(rf"{_FORCE}|{_OWN}|^\s*有效期", sentence):
                continue
            if re.search("许可证|证书|执照|资质|合同", sentence):
                continue
            found = _expiry(sentence, validity.effective_on)
            if found:
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


def _repeals_in(sentence: str) -> list[Repeal]:
    """Return the documents a sentence ends: for each verb the 《…》 in a row right before it."""
    found: list[Repeal] = []
    for verb in _REPEAL.finditer(sentence):
        row: list[Repeal] = []
        limit = verb.start()
        for start, end, name in reversed(quoted_names(sentence[: verb.start()])):
            between = sentence[end:limit]
            # Only a number in brackets, joining words and adverbs may stand between.
            rest = _BRACKETED.sub("", between)
            if len(rest) > 12 or _BREAKS_ROW.search(rest):
                break
            number = next((n.canonical for _, _, n in find_all(between)), None)
            printed = re.match(r"[（(].*[)）]", between)
            row.insert(
                0, Repeal(name, number, sentence[start:end] + (printed[0] if printed else ""))
            )
            limit = start
        found += [repeal for repeal in row if repeal not in found]
    return found


def read_validity(paragraphs: Sequence[str], signed: dt.date | None) -> Validity:
    """Return the :class:`Validity` the ``paragraphs`` state.

    ``signed`` is the 成文日期 (or 印发日期) that 自印发之日起 counts from; without it such a
    phrase gives no date. No default term is ever assumed.
    """
    validity = Validity()
    _read_effective(paragraphs, signed, validity)
    _read_expiry(paragraphs, validity)
    for paragraph in paragraphs:
        for match in _SENTENCE.finditer(paragraph):
            validity.repeals += _repeals_in(match[0])
    return validity
