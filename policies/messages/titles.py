"""The title of a message, made from how it begins: nobody is asked for one."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 30
_END: Final = re.compile(r"[。！？!?；;\n]")
# How people begin before they come to the point.
_GREETING: Final = re.compile(r"\A(?:尊敬的[^，,：:。\n]{0,12}|你好|您好|领导好?)[，,：:。！!\s]*")


def title_of(text: str) -> str:
    """Its first sentence without the greeting, at most thirty characters; of a purged one none."""
    plain = _GREETING.sub("", " ".join(text.split(" ")).strip())
    while (shorter := _GREETING.sub("", plain)) != plain:
        plain = shorter
    first = _END.split(plain.strip(), maxsplit=1)[0].strip() or plain.strip()
    return first if len(first) <= LONGEST else f"{first[:LONGEST]}…"
