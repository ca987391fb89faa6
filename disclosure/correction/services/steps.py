"""The steps of a correction, and its end when its document is withdrawn."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from disclosure.correction.permissions import RULES
from disclosure.correction.selectors import open_correction
from disclosure.correction.workflow import Status
from disclosure.models import Correction, CorrectionAct
from portal.acts.steps import Obstacle, Steps
from portal.common.verdicts import ALLOWED, Verdict, no_occasion

if TYPE_CHECKING:
    from disclosure.models import Document


def _of_content(correction: Correction, _on: dt.date) -> Verdict:
    if correction.is_of_content:
        return ALLOWED
    return no_occasion("形式更正不能这样办理，请先改作内容更正。")


def _of_form(correction: Correction, _on: dt.date) -> Verdict:
    return no_occasion("这已经是内容更正。") if correction.is_of_content else ALLOWED


def _with_files(of_content: bool) -> Obstacle:
    """An act on an attachment there is; adding or taking away files is a matter of content."""

    def stands(correction: Correction, on: dt.date) -> Verdict:
        if of_content and not (verdict := _of_content(correction, on)):
            return verdict
        return ALLOWED if correction.attachments.exists() else no_occasion("更正稿没有附件。")

    return stands


STEPS = Steps(
    model=Correction,
    rows=CorrectionAct,
    owner="correction",
    prefix="corrections",
    rules=RULES,
    obstacles={
        "submit": _of_content,
        "submit_form": _of_form,
        "add_files": _of_content,
        "replace_file": _with_files(of_content=True),
        "drop_file": _with_files(of_content=True),
        "name_file": _with_files(of_content=False),
        "widen": _of_form,
    },
)


def hold_open(document: Document) -> Correction | None:
    """The correction under way, held until the transaction ends; for one that holds the document.

    Taken before the trail is written, as every row is.
    """
    found = open_correction(document)
    return STEPS.locked(found) if found else None


def end_with_document(correction: Correction | None, *, at: dt.datetime) -> None:
    """The document was withdrawn: what was drafted for it ends, part of that transaction."""
    if correction and Status(correction.status).is_open:
        held, act = STEPS.begin(correction, "withdraw", None, at)
        STEPS.finish(held, act, by=None, at=at)
