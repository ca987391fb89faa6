"""The words of the public register: written by an officer, free of personal data."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from portal.acts.refusals import needed
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.files.personal_data import scan_text
from portal.statute import Article
from requests_app.models import InformationRequest, PublicSummary
from requests_app.permissions import may_publish_summary
from requests_app.services.steps import STEPS
from requests_app.workflow.states import Status

if TYPE_CHECKING:
    from portal.accounts.models import User

_LONGEST = 200
_SHORTEST_NAME = 2


@transaction.atomic
def publish_summary(
    *, request: InformationRequest, text: str, by: User, at: dt.datetime
) -> PublicSummary:
    """Enter an answered application in the public register, or change its words there."""
    request = _permitted(request, by)
    words = " ".join(needed(text, "公开摘要").split())
    if len(words) > _LONGEST:
        raise ActRefused(f"公开摘要最多{_LONGEST}字，请删减。")
    _refuse_personal(request, words)
    row, is_new = PublicSummary.objects.update_or_create(
        request=request, defaults={"text": words, "by": by, "at": at}
    )
    _witness(request, "列入公开登记" if is_new else "修改公开登记的摘要", by=by, at=at)
    return row


@transaction.atomic
def withdraw_summary(*, request: InformationRequest, by: User, at: dt.datetime) -> None:
    """Take an application out of the public register."""
    request = _permitted(request, by)
    gone, _ = PublicSummary.objects.filter(request=request).delete()
    if not gone:
        raise ActRefused("该申请没有列入公开登记。")
    _witness(request, "从公开登记中撤下", by=by, at=at)


def _permitted(request: InformationRequest, by: User) -> InformationRequest:
    request = STEPS.locked(request)
    verdict = may_publish_summary(by, request)
    if not verdict:
        raise NotPermitted(verdict.reason)
    if request.status not in (Status.ANSWERED, Status.ARCHIVED) or not request.outcome:
        raise ActRefused("申请还没有答复，不能列入公开登记。")
    return request


def _refuse_personal(request: InformationRequest, words: str) -> None:
    """Nothing the scan finds, and nothing of this applicant in any spelling of theirs."""
    kinds = sorted({finding.kind.label for finding in scan_text(words)})
    if kinds:
        raise ActRefused(f"摘要里有疑似个人信息（{'、'.join(kinds)}），请删去后再公开。")
    plain = "".join(words.split()).casefold()
    own = (
        request.name, request.identity_number, request.phone, request.email, request.address,
        request.agent_name, request.agent_number,
    )  # fmt: skip
    for value in own:
        text = "".join(value.split()).casefold()
        if len(text) >= _SHORTEST_NAME and text in plain:
            raise ActRefused("摘要里有申请人的姓名、证件号码或者联系方式，请删去后再公开。")


def _witness(request: InformationRequest, did: str, *, by: User, at: dt.datetime) -> None:
    record(
        action="requests.public_summary",
        summary=f"{did}：{request.number}",
        by=by,
        at=at,
        organ=request.organ,
        subject=request,
        basis=Article(45),
        details={},
    )
