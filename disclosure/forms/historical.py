"""When and where drafts first came out, for one or for many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from disclosure.choices import SampleVerdict
from disclosure.models import Document
from disclosure.services.historical.batches import FirstPublication
from portal.common.forms import SaidField
from portal.desk.fields import DayField

EACH, SHARED, SIGNED, PRINTED = "each", "shared", "signed", "printed"
_RULES = (
    (EACH, "逐件填写"),
    (SHARED, "都是下面填写的那一天"),
    (SIGNED, "同各件的成文日期"),
    (PRINTED, "同各件的印发日期"),
)
_BAD_DAY = {"invalid": "日期应为日历上有的日子，写成 2019-03-31 的形式。"}


def _day(label: str) -> DayField:
    widget = UnfoldAdminDateWidget(attrs={"aria-label": label})
    return DayField(label=label, required=False, widget=widget, error_messages=_BAD_DAY)


class HistoricalForm(forms.Form):
    """What is the same for the batch; a day written beside a document goes before the rule."""

    name = SaidField(
        label="批次名称",
        max_length=100,
        widget=UnfoldAdminTextInputWidget,
        help_text="如：市政府办公室2019年文件",
        error_messages={"required": "请填写批次名称。"},
    )
    where = SaidField(
        label="首次公开的载体",
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text="公报的期数、网站、公告栏，如：市人民政府公报2019年第5期",
        error_messages={"required": "请填写首次公开的载体。"},
    )
    rule = forms.ChoiceField(
        label="首次公开日期",
        choices=_RULES,
        widget=UnfoldAdminSelectWidget,
        help_text="下面逐件填写了的，以逐件填写的为准",
        error_messages={"invalid_choice": "请重新选择。"},
    )
    on = _day("首次公开日期（都是这一天）")

    def __init__(self, *args: Any, documents: Sequence[Document], **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "historical_%s")
        super().__init__(*args, **kwargs)
        self.documents = documents
        for document in documents:
            self.fields[_day_of(document)] = _day(f"首次公开日期：{document.title}")

    def shared_fields(self) -> list[forms.BoundField]:
        """What is said once."""
        return [self[name] for name in ("name", "where", "rule", "on")]

    def rows(self) -> list[tuple[Document, forms.BoundField]]:
        """Each document with the field for its own day."""
        return [(document, self[_day_of(document)]) for document in self.documents]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("rule") == SHARED and not cleaned.get("on") and "on" not in self.errors:
            self.add_error("on", "请填写首次公开日期。")
        return cleaned

    def publications(self) -> list[FirstPublication]:
        """What was written of each, or follows from the rule."""
        where = self.cleaned_data["where"]
        return [FirstPublication(each, self._on(each), where) for each in self.documents]

    def _on(self, document: Document) -> dt.date | None:
        own: dt.date | None = self.cleaned_data[_day_of(document)]
        by_rule = {
            SHARED: self.cleaned_data["on"],
            SIGNED: document.signed_on,
            PRINTED: document.printed_on,
        }
        return own or by_rule.get(self.cleaned_data["rule"])


class VerdictForm(forms.Form):
    """What was found in one document of a sample."""

    verdict = forms.ChoiceField(
        label="看过以后",
        choices=SampleVerdict.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择合格或者不合格。",
            "invalid_choice": "请选择合格或者不合格。",
        },
    )
    note = SaidField(
        label="说明",
        required=False,
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        help_text="不合格的必填：哪里不对、应当怎样改",
    )


class TakeOutForm(forms.Form):
    """Why a document leaves its batch."""

    reason = SaidField(
        label="移出的理由",
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        error_messages={"required": "请填写移出的理由。"},
    )
    is_mistaken = forms.BooleanField(
        label="记错了，不是历史公文：恢复公开期限（限录入人员，草稿中）", required=False
    )


def _day_of(document: Document) -> str:
    return f"day_{document.pk}"
