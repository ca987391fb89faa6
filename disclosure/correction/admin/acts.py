"""The desk of corrections, and the acts on a public document from which they come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django import forms
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget

from disclosure.choices import ErrorReportState
from disclosure.correction.choices import CorrectionKind
from disclosure.correction.selectors import proposed_document
from disclosure.correction.services import (
    attachments,
    closure,
    drafts,
    review,
    signature,
)
from disclosure.correction.services.elements import correct_elements
from disclosure.correction.services.steps import STEPS
from disclosure.correction.workflow import RETURNS
from disclosure.editions import TEXT
from disclosure.elements import Element, Hands, within
from disclosure.forms.elements import element_field, initial_of, taken
from disclosure.forms.text_editor import addressed
from disclosure.forms.uploads import MultipleFileField
from disclosure.models import CorrectionAttachment, Edition, ErrorReport
from disclosure.presenters.gate import unconfirmed, wording
from portal.desk import fields as f
from portal.desk.buttons import Button, Desk
from portal.text.forms import TextEditor, TextFormField
from portal.text.model import Text

if TYPE_CHECKING:
    from disclosure.models import Correction, Document
    from portal.accounts.models import User

_LABELS = within(Hands.CLERK)
_NOTE_HELP = "写给读者：改了什么、为什么。内容更正必填，公开在更正记录中"


def _edit(
    *, correction: Correction, by: User, at: dt.datetime, note: str = "", **given: Any
) -> None:
    found = taken(drafts.editable(correction), given)
    elements = dict(found.elements)
    if isinstance(elements.get("body"), Text):
        elements[TEXT] = elements.pop("body")
    drafts.edit_correction(
        correction=correction,
        elements=elements,
        labels=found.labels,
        issuers=found.issuers,
        note=note,
        by=by,
        at=at,
    )


def _correct_elements(*, document: Document, by: User, at: dt.datetime, **given: Any) -> None:
    found = taken(_LABELS, given)
    correct_elements(document=document, elements=found.elements, labels=found.labels, by=by, at=at)


def _add_files(*, correction: Correction, files: list[Any], by: User, at: dt.datetime) -> None:
    uploads = [(cast("BinaryIO", file), file.name or "未命名文件") for file in files]
    attachments.add_files(correction=correction, files=uploads, by=by, at=at)


def _replace_file(
    *,
    correction: Correction,
    attachment: CorrectionAttachment,
    file: Any,
    by: User,
    at: dt.datetime,
) -> None:
    upload = (cast("BinaryIO", file), file.name or "未命名文件")
    attachments.replace_file(
        correction=correction, attachment=attachment, file=upload, by=by, at=at
    )


def _drafted(element: Element) -> f.Make:
    """An element as a correction of this kind may change it, else none."""

    def make(correction: Any) -> forms.Field | None:
        if element not in drafts.editable(correction):
            return None
        return _text_of(correction) if element.name == "body" else element_field(element)

    return cast("f.Make", make)


def _text_of(correction: Correction) -> TextFormField:
    """The text in the editor of drafts, with addresses of the correction."""
    made = proposed_document(correction)
    field = TextFormField(label="正文", base=made.text)
    field.enclosed = made.enclosed_titles()
    addressed(cast("TextEditor", field.widget), "disclosure_correction", correction.pk)
    return field


def _field_of(element: Element) -> f.Make:
    return lambda _document: element_field(element)


def _attachment(correction: Any) -> forms.Field:
    return forms.ModelChoiceField(
        label="附件",
        queryset=CorrectionAttachment.objects.filter(correction=correction),
        empty_label="请选择",
        widget=UnfoldAdminSelectWidget,
        error_messages={
            "required": "请选择附件。",
            "invalid_choice": "没有这个附件了，请重新选择。",
        },
    )


def _items(correction: Any) -> forms.Field | None:
    """What may be confirmed and is not yet; nothing is chosen beforehand."""
    rows = unconfirmed(proposed_document(correction))
    return forms.MultipleChoiceField(
        label="已逐项看过、可以公开的事项",
        choices=[(found.key, wording(found)) for found in rows],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请勾选要确认的事项。",
            "invalid_choice": "事项有变化，请看过新的清单再确认。",
        },
    )


def _error_report(document: Any) -> forms.Field | None:
    """A reader's report that is not answered yet; no field where there is none."""
    rows = ErrorReport.objects.filter(document=document, state=ErrorReportState.OPEN)
    if not rows.exists():
        return None
    return forms.ModelChoiceField(
        label="据以更正的纠错",
        queryset=rows,
        required=False,
        empty_label="不是由纠错发现的",
        help_text="签发更正时，这件纠错随之答复",
        widget=UnfoldAdminSelectWidget,
    )


