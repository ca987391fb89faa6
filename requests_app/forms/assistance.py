"""What another organ answers."""

from django import forms
from unfold.widgets import UnfoldAdminTextareaWidget

from portal.common.forms import SaidField


class AssistanceForm(forms.Form):
    """The opinion of the organ that was asked."""

    answer = SaidField(
        label="协办意见",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        error_messages={"required": "请填写协办意见。"},
    )
