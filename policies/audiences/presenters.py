"""The four ways of a push, with how many were reached by each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from django.db.models import Count

from policies.audiences.choices import KIND
from policies.audiences.handover import Way, further_ways
from policies.audiences.reach import told
from policies.audiences.services.delivery import SYSTEMS, keys_of
from portal.notifications.choices import Channel, State
from portal.notifications.models import OutboxMessage

if TYPE_CHECKING:
    from policies.audiences.models import Push

# An account has no telephone: who wants short texts is reached through relays.
_LABELS: Final = {
    Channel.INBOX: "个人空间（站内信）",
    Channel.MAIL: "电子邮件",
    Channel.WEBHOOK: "第三方平台（签名接口）",
}


def ways_of(push: Push) -> Sequence[Way]:
    """What became of the notices of a push that was sent, by way."""
    rows = OutboxMessage.objects.filter(
        kind__in=(KIND, SYSTEMS), dedup_key__in=keys_of(push).values()
    )
    counted = {
        (channel, state): count
        for channel, state, count in rows.order_by()
        .values_list("channel", "state")
        .annotate(count=Count("pk"))
    }
    own = [
        Way(
            label,
            *(
                _count(channel, counted.get((channel, state), 0))
                for state in (State.SENT, State.PENDING, State.DEAD)
            ),
        )
        for channel, label in _LABELS.items()
    ]
    return [*own, *further_ways(push)]


def _count(channel: Channel, count: int) -> str:
    """People are told of as groups; other systems are none."""
    if channel == Channel.WEBHOOK:
        return f"{count} 个"
    return told(count) if count else "0"
