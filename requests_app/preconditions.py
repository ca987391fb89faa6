"""What an outcome rests on (`Outcome.requires`), and what to do where it is not there.

An answer states facts: that a correction came and was still unclear, that a third party was heard,
that something is enclosed. One rule for each such fact, asked of the case and of the draft alike
when the answer is handed in, judged, signed and looked at: a letter cannot tell what never was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from requests_app.outcomes import (
    GROUND_CODES,
    PARTLY_OPEN,
    THIRD_PARTY_GROUND,
    Need,
    Outcome,
)

# A whole refusal is one part.
EVERYTHING: Final = "全部内容"


@dataclass(frozen=True)
class Part:
    """What is kept back: which part, on which ground (one of `outcomes.GROUND_CODES`), why."""

    part: str
    ground: str
    reason: str


@dataclass(frozen=True)
class OfCase:
    """What has happened in the case by a day.

    `was_asked` says that a third party was asked in writing and has answered, or let its term
    pass; `is_awaited` that one still has time. `has_earlier` says that the same applicant has an
    answer of this organ to another application.
    """

    is_corrected: bool = False
    is_explained: bool = False
    was_asked: bool = False
    is_awaited: bool = False
    has_earlier: bool = False


@dataclass(frozen=True)
class OfDraft:
    """What is written with the answer.

    `provides` says that something is handed over, or that it is told how to get it; `is_cited`
    that the earlier answer has its number and its day, `is_ahead` that this day has not come;
    `names_in_charge` that the organ in charge is named with its contacts, or said to be unknown.
    """

    reason: str = ""
    provides: bool = False
    parts: Sequence[Part] = ()
    why_unasked: str = ""
    is_cited: bool = False
    is_ahead: bool = False
    names_in_charge: bool = False


@dataclass(frozen=True)
class Rule:
    """`told` is the sentence that is refused with; blank where nothing is missing. `mark` is what
    the list of outcomes says of one that the case does not allow yet; blank for what is written.
    """

    told: Callable[[Outcome, OfCase, OfDraft], str]
    mark: str = ""


def lacking(outcome: Outcome, case: OfCase, draft: OfDraft) -> tuple[str, ...]:
    """A sentence with what to do for everything the outcome rests on and is not there."""
    found = [RULES[need].told(outcome, case, draft) for need in needs_of(outcome, draft.parts)]
    return tuple(sentence for sentence in found if sentence)


def needs_of(outcome: Outcome, parts: Sequence[Part]) -> tuple[Need, ...]:
    """What it rests on; a part kept back for a third party's sake asks for the third party."""
    needs = list(outcome.requires)
    if Need.PARTS in needs and any(part.ground == THIRD_PARTY_GROUND for part in parts):
        needs.append(Need.CONSULTED)
    return tuple(dict.fromkeys(needs))


def closed_mark(outcome: Outcome, case: OfCase) -> str:
    """Why the case does not allow an outcome as it stands, in a few words; blank where it does."""
    for need in outcome.requires:
        rule = RULES[need]
        # What could still be written is taken as written.
        if rule.mark and rule.told(outcome, case, OfDraft()):
            return rule.mark
    return ""


def parts_of(outcome: Outcome, parts: Sequence[Part], reason: str) -> tuple[Part, ...]:
    """The parts of an answer: of a whole refusal for which none is written, everything."""
    if parts or outcome.code not in GROUND_CODES:
        return tuple(parts)
    return (Part(EVERYTHING, outcome.code, reason),)


def is_everything(parts: Sequence[Part]) -> bool:
    """Whether the one part is the whole, so that no letter lists parts."""
    return len(parts) == 1 and parts[0].part == EVERYTHING


def _reason(outcome: Outcome, _case: OfCase, draft: OfDraft) -> str:
    if draft.reason.strip():
        return ""
    if outcome.choice[0] == "3.4.1":
        return "请填写理由：检索了哪些范围、用什么方法、结果怎样（条例第三十六条第（四）项）。"
    return f"请填写{outcome.group}的理由（条例第三十六条）。"


