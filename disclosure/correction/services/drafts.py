"""Beginning a correction and writing it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from disclosure.correction.choices import CorrectionKind
from disclosure.correction.selectors import proposed_document
from disclosure.correction.services.figures import refuse_strange_figures
from disclosure.correction.services.steps import STEPS
from disclosure.editions import TEXT, values_of
from disclosure.elements import LABELS, Element, Hands, within
from disclosure.models import Correction, CorrectionAttachment
from disclosure.services import review
from disclosure.services.documents import apply_elements, issuers_said
from portal.acts.refusals import needed
from portal.common.errors import ActRefused
from portal.common.typed import said
from portal.statute import Article

if TYPE_CHECKING:
    from disclosure.models import Document, ErrorReport
    from portal.accounts.models import User

_LONGEST = 500


@transaction.atomic
def begin_correction(
    *,
    document: Document,
    kind: str,
    reason: str,
    by: User,
    at: dt.datetime,
    note: str = "",
    error_report: ErrorReport | None = None,
) -> Correction:
    """Draft the next edition of a public document, beginning with what is public now.

    Raises NotPermitted for anyone but the organ's clerks, ActRefused while another is open.
    """
    document, act = review.STEPS.begin(document, "begin_correction", by, at)
    if kind not in CorrectionKind.values:
        raise ActRefused("请选择更正种类：形式更正，或者内容更正。")
    if error_report is not None and error_report.document_id != document.pk:
        raise ActRefused("所选的纠错是另一份文件的，请重新选择。")
    reason = needed(reason, "更正的原因")[:_LONGEST]
    correction = Correction.objects.create(
        document=document,
        organ=document.organ,
        kind=kind,
        reason=reason,
        note=said(note)[:_LONGEST],
        elements=values_of(document),
        error_report=error_report,
        begun_by=by,
        begun_at=at,
        updated_at=at,
    )
    rows = document.attachments.filter(is_source=False, is_figure=False)
    CorrectionAttachment.objects.bulk_create(
        CorrectionAttachment(
            correction=correction, file_id=row.file_id, position=position, title=row.title
        )
        for position, row in enumerate(rows, start=1)
    )
    review.move(document, act, by=by, at=at, reason=f"{correction.get_kind_display()}：{reason}")
    return STEPS.opened(
        correction,
        "begin",
        by=by,
        at=at,
        summary="开始更正",
        basis=Article(6),
        details={"document": document.pk, "kind": kind},
    )


def editable(correction: Correction) -> tuple[Element, ...]:
    """The elements a correction of this kind may change."""
    return within(Hands.REVIEW if correction.is_of_content else Hands.SECOND)


@transaction.atomic
def edit_correction(
    *,
    correction: Correction,
    by: User,
    at: dt.datetime,
    elements: Mapping[str, Any] | None = None,
    labels: Mapping[str, Sequence[Any]] | None = None,
    issuers: Sequence[str] | None = None,
    note: str | None = None,
) -> Correction:
    """Change what is proposed; what is not given stays. Raises ActRefused for elements that cannot
    be, and for those that a correction of this kind leaves alone.
    """
    held, act = STEPS.begin(correction, "edit", by, at)
    elements, labels = dict(elements or {}), dict(labels or {})
    # A text is the body with its form.
    named = {"body" if name == TEXT else name for name in elements}
    given = {*named, *labels, *(["issuers"] if issuers is not None else [])}
    if strange := given - {each.name for each in editable(held)}:
        raise ActRefused(f"{held.get_kind_display()}不能改动：{'、'.join(sorted(strange))}。")
    made = proposed_document(held)
    apply_elements(made, elements)
    refuse_strange_figures(made)
    written = {*named, *([TEXT] if "body" in named else [])}
    values = {name: value for name, value in values_of(made).items() if name in written}
    for name in LABELS:
        if name in labels:
            values[name] = sorted(str(row) for row in labels[name])
    if issuers is not None:
        values["issuers"] = issuers_said(issuers)
    changed = sorted(name for name, value in values.items() if held.elements.get(name) != value)
    held.elements = {**held.elements, **values}
    if note is not None:
        held.note = said(note)[:_LONGEST]
    return STEPS.finish(held, act, by=by, at=at, details={"fields": changed})


@transaction.atomic
def widen(*, correction: Correction, note: str, by: User, at: dt.datetime) -> Correction:
    """Make a correction of form one of content: it changes more than was thought."""
    held, act = STEPS.begin(correction, "widen", by, at)
    held.kind = CorrectionKind.CONTENT
    held.note = needed(note, "更正说明")[:_LONGEST]
    return STEPS.finish(held, act, by=by, at=at)
