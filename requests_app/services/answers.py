"""The answer: written, judged by others, filed when it withholds, signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from disclosure.models import Document
from portal.acts.refusals import needed
from portal.common.errors import ActRefused
from portal.common.fingerprints import fingerprint
from portal.organs.choices import OrganKind
from portal.organs.models import Organ
from portal.personal.handed_in import HandedIn
from requests_app.choices import ReviewKind
from requests_app.models import (
    Answer,
    AnswerFile,
    AnswerReview,
    InformationRequest,
    PreparedFile,
    RefusalFiling,
)
from requests_app.outcomes import BY_CODE
from requests_app.preconditions import Part, parts_of
from requests_app.services.answer_content import chosen_outcome, drafted, founded, keep_parts
from requests_app.services.answer_drafts import forget_draft
from requests_app.services.answer_files import cleaned, hand_over, what_is_handed_over
from requests_app.services.consultation.objections import (
    OPENING,
    all_heard,
    reason_for_overruling,
)
from requests_app.services.lapse import unsign
from requests_app.services.obstacles import withholds
from requests_app.services.steps import STEPS
from requests_app.workflow import RETURNS, WORKFLOW

if TYPE_CHECKING:
    from portal.accounts.models import User

_KINDS = {
    "approve": ReviewKind.REVIEW,
    "approve_withholding": ReviewKind.REVIEW,
    "second": ReviewKind.SECOND,
    "pass_secrecy": ReviewKind.SECRECY,
}
_RETURN_KINDS = {
    "return_review": ReviewKind.REVIEW,
    "return_second": ReviewKind.SECOND,
    "return_secrecy": ReviewKind.SECRECY,
}


@transaction.atomic
def submit_answer(
    *,
    request: InformationRequest,
    outcome: str,
    body: str,
    by: User,
    at: dt.datetime,
    reason: str = "",
    parts: Sequence[Part] = (),
    provision: str = "",
    unasked_reason: str = "",
    override_reason: str = "",
    in_charge: Organ | None = None,
    in_charge_name: str = "",
    in_charge_contact: str = "",
    in_charge_unknown: bool = False,
    earlier: Answer | None = None,
    earlier_number: str = "",
    earlier_on: dt.date | None = None,
    files: Sequence[HandedIn] = (),
    kept: Collection[AnswerFile] = (),
    prepared: Collection[PreparedFile] = (),
    documents: Collection[Document] = (),
) -> Answer:
    """Hand a draft to the review. What it states must have happened (`Outcome.requires`), a
    refusal says which part is kept back on which ground and why, and another organ in charge is
    named with its contacts: an application is never passed on (第三十六条第（五）项).

    `outcome` is the key of an officer's choice (`outcomes.BY_KEY`). Raises ActRefused.
    """
    request, act = STEPS.begin(request, "submit_answer", by, at)
    chosen, today = chosen_outcome(outcome), timezone.localdate(at)
    answer = drafted(
        request, chosen, parts,
        body=needed(body, "答复内容"), reason=reason, provision=provision,
        unasked_reason=unasked_reason, in_charge=in_charge, in_charge_name=in_charge_name,
        in_charge_contact=in_charge_contact, in_charge_unknown=in_charge_unknown,
        earlier=earlier, earlier_number=earlier_number, earlier_on=earlier_on,
    )  # fmt: skip
    if not (heard := all_heard(request, chosen.code, on=today)):
        raise ActRefused(heard.reason)
    if (files or kept or prepared or documents or provision) and chosen.code not in OPENING:
        raise ActRefused("只有予以公开、部分公开的答复才提供附件、已公开文件和获取的途径。")
    gives = bool(files or kept or prepared or documents)
    founded(answer, chosen, parts, gives=gives, on=today)
    answer.override_reason = reason_for_overruling(request, chosen.code, override_reason)
    answer.version, answer.by, answer.at = _last_version(request) + 1, by, at
    new = cleaned(files)
    answer.save()
    keep_parts(answer, chosen, parts)
    hand_over(answer, files=new, kept=kept, prepared=prepared, documents=documents)
    forget_draft(request)
    details = {"outcome": chosen.choice[0], "files": len(new)}
    STEPS.finish(request, act, by=by, at=at, details=details)
    return answer


@transaction.atomic
def approve(*, request: InformationRequest, opinion: str, by: User, at: dt.datetime) -> Answer:
    """The first judgement; what withholds something goes on to a second one."""
    action = "approve_withholding" if withholds(STEPS.locked(request)) else "approve"
    return _pass(request, action, opinion, by, at)


@transaction.atomic
def second(*, request: InformationRequest, opinion: str, by: User, at: dt.datetime) -> Answer:
    """The second judgement of a refusal, by another person."""
    return _pass(request, "second", opinion, by, at)


@transaction.atomic
def pass_secrecy(*, request: InformationRequest, opinion: str, by: User, at: dt.datetime) -> Answer:
    """The secrecy review of the answer (保密法第三十五条)."""
    return _pass(request, "pass_secrecy", opinion, by, at)


@transaction.atomic
def send_back(
    *, request: InformationRequest, reason: str, by: User, at: dt.datetime
) -> InformationRequest:
    """Return the draft to its handler from whichever judgement it is in."""
    held = STEPS.locked(request)
    leaving = [t.action for t in WORKFLOW.leaving(held.status) if t.action in RETURNS]
    action = leaving[0] if leaving else "return_review"
    held, act = STEPS.begin(held, action, by, at)
    text = needed(reason, "退回的理由")
    if action in _RETURN_KINDS:
        _judge(current_answer(held), _RETURN_KINDS[action], passed=False, text=text, by=by, at=at)
    return STEPS.finish(held, act, by=by, at=at, reason=text)


@transaction.atomic
def file_refusal(
    *, request: InformationRequest, by: User, at: dt.datetime, text: str = ""
) -> RefusalFiling:
    """File a refusal with the office of the government above, before it leaves."""
    request, act = STEPS.begin(request, "file_refusal", by, at)
    answer = current_answer(request)
    filing = RefusalFiling.objects.create(
        answer=answer, organ=office_above(request.organ), note=text.strip(), by=by, at=at
    )
    STEPS.finish(request, act, by=by, at=at, details={"organ": filing.organ.code})
    return filing


@transaction.atomic
def sign(*, request: InformationRequest, by: User, at: dt.datetime) -> Answer:
    """Sign what was judged, unchanged since, and filed if it withholds something."""
    request, act = STEPS.begin(request, "sign", by, at)
    answer = current_answer(request)
    wanted = {ReviewKind.REVIEW, ReviewKind.SECRECY}
    if BY_CODE[answer.outcome].withholds:
        wanted.add(ReviewKind.SECOND)
    passed = set(
        answer.reviews.filter(passed=True, content_sha256=_fingerprint(answer)).values_list(
            "kind", flat=True
        )
    )
    missing = [ReviewKind(kind).label for kind in ReviewKind.values if kind in wanted - passed]
    if missing:
        raise ActRefused(f"答复尚未通过{'、'.join(missing)}，或审查后有改动，请退回重新提交。")
    answer.signed_by, answer.signed_on = by, timezone.localdate(at)
    answer.save(update_fields=["signed_by", "signed_on"])
    request.outcome = answer.outcome
    STEPS.finish(request, act, by=by, at=at, details={"outcome": answer.outcome})
    return answer


@transaction.atomic
def recall(
    *, request: InformationRequest, reason: str, by: User, at: dt.datetime
) -> InformationRequest:
    """A mistake found after the signature and before the answer left: it is written anew."""
    request, act = STEPS.begin(request, "recall", by, at)
    unsign(request)
    return STEPS.finish(request, act, by=by, at=at, reason=needed(reason, "撤回签发的理由"))


def current_answer(request: InformationRequest) -> Answer:
    """The last draft; raises ActRefused when there is none."""
    answer = Answer.objects.filter(request=request).order_by("-version").first()
    if answer is None:
        raise ActRefused("还没有拟写答复。")
    return answer


def office_above(organ: Organ) -> Organ:
    """The 政府办公室 with which an organ files its refusals; its own government's, or the one
    above. Where there is no such office the government itself.
    """
    for government in [*reversed(list(Organ.objects.get_ancestors(organ))), organ]:
        if government.kind != OrganKind.GOVERNMENT:
            continue
        offices = Organ.objects.get_children(government).filter(
            kind=OrganKind.OFFICE, is_active=True
        )
        office = offices.exclude(pk=organ.pk).first()
        if office:
            return office
        if government.pk != organ.pk:
            return government
    return organ


def _pass(
    request: InformationRequest, action: str, opinion: str, by: User, at: dt.datetime
) -> Answer:
    request, act = STEPS.begin(request, action, by, at)
    answer = current_answer(request)
    text = needed(opinion, "审核意见")
    _judge(answer, _KINDS[action], passed=True, text=text, by=by, at=at)
    STEPS.finish(request, act, by=by, at=at, reason=text)
    return answer


def _judge(
    answer: Answer, kind: str, *, passed: bool, text: str, by: User, at: dt.datetime
) -> None:
    AnswerReview.objects.create(
        answer=answer,
        kind=kind,
        passed=passed,
        opinion=text[:500],
        content_sha256=_fingerprint(answer),
        by=by,
        at=at,
    )


def _fingerprint(answer: Answer) -> str:
    return fingerprint(
        answer.outcome,
        answer.reason,
        answer.body,
        str(answer.in_charge_id),
        answer.override_reason,
        what_is_handed_over(answer),
        *_more(answer),
    )


def _more(answer: Answer) -> list[list[str]]:
    """What a draft of an earlier edition had no place for: nothing for one that has none of it, so
    that what was judged then is still what was judged.
    """
    parts = [row.told for row in answer.parts.all()]
    if parts == list(parts_of(BY_CODE[answer.outcome], (), answer.reason)):
        parts = []
    found = [
        answer.provision,
        answer.unasked_reason,
        answer.in_charge_name,
        answer.in_charge_contact,
        "不能确定" if answer.in_charge_unknown else "",
        answer.earlier_number,
        str(answer.earlier_on or ""),
        *(text for row in parts for text in (row.part, row.ground, row.reason)),
    ]
    return [found] if any(found) else []


def _last_version(request: InformationRequest) -> int:
    last = Answer.objects.filter(request=request).order_by("-version").first()
    return last.version if last else 0
