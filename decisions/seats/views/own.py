"""An application for whoever applied: number, leaf and salt, where it stands, yes or no."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from decisions.seats.models import Applicant
from decisions.seats.presenters.standing import dropped_for, standing_of, timeline_of
from decisions.seats.services import applications, invitations
from decisions.seats.services.applicant_steps import STEPS
from decisions.seats.workflow import Place
from portal.personal.masks import hidden_name, masked_contacts
from portal.tracking.party_pages import PartyPages


def case(request: HttpRequest, found: Applicant) -> HttpResponse:
    """Everything about it that is theirs."""
    rows = Applicant.objects.select_related("organ", "sitting", "statement")
    one = rows.prefetch_related("acts", "calls").get(pk=found.pk)
    dropped, now = one.status == Place.DROPPED, timezone.now()
    context = {
        "case": one,
        "sitting": one.sitting,
        "standing": standing_of(one),
        "why": dropped_for(list(one.calls.all())) if dropped else "",
        "timeline": timeline_of(list(one.acts.all())),
        "name": hidden_name(one.name),
        "contacts": masked_contacts(phone=one.phone, email=one.email, address=""),
        "statement": getattr(one, "statement", None) if one.sitting.told_at else None,
        "may_accept": invitations.may_accept(one, now),
        "may_decline": STEPS.party_verdict(one, "decline", on=timezone.localdate(now)),
        "may_withdraw": applications.may_withdraw(one, now),
    }
    return render(request, "decisions/seats/case.html", context)


def _on_receipt(found: Applicant) -> dict[str, Any]:
    return {"applicant": found}


PAGES: Final = PartyPages(
    steps=STEPS,
    noun="列席和听证报名",
    names="decisions:applicant_",
    done="decisions:sittings",
    show=case,
    withdraw=applications.withdraw,
    receipt_template="decisions/seats/receipt.html",
    on_receipt=_on_receipt,
    up=lambda: ("列席和听证会", reverse("decisions:sittings")),
    acts={
        "accept/": (invitations.accept, "已经登记您来，请准时到会。"),
        "decline/": (invitations.decline, "已经登记您不来，席位按次序给下一位。"),
        "hide_name/": (applications.hide_name, "不再公开您的称呼。"),
    },
)
