"""Rows that more than one kind of letter tells of, as its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.workdays.calendar import deadline
from portal.workdays.services import load_calendar
from requests_app.choices import FeeScale
from requests_app.deadlines.laws import PAYMENT, PAYMENT_DAYS
from requests_app.letters import facts
from requests_app.services.letters.codes import codes_of

if TYPE_CHECKING:
    from portal.organs.models import Organ
    from requests_app.models import InformationRequest


def contact_of(organ: Organ) -> str:
    """How an organ is reached, as its letters say it."""
    parts = (("电话", organ.phone), ("地址", organ.address))
    return "，".join(f"{label}{value}" for label, value in parts if value)


def wanted(request: InformationRequest) -> str:
    """Form and way that were asked for."""
    return f"{request.get_medium_display()}，{request.get_delivery_way_display()}"


def correction(request: InformationRequest) -> facts.Correction | None:
    """The notice of 补正, and when the correction came."""
    row = getattr(request, "correction_notice", None)
    if row is None:
        return None
    return facts.Correction(
        row.unclear, row.guidance, row.noticed_on, row.respond_by, row.received_on
    )


def reasons(request: InformationRequest) -> facts.Reasons | None:
    """The demand for reasons, and when they came."""
    row = getattr(request, "reasons_demand", None)
    if row is None:
        return None
    return facts.Reasons(row.why, row.asked_on, row.respond_by, row.supplied_on)


def fee(request: InformationRequest) -> facts.Fee | None:
    """The notice of the fee with its last day, once it has arrived."""
    row = getattr(request, "fee_notice", None)
    if row is None:
        return None
    organ = request.organ
    usual = f"凭本通知书与本机关联系办理：{contact_of(organ) or organ.name}"
    start, due = row.received_on, None
    if start:
        due = deadline(load_calendar(), start=start, days=PAYMENT_DAYS, basis=PAYMENT).due_on
    return facts.Fee(
        is_by_pages=row.scale == FeeScale.PAGES,
        quantity=row.quantity,
        amount=row.amount,
        sent_on=row.sent_on,
        payment=codes_of(organ).payment or usual,
        received_on=row.received_on,
        due_on=due,
    )
