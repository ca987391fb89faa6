"""The signature: what is proposed takes the place of what is public, in one transaction."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from disclosure import companions
from disclosure.choices import EditionChange, ErrorReportState, Reach
from disclosure.companions import Event
from disclosure.correction import blockers
from disclosure.correction.services.figures import take_over_figures
from disclosure.correction.services.steps import STEPS
from disclosure.editions import catalogued, fields_in, labels_in
from disclosure.models import Correction, Document, DocumentAttachment, ErrorReport
from disclosure.services.documents import set_issuers, set_labels
from disclosure.services.editions import keep_edition
from disclosure.services.entries import refresh_entry
from disclosure.services.error_reports import handle_error_report
from disclosure.services.publication import editor_of, tell_of_correction
from disclosure.services.pushed_events import push_edition, push_validity
from disclosure.services.validity import affected_by, apply_standing, one_at_a_time, recompute
from portal.acts.refusals import refuse_if

if TYPE_CHECKING:
    from portal.accounts.models import User

# What the validity of a document, or of those it changes and the words for it, follows from.
_BEARS_ON_VALIDITY: Final = (
    "title", "signed_on", "effective_on", "expires_on", "is_normative"
)  # fmt: skip


@transaction.atomic
def sign_correction(*, correction: Correction, by: User, at: dt.datetime) -> Correction:
    """Make the proposed edition the public one.

    Address, number, index number, relations and times of publication stay; validity is computed
    anew only where its dates change. The document is held first, as when it is withdrawn: of the
    two one finds the other done.
    """
    one_at_a_time()
    document = Document.objects.select_for_update(of=("self",), no_key=True).get(
        pk=correction.document_id
    )
    held, act = STEPS.begin(correction, "sign", by, at)
    held.document = document
    report = _report_of(held)
    refuse_if(blockers.for_signing(held, on=timezone.localdate(at)))
    moves = _bears_on_validity(document, held)
    _take_over(document, held, at=at)
    take_over_figures(document, held, by=by, at=at)
    validity = document.validity
    if moves:
        apply_standing(document, on=timezone.localdate(at))
    document.save()
    change = EditionChange(held.kind)
    edition = keep_edition(document, change=change, by=by, at=at, note=held.note)
    refresh_entry(document, at=at)
    push_edition(document, edition, at=at)
    push_validity(document, before=validity, at=at)
    if validity != document.validity:
        companions.follow(document, Event.VALIDITY, by=by, at=at)
    if moves:
        recompute(document_ids=affected_by([document.pk]) - {document.pk}, at=at)
    if document.reach == Reach.ADDRESSED and held.is_of_content:
        tell_of_correction(document, edition, at=at)
    held.edition = edition
    if report:
        told = f"已更正，见更正记录第{edition.number}版。{edition.note}"
        handle_error_report(report=report, reply=told, by=by, at=at)
    details = {"document": document.pk, "edition": edition.number, "sha256": edition.sha256}
    return STEPS.finish(held, act, by=by, at=at, details=details)


def _bears_on_validity(document: Document, correction: Correction) -> bool:
    fields = fields_in(correction.elements)
    return any(getattr(document, name) != fields[name] for name in _BEARS_ON_VALIDITY)


def _take_over(document: Document, correction: Correction, *, at: dt.datetime) -> None:
    """Put the proposed elements, labels and attachments in the place of those before."""
    values = correction.elements
    for name, value in {**fields_in(values), **catalogued(values)}.items():
        setattr(document, name, value)
    document.corrected_at = document.updated_at = at
    document.editor = editor_of(document.organ, correction.begun_by)
    set_issuers(document, values["issuers"])
    set_labels(document, labels_in(values))
    rows = list(correction.attachments.all())
    document.attachments.filter(is_source=False, is_figure=False).delete()
    last = max(document.attachments.values_list("position", flat=True), default=0)
    DocumentAttachment.objects.bulk_create(
        DocumentAttachment(
            document=document, file_id=row.file_id, position=position, title=row.title
        )
        for position, row in enumerate(rows, start=last + 1)
    )


def _report_of(correction: Correction) -> ErrorReport | None:
    """The reader's report from which it began, held, unless somebody has answered it already."""
    if correction.error_report_id is None:
        return None
    rows = ErrorReport.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(pk=correction.error_report_id, state=ErrorReportState.OPEN).first()
