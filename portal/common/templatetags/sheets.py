"""`{% filter in_two %}`: the links to the style sheets of a page as two, in their order."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.common.sheets import LAST, SITE, SITE_FILE, page_file

register = template.Library()

_LINK: Final = re.compile(
    r'<link rel="stylesheet"\s+href="[^"]*?css/((?:components/)?[a-z-]+)(?:\.[0-9a-f]{12})?\.css">'
)


@register.filter
def in_two(links: str) -> SafeString:
    """One link to what every page has, one to what this one adds; what is neither stays."""
    return _in_two(str(links))


@lru_cache(maxsize=256)
def _in_two(links: str) -> SafeString:
    named = _LINK.findall(links)
    added = [name for name in named if name not in (*SITE, *LAST)]
    components = [name for name in added if name.startswith("components/")]
    try:
        both = [static(SITE_FILE), static(page_file(c.rpartition("/")[2] for c in components))]
    except ValueError:
        # Collected by an older programme: each sheet by itself is as good.
        return mark_safe(links)  # noqa: S308  written by our templates
    together = "".join(format_html('<link rel="stylesheet" href="{}">', url) for url in both)
    rest = (m[0] for m in _LINK.finditer(links) if m[1] in added and m[1] not in components)
    return mark_safe(together + "".join(rest))  # noqa: S308  escaped above, or of our templates
