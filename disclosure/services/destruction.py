"""Destroying what may not be in the portal at all: attachments that bear a 密级."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from disclosure.models import Document, DocumentAttachment, ImportItem
from disclosure.permissions import may_destroy
from portal.acts.refusals import needed
from portal.common.errors import NotPermitted
from portal.common.fingerprints import fingerprint
from portal.files.services import destroy_file

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.files.models import StoredFile

_GONE = "已销毁的文件"


@transaction.atomic
def destroy_attachment(
    *, attachment: DocumentAttachment, reason: str, by: User, at: dt.datetime
) -> None:
    """Destroy an attachment with all that was made of it, and what an import read from it.

    Raises NotPermitted for anyone but the organ's secrecy reviewers, and for a document that is
    public: that is withdrawn first.
    """
    document = Document.objects.select_for_update(of=("self",), no_key=True).get(
        pk=attachment.document_id
    )
    verdict = may_destroy(by, document)
    if not verdict:
        raise NotPermitted(verdict.reason)
    reason = needed(reason, "销毁理由")
    stored = attachment.file
    attachment.delete()
    document.updated_at = at
    document.save(update_fields=["updated_at"])
    forget_imports(stored)
    destroy_file(stored=stored, reason=reason, by=by, at=at)


def forget_imports(stored: StoredFile) -> None:
    """Take out of the records of imports what they read from a file, its name and its hash."""
    for item in ImportItem.objects.filter(source=stored):
        item.name, item.elements = _GONE, {}
        item.sha256 = fingerprint(_GONE, str(item.pk))
        item.save(update_fields=["name", "elements", "sha256"])