def _provision(outcome: Outcome, _case: OfCase, draft: OfDraft) -> str:
    if draft.provides:
        return ""
    return (
        f"{outcome.group}的答复还没有提供任何内容：请选择提供的文件、填写已公开文件，"
        "或者写明获取的方式、途径和时间（条例第三十六条第（二）项）。"
    )


def _parts(outcome: Outcome, _case: OfCase, draft: OfDraft) -> str:
    if outcome.code == PARTLY_OPEN and not draft.parts:
        return (
            "请逐项写明不予公开的部分、依据的条款和理由（条例第三十六条第（三）项、第三十七条）。"
        )
    for number, row in enumerate(draft.parts, 1):
        if not (row.part.strip() and row.reason.strip() and row.ground in GROUND_CODES):
            return f"不予公开的第{number}项没有写全：请写明是哪一部分、依据和理由。"
    grounds = {row.ground for row in draft.parts}
    if outcome.code in GROUND_CODES and draft.parts and outcome.code not in grounds:
        return f"不予公开的各项里没有“{outcome.name}”的，请核对办理结果和各项的依据。"
    return ""


def _consulted(_outcome: Outcome, case: OfCase, draft: OfDraft) -> str:
    if case.is_awaited:
        return (
            "第三方的意见还没有收到，提出意见的期限也没有届满：请等到收到意见或者期限届满，"
            "不再征求的，先办理“结束征求意见”。"
        )
    if case.was_asked or draft.why_unasked.strip():
        return ""
    return (
        "为保护第三方合法权益不予公开的，应当书面征求第三方的意见（条例第三十二条）：请先办理"
        "“征求意见”；不能征求的，填写没有征求第三方意见的理由。"
    )


def _corrected(_outcome: Outcome, case: OfCase, _draft: OfDraft) -> str:
    if case.is_corrected:
        return ""
    return (
        "本件没有收到过补正，不能答复“补正后申请内容仍不明确”：请先办理“要求补正”，"
        "收到补正以后仍不明确的再这样答复（条例第三十条）。"
    )


def _explained(_outcome: Outcome, case: OfCase, _draft: OfDraft) -> str:
    if case.is_explained:
        return ""
    return (
        "本件没有要求申请人说明理由，或者说明的期限还没有届满：请先办理“要求说明理由”，"
        "申请人说明了或者逾期没有说明的再这样答复（条例第三十五条）。"
    )


def _earlier(_outcome: Outcome, case: OfCase, draft: OfDraft) -> str:
    if draft.is_ahead:
        return "此前答复的日期晚于今天，请核对（条例第三十六条第（六）项）。"
    if draft.is_cited:
        return ""
    found = "请选择此前对同一申请人作出的答复；" if case.has_earlier else ""
    return (
        f"不予重复处理的，要写明此前的答复：{found}此前的答复不在本系统里的，填写它的文号和日期"
        "（条例第三十六条第（六）项）。"
    )


def _in_charge(_outcome: Outcome, _case: OfCase, draft: OfDraft) -> str:
    if draft.names_in_charge:
        return ""
    return (
        "不属于本机关负责公开的，要告知负责公开的机关：请选择机关，或者填写它的名称和联系方式；"
        "确实不能确定是哪个机关的，勾选“不能确定”（条例第三十六条第（五）项）。"
    )


RULES: Final[Mapping[Need, Rule]] = {
    Need.REASON: Rule(_reason),
    Need.PROVISION: Rule(_provision),
    Need.PARTS: Rule(_parts),
    Need.CONSULTED: Rule(_consulted, "还没有征求第三方意见"),
    Need.CORRECTED: Rule(_corrected, "还没有收到补正"),
    Need.EXPLAINED: Rule(_explained, "还没有要求说明理由"),
    Need.EARLIER: Rule(_earlier),
    Need.IN_CHARGE: Rule(_in_charge),
}
