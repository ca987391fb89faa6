"""How much of a request for rectification a page shows."""

from __future__ import annotations

from portal.personal.masks import hidden_name, masked_contacts, masked_number, masked_text
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


def masked_subject(case: Rectification) -> str:
    """What is to be put right, in a line of a list: which record, and what in it is wrong."""
    about = "：".join(part for part in (case.record, case.inaccurate) if part)
    return " ".join(masked_text(about, names=(case.name, case.agent_name)).split())
