"""Fields of the officers' forms, made anew for each case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.organs.models import Organ
from requests_app.models import Assistance, Consultation, InformationRequest
from requests_app.services.consultation.objections import WHOLE, overruled, untold

Make = Callable[[InformationRequest], forms.Field]
# None where the case gives no occasion for the field.
MakeIf = Callable[[InformationRequest], forms.Field | None]
_DATE_ERRORS = {"invalid": "日期应为日历上有的日子，写成 2026-01-31 的形式。"}


class LinesField(forms.CharField):
    """A text of which every line that is not empty is one item."""

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class CaseNumberField(forms.CharField):
    """Another case of the same organ, by its number."""

    def __init__(self, *, case: InformationRequest, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._case = case

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        rows = InformationRequest.objects.filter(organ=self._case.organ_id)
        found = rows.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(f"本机关没有编号为{number}的申请，请核对编号。")
        return found


class PersonChoiceField(forms.ModelChoiceField[User]):
    """People by their names."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.get_full_name())


def text(label: str, *, rows: int = 2, help_text: str = "", required: bool = True) -> Make:
    """A text of some lines."""
    return lambda _case: forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": rows}),
        error_messages={"required": f"请填写{label}。"},
    )


def reason(label: str, *, help_text: str = "") -> Make:
    """A reason as the record keeps it: at most 500 characters."""
    return lambda _case: forms.CharField(
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
    return lambda _case: forms.CharField(
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


def lines(label: str, help_text: str) -> Make:
    return lambda _case: LinesField(
        label=label,
        help_text=help_text,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        error_messages={"required": f"请填写{label}。"},
    )


def day(label: str, *, help_text: str = "", required: bool = True, today: bool = False) -> Make:
    """A date, beginning with today where that is the usual one."""
    return lambda _case: forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        initial=timezone.localdate() if today else None,
        widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}),
        error_messages={"required": f"请填写{label}。", **_DATE_ERRORS},
    )


def moment(label: str) -> Make:
    return lambda _case: forms.DateTimeField(
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


def choice(label: str, options: Any, *, help_text: str = "") -> Make:
    return lambda _case: forms.ChoiceField(
        label=label,
        choices=[("", "请选择"), *options],
        help_text=help_text,
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": f"请选择{label}。", "invalid_choice": f"请重新选择{label}。"},
    )


def handler(label: str) -> Make:
    """Those who handle applications for the organ of the case."""

    def make(case: InformationRequest) -> forms.Field:
        people = User.objects.filter(
            memberships__organ=case.organ_id,
            memberships__role=Role.REQUEST_HANDLER,
            is_active=True,
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


def organ(label: str, *, required: bool = True, help_text: str = "") -> Make:
    """Another organ of the same city."""

    def make(case: InformationRequest) -> forms.Field:
        city = Organ.objects.filter(path__startswith=case.organ.root_path, is_active=True)
        return forms.ModelChoiceField(
            label=label,
            queryset=city.exclude(pk=case.organ_id),
            required=required,
            help_text=help_text,
            empty_label="请选择" if required else "无",
            widget=UnfoldAdminSelectWidget,
            error_messages={"required": f"请选择{label}。"},
        )

    return make


def case_number(label: str, help_text: str) -> Make:
    return lambda case: CaseNumberField(
        case=case,
        label=label,
        help_text=help_text,
        widget=UnfoldAdminTextInputWidget,
        error_messages={"required": f"请填写{label}。"},
    )


def unserved(case: InformationRequest) -> forms.Field:
    """A letter that asks for an opinion and has no day of service yet."""
    return _consultation(case.consultations.filter(served_on=None, closed_on=None))


def unanswered(case: InformationRequest) -> forms.Field:
    """A letter to which no opinion has come yet."""
    return _consultation(case.consultations.filter(closed_on=None))


def recorded_opinion(case: InformationRequest) -> forms.Field:
    """A letter whose opinion an officer wrote down."""
    return _consultation(case.consultations.filter(answered_online_at=None).exclude(opinion=""))


def override_reason(case: InformationRequest) -> forms.Field | None:
    """Asked for only where a third party is against opening all of it."""
    if not overruled(case, WHOLE):
        return None
    make = text(
        "不顾第三方意见公开的理由",
        required=False,
        help_text="第三方不同意、仍决定公开的必填：不公开会对公共利益造成什么重大影响",
    )
    return make(case)


def overruled_untold(case: InformationRequest) -> forms.Field:
    """A letter whose third party objected and is to be told that the information is opened."""
    last = case.answers.order_by("-version").first()
    rows = [row.pk for row in untold(last)] if last else []
    return _consultation(case.consultations.filter(pk__in=rows))


def awaited_assistance(case: InformationRequest) -> forms.Field:
    """What another organ was asked and has not answered."""
    rows: QuerySet[Assistance] = case.assistances.filter(answered_on=None)
    return forms.ModelChoiceField(
        label="协办事项",
        queryset=rows.select_related("organ", "request"),
        empty_label="请选择",
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择协办事项。"},
    )


def _consultation(rows: QuerySet[Consultation]) -> forms.Field:
    return ConsultationField(
        label="征求意见书",
        queryset=rows,
        empty_label="请选择",
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择征求意见书。"},
    )


class ConsultationField(forms.ModelChoiceField[Consultation]):
    """Letters by kind and day: whom they went to stands in the facts of the case."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.get_kind_display()} {obj.party}（{obj.sent_on.isoformat()}发出）"


class ActForm(forms.Form):
    """What is written beside one act; the law is decided by the act."""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        case: InformationRequest,
        name: str,
        fields: Mapping[str, MakeIf],
        initial: Any = None,
    ) -> None:
        super().__init__(data, files, auto_id=f"{name}_%s", initial=initial)
        for field, make in fields.items():
            if (made := make(case)) is not None:
                self.fields[field] = made
