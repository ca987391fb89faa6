"""Which organ goes on with what an organ that ended left open, and on what ground."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminTextareaWidget

from portal.common.forms import SaidField
from portal.desk.fields import TypeAheadSelect
from portal.organs.models import Organ
from requests_app.services.succession import LONGEST_REASON


class SuccessionForm(forms.Form):
    """The law is decided by the act."""

    successor = forms.ModelChoiceField(
        label="承接机关",
        queryset=Organ.objects.none(),
        empty_label="请选择",
        widget=TypeAheadSelect,
        error_messages={
            "required": "请选择承接机关。",
            "invalid_choice": "请重新选择承接机关。",
        },
    )
    reason = SaidField(
        label="承接的依据",
        max_length=LONGEST_REASON,
        help_text="机构改革方案、批复的名称和文号；不要写个人信息",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        error_messages={
            "required": "请填写承接的依据。",
            "max_length": f"承接的依据最多{LONGEST_REASON}字，请删减。",
        },
    )

    def __init__(self, data: Any = None, *, successors: Sequence[Organ]) -> None:
        super().__init__(data)
        field = self.fields["successor"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Organ.objects.filter(pk__in=[each.pk for each in successors])
