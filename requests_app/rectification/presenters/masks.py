"""How much of a request for rectification a page shows."""

from __future__ import annotations

from portal.personal.masks import hidden_name, masked_contacts, masked_number
from requests_app.presenters.masks import masked_name
from requests_app.rectification.models import Rectification


def masked_particulars(case: Rectification) -> list[tuple[str, str]]:
    """Who asks and how to reach them, each line with its label."""
    rows = [
        ("申请人", masked_name(case)),
        (case.get_identity_kind_display(), masked_number(case.identity_number)),
        *masked_contacts(phone=case.phone, email=case.email, address=case.address),
        ("代理人", hidden_name(case.agent_name)),
    ]
    return [row for row in rows if row[1]]
