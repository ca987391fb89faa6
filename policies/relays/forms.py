"""What a relay fills in, and what the office keeps of relays."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminTextInputWidget,
)

from policies.audiences.choices import TermKind
from policies.audiences.models import AudienceTerm
from policies.relays.choices import Means
from policies.relays.models import MOST_PEOPLE, Relay
from policies.relays.services.relays import CONTACT
from policies.relays.services.reports import LONGEST_PLACE, LONGEST_TEXT
from portal.common.forms import LongTextField, MailField, SaidTexts, TelephoneField
from portal.desk.fields import DayField, TypeAheadSelectMultiple
from portal.tracking.forms import TrackForm

_DAY: Final = {
    "required": "请填写哪一天转的。",
    "invalid": "日期应为日历上有的日子，写成 2026-01-31 的形式。",
}
_PEOPLE: Final = {
    "required": "请填写转给了多少人。",
    "invalid": "人数应为整数。",
    "min_value": "人数至少为1。",
    "max_value": "人数过大，请核对。",
}
# The fields of the contact, by other names than its columns: a form never holds what is sealed.
_NEW: Final = dict(zip(("new_name", "new_phone", "new_mail"), CONTACT, strict=True))
_KEPT: Final = "已经填写，不显示；不改的留空。"


class RelayTrackForm(TrackForm):
    """The door of relays."""

    paper = "接力单"
    example = "SJ-B-2026-JL00012"


class ReportForm(forms.Form):
    """How many people were told, when and where."""

    means = forms.ChoiceField(
        label="怎样转的", choices=[("", "请选择"), *Means.choices],
        error_messages={"required": "请选择怎样转的。", "invalid_choice": "请重新选择怎样转的。"},
    )  # fmt: skip
    people = forms.IntegerField(
        label="转给了多少人", min_value=1, max_value=MOST_PEOPLE, error_messages=_PEOPLE,
        help_text="大约的数也可以；不要写人的名字。",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    on = DayField(
        label="哪一天", error_messages=_DAY, widget=forms.TextInput(attrs={"type": "date"})
    )
    place = LongTextField(
        label="在哪里", max_length=LONGEST_PLACE, help_text="如：三楼会议室、东门公告栏。",
        error_messages={
            "required": "请填写在哪里转的。",
            "max_length": f"地点最多{LONGEST_PLACE}字，请删减。",
        },
    )  # fmt: skip


class FeedbackForm(forms.Form):
    """What people asked."""

    text = LongTextField(
        label="听到的问题", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="大家哪里不明白、想知道什么。不要写人的姓名、电话、证件号；写了的会遮盖。",
        error_messages={
            "required": "请写听到的问题。",
            "max_length": f"听到的问题最多{LONGEST_TEXT}字，请删减。",
        },
    )  # fmt: skip


class RelayForm(SaidTexts, forms.ModelForm[Relay]):
    """A relay. Its contact is not shown: what is left empty stays what it is."""

    new_name = LongTextField(
        label="联系人", max_length=60, required=False, widget=UnfoldAdminTextInputWidget,
        error_messages={"max_length": "联系人最多60字，请删减。"},
    )  # fmt: skip
    new_phone = TelephoneField(
        label="联系人电话", max_length=40, required=False, widget=UnfoldAdminTextInputWidget,
        error_messages={"max_length": "电话最多40字，请删减。"},
    )  # fmt: skip
    new_mail = MailField(
        label="联系人电子邮箱", required=False, widget=UnfoldAdminTextInputWidget,
        error_messages={"invalid": "电子邮箱的写法不对，如：name@example.org。"},
    )  # fmt: skip
    forget_contact = forms.BooleanField(label="删除已填的联系人", required=False)

    class Meta:
        model = Relay
        fields = ("organ", "name", "kind", "terms")
        widgets = {"terms": TypeAheadSelectMultiple}
        error_messages = {
            "name": {"required": "请填写名称。", "max_length": "名称最多100字，请删减。"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        if "terms" in fields:
            rows = AudienceTerm.objects.filter(is_active=True).exclude(kind=TermKind.REGION)
            fields["terms"].queryset = rows
        for name in _NEW:
            if self.instance.pk and self.instance.has_contact and name in fields:
                fields[name].help_text = _KEPT

    @property
    def contact(self) -> dict[str, str]:
        """What of the contact is to change; of a valid form."""
        if self.cleaned_data.get("forget_contact"):
            return dict.fromkeys(CONTACT, "")
        given = {kept: self.cleaned_data.get(new, "") for new, kept in _NEW.items()}
        return {name: value for name, value in given.items() if value}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("forget_contact") and any(cleaned.get(name) for name in _NEW):
            raise ValidationError("要么填写新的联系人，要么删除，请只选一样。")
        return cleaned


class RelayChoice(forms.ModelMultipleChoiceField[Relay]):
    """Relays, each with whom it reaches of those meant."""

    widget = UnfoldAdminCheckboxSelectMultipleWidget

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.get_kind_display()}，{obj.organ.short_name}联系）"


def relays_field(rows: Any) -> RelayChoice:
    """The relays to which a policy can be handed."""
    return RelayChoice(
        rows, label="接力组织",
        error_messages={"required": "请选接力组织。", "invalid_choice": "请在所列的组织中选择。"},
    )  # fmt: skip
