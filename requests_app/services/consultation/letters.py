"""征求意见: the letters to third parties and co-makers, and what officers record about them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal.accounts.choices import Role
from portal.acts.refusals import needed, past_day
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import said
from portal.notifications.services.staff_notices import StaffNotice, tell_staff
from portal.statute import Article
from portal.tracking.codes import code_from, index_of
from requests_app.choices import OPINIONS, ConsultationKind, Opinion, ServiceWay
from requests_app.models import Consultation, InformationRequest, ThirdPartyNotice
from requests_app.permissions import may_open_letter
from requests_app.query_codes import LETTER_CODE
from requests_app.services.answers import current_answer
from requests_app.services.consultation.objections import overruled, untold
from requests_app.services.impersonal import without_applicant
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ

NOTICE_OF_LETTER = "requests.consulted"
_BASES = {
    ConsultationKind.THIRD_PARTY.value: Article(32),
    ConsultationKind.CO_MAKER.value: Article(34),
}


@transaction.atomic
def consult(
    *,
    request: InformationRequest,
    kind: str,
    party: str,
    question: str,
    by: User,
    at: dt.datetime,
    organ: Organ | None = None,
) -> Consultation:
    """Ask a third party (第三十二条) or a co-maker (第三十四条) in writing.

    The letter has a number and a code of its own, with which it is answered. A co-maker of this
    site finds it in its own inbox too.
    """
    request, act = STEPS.begin(request, "consult", by, at)
    if kind not in ConsultationKind.values:
        raise ActRefused("请选择征求意见的对象。")
    if organ and kind != ConsultationKind.CO_MAKER:
        raise ActRefused("征求共同制作机关的意见时才选择机关；第三方只写姓名或者名称。")
    if organ and organ.pk == request.organ_id:
        raise ActRefused("请选择另一个机关；本机关的意见不用征求。")
    key = uuid.uuid4()
    row = Consultation.objects.create(
        request=request,
        number=f"{request.number}-Z{request.consultations.count() + 1}",
        key=key,
        code_index=letter_code_index(code_from(key)),
        kind=kind,
        party=needed(said(party) or (organ.name if organ else ""), "被征求意见人的姓名或者名称"),
        organ=organ,
        question=without_applicant(question, "征求意见的内容", request),
        sent_on=timezone.localdate(at),
        by=by,
        at=at,
    )
    STEPS.finish(request, act, by=by, at=at, details={"kind": kind, "letter": row.number})
    if organ:
        _tell_organ(row, organ, at=at)
    return row


@transaction.atomic
def record_service(
    *,
    consultation: Consultation,
    served_on: dt.date,
    by: User,
    at: dt.datetime,
    served_how: str = "",
) -> Consultation:
    """The letter arrived: from the next day the 15 working days for an opinion run."""
    request, act = STEPS.begin(consultation.request, "record_service", by, at)
    row = held_letter(consultation)
    if row.served_on:
        raise ActRefused("已经登记过送达日期。")
    if served_how and served_how not in ServiceWay.values:
        raise ActRefused("请选择送达方式。")
    past_day(served_on, timezone.localdate(at), "送达日期")
    if served_on < row.sent_on:
        raise ActRefused("送达日期早于发出日期，请核对。")
    row.served_on, row.served_how = served_on, served_how
    row.save(update_fields=["served_on", "served_how"])
    details = {"letter": row.number, "served_on": str(served_on), "how": served_how}
    STEPS.finish(request, act, by=by, at=at, details=details)
    return row


@transaction.atomic
def record_opinion(
    *,
    consultation: Consultation,
    opinion: str,
    text: str,
    received_on: dt.date,
    by: User,
    at: dt.datetime,
) -> Consultation:
    """The opinion arrived on paper; silence needs no row: what it means follows from the kind."""
    request, act = STEPS.begin(consultation.request, "record_opinion", by, at)
    row = held_letter(consultation)
    if row.closed_on:
        raise ActRefused("已经登记过该方的意见。")
    if opinion not in dict(OPINIONS):
        raise ActRefused("请选择意见：同意、不同意或同意部分公开。")
    past_day(received_on, timezone.localdate(at), "收到意见的日期")
    if received_on < (row.served_on or row.sent_on):
        raise ActRefused("收到意见的日期早于征求意见书送达日期，请核对。")
    row.closed_on, row.opinion, row.opinion_text = received_on, opinion, said(text)
    row.opinion_at = at
    row.save(update_fields=["closed_on", "opinion", "opinion_text", "opinion_at"])
    STEPS.finish(request, act, by=by, at=at, details={"letter": row.number, "opinion": opinion})
    return row


@transaction.atomic
def end_consultation(
    *, consultation: Consultation, ended_on: dt.date, reason: str, by: User, at: dt.datetime
) -> Consultation:
    """The letter came back, nobody can be reached, or it was sent by mistake: without an opinion
    the time not counted ends here, and the organ decides (第三十二条).
    """
    request, act = STEPS.begin(consultation.request, "end_consultation", by, at)
    row = held_letter(consultation)
    if row.closed_on:
        raise ActRefused("已经登记过该方的意见。")
    past_day(ended_on, timezone.localdate(at), "结束日期")
    if ended_on < (row.served_on or row.sent_on):
        raise ActRefused("结束日期早于征求意见书发出、送达的日期，请核对。")
    text = needed(reason, "结束征求意见的理由")
    row.closed_on, row.opinion, row.opinion_at = ended_on, Opinion.NONE, at
    row.save(update_fields=["closed_on", "opinion", "opinion_at"])
    details = {"letter": row.number, "ended_on": str(ended_on)}
    STEPS.finish(request, act, by=by, at=at, reason=text, details=details)
    return row


@transaction.atomic
def tell_third_party(
    *, consultation: Consultation, text: str, told_on: dt.date, by: User, at: dt.datetime
) -> ThirdPartyNotice:
    """Tell a third party who objected what is opened all the same, and why (第三十二条)."""
    request, act = STEPS.begin(consultation.request, "tell_third_party", by, at)
    row, answer = held_letter(consultation), current_answer(request)
    if row not in overruled(request, answer.outcome):
        raise ActRefused("只告知不同意公开、而本次答复决定公开的第三方。")
    if row not in untold(answer):
        raise ActRefused("已经就本次答复告知过该第三方。")
    past_day(told_on, timezone.localdate(at), "告知日期")
    if told_on < timezone.localdate(answer.at):
        raise ActRefused("告知日期早于拟写答复的日期，请核对。")
    notice = ThirdPartyNotice.objects.create(
        consultation=row,
        answer=answer,
        told_on=told_on,
        text=without_applicant(text, "决定公开的内容和理由", request),
        by=by,
        at=at,
    )
    STEPS.finish(
        request, act, by=by, at=at, details={"letter": row.number, "told_on": str(told_on)}
    )
    return notice


@transaction.atomic
def open_letter(*, consultation: Consultation, by: User, at: dt.datetime) -> str:
    """The code that goes on the printed letter; who saw it is on record."""
    request = consultation.request
    verdict = may_open_letter(by, request)
    if not verdict:
        raise NotPermitted(verdict.reason)
    if not consultation.code_index:
        raise ActRefused("该征求意见书已按保存期限清除。")
    record(
        action="requests.open_letter",
        summary=f"打印征求意见书：{consultation.number}",
        by=by,
        at=at,
        organ=request.organ,
        subject=request,
        basis=_BASES[consultation.kind],
        details={"letter": consultation.number},
    )
    return code_from(consultation.key)


def letter_code_index(code: str) -> str:
    """The keyed hash of a letter's code, apart from those of the applications."""
    return index_of(code, purpose=LETTER_CODE)


def held_letter(consultation: Consultation) -> Consultation:
    """The row as it is now, held until the transaction ends; its case is held before it."""
    return Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)


def _tell_organ(row: Consultation, organ: Organ, *, at: dt.datetime) -> None:
    """The handlers of a co-maker on this site, who answer at their own desk."""
    notice = StaffNotice(
        kind=NOTICE_OF_LETTER,
        key=f"{NOTICE_OF_LETTER}:{row.pk}",
        organ=organ,
        roles=(Role.REQUEST_HANDLER,),
        subject=f"征求意见：{row.number}",
        body=f"{row.request.organ.name}就共同制作的政府信息征求贵机关意见，请自收到之日起15个"
        "工作日内提出；逾期未提出的，视为同意公开（条例第三十四条）。",
        url=reverse("admin:requests_app_consultation_change", args=[row.pk]),
    )
    tell_staff([notice], at=at)
