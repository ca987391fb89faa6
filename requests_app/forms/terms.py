"""The terms an organ sets itself."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from requests_app.models.organ_terms import LONGEST_LEAD, LONGEST_PERIOD
from requests_app.services.terms import Terms

_OWN = "本机关内部期限，不是法定期限。"


def _days(label: str, longest: int, help_text: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=f"{label}（工作日）",
        min_value=1,
        max_value=longest,
        help_text=f"{_OWN}{help_text}",
        widget=UnfoldAdminIntegerFieldWidget,
        error_messages={
            "required": f"请填写“{label}”的工作日数。",
            "invalid": f"“{label}”应为整数。",
            "min_value": f"“{label}”至少为%(limit_value)d个工作日。",
            "max_value": f"“{label}”最多为%(limit_value)d个工作日。",
        },
    )


class TermsForm(forms.Form):
    """Five numbers; whether they go together is the act's to say."""

    draft_days_before = _days(
        "答复期限前拟出答复", LONGEST_LEAD, "到期提醒承办人。法定答复期限照常计算。"
    )
    review_days_before = _days(
        "答复期限前审核完毕", LONGEST_LEAD, "到期提醒审核人员。应小于上一项。"
    )
    assistance_days = _days("协办", LONGEST_PERIOD, "请求其他机关协办时先填的天数，可以逐件改。")
    correction_days = _days(
        "补正",
        LONGEST_PERIOD,
        "条例第三十条要求“合理的补正期限”，没有规定天数。不逐件填写的，按这里计算。",
    )
    record_correction_days = _days(
        "更正申请的办理", LONGEST_PERIOD, "条例第四十一条没有规定天数。对以后收到的适用。"
    )

    def terms(self) -> Terms:
        """What was written, once it is valid."""
        given: dict[str, Any] = self.cleaned_data
        return Terms(**given)
