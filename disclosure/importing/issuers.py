"""Who issues: organ names from the 版头, the title, the 署名 and the 代字, and their agreement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from disclosure.importing.elements import Evidence, OrganName
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


def _split_glued(name: str, organs: Sequence[OrganName]) -> list[str]:
    """Split names printed without a mark between them, by known names or a repeated region."""
    known = sorted(
        {text for organ in organs for text in (organ.name, *organ.short_names) if len(text) > 2},
        key=len,
        reverse=True,
    )
    if name in known:
        return [name]
    for text in known:
        rest = name[len(text) :]
        if name.startswith(text) and is_organ_like(rest):
            return [text, *_split_glued(rest, organs)]
    for size in range(2, 7):
        region = name[:size]
        at = name.find(region, size)
        opens_region = region[-1] in "省市区县镇乡"
        if opens_region and at > size and _SUFFIX.search(name[:at]):
            return [name[:at], *_split_glued(name[at:], organs)]
    return [name]


def split_names(text: str, organs: Sequence[OrganName] = ()) -> tuple[str, ...]:
    """Return the organ names in ``text``, in order; joint names may be spaced, listed or glued.

    A space inside one name (a line break in a title) is healed.
    """
    text = _AND_OTHERS.sub("", text.strip()).removesuffix("文件").strip()
    # Of a letterhead set in two columns 文件 is the second.
    parts = [part for part in _JOINT.split(text) if part not in ("", "文件")]
    if len(parts) > 1 and not all(is_organ_like(part) for part in parts):
        parts = ["".join(parts)]
    return tuple(name for part in parts for name in _split_glued(part, organs))


def _canonical(name: str, organs: Sequence[OrganName]) -> str:
    """Return the full name of the organ ``name`` means, or ``name`` itself."""
    for organ in organs:
        if name == organ.name or name in organ.short_names:
            return organ.name
    return name


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
