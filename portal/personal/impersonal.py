"""Reasons written by officers: they stay in the trail, so nothing personal may be in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from portal.common.errors import ActRefused
from portal.common.typed import said
from portal.files.personal_data import scan_text

# A single character is no name and would forbid half the language.
_SHORTEST: Final = 2
# What of a kind's columns says who somebody is or how they are reached; no kind has them all.
_NAMING: Final = (
    "name", "identity_number", "phone", "email", "address", "agent_name", "agent_number",
)  # fmt: skip


def particulars(case: Any) -> list[str]:
    """What names or reaches the party and the agent, the longest first."""
    values = {getattr(case, name, "").strip() for name in _NAMING}
    return sorted((text for text in values if len(text) >= _SHORTEST), key=len, reverse=True)


def impersonal(text: str, what: str, *, of: Iterable[Any]) -> str:
    """The reason as it is kept. Raises ActRefused when there is none, or when it names somebody."""
    text = " ".join(said(text.replace("\x00", "")).split())
    if not text:
        raise ActRefused(f"请填写{what}。")
    found = {finding.kind.label for finding in scan_text(text)}
    if any(value in text for case in of for value in particulars(case)):
        found.add("申请人的姓名、号码或者地址")
    if found:
        named = "、".join(sorted(found))
        raise ActRefused(f"{what}里有个人信息（{named}），会留在审计记录里，请改写后再提交。")
    return text
