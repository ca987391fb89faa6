"""What is typed to set up a system that sends work in."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from policies.partners.models import Partner
from portal.common.forms import SaidTexts
from portal.organs.models import Organ


class PartnerForm(SaidTexts, forms.ModelForm[Partner]):
    """A system: its code, which is in its addresses, stays what it was first."""

    class Meta:
        model = Partner
        fields = ("code", "name", "organ", "brings_items", "is_active")
        widgets = {
            "code": UnfoldAdminTextInputWidget,
            "name": UnfoldAdminTextInputWidget,
            "organ": UnfoldAdminSelectWidget,
            "brings_items": UnfoldBooleanWidget,
            "is_active": UnfoldBooleanWidget,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organ: Any = self.fields["organ"]
        organ.queryset = Organ.objects.active().order_by("depth", "path")
        if self.instance.pk:
            self.fields["code"].disabled = True
