"""Which acts the page of a case offers to whom, and why one cannot be done now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from requests_app import workflow
from requests_app.admin.act import Act
from requests_app.admin.acts import ACTS
from requests_app.choices import DeliveryWay
from requests_app.outcomes import LAPSED, LAPSED_UNCORRECTED, LAPSED_UNPAID
from requests_app.permissions import may_act
from requests_app.services.consultation.objections import untold
from requests_app.services.terms import terms_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from requests_app.admin.case_file import CaseFile
    from requests_app.forms.fields import ActForm
    from requests_app.models import Delivery, InformationRequest

# Acts that bring the answer on; the others are folded away beside them.
_MAIN = {
    "confirm", "assign", "record_correction", "record_reasons", "record_payment",
    "reasons_lapsed", "submit_answer", "approve", "approve_withholding", "second", "pass_secrecy",
    "file_refusal", "sign", "deliver", "archive",
}  # fmt: skip

# As many acts are taken in at a glance; more stand under headings, in this order.
_FEW = 4
_OTHER = "其他"
_GROUPS: Mapping[str, set[str]] = {
    "退回": {*workflow.RETURNS, "recall", "recall_uncorrected", "recall_unpaid"},
    "请申请人补正、说明、缴费": {
        "ask_correction", "lapse_uncorrected", "ask_reasons", "ask_fee", "record_fee_receipt",
        "lapse_unpaid", "cancel_fee",
    },
    "听取第三方和其他机关的意见": {
        "consult", "record_service", "record_opinion", "end_consultation", "tell_third_party",
        "ask_assistance", "give_assistance", "confer",
    },
    "答复期限": {"propose_extension", "extend", "defer"},
    "拆分和并案": {"split", "join"},
    "复议和诉讼": {"record_remedy", "conclude_remedy", "reopen"},
    "联系、材料、更正": {
        "log_contact", "add_papers", "amend_particulars", "record_arrival", "redeliver",
        "record_withdrawal", "rectify", "rectify_opinion",
    },
    _OTHER: set(),
}  # fmt: skip
_GROUP_OF = {name: title for title, names in _GROUPS.items() for name in names}


@dataclass(frozen=True)
class Offer:
    """An act as offered: with its form, or disabled with the reason beside it."""

    act: Act
    form: ActForm | None
    reason: str
    is_main: bool

    @property
    def enabled(self) -> bool:
        return not self.reason


@dataclass(frozen=True)
class Offers:
    """What can be done now, first what brings the answer on; and what cannot, with reasons."""

    main: list[Offer]
    beside: list[Offer]
    closed: list[Offer]

    @property
    def groups(self) -> list[tuple[str, list[Offer]]]:
        """The acts beside by what they are about; a few need no headings."""
        if len(self.beside) <= _FEW:
            return [("", self.beside)] if self.beside else []
        groups: dict[str, list[Offer]] = {title: [] for title in _GROUPS}
        for offer in self.beside:
            groups[_GROUP_OF.get(offer.act.name, _OTHER)].append(offer)
        return [(title, offers) for title, offers in groups.items() if offers]


def offers_for(user: User | AnonymousUser, file: CaseFile, *, on: dt.date) -> Offers:
    """Every act of the state that concerns this case."""
    offers = [_offer(user, act, file, on) for act in _acts_of(file)]
    enabled = [offer for offer in offers if offer.enabled]
    return Offers(
        main=[offer for offer in enabled if offer.is_main],
        beside=[offer for offer in enabled if not offer.is_main],
        closed=[offer for offer in offers if not offer.enabled],
    )


def initial_of(act: Act, case: InformationRequest, file: CaseFile) -> dict[str, Any]:
    """What a form begins with: the last draft when it came back, the way that is wanted."""
    if act.name == "submit_answer" and file.answer:
        last = file.answer
        return {
            "outcome": last.outcome,
            "reason": last.reason,
            "body": last.body,
            "in_charge": last.in_charge_id,
            "override_reason": last.override_reason,
        }
    if act.name == "tell_third_party" and file.answer:
        return {"text": f"决定公开的内容：\n理由：{file.answer.override_reason}"}
    if act.name == "deliver":
        return {"way": case.delivery_way}
    if act.name == "extend" and (proposal := getattr(case, "extension_proposal", None)):
        return {"days": proposal.days, "reason": proposal.reason}
    if act.name == "ask_fee" and case.delivery_way == DeliveryWay.ONLINE:
        return {"received_on": timezone.localdate}
    if act.name == "ask_assistance":
        return {"days": terms_of(case.organ).assistance_days}
    return {}


def _acts_of(file: CaseFile) -> Iterator[Act]:
    state = file.case.status
    rows: list[workflow.Transition | workflow.SideAct]
    rows = [*workflow.leaving(state), *workflow.beside(state)]
    for row in rows:
        wanted = _ONLY_IF.get(row.action)
        if row.role != workflow.APPLICANT and (wanted is None or wanted(file)):
            yield ACTS[row.action]


def _offer(user: User | AnonymousUser, act: Act, file: CaseFile, on: dt.date) -> Offer:
    verdict = may_act(user, file.case, act.name)
    reason = verdict.reason
    if verdict and (obstacle := _OBSTACLES.get(act.name)):
        reason = obstacle(file, on)
    form = None if reason else act.form(file.case, initial=initial_of(act, file.case, file))
    awaited = act.name == "extend" and hasattr(file.case, "extension_proposal")
    return Offer(act, form, reason, act.name in _MAIN or awaited)


def _on_its_way(file: CaseFile) -> bool:
    """Whether the last answer left and has not arrived yet."""
    delivery: Delivery | None = getattr(file.answer, "delivery", None)
    return delivery is not None and delivery.arrived_on is None


# Acts that make no sense in this case are not shown at all.
_ONLY_IF: Mapping[str, Callable[[CaseFile], bool]] = {
    "approve": lambda file: not file.withholds,
    "approve_withholding": lambda file: file.withholds,
    "file_refusal": lambda file: file.withholds and not file.is_filed,
    "record_service": lambda file: any(
        row.served_on is None and row.closed_on is None for row in file.consultations
    ),
    "record_opinion": lambda file: any(row.closed_on is None for row in file.consultations),
    "rectify_opinion": lambda file: any(
        row.opinion and not row.answered_online_at for row in file.consultations
    ),
    "tell_third_party": lambda file: bool(file.answer and untold(file.answer)),
    "give_assistance": lambda file: any(row.answered_on is None for row in file.assistances),
    "defer": lambda file: hasattr(file.case, "reasons_demand"),
    "propose_extension": lambda file: not hasattr(file.case, "extension"),
    "record_fee_receipt": lambda file: file.case.fee_notice.received_on is None,
    "record_arrival": _on_its_way,
    "redeliver": _on_its_way,
    "end_consultation": lambda file: any(row.closed_on is None for row in file.consultations),
    "recall": lambda file: file.case.outcome not in LAPSED,
    "recall_uncorrected": lambda file: file.case.outcome == LAPSED_UNCORRECTED,
    "recall_unpaid": lambda file: file.case.outcome == LAPSED_UNPAID,
    "conclude_remedy": lambda file: any(not row.result for row in file.remedies),
}


def _unreasoned(file: CaseFile, on: dt.date) -> str:
    until = file.case.reasons_demand.respond_by
    return f"说明理由的期限到{until.isoformat()}，还没有届满。" if on <= until else ""


def _extension(file: CaseFile, on: dt.date) -> str:
    due = file.case.reply_due_on
    if hasattr(file.case, "extension"):
        return "本件已经延期过一次，不能再延。"
    return f"答复期限（{due.isoformat()}）已过，不能再延期。" if due and on > due else ""


def _uncorrected(file: CaseFile, on: dt.date) -> str:
    until = file.case.correction_notice.respond_by
    return f"补正期限到{until.isoformat()}，还没有届满。" if on <= until else ""


def _once(name: str, sentence: str) -> Callable[[CaseFile, dt.date], str]:
    return lambda file, _on: sentence if hasattr(file.case, name) else ""


# The same sentences the acts refuse with, said before anybody has typed anything.
_OBSTACLES: Mapping[str, Callable[[CaseFile, dt.date], str]] = {
    "ask_correction": _once("correction_notice", "补正只能一次性告知，本件已经告知过。"),
    "ask_reasons": _once("reasons_demand", "本件已经要求申请人说明过理由。"),
    "ask_fee": _once("fee_notice", "本件已经发出过收费通知。"),
    "extend": _extension,
    "propose_extension": _extension,
    "lapse_uncorrected": _uncorrected,
    "reasons_lapsed": _unreasoned,
    "defer": _once("deferral", "本件已经确定过延迟答复的期限。"),
    "sign": lambda file, _on: (
        "不予公开、无法提供的答复须先报备案，再签发。"
        if file.withholds and not file.is_filed
        else ""
    ),
}
