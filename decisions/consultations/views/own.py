"""An opinion for whoever wrote it: where it stands, what became of it, what they can take back."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from decisions.consultations.models import Opinion
from decisions.consultations.presenters.outcome import place_of
from decisions.consultations.services import public_copies
from decisions.consultations.services.steps import OPINION_STEPS
from decisions.consultations.workflow import Status
from portal.personal.masks import hidden_name, masked_contacts
from portal.tracking.party_pages import PartyPages

_ACTS: Final = ("withdraw", "withdraw_consent", "withdraw_name")


def case(request: HttpRequest, found: Opinion) -> HttpResponse:
    """Everything about it that is its writer's; what became of it once that is told to all."""
    rows = Opinion.objects.select_related("consultation", "organ", "now", "clause", "group")
    row = rows.select_related("version").defer("version__text").get(pk=found.pk)
    is_told = row.consultation.status == Status.ANSWERED
    context: dict[str, Any] = {
        "case": row,
        "place": place_of(row),
        "is_told": is_told,
        "answer": row.group if row.group else row,
        "name": hidden_name(row.name),
        "contacts": masked_contacts(phone=row.phone, email=row.email, address=""),
        "may": {action: _may(row, action) for action in _ACTS},
    }
    return render(request, "decisions/consultations/case.html", context)


def _may(row: Opinion, action: str) -> bool:
    return bool(OPINION_STEPS.party_verdict(row, action, on=timezone.localdate()))


PAGES: Final = PartyPages(
    steps=OPINION_STEPS,
    noun="意见",
    names="decisions:opinion_",
    done="decisions:consultations",
    show=case,
    withdraw=public_copies.withdraw,
    up=lambda: ("征求意见", reverse("decisions:consultations")),
    acts={
        "withdraw_consent/": (public_copies.withdraw_consent, "已经不再公开。"),
        "withdraw_name/": (public_copies.withdraw_name, "已经不再显示称呼。"),
    },
)
