"""Theme and category, chosen for many documents at once."""

from __future__ import annotations

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget

from portal.desk.fields import TypeAheadSelect
from portal.taxonomy.models import DisclosureCategory, Theme


def theme_field(*, none: str, help_text: str = "") -> forms.Field:
    """The theme; `none` says what becomes of it when nothing is chosen."""
    return forms.ModelChoiceField(
        label="主题分类",
        queryset=Theme.objects.all(),
        required=False,
        empty_label=none,
        help_text=help_text,
        widget=TypeAheadSelect,
        error_messages={"invalid_choice": "请重新选择主题分类。"},
    )


def category_field(*, none: str) -> forms.Field:
    """The item of the Regulation; `none` as above."""
    return forms.ModelChoiceField(
        label="公开类别",
        queryset=DisclosureCategory.objects.all(),
        required=False,
        empty_label=none,
        widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": "请重新选择公开类别。"},
    )
