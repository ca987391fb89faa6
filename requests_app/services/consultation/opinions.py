"""What the other side does with a letter: confirms it, answers it, adds papers to the answer.

A third party acts at its own door with number and code (`by` is None); the handlers of a co-maker
act at their desk.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from portal.accounts.choices import Role
from portal.acts.refusals import needed
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import said
from portal.notifications.services.staff_notices import StaffNotice, tell_staff
from portal.personal.handed_in import MOST_FILES, HandedIn, checked, keep
from portal.personal.reveals import Reveals
from portal.personal.sealed_papers import delete_files, take_away
from requests_app.choices import OPINIONS, Opinion, ServiceWay
from requests_app.models import Consultation, ConsultationFile, InformationRequest
from requests_app.permissions import may_open_opinion, may_opine
from requests_app.services.consultation.letters import held_letter
from requests_app.services.steps import STEPS
from requests_app.workflow import WORKFLOW

if TYPE_CHECKING:
    from django.core.files.base import File
    from django.db.models.fields.files import FieldFile

    from portal.accounts.models import User

NOTICE_OF_OPINION = "requests.opinion"


class OpinionPurpose(models.TextChoices):
    """What an opinion's paper is opened for; chosen, not written."""

    WEIGH = "weigh", "研究意见、拟写答复"
    JUDGE = "judge", "审核、签发答复"
    DISPUTE = "dispute", "办理复议、诉讼"


OPINIONS_SEEN = Reveals[InformationRequest]("requests", OpinionPurpose, may_open_opinion)


@transaction.atomic
def confirm_letter(
    *, consultation: Consultation, at: dt.datetime, by: User | None = None
) -> Consultation:
    """确认收到: the day of service, once; a day the organ has recorded stays as it is."""
    request, row = _begin(consultation, by)
    if row.served_on:
        raise ActRefused(f"已经登记{row.served_on.isoformat()}收到，不需要再确认。")
    _serve(row, on=timezone.localdate(at))
    row.save(update_fields=["served_on", "served_how"])
    STEPS.finish(request, WORKFLOW.actions["record_service"], by=by, at=at, details=_details(row))
    return row


@transaction.atomic
def give_opinion(
    *, consultation: Consultation, opinion: str, text: str, at: dt.datetime, by: User | None = None
) -> Consultation:
    """The opinion of the other side, once; a letter nobody confirmed has arrived with it.

    It counts from the day it came, also after the term: then the clock is not moved by it.
    """
    request, row = _begin(consultation, by)
    if opinion not in dict(OPINIONS):
        raise ActRefused("请选择意见：同意、不同意或同意部分公开。")
    if opinion != Opinion.AGREES:
        needed(text, "理由：公开会损害哪些合法权益、为什么")
    today = timezone.localdate(at)
    if row.served_on is None:
        _serve(row, on=today)
    row.closed_on, row.opinion, row.opinion_text = today, opinion, said(text)
    row.opinion_at = row.answered_online_at = at
    row.save(
        update_fields=[
            *("served_on", "served_how", "closed_on", "opinion", "opinion_text"),
            *("opinion_at", "answered_online_at"),
        ]
    )
    STEPS.finish(
        request,
        WORKFLOW.actions["record_opinion"],
        by=by,
        at=at,
        details={**_details(row), "opinion": opinion, "files": row.files.count()},
    )
    _tell_handlers(request, row, at=at)
    return row


@transaction.atomic
def attach_papers(
    *, consultation: Consultation, files: Sequence[HandedIn], at: dt.datetime
) -> list[ConsultationFile]:
    """Keep papers for an opinion that is not sent yet; the same paper twice is one."""
    _, row = _begin(consultation, None)
    known = set(row.files.values_list("sha256", flat=True))
    kept = []
    for each in checked(files):
        if each.found.sha256 in known:
            continue
        known.add(each.found.sha256)
        if len(known) > MOST_FILES:
            raise ActRefused(f"材料最多{MOST_FILES}个，请合并后再上传。")
        kept.append(keep(ConsultationFile(consultation=row, at=at), each))
    return kept


@transaction.atomic
def drop_paper(*, paper: ConsultationFile) -> None:
    """Take a paper back before the opinion is sent."""
    _begin(paper.consultation, None)
    delete_files(take_away(ConsultationFile.objects.filter(pk=paper.pk)))


@transaction.atomic
def open_paper(*, paper: ConsultationFile, purpose: str, by: User, at: dt.datetime) -> File[bytes]:
    """Open a paper of an opinion that was sent; the caller closes it."""
    row, request = paper.consultation, paper.consultation.request
    told = f"打开意见材料：{row.number}"
    return OPINIONS_SEEN.open(
        paper, request, "open_opinion_paper", told, named="paper", purpose=purpose, by=by, at=at
    )


def forget_opinions(request: InformationRequest) -> list[FieldFile]:
    """Take away what third parties sent, and their codes; the files are returned, to be deleted
    when that is certain.
    """
    request.consultations.update(code_index="")
    return take_away(ConsultationFile.objects.filter(consultation__request=request))


def _begin(consultation: Consultation, by: User | None) -> tuple[InformationRequest, Consultation]:
    request = STEPS.locked(consultation.request)
    row = held_letter(consultation)
    verdict = may_opine(by, row, request)
    if not verdict:
        raise NotPermitted(verdict.reason)
    return request, row


def _serve(row: Consultation, *, on: dt.date) -> None:
    row.served_on, row.served_how = on, ServiceWay.ONLINE


def _details(row: Consultation) -> dict[str, str | int]:
    return {"letter": row.number, "served_on": str(row.served_on), "how": row.served_how}


def _tell_handlers(request: InformationRequest, row: Consultation, *, at: dt.datetime) -> None:
    """Whoever handles the case, or everybody who may, where nobody does any more."""
    notice = StaffNotice(
        kind=NOTICE_OF_OPINION,
        key=f"{NOTICE_OF_OPINION}:{row.pk}",
        organ=request.organ,
        roles=(Role.REQUEST_HANDLER,),
        handler=request.handler,
        subject=f"收到意见：{row.number}",
        body=f"{row.get_kind_display()}对征求意见书{row.number}提出了意见，请查看后继续办理。",
        url=reverse("admin:requests_app_informationrequest_change", args=[request.pk]),
    )
    tell_staff([notice], at=at)
