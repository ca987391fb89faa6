"""What another organ answers."""

from django import forms
from unfold.widgets import UnfoldAdminTextareaWidget


class AssistanceForm(forms.Form):
    """The opinion of the organ that was asked."""

    answer = forms.CharField(
        label="协办意见",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        error_messages={"required": "请填写协办意见。"},
    )
