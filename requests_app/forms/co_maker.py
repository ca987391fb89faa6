"""What a co-maker answers at its desk."""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from portal.common.forms import SaidField
from requests_app.choices import OPINIONS, Opinion
from requests_app.forms.application import TEXT_LIMITS
from requests_app.forms.opinion import NO_REASON


class CoMakerForm(forms.Form):
    """The opinion, with reasons where it is against opening."""

    opinion = forms.ChoiceField(
        label="意见",
        choices=[("", "请选择"), *OPINIONS],
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择意见。", "invalid_choice": "请选择意见。"},
    )
    text = SaidField(
        label="理由",
        required=False,
        max_length=5000,
        help_text="不同意、同意部分公开的必填",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        error_messages=TEXT_LIMITS,
    )

    def clean(self) -> dict[str, Any]:
        """An objection gives its reasons."""
        given = super().clean() or {}
        if (
            given.get("opinion") in (Opinion.OBJECTS, Opinion.PARTLY)
            and not given.get("text", "").strip()
        ):
            self.add_error("text", NO_REASON)
        return given
