"""A proposal for whoever made it: what it says, where it stands, what came of it."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from decisions.solicitations.models import Proposal
from decisions.solicitations.presenters import standing_of, timeline_of
from decisions.solicitations.services import proposals
from decisions.solicitations.services.proposal_steps import STEPS
from decisions.solicitations.workflow import Standing
from portal.personal.masks import hidden_name, masked_contacts
from portal.tracking.party_pages import PartyPages


def case(request: HttpRequest, found: Proposal) -> HttpResponse:
    """Everything about it that is theirs; how it was handled once the projects are public."""
    rows = Proposal.objects.select_related("organ", "solicitation", "project")
    one = rows.prefetch_related("acts").get(pk=found.pk)
    is_sorted = one.solicitation.sorted_at is not None
    is_told = one.status == Standing.ANSWERED
    context = {
        "case": one,
        "solicitation": one.solicitation,
        "standing": standing_of(one),
        "project": one.project if is_sorted else None,
        "outcome": one.project.get_outcome_display() if one.project and is_told else "",
        "why": one.why if is_sorted else "",
        "timeline": timeline_of(list(one.acts.all()), one),
        "name": hidden_name(one.name) if one.name else "",
        "contacts": masked_contacts(phone=one.phone, email=one.email, address=""),
        "may_withdraw": STEPS.party_verdict(one, "withdraw", on=timezone.localdate()),
    }
    return render(request, "decisions/solicitations/case.html", context)


PAGES: Final = PartyPages(
    steps=STEPS,
    noun="征集的建议",
    names="decisions:proposal_",
    done="decisions:solicitations",
    show=case,
    withdraw=proposals.withdraw,
    up=lambda: ("征集", reverse("decisions:solicitations")),
)
