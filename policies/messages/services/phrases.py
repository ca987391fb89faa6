"""常用说法 are kept by those who review answers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from portal.accounts.choices import Role
from portal.accounts.permissions import holds
from portal.audit.services import record
from portal.common.errors import NotPermitted

if TYPE_CHECKING:
    from policies.messages.models import StockPhrase
    from portal.accounts.models import User


@transaction.atomic
def save_phrase(*, phrase: StockPhrase, by: User, at: dt.datetime) -> StockPhrase:
    """Keep one, new or changed. Raises NotPermitted for all but the organ's reviewers."""
    if not holds(by, phrase.organ, Role.ANSWER_REVIEWER):
        raise NotPermitted(f"常用说法由该机关的{Role.ANSWER_REVIEWER.holders}维护。")
    done = "修改" if phrase.pk else "新增"
    phrase.updated_at = at
    phrase.save()
    record(
        action="messages.save_phrase",
        summary=f"{done}常用说法：{phrase}",
        by=by,
        at=at,
        organ=phrase.organ,
        subject=phrase,
        details={"active": phrase.is_active},
    )
    return phrase
