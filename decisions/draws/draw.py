"""The draw, pure: who is chosen follows from the list, the seed, the places and the quotas alone.

Each candidate's key is the SHA-256 of the UTF-8 text `seed:number`, in lower-case hexadecimal; the
order of the keys is the order of the draw. Quotas are minima by group and are filled first, each in
that order; the places left go to all who are not chosen yet. No law says how; a draw that states
its rule beforehand can be reckoned again by whoever has the list and the seed.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class DrawError(ValueError):
    """There is nothing that could be drawn; the message says why and what to do."""


@dataclass(frozen=True)
class Candidate:
    """A number, as the exact text by which it is drawn, and the one group it belongs to."""

    number: str
    group: str = ""


@dataclass(frozen=True)
class Drawn:
    """The chosen and the substitutes, both in the order of the keys; `by_quota` names the group by
    whose quota one was chosen. `warnings` say what was not as it was asked.
    """

    chosen: tuple[Candidate, ...]
    substitutes: tuple[Candidate, ...]
    by_quota: Mapping[str, str]
    warnings: tuple[str, ...] = ()


def key_of(seed: str, number: str) -> str:
    """The key by which a number takes its place in the order."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def in_order(candidates: Sequence[Candidate], seed: str) -> list[Candidate]:
    """All of them by their keys; equal keys, which nobody has ever seen, by the shorter and then
    the smaller number.
    """
    return sorted(
        candidates,
        key=lambda each: (key_of(seed, each.number), len(each.number), each.number),
    )


def draw(
    candidates: Sequence[Candidate],
    *,
    seed: str,
    places: int,
    quotas: Mapping[str, int] | None = None,
) -> Drawn:
    """Choose. Raises DrawError for an empty or unprintable seed, numbers that are none or double,
    places below one, and quotas that cannot be meant.
    """
    quotas, sizes = quotas or {}, Counter(each.group for each in candidates)
    warnings = [*_check_seed(seed)]
    _check_numbers(candidates)
    _check_quotas(quotas, places, sizes)
    ordered = in_order(candidates, seed)
    by_quota: dict[str, str] = {}
    for group, quota in quotas.items():
        if sizes[group] < quota:
            warnings.append(
                f"“{group}”只有{sizes[group]}人，不足{quota}人，余下的名额转入一般名额。"
            )
        ours = [each for each in ordered if each.group == group]
        by_quota |= {each.number: group for each in ours[:quota]}
    if places >= len(candidates):
        warnings.append("名额不少于报名人数，全部入选，没有候补。")
    left = places - len(by_quota)
    others = [each for each in ordered if each.number not in by_quota]
    taken = {*by_quota, *(each.number for each in others[:left])}
    return Drawn(
        tuple(each for each in ordered if each.number in taken),
        tuple(each for each in ordered if each.number not in taken),
        by_quota,
        tuple(warnings),
    )


def chances(
    sizes: Mapping[str, int], *, places: int, quotas: Mapping[str, int] | None = None
) -> dict[str, float]:
    """The chance of one person of each group, before the draw.

    Reckoned over every order in which people can come: past the quotas, whoever comes next takes a
    place, so that those whom a quota already helped compete with worse keys.
    """
    names = list(sizes)
    kept = [min((quotas or {}).get(name, 0), sizes[name]) for name in names]
    if places >= sum(sizes.values()):
        return dict.fromkeys(names, 1.0)
    general = places - sum(kept)
    gained = [0.0] * len(names)
    # How many of each group have come so far, and how likely that is.
    standing = {(0,) * len(names): 1.0}
    while standing:
        following: dict[tuple[int, ...], float] = {}
        for seen, likely in standing.items():
            given = sum(max(0, n - quota) for n, quota in zip(seen, kept, strict=True))
            left = [sizes[name] - n for name, n in zip(names, seen, strict=True)]
            if given == general or not any(left):
                continue
            for place, remaining in enumerate(left):
                if not remaining:
                    continue
                step = likely * remaining / sum(left)
                if seen[place] >= kept[place]:
                    gained[place] += step
                after = (*seen[:place], seen[place] + 1, *seen[place + 1 :])
                following[after] = following.get(after, 0.0) + step
        standing = following
    return {
        name: (quota + more) / sizes[name]
        for name, quota, more in zip(names, kept, gained, strict=True)
        if sizes[name]
    }


def _check_seed(seed: str) -> list[str]:
    if not seed:
        raise DrawError("种子是空的，请写明公布的种子。")
    if any(unicodedata.category(sign) == "Cc" for sign in seed):
        raise DrawError("种子里有换行、制表等控制字符，请照公布的原文填写。")
    warnings = []
    if seed != seed.strip():
        warnings.append("种子的首尾有空格，空格也算在种子里。")
    if not unicodedata.is_normalized("NFC", seed):
        warnings.append("种子不是 NFC 写法，看起来相同的文字结果可能不同。")
    return warnings


def _check_numbers(candidates: Sequence[Candidate]) -> None:
    """Numbers as texts that can be told apart by whoever reads them aloud."""
    if not candidates:
        raise DrawError("名单里没有人。")
    values: dict[str, str] = {}
    for each in candidates:
        number = each.number
        if not (number.isascii() and number.isdigit()):
            raise DrawError(f"编号“{number[:20]}”应当只有半角数字。")
        value = number.lstrip("0") or "0"
        if value in values:
            told = "重复" if values[value] == number else f"与“{values[value]}”分不清"
            raise DrawError(f"编号“{number[:20]}”{told}，请核对名单。")
        values[value] = number


def _check_quotas(quotas: Mapping[str, int], places: int, sizes: Mapping[str, int]) -> None:
    if places < 1:
        raise DrawError("名额至少是1。")
    for group, quota in quotas.items():
        if quota < 0:
            raise DrawError(f"“{group}”的名额不能是负数。")
        if not sizes.get(group):
            raise DrawError(
                f"名单里没有“{group}”这一组，请核对组名；确实没有人报名的，不写这一组。"
            )
    if sum(quotas.values()) > places:
        raise DrawError(f"各组名额共{sum(quotas.values())}个，多于{places}个名额。")
