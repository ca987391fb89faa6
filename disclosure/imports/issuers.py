"""Who issues: organ names from the 版头, the title, the 署名 and the 代字, and their agreement."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from disclosure.imports.elements import Evidence, OrganName
from portal.organs.docnumbers import DocNumber

__all__ = ["Source", "is_organ_like", "reconcile", "split_names"]

_SUFFIX: Final = re.compile(
    "(?:政府|办公厅|办公室|府办|委员会|党委|市委|区委|县委|镇委|委|局|厅|部|院|署|处|会|中心|总局|站|所"
    "|馆|队|公司|大学|学校|军区|银行|人行|分行|指挥部|街道|海关|集团|领导小组|组|社|联|办|区|高法|高检)$"
)
_NOT_NAME: Final = re.compile(r"[，。；：、！？,;:!?《》“”]|[0-9]{3}")
_AND_OTHERS: Final = re.compile(
    "等[一二三四五六七八九十0-9]*(?:个)?(?:部门|单位|机关|委办局|部委)?$"
)
_JOINT: Final = re.compile(r"[\s、，,]+")
# 某区人民政府某街道办事处: the district's government is a part of the office's name.
_STREET_OFFICE: Final = re.compile(
    "(?<=[区县市])人民政府(?=[^省市区县局委厅处室、]{1,12}街道办事处$)"
)
_ONE_STREET: Final = re.compile(
    "[^局委厅处室、]{2,24}[区县市]人民政府[^省市区县局委厅处室、]{1,12}街道办事处"
)
# Words that name a part of an organ, never an organ by themselves.
_GENERIC: Final = frozenset(
    {
        "办公室",
        "办公厅",
        "办事处",
        "委员会",
        "领导小组",
        "指挥部",
        "秘书处",
        "管委会",
        "总队",
        "支队",
    }
)
_ENDING: Final = re.compile("(?:办公室|办公厅|委员会|人民政府|街道办事处|局|委|厅)$")
_REGION: Final = re.compile("(?!城市|城乡|住房|市场|区域|地区)[\u4e00-\u9fff]{1,6}?[省市区县镇乡]")
# Organs run from above, whose branches bear the name of the head.
_VERTICAL: Final = re.compile("总局|总署|总行|分局$")
_TWIN_OFFICES: Final = ("办公室", "办公厅")
_SEVERAL: Final = re.compile(
    "[^、]{2,40}?(?:委员会|委(?!员|办|托|派)|局(?!部|长)|厅|办公室|街道办事处)"
    "[^、]{2,40}(?:局|委|厅|委员会|办公室|办公厅|人民政府|街道办事处)$"
)
# A row of names is short; longer text is none.
_LONGEST_ROW: Final = 200


@dataclass(frozen=True, slots=True)
class Source:
    """Names found at one place: ``where`` is 版头, 标题, 署名 or 发文字号."""

    where: str
    names: tuple[str, ...]
    lines: tuple[int, ...]
    confidence: float


def is_organ_like(text: str, known: Sequence[str] = ()) -> bool:
    """Return whether ``text`` alone reads as an organ's name (or several, spaced)."""
    name = text.strip()
    if name in known:
        return True
    return 2 < len(name) <= 40 and not _NOT_NAME.search(name) and bool(_SUFFIX.search(name))


def _key(name: str) -> str:
    """Return a name as it is compared: 某区人民政府某街道办事处 is 某区某街道办事处."""
    return _STREET_OFFICE.sub("", name)


def _ending(name: str) -> str:
    """Return the word that says what kind of organ this is, or an empty string."""
    match = _ENDING.search(name)
    return match[0] if match else ""


def _stands_alone(first: str, rest: str, known: Set[str]) -> bool:
    """Return whether ``rest``, printed right behind ``first``, is an organ of its own.

    外事办公室 behind a government is a part of its name, 税务局 behind 总局 as well.
    """
    if _key(rest) in known:
        return True
    if not is_organ_like(rest) or rest in _GENERIC or _VERTICAL.search(first):
        return False
    return bool(_REGION.match(rest)) or _ending(first) == _ending(rest) != ""


def _split_glued(name: str, known: Set[str]) -> list[str]:
    """Split names printed without a mark between them, by known names or a repeated region."""
    if _key(name) in known or _ONE_STREET.fullmatch(name) or len(name) > _LONGEST_ROW:
        return [name]
    for size in range(len(name) - 2, 2, -1):
        first, rest = name[:size], name[size:]
        if _key(first) in known and _stands_alone(first, rest, known):
            return [first, *_split_glued(rest, known)]
    for size in range(2, 7):
        region = name[:size]
        at = name.find(region, size)
        opens_region = region[-1] in "省市区县镇乡"
        if opens_region and at > size and _SUFFIX.search(name[:at]):
            return [name[:at], *_split_glued(name[at:], known)]
    for office in _TWIN_OFFICES:
        at = name.find(office) + len(office)
        if office in name and name.endswith(office) and len(office) + 2 < at < len(name):
            # 住建委办公室城管局办公室: two offices of two organs.
            rest = name[at:]
            if rest not in _GENERIC and is_organ_like(name[:at]) and is_organ_like(rest):
                return [name[:at], *_split_glued(rest, known)]
    return [name]


