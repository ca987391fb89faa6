"""`{{ title|words }}`: a title whose lines end between words (`class="words"` in base.css)."""

from __future__ import annotations

import re
from typing import Final

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from portal.common.words import words as cut

register = template.Library()

_PART: Final = re.compile(r"<[^<>]*>|&#?\w+;|.", re.DOTALL)
_WBR: Final = "<wbr>"


@register.filter
def one_line(text: str) -> SafeString:
    """What a template wrote over several lines as one, without the ends of its lines."""
    lines = (line.strip() for line in conditional_escape(text).splitlines())
    return mark_safe("".join(lines))  # noqa: S308  # escaped


@register.filter
def words(text: str) -> SafeString:
    """The text, escaped unless it is safe, with `<wbr>` where a line may end.

    Of safe text only `<mark>` and character references are expected: tags count for nothing, a
    reference for one character.
    """
    parts: list[str] = _PART.findall(conditional_escape(text))
    shown = [part for part in parts if not part.startswith("<")]
    plain = "".join(part if len(part) == 1 else "·" for part in shown)
    ends, place = set(), 0
    for piece in cut(plain):
        place += len(piece)
        ends.add(place)
    ends.discard(len(plain))
    broken, seen = [], 0
    for part in parts:
        if not part.startswith("<"):
            if seen in ends:
                broken.append(_WBR)
            seen += 1
        broken.append(part)
    return mark_safe("".join(broken))  # noqa: S308  # escaped above, or safe as it came
