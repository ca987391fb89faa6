"""发文字号 as readers type them: glued, with 號, in Chinese digits, with a year of two digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from portal.common.numerals import chinese_integer
from portal.organs.docnumbers import loose_key

__all__ = ["typed_keys"]

_HAN: Final = r"[\u4e00-\u9fff]"
_DIGITS: Final = "〇零○一二三四五六七八九"
_NUMERAL: Final = rf"[{_DIGITS}十百千]{{1,7}}"
_OPEN, _CLOSE = r"[〔﹝［\[【(〈《〖<{]", r"[〕﹞］\]】)〉》〗>}]"
_BETWEEN: Final = r"[\s,，、/·_-]*"
# 国办发20194号, 国办发2018128: the first four figures are the year.
_GLUED: Final = re.compile(
    rf"(?P<prefix>{_HAN}{{2,16}}){_BETWEEN}(?P<year>(?:19|20)\d\d)(?P<seq>[1-9]\d{{0,4}})号?"
)
# 国办发〔06〕70号, 国办发96年32号, 国办函 05 21: a year of two figures stands apart.
_SHORT: Final = re.compile(
    rf"(?P<prefix>{_HAN}{{2,16}}){_BETWEEN}(?:{_OPEN}\s*(?P<year>\d\d)\s*年?\s*{_CLOSE}|(?P<year2>\d\d)\s*年"
    rf"|(?<=\s)(?P<year3>\d\d)[\s,，、/·_-]){_BETWEEN}第?\s*(?P<seq>\d{{1,5}})\s*号?"
)
# 国发2019第5号, 国办函1996-14: in any brackets or none.
_OPENED: Final = re.compile(
    rf"(?P<prefix>{_HAN}{{2,16}}?){_BETWEEN}{_OPEN}?\s*(?P<year>(?:19|20)\d\d)\s*年?\s*{_CLOSE}?"
    rf"{_BETWEEN}(?:第\s*|(?<=[\s,，、/·_年{_CLOSE[1:-1]}-]))(?P<seq>\d{{1,5}})\s*号?"
)
_HAN_YEAR: Final = re.compile(rf"(?<![{_DIGITS}十百千])[一二][{_DIGITS}]{{3}}")
_HAN_SEQ: Final = re.compile(
    rf"(?P<before>\d\d[\s年第\]】〕)》]*|令\s*第?\s*){_NUMERAL}(?=\s*号?$)"
)
_NO_PREFIX: Final = re.compile(
    "工作|要点|通知|意见|办法|方案|规划|计划|报告|公开|规定|年度|政策|文件|条例|[年月日第]"
)
_LATEST_SHORT_YEAR: Final = 60


def typed_keys(query: str) -> tuple[str, ...]:
    """The comparison keys a reader's query may mean, the likeliest first; `query` is folded
    already (号 for 號, half width).
    """
    text = unicodedata.normalize("NFKC", query).strip()
    arabic = _arabic(text)
    keys = [loose_key(query), loose_key(arabic)]
    keys += _read(arabic)
    return tuple(dict.fromkeys(key for key in keys if key))


def _read(text: str) -> Iterator[str]:
    for form in (_OPENED, _GLUED, _SHORT):
        match = form.fullmatch(text)
        if match is None or _NO_PREFIX.search(match["prefix"]):
            continue
        named = match.groupdict()
        year = next(filter(None, (named.get(each) for each in ("year", "year2", "year3"))))
        if len(year) == 2:
            year = ("20" if int(year) < _LATEST_SHORT_YEAR else "19") + year
        if sequence := int(match["seq"]):
            yield f"{match['prefix']}|{year}|{sequence}"


def _arabic(text: str) -> str:
    """With a year and a last number in Chinese digits written in figures."""
    text = _HAN_YEAR.sub(lambda match: _figure(match[0]), text)
    return _HAN_SEQ.sub(
        lambda match: match["before"] + _figure(match[0][len(match["before"]) :]), text
    )


def _figure(numeral: str) -> str:
    return str(chinese_integer(numeral) or numeral)
