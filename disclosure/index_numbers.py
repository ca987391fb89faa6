"""索引号: {统一社会信用代码或机关代码}/{year}-{serial:05d}."""

import re
from typing import Final

# The series of an organ's counter from which they are given.
INDEX_SERIES: Final = "index"
PATTERN = re.compile(r"^[0-9A-Z-]{2,64}/(?:19|20)\d{2}-\d{5}$")


def index_number(*, organ_code: str, year: int, serial: int) -> str:
    """Write an index number; raises ValueError when the serial no longer fits."""
    number = f"{organ_code.upper()}/{year}-{serial:05d}"
    if not PATTERN.match(number):
        raise ValueError(f"not an index number: {number}")
    return number
