"""Page words of accounts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allauth.usersessions.models import UserSession

# In this order: later browsers name their forebears as well.
_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("Edg", "Edge"),
    ("QQBrowser", "QQ浏览器"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "鸿蒙"),
    ("Android", "安卓"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class SessionRow:
    """One row of the list of sessions."""

    pk: int
    device: str
    ip: str
    created_at: dt.datetime
    is_current: bool


def session_row(session: UserSession) -> SessionRow:
    """A session as its owner recognises it."""
    return SessionRow(
        pk=session.pk,
        device=device_name(session.user_agent),
        ip=session.ip,
        created_at=session.created_at,
        is_current=session.is_current(),
    )


def device_name(user_agent: str) -> str:
    """Browser and system in a few words, or the start of whatever the browser says it is."""
    named = [
        next((word for mark, word in table if mark in user_agent), "")
        for table in (_BROWSERS, _SYSTEMS)
    ]
    return "，".join(word for word in named if word) or user_agent[:60] or "没有说明的设备"


def masked_address(address: str) -> str:
    """A mail address as the record keeps it: its first letter and its host."""
    name, at, host = address.rpartition("@")
    return f"{name[:1]}***{at}{host}" if at else "（无）"
