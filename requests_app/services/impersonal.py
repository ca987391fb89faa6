"""Reasons written by officers: they stay in the audit trail, so nothing personal may be in them."""

from __future__ import annotations

from collections.abc import Iterable

from portal.acts.refusals import needed
from portal.common.errors import ActRefused
from portal.common.typed import said
from portal.files.personal_data import scan_text
from portal.personal.masks import masked_text
from requests_app.models import InformationRequest
from requests_app.rectification.models import Rectification

Case = InformationRequest | Rectification
# A single character is no name and would forbid half the language.
_SHORTEST = 2
_NAMING = ("name", "identity_number", "phone", "email", "address", "agent_name", "agent_number")


def particulars(request: Case) -> list[str]:
    """What names or reaches the applicant and the agent, the longest first."""
    values = {getattr(request, name).strip() for name in _NAMING}
    return sorted((text for text in values if len(text) >= _SHORTEST), key=len, reverse=True)


def impersonal(text: str, what: str, *, of: Iterable[Case]) -> str:
    """The reason as it is kept. Raises ActRefused when there is none, or when it names somebody."""
    text = " ".join(said(text.replace("\x00", "")).split())
    if not text:
        raise ActRefused(f"请填写{what}。")
    found = {finding.kind.label for finding in scan_text(text)}
    if any(value in text for request in of for value in particulars(request)):
        found.add("申请人的姓名、号码或者地址")
    if found:
        named = "、".join(sorted(found))
        raise ActRefused(f"{what}里有个人信息（{named}），会留在审计记录里，请改写后再提交。")
    return text


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
