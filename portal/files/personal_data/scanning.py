"""scan_text: every kind of finding, longest and gravest first where they overlap."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from portal.files.personal_data.hits import Hit
from portal.files.personal_data.kinds import Finding, Kind, Severity
from portal.files.personal_data.masking import mask
from portal.files.personal_data.names import name_lists, number_columns
from portal.files.personal_data.normal import Shown, digits_of, normalise, shown
from portal.files.personal_data.proofs import bank_cards, identity_numbers
from portal.files.personal_data.thresholds import judge

_Span = tuple[int, int]
_MOBILE = re.compile(
    r"(?<![0-9A-Za-z.,])((?:\+?86[ \-]?)?1[3-9]\d[ \-]?\d{4}[ \-]?\d{4})"
    r"(?![0-9A-Za-z]|[.,]\d|[元万亿%])"
)
_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z.,/])(\(?0(?:10|2\d|[3-9]\d{2})\)?[ \-]{0,2}[2-9]\d{6,7}"
    r"(?:(?:-|转|转分机)\d{1,5})?)(?![0-9A-Za-z]|[.,]\d)"
)
_LOCAL_LINE = re.compile(
    r"(?:电话|传真|座机|热线|联系方式)[^\d\n]{0,6}([2-9]\d{6,7})(?:[-转]\d{1,5})?(?![0-9A-Za-z]|[.,]\d)"
)
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9_.+\-])([A-Za-z0-9][A-Za-z0-9_.+\-]{0,63}@[A-Za-z0-9\-]{1,63}"
    r"(?:\.[A-Za-z0-9\-]{1,63}){1,4})"
)
_PLATE = re.compile(
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·•.\-]?"
    r"(?:[A-HJK][A-HJ-NP-Z0-9]\d{4}|\d{5}[A-HJK]|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]))"
    r"(?![A-Za-z0-9])"
)
_N = r"[\d一二三四五六七八九十]{1,5}"
# A road or an estate, then a lane with a number, or a building with a room.
_ADDRESS = re.compile(
    r"(?:[路街道村里坊苑园城庄湾巷寓庭墅邸府]|小区)[东南西北中]?[ ]?"
    rf"(?:{_N}弄[ ]?{_N}(?:支弄\d{{1,3}})?[号幢栋]楼?(?:[ ]?\d{{1,2}}单元)?(?:[ ]?\d{{2,5}}室?)?"
    rf"|{_N}[号幢栋座]楼?(?:[ ]?\d{{1,3}}(?:号楼|单元|[幢栋座号]))*[ ]?\d{{2,5}}室)"
)
_LEAD = re.compile(r"[\u4e00-\u9fff]{1,14}$")
_LISTED_NAMES = 3


def scan_text(text: str, *, allowed_phones: frozenset[str] = frozenset()) -> list[Finding]:
    """Personal information in a text, in order of appearance; see conventions 6.3.

    What weighs how much, and what stops publication, stands in `thresholds`. ``allowed_phones``
    are the public numbers of offices in any spelling; a listed number is allowed with or without
    its area code. Linear in the length of the text.
    """
    seen = shown(text)
    plain = seen.text
    allowed = frozenset(_phone_key(phone) for phone in allowed_phones)
    taken = _Taken()
    findings: list[Finding] = []

    def collect(hits: Iterable[Hit]) -> None:
        judged = [(hit, *judge(hit.kind, hit.signs)) for hit in hits]
        # Where two readings overlap, what stops publication goes before what is a doubt.
        judged.sort(key=lambda row: row[1] is not Severity.BLOCK)
        for hit, severity, evidence, overridable in judged:
            if severity is not None and taken.add(hit.start, hit.end):
                masked = mask(hit.kind, plain[hit.start : hit.end])
                place = seen.span(hit.start, hit.end)
                findings.append(Finding(hit.kind, *place, masked, severity, evidence, overridable))

    def found(kind: Kind, spans: Iterable[_Span]) -> None:
        collect(Hit(kind, start, end, ("shape",)) for start, end in spans)

    collect([*identity_numbers(plain), *bank_cards(plain)])
    identities = sorted(
        (finding.start, finding.end) for finding in findings if finding.kind is Kind.ID_CARD
    )
    phones: tuple[tuple[Kind, Callable[[str], Iterator[_Span]]], ...] = (
        (Kind.MOBILE, _mobiles),
        (Kind.LANDLINE, _landlines),
    )
    for kind, find in phones:
        spans = find(plain)
        found(kind, (span for span in spans if not _is_allowed(plain[slice(*span)], allowed)))
    found(Kind.EMAIL, (match.span(1) for match in _EMAIL.finditer(plain)))
    found(Kind.PLATE, _plates(plain))
    found(Kind.ADDRESS, _addresses(plain))
    findings.extend(_lists(seen, identities))
    return sorted(findings, key=lambda finding: (finding.start, finding.end))


class _Taken:
    """Spans already explained, so that one number is reported once."""

    def __init__(self) -> None:
        self._spans: list[_Span] = []

    def add(self, start: int, end: int) -> bool:
        place = bisect_right(self._spans, (start, end))
        before = self._spans[place - 1][1] if place else 0
        after = self._spans[place][0] if place < len(self._spans) else end
        if before > start or after < end:
            return False
        self._spans.insert(place, (start, end))
        return True


def _mobiles(text: str) -> Iterator[_Span]:
    return (found.span(1) for found in _MOBILE.finditer(text))


def _landlines(text: str) -> Iterator[_Span]:
    for pattern in (_LANDLINE, _LOCAL_LINE):
        for found in pattern.finditer(text):
            yield found.span(1)


def _plates(text: str) -> Iterator[_Span]:
    for found in _PLATE.finditer(text):
        # At least two digits: 新ENGLISH is a word, not a plate.
        if len(digits_of(found[1])) >= 2:
            yield found.span(1)


def _addresses(text: str) -> Iterator[_Span]:
    for found in _ADDRESS.finditer(text):
        lead = _LEAD.search(text, max(0, found.start() - 14), found.start())
        if lead:
            yield lead.start(), found.end()


def _lists(seen: Shown, identities: list[_Span]) -> Iterator[Finding]:
    for start, end, names in name_lists(seen.text):
        masked = "、".join(mask(Kind.NAME_LIST, name) for name in names[:_LISTED_NAMES])
        more = f"名单：{masked} 等 {len(names)} 人"
        yield Finding(Kind.NAME_LIST, *seen.span(start, end), more, Severity.WARN)
    for start, end, count in number_columns(identities):
        more = f"含 {count} 个身份证号的名单"
        yield Finding(Kind.NAME_LIST, start, end, more, Severity.WARN)


def _phone_key(value: str) -> str:
    digits = digits_of(normalise(re.split(r"转|ext", value)[0]))
    return digits.removeprefix("86") if len(digits) > 11 else digits


def _is_allowed(value: str, allowed: frozenset[str]) -> bool:
    key = _phone_key(re.sub(r"(?<=\d{7})-\d{1,5}$", "", value))
    return key in allowed or any(
        len(listed) >= 7 and len(key) >= 7 and (listed.endswith(key) or key.endswith(listed))
        for listed in allowed
    )
