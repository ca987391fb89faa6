"""The applicant of a case: the account that applied, or a session with number and code."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest

from portal.tracking.grants import for_party, is_party
from requests_app.models import InformationRequest
from requests_app.selectors import case_for_page


def applicants_case(request: HttpRequest, number: str) -> InformationRequest | None:
    """The case, for its applicant; None for all others.

    A case that was split opens its parts: they are the same person's, who has no codes for them.
    """
    case = case_for_page(number)
    if case is None:
        return None
    numbers = (each.number for each in lineage(case))
    return case if is_party(request, user_id=case.user_id, numbers=numbers) else None


def lineage(case: InformationRequest) -> Iterator[InformationRequest]:
    """The case, and what it was split from: a part may have been split again."""
    found: InformationRequest | None = case
    while found:
        yield found
        found = found.parent


for_applicant = for_party(applicants_case, to="requests:track")
