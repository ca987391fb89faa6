"""What this site itself lays on the home page: verbs, sections, and the places others stand at.

Places: 10 正在征求意见, 20 最新文件, 30 政策解读, 40 即将施行、即将失效, 50 留言选登, 60 重大决策,
70 政府信息公开, 80 按主题查, 90 按机关查. Whoever brings one of the others registers it there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from disclosure import selectors
from disclosure.models import Document
from disclosure.presenters.rows import Row, row_of
from disclosure.presenters.words import day
from portal.common.registry import Entry, Section, Want
from portal.organs.choices import OrganKind, OrganLevel
from portal.organs.models import Organ
from portal.site.navigation import PLATFORM

WANTS: Final = (
    Want("查文件是否有效", "查文件", "file-check", "disclosure:library", 10),
    Want("", "最新文件", "list", "disclosure:library", 20, "?validity=all"),
    Want("申请公开政府信息", "申请公开", "mail", "requests:home", 30),
    Want("查申请的进度", "查进度", "route", "requests:track", 40),
    Want("更正本人信息的记录", "更正我的信息", "user-pen", "requests:record_home", 50),
    Want("订阅新文件", "", "bell", "notifications:subscriptions", 60),
    Want("", "打电话问", "phone", "site:contact", 70),
)

# Which stroke of static/img/themes.svg stands beside a theme of the State Council's list.
PICTOGRAMS: Final[Mapping[str, str]] = {
    "国务院组织机构": "t-council",
    "综合政务": "t-general",
    "国民经济管理、国有资产监管": "t-economy",
    "财政、金融、审计": "t-finance",
    "国土资源、能源": "t-land",
    "农业、林业、水利": "t-farm",
    "工业、交通": "t-transport",
    "商贸、海关、旅游": "t-trade",
    "市场监管、安全生产监管": "t-safety",
    "城乡建设、环境保护": "t-city",
    "科技、教育": "t-school",
    "文化、广电、新闻出版": "t-culture",
    "卫生、体育": "t-health",
    "人口与计划生育、妇女儿童工作": "t-family",
    "劳动、人事、监察": "t-work",
    "公安、安全、司法": "t-justice",
    "民政、扶贫、救灾": "t-relief",
    "民族、宗教": "t-peoples",
    "对外事务": "t-foreign",
    "港澳台侨工作": "t-strait",
    "国防": "t-defence",
    "其他": "t-other",
}
_OTHER: Final = "t-other"
_LATEST: Final = 5
_DATES: Final = 4
_MOST_ORGANS: Final = 12


@dataclass(frozen=True)
class Leaf:
    """A day on which a document begins or ceases to hold."""

    date: dt.date
    title: str
    url: str
    why: str
    is_end: bool


@dataclass(frozen=True)
class ThemeLink:
    """A theme that holds public documents, with its pictogram."""

    name: str
    documents: int
    pictogram: str


@dataclass(frozen=True)
class Name:
    """An organ by the word people use."""

    code: str
    word: str


@dataclass(frozen=True)
class Circle:
    """Organs of one level that have published something; `more` is how many are not shown."""

    label: str
    level: str
    organs: Sequence[Name]
    more: int


def latest(_on: dt.date) -> list[Row] | None:
    """The newest documents."""
    newest = Document.objects.public().newest_first()
    keys = list(newest.values_list("pk", flat=True)[:_LATEST])
    # What a row shows is counted for these alone.
    found = selectors.list_rows(keys)
    # One may have been withdrawn since its key was read.
    return [row_of(found[key]) for key in keys if key in found] or None


def dates(on: dt.date) -> list[Leaf] | None:
    """What begins to hold, or ceases to, in the months to come, the next first."""
    leaves = [_leaf(document, on) for document in selectors.turning(on)]
    return sorted(leaves, key=lambda leaf: leaf.date)[:_DATES] or None


def frame(_on: dt.date) -> Sequence[Entry]:
    """政府信息公开: the fixed, familiar place."""
    return PLATFORM


def themes(_on: dt.date) -> list[ThemeLink] | None:
    """Themes with their pictograms."""
    return [
        ThemeLink(theme.name, theme.documents, PICTOGRAMS.get(theme.name, _OTHER))
        for theme in selectors.themes_in_use()
    ] or None


def organs(_on: dt.date) -> list[Circle] | None:
    """Who has published, by level; of a district its name, which stands for all its organs."""
    levels = {
        OrganLevel.CITY.value: "市级",
        OrganLevel.DISTRICT.value: "区级",
        OrganLevel.TOWN.value: "街道和镇",
    }
    found: dict[str, list[Name]] = {level: [] for level in levels}
    above = ""
    for organ in selectors.organs_in_use():
        area = organ.name.removesuffix("人民政府")
        if organ.level == OrganLevel.DISTRICT and organ.kind == OrganKind.GOVERNMENT:
            found[organ.level].append(Name(organ.code, area.removeprefix(above)))
        elif organ.level in found and not _is_within(organ):
            found[organ.level].append(Name(organ.code, organ.short_name))
        if organ.level == OrganLevel.CITY and organ.kind == OrganKind.GOVERNMENT:
            above = area
    return [
        Circle(levels[level], level, rows[:_MOST_ORGANS], max(0, len(rows) - _MOST_ORGANS))
        for level, rows in found.items()
        if rows
    ] or None


def _is_within(organ: Organ) -> bool:
    """Whether it is one of the organs that a district's name stands for."""
    inner = (OrganKind.DEPARTMENT, OrganKind.OFFICE)
    return organ.level == OrganLevel.DISTRICT and organ.kind in inner


SECTIONS: Final = (
    Section("files", 20, "site/home/files.html", latest),
    Section("dates", 40, "site/home/dates.html", dates),
    Section("frame", 70, "site/home/frame.html", frame, is_wide=True),
    Section("themes", 80, "site/home/themes.html", themes),
    Section("organs", 90, "site/home/organs.html", organs),
)


def _leaf(document: Document, on: dt.date) -> Leaf:
    begins = document.effective_on
    url = document.get_absolute_url()
    if begins and begins > on:
        return Leaf(begins, document.title, url, f"{day(begins)}起施行", is_end=False)
    ends = document.ends_on or on
    left = (ends - on).days
    rest = f"还有{left}天" if left else "今天是最后一天"
    return Leaf(ends, document.title, url, f"有效期至{day(ends)}，{rest}", is_end=True)
