"""Short messages to the party of a case: the number, what happened, what to do.

Seventy characters go as one message. A text that passes through a telephone network says nothing
of whose case it is or what it asks for.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings

from portal.common.typed import is_mobile, telephone

LONGEST: Final = 70
_HOW: Final = "凭编号和查询码上网查看。"


def takes_texts(phone: str) -> bool:
    """Whether there is a gateway, and a mobile at the other end."""
    return bool(settings.SMS_GATEWAY_URL and is_mobile(telephone(phone) or ""))


def short_text(what: str, number: str, text: str) -> str:
    """With the way to the page if there is room; a number that leaves none is left out."""
    for candidate in (f"{what}{number}：{text}{_HOW}", f"{what}{number}：{text}"):
        if len(candidate) <= LONGEST:
            return candidate
    return f"您的{what}：{text}{_HOW}"[:LONGEST]
