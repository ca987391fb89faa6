"""What in an application stands in the way of an act, whoever would do it and whatever is typed.

One function an act: the page shows its sentence before anybody has typed anything, the act
refuses with it. Facts are read through the case, so that a page that has fetched them asks nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from portal.acts.refusals import may_be_urged
from portal.acts.steps import Obstacle
from portal.common.verdicts import ALLOWED, Verdict, no_occasion, refuse
from portal.workflow import URGE
from requests_app.outcomes import BY_CODE, LAPSED, LAPSED_UNCORRECTED, LAPSED_UNPAID
from requests_app.services.clock import clock_of
from requests_app.services.consultation.objections import (
    all_heard,
    all_told,
    none_since,
    overruled,
    untold,
)
from requests_app.services.doubts import has_doubtful_arrival
from requests_app.services.preconditions import borne_out
from requests_app.services.renewed_codes import may_be_renewed

if TYPE_CHECKING:
    from requests_app.models import Answer, Delivery, InformationRequest


def last_answer(case: InformationRequest) -> Answer | None:
    """The last draft, if there is one."""
    return max(case.answers.all(), key=lambda answer: answer.version, default=None)


def withholds(case: InformationRequest) -> bool:
    """Whether the last draft keeps something back."""
    answer = last_answer(case)
    return bool(answer and BY_CODE[answer.outcome].withholds)


def _once(name: str, sentence: str) -> Obstacle:
    """An act of which a case has one row at most."""
    return lambda case, _on: refuse(sentence) if hasattr(case, name) else ALLOWED


def _only_if(has: Callable[[InformationRequest], bool], sentence: str) -> Obstacle:
    """An act for which the case must give occasion."""
    return lambda case, _on: ALLOWED if has(case) else no_occasion(sentence)


# --- 补正 (第三十条), 说明理由和延迟答复 (第三十五条) ---


def _lapse_uncorrected(case: InformationRequest, on: dt.date) -> Verdict:
    until = case.correction_notice.respond_by
    if on <= until:
        return refuse(f"补正期限到{until.isoformat()}，还没有届满。")
    return ALLOWED


def _ask_reasons(case: InformationRequest, on: dt.date) -> Verdict:
    due = case.reply_due_on
    if hasattr(case, "reasons_demand"):
        return refuse("本件已经要求申请人说明过理由。")
    if due and on >= due:
        # Waiting counts into the term of the answer: no day is left on which they could come.
        return refuse(f"答复期限（{due.isoformat()}）已到，不能再要求说明理由，请答复。")
    return ALLOWED


def _reasons_lapsed(case: InformationRequest, on: dt.date) -> Verdict:
    until = case.reasons_demand.respond_by
    if on <= until:
        return refuse(f"说明理由的期限到{until.isoformat()}，还没有届满。")
    return ALLOWED


def _defer(case: InformationRequest, on: dt.date) -> Verdict:
    given = "申请人说明理由以后，才能确定延迟答复的期限（条例第三十五条）。"
    if not hasattr(case, "reasons_demand"):
        return no_occasion(given)
    if case.reasons_demand.supplied_on is None:
        return refuse(given)
    if hasattr(case, "deferral"):
        return refuse("本件已经确定过延迟答复的期限。")
    if case.reply_due_on is None or on > case.reply_due_on:
        return refuse("答复期限已过或者没有起算，现在不能延迟答复。")
    return ALLOWED


# --- 延期 (第三十三条第二款) ---


def _extend(case: InformationRequest, on: dt.date) -> Verdict:
    due = case.reply_due_on
    if hasattr(case, "extension"):
        return refuse("本件已经延期过一次，不能再延。")
    if case.reopenings.all():
        return refuse("本件正依复议、诉讼结果重新办理，答复期限由决定书、判决书确定，不能延期。")
    if due and on > due:
        return refuse(f"答复期限（{due.isoformat()}）已过，不能再延期。")
    return ALLOWED


def _propose_extension(case: InformationRequest, on: dt.date) -> Verdict:
    if hasattr(case, "extension"):
        return no_occasion("本件已经延期过一次，不能再延。")
    return _extend(case, on)


# --- 收费 (第四十二条, 费办法) ---


def _ask_fee(case: InformationRequest, on: dt.date) -> Verdict:
    if hasattr(case, "fee_notice"):
        return refuse("本件已经发出过收费通知，不得同时按两种标准收费。")
    due = case.reply_due_on
    if due and on > due:
        # A notice after the term would give the organ a new one for a case that is late.
        return refuse(f"收费通知应在答复期限（{due.isoformat()}）内发出，现在不能再收费，请答复。")
    return ALLOWED


def _lapse_unpaid(case: InformationRequest, on: dt.date) -> Verdict:
    found = clock_of(case, as_of=on)
    due = found.fee.due_on if found and found.fee else None
    if due is None or on <= due:
        until = due.isoformat() if due else "收到通知后二十个工作日"
        return refuse(f"缴费期限（{until}）还没有届满。")
    return ALLOWED


# --- 拆分 ---


def _split(case: InformationRequest, _on: dt.date) -> Verdict:
    """Time that is not counted for one letter cannot be dealt out among several cases."""
    in_one = "不能再拆分，请在一份答复中逐项答复。"
    if case.consultations.all() or hasattr(case, "fee_notice"):
        return refuse(f"本件已经征求意见或者发出收费通知，{in_one}")
    if hasattr(case, "reasons_demand"):
        return refuse(f"本件已经要求申请人说明理由，{in_one}")
    return ALLOWED


# --- 答复、备案、送达 ---


def _is_filed(case: InformationRequest) -> bool:
    return hasattr(last_answer(case), "filing")


def _file_refusal(case: InformationRequest, _on: dt.date) -> Verdict:
    if not withholds(case):
        return no_occasion("该答复不是不予公开或无法提供，不需要备案。")
    return no_occasion("该答复已经备案。") if _is_filed(case) else ALLOWED


def _sign(case: InformationRequest, on: dt.date) -> Verdict:
    if withholds(case) and not _is_filed(case):
        return refuse("不予公开、无法提供的答复须先报备案，再签发。")
    answer = last_answer(case)
    if answer is None:
        return ALLOWED
    return (
        borne_out(answer, on=on) and all_heard(case, answer.outcome, on=on) and none_since(answer)
    )


def _judged(may: Callable[[InformationRequest], bool], sentence: str) -> Obstacle:
    """A judgement of the last draft: none of what it states may be unfounded."""

    def stands(case: InformationRequest, on: dt.date) -> Verdict:
        if not may(case):
            return no_occasion(sentence)
        answer = last_answer(case)
        return borne_out(answer, on=on) if answer else ALLOWED

    return stands


def _deliver(case: InformationRequest, _on: dt.date) -> Verdict:
    answer = last_answer(case)
    return all_told(answer) if answer else ALLOWED


def _is_on_its_way(case: InformationRequest) -> bool:
    """Whether the last answer left and has not arrived yet."""
    delivery: Delivery | None = getattr(last_answer(case), "delivery", None)
    return delivery is not None and delivery.arrived_on is None


def _tell_third_party(case: InformationRequest, _on: dt.date) -> Verdict:
    answer = last_answer(case)
    if answer is None or not overruled(case, answer.outcome):
        return no_occasion("只告知不同意公开、而本次答复决定公开的第三方。")
    return ALLOWED if untold(answer) else no_occasion("已经就本次答复告知过该第三方。")


# --- 重新办理 (第五十一条) ---


def _reopen(case: InformationRequest, _on: dt.date) -> Verdict:
    """What was never received, was divided, or is gone leaves nothing to handle again."""
    if case.received_on is None:
        return refuse("本件没有确认收到过，没有可以重新办理的，请申请人重新提出申请。")
    if case.parts.all() or case.joined_to_id:
        return refuse("本件已经拆分或者并案，请在拆成的、并入的申请里重新办理。")
    if case.purged_at:
        return refuse("本件的个人信息已经清除，无法重新办理，请申请人重新提出申请。")
    return ALLOWED


_OTHER_LETTER = "待送达的文书不是这一种，请选择另一项撤回。"

OBSTACLES: Mapping[str, Obstacle] = {
    "ask_correction": _once(
        "correction_notice", "补正只能一次性告知，本件已经告知过，请按现有内容办理。"
    ),
    "lapse_uncorrected": _lapse_uncorrected,
    "ask_reasons": _ask_reasons,
    "reasons_lapsed": _reasons_lapsed,
    "defer": _defer,
    "extend": _extend,
    "propose_extension": _propose_extension,
    "ask_fee": _ask_fee,
    "record_fee_receipt": _only_if(
        lambda case: case.fee_notice.received_on is None, "已经登记过申请人收到收费通知的日期。"
    ),
    "lapse_unpaid": _lapse_unpaid,
    "split": _split,
    "approve": _judged(lambda case: not withholds(case), "不予公开、无法提供的答复须转复核。"),
    "approve_withholding": _judged(withholds, "该答复不是不予公开或无法提供，不需要复核。"),
    "second": _judged(lambda _case: True, ""),
    "pass_secrecy": _judged(lambda _case: True, ""),
    "file_refusal": _file_refusal,
    "sign": _sign,
    "deliver": _deliver,
    "recall": _only_if(lambda case: case.outcome not in LAPSED, _OTHER_LETTER),
    "recall_uncorrected": _only_if(lambda case: case.outcome == LAPSED_UNCORRECTED, _OTHER_LETTER),
    "recall_unpaid": _only_if(lambda case: case.outcome == LAPSED_UNPAID, _OTHER_LETTER),
    "redeliver": _only_if(_is_on_its_way, "没有被退回的答复：申请人已经收到，或者还没有送达过。"),
    "record_arrival": _only_if(_is_on_its_way, "没有等待登记签收的答复。"),
    "record_service": _only_if(
        lambda case: any(
            row.served_on is None and row.closed_on is None for row in case.consultations.all()
        ),
        "没有等待登记送达的征求意见书。",
    ),
    "record_opinion": _only_if(
        lambda case: any(row.closed_on is None for row in case.consultations.all()),
        "没有等待登记意见的征求意见书。",
    ),
    "end_consultation": _only_if(
        lambda case: any(row.closed_on is None for row in case.consultations.all()),
        "没有可以结束的征求意见书。",
    ),
    "rectify_opinion": _only_if(
        lambda case: any(
            row.opinion and not row.answered_online_at for row in case.consultations.all()
        ),
        "没有由本机关登记的意见。",
    ),
    "tell_third_party": _tell_third_party,
    "give_assistance": _only_if(
        lambda case: any(row.answered_on is None for row in case.assistances.all()),
        "没有等待答复的协办事项。",
    ),
    "replace_code": lambda case, _on: may_be_renewed(case),
    "answer_remedy": _only_if(
        lambda case: any(not row.result and not row.answered_on for row in case.remedies.all()),
        "没有需要提出答复的复议、诉讼。",
    ),
    "check_arrival": _only_if(has_doubtful_arrival, "来件日期没有可疑之处。"),
    "conclude_remedy": _only_if(
        lambda case: any(not row.result for row in case.remedies.all()),
        "没有尚未审结的复议、诉讼。",
    ),
    "reopen": _reopen,
    URGE: may_be_urged("reply_due_on"),
}
