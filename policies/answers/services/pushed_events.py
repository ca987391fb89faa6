"""What systems that read the base are told by a signed request: that something changed, and where
it is read. Never what it says, so that no push outlives a withdrawal or passes a scope.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.urls import reverse

from policies.answers.choices import ChangeLevel
from portal.notifications.choices import Channel
from portal.notifications.registry import NoticeKind
from portal.notifications.services import notify

if TYPE_CHECKING:
    from policies.answers.models import Entry, EntryVersion, Feedback

_OUT: Final = (Channel.WEBHOOK,)
CHANGED: Final = NoticeKind("answers.changed", "问答公开或者改动", _OUT)
WITHDRAWN: Final = NoticeKind("answers.withdrawn", "问答撤下或者失效", _OUT)
SETTLED: Final = NoticeKind("answers.feedback", "知识库反馈办结", _OUT)
KINDS: Final = (CHANGED, WITHDRAWN, SETTLED)


def push_release(entry: Entry, version: EntryVersion, *, at: dt.datetime) -> None:
    """A version is read from now on; of a 勘误 nobody is told."""
    if version.level == ChangeLevel.TYPO:
        return
    told = f"{entry.number}第{version.number}版（{version.get_level_display()}）"
    _queue(CHANGED, entry, told, f"{version.number}", at=at)


def push_return(entry: Entry, *, at: dt.datetime) -> None:
    """It is read again: a document stands again, or its first day has come."""
    _queue(CHANGED, entry, f"{entry.number}恢复公开", at.isoformat(), at=at)


def push_withdrawal(entry: Entry, *, at: dt.datetime) -> None:
    """It is read no more."""
    _queue(WITHDRAWN, entry, f"{entry.number}已撤下，请删除副本", at.isoformat(), at=at)


def push_outcome(feedback: Feedback, *, at: dt.datetime) -> None:
    """A question fed back is settled; what came of it only its consumer may read."""
    notify(
        kind=SETTLED.code,
        recipients=(),
        subject=f"反馈{feedback.public_id}已办结",
        body="请用本系统的令牌读取结果。",
        url=reverse("policies:api_feedback_one", args=[feedback.public_id]),
        dedup_key=f"{SETTLED.code}:{feedback.pk}:{at.isoformat()}",
        at=at,
    )


def _queue(kind: NoticeKind, entry: Entry, told: str, key: str, *, at: dt.datetime) -> None:
    notify(
        kind=kind.code,
        recipients=(),
        subject=told,
        body="请用本系统的令牌读取变动。",
        url=reverse("policies:api_answer", args=[entry.pk]),
        dedup_key=f"{kind.code}:{entry.pk}:{key}",
        at=at,
    )
