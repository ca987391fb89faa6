"""What a text says of somebody: an illness, that it is a child."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from portal.files.personal_data.hits import Hit
from portal.files.personal_data.kinds import Kind
from portal.files.personal_data.masks import mask

Span = tuple[int, int]
_HEALTH = re.compile(
    r"确诊|诊断(?:为|结果|[:：])|患有|罹患|身患|病历号|住院号|门诊号|病案号|残疾(?:等级|类别|证号)|[一二三四]级残疾|残疾[一二三四]级|"
    r"(?:视力|听力|言语|肢体|智力|精神|多重)(?:[一二三四]级)?残疾|[\u4e00-\u9fff]{1,3}癌|白血病|尿毒症|精神分裂|抑郁症|艾滋病|HIV|肺结核|透析|"
    r"化疗|糖尿病|高血压|脑梗|心脏病|肿瘤|癫痫|脑瘫|自闭症|阳性|流产|怀孕|截肢|瘫痪"
)
_MINOR = re.compile(
    r"学生|幼儿|儿童|未成年|小学|幼儿园|[一二三四五六七八九]年级|[大中小]班|学籍号|监护人|入学|入园|就读|孤儿|新生儿|\d{1,2}岁"
)
_ADULT_AGE = re.compile(r"(?:1[89]|[2-9]\d)岁")
_BORN = re.compile(
    r"(?:出生(?:日期|年月|时间)?|生日|生于)[^\d\n]{0,4}(?:19|20)\d{2}(?:[年.\-/]\d{1,2}(?:[月.\-/](?:\d{1,2}日?)?)?|\d{4})|"
    r"(?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}日)?(?:出生|生(?![产活效态成]))"
)
_REACH = 60


def circumstances(text: str, persons: Sequence[tuple[Span, bool]]) -> Iterator[Hit]:
    """Words of illness, of childhood, of birth near a person in the same sentence.

    ``persons`` are the spans of names and identity numbers in order, with True for a name.
    """
    starts = [span[0] for span, _ in persons]
    for pattern, kind, sign in (
        (_HEALTH, Kind.HEALTH, "health_word"),
        (_MINOR, Kind.MINOR, "minor_word"),
        (_BORN, Kind.NAME, "birth_date"),
    ):
        told: set[Span] = set()
        for found in pattern.finditer(text):
            if kind is Kind.MINOR and _ADULT_AGE.fullmatch(found[0]):
                continue
            near = _nearest(text, found.span(), persons, starts)
            if near is None or near[0] in told:
                continue
            told.add(near[0])
            span, is_named = near
            value = text[span[0] : span[1]]
            who = mask(Kind.NAME_LIST if is_named else Kind.ID_CARD, value)
            start, end = min(span[0], found.start()), max(span[1], found.end())
            yield Hit(kind, start, end, ("person", sign), f"{who}……")


def _nearest(
    text: str, span: Span, persons: Sequence[tuple[Span, bool]], starts: list[int]
) -> tuple[Span, bool] | None:
    """The person before the word, or else behind it, in the same sentence."""
    place = bisect_left(starts, span[0])
    for index in (place - 1, place):
        if 0 <= index < len(persons):
            who = persons[index][0]
            low, high = (who[1], span[0]) if who[0] < span[0] else (span[1], who[0])
            between = text[low:high] if low < high else ""
            if len(between) <= _REACH and not any(sign in between for sign in "。\n"):
                return persons[index]
    return None
