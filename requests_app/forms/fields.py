"""Fields of the officers' forms that know an application; the others are `portal.desk.fields`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from portal.common.forms import NumberField
from portal.desk.fields import Make, text
from requests_app.models import Assistance, Consultation, InformationRequest
from requests_app.services.consultation.objections import WHOLE, overruled, untold


class CaseNumberField(NumberField):
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
