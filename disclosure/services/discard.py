"""Giving up a draft that was filed in error."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from disclosure.choices import ImportState
from disclosure.models import Document
from disclosure.services.attachments import drop_attachments
from disclosure.services.review import STEPS, move
from portal.acts.refusals import needed

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def discard(*, document: Document, reason: str, by: User, at: dt.datetime) -> Document:
    """Give up a draft: its number is free, its files are destroyed, what it said of others goes.

    The row stays with its text and its acts. Raises NotPermitted for anyone but the organ's
    clerks, ActRefused for what was signed before or what others relate to.
    """
    document, act = STEPS.begin(document, "discard", by, at)
    reason = needed(reason, "废弃的理由")
    # What the same file or row held may be filed anew.
    document.import_items.filter(state=ImportState.FILED).update(
        state=ImportState.DISCARDED, reason="草稿已废弃，可以重新导入。"
    )
    drop_attachments(document, reason="草稿已废弃", by=by, at=at)
    document.relations_out.all().delete()
    return move(document, act, by=by, at=at, reason=reason)
