"""`{% keep mark %}`: the hidden field by which what is typed into a form is kept."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.drafts.marks import FIELD

register = template.Library()


@register.simple_tag
def keep(mark: str) -> SafeString | str:
    """The field, with the address to which the page sends what is typed, and where it says so."""
    if not mark:
        return ""
    return format_html(
        '<input type="hidden" name="{}" value="{}" data-keep="{}">', FIELD, mark,
        reverse("drafts:keep"),
    )  # fmt: skip


@register.simple_tag
def save_draft(mark: str, back: str) -> SafeString | str:
    """保存草稿: for browsers without script, and for whoever wants to be sure."""
    if not mark:
        return ""
    return format_html(
        '<button class="btn st-btn" type="submit" formaction="{}" formnovalidate name="back" '
        'value="{}">保存草稿</button>',
        reverse("drafts:save"),
        back,
    )
