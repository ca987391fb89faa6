"""An application for whoever applied: number, leaf and salt, where it stands, yes or no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from decisions.seats.models import Applicant
from decisions.seats.presenters.standing import dropped_for, standing_of, timeline_of
from decisions.seats.services import applying, inviting
from decisions.seats.services.seating import STEPS
from decisions.seats.workflow import Place
from portal.common.errors import ActRefused
from portal.personal.masks import hidden_name, masked_contacts
from portal.tracking.party_pages import PartyPages


def case(request: HttpRequest, found: Applicant) -> HttpResponse:
    """Everything about it that is theirs."""
    rows = Applicant.objects.select_related("organ", "sitting", "statement")
    one = rows.prefetch_related("acts", "calls").get(pk=found.pk)
    dropped = one.status == Place.DROPPED
    context = {
        "case": one,
        "sitting": one.sitting,
        "standing": standing_of(one),
        "why": dropped_for(list(one.calls.all())) if dropped else "",
        "timeline": timeline_of(list(one.acts.all())),
        "name": hidden_name(one.name),
        "contacts": masked_contacts(phone=one.phone, email=one.email, address=""),
        "statement": getattr(one, "statement", None) if one.sitting.told_at else None,
        "may_accept": _may(one, "accept") and timezone.now() < one.sitting.meets_at,
        "may_decline": _may(one, "decline"),
        "may_withdraw": _may(one, "withdraw") and timezone.now() < one.sitting.closes_at,
    }
    return render(request, "decisions/seats/case.html", context)


def _may(found: Applicant, action: str) -> bool:
    return bool(STEPS.rules.judge(AnonymousUser(), found, action, as_party=True))


def _sent(
    service: Callable[..., Applicant], done: str
) -> Callable[[HttpRequest, Applicant], HttpResponse]:
    """The view of one act of theirs: done, or the page again saying why not."""

    def view(request: HttpRequest, found: Applicant) -> HttpResponse:
        try:
            service(applicant=found, at=timezone.now())
        except ActRefused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, done)
        return redirect(found)

    return view


def _on_receipt(found: Applicant) -> dict[str, Any]:
    return {"applicant": found}


PAGES: Final = PartyPages(
    steps=STEPS,
    noun="列席和听证报名",
    names="decisions:applicant_",
    done="decisions:sittings",
    show=case,
    withdraw=applying.withdraw,
    receipt_template="decisions/seats/receipt.html",
    on_receipt=_on_receipt,
    up=lambda: ("列席和听证会", reverse("decisions:sittings")),
    posted={
        "accept/": _sent(inviting.accept, "已经登记您来，请准时到会。"),
        "decline/": _sent(inviting.decline, "已经登记您不来，席位按次序给下一位。"),
        "hide_name/": _sent(applying.hide_name, "不再公开您的称呼。"),
    },
)
