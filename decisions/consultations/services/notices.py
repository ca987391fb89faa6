"""What writers are told: the number of their opinion, never what it says."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from decisions.consultations.models import Opinion
from portal.notifications.services.party_notices import Notice, Party, Way, forget_party

KIND: Final = "opinions.party"
WRITER: Final = "opinions.writer"
TOLD: Final = Notice(
    "意见采纳情况已公布",
    "{organ}公布了意见采纳情况，见网页。",
    "{organ}公布了意见采纳情况，您的意见怎样处理、为什么，写在网页上。",
)


def _door(row: Opinion) -> str:
    return reverse("decisions:opinion_track_number", args=[row.number])


PARTY: Final = Party(
    kind=KIND,
    place=WRITER,
    noun="意见",
    keys="opinion:{row.pk}:",
    by_account=Way(Opinion.get_absolute_url, "详细内容请登录后查看。\n\n"),
    by_mail=Way(_door, "请凭编号和查询码在下面的网页查看。\n\n"),
)


def forget_told(opinion: Opinion) -> None:
    """Take the notices of an opinion away, which tie its number to an account."""
    forget_party(PARTY, opinion)
