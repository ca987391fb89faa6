"""What people type and paste: characters that nobody sees, and signs a keyboard writes wide."""

from __future__ import annotations

import re

# Format characters (category Cf), joiners, fillers and variation selectors: they have no picture
# of their own, and come along with what is copied from chat programs, web pages and PDF files.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u20e3\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0001-\U000e007f\U000e0100-\U000e01ef]"
)


def visible(text: str) -> str:
    """The text without its invisible characters; blanks and line ends stay."""
    return INVISIBLE.sub("", text)
