"""What a person has applied for, as the page 我的 shows it: first what waits for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from portal.workdays.calendar import chinese_date
from requests_app.models import InformationRequest
from requests_app.presenters.standing import Standing, standing_of
from requests_app.rectification.models import Rectification
from requests_app.rectification.presenters.standing import rectification_standing
from requests_app.workflow.states import OPEN

if TYPE_CHECKING:
    from portal.accounts.models import User

_MOST = 6


@dataclass(frozen=True)
class OwnCase:
    """One case in a line: where it stands, with whom, and until when."""

    subject: str
    url: str
    kind: str
    organ: str
    standing: Standing
    until: str


@dataclass(frozen=True)
class OwnCases:
    """What waits for the person, and the latest of the rest."""

    yours: Sequence[OwnCase]
    others: Sequence[OwnCase]


def own_cases(user: User, on: dt.date) -> OwnCases | None:
    """The latest cases of the account; None when it has none. Two queries."""
    applications = InformationRequest.objects.of_applicant(user).select_related("organ")
    rectifications = Rectification.objects.of_applicant(user).select_related("organ")
    newest = ("-submitted_at", "-pk")
    found = [_application(row, on) for row in applications.order_by(*newest)[:_MOST]]
    found += [_rectification(row) for row in rectifications.order_by(*newest)[:_MOST]]
    if not found:
        return None
    return OwnCases(
        yours=[case for case in found if case.standing.is_yours],
        others=[case for case in found if not case.standing.is_yours],
    )


def _application(row: InformationRequest, on: dt.date) -> OwnCase:
    until = ""
    if row.status in OPEN and row.reply_due_on and row.reply_due_on >= on:
        until = f"最迟{chinese_date(row.reply_due_on)}答复"
    elif row.status in OPEN and row.reply_due_on:
        until = f"应当在{chinese_date(row.reply_due_on)}以前答复"
    url = reverse("requests:case", args=[row.number])
    return OwnCase(row.subject, url, "依申请公开", row.organ.short_name, standing_of(row), until)


def _rectification(row: Rectification) -> OwnCase:
    subject, url = f"更正申请 {row.number}", row.get_absolute_url()
    return OwnCase(subject, url, "更正信息", row.organ.short_name, rectification_standing(row), "")