@lru_cache(maxsize=4)  # asked of every line of a file, about the same hundreds of organs
def _known_keys(organs: tuple[OrganName, ...]) -> frozenset[str]:
    names = (text for organ in organs for text in (organ.name, *organ.short_names))
    return frozenset(_key(text) for text in names if len(text) > 2)


def _unsure(names: Sequence[str], organs: Sequence[OrganName]) -> list[str]:
    """Return the names that may not be one organ's: several in a row, or a rest of a name."""
    known = _known_keys(tuple(organs))
    return [
        name
        for name in names
        if _key(name) not in known
        and (name in _GENERIC or (_SEVERAL.match(name) and not _VERTICAL.search(name)))
    ]


def split_names(text: str, organs: Sequence[OrganName] = ()) -> tuple[str, ...]:
    """Return the organ names in ``text``, in order; joint names may be spaced, listed or glued.

    A space inside one name (a line break in a title) is healed.
    """
    text = _AND_OTHERS.sub("", text.strip()).removesuffix("文件").strip()
    # Of a letterhead set in two columns 文件 is the second.
    parts = [part for part in _JOINT.split(text) if part not in ("", "文件")]
    if len(parts) > 1 and not all(is_organ_like(part) for part in parts):
        parts = ["".join(parts)]
    known = _known_keys(tuple(organs))
    return tuple(name for part in parts for name in _split_glued(part, known))


def _canonical(name: str, organs: Sequence[OrganName]) -> str:
    """Return the full name of the organ ``name`` means, or ``name`` itself."""
    for organ in organs:
        if name == organ.name or name in organ.short_names:
            return organ.name
    key = _key(name)
    return next((organ.name for organ in organs if _key(organ.name) == key), name)


def _agree(left: str, right: str) -> bool:
    """Return whether two names can be one organ: 浦东新区… is 上海市浦东新区… in short."""
    return left.endswith(right) or right.endswith(left)


def _by_prefix(number: DocNumber | None, organs: Sequence[OrganName]) -> str | None:
    """Return the organ whose 代字 the number carries."""
    if number is None:
        return None
    for organ in organs:
        if number.prefix in organ.prefixes:
            return organ.name
    return None


def _conflicts(sources: Sequence[Source], names: Sequence[str]) -> list[str]:
    """Return a warning for each source that names another organ than the chosen ones."""
    return [
        f"{sources[0].where}的发文机关“{'、'.join(names)}”与{source.where}的"
        f"“{'、'.join(source.names)}”不一致，请对照原件确认发文机关。"
        for source in sources[1:]
        if not any(_agree(a, b) for a in names for b in source.names)
    ]


def _with_canonical_names(source: Source, organs: Sequence[OrganName]) -> Source:
    return replace(source, names=tuple(_canonical(name, organs) for name in source.names))


def _best(sources: Sequence[Source]) -> Source:
    """Return the first source, or a later one that names the same organs more fully."""
    best = sources[0]
    for source in sources[1:]:
        longer = len(source.names) > len(best.names) and _agree(source.names[0], best.names[0])
        fuller = len(source.names) == len(best.names) and all(
            a != b and a.endswith(b) for a, b in zip(source.names, best.names, strict=True)
        )
        best = source if longer or fuller else best
    return best


def reconcile(
    sources: Sequence[Source], number: DocNumber | None, organs: Sequence[OrganName]
) -> tuple[list[str], Evidence | None, list[str]]:
    """Return ``(issuers, evidence, warnings)`` from the sources, strongest first.

    The first source decides; a later one completes a shortened or partial list. The organ that
    owns the number's 代字 serves when nothing else does, and is compared when it does not fit.
    """
    usable = [_with_canonical_names(source, organs) for source in sources if source.names]
    owner = _by_prefix(number, organs)
    if not usable:
        if owner is None:
            return [], None, ["未能识别发文机关，请对照原件填写。"]
        warning = f"发文机关只能由发文字号代字推定为“{owner}”，请核对。"
        return [owner], Evidence(0.6, "发文字号", raw=number.raw if number else ""), [warning]
    best = _best(usable)
    names = list(dict.fromkeys(best.names))
    warnings = _conflicts(usable, names)
    warnings += [
        f"发文机关“{name}”可能不是一个机关的名称（几个机关连写，或者名称不全），请对照原件核对。"
        for name in _unsure(names, organs)
    ]
    if owner is not None and not any(_agree(owner, name) for name in names):
        warnings.append(
            f"发文字号代字对应“{owner}”，与{best.where}的发文机关“{'、'.join(names)}”不一致，请核对。"
        )
    codes = {organ.name: organ.code for organ in organs}
    extra = {
        "sources": "、".join(source.where for source in usable),
        "codes": [codes[name] for name in names if name in codes],
    }
    confidence = best.confidence - 0.3 * bool(warnings)
    return (
        names,
        Evidence(confidence, best.where, best.lines, "、".join(best.names), extra),
        warnings,
    )
