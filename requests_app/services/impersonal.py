"""Texts of an application that others read: nothing of the applicant may be in them."""

from __future__ import annotations

from portal.acts.refusals import needed
from portal.common.errors import ActRefused
from portal.personal.impersonal import particulars
from portal.personal.masks import masked_text
from requests_app.models import InformationRequest


def without_particulars(text: str, request: InformationRequest) -> str:
    """A text of the application with what names or reaches anybody masked."""
    for value in particulars(request):
        text = text.replace(value, "***")
    return masked_text(text)


def without_applicant(text: str, what: str, request: InformationRequest) -> str:
    """A text that others will read. Raises ActRefused when it is empty or names the applicant."""
    text = needed(text, what)
    if any(value in text for value in particulars(request)):
        raise ActRefused(f"{what}会给对方看，不得出现申请人的姓名、号码或者地址，请改写。")
    return text
