"""The facets of the library as groups of links, with honest counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from disclosure.address import CURRENT, DATED, NONE, OPENING, Address
from disclosure.choices import Kind, Language, Validity
from disclosure.presenters.words import day
from disclosure.selectors import NamedOrgan
from portal.organs.choices import OrganKind, OrganLevel
from portal.organs.models import Organ
from portal.search.lists import Chip, Group, Link
from portal.search.queries import FacetValue

TITLES = {
    "validity": "有效性",
    "organ": "发布机关",
    "level": "层级",
    "theme": "主题分类",
    "subtheme": "二级主题",
    "year": "成文年份",
    "doc_type": "文件类型",
    "kind": "信息类别",
    "normative": "文件性质",
    "category": "公开类别",
    "audience": "适用对象",
    "subject": "主题词",
    "language": "语种",
    "tag": "政策标签",
}
# The second level of what no other one holds.
REST = "其他"
_FIRST = 8
# Levels are not offered: the tree of organs is the same choice. An address may name them.
_OTHERS = ("organ", "theme", "subtheme", "year", "doc_type")
_FURTHER = ("kind", "normative", "category", "audience", "subject", "language")
_OPEN = ("validity", "organ", "theme", "year")
_NORMATIVE = {"yes": "行政规范性文件", "no": "其他文件"}
# What the list opens with: what is in force, amended or not, and what is told and never was.
PRESET = "现行文件"
_TABBED = ("normative", "kind")
_TABS: tuple[tuple[str, Mapping[str, tuple[str, ...]]], ...] = (
    ("全部", {}),
    ("行政规范性文件", {"normative": ("yes",)}),
    ("其他公文", {"normative": ("no",), "kind": (Kind.OFFICIAL.value,)}),
    ("通知通告", {"kind": (Kind.NOTICE.value,)}),
    ("公告公示", {"kind": (Kind.ANNOUNCEMENT.value,)}),
)
_STATE_ROWS = (
    (OPENING, PRESET),
    (CURRENT, "其中现行有效"),
    ((NONE,), "其中不涉及有效性的"),
    ((Validity.NOT_YET.value,), "尚未施行"),
    ((Validity.SUPERSEDED.value,), "旧文本"),
    ((Validity.EXPIRED.value,), "失效"),
    ((Validity.REPEALED.value,), "废止"),
    ((Validity.TO_VERIFY.value,), "待核实"),
)


@dataclass(frozen=True)
class Tab:
    """One of the kinds above the list."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Names:
    """What the codes of facets are called."""

    organs: Mapping[str, NamedOrgan]
    categories: Mapping[str, str]

    def label(self, facet: str, value: str) -> str:
        """The word for one value."""
        if facet == "organ":
            return self.organs[value].name if value in self.organs else value
        tables: dict[str, Mapping[str, str]] = {
            "level": dict(OrganLevel.choices),
            "kind": dict(Kind.choices),
            "language": dict(Language.choices),
            "normative": _NORMATIVE,
            "category": self.categories,
            "validity": {**dict(Validity.choices), NONE: "不涉及有效性"},
        }
        if facet == "subtheme":
            return value.rsplit("\\", maxsplit=1)[-1]
        return tables.get(facet, {}).get(value, f"{value}年" if facet == "year" else value)

    def full(self, facet: str, value: str) -> str:
        """The same where it stands by itself: a second level with the theme it belongs to."""
        above, _, leaf = value.rpartition("\\")
        if facet != "subtheme" or not above:
            return self.label(facet, value)
        return f"{above}（{leaf}）" if leaf == REST else f"{above}／{leaf}"


def groups_of(
    address: Address, facets: Mapping[str, Sequence[FacetValue]], names: Names
) -> list[Group]:
    """Every facet that offers a choice, in the order of the page.

    Beside another day the states of today would only confuse.
    """
    groups = [] if address.valid_on else [_validity(address, facets.get("validity", ()))]
    groups += [_group(address, name, facets.get(name, ()), names) for name in _OTHERS]
    return [group for group in groups if group.links]


def further_groups(
    address: Address, facets: Mapping[str, Sequence[FacetValue]], names: Names
) -> list[Group]:
    """Facets for those who know what they want, behind 更多条件."""
    groups = [_group(address, name, facets.get(name, ()), names) for name in _FURTHER]
    return [group for group in groups if group.links]


def tabs_of(address: Address) -> list[Tab]:
    """The kinds people ask for first; each tab keeps the words and the other filters."""
    here = {name: address.filters.get(name, ()) for name in _TABBED}
    rest = {name: values for name, values in address.filters.items() if name not in _TABBED}
    return [
        Tab(
            label,
            replace(address, filters={**rest, **wanted}, page=1).url(),
            here == {name: wanted.get(name, ()) for name in _TABBED},
        )
        for label, wanted in _TABS
    ]


