"""scan_text: every kind of finding, longest and gravest first where they overlap."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from portal.files.personal_data.kinds import Finding, Kind, Severity, severity_of
from portal.files.personal_data.masking import mask
from portal.files.personal_data.names import name_lists, number_columns
from portal.files.personal_data.normal import digits_of, normalise
from portal.files.personal_data.numbers import has_birth_date, is_id15, is_id18, is_luhn

_Span = tuple[int, int]
_SEP = r"[ \-\u200b.]{0,2}"
# Digits behind a letter belong to a code; only identity numbers, which prove themselves by their
# check character, are looked for there too.
_START = r"(?<![0-9A-Za-z])"
_ID18 = re.compile(rf"(?<!\d)(?=([1-9](?:{_SEP}\d){{16}}{_SEP}[\dXx])(?![0-9Xx]))")
# Cells of narrow tables break numbers; PDF text then has a line end inside.
_BROKEN = re.compile(_START + r"(?=(\d{4,17}[ ]?\r?\n[ ]?\d{0,13}[\dXx])(?![0-9A-Za-z]))")
_ID15 = re.compile(_START + r"([1-9]\d{14})(?![0-9A-Za-z])")
_CARD = re.compile(_START + r"(\d{16,19})(?![0-9A-Za-z])")
_CARD_GROUPED = re.compile(_START + r"(\d{4}(?:[ \-]\d{4}){3}(?:[ \-]?\d{1,3})?)(?![0-9A-Za-z])")
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
# First digits and lengths of bank cards: UnionPay, old debit cards, Visa, Mastercard, JCB.
_ISSUERS = (
    (re.compile(r"62"), range(16, 20)),
    (re.compile(r"9558|9559|9400|6013|6858"), range(16, 20)),
    (re.compile(r"4[0-9]|5[1-5]|2[2-7]|35"), range(16, 17)),
)
_BANK_WORDS = re.compile(r"(卡号|账号|帐号|账户|银行卡|储蓄卡|信用卡)[^\n]{0,20}$")
_CODE_WORDS = re.compile(
    r"(信用代码|机构代码|注册号|登记号|登记证号|代码|编号|编码|流水号|索引号|许可证号?|项目号|订单号)[^\n\d]{0,8}$"
)
_CONTEXT = 30
_LISTED_NAMES = 3


def scan_text(text: str, *, allowed_phones: frozenset[str] = frozenset()) -> list[Finding]:
    """Personal information in a text, in order of appearance; see conventions 6.3.

    Identity numbers and bank cards are ``block``, everything else ``warn``. ``allowed_phones`` are
    the public numbers of offices in any spelling; a listed number is allowed with or without its
    area code. Linear in the length of the text.
    """
    plain = normalise(text)
    allowed = frozenset(_phone_key(phone) for phone in allowed_phones)
    taken = _Taken()
    findings: list[Finding] = []

    def collect(kind: Kind, spans: Iterable[_Span]) -> None:
        for start, end in spans:
            if taken.add(start, end):
                masked = mask(kind, plain[start:end])
                findings.append(Finding(kind, start, end, masked, severity_of(kind)))

    collect(Kind.ID_CARD, _identity_numbers(plain))
    identities = sorted((finding.start, finding.end) for finding in findings)
    collect(Kind.BANK_CARD, _bank_cards(plain))
    phones: tuple[tuple[Kind, Callable[[str], Iterator[_Span]]], ...] = (
        (Kind.MOBILE, _mobiles),
        (Kind.LANDLINE, _landlines),
    )
    for kind, find in phones:
        spans = find(plain)
        collect(kind, (span for span in spans if not _is_allowed(plain[slice(*span)], allowed)))
    collect(Kind.EMAIL, (found.span(1) for found in _EMAIL.finditer(plain)))
    collect(Kind.PLATE, _plates(plain))
    collect(Kind.ADDRESS, _addresses(plain))
    findings.extend(_lists(text, identities))
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


def _identity_numbers(text: str) -> Iterator[_Span]:
    for pattern in (_ID18, _BROKEN):
        for found in pattern.finditer(text):
            value = re.sub(r"[^\dXx]", "", found[1])
            if is_id18(value) and not _is_code(text, found.start(1)):
                yield found.span(1)
    for found in _ID15.finditer(text):
        if is_id15(found[1]) and not _is_code(text, found.start(1)):
            yield found.span(1)


def _bank_cards(text: str) -> Iterator[_Span]:
    for pattern in (_CARD, _CARD_GROUPED):
        for found in pattern.finditer(text):
            value = digits_of(found[1])
            known = any(head.match(value) and len(value) in sizes for head, sizes in _ISSUERS)
            if not known or not is_luhn(value) or _is_code(text, found.start(1)):
                continue
            # A row of four-digit figures, or an identity number with a slip, needs a word for it.
            doubtful = has_birth_date(value) or (pattern is _CARD_GROUPED and value[0] != "6")
            if not doubtful or _BANK_WORDS.search(_before(text, found.start(1))):
                yield found.span(1)


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


def _lists(text: str, identities: list[_Span]) -> Iterator[Finding]:
    for start, end, names in name_lists(text):
        shown = "、".join(mask(Kind.NAME_LIST, name) for name in names[:_LISTED_NAMES])
        more = f"名单：{shown} 等 {len(names)} 人"
        yield Finding(Kind.NAME_LIST, start, end, more, Severity.WARN)
    for start, end, count in number_columns(identities):
        more = f"含 {count} 个身份证号的名单"
        yield Finding(Kind.NAME_LIST, start, end, more, Severity.WARN)


def _before(text: str, position: int) -> str:
    return text[max(0, position - _CONTEXT) : position]


def _is_code(text: str, position: int) -> bool:
    return _CODE_WORDS.search(_before(text, position)) is not None


def _phone_key(value: str) -> str:
    digits = digits_of(normalise(re.split(r"转|ext", value)[0]))
    return digits.removeprefix("86") if len(digits) > 11 else digits


def _is_allowed(value: str, allowed: frozenset[str]) -> bool:
    key = _phone_key(re.sub(r"(?<=\d{7})-\d{1,5}$", "", value))
    return key in allowed or any(
        len(listed) >= 7 and len(key) >= 7 and (listed.endswith(key) or key.endswith(listed))
        for listed in allowed
    )
