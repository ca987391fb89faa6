"""Forms and fields of the staff pages of public concern."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.urls import Resolver404, resolve
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from disclosure.forms.named import named_document
from disclosure.models import Document
from policies.answers.models import Entry
from policies.concerns.choices import Gravity, Nature, Origin
from policies.concerns.models import Concern
from policies.concerns.models.concern import LONGEST_TITLE
from policies.interpretations.models import Series
from policies.messages.models import PublishedMessage
from portal.common.forms import LongTextField, SaidField
from portal.desk.fields import LinesField, MomentField
from portal.organs.models import Organ

LONGEST_TEXT: Final = 5000
_MOST: Final = 20
_PATH: Final = re.compile(r"^(?:https?://[^/\s]+)?(/[^\s?#]*)")
_KEY: Final = 2**63
_ANSWERS: Final = {
    "policies:answer": Entry,
    "policies:concern": Concern,
    "policies:interpretation": Series,
}


def _met(address: str) -> tuple[str, int]:
    """The name of the page that an address of ours leads to, and its key; of any other nothing."""
    found = _PATH.match(address.strip())
    try:
        met = resolve(found[1]) if found else None
    except Resolver404:
        met = None
    key = met.kwargs.get("pk") if met else None
    return (met.view_name, key) if met and isinstance(key, int) and key < _KEY else ("", 0)


class PoliciesField(LinesField):
    """Public documents, a line each: their numbers, or their pages."""

    def clean(self, value: Any) -> Any:
        lines = super().clean(value)
        if len(lines) > _MOST:
            raise forms.ValidationError(f"有关政策最多写{_MOST}件。")
        return list(dict.fromkeys(self._named(line) for line in lines))

    def prepare_value(self, value: Any) -> Any:
        """Documents as they would be written again."""
        if isinstance(value, list):
            return "\n".join(row.doc_number or row.get_absolute_url() for row in value)
        return value

    def _named(self, line: str) -> Document:
        try:
            return named_document(line, reader=AnonymousUser())
        except forms.ValidationError as error:
            told = f"{line[:60]}：{error.messages[0]}只能写已经公开的文件。"
            raise forms.ValidationError(told) from error


class MessagesField(LinesField):
    """Published messages, a line each: their pages."""

    def clean(self, value: Any) -> Any:
        lines = super().clean(value)
        if len(lines) > _MOST:
            raise forms.ValidationError(f"有关留言最多写{_MOST}件。")
        return list(dict.fromkeys(self._named(line) for line in lines))

    def prepare_value(self, value: Any) -> Any:
        """Messages as they would be written again."""
        if isinstance(value, list):
            return "\n".join(row.get_absolute_url() for row in value)
        return value

    def _named(self, line: str) -> PublishedMessage:
        name, key = _met(line)
        live = PublishedMessage.objects.live()
        row: PublishedMessage | None = (
            live.filter(pk=key).first() if name == "policies:message_public" else None
        )
        if row is None:
            raise forms.ValidationError(
                f"{line[:60]}：没有找到公开的留言，请写留言页面的网址，如 /messages/12/。"
            )
        return row


class AnswerField(SaidField):
    """What answers a line of the hot questions, by the address of its page; empty for nothing."""

    def clean(self, value: Any) -> Any:
        address = super().clean(value)
        if not address:
            return None
        name, key = _met(address)
        model = _ANSWERS.get(name)
        row = model._default_manager.filter(pk=key).first() if model else None
        if row is None:
            raise forms.ValidationError(
                "没有找到这一页，请写问答、回应或者解读页面的网址，如 /answers/12/。"
            )
        return row


class AttachForm(forms.Form):
    """Which line, and what answers it."""

    line = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=_KEY - 1)
    address = AnswerField(
        label="回答的网址", required=False, max_length=500, widget=UnfoldAdminTextInputWidget,
        error_messages={"max_length": "网址太长，请核对。"},
    )  # fmt: skip


class RecordForm(forms.Form):
    """A concern as it is noticed."""

    organ: forms.ModelChoiceField[Organ] = forms.ModelChoiceField(
        Organ.objects.none(), label="责任机关", empty_label="请选择",
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择责任机关。", "invalid_choice": "请选择您答复的机关。"},
    )  # fmt: skip
    title = LongTextField(
        label="标题", max_length=LONGEST_TITLE, widget=UnfoldAdminTextInputWidget,
        help_text="公众在列表里看到的，不写个人姓名",
        error_messages={"required": "请填写标题。", "max_length": "标题最多100字，请删减。"},
    )  # fmt: skip
    asked = LongTextField(
        label="公众关心什么", max_length=LONGEST_TEXT,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        error_messages={
            "required": "请填写公众关心什么。", "max_length": "最多5000字，请删减。",
        },
    )  # fmt: skip
    noticed_at = MomentField(
        label="发现时间", widget=UnfoldAdminTextInputWidget(attrs={"type": "datetime-local"}),
        help_text="时限从这一刻起按小时计算，节假日和夜间照算",
        error_messages={
            "required": "请填写发现时间。", "invalid": "时间应写成 2026-01-31 09:00 的形式。",
        },
    )  # fmt: skip
    gravity = forms.ChoiceField(
        label="级别", choices=[("", "请选择"), *Gravity.choices], widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择级别。", "invalid_choice": "请重新选择级别。"},
    )  # fmt: skip
    nature = forms.ChoiceField(
        label="类别", choices=[("", "请选择"), *Nature.choices], widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择类别。", "invalid_choice": "请重新选择类别。"},
    )  # fmt: skip
    origin = forms.ChoiceField(
        label="来源", choices=[("", "请选择"), *Origin.choices], widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择来源。", "invalid_choice": "请重新选择来源。"},
    )  # fmt: skip
    origin_words = LongTextField(
        label="来源说明", max_length=200, required=False, widget=UnfoldAdminTextInputWidget,
        error_messages={"max_length": "来源说明最多200字，请删减。"},
    )  # fmt: skip
    origin_url = SaidField(
        label="来源网址", max_length=500, required=False, widget=UnfoldAdminTextInputWidget,
        help_text="公众能打开的页面，没有的不填",
        error_messages={"max_length": "网址最多500字，请核对。"},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, organs: set[int]) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["organ"].queryset = Organ.objects.filter(pk__in=organs)
        fields["noticed_at"].initial = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
        if len(organs) == 1:
            fields["organ"].initial = next(iter(organs))
