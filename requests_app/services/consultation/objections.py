"""What a third party must be heard on, or told, before information of theirs is opened.

An objection made before the draft does not forbid opening: the officer says which public interest
outweighs it, and the third party is told in writing what is opened and why (第三十二条).
"""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from portal.common.errors import ActRefused
from portal.common.typed import said
from portal.common.verdicts import ALLOWED, Verdict, refuse
from portal.workdays.services import load_calendar
from requests_app.choices import ConsultationKind, Opinion
from requests_app.deadlines import facts as ledger
from requests_app.deadlines.clock import is_open
from requests_app.models import Answer, Consultation, InformationRequest

# What gives the information away: all of it, or a part.
WHOLE = "3.1"
OPENING = (WHOLE, "3.2")


def all_heard(request: InformationRequest, outcome: str, *, on: dt.date) -> Verdict:
    """Nothing of a third party is opened while the third party may still speak."""
    if outcome not in OPENING:
        return ALLOWED
    calendar = load_calendar()
    kind = ledger.ConsultationKind.THIRD_PARTY
    for row in _third_parties(request).filter(closed_on__isnull=True):
        letter = ledger.Consultation(kind, row.sent_on, row.served_on)
        if is_open(letter, calendar, on=on):
            return refuse(f"{row.party}的意见还没有收到，也没有逾期，现在不能决定公开。")
    return ALLOWED


def none_since(answer: Answer) -> Verdict:
    """The draft knew nothing of an objection that came after it, or of an opinion put right since,
    whichever way: it is written anew.
    """
    if answer.request.acts.filter(action="rectify_opinion", at__gt=answer.at).exists():
        return refuse("提交审核以后更正过登记的意见，请退回，由承办人按正确的意见重新提交。")
    if answer.outcome not in OPENING:
        return ALLOWED
    later = _third_parties(answer.request).filter(
        opinion__in=(Opinion.OBJECTS, Opinion.PARTLY), opinion_at__gt=answer.at
    )
    for row in later:
        return refuse(
            f"提交审核以后收到{row.party}的意见（{row.get_opinion_display()}），请退回，"
            "由承办人考虑该意见后重新提交。"
        )
    return ALLOWED


def overruled(request: InformationRequest, outcome: str) -> list[Consultation]:
    """Third parties against whose will an answer opens something."""
    if outcome not in OPENING:
        return []
    against = [Opinion.OBJECTS, Opinion.PARTLY] if outcome == WHOLE else [Opinion.OBJECTS]
    return list(_third_parties(request).filter(opinion__in=against))


def reason_for_overruling(request: InformationRequest, outcome: str, text: str) -> str:
    """The reason as the answer keeps it. Raises ActRefused where it is missing or has no place."""
    found, text = overruled(request, outcome), said(text)
    if found and not text:
        raise ActRefused(
            f"{found[0].party}不同意公开。仍决定公开的，请填写不顾第三方意见公开的理由："
            "不公开会对公共利益造成什么重大影响（条例第三十二条）。"
        )
    if text and not found:
        raise ActRefused("没有第三方反对公开，不需要填写不顾第三方意见公开的理由。")
    return text


def untold(answer: Answer) -> list[Consultation]:
    """Overruled third parties who have not been told of this answer."""
    told = set(answer.third_party_notices.values_list("consultation_id", flat=True))
    return [row for row in overruled(answer.request, answer.outcome) if row.pk not in told]


def all_told(answer: Answer) -> Verdict:
    """The third party learns of the opening before the applicant has the information."""
    for row in untold(answer):
        return refuse(
            f"{row.party}不同意公开而决定公开，请先把公开的内容和理由书面告知对方"
            "（办理“告知第三方”），再送达答复。"
        )
    return ALLOWED


def _third_parties(request: InformationRequest) -> QuerySet[Consultation]:
    return Consultation.objects.filter(request=request, kind=ConsultationKind.THIRD_PARTY)
