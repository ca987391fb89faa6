"""Kinds of notice: each app registers its own in `AppConfig.ready()`.

A kind nobody registered reaches the site inbox only, so that a forgotten registration sends
too little instead of sending something to a place it should not go.
"""

from dataclasses import dataclass

from portal.notifications.choices import Channel


@dataclass(frozen=True)
class NoticeKind:
    """What a notice is about and the channels it may use.

    WEBHOOK belongs only to kinds whose subject, body and address are public: subscribed
    endpoints receive them as they are.
    """

    code: str
    label: str
    channels: tuple[Channel, ...] = (Channel.INBOX,)


_kinds: dict[str, NoticeKind] = {}


def register(kind: NoticeKind) -> None:
    """Make a kind known. Raises ValueError when its code already means something else."""
    if _kinds.setdefault(kind.code, kind) != kind:
        raise ValueError(f"通知种类 {kind.code} 已登记为另一含义。")


def kind_of(code: str) -> NoticeKind:
    """The registered kind, or one that reaches the inbox only."""
    return _kinds.get(code) or NoticeKind(code, code)


def all_kinds() -> list[NoticeKind]:
    """Every registered kind, by code."""
    return sorted(_kinds.values(), key=lambda kind: kind.code)