def _edition(document: Any) -> forms.Field:
    """The editions readers may still see, without the one that is public now."""
    rows = Edition.objects.filter(document=document, closure=None)
    return forms.ModelChoiceField(
        label="哪一版",
        queryset=rows.exclude(number=document.editions.count()),
        empty_label="请选择",
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择哪一版。", "invalid_choice": "请重新选择。"},
    )


_SUBMIT = Button(review.submit, name="submit")
_BACK = Button(review.send_back, {"reason": f.reason("退回理由")}, name="send_back")
_BUTTONS: Mapping[str, Button] = {
    "edit": Button(_edit, {
        **{element.name: _drafted(element) for element in within(Hands.REVIEW)},
        "note": f.word("更正说明", longest=500, required=False, help_text=_NOTE_HELP),
    }),
    "submit": _SUBMIT,
    "submit_form": _SUBMIT,
    "confirm_openness": Button(review.confirm_openness),
    "pass_secrecy": Button(review.pass_secrecy, {"opinion": f.reason("保密审查意见")}),
    "sign": Button(signature.sign_correction),
    **dict.fromkeys(RETURNS, _BACK),
    "add_files": Button(_add_files, {"files": lambda _case: MultipleFileField(label="文件")}),
    "replace_file": Button(_replace_file, {
        "attachment": _attachment,
        "file": lambda _case: forms.FileField(
            label="新的文件",
            widget=UnfoldAdminFileFieldWidget,
            error_messages={"required": "请选择文件。", "empty": "文件是空的，请重新选择。"},
        ),
    }),
    "drop_file": Button(attachments.drop_file, {"attachment": _attachment}),
    "name_file": Button(attachments.name_file, {
        "attachment": _attachment,
        "title": f.word("公开的名称", required=False, help_text="不改名的，留空"),
        "position": f.number("排在第几", required=False, help_text="不调整次序的，留空"),
    }),
    "widen": Button(drafts.widen, {"note": f.reason("更正说明", help_text=_NOTE_HELP)}),
    "confirm_items": Button(review.confirm_items, {
        "items": _items,
        "reason": f.reason("看过以后认为可以公开的理由"),
    }),
    "discard": Button(closure.discard, {"reason": f.reason("放弃的理由")}),
}  # fmt: skip

# What stands on the page of the document itself.
ON_DOCUMENT: Mapping[str, Button] = {
    "begin_correction": Button(drafts.begin_correction, {
        "kind": f.choice(
            "更正种类",
            CorrectionKind.choices,
            help_text="形式更正：错字、版式，由签发人员复核一次；内容更正：走完整的审查",
        ),
        "reason": f.reason("更正的原因", help_text="留在办理记录中，不公开"),
        "note": f.word("更正说明", longest=500, required=False, help_text=_NOTE_HELP),
        "error_report": _error_report,
    }),
    "correct_elements": Button(_correct_elements, {each.name: _field_of(each) for each in _LABELS}),
    "close_edition": Button(closure.close_edition, {
        "edition": _edition,
        "reason": f.reason("停止提供的理由", help_text="如：含个人信息。不公开"),
    }),
}  # fmt: skip


def begins_on_document(action: str, document: Document) -> dict[str, Any]:
    """What the form of an act on the document begins with."""
    return initial_of(document, _LABELS) if action == "correct_elements" else {}


def _begins(action: str, correction: Correction) -> dict[str, Any]:
    """The draft as it stands."""
    if action != "edit":
        return {"note": correction.note}
    made = proposed_document(correction)
    begun = initial_of(made, drafts.editable(correction))
    return {**begun, "body": made.text, "note": correction.note}


DESK = Desk(
    STEPS,
    _BUTTONS,
    heading=str,
    back="返回更正",
    begins=_begins,
)
