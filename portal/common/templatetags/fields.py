"""`{{ field|bare }}`: a field of a form whose label says what a placeholder would say once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from django.forms import BoundField

register = template.Library()


@register.filter
def bare(field: BoundField) -> BoundField:
    """The field without a placeholder: what is typed hides it, and with it what was asked."""
    field.field.widget.attrs.pop("placeholder", None)
    return field
