"""What is written beside the links of a policy."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from policies.service_items.models import ItemOfPolicy, ServiceItem
from policies.service_items.services.links import LONGEST_REASON
from portal.common.forms import LongTextField


class LinkForm(forms.Form):
    """An item of those found, and the passage that leads to it."""

    item = forms.ModelChoiceField(
        queryset=ServiceItem.objects.none(),
        widget=forms.HiddenInput,
        error_messages={
            "required": "请先选择事项。",
            "invalid_choice": "没有这个事项，请重新查找。",
        },
    )
    anchor = forms.ChoiceField(label="标在哪里", required=False, widget=UnfoldAdminSelectWidget)

    def __init__(self, *args: Any, passages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item, anchor = self.fields["item"], self.fields["anchor"]
        if isinstance(item, forms.ModelChoiceField):
            item.queryset = ServiceItem.objects.all()
        if isinstance(anchor, forms.ChoiceField):
            anchor.choices = [("", "整份文件"), *passages]
            anchor.error_messages["invalid_choice"] = "文件里没有这个段落，请重新选择。"


class ReasonForm(forms.Form):
    """Why a link is taken off, or why there is nothing to link."""

    reason = LongTextField(
        label="理由",
        max_length=LONGEST_REASON,
        widget=UnfoldAdminTextInputWidget,
        error_messages={
            "required": "请填写理由。",
            "max_length": f"理由最多{LONGEST_REASON}字，请删减。",
        },
    )


class EndedLinkForm(forms.Form):
    """One link of the policy, by its number."""

    link = forms.ModelChoiceField(
        queryset=ItemOfPolicy.objects.none(),
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "没有这项关联，请刷新页面。", "required": "请选择关联。"},
    )

    def __init__(self, *args: Any, document_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        link = self.fields["link"]
        if isinstance(link, forms.ModelChoiceField):
            link.queryset = ItemOfPolicy.objects.filter(document=document_id).select_related(
                "item", "document__organ"
            )


class TakeOffForm(ReasonForm, EndedLinkForm):
    """The same with a reason."""
