"""What proposers are told: the number, never what they wrote nor who they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.urls import reverse

from decisions.solicitations.choices import PARTY_KIND, PLACE
from decisions.solicitations.models import Proposal, ProposalAct
from portal.notifications.services.party_notices import (
    Notice,
    Party,
    Way,
    forget_party,
    tell_party,
)


def _door(row: Proposal) -> str:
    return reverse("decisions:proposal_track_number", args=[row.number])


PARTY: Final = Party(
    kind=PARTY_KIND,
    place=PLACE,
    noun="征集的建议",
    keys="proposal:{row.pk}:",
    by_account=Way(Proposal.get_absolute_url, "详细内容请登录后查看。\n\n"),
    by_mail=Way(_door, "请凭编号和查询码在下面的网页查看。\n\n"),
)
_TOLD: Final[Mapping[str, Notice]] = {
    "answer": Notice(
        "您的建议有了结果",
        "您的建议有了结果，请看网页。",
        "您在征集里提的建议，归入了哪一件、列入没有、为什么，已经写在网页上。谢谢您。",
    ),
    "call_off": Notice(
        "征集终止",
        "这次征集终止了，原因见网页。",
        "您提过建议的征集终止了，原因写在网页上。给您带来不便，请谅解。",
    ),
}


def tell(proposal: Proposal, act: ProposalAct, *, at: dt.datetime) -> None:
    """Queue the notice of an act with the act; what somebody does themselves they know."""
    if (notice := _TOLD.get(act.action)) is not None:
        tell_party(PARTY, proposal, notice, key=f"told:{act.pk}", at=at)


def forget_told(proposal: Proposal) -> None:
    """Take the notices of a proposal away, which tie its number to an account."""
    forget_party(PARTY, proposal)
