"""An opinion that was written down wrongly is put right: by the head, with a reason, both values
in the trail. What the other side said online is its own, and stays as it is.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db import transaction

from portal.acts.refusals import needed
from portal.common.errors import ActRefused
from requests_app.choices import Opinion
from requests_app.models import Consultation
from requests_app.services.consultation.letters import held_letter
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User

# The letter was mixed up with another one: its own opinion is still to come.
AWAITED: Final = "awaited"
RIGHT_OPINIONS: Final = (*Opinion.choices, (AWAITED, "还没有收到意见（登记在了别的征求意见书上）"))


@transaction.atomic
def rectify_opinion(
    *,
    consultation: Consultation,
    opinion: str,
    reason: str,
    by: User,
    at: dt.datetime,
    text: str = "",
) -> Consultation:
    """Write what the other side really said; the clock is reckoned anew.

    It is an opinion of this moment: an answer handed in before it is returned, not signed
    (`services.consultation.objections`). Its day is put right by the act for days.
    """
    request, act = STEPS.begin(consultation.request, "rectify_opinion", by, at)
    row = held_letter(consultation)
    why, before = needed(reason, "更正的理由"), row.opinion
    if not before:
        raise ActRefused("该方的意见还没有登记，请办理“登记意见”。")
    if row.answered_online_at:
        raise ActRefused(
            "该方的意见是对方自己在网上提出的，不能更正；对方有补充的，请另行征求意见。"
        )
    if opinion not in dict(RIGHT_OPINIONS):
        raise ActRefused("请选择正确的意见。")
    if opinion == before:
        raise ActRefused("正确的意见与现在登记的相同。")
    if opinion == AWAITED:
        row.opinion, row.opinion_text, row.closed_on, row.opinion_at = "", "", None, None
    else:
        row.opinion, row.opinion_at = opinion, at
        row.opinion_text = _supplemented(row.opinion_text, text)
    row.save(update_fields=["opinion", "opinion_text", "closed_on", "opinion_at"])
    details = {"letter": row.number, "before": before, "after": opinion}
    STEPS.finish(request, act, by=by, at=at, reason=why, details=details)
    return row


def _supplemented(told: str, text: str) -> str:
    """What was written down first is kept: it may be what a court asks for."""
    return "\n更正：".join(filter(None, (told, text.strip())))
