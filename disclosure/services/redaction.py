"""Redacting an attachment of a draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from disclosure.models import Document, DocumentAttachment
from disclosure.permissions import may_edit
from portal.common.errors import NotPermitted
from portal.files.redaction import Mark
from portal.files.redactions import keep, prepare, redactable

if TYPE_CHECKING:
    from portal.accounts.models import User


def redact_attachment(
    *, attachment: DocumentAttachment, marks: Sequence[Mark], by: User, at: dt.datetime
) -> None:
    """Take what is marked out of an attachment, while the document may be edited.

    Raises NotPermitted for others and at other times, ActRefused for what cannot be redacted.
    """
    _refuse_unless_editable(attachment.document, by)
    prepared = prepare(redactable(attachment.file), marks)
    with transaction.atomic():
        document = Document.objects.select_for_update(of=("self",), no_key=True).get(
            pk=attachment.document_id
        )
        _refuse_unless_editable(document, by)
        keep(stored=attachment.file, prepared=prepared, by=by, at=at)
        # Pages drawn before show what is no longer there: their acts are refused.
        document.updated_at = at
        document.save(update_fields=["updated_at"])


def _refuse_unless_editable(document: Document, by: User) -> None:
    verdict = may_edit(by, document)
    if not verdict:
        raise NotPermitted(verdict.reason)
