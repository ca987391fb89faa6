"""Punctuation as official documents print it, which a recogniser takes for its narrow twin."""

import re
from typing import Final

_WIDE: Final = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
_HAN: Final = r"[\u3400-\u9fff〇，。：；！？（）《》“”〔〕、]"
_BESIDE: Final = re.compile(rf"(?<={_HAN})[,:;?!()]|[,:;?!()](?={_HAN})")


def full_width(text: str) -> str:
    """Marks beside Chinese characters made wide; figures, times and Latin text keep theirs.

    Of the same length.
    """
    # Twice: the mark beside a mark that was made wide stands in Chinese text as well.
    for _ in range(2):
        text = _BESIDE.sub(lambda found: _WIDE[found[0]], text)
    return text
