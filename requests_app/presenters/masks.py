"""How much of an applicant's own data a page shows."""

from __future__ import annotations

from portal.personal.masks import hidden_name
from requests_app.choices import ApplicantKind
from requests_app.models import InformationRequest
from requests_app.rectification.models import Rectification


def masked_name(case: InformationRequest | Rectification) -> str:
    """The family name of a person; an organisation's name is public anyway."""
    is_person = case.applicant_kind == ApplicantKind.PERSON
    return hidden_name(case.name) if is_person else case.name
