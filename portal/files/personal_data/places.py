"""Where somebody lives: addresses down to the room, the group of a village, the coordinates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.files.personal_data.hits import Hit, around, line_before
from portal.files.personal_data.kinds import Kind

_N = r"[\d一二三四五六七八九十百]{1,5}"
_ESTATE = (
    r"(?:[路街道村里坊苑园城庄湾巷寓庭墅邸府居郡轩阁]|小区|公寓|花园|新村|大院|宿舍)"
    r"[东南西北中]?[ \t]?"
)
_LANE = (
    rf"{_N}弄[ ]?{_N}(?:支弄\d{{1,3}})?[号幢栋]楼?"
    r"(?:[ ]?\d{1,2}单元)?(?:[ ]?\d{2,5}室?)?"
)
# Building, unit and room may stand in cells beside each other.
_BUILDING = (
    rf"{_N}[号幢栋座]楼?[ ]?(?:[A-Z]座)?(?:[ \t]?{_N}(?:号楼|单元|[幢栋座号楼])){{0,4}}"
    r"[ \t]?\d{2,5}[室户]"
)
_UNIT = rf"{_N}[幢栋座号]楼?[ \t]?{_N}单元[ \t]?\d{{3,4}}(?!\d)"
_SHORT = r"\d{1,3}#[\- ]?\d{3,4}(?!\d)|\d{1,3}-\d{1,2}-\d{3,4}(?![\d-])"
# A lane with a number, a building with a room, a unit with a room; 12-3-402 and 5#602 as well.
_ROOM = re.compile(rf"{_ESTATE}(?:{_LANE}|{_BUILDING}|{_UNIT}|{_SHORT})")
_STREET = re.compile(r"(?:路|街|大道|巷|弄|胡同)[ ]?\d{1,5}(?:弄\d{1,4})?号(?!楼|线|文|令|公告)")
_GROUP = re.compile(
    rf"[\u4e00-\u9fff]村(?:委会)?[ ]?(?:第?{_N}(?:村民)?(?:小?组|队|社))(?:[ ]?\d{{1,4}}号)?"
)
_LEAD = re.compile(r"[\u4e00-\u9fff]{1,14}$")
_HOME = re.compile(
    r"住址|住所地?|家住|现住|居住(?:地|于|在)|户籍|家庭地址|家庭住址|收件地址|暂住|租住|住在|"
    r"户口所在|房屋坐落"
)
_OFFICE = re.compile(
    r"办公|受理|窗口|报名|地点|单位地址|公司|有限|注册地|经营场所|邮寄|寄至|会议|大厦|中心|政务|"
    r"服务大厅|机关|委员会|人民政府|联系地址|集中地|办事处|医院|学校|施工|工程|项目|机房|商铺|门店"
)
_DECIMAL = re.compile(
    r"(?<![\d.])(?:(?:7[3-9]|[89]\d|1[0-2]\d|13[0-5])\.\d{4,10})°?[EＥ]?[^\d\n]{1,12}"
    r"(?:(?:1[89]|[2-4]\d|5[0-3])\.\d{4,10})(?![\d.])"
    r"|(?<![\d.])(?:(?:1[89]|[2-4]\d|5[0-3])\.\d{4,10})°?[NＮ]?[^\d\n]{1,12}"
    r"(?:(?:7[3-9]|[89]\d|1[0-2]\d|13[0-5])\.\d{4,10})(?![\d.])"
)
_SEXAGESIMAL = re.compile(
    r"\d{2,3}[°度]\d{1,2}[′'分]\d{1,2}(?:\.\d+)?[″\"”秒][^\d\n]{0,10}"
    r"\d{2,3}[°度]\d{1,2}[′'分]\d{1,2}(?:\.\d+)?[″\"”秒]"
)
_SOMEBODY = re.compile(
    r"户主|住户|住宅|住址|家中|居住|自建房|宅基地|农户|被征收人|姓名|居民|受访者|患者|病例"
)


def addresses(text: str) -> Iterator[Hit]:
    """Addresses of homes; a room in what calls itself an office is none."""
    for pattern, sign in ((_ROOM, "room"), (_GROUP, "village_group"), (_STREET, "street_number")):
        for found in pattern.finditer(text):
            lead = _LEAD.search(text, max(0, found.start() - 14), found.start())
            start = lead.start() if lead else found.start()
            if not lead and pattern is not _GROUP:
                continue
            signs = [sign]
            label = line_before(text, start) + text[start : found.start()]
            if _HOME.search(label):
                signs.append("home_word")
            elif _OFFICE.search(label):
                signs.append("office_word")
            yield Hit(Kind.ADDRESS, start, found.end(), tuple(signs))


def coordinates(text: str) -> Iterator[Hit]:
    """Pairs of longitude and latitude that are exact enough for a house, where somebody lives."""
    for pattern in (_DECIMAL, _SEXAGESIMAL):
        for found in pattern.finditer(text):
            signs = ["exact_place"]
            if _SOMEBODY.search(around(text, *found.span())):
                signs.append("home_word")
            yield Hit(Kind.COORDINATES, *found.span(), tuple(signs))
