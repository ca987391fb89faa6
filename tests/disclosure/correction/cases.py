"""Corrections for tests, made and moved on through the real services."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from typing import Any

from disclosure.correction.services import attachments, drafts, review, signature
from disclosure.correction.services.steps import STEPS
from disclosure.correction.workflow import WORKFLOW
from disclosure.models import Correction, CorrectionAttachment, Document
from disclosure.services.review import withdraw
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.workflow import lawful_path
from tests.builders import City, published
from tests.conftest import NOON

NOTE = "更正养护周期。"
SECRET = "更正稿里的新句子"
MINUTE = dt.timedelta(minutes=1)


def begun(
    city: City,
    document: Document | None = None,
    kind: str = "content",
    *,
    at: dt.datetime = NOON,
    **changes: Any,
) -> Correction:
    """A correction that changes one sentence of a public document."""
    document = document or published(city)
    clerk = city.people[Role.CLERK]
    note = changes.pop("note", NOTE if kind == "content" else "")
    correction = drafts.begin_correction(
        document=document, kind=kind, reason="读者指出有误", note=note, by=clerk, at=at
    )
    changes = changes or {"body": f"{document.body}\n{SECRET}"}
    return drafts.edit_correction(correction=correction, elements=changes, by=clerk, at=at)


def _file(name: str = "新附件.txt") -> tuple[io.BytesIO, str]:
    return io.BytesIO("养护标准\n".encode()), name


def _with_file(correction: Correction) -> Any:
    return correction.attachments.first() or CorrectionAttachment(correction=correction)


Act = Callable[[Correction, User, dt.datetime], object]
ACTS: Mapping[str, Act] = {
    "edit": lambda c, by, at: drafts.edit_correction(
        correction=c, elements={"title": "关于屋顶绿化养护的通知"}, by=by, at=at
    ),
    "submit": lambda c, by, at: review.submit(correction=c, by=by, at=at),
    "submit_form": lambda c, by, at: review.submit(correction=c, by=by, at=at),
    "confirm_openness": lambda c, by, at: review.confirm_openness(correction=c, by=by, at=at),
    "pass_secrecy": lambda c, by, at: review.pass_secrecy(
        correction=c, opinion="不涉密", by=by, at=at
    ),
    "sign": lambda c, by, at: signature.sign_correction(correction=c, by=by, at=at),
    **dict.fromkeys(
        ("return_openness", "return_secrecy", "return_signing"),
        lambda c, by, at: review.send_back(correction=c, reason="请再核对", by=by, at=at),
    ),
    "add_files": lambda c, by, at: attachments.add_files(
        correction=c, files=[_file()], by=by, at=at
    ),
    "replace_file": lambda c, by, at: attachments.replace_file(
        correction=c, attachment=_with_file(c), file=_file("替换.txt"), by=by, at=at
    ),
    "drop_file": lambda c, by, at: attachments.drop_file(
        correction=c, attachment=_with_file(c), by=by, at=at
    ),
    "name_file": lambda c, by, at: attachments.name_file(
        correction=c, attachment=_with_file(c), title="养护标准", by=by, at=at
    ),
    "widen": lambda c, by, at: drafts.widen(correction=c, note=NOTE, by=by, at=at),
    "discard": lambda c, by, at: STEPS.perform(c, "discard", by=by, at=at, reason="不必更正"),
}


def brought(
    city: City,
    state: str,
    document: Document | None = None,
    *,
    at: dt.datetime = NOON,
    **changes: Any,
) -> Correction:
    """A correction of content in a state, by the shortest lawful way."""
    correction = begun(city, document, at=at, **changes)
    if state == "ended":
        withdraw(
            document=correction.document, reason="有误", by=city.people[Role.SIGNER], at=at + MINUTE
        )
        return Correction.objects.get(pk=correction.pk)
    # The short way leaves the reviews of content out, which only a correction of form may.
    path = {
        "signing": ("submit", "confirm_openness", "pass_secrecy"),
        "signed": ("submit", "confirm_openness", "pass_secrecy", "sign"),
    }.get(state) or lawful_path(WORKFLOW, state)
    for number, action in enumerate(path, start=1):
        by = city.people[Role(WORKFLOW.actions[action].role)]
        ACTS[action](correction, by, at + number * MINUTE)
        correction = Correction.objects.get(pk=correction.pk)
    return correction


def corrected(
    city: City, document: Document, kind: str = "content", *, at: dt.datetime = NOON, **changes: Any
) -> Document:
    """The document after a correction that went the whole lawful way."""
    if kind == "content":
        brought(city, "signed", document, at=at, **changes)
    else:
        correction = begun(city, document, kind, at=at, **changes)
        review.submit(correction=correction, by=city.people[Role.CLERK], at=at + MINUTE)
        signature.sign_correction(
            correction=correction, by=city.people[Role.SIGNER], at=at + 2 * MINUTE
        )
    return Document.objects.get(pk=document.pk)
