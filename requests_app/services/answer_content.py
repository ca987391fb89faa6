"""What an officer writes of an answer, checked before it becomes a row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from portal.common.errors import ActRefused
from requests_app.models import Answer, InformationRequest, WithheldPart
from requests_app.outcomes import BY_KEY, ELSEWHERE, Need, Outcome
from requests_app.preconditions import Part, lacking, parts_of
from requests_app.services.earlier import cited
from requests_app.services.preconditions import draft_of, of_case


def chosen_outcome(key: str) -> Outcome:
    """The outcome behind an officer's choice. Raises ActRefused."""
    outcome = BY_KEY.get(key)
    if outcome is None:
        raise ActRefused("请选择办理结果。")
    return outcome


def drafted(
    request: InformationRequest,
    outcome: Outcome,
    parts: Sequence[Part],
    *,
    body: str,
    reason: str,
    earlier: Answer | None,
    earlier_number: str,
    earlier_on: dt.date | None,
    **rest: object,
) -> Answer:
    """The row of a draft, not saved, with what `outcome` has room for. Raises ActRefused where
    something is written that this outcome does not tell.
    """
    names = [rest.get(name) for name in ("in_charge", "in_charge_name", "in_charge_contact")]
    if outcome is not ELSEWHERE and (any(names) or rest.get("in_charge_unknown")):
        raise ActRefused("只有不属于本机关负责公开的，才告知负责公开的机关。")
    if rest.get("in_charge") and any(names[1:]):
        raise ActRefused("负责公开的机关，选择和填写只用一种：目录里没有的才填写名称和联系方式。")
    if rest.get("in_charge_unknown") and any(names):
        raise ActRefused("已经写明负责公开的机关的，不要再勾选“不能确定”。")
    if parts and Need.PARTS not in outcome.requires:
        raise ActRefused(
            "只有部分公开、不予公开的答复才逐项写明不予公开的部分，请删去或者改选结果。"
        )
    if (earlier or earlier_number or earlier_on) and Need.EARLIER not in outcome.requires:
        raise ActRefused("只有重复申请才写明此前的答复，请删去或者改选结果。")
    number, day = cited(request, earlier, earlier_number, earlier_on)
    return Answer(
        request=request,
        outcome=outcome.code,
        is_elsewhere=outcome is ELSEWHERE,
        body=body.strip(),
        reason=reason.strip(),
        earlier=earlier,
        earlier_number=number,
        earlier_on=day,
        **{
            name: value.strip() if isinstance(value, str) else value for name, value in rest.items()
        },
    )


def founded(
    answer: Answer, outcome: Outcome, parts: Sequence[Part], *, gives: bool, on: dt.date
) -> None:
    """Raises ActRefused while something the draft states is not borne out or not written."""
    written = draft_of(answer, parts_of(outcome, parts, answer.reason), gives=gives, on=on)
    case = of_case(answer.request, on=on, outcome=outcome)
    for sentence in lacking(outcome, case, written):
        raise ActRefused(sentence)


def keep_parts(answer: Answer, outcome: Outcome, parts: Sequence[Part]) -> None:
    """The parts as rows; of a whole refusal everything, for the reason of the answer."""
    for row in parts_of(outcome, parts, answer.reason):
        WithheldPart.objects.create(
            answer=answer,
            part=row.part.strip(),
            ground=row.ground,
            reason=row.reason.strip(),
        )
