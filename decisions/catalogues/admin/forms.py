"""Forms of the staff pages of catalogues beside the acts."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldBooleanWidget,
)

from portal.desk import fields as f
from portal.organs.models import Organ


def year_field(year: int | None = None) -> forms.IntegerField:
    """A year of a catalogue."""
    return forms.IntegerField(
        label="年度", min_value=2019, max_value=2200, initial=year,
        widget=UnfoldAdminIntegerFieldWidget,
        error_messages={
            "required": "请填写年度。", "invalid": "年度应为四位数字，如 2026。",
            "min_value": "年度过早，请核对。", "max_value": "年度过晚，请核对。",
        },
    )  # fmt: skip


class BeginForm(forms.Form):
    """Whose catalogue, and of which year."""

    organ: forms.ModelChoiceField[Organ] = forms.ModelChoiceField(
        Organ.objects.none(), label="编制单位", empty_label=None, widget=UnfoldAdminSelectWidget,
        help_text="政府办公室编制的是本级政府的目录",
        error_messages={"required": "请选择编制单位。", "invalid_choice": "请选择您承办的单位。"},
    )  # fmt: skip
    year = year_field()

    def __init__(self, data: Any = None, *, organs: Any, year: int) -> None:
        super().__init__(data, initial={"year": year})
        fields: Any = self.fields
        fields["organ"].queryset = organs


class TermForm(forms.Form):
    """By when an organ, or all below it, publishes."""

    organ: forms.ModelChoiceField[Organ] = forms.ModelChoiceField(
        Organ.objects.none(), label="机关", empty_label="请选择", widget=f.TypeAheadSelect,
        error_messages={"required": "请选择机关。", "invalid_choice": "请选择您监督的机关。"},
    )  # fmt: skip
    year = year_field()
    due_on = f.day("公布期限", required=False, help_text="不要求公布的不填，写明理由")(None)
    reaches_below = forms.BooleanField(
        label="下级也按这一天", required=False, widget=UnfoldBooleanWidget,
        help_text="下级另有登记的，按下级自己的",
    )  # fmt: skip
    basis = f.word("依据或者理由", longest=300, help_text="如“2026年政务公开工作要点”")(None)

    def __init__(self, data: Any = None, *, organs: Any, year: int) -> None:
        super().__init__(data, initial={"year": year})
        fields: Any = self.fields
        fields["organ"].queryset = organs
