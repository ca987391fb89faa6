"""What was written in the course of a case, taken away when its term of keeping is over.

Every sealed text of every row of a case goes, whoever wrote it; dates, kinds and grounds stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import Model

from portal.personal.retention import GONE
from portal.vault.fields import SealedTextField
from requests_app.models import (
    Answer,
    AnswerReview,
    Assistance,
    Conference,
    Consultation,
    ContactLog,
    CorrectionNotice,
    Deferral,
    Extension,
    ExtensionProposal,
    InformationRequest,
    Letter,
    ReasonsDemand,
    RefusalFiling,
    Reopening,
    RequestAct,
    ThirdPartyNotice,
    WithheldPart,
)

# Each kind of row with written words, and how it leads to its case.
WRITTEN: Final[Mapping[type[Model], str]] = {
    Answer: "request",
    AnswerReview: "answer__request",
    Assistance: "request",
    Conference: "request",
    Consultation: "request",
    ContactLog: "request",
    CorrectionNotice: "request",
    Deferral: "request",
    Extension: "request",
    ExtensionProposal: "request",
    Letter: "request",
    ReasonsDemand: "request",
    RefusalFiling: "answer__request",
    Reopening: "request",
    RequestAct: "request",
    ThirdPartyNotice: "consultation__request",
    WithheldPart: "answer__request",
}


def forget_words(request: InformationRequest) -> None:
    """Put one sentence in the place of every text; what was empty stays empty."""
    for model, path in WRITTEN.items():
        columns = model._meta.concrete_fields
        texts = [column.name for column in columns if isinstance(column, SealedTextField)]
        for row in model._default_manager.filter(**{path: request}):
            for name in texts:
                if getattr(row, name):
                    setattr(row, name, GONE)
            row.save(update_fields=texts)
