"""Fields of the officers' forms: a maker takes the case and gives a field, anew each time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelect2MultipleWidget,
    UnfoldAdminSelect2Widget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.common.forms import LongTextField, SaidField
from portal.common.typed import said
from portal.organs.models import Organ

Make = Callable[[Any], forms.Field]
_EARLIEST = dt.date(1949, 10, 1)
_AHEAD = dt.timedelta(days=3653)
# The library's own words in Chinese, behind the library and before it is put aside.
_CHINESE = {"lang": "zh-CN"}
_WORDS = forms.Media(
    js=(
        "admin/js/vendor/select2/select2.full.js",
        "admin/js/vendor/select2/i18n/zh-CN.js",
        "admin/js/jquery.init.js",
    )
)
_DATE_ERRORS = {"invalid": "日期应为日历上有的日子，写成 2026-01-31 的形式。"}


def _plausible(day: dt.date, label: str) -> None:
    """Raises ValidationError for a day that can only be a slip of the keys: none of ours lies
    before the state, nor further ahead than anybody plans.
    """
    if not _EARLIEST <= day <= timezone.localdate() + _AHEAD:
        raise forms.ValidationError(f"{label}离今天太远，请核对年份。", code="implausible")


class DayField(forms.DateField):
    """A day within the years in which something of ours may lie."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None:
            _plausible(value, str(self.label))


class MomentField(forms.DateTimeField):
    """The same for a day with its time."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None:
            _plausible(value.date(), str(self.label))


class TypeAheadSelect(UnfoldAdminSelect2Widget):
    """One of many, found by typing part of its name; without script a plain list."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({**_CHINESE, **(attrs or {})}, choices)

    @property
    def media(self) -> forms.Media:
        return super().media + _WORDS


class TypeAheadSelectMultiple(UnfoldAdminSelect2MultipleWidget):
    """Some of many, in the same way."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({**_CHINESE, **(attrs or {})}, choices)

    @property
    def media(self) -> forms.Media:
        return super().media + _WORDS


class LinesField(SaidField):
    """A text of which every line that is not empty is one item."""

    def clean(self, value: Any) -> Any:
        return [said(line) for line in super().clean(value).splitlines() if said(line)]


class PersonChoiceField(forms.ModelChoiceField[User]):
    """People by their names."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.get_full_name())


def text(label: str, *, rows: int = 2, help_text: str = "", required: bool = True) -> Make:
    """A text of some lines."""
    return lambda _case: SaidField(
        label=label,
        required=required,
        help_text=help_text,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": rows}),
        error_messages={"required": f"请填写{label}。"},
    )


def reason(label: str, *, help_text: str = "") -> Make:
    """A reason as the record keeps it: at most 500 characters."""
    return lambda _case: LongTextField(
        label=label,
        max_length=500,
        help_text=help_text,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        error_messages={
            "required": f"请填写{label}。",
            "max_length": f"{label}最多500字，请删减。",
        },
    )


def word(label: str, *, longest: int = 200, help_text: str = "", required: bool = True) -> Make:
    """A text of one line."""
    return lambda _case: LongTextField(
        label=label,
        max_length=longest,
        required=required,
        help_text=help_text,
        widget=UnfoldAdminTextInputWidget,
        error_messages={
            "required": f"请填写{label}。",
            "max_length": f"{label}最多{longest}字，请删减。",
        },
    )


def lines(label: str, help_text: str, *, required: bool = True) -> Make:
    return lambda _case: LinesField(
        label=label,
        required=required,
        help_text=help_text,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        error_messages={"required": f"请填写{label}。"},
    )


def day(label: str, *, help_text: str = "", required: bool = True, today: bool = False) -> Make:
    """A date, beginning with today where that is the usual one."""
    return lambda _case: DayField(
        label=label,
        required=required,
        help_text=help_text,
        initial=timezone.localdate() if today else None,
        widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}),
        error_messages={"required": f"请填写{label}。", **_DATE_ERRORS},
    )


def moment(label: str) -> Make:
    return lambda _case: MomentField(
        label=label,
        initial=f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        widget=UnfoldAdminTextInputWidget(attrs={"type": "datetime-local"}),
        error_messages={
            "required": f"请填写{label}。",
            "invalid": "时间应写成 2026-01-31 09:00 的形式。",
        },
    )


def number(
    label: str, *, initial: int | None = None, help_text: str = "", required: bool = True
) -> Make:
    return lambda _case: forms.IntegerField(
        label=label,
        required=required,
        min_value=1,
        max_value=100_000,
        initial=initial,
        help_text=help_text,
        widget=UnfoldAdminIntegerFieldWidget,
        error_messages={
            "required": f"请填写{label}。",
            "invalid": f"{label}应为整数。",
            "min_value": f"{label}至少为1。",
            "max_value": f"{label}过大，请核对。",
        },
    )


def tick(label: str, *, help_text: str = "") -> Make:
    """A box that may be ticked."""
    return lambda _case: forms.BooleanField(
        label=label, required=False, help_text=help_text, widget=UnfoldBooleanWidget
    )


def choice(label: str, options: Any, *, help_text: str = "") -> Make:
    return lambda _case: forms.ChoiceField(
        label=label,
        choices=[("", "请选择"), *options],
        help_text=help_text,
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": f"请选择{label}。", "invalid_choice": f"请重新选择{label}。"},
    )


def organ(label: str, *, required: bool = True, help_text: str = "") -> Make:
    """Another organ of the same city, of which there are hundreds: found by typing."""

    def make(case: Any) -> forms.Field:
        city = Organ.objects.filter(path__startswith=case.organ.root_path, is_active=True)
        return forms.ModelChoiceField(
            label=label,
            queryset=city.exclude(pk=case.organ_id),
            required=required,
            help_text=help_text,
            empty_label="请选择" if required else "无",
            widget=TypeAheadSelect,
            error_messages={"required": f"请选择{label}。"},
        )

    return make


def holder(label: str, role: Role) -> Make:
    """Those who hold a role for the organ of the case, beginning with its handler."""

    def make(case: Any) -> forms.Field:
        people = User.objects.filter(
            memberships__organ=case.organ_id, memberships__role=role, is_active=True
        )
        return PersonChoiceField(
            label=label,
            queryset=people.order_by("pk"),
            initial=case.handler_id,
            empty_label="请选择",
            widget=UnfoldAdminSelectWidget,
            error_messages={"required": f"请选择{label}。"},
        )

    return make
