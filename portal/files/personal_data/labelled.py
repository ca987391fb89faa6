"""Numbers that only their label makes personal: passports, social security, bank accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.files.personal_data.hits import Hit, before
from portal.files.personal_data.kinds import Kind

_END = r"(?![0-9A-Za-z])"
_GAP = r"[^0-9A-Za-z\n。；]{0,8}"
_NO = rf"(?:号码?|编号)?{_GAP}"
# Label, then the shapes its numbers have.
_PAPERS = (
    re.compile(rf"(?:护照|旅行证){_NO}([A-Z]{{1,2}}[ ]?\d{{7,8}}){_END}", re.IGNORECASE),
    re.compile(
        rf"(?:通行证|回乡证|往来港澳|往来台湾){_NO}([CHMWLT][A-Z]?[ ]?\d{{7,10}}){_END}",
        re.IGNORECASE,
    ),
    re.compile(rf"(?:台胞证|台湾居民[^\n\d]{{0,12}}通行证){_NO}(\d{{8}}(?:\(?[A-Z]\)?)?){_END}"),
    re.compile(
        rf"(?:军官证|士兵证|文职干部证|警官证|离休证|退休证|残疾军人证)(?:号码?|编号)?"
        rf"[^0-9\n。；]{{0,8}}(\d{{6,8}}){_END}"
    ),
    re.compile(rf"(?:永久居留|居留许可)[^0-9A-Za-z\n。；]{{0,10}}([A-Z]{{3}}\d{{12}}){_END}"),
    re.compile(rf"(?:驾驶证|驾照)(?:号码?|档案编号|编号)?{_GAP}(\d{{12}}){_END}"),
    re.compile(rf"出生医学证明{_NO}([A-Z]\d{{9}}){_END}"),
)
_SECURITY = re.compile(
    r"(?:社保|社会保障|医保|医疗保险|养老保险|公积金)(?:个人)?(?:卡|账户|账)?(?:号码?|编号|卡号)"
    rf"{_GAP}([A-Z]{{0,2}}\d{{7,20}}X?|[A-Z0-9]{{9,10}}){_END}"
)
_PERSONAL_NUMBER = re.compile(rf"(?:参保人|参保人员|个人)编号{_GAP}(\d{{8,12}}){_END}")
_ACCOUNT = re.compile(
    r"(?:账号|帐号|账户|帐户|卡号|存折号?)(?:号码)?[^0-9\n。；]{0,10}(\d(?:[ \-]?\d){9,24})" + _END
)
_BANK = re.compile(r"开户|银行|信用社|农商行|工行|农行|建行|中行|邮储|支行|户名|打卡|一卡通")
_HOLDERS = re.compile(
    r"(?:户名|账户名|单位名称|收款单位|收款人|开户单位|名称)[^\n\d]{0,30}"
    r"(?:局|委|公司|中心|委员会|政府|财政|学校|医院|协会|基金会|办公室|大学|国库|法院|检察院|学院|"
    r"专户|总会)"
)
_REACH = 80


def papers(text: str) -> Iterator[Hit]:
    """Passports, travel permits, papers of soldiers, residence permits, driving licences."""
    for pattern in _PAPERS:
        for found in pattern.finditer(text):
            yield Hit(Kind.PASSPORT, *found.span(1), ("paper_word", "paper_shape"))


def security_numbers(text: str) -> Iterator[Hit]:
    """Numbers of social security, health insurance and housing funds."""
    for pattern in (_SECURITY, _PERSONAL_NUMBER):
        for found in pattern.finditer(text):
            if any(sign.isdigit() for sign in found[1]):
                yield Hit(Kind.SOCIAL_SECURITY, *found.span(1), ("security_word",))


def bank_accounts(text: str) -> Iterator[Hit]:
    """Numbers behind 账号; those of an organisation are its own affair."""
    for found in _ACCOUNT.finditer(text):
        near = text[max(0, found.start() - _REACH) : found.end() + _REACH]
        signs = ["account_word"]
        if _BANK.search(near):
            signs.append("bank_word")
        if _HOLDERS.search(near):
            signs.append("organisation")
        if _LOGIN.search(before(text, found.start())):
            signs.append("login_word")
        yield Hit(Kind.BANK_ACCOUNT, *found.span(1), tuple(signs))


_LOGIN = re.compile(r"(?:登录|用户|微信|微博|公众|抖音|系统|平台|会议)[^\n]{0,6}$")
