"""Which acts the page of a case offers to whom, and why one cannot be done now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.forms import Media
from django.utils import timezone

from portal.desk.buttons import ActForm, Desk, DeskAct
from portal.drafts.forms import refill
from portal.drafts.marks import Mark, written
from portal.drafts.services import Owner, kept

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

# As many acts are taken in at a glance; more stand under headings, in the table's order.
_FEW = 4
_OTHER = "其他"


@dataclass(frozen=True)
class Offer:
    """An act as offered: with its form and where it is sent, or with the reason why not.

    `mark` is that of a form in which something is typed; `kept_at` when what stands in it was kept,
    if it was typed before and not sent.
    """

    act: DeskAct
    form: ActForm | None
    reason: str
    is_main: bool
    action: str
    mark: str = ""
    kept_at: dt.datetime | None = None

    @property
    def enabled(self) -> bool:
        return not self.reason


@dataclass(frozen=True)
class Offers:
    """What can be done now, first what brings the case on; and what cannot, with reasons."""

    every: list[Offer]
    headings: tuple[str, ...]

    @property
    def media(self) -> Media:
        """What the fields of the forms load."""
        return sum((offer.form.media for offer in self.every if offer.form), Media())

    @property
    def main(self) -> list[Offer]:
        """What brings the case on."""
        return [offer for offer in self.every if offer.enabled and offer.is_main]

    @property
    def beside(self) -> list[Offer]:
        """What else can be done."""
        return [offer for offer in self.every if offer.enabled and not offer.is_main]

    @property
    def closed(self) -> list[Offer]:
        """What cannot be done now."""
        return [offer for offer in self.every if not offer.enabled]

    @property
    def groups(self) -> list[tuple[str, list[Offer]]]:
        """The acts beside by what they are about; a few need no headings."""
        if len(self.beside) <= _FEW or not self.headings:
            return [("", self.beside)] if self.beside else []
        groups: dict[str, list[Offer]] = {title: [] for title in (*self.headings, _OTHER)}
        for offer in self.beside:
            groups[offer.act.act.group or _OTHER].append(offer)
        return [(title, offers) for title, offers in groups.items() if offers]


def offers_for(desk: Desk, user: User | AnonymousUser, case: Any, *, on: dt.date) -> Offers:
    """Every act of the state for which the case gives occasion."""
    workflow, acts = desk.steps.rules.workflow, f"{desk.address(case).removesuffix('change/')}act/"
    offers = []
    for act in workflow.offered_in(case.status):
        verdict = desk.steps.verdict(user, case, act.action, on=on)
        if not verdict.has_occasion:
            continue
        shown = desk.act(act.action)
        form = None
        if verdict:
            form = shown.form(case, initial=desk.begins(act.action, case))
        main = desk.is_main(act, case)
        offers.append(Offer(shown, form, verdict.reason, main, f"{acts}{shown.name}/"))
    return Offers(_typed_before(offers, user), workflow.groups)


def _typed_before(offers: list[Offer], user: User | AnonymousUser) -> list[Offer]:
    """The same, each form with a mark and with what the person typed into it and did not send."""
    writable = [offer.action for offer in offers if offer.form and offer.form.fields]
    if not writable or user.pk is None:
        return offers
    owner = Owner(user_id=user.pk)
    before = kept(owner=owner, forms=writable, at=timezone.now())
    found = []
    for offer in offers:
        known = before.get(offer.action)
        if offer.form and known:
            refill(offer.form, known.typed)
        mark = written(Mark(offer.action, user.pk)) if offer.action in writable else ""
        found.append(replace(offer, mark=mark, kept_at=known.saved_at if known else None))
    return found
