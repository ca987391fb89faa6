"""附件型信息 as a clerk files it: files, and what is the same for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from disclosure.choices import ATTACHED, Openness
from disclosure.forms.catalogued import category_field, theme_field
from disclosure.forms.uploads import MultipleFileField
from disclosure.models import Document
from portal.common.forms import SaidField
from portal.desk.fields import DayField, TypeAheadSelect
from portal.organs.models import Organ

EACH, TOGETHER = "each", "together"
_MANY = ((EACH, "每个文件各成一件"), (TOGETHER, "合成一件，都是它的附件"))
_BY_NAME = "按文件名拟定"
_LONGEST = {"title": 500, "abstract": 300, "period": 20}


class AttachedForm(forms.Form):
    """What is left empty is proposed from the names of the files, and may be set afterwards for
    many at once.
    """

    files = MultipleFileField(  # type: ignore[assignment]  # a form's own `files` is its input
        label="文件",
        required=False,
        help_text="可一次选择多个（最多100个），也可以拖到这里；每个不超过 50 MB",
    )
    how = forms.ChoiceField(
        label="多个文件", choices=_MANY, initial=EACH, widget=UnfoldAdminSelectWidget
    )
    organ = forms.ModelChoiceField(
        label="公开责任机关",
        queryset=Organ.objects.none(),
        required=False,
        empty_label=_BY_NAME,
        widget=TypeAheadSelect,
        error_messages={"invalid_choice": "请重新选择机关。"},
    )
    title = SaidField(
        label="标题",
        required=False,
        max_length=_LONGEST["title"],
        widget=UnfoldAdminTextInputWidget,
        help_text="合成一件、只有一个文件时填写；空着的按文件名拟定",
    )
    kind = forms.ChoiceField(
        label="信息类别",
        required=False,
        choices=[("", _BY_NAME), *((kind.value, kind.label) for kind in ATTACHED)],
        widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": "请重新选择信息类别。"},
    )
    period = SaidField(
        label="所属期间",
        required=False,
        max_length=_LONGEST["period"],
        widget=UnfoldAdminTextInputWidget,
        help_text="如2026年、2026年第1季度、2026—2030年；空着的按文件名拟定",
    )
    signed_on = DayField(
        label="形成日期",
        required=False,
        widget=UnfoldAdminDateWidget,
        help_text="公开期限由它起算（条例第二十六条），提交审查前必填",
        error_messages={"invalid": "日期应为日历上有的日子，写成 2026-01-31 的形式。"},
    )
    theme = theme_field(none="以后再选")
    category = category_field(none="按信息类别拟定")
    openness = forms.ChoiceField(
        label="公开属性",
        choices=Openness.choices,
        initial=Openness.OPEN,
        widget=UnfoldAdminSelectWidget,
        help_text="不主动公开的，录入后在草稿里选择依据、写明理由",
    )
    abstract = SaidField(
        label="内容概述",
        required=False,
        max_length=_LONGEST["abstract"],
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text="合成一件、只有一个文件时填写；空着的下一步拟定",
    )

    def __init__(self, *args: Any, organs: Iterable[Organ], kept: bool, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "attached_%s")
        super().__init__(*args, **kwargs)
        self._is_kept = kept
        field = self.fields["organ"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows for the type checker
        field.queryset = Organ.objects.filter(pk__in=[each.pk for each in organs])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("files") and not self._is_kept and "files" not in self.errors:
            self.add_error("files", "请选择文件：附件型信息的内容在附件里。")
        return cleaned

    def clean_period(self) -> str:
        given: str = self.cleaned_data["period"]
        if given:
            Document._meta.get_field("period").run_validators(given)
        return given

    @property
    def is_one(self) -> bool:
        """Whether all the files are of one document."""
        return self.cleaned_data["how"] == TOGETHER or len(self.cleaned_data["files"] or ()) <= 1

    def given(self) -> dict[str, Any]:
        """What goes before the proposals; title and abstract only where they are one's."""
        names = ["kind", "period", "signed_on", "theme", "category", "openness"]
        names += ["title", "abstract"] if self.is_one else []
        return {name: value for name in names if (value := self.cleaned_data[name])}
