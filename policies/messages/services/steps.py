"""The steps of a message: what stands in the way, who goes along with it, what is told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from policies.messages.models import Message, MessageAct
from policies.messages.permissions import RULES
from policies.messages.services.notices import tell
from policies.messages.services.obstacles import OBSTACLES
from policies.messages.services.outcomes import tell_back
from portal.acts.steps import Steps

if TYPE_CHECKING:
    from portal.workflow import Act

_MOVES = frozenset({"assign", "hand_back", "release"})


def _members_follow(message: Message, act: Act, _source: str, at: dt.datetime) -> None:
    """Those that were merged into it lie where it lies."""
    if act.action in _MOVES:
        message.members.update(organ=message.organ_id, updated_at=at)


def _tell(message: Message, act: MessageAct, *, at: dt.datetime) -> None:
    """The writers, and the systems that passed them on."""
    tell(message, act, at=at)
    tell_back(message, act, at=at)


STEPS = Steps(
    Message, MessageAct, "message", "messages", RULES, OBSTACLES,
    has_organ=True, follow=_members_follow, tell=_tell,
)  # fmt: skip
