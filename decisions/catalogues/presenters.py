"""Catalogues in words: what an item says, what an adjustment changed, whose it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from decisions.catalogues.choices import Change, Outcome, Place
from decisions.catalogues.models import ItemEdition
from decisions.catalogues.selectors import Account, Line, Standing
from decisions.catalogues.sources import Stage, Told
from portal.organs.choices import OrganKind, OrganLevel
from portal.organs.models import Organ

# The levels as the list shows them, in their order.
CITY, CITY_DEPARTMENTS, DISTRICTS, TOWNS = "city", "departments", "districts", "towns"
SHELVES: Final = {
    CITY: "市政府", CITY_DEPARTMENTS: "市级部门", DISTRICTS: "区", TOWNS: "街道和镇",
}  # fmt: skip
STANDING_WORDS: Final = {
    "free": "没有登记期限", "waiting": "没有公布，还没有到期", "overdue": "逾期没有公布",
    "in_time": "按期公布", "late": "迟公布",
}  # fmt: skip


def shelf_of(organ: Organ) -> str:
    """Under which level an organ stands."""
    if organ.level == OrganLevel.TOWN:
        return TOWNS
    if organ.level == OrganLevel.DISTRICT:
        return DISTRICTS
    return CITY if organ.kind == OrganKind.GOVERNMENT else CITY_DEPARTMENTS


@dataclass(frozen=True)
class Shelf:
    """The organs of a level; `published` of them have published."""

    code: str
    label: str
    rows: Sequence[Standing]

    @property
    def published(self) -> int:
        return sum(row.is_published for row in self.rows)


def shelves_of(rows: Iterable[Standing]) -> list[Shelf]:
    """The levels that have any organ."""
    held = list(rows)
    found = [
        Shelf(code, label, [row for row in held if shelf_of(row.organ) == code])
        for code, label in SHELVES.items()
    ]
    return [shelf for shelf in found if shelf.rows]


def standing_words(row: Standing) -> str:
    """How an organ stands, in a few words."""
    words = STANDING_WORDS[row.standing.value]
    return f"{words}，迟{row.days_late}天" if row.days_late else words


@dataclass(frozen=True)
class Entry:
    """An item of a catalogue as everybody reads it on a day."""

    line: Line
    briefs: Sequence[Told] = ()
    account: Account | None = None
    stages: Sequence[Stage] = ()

    @property
    def by(self) -> str:
        """Whose it is, and for when it is planned."""
        edition = self.line.edition
        joint = "、".join(organ.short_name for organ in edition.joint.all())
        help_ = f"，{joint}会办" if joint else ""
        return f"{edition.lead.short_name}{help_}　计划 {edition.span}"

    @property
    def place_words(self) -> str:
        """That it stands in the catalogue no more, since when."""
        edition = self.line.edition
        if self.line.is_listed or edition.on is None:
            return ""
        day = f"{edition.on.year}年{edition.on.month}月{edition.on.day}日"
        where = f"移到{edition.moved_to}年" if edition.place == Place.MOVED else "退出目录"
        return f"{day}{where}"

    @property
    def why(self) -> str:
        """The reason of its last adjustment."""
        adjustment = self.line.edition.adjustment
        return adjustment.reason if adjustment else ""


def account_words(account: Account) -> str:
    """What became of an item: 移到2027年."""
    if account.moved_to:
        return f"移到{account.moved_to}年"
    return account.outcome.label


@dataclass(frozen=True)
class Changed:
    """An adjustment as everybody reads it: its day, what it did and what reads otherwise since."""

    key: int
    on: dt.date
    words: str
    reason: str
    by: str
    differences: Sequence[str]
    url: str


def changes_of(editions: Mapping[int, Sequence[ItemEdition]], until: dt.date) -> list[Changed]:
    """What was changed up to a day, the last one first, from the editions of every item."""
    rows: list[tuple[tuple[dt.date, int], Changed]] = []
    for held in editions.values():
        before: ItemEdition | None = None
        for edition in (row for row in held if row.on and row.on <= until):
            if edition.adjustment and edition.on:
                rows.append(((edition.on, edition.pk), _changed(edition, before)))
            before = edition
    return [changed for _, changed in sorted(rows, key=lambda row: row[0], reverse=True)]


def _changed(edition: ItemEdition, before: ItemEdition | None) -> Changed:
    adjustment, item = edition.adjustment, edition.item
    if adjustment is None or edition.on is None:
        raise ValueError(f"edition {edition.pk} has no adjustment")
    name = f"第{item.number}项“{before.title if before else edition.title}”"
    words = {
        Change.ADD: f"增加{name}",
        Change.CHANGE: f"修改{name}",
        Change.MOVE: f"{name}移到{edition.moved_to}年",
        Change.REMOVE: f"{name}退出目录",
    }[Change(adjustment.change)]
    told = []
    if adjustment.asked_by:
        told.append(f"{adjustment.asked_by}提出")
    if adjustment.approved_by:
        told.append(f"{adjustment.approved_by}批准")
    if adjustment.party_on:
        told.append(f"{adjustment.party_on}经同级党委同意")
    differences = differences_of(before, edition) if before else []
    url, by = item.get_absolute_url(), "，".join(told)
    return Changed(adjustment.pk, edition.on, words, adjustment.reason, by, differences, url)


def differences_of(before: ItemEdition, after: ItemEdition) -> list[str]:
    """What reads otherwise, a sentence each."""
    told = []
    for label, old, new in zip(_LABELS, _told(before), _told(after), strict=True):
        if old != new:
            told.append(f"{label}：{old or '（没有）'} → {new or '（没有）'}")
    texts = (("主要内容", "gist"), ("法律依据", "basis"), ("不邀请利害关系人的理由", "uninvited"))
    return told + [
        f"{label}有改动" for label, name in texts if getattr(before, name) != getattr(after, name)
    ]


_LABELS: Final = ("名称", "类别", "承办单位", "会办单位", "计划时间", "计划的程序", "计划听证")


def _told(edition: ItemEdition) -> tuple[str, ...]:
    return (
        edition.title,
        edition.get_matter_display(),
        edition.lead.short_name,
        "、".join(organ.short_name for organ in edition.joint.all()),
        str(edition.span),
        "、".join(edition.step_words),
        "是" if edition.hearing else "否",
    )


@dataclass(frozen=True)
class Sums:
    """The year in a sentence; `published` and `under_way` by the stages of the items."""

    items: int
    done: int
    moved: int
    withdrawn: int
    published: int = 0
    under_way: int = 0


def sums_of(entries: Sequence[Entry]) -> Sums:
    """How many items there are, and what became of them as far as it is told."""
    outcomes = [entry.account.outcome for entry in entries if entry.account]
    gone = [entry.line.edition.place for entry in entries if not entry.line.is_listed]
    if outcomes:
        counts = [outcomes.count(each) for each in Outcome]
    else:
        counts = [0, gone.count(Place.MOVED), gone.count(Place.REMOVED)]
    begun = [entry for entry in entries if entry.stages and entry.line.is_listed]
    published = sum(entry.stages[-1].state == "done" for entry in begun)
    done, moved, withdrawn = counts
    return Sums(len(entries), done, moved, withdrawn, published, len(begun) - published)