def chips_of(address: Address, names: Names) -> list[Chip]:
    """The applied filters; the preset of states is one of them."""
    chips = []
    if address.is_preset:
        chips.append(Chip(PRESET, address.any_state()))
    if address.valid_on:
        chips.append(Chip(f"{day(address.valid_on)}有效", address.today()))
    if not address.span.is_ever:
        chips.append(Chip(_stretch(address), address.ever()))
    for name, values in address.filters.items():
        remove = address.any_state() if name == "validity" and len(values) == 1 else ""
        chips += [
            Chip(names.full(name, value), remove or address.without(name, value))
            for value in values
        ]
    return chips


def _stretch(address: Address) -> str:
    """The stretch of days in words: 2024年1月1日至2024年12月31日发布."""
    first, last = address.span
    since = day(first) if first else ""
    until = f"至{day(last)}" if last else "以来"
    return f"{since}{until}{DATED[address.dated]}" if since else f"{until}{DATED[address.dated]}"


def left_out(facets: Mapping[str, Sequence[FacetValue]]) -> int:
    """How many documents the preset of states leaves out."""
    return sum(v.count for v in facets.get("validity", ()) if v.value not in OPENING)


def _validity(address: Address, values: Iterable[FacetValue]) -> Group:
    counts = {value.value: value.count for value in values}
    links = []
    for states, label in _STATE_ROWS:
        count = sum(counts.get(state, 0) for state in states)
        current = address.states == states
        if count or current:
            links.append(Link(label, count, _having(address, states), current))
    links.append(Link("全部", sum(counts.values()), address.any_state(), address.all_states))
    return Group("validity", TITLES["validity"], tuple(links), is_open=True)


def _having(address: Address, states: tuple[str, ...]) -> str:
    if states == OPENING:
        return address.preset()
    return address.held() if states == CURRENT else address.having("validity", states[0])


def _group(address: Address, name: str, values: Sequence[FacetValue], names: Names) -> Group:
    chosen = address.filters.get(name, ())
    if name == "organ":
        links = _tree(address, {v.value: v.count for v in values}, names.organs)
    else:
        if name == "subtheme":
            parents = tuple(f"{theme}\\" for theme in address.themes)
            values = [v for v in values if parents and v.value.startswith(parents)]
        if name == "year":
            values = sorted(values, key=lambda v: v.value, reverse=True)
        links = tuple(
            _link(address, name, value.value, names.label(name, value.value), value.count)
            for value in values
            if value.count or value.value in chosen
        )
    shown, more = (links, ()) if len(links) <= _FIRST + 2 else (links[:_FIRST], links[_FIRST:])
    is_open = name in _OPEN or bool(chosen) or name == "subtheme"
    return Group(name, TITLES[name], shown, more, is_open=is_open)


def _link(address: Address, name: str, value: str, label: str, count: int) -> Link:
    current = value in address.filters.get(name, ())
    url = address.without(name, value) if current else address.having(name, value)
    return Link(label, count, url, current)


def _tree(
    address: Address, counts: Mapping[str, int], organs: Mapping[str, NamedOrgan]
) -> tuple[Link, ...]:
    """City, its own organs, its districts and theirs; organs without documents are left out."""
    children: dict[str, list[NamedOrgan]] = {}
    roots: list[NamedOrgan] = []
    by_path = {organ.path: organ for organ in organs.values()}
    for organ in organs.values():
        above = by_path.get(organ.path[: -Organ.steplen])
        if above is None:
            roots.append(organ)
        else:
            children.setdefault(above.code, []).append(organ)
    chosen = address.filters.get("organ", ())

    def leaf(organ: NamedOrgan, label: str) -> Link:
        return _link(address, "organ", organ.code, label, counts.get(organ.code, 0))

    def shown(organ: NamedOrgan) -> bool:
        return organ.code in counts or organ.code in chosen

    def area(organ: NamedOrgan, outer: str = "") -> list[Link]:
        inside = [child for child in children.get(organ.code, ()) if shown(child)]
        areas = [child for child in inside if children.get(child.code)]
        plain = [leaf(child, child.short_name) for child in inside if child not in areas]
        name = organ.name.removesuffix("人民政府").removeprefix(outer)
        label = f"{name}各机关"
        link = leaf(organ, f"{name}（全部）" if organ.kind == OrganKind.GOVERNMENT else name)
        is_open = any(child.current for child in plain)
        own = Link(link.label, link.count, link.url, link.current, tuple(plain), label, is_open)
        prefix = organ.name.removesuffix("人民政府")
        return [own, *(row for child in areas for row in area(child, prefix))]

    return tuple(link for root in roots if shown(root) for link in area(root))
