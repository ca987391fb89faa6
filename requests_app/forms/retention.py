"""Why a case is kept beyond its term, or no longer."""

from django import forms
from unfold.widgets import UnfoldAdminTextareaWidget

from portal.common.forms import SaidField
from portal.personal.retention import LONGEST_REASON


class KeepingForm(forms.Form):
    """The reason; whether it may stay in the trail is the act's to say."""

    reason = SaidField(
        label="理由",
        required=False,
        help_text="如复议、诉讼、检查未结或者已经审结。会记入审计记录，不要写姓名、号码。",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2, "maxlength": LONGEST_REASON}),
    )
