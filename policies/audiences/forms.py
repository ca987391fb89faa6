"""What a person states of themselves, and what a clerk says of a policy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from policies.audiences.choices import TermKind
from policies.audiences.models import AudienceTerm
from policies.audiences.selectors import regions, terms_in_use
from portal.desk.fields import TypeAheadSelectMultiple
from portal.organs.choices import OrganLevel
from portal.organs.models import Organ

_CHOSEN = {
    "invalid_choice": "请在所列的选项中选择；有的已经停用，请重新选。",
    "invalid_pk_value": "请在所列的选项中选择。",
    "invalid_list": "请在所列的选项中选择。",
}


class RegionField(forms.ModelChoiceField[Organ]):
    """A district, or a street or town of one, which stands below it."""

    def label_from_instance(self, obj: Any) -> str:
        return f"　{obj.short_name}" if obj.level == OrganLevel.TOWN else str(obj.short_name)


def _terms(kind: TermKind) -> QuerySet[AudienceTerm]:
    return terms_in_use().filter(kind=kind)


class TraitsForm(forms.Form):
    """Everything is optional; nothing chosen is as good as cleared."""

    people: forms.ModelMultipleChoiceField[AudienceTerm] = forms.ModelMultipleChoiceField(
        AudienceTerm.objects.none(), label="人群", required=False,
        widget=forms.CheckboxSelectMultiple, error_messages=_CHOSEN,
    )  # fmt: skip
    industry: forms.ModelMultipleChoiceField[AudienceTerm] = forms.ModelMultipleChoiceField(
        AudienceTerm.objects.none(), label="行业", required=False,
        widget=forms.CheckboxSelectMultiple, error_messages=_CHOSEN,
    )  # fmt: skip
    size: forms.ModelChoiceField[AudienceTerm] = forms.ModelChoiceField(
        AudienceTerm.objects.none(), label="企业规模", required=False, empty_label="不填",
        error_messages=_CHOSEN,
    )  # fmt: skip
    region = RegionField(
        Organ.objects.none(), label="区域", required=False, empty_label="不填",
        error_messages=_CHOSEN,
    )  # fmt: skip
    by_mail = forms.BooleanField(label="同时发到我的电子邮箱", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        for kind in (TermKind.PEOPLE, TermKind.INDUSTRY, TermKind.SIZE):
            fields[kind.value].queryset = _terms(kind)
        fields["region"].queryset = regions()

    @property
    def terms(self) -> list[AudienceTerm]:
        """Everything chosen that is a term; of a valid form."""
        given = self.cleaned_data
        size = [given["size"]] if given["size"] else []
        return [*given["people"], *given["industry"], *size]


class PolicyForm(forms.Form):
    """Whom a policy concerns; of every kind of which something is chosen one is enough."""

    terms: forms.ModelMultipleChoiceField[AudienceTerm] = forms.ModelMultipleChoiceField(
        AudienceTerm.objects.none(), label="人群、行业、企业规模", required=False,
        widget=TypeAheadSelectMultiple, error_messages=_CHOSEN,
        help_text="同一类选几项，有一项对上就算；选了几类，每一类都要对上。",
    )  # fmt: skip
    regions: forms.ModelMultipleChoiceField[Organ] = forms.ModelMultipleChoiceField(
        Organ.objects.none(), label="区域", required=False, widget=TypeAheadSelectMultiple,
        error_messages=_CHOSEN, help_text="不限区域的不选。选一个区，也包括区里的街镇。",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["terms"].queryset = terms_in_use()
        fields["terms"].label_from_instance = _with_kind
        fields["regions"].queryset = regions()
        fields["regions"].label_from_instance = lambda organ: organ.short_name


class DropField(forms.ModelMultipleChoiceField[AudienceTerm]):
    """Terms of a push that may be taken away."""

    widget = UnfoldAdminCheckboxSelectMultipleWidget

    def label_from_instance(self, obj: Any) -> str:
        return _with_kind(obj)


def _with_kind(term: Any) -> str:
    return f"{term.get_kind_display()}：{term.name}"
