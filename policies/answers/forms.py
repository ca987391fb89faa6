"""What is typed to begin an entry, and to set up a system that reads the base."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from policies.answers.choices import Audience, Source
from policies.answers.models import Consumer
from policies.answers.models.version import LONGEST_QUESTION
from portal.common.forms import LongTextField, SaidTexts
from portal.desk.fields import LinesField
from portal.organs.models import Organ

BASES_HELP = "每行一处：发文字号或者文件页面的网址，空一格写条款，如：某府办〔2026〕7号 第三条"


class DraftForm(forms.Form):
    """Whose answer it will be, who may read it, what is asked, and on which policies it rests."""

    organ: forms.ModelChoiceField[Organ] = forms.ModelChoiceField(
        Organ.objects.none(),
        label="责任机关",
        empty_label="请选择",
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择责任机关。", "invalid_choice": "请选择您答复的机关。"},
    )
    audience = forms.ChoiceField(
        label="公开范围",
        choices=Audience.choices,
        initial=Audience.PUBLIC,
        help_text="定下以后不再改；窗口和内部的只有接入的系统能读。",
        widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": "请重新选择公开范围。"},
    )
    source = forms.ChoiceField(
        label="来源",
        choices=[pair for pair in Source.choices if pair[0] != Source.FEEDBACK],
        initial=Source.POLICY,
        widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": "请重新选择来源。"},
    )
    question = LongTextField(
        label="标准问",
        max_length=LONGEST_QUESTION,
        help_text="用来问的人会用的话，一个问题问一件事。",
        widget=UnfoldAdminTextInputWidget,
        error_messages={
            "required": "请填写标准问。",
            "max_length": f"标准问最多{LONGEST_QUESTION}字，请删减。",
        },
    )
    policies = LinesField(
        label="依据",
        required=False,
        help_text=BASES_HELP,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, organs: set[int], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        field: Any = self.fields["organ"]
        field.queryset = Organ.objects.filter(pk__in=organs)
        if len(organs) == 1:
            field.initial = next(iter(organs))


class ConsumerForm(SaidTexts, forms.ModelForm[Consumer]):
    """A system: its code stays what it was first."""

    class Meta:
        model = Consumer
        fields = ("code", "name", "scope", "rate", "is_active")
        widgets = {
            "code": UnfoldAdminTextInputWidget,
            "name": UnfoldAdminTextInputWidget,
            "scope": UnfoldAdminSelectWidget,
            "rate": UnfoldAdminIntegerFieldWidget,
            "is_active": UnfoldBooleanWidget,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["code"].disabled = True
        self.fields["rate"].min_value = 1  # type: ignore[attr-defined]
