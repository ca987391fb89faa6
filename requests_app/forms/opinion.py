"""What the other side of a letter types: its number and code, and its opinion."""

from __future__ import annotations

from typing import Any

from django import forms

from portal.common.forms import FilesField, LongTextField
from portal.tracking.forms import TrackForm
from requests_app.choices import OPINIONS, Opinion
from requests_app.forms.application import TEXT_LIMITS

NO_REASON = "不同意公开、同意部分公开的，请写明理由：公开会损害哪些合法权益、为什么。"


class LetterDoorForm(TrackForm):
    """The number and the code of a letter."""

    paper = "征求意见书"
    called = "征求意见书编号"
    example = "XH-2026-00012-Z1"


class OpinionForm(forms.Form):
    """同意, 不同意 or 同意部分公开, the last two with reasons; papers where there are any."""

    opinion = forms.ChoiceField(
        label="您的意见",
        choices=OPINIONS,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择您的意见。", "invalid_choice": "请选择您的意见。"},
    )
    text = LongTextField(
        label="理由",
        required=False,
        max_length=5000,
        help_text="同意公开的可以不写。不同意的，写明公开会损害哪些合法权益、为什么；"
        "同意部分公开的，写明哪些可以公开、哪些不可以。",
        error_messages=TEXT_LIMITS,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    papers = FilesField(
        label="证明材料",
        help_text="没有的不用传。照片、扫描件，JPG、PNG 或 PDF，每个不超过10MB，可以一次选几个。",
    )

    def clean(self) -> dict[str, Any]:
        """An objection gives its reasons (第三十二条: 合理理由)."""
        given = super().clean() or {}
        needs_reason = given.get("opinion") in (Opinion.OBJECTS, Opinion.PARTLY)
        if needs_reason and not given.get("text", "").strip() and "text" not in self.errors:
            self.add_error("text", NO_REASON)
        return given
