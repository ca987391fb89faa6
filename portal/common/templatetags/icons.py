"""`{% icon "bell" %}`: one of lucide's icons beside words, as inline SVG."""

from __future__ import annotations

from functools import cache

from django import template
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

register = template.Library()


@register.simple_tag
@cache
def icon(name: str, look: str = "icon") -> SafeString:
    """The icon, drawn once for all pages: a page has a dozen, and each is a tree of XML.

    `look` are the classes that size and place it. Raises lucide.IconDoesNotExist.
    """
    return SafeString(lucide(name, size=None, **{"class": look}))
