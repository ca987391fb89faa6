"""Radicals that stand for characters."""

import unicodedata
from typing import Final

# Fonts often map a common character to its twin among the radicals; search would never find it.
RADICALS: Final = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6))
}
